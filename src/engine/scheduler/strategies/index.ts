import type { PlacementStrategy } from '@aws-sdk/client-ecs'
import type { PlacementRequest } from '../types'
import { binpack } from './binpack'
import { spread } from './spread'
import type { Strategy } from './types'

export { spreadValueOf } from './spread'
export type { RankedStrategy } from './types'

/** S-35: what a service without strategy gets. */
export const SERVICE_DEFAULT: readonly PlacementStrategy[] = [
  { type: 'spread', field: 'attribute:ecs.availability-zone' },
  { type: 'spread', field: 'instanceId' },
]
/** S-36: what RunTask without strategy gets. */
const STANDALONE_DEFAULT: readonly PlacementStrategy[] = [{ type: 'random' }]

/** The chain of a request, defaults filled in (S-31, S-35, S-36). */
export function chainOf({ strategy, serviceId }: Pick<PlacementRequest, 'strategy' | 'serviceId'>): Strategy[] {
  if (strategy.length > 0) return strategy.map(strategyOf)
  return (serviceId === null ? STANDALONE_DEFAULT : SERVICE_DEFAULT).map(strategyOf)
}

function strategyOf(entry: PlacementStrategy): Strategy {
  if (entry.type === 'spread') return spread(entry)
  if (entry.type === 'binpack') return binpack(entry)
  return { name: 'random', rule: 'S-34' }
}
