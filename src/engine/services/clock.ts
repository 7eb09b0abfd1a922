/** When a service is evaluated (D-200). */
import type { Sim } from '../kernel'
import { tickAfter, tickAtOrAfter } from '../tasks'

/** Instants at which services last ran, per engine: a controller runs once per instant. */
const lastRun = new WeakMap<Sim, Map<string, number>>()

/** Asks for an evaluation at the next tick (this instant if it is one and the service has not run in it yet). */
export function wake(sim: Sim, serviceId: string, notBeforeMs = sim.nowMs): void {
  const service = sim.t.services.get(serviceId)
  if (!service || service.status === 'INACTIVE') return
  let at = tickAtOrAfter(sim, notBeforeMs)
  if (at === sim.nowMs && lastRun.get(sim)?.get(serviceId) === at) at = tickAfter(sim, at)
  sim.timer(`tick ${serviceId}`, at, 1, 'services.tick', serviceId, 'earliest')
}

/** Remembers that the service runs now. */
export function hasRun(sim: Sim, serviceId: string): void {
  const runs = lastRun.get(sim) ?? new Map<string, number>()
  lastRun.set(sim, runs)
  runs.set(serviceId, sim.nowMs)
}
