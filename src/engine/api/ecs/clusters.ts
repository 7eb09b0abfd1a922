/** Finding clusters and container instances by name, id or ARN. */
import type { Sim } from '../../kernel'
import { ApiError, clientException, invalidParameter } from '../../kernel'
import type { ClusterRow, ContainerInstanceRow } from '../../model'

/** scheduling 8.3 */
export const MAX_INSTANCES_PER_CLUSTER = 5000

/** The last part of a name-or-ARN (T-162). */
export const lastPart = (reference: string) => reference.slice(reference.lastIndexOf('/') + 1)

/** The ARN a cluster of this name has or would have (T-160). */
export const clusterArn = (sim: Sim, name: string) => sim.arn('ecs', `cluster/${name}`)

/** The ACTIVE cluster of this name or ARN, or undefined; an ARN of another account or Region finds nothing. */
export function findCluster(sim: Sim, reference: string): ClusterRow | undefined {
  if (reference.startsWith('arn:') && reference !== clusterArn(sim, lastPart(reference))) return undefined
  return sim.t.clusters.find('name', lastPart(reference))
}

/**
 * The ACTIVE cluster that a request's `cluster` member means: name or ARN (T-162), `default` when omitted (T-163).
 * Throws ClusterNotFoundException (D-701).
 */
export function resolveCluster(sim: Sim, cluster?: string): ClusterRow {
  const row = findCluster(sim, cluster || 'default')
  if (!row) throw new ApiError('ClusterNotFoundException', 'Cluster not found.')
  return row
}

/** The container instance of `cluster` with this id or ARN, INACTIVE ones included (S-103); for Describe calls. */
export function findContainerInstance(
  sim: Sim,
  cluster: ClusterRow,
  reference: string,
): ContainerInstanceRow | undefined {
  const row = sim.t.containerInstances.find('shortId', lastPart(reference))
  if (!row || row.clusterId !== cluster.id) return undefined
  if (!reference.startsWith('arn:') || reference === row.arn) return row
  // T-161: the old form without the cluster is understood.
  return reference === sim.arn('ecs', `container-instance/${row.shortId}`) ? row : undefined
}

/**
 * The registered (not INACTIVE) container instance that a single-resource call means. Throws InvalidParameterException
 * for an ARN of another cluster (T-162), ClientException for an unknown one.
 */
export function resolveContainerInstance(sim: Sim, cluster: ClusterRow, reference: string): ContainerInstanceRow {
  const parts = reference.split('/')
  if (reference.startsWith('arn:') && parts.length === 3 && parts[1] !== cluster.name) {
    throw invalidParameter(`Invalid identifier: Identifier is for cluster ${parts[1]}. Your cluster is ${cluster.name}`)
  }
  const row = findContainerInstance(sim, cluster, reference)
  if (!row || row.status === 'INACTIVE') {
    throw clientException(`Referenced container instance ${lastPart(reference)} not found.`)
  }
  return row
}
