/** How each table of the world document is made from the engine's rows: the rooms' own Describe shapes, and what `playground` adds. */

import { alarmView } from '../api/cloudwatch'
import {
  instanceView,
  internetGatewayView,
  networkInterfaceView,
  routeTableView,
  securityGroupView,
  subnetView,
  vpcView,
} from '../api/ec2'
import { capacityProviderView } from '../api/ecs/capacity-providers'
import { clusterView } from '../api/ecs/cluster-view'
import { containerInstanceView } from '../api/ecs/container-instance-view'
import { serviceDeploymentView, serviceRevisionView, serviceView, taskSetView } from '../api/ecs/services'
import { taskDefinitionView } from '../api/ecs/task-definitions/view'
import { taskView } from '../api/ecs/tasks'
import { listenerView, loadBalancerView, ruleView, targetGroupWorldView } from '../api/elbv2'
import { ACCOUNT_SETTINGS, callerArn, effectiveSetting } from '../capacity'
import { eniSlotsUsed } from '../capacity/accounts'
import type { Sim } from '../kernel'
import type { RowTypes, TableName } from '../model'
import type { TaskSetRow } from '../services'
import { memoryUsedMiB } from '../tasks'
import { requestsView } from '../traffic'
import { eventBridgeEventView, eventSubject } from './event-bridge'
import type { WorldTable } from './names'
import { iso } from './plain'
import { cpuUnitsUsed, instancePlayground, servicePlayground, taskPlayground } from './playground'

/** A table with an entity per row. */
interface RowTable {
  rows(sim: Sim): Iterable<object>
  /** What the entity is made from besides its row; the row itself is looked up by identity. */
  from(sim: Sim, row: object): readonly unknown[]
  view(sim: Sim, row: object): object
  /** Members that AWS does not have; `{playground: null}` when the simulator has nothing to add. */
  extra(sim: Sim, row: object): object
}

/** A table that is one value, or always a list without entities. */
interface ValueTable {
  value(sim: Sim): unknown
}

export type WorldSource = RowTable | ValueTable

type View<K extends TableName> = (sim: Sim, row: RowTypes[K]) => object
interface RowOptions<K extends TableName> {
  from?: (sim: Sim, row: RowTypes[K]) => readonly unknown[]
  playground?: (sim: Sim, row: RowTypes[K]) => object | null
  when?: (row: RowTypes[K]) => boolean
}

const NOTHING: readonly unknown[] = []

function each<K extends TableName>(name: K, view: View<K>, options: RowOptions<K> = {}): RowTable {
  const { from, playground, when } = options
  return {
    rows: (sim) => {
      const rows = sim.t[name].values() as IterableIterator<RowTypes[K]>
      return when ? [...rows].filter(when) : rows
    },
    from: from ? (sim, row) => from(sim, row as RowTypes[K]) : () => NOTHING,
    view: (sim, row) => view(sim, row as RowTypes[K]),
    extra: (sim, row) => ({ playground: playground ? playground(sim, row as RowTypes[K]) : null }),
  }
}

const time = (sim: Sim, ms: number) => iso(sim.options.startTimeMs, ms)
const timeOrNull = (sim: Sim, ms: number | null) => (ms === null ? null : time(sim, ms))

/** What this engine has no rows of: the table stands, empty. */
const none: ValueTable = { value: () => [] }

