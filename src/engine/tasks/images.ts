/** What an image does when it runs (design.md §3 "Playground calls"), and how long its pull takes (D-903). */
import type { Sim } from '../kernel'
import { hexOf } from '../kernel/random'
import type { ContainerInstanceRow, ImageBehaviour, ImageRow } from '../model'

/** PutImage's defaults. */
export const DEFAULT_BEHAVIOUR: ImageBehaviour = {
  sizeMiB: 150,
  pullable: true,
  startSeconds: 3,
  listensOn: null,
  memoryMiB: 64,
  memoryDescribed: false,
  memoryLeakMiBPerMinute: 0,
  cpuUnitsPerRequest: 0,
  requestMs: 50,
  errorPercent: 0,
  exitAfterSeconds: null,
  exitCode: 1,
  healthyAfterSeconds: 0,
  unhealthyAfterSeconds: null,
  healthCheckPath: null,
  onSigterm: 'drain',
  drainSeconds: 2,
}

/** Size of an image nobody described (facts README, row imagePullBase). */
export const UNDESCRIBED_SIZE_MIB = 420

/** A reference without a tag means `:latest` (T-17). */
export function normaliseImage(reference: string): string {
  if (reference.includes('@')) return reference
  const lastPart = reference.slice(reference.lastIndexOf('/') + 1)
  return lastPart.includes(':') ? reference : `${reference}:latest`
}

/** The newest push of a reference, or undefined when nobody described it. */
export function imageRow(sim: Sim, reference: string): ImageRow | undefined {
  return sim.t.images.find('current', normaliseImage(reference))
}

/** The digest a pull of this reference resolves to now. */
export function digestOf(sim: Sim, reference: string): string {
  return imageRow(sim, reference)?.digest ?? `sha256:${hexOf(`image ${normaliseImage(reference)}`, 0, 64)}`
}

/** Behaviour of a running container: that of the push it was started from. */
export function behaviourOf(sim: Sim, reference: string, digest: string | null): ImageBehaviour {
  const pushes = sim.t.images.by('reference', normaliseImage(reference))
  // A container started before anybody described its image keeps behaving as an undescribed one.
  const row = pushes.find((push) => (digest === null ? push.current : push.digest === digest))
  if (row) return row.behaviour
  return { ...DEFAULT_BEHAVIOUR, sizeMiB: UNDESCRIBED_SIZE_MIB, drainSeconds: sim.timings.gracefulExit }
}

/** Duration of a pull in ms. `instance` is undefined on Fargate, which never caches (T-114). */
export function pullMs(sim: Sim, reference: string, instance: ContainerInstanceRow | undefined): number {
  const digest = digestOf(sim, reference)
  if (instance?.imageCache.includes(digest)) return seconds(sim.timings.imagePullCached)
  const { sizeMiB } = behaviourOf(sim, reference, digest)
  return seconds(sim.timings.imagePullBase) + Math.ceil((sizeMiB * 1000) / sim.timings.imagePullMiBPerSecond)
}

/** Seconds (possibly a fraction) to whole ms. */
export function seconds(value: number): number {
  return Math.round(value * 1000)
}
