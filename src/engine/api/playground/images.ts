/** PutImage (design.md §3): what an image reference does when it runs. */
import type { Sim } from '../../kernel'
import type { ImageBehaviour } from '../../model'
import { DEFAULT_BEHAVIOUR, imageRow, normaliseImage } from '../../tasks'
import type { ServiceOperations } from '../types'

type PutImageInput = Partial<Omit<ImageBehaviour, 'memoryDescribed'>> & { image: string }

/** A second PutImage of a reference is a new push: running containers keep the digest they were started from. */
function putImage(sim: Sim, input: PutImageInput): { image: string; imageDigest: string } {
  const { image, ...given } = input
  const reference = normaliseImage(image)
  const former = imageRow(sim, reference)
  if (former) sim.t.images.patch(former.id, { current: false })
  const base = sim.newRow('images')
  const digest = `sha256:${sim.hex(`push ${reference}`, base.n, 64)}`
  sim.t.images.put({
    ...base,
    image: reference,
    digest,
    current: true,
    pushedAtMs: sim.nowMs,
    behaviour: { ...DEFAULT_BEHAVIOUR, ...given, memoryDescribed: given.memoryMiB !== undefined },
  })
  return { image: reference, imageDigest: digest }
}

export const imageOperations: ServiceOperations = { PutImage: putImage }
