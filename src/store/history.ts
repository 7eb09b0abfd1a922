/** Counts of each service over simulated time, for the envelope's strip chart: one sample per change that was shown. */
import type { FrameInfo } from './world'
import { onFrame, world } from './world'

export interface Sample {
  atMs: number
  healthy: number
  running: number
  lower: number
  upper: number
}

const SAMPLES_KEPT = 3_000

const histories = new Map<string, Sample[]>()

/** Samples of a service, oldest first; the list grows in place. */
export const historyOf = (serviceId: string): readonly Sample[] => histories.get(serviceId) ?? []

const same = (a: Sample, b: Sample): boolean =>
  a.healthy === b.healthy && a.running === b.running && a.lower === b.lower && a.upper === b.upper

/** Takes over what a frame changed; exported for its test. */
export function record(frame: Pick<FrameInfo, 'reset' | 'dirty' | 'nowMs'>): void {
  if (frame.reset) histories.clear()
  for (const id of frame.dirty.services) {
    const service = world.rows.services.get(id)
    if (!service) {
      histories.delete(id)
      continue
    }
    const { counts, running, lowerBound, upperBound } = service
    const healthy = counts.healthyOld + counts.healthyNew
    const sample: Sample = { atMs: frame.nowMs, healthy, running, lower: lowerBound, upper: upperBound }
    const history = histories.get(id) ?? []
    const last = history.at(-1)
    if (last && same(last, sample)) continue
    history.push(sample)
    if (history.length > SAMPLES_KEPT) history.splice(0, history.length - SAMPLES_KEPT)
    histories.set(id, history)
  }
}

onFrame(record)
