/** Counts of each service's tasks, kept up with change sets, as samples for the strip chart. */
import type { ChangeSet, Engine, RowTypes } from '../../engine'
import { boundsOf } from '../../engine'
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
    const samples = new Map<string, Sample>()
    for (const id of touched) {
      const service = this.engine.row('services', id)
      if (!service || service.status === 'INACTIVE') continue
      const { lower, upper } = boundsOf(service)
      const { healthy, running } = this.totals.get(id) ?? { healthy: 0, running: 0 }
      samples.set(id, { atMs: changes.nowMs, healthy, running, lower, upper })
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
