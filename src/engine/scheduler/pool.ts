/** Which instances a request looks at, in host order (S-4, S-14, S-15). */
import type { Sim } from '../kernel'
import type { ContainerInstanceRow } from '../model'
import { parseExpression } from './query'
import type { PlacementContext, PlacementRequest } from './types'

/**
 * A request made ready for many instances: its expressions parsed.
 * @throws ApiError InvalidParameterException for a bad expression (S-83)
 */
export function contextOf(sim: Sim, request: PlacementRequest): PlacementContext {
  const memberOf = request.constraints.filter((constraint) => constraint.type === 'memberOf')
  return {
    sim,
    request,
    expressions: memberOf.map((constraint) => parseExpression(constraint.expression ?? '')),
    distinctInstance: request.constraints.some((constraint) => constraint.type === 'distinctInstance'),
  }
}

/** S-14, S-15: ACTIVE and of the launch type or capacity provider asked for. */
export function isInPool({ pool }: PlacementRequest, ci: ContainerInstanceRow): boolean {
  return whyOutside(pool, ci) === null
}

function whyOutside(pool: PlacementRequest['pool'], ci: ContainerInstanceRow): string | null {
  if (ci.status !== 'ACTIVE') return ci.status
  if ('capacityProvider' in pool) {
    return ci.capacityProviderName === pool.capacityProvider ? null : 'another capacity provider'
  }
  return ci.external === (pool.launchType === 'EXTERNAL') ? null : 'another launch type'
}

export interface Pool {
  instances: ContainerInstanceRow[]
  /** Instances of the cluster, and why those outside the pool are outside. */
  inCluster: number
  outside: Record<string, number>
}

export function poolOf(sim: Sim, request: PlacementRequest): Pool {
  const all = sim.t.containerInstances.by('cluster', request.clusterId)
  const only = request.onlyInstances && new Set(request.onlyInstances)
  const outside: Record<string, number> = {}
  const instances = all.filter((ci) => {
    const why = only && !only.has(ci.id) ? 'not asked for' : whyOutside(request.pool, ci)
    if (why !== null) outside[why] = (outside[why] ?? 0) + 1
    return why === null
  })
  return { instances: inHostOrder(instances), inCluster: all.length, outside }
}

/** S-4: by registeredAt, then order of registration. The table gives creation order, which nearly always is both. */
function inHostOrder(instances: ContainerInstanceRow[]): ContainerInstanceRow[] {
  const later = (a: ContainerInstanceRow, b: ContainerInstanceRow) => a.registeredAtMs - b.registeredAtMs || a.n - b.n
  const sorted = instances.every((ci, i) => i === 0 || later(instances[i - 1] as ContainerInstanceRow, ci) < 0)
  return sorted ? instances : instances.sort(later)
}
