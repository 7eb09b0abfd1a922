import type { Filter } from '../types'

/** S-17 rank 7, S-23: one of the given subnets lies in the instance's zone. */
export const location: Filter = {
  name: 'location',
  rank: 7,
  reason: 'LOCATION',
  applies: ({ request }) => request.demand.awsvpc && request.zones !== null,
  accepts: ({ request }, { zone }) => request.zones?.includes(zone) === true,
  detail: ({ request }, { ci }) => `the given subnets lie in ${request.zones?.join(', ')}, the instance in ${ci.zone}`,
}
