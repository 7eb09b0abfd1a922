/** The end of a rebalancing (D-614b, D-614e). */
import { putServiceAction } from '../../eventbridge'
import type { Sim } from '../../kernel'
import { emit, emitStanding } from '../events'

/** A deployment that starts, a step that is blocked or a task that is lost ends it; the next look starts anew. */
export function stopRebalancing(sim: Sim, serviceId: string): void {
  const service = sim.t.services.need(serviceId)
  sim.t.services.patch(serviceId, { rebalancing: null })
  if (emitStanding(sim, serviceId, 'D-614e', `(service ${service.name}) stopped AZ Rebalancing.`))
    putServiceAction(sim, serviceId, 'INFO', 'SERVICE_REBALANCING_STOPPED')
}

export function completeRebalancing(sim: Sim, serviceId: string, spread: string): void {
  const service = sim.t.services.need(serviceId)
  sim.t.services.patch(serviceId, { rebalancing: null })
  emit(sim, serviceId, 'D-614b', `(service ${service.name}) is AZ balanced with ${spread}.`)
  putServiceAction(sim, serviceId, 'INFO', 'SERVICE_REBALANCING_COMPLETED')
}
