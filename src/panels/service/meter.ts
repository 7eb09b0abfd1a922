/** The circuit-breaker meter as data (interaction rule 15). Pure: count and threshold are the engine's. */
import type { ServiceDeploymentView } from '../../worker'

export interface MeterModel {
  /** "watching", "triggered", … */
  state: string
  count: number
  threshold: number
  /** Cells that are drawn, and how many of them are full; beyond a dozen each stands for several failures. */
  cells: number
  full: number
  text: string
}

const MOST_CELLS = 12

const WORDS: Record<ServiceDeploymentView['breaker']['status'], string> = {
  DISABLED: 'off',
  MONITORING: 'watching',
  TRIGGERED: 'triggered',
  MONITORING_COMPLETE: 'complete',
}

export function meterOf({ breaker }: Pick<ServiceDeploymentView, 'breaker'>): MeterModel {
  const { status, failureCount, threshold, rollback } = breaker
  const cells = Math.min(MOST_CELLS, Math.max(1, threshold))
  const full = Math.min(cells, Math.ceil((failureCount * cells) / Math.max(1, threshold)))
  const then = rollback ? 'then it rolls back' : 'then it fails and nothing new starts'
  const text =
    status === 'DISABLED'
      ? 'Circuit breaker: off.'
      : `Circuit breaker ${WORDS[status]}: ${failureCount} of ${threshold} failures${status === 'MONITORING' ? `, ${then}` : ''}.`
  return { state: WORDS[status], count: failureCount, threshold, cells, full, text }
}
