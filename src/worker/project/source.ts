/** Read-only view of the engine for projections, with the few lookups they need; follows the engine's change sets. */
import type { ChangeSet, Engine, RowTypes, TableName, Timings } from '../../engine'

/** children by parent, kept by looking at each changed row once. */
class Children {
  private readonly byParent = new Map<string, Set<string>>()
  private readonly parentOf = new Map<string, string>()

  set(child: string, parent: string | null): void {
    const before = this.parentOf.get(child)
    if (before === (parent ?? undefined)) return
    if (before !== undefined) this.byParent.get(before)?.delete(child)
    this.parentOf.delete(child)
    if (parent === null) return
    this.parentOf.set(child, parent)
    const children = this.byParent.get(parent)
    if (children) children.add(child)
    else this.byParent.set(parent, new Set([child]))
  }
  of(parent: string): Iterable<string> {
    return this.byParent.get(parent) ?? []
  }
  parent(child: string): string | undefined {
    return this.parentOf.get(child)
  }
}

type Row = RowTypes[TableName]

/** What parent a row hangs from, by table; a row may hang from several. */
const PARENTS: { [K in TableName]?: Record<string, (row: RowTypes[K]) => string | null> } = {
  tasks: {
    liveOfService: (r) => (ended(r) ? null : r.serviceId),
    liveOfInstance: (r) => (ended(r) ? null : r.containerInstanceId),
  },
  deployments: { ofService: (r) => (r.status === 'INACTIVE' ? null : r.serviceId) },
  targets: { ofGroup: (r) => r.targetGroupId, ofTask: (r) => r.taskId },
  rules: { ofListener: (r) => r.listenerId },
  listeners: { ofBalancer: (r) => r.loadBalancerId },
  traffic: { ofBalancer: (r) => (r.endedAtMs === null ? r.loadBalancerId : null) },
  containerInstances: { ofCluster: (r) => r.clusterId, ofInstance: (r) => r.instanceId },
}

const ended = (task: RowTypes['tasks']): boolean => task.lastStatus === 'STOPPED' || task.lastStatus === 'DELETED'

export type EngineReader = Pick<Engine, 'now' | 'row' | 'rows' | 'waiting' | 'sim'>

export class Source {
  private readonly links = new Map<string, Children>()

  constructor(readonly engine: EngineReader) {
    for (const table of Object.keys(PARENTS) as TableName[]) {
      for (const row of engine.rows(table)) this.follow(table, row)
    }
  }

  get timings(): Timings {
    return this.engine.sim.timings
  }
  get nowMs(): number {
    return this.engine.now
  }

  row<K extends TableName>(table: K, id: string | null | undefined): RowTypes[K] | undefined {
    return id ? this.engine.row(table, id) : undefined
  }

  /** Rows of `table` that hang from `parent` by the named link, in the order in which they came. */
  children<K extends TableName>(table: K, link: string, parent: string): RowTypes[K][] {
    const out: RowTypes[K][] = []
    for (const id of this.links.get(`${table}.${link}`)?.of(parent) ?? []) {
      const row = this.engine.row(table, id)
      if (row) out.push(row)
    }
    return out
  }

  /** What a row hangs from, also one that is gone, until `apply` is told so. */
  parent(table: TableName, link: string, child: string): string | undefined {
    return this.links.get(`${table}.${link}`)?.parent(child)
  }

  targetGroupByArn(arn: string | undefined): RowTypes['targetGroups'] | undefined {
    return this.lookup('targetGroups', (row) => row.arn, arn)
  }
  zoneOfSubnet(subnetId: string): string | undefined {
    return this.lookup('subnets', (row) => row.subnetId, subnetId)?.zone
  }
  containerInstanceByEc2Id(ec2InstanceId: string): RowTypes['containerInstances'] | undefined {
    return this.lookup('containerInstances', (row) => row.ec2InstanceId, ec2InstanceId)
  }
  /** The push with this digest. */
  image(digest: string | null): RowTypes['images'] | undefined {
    return this.lookup('images', (row) => row.digest, digest ?? undefined)
  }
  /** The newest push of this reference. */
  currentImage(reference: string): RowTypes['images'] | undefined {
    return this.lookup('images', (row) => (row.current ? row.image : undefined), reference, 'current')
  }

  private readonly lookups = new Map<string, Map<string, string>>()

  /** A row by another key; the map is built when first asked for after a change of the table. */
  private lookup<K extends TableName>(
    table: K,
    keyOf: (row: RowTypes[K]) => string | undefined,
    key: string | undefined,
    name = '',
  ): RowTypes[K] | undefined {
    if (key === undefined) return undefined
    let map = this.lookups.get(`${table} ${name}`)
    if (!map) {
      map = new Map()
      for (const row of this.engine.rows(table)) {
        const own = keyOf(row)
        if (own !== undefined) map.set(own, row.id)
      }
      this.lookups.set(`${table} ${name}`, map)
    }
    return this.row(table, map.get(key))
  }

  /** Keeps the lookups true after a change set. */
  apply(changes: ChangeSet): void {
    for (const table of ['targetGroups', 'subnets', 'containerInstances', 'images'] as const) {
      if (!changes.upserts[table]?.length && !changes.removed[table]?.length) continue
      this.lookups.delete(`${table} `)
      this.lookups.delete(`${table} current`)
    }
    for (const table of Object.keys(PARENTS) as TableName[]) {
      for (const row of changes.upserts[table] ?? []) this.follow(table, row)
      for (const id of changes.removed[table] ?? []) {
        for (const link of Object.keys(PARENTS[table] ?? {})) this.childrenOf(table, link).set(id, null)
      }
    }
  }

  private follow(table: TableName, row: Row): void {
    const parents = PARENTS[table] as Record<string, (row: Row) => string | null> | undefined
    for (const [link, parentOf] of Object.entries(parents ?? {}))
      this.childrenOf(table, link).set(row.id, parentOf(row))
  }

  private childrenOf(table: TableName, link: string): Children {
    const key = `${table}.${link}`
    let children = this.links.get(key)
    if (!children) {
      children = new Children()
      this.links.set(key, children)
    }
    return children
  }
}
