/** Per service: how many tasks exist towards the upper bound and how many are counted healthy, kept with every write. */
import type { Aggregate, Sim } from '../kernel'
import type { TaskRow } from '../model'
import { phaseOf } from './gather'

export interface Counts {
  existing: number
  healthy: number
  running: number
  pending: number
  stopping: number
}

const NONE: Counts = { existing: 0, healthy: 0, running: 0, pending: 0, stopping: 0 }

class Tally implements Aggregate<TaskRow> {
  readonly services = new Map<string, Counts>()
  readonly deployments = new Map<string, Counts>()

  clear() {
    this.services.clear()
    this.deployments.clear()
  }

  apply(prev: TaskRow | undefined, next: TaskRow | undefined) {
    if (prev) this.add(prev, -1)
    if (next) this.add(next, 1)
  }

  private add(task: TaskRow, sign: 1 | -1) {
    if (task.serviceId) bump(this.services, task.serviceId, task, sign)
    if (task.deploymentId) bump(this.deployments, task.deploymentId, task, sign)
  }
}

function bump(map: Map<string, Counts>, key: string, task: TaskRow, sign: 1 | -1) {
  const phase = phaseOf(task)
  if (phase === 'gone') return
  let counts = map.get(key)
  if (!counts) {
    counts = { ...NONE }
    map.set(key, counts)
  }
  counts.existing += sign
  counts[phase] += sign
  if (task.countsAsHealthy) counts.healthy += sign
}

const tallies = new WeakMap<Sim, Tally>()

export function installTally(sim: Sim): void {
  const tally = new Tally()
  tallies.set(sim, tally)
  sim.t.tasks.addAggregate(tally)
}

/** D-111 counts of a service. */
export function countsOf(sim: Sim, serviceId: string): Counts {
  return tallies.get(sim)?.services.get(serviceId) ?? NONE
}

/** D-111 counts of a deployment. */
export function deploymentCountsOf(sim: Sim, deploymentId: string): Counts {
  return tallies.get(sim)?.deployments.get(deploymentId) ?? NONE
}
