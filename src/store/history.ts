/**
 * Counts of each service over simulated time, for the envelope's strip chart. The worker takes the samples, so that they
 * are whole after jumps and forks; beyond the clock they are the known future.
 */
import type { Batch, Sample } from '../worker'
import { onApplied } from './world'

const SAMPLES_KEPT = 3_000

const histories = new Map<string, Sample[]>()

/** Samples of a service, oldest first; the list grows in place. */
export const historyOf = (serviceId: string): readonly Sample[] => histories.get(serviceId) ?? []

/** Takes over a batch's samples: with a reset or new branches they are all there is. */
function take(batch: Pick<Batch, 'reset' | 'time' | 'samples'>): void {
  if (batch.reset || batch.time) histories.clear()
  for (const [serviceId, samples] of Object.entries(batch.samples ?? {})) {
    const history = histories.get(serviceId) ?? []
    history.push(...samples)
    if (history.length > SAMPLES_KEPT) history.splice(0, history.length - SAMPLES_KEPT)
    histories.set(serviceId, history)
  }
}

onApplied(take)
