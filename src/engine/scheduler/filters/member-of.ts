import { matches, whyNot } from '../query'
import type { Candidate, Filter, PlacementContext } from '../types'

const failing = ({ sim, expressions }: PlacementContext, { ci }: Candidate) =>
  expressions.find((expression) => !matches(sim, expression, ci))

/** S-17 rank 9, S-25: every expression must hold. */
export const memberOf: Filter = {
  name: 'memberOf',
  rank: 9,
  reason: 'MemberOf placement constraint unsatisfied.',
  applies: ({ expressions }) => expressions.length > 0,
  accepts: (context, candidate) => failing(context, candidate) === undefined,
  detail(context, candidate) {
    const expression = failing(context, candidate)
    return expression ? whyNot(context.sim, expression, candidate.ci) : ''
  },
}
