/** What an image does when it runs (design.md §3 "Playground calls"), and how long its pull takes (D-903). */
import type { Sim } from '../kernel'
import { hexOf } from '../kernel/random'
import type { ContainerInstanceRow, ContainerState, ImageBehaviour, ImageRow, TaskRow } from '../model'

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

/** The digest that the task's deployment has fixed for the image (D-318); undefined when it has fixed none. */
export function fixedDigest(sim: Sim, task: TaskRow, container: string, reference: string): string | undefined {
  const def = sim.t.taskDefinitions.get(task.taskDefinitionId)?.def
  const given = def?.containerDefinitions?.find(({ name }) => name === container)
  if (given?.versionConsistency === 'disabled') return undefined
  return sim.t.deployments.get(task.deploymentId ?? undefined)?.imageDigests?.[normaliseImage(reference)]
}

/** The first task of a deployment that has pulled an image fixes its digest for all later ones (D-318). */
export function fixDigest(sim: Sim, task: TaskRow, { name, image, imageDigest }: ContainerState): void {
  const deployment = sim.t.deployments.get(task.deploymentId ?? undefined)
  if (!deployment || !imageDigest || fixedDigest(sim, task, name, image)) return
  const imageDigests = { ...deployment.imageDigests, [normaliseImage(image)]: imageDigest }
  sim.t.deployments.patch(deployment.id, { imageDigests })
}

/** Duration of the pull of a digest in ms. `instance` is undefined on Fargate, which never caches (T-114). */
export function pullMs(
  sim: Sim,
  reference: string,
  digest: string,
  instance: ContainerInstanceRow | undefined,
): number {
  if (instance?.imageCache.includes(digest)) return seconds(sim.timings.imagePullCached)
  const { sizeMiB } = behaviourOf(sim, reference, digest)
  return seconds(sim.timings.imagePullBase) + Math.ceil((sizeMiB * 1000) / sim.timings.imagePullMiBPerSecond)
}

/** Seconds (possibly a fraction) to whole ms. */
export function seconds(value: number): number {
  return Math.round(value * 1000)
}
