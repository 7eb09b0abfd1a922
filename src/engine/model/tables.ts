/** All tables of the engine with their indexes: the one list that checkpoints, change sets and the world document follow. */
import type { IndexSpec, RowBase, WriteListener } from '../kernel/table'
import { Table } from '../kernel/table'
import type * as ecs from './ecs'
import type * as net from './network'
import type * as play from './playground'
import type * as services from './services'
import type * as shift from './shift'

export interface RowTypes {
  clusters: ecs.ClusterRow
  taskDefinitions: ecs.TaskDefinitionRow
  containerInstances: ecs.ContainerInstanceRow
  tasks: ecs.TaskRow
  services: services.ServiceRow
  deployments: services.DeploymentRow
  serviceRevisions: services.ServiceRevisionRow
  serviceDeployments: services.ServiceDeploymentRow
  serviceEvents: ecs.ServiceEventRow
  eventBridgeEvents: ecs.EventBridgeEventRow
  accountSettings: ecs.AccountSettingRow
  alarms: ecs.AlarmRow
  hookOutcomes: shift.HookOutcomeRow
  capacityProviders: ecs.CapacityProviderRow
  vpcs: net.VpcRow
  subnets: net.SubnetRow
  securityGroups: net.SecurityGroupRow
  routeTables: net.RouteTableRow
  internetGateways: net.InternetGatewayRow
  networkInterfaces: net.NetworkInterfaceRow
  instances: net.InstanceRow
  loadBalancers: net.LoadBalancerRow
  listeners: net.ListenerRow
  rules: net.RuleRow
  targetGroups: net.TargetGroupRow
  targets: net.TargetRow
  images: play.ImageRow
  faults: play.FaultRow
  traffic: play.TrafficRow
  decisions: play.DecisionRow
}

export type TableName = keyof RowTypes
export type Tables = { [K in TableName]: Table<RowTypes[K]> }

type Specs = { [K in TableName]: { prefix: string } & IndexSpec<RowTypes[K]> }

