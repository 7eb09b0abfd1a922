import type { Filter } from '../types'

/** S-17 rank 3, S-18. */
export const memory: Filter = {
  name: 'memory',
  rank: 3,
  reason: 'RESOURCE:MEMORY',
  accepts: ({ request }, { memoryMiBLeft }) => memoryMiBLeft >= request.demand.memoryMiB,
  detail: ({ request }, { memoryMiBLeft }) => `needs ${request.demand.memoryMiB} MiB, ${memoryMiBLeft} left`,
}
