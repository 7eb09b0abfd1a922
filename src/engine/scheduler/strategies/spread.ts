import type { PlacementStrategy } from '@aws-sdk/client-ecs'
import { tasksPerInstance } from '../../capacity/accounts'
import type { Sim } from '../../kernel'
import type { ContainerInstanceRow } from '../../model'
import { attributeOf } from '../query'
import type { RankedStrategy } from './types'

const ZONE = 'ecs.availability-zone'

type ValueOf = (ci: ContainerInstanceRow) => string | undefined

/** The value an instance is grouped by; undefined = the extra value of those that lack the attribute (S-32). */
export function spreadValueOf(field: string): ValueOf {
  if (field === 'instanceId' || field === 'host') return (ci) => ci.id
  const name = field.slice('attribute:'.length)
  return name === ZONE ? (ci) => ci.zone : (ci) => attributeOf(ci, name)
}

/** S-32: occupying tasks of the scope per value, over all instances of the cluster. */
function tasksPerValue(sim: Sim, clusterId: string, scope: string, value: ValueOf): Map<string | undefined, number> {
  const counts = new Map<string | undefined, number>()
  for (const [id, tasks] of tasksPerInstance(sim, clusterId, scope)) {
    const ci = sim.t.containerInstances.get(id)
    if (!ci) continue
    counts.set(value(ci), (counts.get(value(ci)) ?? 0) + tasks)
  }
  return counts
}

/** S-32: the fewest tasks of the scope on the same value. */
export function spread({ field = '' }: PlacementStrategy): RankedStrategy {
  const value = spreadValueOf(field)
  const perInstance = field === 'instanceId' || field === 'host'
  const where = perInstance
    ? 'here'
    : field === `attribute:${ZONE}`
      ? 'in its zone'
      : `with its ${field.slice('attribute:'.length)}`
  return {
    name: `spread ${field}`,
    rule: 'S-32',
    ranks({ sim, request: { clusterId, scope } }, candidates) {
      if (perInstance) {
        const counts = tasksPerInstance(sim, clusterId, scope)
        return candidates.map(({ id }) => counts.get(id) ?? 0)
      }
      const counts = tasksPerValue(sim, clusterId, scope, value)
      if (field === `attribute:${ZONE}`) return candidates.map(({ zone }) => counts.get(zone) ?? 0)
      return candidates.map(({ ci }) => counts.get(value(ci)) ?? 0)
    },
    describe: (rank) => `${rank} ${rank === 1 ? 'task' : 'tasks'} ${where}`,
  }
}
