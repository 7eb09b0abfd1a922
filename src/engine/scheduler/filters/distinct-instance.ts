import { occupyingCount } from '../../capacity/accounts'
import type { Filter } from '../types'

/** S-17 rank 10, S-26 … S-28: by desiredStatus, whatever `releaseAt` says (S-2). */
export const distinctInstance: Filter = {
  name: 'distinctInstance',
  rank: 10,
  reason: 'DistinctInstance placement constraint unsatisfied.',
  applies: (context) => context.distinctInstance,
  accepts: ({ sim, request }, { id }) => occupyingCount(sim, id, request.scope) === 0,
  detail: ({ sim, request }, { ci }) =>
    `the instance already runs ${occupyingCount(sim, ci.id, request.scope)} of ${request.scope}`,
}
