/** Early success criteria (D-360, D-361). */
import type { ServiceRow } from '../model'

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
