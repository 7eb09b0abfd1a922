import type { Filter } from '../types'

/** S-17 rank 6, S-21, T-100: what the definition requires. */
export const attributes: Filter = {
  name: 'attributes',
  rank: 6,
  reason: 'ATTRIBUTE',
  applies: ({ request }) => request.demand.requiresAttributes.length > 0,
  accepts: ({ request }, host) => host.missingOf(request.demand.requiresAttributes) === null,
  detail: ({ request }, host) =>
    `requires the attribute ${host.missingOf(request.demand.requiresAttributes)}, the instance lacks it`,
}
