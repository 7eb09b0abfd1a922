/** Rows of the ECS tables. Members that AWS shows keep AWS's own shape; times are ms since the start of the run. */
import type {
  CapacityProviderStrategyItem,
  KeyValuePair,
  NetworkConfiguration,
  RegisterTaskDefinitionCommandInput,
  Tag,
  TaskOverride,
} from '@aws-sdk/client-ecs'
import type { RowBase } from '../kernel/table'

export interface ClusterRow extends RowBase {
  name: string
  arn: string
  status: 'ACTIVE' | 'INACTIVE'
  settings: { name: string; value: string }[]
  tags: Tag[]
  configuration: unknown
  serviceConnectDefaults: unknown
  capacityProviders: string[]
  defaultCapacityProviderStrategy: CapacityProviderStrategyItem[]
  createdAtMs: number
  inactiveAtMs: number | null
  /** RunTask clientTokens seen (D-711): the request and the tasks it made. */
  runTokens?: Record<string, { request: string; taskIds: string[] }>
}

/** What RegisterTaskDefinition stores: the input with ECS's defaults written back (T-97, T-98); never changed later. */
export type StoredTaskDefinition = Omit<RegisterTaskDefinitionCommandInput, 'tags'>

/** What the engine needs of a definition again and again, derived once at registration. */
export interface TaskDefinitionDerived {
  /** N-2: an absent mode acts as bridge on Linux, NAT "default" on Windows. */
  networkMode: 'awsvpc' | 'bridge' | 'host' | 'none' | 'default'
  /** S-84: task-level value or sum of the containers'. */
  cpuUnits: number
  /** S-85, T-33. */
  memoryMiB: number
  gpus: number
  /** Static host ports demanded of an instance (S-19, N-20); empty for awsvpc. */
  tcpPorts: number[]
  udpPorts: number[]
  /** T-100 names; a value only where one is compared (cpu architecture and OS are compared separately, S-22). */
  requiresAttributes: string[]
  compatibilities: string[]
  cpuArchitecture: 'X86_64' | 'ARM64'
  operatingSystemFamily: string
}

export interface TaskDefinitionRow extends RowBase {
  arn: string
  family: string
  revision: number
  status: 'ACTIVE' | 'INACTIVE' | 'DELETE_IN_PROGRESS'
  def: StoredTaskDefinition
  derived: TaskDefinitionDerived
  tags: Tag[]
  registeredAtMs: number
  deregisteredAtMs: number | null
  deleteRequestedAtMs: number | null
}

export interface ContainerInstanceRow extends RowBase {
  arn: string
  /** 32 hex characters, the last part of the ARN. */
  shortId: string
  clusterId: string
  ec2InstanceId: string
  /** Row in `instances`; null for external ones. */
  instanceId: string | null
  status: 'REGISTERING' | 'REGISTRATION_FAILED' | 'ACTIVE' | 'DRAINING' | 'DEREGISTERING' | 'INACTIVE'
  statusReason: string | null
  agentConnected: boolean
  agentVersion: string
  /** True from the cut of the agent's connection until it is back; `agentConnected` follows when ECS notices (S-79). */
  connectionLost: boolean
  external: boolean
  instanceType: string
  zone: string
  subnetId: string
  vpcId: string
  registeredAtMs: number
  inactiveAtMs: number | null
  /** Attribute name → value ('' for a name-only attribute). System and custom ones. */
  attributes: Record<string, string>
  customAttributes: string[]
  /** Registered amounts (S-96 … S-99). */
  cpuUnits: number
  memoryMiB: number
  reservedTcpPorts: number[]
  reservedUdpPorts: number[]
  gpuIds: string[]
  /** S-20: how many awsvpc tasks may stand here. */
  eniLimit: number
  /** Row id in `networkInterfaces` of the trunk (N-35); null without trunking. */
  trunkEniId: string | null
  capacityProviderName: string | null
  version: number
  tags: Tag[]
  /** N-23: last dynamic host port handed out, 0 = none yet. */
  lastDynamicPort: number
  dynamicPortRange: [number, number]
  /** Digests of images already pulled here, oldest first. */
  imageCache: string[]
  /** Place in the picture: lowest free card of its zone. */
  slot: number
}

export type TaskStatus =
  | 'PROVISIONING'
  | 'PENDING'
  | 'ACTIVATING'
  | 'RUNNING'
  | 'DEACTIVATING'
  | 'STOPPING'
  | 'DEPROVISIONING'
  | 'STOPPED'
  | 'DELETED'

export type HealthStatus = 'HEALTHY' | 'UNHEALTHY' | 'UNKNOWN'

/** What the process in a container does towards the network (N-132). */
export type ProcessState = 'none' | 'booting' | 'listening' | 'hung' | 'draining' | 'exited'

