/** The tables of the world document (design.md §6) and what each is made from, so that a reader knows when one can have changed. */
import type { TableName } from '../model'

export interface WorldReads {
  /** Row tables of the engine that it shows. */
  rows: readonly TableName[]
  /** Members whose value moves with the clock alone, without a row being written; `*` = the table itself. */
  clock?: readonly string[]
}

const NOTHING: WorldReads = { rows: [] }

export const WORLD_READS = {
  now: { rows: [], clock: ['*'] },
  elapsedSeconds: { rows: [], clock: ['*'] },
  clusters: { rows: ['clusters', 'tasks', 'services', 'containerInstances'] },
  services: {
    rows: ['services', 'deployments', 'serviceEvents', 'tasks', 'targets', 'containerInstances'],
    clock: ['deploymentSeconds', 'waitingFor', 'canProgress'],
  },
  tasks: {
    rows: ['tasks', 'taskDefinitions', 'containerInstances', 'networkInterfaces'],
    clock: ['cpuUnitsUsed', 'memoryMiBUsed'],
  },
  taskDefinitions: { rows: ['taskDefinitions'] },
  containerInstances: { rows: ['containerInstances', 'tasks', 'instances', 'networkInterfaces'] },
  capacityProviders: { rows: ['capacityProviders'] },
  serviceDeployments: { rows: ['serviceDeployments', 'serviceRevisions', 'deployments', 'tasks', 'services'] },
  serviceRevisions: { rows: ['serviceRevisions', 'services', 'taskDefinitions'] },
  taskSets: { rows: ['deployments', 'tasks', 'services', 'clusters', 'taskDefinitions'] },
  vpcs: { rows: ['vpcs'] },
  subnets: { rows: ['subnets', 'networkInterfaces'] },
  securityGroups: { rows: ['securityGroups'] },
  routeTables: { rows: ['routeTables'] },
  internetGateways: { rows: ['internetGateways'] },
  natGateways: NOTHING,
  vpcEndpoints: NOTHING,
  networkAcls: NOTHING,
  networkInterfaces: { rows: ['networkInterfaces', 'securityGroups', 'instances'] },
  instances: { rows: ['instances', 'networkInterfaces', 'securityGroups'] },
  launchTemplates: NOTHING,
  autoScalingGroups: NOTHING,
  loadBalancers: { rows: ['loadBalancers'] },
  listeners: { rows: ['listeners', 'loadBalancers'] },
  rules: { rows: ['rules'] },
  targetGroups: { rows: ['targetGroups', 'targets', 'listeners', 'rules', 'loadBalancers'] },
  alarms: { rows: ['alarms'] },
  scalableTargets: NOTHING,
  scalingPolicies: NOTHING,
  scalingActivities: NOTHING,
  namespaces: NOTHING,
  discoveryServices: NOTHING,
  eventBridgeRules: NOTHING,
  eventBridgeEvents: { rows: ['eventBridgeEvents', 'tasks', 'containerInstances', 'networkInterfaces'] },
  schedules: NOTHING,
  queues: NOTHING,
  images: { rows: ['images'] },
  faults: { rows: ['faults'] },
  accountSettings: { rows: ['accountSettings'] },
  timings: { rows: [], clock: ['*'] },
  saved: NOTHING,
  events: { rows: ['serviceEvents', 'services'] },
  requests: { rows: ['loadBalancers', 'traffic'], clock: ['*'] },
  cost: { rows: [], clock: ['*'] },
} as const satisfies Record<string, WorldReads>

export type WorldTable = keyof typeof WORLD_READS

export const WORLD_TABLES = Object.keys(WORLD_READS) as WorldTable[]
