/**
 * Keeps the page's tables: takes change sets of the engine, knows which views they touch, and makes those views anew
 * when a batch is due. What did not change is not looked at.
 */
import type { ChangeSet, RowTypes, TableName } from '../../engine'
import type { TableDeltas } from '../protocol'
import type { DecisionView, ServiceEventView, ViewTable, ViewTables } from '../views'
import { projectListener, projectLoadBalancer, projectRule, projectTarget, projectTargetGroup } from './balancing'
import { projectCluster, projectInstance, projectZones } from './places'
import { projectDeployment, projectService } from './service'
import type { EngineReader } from './source'
import { Source } from './source'
import { projectTask } from './task'
import type { Figures } from './traffic'
import { figuresOf } from './traffic'

type DirtyTable = Exclude<ViewTable, 'zones'>
const DIRTY_TABLES: readonly DirtyTable[] = [
  'clusters',
  'instances',
  'tasks',
  'services',
  'deployments',
  'loadBalancers',
  'listeners',
  'rules',
  'targetGroups',
  'targets',
  'images',
]
const ENGINE_TABLE: Record<DirtyTable, TableName> = {
  clusters: 'clusters',
  instances: 'containerInstances',
  tasks: 'tasks',
  services: 'services',
  deployments: 'deployments',
  loadBalancers: 'loadBalancers',
  listeners: 'listeners',
  rules: 'rules',
  targetGroups: 'targetGroups',
  targets: 'targets',
  images: 'images',
}

export class Projector {
  readonly source: Source
  private readonly dirty = Object.fromEntries(DIRTY_TABLES.map((t) => [t, new Set<string>()])) as unknown as Record<
    DirtyTable,
    Set<string>
  >
  private zonesDirty = true
  private readonly zoneIds = new Map<string, string>()
  /** What the page has: an unchanged view is not sent again. As text, once it was compared. */
  private readonly sent = new Map<ViewTable, Map<string, object | string>>()
  private figures: Figures = { balancers: new Map(), forwards: new Map(), targets: new Map() }

  constructor(engine: EngineReader) {
    this.source = new Source(engine)
    for (const table of DIRTY_TABLES) {
      for (const row of engine.rows(ENGINE_TABLE[table])) this.dirty[table].add(row.id)
    }
  }

  /** Marks the views that a change set touches. */
  note(changes: ChangeSet): void {
    for (const id of changes.removed.targets ?? []) {
      const taskId = this.source.parent('targets', 'ofTask', id)
      if (taskId) this.dirty.tasks.add(taskId)
    }
    this.source.apply(changes)
    for (const table of DIRTY_TABLES) {
      const name = ENGINE_TABLE[table]
      for (const row of changes.upserts[name] ?? []) this.dirty[table].add(row.id)
      for (const id of changes.removed[name] ?? []) this.dirty[table].add(id)
    }
    for (const task of changes.upserts.tasks ?? []) this.taskTouched(task)
    for (const target of changes.upserts.targets ?? []) {
      if (target.taskId) this.dirty.tasks.add(target.taskId)
      this.dirty.targetGroups.add(target.targetGroupId)
    }
    if (changes.removed.targets?.length) this.markAll('targetGroups')
    for (const deployment of changes.upserts.deployments ?? []) this.dirty.services.add(deployment.serviceId)
    for (const record of changes.upserts.serviceDeployments ?? []) {
      this.dirty.services.add(record.serviceId)
      this.dirty.deployments.add(record.deploymentId)
    }
    for (const service of changes.upserts.services ?? []) {
      if (service.launchType === 'FARGATE') this.zonesDirty = true
      for (const row of this.source.children('deployments', 'ofService', service.id)) this.dirty.deployments.add(row.id)
    }
    for (const instance of changes.upserts.instances ?? []) {
      for (const row of this.source.children('containerInstances', 'ofInstance', instance.id)) {
        this.dirty.instances.add(row.id)
      }
    }
    if (changes.upserts.containerInstances || changes.removed.containerInstances) this.zonesDirty = true
    if (changes.upserts.rules || changes.upserts.listeners || changes.removed.rules) this.markAll('targetGroups')
    if (changes.upserts.targetGroups) {
      this.markAll('rules')
      this.markAll('services')
    }
  }

  private taskTouched(task: RowTypes['tasks']): void {
    if (task.serviceId) this.dirty.services.add(task.serviceId)
    if (task.deploymentId) this.dirty.deployments.add(task.deploymentId)
    if (task.containerInstanceId) this.dirty.instances.add(task.containerInstanceId)
    if (task.launchType === 'FARGATE') this.zonesDirty = true
    for (const target of this.source.children('targets', 'ofTask', task.id)) this.dirty.targets.add(target.id)
  }

  private markAll(table: DirtyTable): void {
    for (const row of this.source.engine.rows(ENGINE_TABLE[table])) this.dirty[table].add(row.id)
  }

  /** Everything that changed since the last call, as the page's tables; with `live` also what time alone changes. */
  take(live: boolean): TableDeltas {
    if (live) this.renewLive()
    const deltas: TableDeltas = {}
    for (const table of DIRTY_TABLES) this.takeTable(table, deltas)
    if (this.zonesDirty) this.takeZones(deltas)
    return deltas
  }

