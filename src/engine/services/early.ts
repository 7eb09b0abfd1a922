/** Early success criteria (D-360, D-361). */
import type { Sim } from '../kernel'
import type { ServiceRow } from '../model'
import { bakeMs } from './alarms'

export interface EarlySuccess {
  /** Tasks of the new revision that must count as healthy. */
  required: number
  /** Old tasks are cleaned up after the completion, not before. */
  deferred: boolean
}

/** The criteria in force, with the latest desired count; null when the service has none. Integers only. */
export function earlySuccessOf(
  service: Pick<ServiceRow, 'deploymentConfiguration' | 'desiredCount'>,
): EarlySuccess | null {
  const { earlySuccessCriteria: given, strategy } = service.deploymentConfiguration
  // D-317: without a task to prove anything the usual rule holds.
  if (!given?.enable || (strategy ?? 'ROLLING') !== 'ROLLING' || service.desiredCount === 0) return null
  const share = Math.floor((service.desiredCount * (given.healthyPercent ?? 100) + 99) / 100)
  return { required: Math.max(1, share), deferred: given.sourceServiceRevisionCleanup === 'DEFERRED' }
}

/** D-361: the bake comes before the clean-up. True while it lasts, from the moment the criteria are met. */
export function bakesEarly(sim: Sim, service: ServiceRow): boolean {
  const early = earlySuccessOf(service)
  const primary = sim.t.deployments.need(service.primaryId)
  if (!early || primary.rolloutState !== 'IN_PROGRESS' || bakeMs(sim, service, primary) === 0) return false
  if (primary.bakeUntilMs !== null) return sim.nowMs < primary.bakeUntilMs
  const tasks = sim.t.tasks.by('liveOfService', service.id)
  return tasks.filter((t) => t.deploymentId === primary.id && t.countsAsHealthy).length >= early.required
}
