import type { PlacementStrategy } from '@aws-sdk/client-ecs'
import { tasksPerInstance } from '../../capacity/accounts'
import type { Sim } from '../../kernel'
import type { ContainerInstanceRow } from '../../model'
import { attributeOf } from '../query'
import type { RankedStrategy } from './types'

const ZONE = 'ecs.availability-zone'

/** The value an instance is grouped by; undefined = the extra value of those that lack the attribute (S-32). */
export function spreadValue(field: string, ci: ContainerInstanceRow): string | undefined {
  if (field === 'instanceId' || field === 'host') return ci.id
  const name = field.slice('attribute:'.length)
  return attributeOf(ci, name) ?? (name === ZONE ? ci.zone : undefined)
}

/** S-32: occupying tasks of the scope per value of the field, over all instances of the cluster. */
export function tasksPerValue(
  sim: Sim,
  clusterId: string,
  scope: string,
  field: string,
): Map<string | undefined, number> {
  const counts = new Map<string | undefined, number>()
  for (const [id, tasks] of tasksPerInstance(sim, clusterId, scope)) {
    const ci = sim.t.containerInstances.get(id)
    if (!ci) continue
    const value = spreadValue(field, ci)
    counts.set(value, (counts.get(value) ?? 0) + tasks)
  }
  return counts
}

/** S-32: the fewest tasks of the scope on the same value. */
export function spread({ field = '' }: PlacementStrategy): RankedStrategy {
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
        return candidates.map(({ ci }) => counts.get(ci.id) ?? 0)
      }
      const counts = tasksPerValue(sim, clusterId, scope, field)
      return candidates.map(({ ci }) => counts.get(spreadValue(field, ci)) ?? 0)
    },
    describe: (rank) => `${rank} ${rank === 1 ? 'task' : 'tasks'} ${where}`,
  }
}