export const WORLD: Record<WorldTable, WorldSource> = {
  now: { value: (sim) => time(sim, sim.nowMs) },
  elapsedSeconds: { value: (sim) => sim.nowMs / 1000 },
  clusters: each('clusters', (sim, row) => clusterView(sim, row), {
    from: (sim) => [sim.t.tasks.version, sim.t.services.version, sim.t.containerInstances.version],
  }),
  services: each('services', serviceView, {
    // The why-line is a sentence over everything that a service waits for, and counts down.
    from: (sim) => [sim.nowMs, sim.instantDone, sim.changeCount, sim.timings],
    playground: servicePlayground,
  }),
  tasks: each('tasks', taskView, {
    from: (sim, row) => [
      sim.t.containerInstances.get(row.containerInstanceId ?? undefined),
      sim.t.networkInterfaces.get(row.eniId ?? undefined),
      cpuUnitsUsed(sim, row),
      memoryUsedMiB(sim, row),
    ],
    playground: taskPlayground,
  }),
  taskDefinitions: each('taskDefinitions', (sim, row) => ({ ...taskDefinitionView(sim, row), tags: row.tags })),
  containerInstances: each('containerInstances', (sim, row) => containerInstanceView(sim, row), {
    from: (sim, row) => [
      eniSlotsUsed(sim, row.id),
      sim.t.instances.get(row.instanceId ?? undefined),
      sim.t.networkInterfaces.get(row.trunkEniId ?? undefined),
      sim.timings.releaseAt,
      ...sim.t.tasks.by('liveOfInstance', row.id),
    ],
    playground: instancePlayground,
  }),
  capacityProviders: each('capacityProviders', (_sim, row) => capacityProviderView(row), {
    // Fargate's providers scale nothing; S-123's numbers belong to Auto Scaling group providers.
    playground: () => ({ m: null, n: null, reservation: null }),
  }),
  serviceDeployments: each('serviceDeployments', serviceDeploymentView, {
    from: (sim) => [sim.t.deployments.version, sim.t.tasks.version, sim.t.services.version],
  }),
  serviceRevisions: each('serviceRevisions', serviceRevisionView),
  taskSets: each('deployments', (sim, row) => taskSetView(sim, row as TaskSetRow), {
    from: (sim) => [sim.t.tasks.version, sim.t.services.version],
    when: (row) => row.taskSet != null && row.status !== 'INACTIVE',
  }),
  vpcs: each('vpcs', vpcView),
  subnets: each('subnets', subnetView, { from: (sim) => [sim.t.networkInterfaces.version] }),
  securityGroups: each('securityGroups', securityGroupView),
  routeTables: each('routeTables', routeTableView),
  internetGateways: each('internetGateways', internetGatewayView),
  natGateways: none,
  vpcEndpoints: none,
  networkAcls: none,
  networkInterfaces: each('networkInterfaces', networkInterfaceView, {
    from: (sim) => [sim.t.securityGroups.version, sim.t.instances.version],
  }),
  instances: each('instances', instanceView, {
    from: (sim, row) => [sim.t.networkInterfaces.get(row.eniId ?? undefined), sim.t.securityGroups.version],
  }),
  launchTemplates: none,
  autoScalingGroups: none,
  loadBalancers: each('loadBalancers', loadBalancerView),
  listeners: each('listeners', listenerView),
  rules: each('rules', (_sim, row) => ruleView(row)),
  targetGroups: each('targetGroups', targetGroupWorldView, {
    from: (sim, row) => [
      sim.t.listeners.version,
      sim.t.rules.version,
      sim.t.loadBalancers.version,
      ...sim.t.targets.by('targetGroup', row.id),
    ],
  }),
  alarms: each('alarms', alarmView),
  scalableTargets: none,
  scalingPolicies: none,
  scalingActivities: none,
  namespaces: none,
  discoveryServices: none,
  eventBridgeRules: none,
  eventBridgeEvents: each('eventBridgeEvents', eventBridgeEventView, {
    from: (sim, row) => [eventSubject(sim, row), sim.t.networkInterfaces.version, sim.t.containerInstances.size],
  }),
  schedules: none,
  queues: none,
  images: each('images', (sim, row) => ({
    image: row.image,
    imageDigest: row.digest,
    current: row.current,
    pushedAt: time(sim, row.pushedAtMs),
    ...row.behaviour,
  })),
  faults: each('faults', (sim, row) => ({
    faultId: row.id,
    kind: row.kind,
    target: row.target,
    ...row.detail,
    since: time(sim, row.fromMs),
    until: timeOrNull(sim, row.untilMs),
    clearedAt: timeOrNull(sim, row.clearedAtMs),
  })),
  accountSettings: {
    value: (sim) =>
      Object.keys(ACCOUNT_SETTINGS).map((name) => ({
        name,
        value: effectiveSetting(sim, name),
        principalArn: callerArn(sim),
        type: name === 'guardDutyActivate' ? 'aws_managed' : 'user',
        playground: null,
      })),
  },
  timings: { value: (sim) => sim.timings },
  saved: { value: () => ({}) },
  events: each('serviceEvents', (sim, row) => ({
    createdAt: time(sim, row.atMs),
    elapsedSeconds: row.atMs / 1000,
    service: sim.t.services.get(row.serviceId)?.name ?? '',
    message: row.message,
  })),
  requests: { value: requestsView },
  cost: { value: () => ({ microUsd: 0, byResource: [] }) },
}
