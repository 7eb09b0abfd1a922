/** Arithmetic of traffic steps (D-501, D-512): percentages in tenths, so that everything stays whole. */
import type { DeploymentConfiguration } from '@aws-sdk/client-ecs'
import type { Strategy } from '../../model'

/** All of the traffic, in tenths of a percent. */
export const ALL = 1000

/** D-501: minutes of BAKE_TIME when none are given. */
export const DEFAULT_BAKE_MINUTES = 15

export const LINEAR_DEFAULTS = { stepPercent: 10, stepBakeTimeInMinutes: 6 }
export const CANARY_DEFAULTS = { canaryPercent: 5, canaryBakeTimeInMinutes: 10 }

/** Tenths of a percent of a number that has at most one decimal. */
export const tenths = (percent: number): number => Math.round(percent * 10)

export const strategyOf = (configuration: DeploymentConfiguration): Strategy =>
  (configuration.strategy as Strategy | undefined) ?? 'ROLLING'

/** Production weight of the new revision after each step (D-512), in tenths of a percent. */
export function trafficSteps(configuration: DeploymentConfiguration): number[] {
  switch (strategyOf(configuration)) {
    case 'LINEAR': {
      const step = tenths(configuration.linearConfiguration?.stepPercent ?? LINEAR_DEFAULTS.stepPercent)
      const count = Math.ceil(ALL / step)
      return Array.from({ length: count }, (_, i) => Math.min(ALL, (i + 1) * step))
    }
    case 'CANARY': {
      const first = tenths(configuration.canaryConfiguration?.canaryPercent ?? CANARY_DEFAULTS.canaryPercent)
      return first < ALL ? [first, ALL] : [ALL]
    }
    default:
      return [ALL]
  }
}

/** How long production waits after a step that is not the last (D-512), in ms. */
export function stepBakeMs(configuration: DeploymentConfiguration): number {
  switch (strategyOf(configuration)) {
    case 'LINEAR':
      return (
        60_000 * (configuration.linearConfiguration?.stepBakeTimeInMinutes ?? LINEAR_DEFAULTS.stepBakeTimeInMinutes)
      )
    case 'CANARY':
      return (
        60_000 * (configuration.canaryConfiguration?.canaryBakeTimeInMinutes ?? CANARY_DEFAULTS.canaryBakeTimeInMinutes)
      )
    default:
      return 0
  }
}

/** Weights 0 … 999 for [blue, green]: percentages where they are whole, tenths otherwise (N-61). */
export function ruleWeights(green: number): [blue: number, green: number] {
  const unit = green % 10 === 0 ? 10 : 1
  return [(ALL - green) / unit, green / unit]
}