  /** Sentences with live numbers, request figures and probe grids change without any row changing. */
  private renewLive(): void {
    const { engine } = this.source
    for (const row of engine.rows('services')) if (row.status !== 'INACTIVE') this.dirty.services.add(row.id)
    // Until when a stage lasts may hang on other rows.
    for (const row of engine.rows('deployments')) if (row.status !== 'INACTIVE') this.dirty.deployments.add(row.id)
    for (const row of engine.rows('targets')) {
      if (row.state !== 'initial' && row.state !== 'unhealthy') continue
      this.dirty.targets.add(row.id)
      if (row.taskId) this.dirty.tasks.add(row.taskId)
    }
    this.figures = figuresOf(this.source)
    for (const row of engine.rows('loadBalancers')) this.dirty.loadBalancers.add(row.id)
    for (const row of engine.rows('rules')) this.dirty.rules.add(row.id)
    for (const id of this.figures.targets.keys()) this.dirty.targets.add(id)
    if (this.drawChanges()) {
      for (const row of engine.rows('containerInstances'))
        if (row.status !== 'INACTIVE') this.dirty.instances.add(row.id)
    }
  }

  /** Whether any image leaks or works per request: only then does what processes draw change with time alone. */
  private drawChanges(): boolean {
    for (const { behaviour } of this.source.engine.rows('images')) {
      if (behaviour.memoryLeakMiBPerMinute !== 0 || behaviour.cpuUnitsPerRequest !== 0) return true
    }
    return false
  }

  private takeTable(table: DirtyTable, deltas: TableDeltas): void {
    const ids = this.dirty[table]
    if (ids.size === 0) return
    const upserts: unknown[] = []
    const removed: string[] = []
    for (const id of ids) {
      const view = this.viewOf(table, id)
      if (view) this.offer(table, id, view, upserts)
      else if (this.sent.get(table)?.delete(id)) removed.push(id)
    }
    ids.clear()
    this.store(deltas, table, upserts, removed)
  }

  private takeZones(deltas: TableDeltas): void {
    this.zonesDirty = false
    const zones = projectZones(this.source, (clusterId, zone) => this.zoneId(clusterId, zone))
    const upserts: unknown[] = []
    for (const zone of zones) this.offer('zones', zone.id, zone, upserts)
    const kept = new Set(zones.map((zone) => zone.id))
    const removed = [...(this.sent.get('zones')?.keys() ?? [])].filter((id) => !kept.has(id))
    for (const id of removed) this.sent.get('zones')?.delete(id)
    this.store(deltas, 'zones', upserts, removed)
  }

  private store(deltas: TableDeltas, table: ViewTable, upserts: unknown[], removed: string[]): void {
    if (upserts.length + removed.length === 0) return
    deltas[table] = {
      ...(upserts.length > 0 ? { upserts } : {}),
      ...(removed.length > 0 ? { removed } : {}),
    } as never
  }

  private offer(table: ViewTable, id: string, view: object, upserts: unknown[]): void {
    let sent = this.sent.get(table)
    if (!sent) {
      sent = new Map()
      this.sent.set(table, sent)
    }
    const before = sent.get(id)
    if (before === undefined) sent.set(id, view)
    else {
      const text = JSON.stringify(view)
      const unchanged = (typeof before === 'string' ? before : JSON.stringify(before)) === text
      sent.set(id, text)
      if (unchanged) return
    }
    upserts.push(view)
  }

  private zoneId(clusterId: string, zone: string): string {
    const owner = this.zoneIds.get(zone) ?? clusterId
    this.zoneIds.set(zone, owner)
    return owner === clusterId ? zone : `${zone}/${clusterId}`
  }

  private viewOf(table: DirtyTable, id: string): ViewTables[DirtyTable] | undefined {
    const { source } = this
    switch (table) {
      case 'clusters': {
        const row = source.row('clusters', id)
        return row && row.status !== 'INACTIVE' ? projectCluster(row) : undefined
      }
      case 'instances': {
        const row = source.row('containerInstances', id)
        return row && row.status !== 'INACTIVE' ? projectInstance(row, source) : undefined
      }
      case 'tasks': {
        const row = source.row('tasks', id)
        return row && row.lastStatus !== 'DELETED' ? projectTask(row, source) : undefined
      }
      case 'services': {
        const row = source.row('services', id)
        return row && row.status !== 'INACTIVE' ? projectService(row, source) : undefined
      }
      case 'deployments': {
        const row = source.row('deployments', id)
        return row && row.status !== 'INACTIVE' ? projectDeployment(row, source) : undefined
      }
      case 'loadBalancers': {
        const row = source.row('loadBalancers', id)
        return row && projectLoadBalancer(row, this.figures.balancers.get(id))
      }
      case 'listeners': {
        const row = source.row('listeners', id)
        return row && projectListener(row)
      }
      case 'rules': {
        const row = source.row('rules', id)
        return row && projectRule(row, source, this.figures.forwards)
      }
      case 'targetGroups': {
        const row = source.row('targetGroups', id)
        return row && projectTargetGroup(row, source)
      }
      case 'targets': {
        const row = source.row('targets', id)
        return row && projectTarget(row, source, this.figures.targets.get(id))
      }
      case 'images': {
        const row = source.row('images', id)
        return row?.current ? { id: row.id, image: row.image } : undefined
      }
    }
  }
}

export const projectEvent = (row: RowTypes['serviceEvents'], source: Source): ServiceEventView => ({
  id: row.id,
  n: row.n,
  atMs: row.atMs,
  serviceId: row.serviceId,
  serviceName: source.row('services', row.serviceId)?.name ?? '',
  message: row.message,
  rule: row.rule,
  decisionId: row.decisionId,
})

export const projectDecision = (row: RowTypes['decisions']): DecisionView => ({
  id: row.id,
  n: row.n,
  atMs: row.atMs,
  kind: row.kind,
  subject: row.subject,
  serviceId: row.serviceId,
  rules: row.rules,
  because: row.because,
})
