import type { Filter } from '../types'

/** S-21: an awsvpc task requires `ecs.vpc-id` of its subnets' VPC (over N-36b; scheduling.md leads on placement). */
export const vpc: Filter = {
  name: 'vpc',
  rank: 6,
  reason: 'ATTRIBUTE',
  applies: ({ request }) => request.demand.awsvpc && request.vpcId !== null,
  accepts: ({ request }, host) => host.vpcId === request.vpcId,
  detail: ({ request }, host) => `requires ecs.vpc-id ${request.vpcId}, the instance is in ${host.vpcId}`,
}
