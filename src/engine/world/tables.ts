/** How each table of the world document is made from the engine's rows: the rooms' own Describe shapes, and what `playground` adds. */
import type { Sim } from '../kernel'
import type { RowTypes, TableName } from '../model'
import type { WorldTable } from './names'
import { iso } from './plain'

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
  clusters: none,
  services: none,
  tasks: none,
  taskDefinitions: none,
  containerInstances: none,
  capacityProviders: none,
  serviceDeployments: none,
  serviceRevisions: none,
  taskSets: none,
  vpcs: none,
  subnets: none,
  securityGroups: none,
  routeTables: none,
  internetGateways: none,
  natGateways: none,
  vpcEndpoints: none,
  networkAcls: none,
  networkInterfaces: none,
  instances: none,
  launchTemplates: none,
  autoScalingGroups: none,
  loadBalancers: none,
  listeners: none,
  rules: none,
  targetGroups: none,
  alarms: none,
  scalableTargets: none,
  scalingPolicies: none,
  scalingActivities: none,
  namespaces: none,
  discoveryServices: none,
  eventBridgeRules: none,
  eventBridgeEvents: none,
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
  accountSettings: each('accountSettings', (_sim, row) => ({
    name: row.name,
    value: row.value,
    principalArn: row.principalArn,
    type: 'user',
  })),
  timings: { value: (sim) => sim.timings },
  saved: { value: () => ({}) },
  events: each('serviceEvents', (sim, row) => ({
    createdAt: time(sim, row.atMs),
    elapsedSeconds: row.atMs / 1000,
    service: sim.t.services.get(row.serviceId)?.name ?? '',
    message: row.message,
  })),
  requests: { value: () => NO_REQUESTS },
  cost: { value: () => ({ microUsd: 0, byResource: [] }) },
}

const NO_REQUESTS = {
  total: 0,
  ok: 0,
  failed4xx: 0,
  failed5xx: 0,
  refused: 0,
  timedOut: 0,
  inFlight: 0,
  p50Ms: 0,
  p99Ms: 0,
  byCause: {},
  loadBalancers: [],
}