export interface ContainerState {
  containerArn: string
  name: string
  image: string
  imageDigest: string | null
  runtimeId: string | null
  essential: boolean
  lastStatus: 'PENDING' | 'RUNNING' | 'STOPPED'
  /** 'waiting' for dependencies → 'pulling' → 'pulled' → 'starting' → 'running' → 'stopping' → 'stopped'. */
  stage: 'waiting' | 'pulling' | 'pulled' | 'starting' | 'running' | 'stopping' | 'stopped'
  process: ProcessState
  startedAtMs: number | null
  listensAtMs: number | null
  signalledAtMs: number | null
  killAtMs: number | null
  stoppedAtMs: number | null
  exitCode: number | null
  reason: string | null
  restartCount: number
  healthStatus: HealthStatus
  /** Container health check (D-139): consecutive failures, and the probe grid. */
  health: {
    anchorMs: number
    failures: number
    probes: number
    /** True after a success inside startPeriod: failures count from then on. */
    graceEnded: boolean
    /** Verdict that repeats unobserved since this probe number; null while probes are queued. */
    parkedAtProbe: number | null
    parkedPass: boolean
    /** D-808: the verdict that ECS has not heard of, while the agent is cut off. */
    unseen?: HealthStatus
  } | null
  /** D-808: how it ended while the agent was cut off; ECS hears of it when the agent is back. */
  unseenExit?: { exitCode: number; reason: string | null }
  networkBindings: {
    bindIP: string
    containerPort?: number
    hostPort?: number
    protocol: string
    containerPortRange?: string
    hostPortRange?: string
  }[]
}

export interface TaskAttachment {
  id: string
  type: 'ElasticNetworkInterface'
  status: 'PRECREATED' | 'CREATED' | 'ATTACHING' | 'ATTACHED' | 'DETACHING' | 'DETACHED' | 'DELETED' | 'FAILED'
  details: KeyValuePair[]
}

export interface TaskRow extends RowBase {
  arn: string
  /** 32 hex characters. */
  taskId: string
  clusterId: string
  serviceId: string | null
  /** Row id in `deployments`. */
  deploymentId: string | null
  taskDefinitionId: string
  group: string
  startedBy: string | null
  launchType: 'EC2' | 'FARGATE' | 'EXTERNAL'
  capacityProviderName: string | null
  containerInstanceId: string | null
  zone: string | null
  subnetId: string | null
  /** Row id in `networkInterfaces`. */
  eniId: string | null
  /** Copied at launch: what placement counts (overrides applied). */
  cpuUnits: number
  memoryMiB: number
  gpuIds: string[]
  tcpPorts: number[]
  udpPorts: number[]
  networkMode: TaskDefinitionDerived['networkMode']
  networkConfiguration: NetworkConfiguration | null
  platformVersion: string | null
  overrides: TaskOverride
  lastStatus: TaskStatus
  desiredStatus: 'RUNNING' | 'STOPPED'
  healthStatus: HealthStatus
  /** D-207: the scheduler's notion. */
  countsAsHealthy: boolean
  countedSinceMs: number | null
  /** It has been counted healthy at some time: its later end is no failure of the deployment (D-403d). */
  everCounted: boolean
  /** When that was first; absent before. */
  firstCountedMs?: number
  /** Its failure is in the deployment's count already (D-403). */
  failureCounted: boolean
  connectivity: 'CONNECTED' | 'DISCONNECTED' | null
  containers: ContainerState[]
  attachments: TaskAttachment[]
  /** Let in by the agent's queue (S-95); false while it waits for resources of stopping tasks. */
  admitted: boolean
  createdAtMs: number
  connectivityAtMs: number | null
  pullStartedAtMs: number | null
  pullStoppedAtMs: number | null
  startedAtMs: number | null
  stoppingAtMs: number | null
  executionStoppedAtMs: number | null
  stoppedAtMs: number | null
  stopCode: string | null
  stoppedReason: string | null
  /** Rows in `targets` that belong to this task. */
  targetIds: string[]
  /** When the drain of its targets ends and the stop signal may come (N-96); null when not draining. */
  drainUntilMs: number | null
  protectedUntilMs: number | null
  enableExecuteCommand: boolean
  tags: Tag[]
  version: number
  /** Started to replace this unhealthy task (D-221). */
  replaces: string | null
  /** Place in the picture: lowest free slot of its instance or Fargate zone block. */
  slot: number
}

export interface ServiceEventRow extends RowBase {
  /** uuid shown by AWS. */
  eventId: string
  serviceId: string
  atMs: number
  message: string
  /** What it is about, for the log's glyphs: the rule that names the text. */
  rule: string
  /** Decision that led to it, if any. */
  decisionId: string | null
}

export type EventBridgeDetailType =
  | 'ECS Task State Change'
  | 'ECS Container Instance State Change'
  | 'ECS Service Action'
  | 'ECS Deployment State Change'
  | 'ECS Hook State Change'

/** An event that ECS sent to EventBridge, kept small: what the detail says beyond its subject is expanded when read (D-630). */
export interface EventBridgeEventRow extends RowBase {
  atMs: number
  detailType: EventBridgeDetailType
  /** The one ARN under `resources`. */
  resource: string
  /** Row id of the task or container instance that the detail shows; null when `detail` is all of it. */
  subject: string | null
  /** Of a subject: what of it was different then. Times are ms since the start, under names that end in `AtMs`. */
  detail: Record<string, unknown>
}

/** A CloudWatch alarm: set by hand or by a rule of the playground; only its state matters to deployments (D-430). */
export interface AlarmRow extends RowBase {
  name: string
  arn: string
  state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA'
  stateReason: string
  stateUpdatedMs: number
  /** The PutMetricAlarm input as sent. */
  definition: Record<string, unknown>
}

export interface AccountSettingRow extends RowBase {
  name: string
  value: string
  principalArn: string
}

export interface CapacityProviderRow extends RowBase {
  name: string
  arn: string
  status: 'ACTIVE' | 'INACTIVE'
  type: 'FARGATE' | 'FARGATE_SPOT' | 'EC2_AUTOSCALING'
  tags: Tag[]
}