/** Row-id prefix and indexes of each table. */
export const TABLE_SPECS: Specs = {
  clusters: { prefix: 'cluster', unique: { name: (r) => (r.status === 'ACTIVE' ? r.name : undefined) } },
  taskDefinitions: { prefix: 'td', multi: { family: (r) => r.family }, unique: { arn: (r) => r.arn } },
  containerInstances: {
    prefix: 'ci',
    multi: {
      cluster: (r) => (r.status === 'INACTIVE' ? undefined : r.clusterId),
      instance: (r) => r.instanceId ?? undefined,
      ec2: (r) => r.ec2InstanceId,
    },
    unique: { arn: (r) => r.arn, shortId: (r) => r.shortId },
  },
  tasks: {
    prefix: 'task',
    multi: {
      cluster: (r) => r.clusterId,
      service: (r) => r.serviceId ?? undefined,
      /** Of a service, only those that are not STOPPED: what the scheduler reads. */
      liveOfService: (r) =>
        r.lastStatus === 'STOPPED' || r.lastStatus === 'DELETED' ? undefined : (r.serviceId ?? undefined),
      liveOfInstance: (r) =>
        r.lastStatus === 'STOPPED' || r.lastStatus === 'DELETED' ? undefined : (r.containerInstanceId ?? undefined),
      /** The Fargate block of a zone in the picture. */
      liveOfFargateZone: (r) =>
        r.lastStatus === 'STOPPED' || r.lastStatus === 'DELETED' || r.containerInstanceId !== null
          ? undefined
          : `${r.clusterId} ${r.zone}`,
      liveOfCluster: (r) => (r.lastStatus === 'STOPPED' || r.lastStatus === 'DELETED' ? undefined : r.clusterId),
    },
    unique: { arn: (r) => r.arn, taskId: (r) => r.taskId },
  },
  services: {
    prefix: 'svc',
    multi: { cluster: (r) => r.clusterId },
    unique: {
      live: (r) => (r.status === 'INACTIVE' ? undefined : `${r.clusterId}/${r.name}`),
      latest: (r) => `${r.clusterId}/${r.name}`,
    },
  },
  deployments: {
    prefix: 'dep',
    multi: { service: (r) => r.serviceId, current: (r) => (r.status === 'INACTIVE' ? undefined : r.serviceId) },
    unique: { deploymentId: (r) => r.deploymentId },
  },
  serviceRevisions: { prefix: 'rev', multi: { service: (r) => r.serviceId }, unique: { arn: (r) => r.arn } },
  serviceDeployments: { prefix: 'sd', multi: { service: (r) => r.serviceId }, unique: { arn: (r) => r.arn } },
  serviceEvents: { prefix: 'ev', multi: { service: (r) => r.serviceId } },
  eventBridgeEvents: { prefix: 'ebe' },
  alarms: { prefix: 'alarm', unique: { name: (r) => r.name } },
  hookOutcomes: { prefix: 'hook', unique: { target: (r) => r.hookTarget } },
  accountSettings: { prefix: 'setting', unique: { key: (r) => `${r.name} ${r.principalArn}` } },
  capacityProviders: { prefix: 'cp', unique: { name: (r) => r.name } },
  vpcs: { prefix: 'vpc', unique: { vpcId: (r) => r.vpcId } },
  subnets: {
    prefix: 'subnet',
    multi: { vpc: (r) => r.vpcId, zone: (r) => r.zone },
    unique: { subnetId: (r) => r.subnetId },
  },
  securityGroups: { prefix: 'sg', multi: { vpc: (r) => r.vpcId }, unique: { groupId: (r) => r.groupId } },
  routeTables: { prefix: 'rtb', multi: { vpc: (r) => r.vpcId }, unique: { routeTableId: (r) => r.routeTableId } },
  internetGateways: { prefix: 'igw', multi: { vpc: (r) => r.vpcId ?? undefined } },
  networkInterfaces: {
    prefix: 'eni',
    multi: { subnet: (r) => r.subnetId, owner: (r) => r.ownerId },
    unique: { networkInterfaceId: (r) => r.networkInterfaceId, address: (r) => `${r.subnetId} ${r.privateIp}` },
  },
  instances: { prefix: 'inst', unique: { instanceId: (r) => r.instanceId } },
  loadBalancers: { prefix: 'lb', unique: { arn: (r) => r.arn, name: (r) => r.name } },
  listeners: { prefix: 'listener', multi: { loadBalancer: (r) => r.loadBalancerId }, unique: { arn: (r) => r.arn } },
  rules: { prefix: 'rule', multi: { listener: (r) => r.listenerId }, unique: { arn: (r) => r.arn } },
  targetGroups: { prefix: 'tg', unique: { arn: (r) => r.arn, name: (r) => r.name } },
  targets: {
    prefix: 'target',
    multi: {
      targetGroup: (r) => r.targetGroupId,
      task: (r) => r.taskId ?? undefined,
      byHand: (r) => (r.taskId === null ? 'yes' : undefined),
      address: (r) => `${r.targetGroupId} ${r.targetId}:${r.port}`,
    },
    unique: { key: (r) => (r.state === 'draining' ? undefined : `${r.targetGroupId} ${r.targetId}:${r.port}`) },
  },
  images: {
    prefix: 'image',
    multi: { reference: (r) => r.image },
    unique: { current: (r) => (r.current ? r.image : undefined) },
  },
  faults: {
    prefix: 'fault',
    multi: { target: (r) => (r.clearedAtMs === null ? (r.targetRowId ?? r.target) : undefined) },
  },
  traffic: { prefix: 'traffic', multi: { loadBalancer: (r) => (r.endedAtMs === null ? r.loadBalancerId : undefined) } },
  decisions: { prefix: 'dec', multi: { service: (r) => r.serviceId ?? undefined, subject: (r) => r.subject } },
}

export const TABLE_NAMES = Object.keys(TABLE_SPECS) as TableName[]

export function createTables(onWrite: WriteListener): Tables {
  const tables: Partial<Record<TableName, Table<RowBase>>> = {}
  for (const name of TABLE_NAMES) {
    tables[name] = new Table<RowBase>(name, onWrite, TABLE_SPECS[name] as unknown as IndexSpec<RowBase>)
  }
  return tables as unknown as Tables
}
