/** Names, words and glyphs of every object that can be selected: the same in inspector, list and X-ray. Pure. */
import type { SelectionKind } from '../../store'
import type { StatusWord } from '../../ui'
import type { ViewTable, ViewTables } from '../../worker'

export const TABLE_OF = {
  task: 'tasks',
  instance: 'instances',
  service: 'services',
  deployment: 'deployments',
  cluster: 'clusters',
  zone: 'zones',
  loadBalancer: 'loadBalancers',
  listener: 'listeners',
  rule: 'rules',
  targetGroup: 'targetGroups',
  target: 'targets',
} as const satisfies Record<SelectionKind, ViewTable>

export const KIND_WORDS: Record<SelectionKind, string> = {
  task: 'Task',
  instance: 'Container instance',
  service: 'Service',
  deployment: 'Deployment',
  cluster: 'Cluster',
  zone: 'Availability Zone',
  loadBalancer: 'Load balancer',
  listener: 'Listener',
  rule: 'Rule',
  targetGroup: 'Target group',
  target: 'Target',
}

/** An object as header, tree row and link show it. */
export interface Label {
  name: string
  /** ECS's own word, or the plain one of the chip. */
  status: string
  glyph: StatusWord | null
}

type Describe = { [K in SelectionKind]: (row: ViewTables[(typeof TABLE_OF)[K]]) => Label }

const TARGET_GLYPH = {
  initial: 'running',
  healthy: 'healthy',
  unhealthy: 'unhealthy',
  draining: 'draining',
  unused: 'unused',
} as const

const instanceGlyph = (status: string, agentConnected: boolean): StatusWord | null => {
  if (status === 'REGISTERING') return 'registering'
  if (status === 'DRAINING') return 'draining'
  if (status === 'lost' || status === 'stopped') return 'failed'
  if (status !== 'ACTIVE') return 'stopped'
  return agentConnected ? 'healthy' : 'unhealthy'
}

const rolloutGlyph: Record<string, StatusWord> = { COMPLETED: 'healthy', IN_PROGRESS: 'pending', FAILED: 'failed' }

const serviceStatus = (service: ViewTables['services']): string => {
  if (service.status !== 'ACTIVE') return service.status
  if (service.deploying) return 'deploying'
  return service.steady ? 'steady' : 'waiting'
}

const serviceGlyph = (service: ViewTables['services']): StatusWord => {
  if (service.status === 'DRAINING') return 'draining'
  if (service.status !== 'ACTIVE') return 'stopped'
  if (!service.why.canProgress) return 'unhealthy'
  return service.steady ? 'healthy' : 'pending'
}

const describe = {
  task: (row: ViewTables['tasks']) => ({
    name: `${row.family}:${row.revision} · ${row.shortId}`,
    status: row.failure ?? row.word,
    glyph: row.word,
  }),
  instance: (row: ViewTables['instances']) => ({
    name: `${row.label} · ${row.instanceType}`,
    status: row.agentConnected || row.status !== 'ACTIVE' ? row.status : 'agent not connected',
    glyph: instanceGlyph(row.status, row.agentConnected),
  }),
  service: (row: ViewTables['services']) => ({
    name: row.name,
    status: serviceStatus(row),
    glyph: serviceGlyph(row),
  }),
  deployment: (row: ViewTables['deployments']) => ({
    name: `revision ${row.revision}, ${row.status}`,
    status: row.rolloutState,
    glyph: rolloutGlyph[row.rolloutState] ?? null,
  }),
  cluster: (row: ViewTables['clusters']) => ({ name: row.name, status: row.status, glyph: null }),
  zone: (row: ViewTables['zones']) => ({ name: row.name, status: '', glyph: null }),
  loadBalancer: (row: ViewTables['loadBalancers']) => ({
    name: row.name,
    status: row.state,
    glyph: row.state === 'active' ? ('healthy' as const) : ('pending' as const),
  }),
  listener: (row: ViewTables['listeners']) => ({ name: `${row.protocol}:${row.port}`, status: '', glyph: null }),
  rule: (row: ViewTables['rules']) => ({
    name: row.isDefault ? 'default rule' : `rule ${row.priority}: ${row.condition}`,
    status: '',
    glyph: null,
  }),
  targetGroup: (row: ViewTables['targetGroups']) => ({ name: row.name, status: '', glyph: null }),
  target: (row: ViewTables['targets']) => ({ name: row.label, status: row.state, glyph: TARGET_GLYPH[row.state] }),
} satisfies Describe

/** Name, status and glyph of a row of the kind's table. */
export function labelOf(kind: SelectionKind, row: ViewTables[ViewTable]): Label {
  return (describe[kind] as (row: ViewTables[ViewTable]) => Label)(row)
}

/** What a screen reader hears: "task web:2 · 7a3f, pending". */
export const spokenLabel = (kind: SelectionKind, { name, status }: Label): string =>
  [`${KIND_WORDS[kind].toLowerCase()} ${name}`, status].filter((part) => part !== '').join(', ')
