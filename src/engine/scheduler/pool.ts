/** Which instances a request looks at, in host order (S-4, S-14, S-15). */
import type { Sim } from '../kernel'
import type { ContainerInstanceRow } from '../model'
import type { Host } from './hosts'
import { hostsOf } from './hosts'
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

type Launchable = Pick<ContainerInstanceRow, 'status' | 'external' | 'capacityProviderName'>

function whyOutside(pool: PlacementRequest['pool'], ci: Launchable): string | null {
  if (ci.status !== 'ACTIVE') return ci.status
  if ('capacityProvider' in pool) {
    return ci.capacityProviderName === pool.capacityProvider ? null : 'another capacity provider'
  }
  return ci.external === (pool.launchType === 'EXTERNAL') ? null : 'another launch type'
}

export interface Pool {
  hosts: Host[]
  /** Instances of the cluster, and why those outside the pool are outside. */
  inCluster: number
  outside: Record<string, number>
}

export function poolOf(sim: Sim, request: PlacementRequest): Pool {
  const all = hostsOf(sim, request.clusterId)
  const only = request.onlyInstances && new Set(request.onlyInstances)
  const outside: Record<string, number> = {}
  const hosts: Host[] = []
  for (const host of all) {
    const why = only && !only.has(host.id) ? 'not asked for' : whyOutside(request.pool, host)
    if (why === null) hosts.push(host)
    else outside[why] = (outside[why] ?? 0) + 1
  }
  return { hosts, inCluster: all.length, outside }
}
