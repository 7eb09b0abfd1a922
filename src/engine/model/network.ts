/** Rows of VPC, EC2 and Elastic Load Balancing. AWS-shaped members keep AWS's names (UpperCamel) where they are shown. */
import type { RowBase } from '../kernel/table'

export interface VpcRow extends RowBase {
  vpcId: string
  cidrBlock: string
  isDefault: boolean
  enableDnsSupport: boolean
  enableDnsHostnames: boolean
}

export interface SubnetRow extends RowBase {
  subnetId: string
  vpcId: string
  zone: string
  cidrBlock: string
  mapPublicIpOnLaunch: boolean
  defaultForAz: boolean
  /** How many addresses the subnet offers in all (N-41); the free ones are computed from the interfaces. */
  usable: number
}

export interface SecurityGroupRow extends RowBase {
  groupId: string
  groupName: string
  vpcId: string
  description: string
  /** EC2 IpPermissions shape; N-53. */
  ingress: unknown[]
  egress: unknown[]
}

export interface RouteTableRow extends RowBase {
  routeTableId: string
  vpcId: string
  main: boolean
  subnetIds: string[]
  routes: { DestinationCidrBlock: string; GatewayId?: string; NatGatewayId?: string }[]
}

export interface InternetGatewayRow extends RowBase {
  internetGatewayId: string
  vpcId: string | null
}

export interface NetworkInterfaceRow extends RowBase {
  /** `eni-…` */
  networkInterfaceId: string
  subnetId: string
  vpcId: string
  zone: string
  privateIp: string
  publicIp: string | null
  mac: string
  privateDnsName: string
  securityGroupIds: string[]
  /** What holds the address. */
  owner: 'task' | 'instance' | 'loadBalancer' | 'trunk'
  ownerId: string
  status: 'available' | 'in-use'
}

/** An EC2 instance, whether or not it is in a cluster. */
export interface InstanceRow extends RowBase {
  /** `i-…` */
  instanceId: string
  instanceType: string
  imageId: string
  state: 'pending' | 'running' | 'stopping' | 'stopped' | 'shutting-down' | 'terminated'
  zone: string
  subnetId: string
  vpcId: string
  privateIp: string
  publicIp: string | null
  eniId: string | null
  securityGroupIds: string[]
  launchedAtMs: number
  terminatedAtMs: number | null
  userData: string | null
  /** Cluster named by ECS_CLUSTER in the user data, joined when the agent registers. */
  clusterName: string | null
  tags: { Key?: string; Value?: string }[]
  impaired: boolean
  /** `r-…`, one per RunInstances call. */
  reservationId: string
  /** The agent's settings (`ECS_CLUSTER`, `ECS_INSTANCE_ATTRIBUTES`, …) from the user data. */
  agentConfig: Record<string, string>
  /** awsvpcTrunking was on when the instance was launched (S-104, N-33). */
  launchedWithTrunking: boolean
}

export interface LoadBalancerRow extends RowBase {
  arn: string
  name: string
  type: 'application' | 'network'
  scheme: 'internet-facing' | 'internal'
  dnsName: string
  vpcId: string
  state: 'provisioning' | 'active'
  zones: { zoneName: string; subnetId: string }[]
  securityGroupIds: string[]
  attributes: Record<string, string>
  createdAtMs: number
  tags: { Key?: string; Value?: string }[]
}

/** An action of a listener or rule; forward only names target group rows by ARN, as AWS does. */
export interface ActionShape {
  Type: 'forward' | 'redirect' | 'fixed-response'
  Order?: number
  TargetGroupArn?: string
  ForwardConfig?: {
    TargetGroups?: { TargetGroupArn?: string; Weight?: number }[]
    TargetGroupStickinessConfig?: unknown
  }
  RedirectConfig?: Record<string, unknown>
  FixedResponseConfig?: { MessageBody?: string; StatusCode?: string; ContentType?: string }
}

export interface ListenerRow extends RowBase {
  arn: string
  loadBalancerId: string
  port: number
  protocol: string
  defaultActions: ActionShape[]
  createdAtMs: number
}

export interface RuleRow extends RowBase {
  arn: string
  listenerId: string
  /** 'default' rules exist too, with `isDefault`. */
  priority: number
  isDefault: boolean
  conditions: Record<string, unknown>[]
  actions: ActionShape[]
  createdAtMs: number
}

export interface TargetGroupRow extends RowBase {
  arn: string
  name: string
  protocol: string
  port: number
  vpcId: string
  targetType: 'instance' | 'ip' | 'lambda' | 'alb'
  healthCheckProtocol: string
  healthCheckPort: string
  healthCheckPath: string
  healthCheckIntervalSeconds: number
  healthCheckTimeoutSeconds: number
  healthyThresholdCount: number
  unhealthyThresholdCount: number
  matcher: string
  attributes: Record<string, string>
  createdAtMs: number
  tags: { Key?: string; Value?: string }[]
}

export type TargetState = 'initial' | 'healthy' | 'unhealthy' | 'draining' | 'unused'

/** A registered target (N-63). Removed when its drain timer ends. */
export interface TargetRow extends RowBase {
  targetGroupId: string
  /** IP address or EC2 instance id. */
  targetId: string
  port: number
  zone: string
  /** The task behind it; null for a target registered by hand. */
  taskId: string | null
  containerName: string | null
  containerPort: number
  state: TargetState
  reasonCode: string | null
  description: string | null
  registeredAtMs: number
  /** Probe k starts at anchor + k × interval (N-66). */
  anchorMs: number
  probes: number
  passes: number
  failures: number
  /** The same verdict repeats unobserved since this probe number; null while probes are queued. */
  parkedAtProbe: number | null
  parkedPass: boolean
  /** While parked: ms from a probe's start to its verdict (0, or the timeout when nothing answers). */
  parkedLagMs: number
  /** End of the drain, when draining. */
  drainUntilMs: number | null
}
