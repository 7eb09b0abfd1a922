import type { Filter } from '../types'

/** S-17 rank 5, S-20, N-36c: an awsvpc task needs a free ENI attachment. */
export const eni: Filter = {
  name: 'eni',
  rank: 5,
  reason: 'RESOURCE:ENI',
  applies: ({ request }) => request.demand.awsvpc,
  accepts: (_context, { eniSlotsLeft }) => eniSlotsLeft >= 1,
  detail: (_context, { ci, eniSlotsLeft }) =>
    `needs 1 network interface, ${eniSlotsLeft > 0 ? eniSlotsLeft : 0} of ${ci.eniLimit} left`,
}
