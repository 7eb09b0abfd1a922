/** Counts of each service's tasks, kept up with change sets, as samples for the strip chart. */
import type { ChangeSet, Engine, RowTypes } from '../../engine'
import { boundsNow, failedRequestsOf, servingCount } from '../../engine'
import type { Sample } from '../protocol'

interface Counted {
  serviceId: string
  healthy: boolean
  running: boolean
}

/** Healthy and running as the service bar counts them. */
const countedOf = (task: RowTypes['tasks'], serviceId: string): Counted => ({
  serviceId,
  running: task.lastStatus === 'RUNNING',
  healthy: task.lastStatus === 'RUNNING' && task.desiredStatus !== 'STOPPED' && task.countsAsHealthy,
})

/** Up to so many tasks requests are counted with every change; whether they are depends on the state alone. */
const COUNTED_ALWAYS = 200
const TICK_MS = 10_000

/** Tasks that requests can reach, and failed requests of a service behind a load balancer. */
function requestsOf(engine: Engine, service: RowTypes['services'], atMs: number): Pick<Sample, 'serving' | 'failed'> {
  if (service.loadBalancers.length === 0) return {}
  if (service.desiredCount > COUNTED_ALWAYS && atMs % TICK_MS !== 0) return {}
  const { sim } = engine
  return { serving: servingCount(sim, service), failed: failedRequestsOf(sim, service) }
}

export class ServiceCounts {
  private readonly tasks = new Map<string, Counted>()
  private readonly totals = new Map<string, { healthy: number; running: number }>()

  constructor(private readonly engine: Engine) {}

  /** Follows a change set; gives a sample of every service that it touched. */
  note(changes: ChangeSet): Map<string, Sample> {
    const touched = new Set<string>()
    for (const id of changes.removed.tasks ?? []) this.put(id, undefined, touched)
    for (const task of changes.upserts.tasks ?? []) {
      if (task.serviceId) this.put(task.id, countedOf(task, task.serviceId), touched)
    }
    for (const service of changes.upserts.services ?? []) touched.add(service.id)
    for (const { taskId } of changes.upserts.targets ?? []) {
      const serviceId = taskId === null ? null : this.engine.row('tasks', taskId)?.serviceId
      if (serviceId) touched.add(serviceId)
    }
    const samples = new Map<string, Sample>()
    for (const id of touched) {
      const service = this.engine.row('services', id)
      if (!service || service.status === 'INACTIVE') continue
      const { lower, upper } = boundsNow(this.engine.sim, service)
      const { healthy, running } = this.totals.get(id) ?? { healthy: 0, running: 0 }
      const atMs = changes.nowMs
      samples.set(id, { atMs, healthy, running, lower, upper, ...requestsOf(this.engine, service, atMs) })
    }
    return samples
  }

  private put(id: string, next: Counted | undefined, touched: Set<string>): void {
    const before = this.tasks.get(id)
    if (before?.healthy === next?.healthy && before?.running === next?.running) return
    if (before) this.add(before, -1, touched)
    if (next) {
      this.tasks.set(id, next)
      this.add(next, 1, touched)
    } else this.tasks.delete(id)
  }

  private add(counted: Counted, by: 1 | -1, touched: Set<string>): void {
    const totals = this.totals.get(counted.serviceId) ?? { healthy: 0, running: 0 }
    if (counted.healthy) totals.healthy += by
    if (counted.running) totals.running += by
    this.totals.set(counted.serviceId, totals)
    touched.add(counted.serviceId)
  }
}
