/** SetTimings: the named ASSUMPTIONs of the rulebooks, changeable while a run goes on. */
import type { Timings } from '../../data/timings'
import type { Sim } from '../../kernel'
import { invalidParameter } from '../../kernel'
import type { ServiceOperations } from '../types'

/** Names, types and words are checked by the API model; a new value holds from now on. */
function setTimings(sim: Sim, input: Partial<Timings>): Record<string, never> {
  // A scheduler without a pulse or a pull without speed would stop the run for ever.
  if (input.schedulerTick !== undefined && input.schedulerTick < 1)
    throw invalidParameter('schedulerTick must be at least 1.')
  if (input.imagePullMiBPerSecond !== undefined && input.imagePullMiBPerSecond <= 0) {
    throw invalidParameter('imagePullMiBPerSecond must be greater than 0.')
  }
  sim.timings = { ...sim.timings, ...input }
  return {}
}

export const timingOperations: ServiceOperations = { SetTimings: setTimings }
