/** The bounds that hold now. */
import type { Sim } from '../kernel'
import type { ServiceRow } from '../model'
import { boundsOf } from './deployments'
import { shiftOf } from './shift'

/**
 * L and U (D-304, D-306); while traffic shifts the percentages do not hold: the old revision keeps its tasks, and the new one
 * has as many beside it (D-511).
 */
export function boundsNow(sim: Sim, service: ServiceRow): { lower: number; upper: number } {
  const { desiredCount } = service
  return shiftOf(sim, service) ? { lower: desiredCount, upper: 2 * desiredCount } : boundsOf(service)
}
