import type { Candidate, Filter } from '../types'

const gpusLeft = ({ ci, account }: Candidate) => ci.gpuIds.length - account.gpuIds.size

/** S-17 rank 2, S-88. */
export const gpu: Filter = {
  name: 'gpu',
  rank: 2,
  reason: 'RESOURCE:GPU',
  applies: ({ request }) => request.demand.gpus > 0,
  accepts: ({ request }, candidate) => gpusLeft(candidate) >= request.demand.gpus,
  detail: ({ request }, candidate) =>
    candidate.ci.gpuIds.length === 0
      ? `needs ${request.demand.gpus} GPU, the instance has none`
      : `needs ${request.demand.gpus} GPU, ${gpusLeft(candidate)} left`,
}
