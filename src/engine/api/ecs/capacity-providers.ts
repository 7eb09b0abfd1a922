/** Capacity providers: FARGATE and FARGATE_SPOT, which every account has (S-114, T-177, T-181). */
import type {
  CapacityProvider,
  CapacityProviderStrategyItem,
  DescribeCapacityProvidersRequest,
  DescribeCapacityProvidersResponse,
  PutClusterCapacityProvidersRequest,
  PutClusterCapacityProvidersResponse,
} from '@aws-sdk/client-ecs'
import type { Sim } from '../../kernel'
import { ApiError, invalidParameter } from '../../kernel'
import type { CapacityProviderRow } from '../../model'
import { paginate } from '../paginate'
import type { ServiceOperations } from '../types'
import { clusterView } from './cluster-view'
import { lastPart, resolveCluster } from './clusters'

/** What a new account has. */
export function installCapacityProviders(sim: Sim): void {
  for (const name of ['FARGATE', 'FARGATE_SPOT'] as const) {
    sim.t.capacityProviders.put({
      ...sim.newRow('capacityProviders'),
      name,
      arn: sim.arn('ecs', `capacity-provider/${name}`),
      status: 'ACTIVE',
      type: name,
      tags: [],
    })
  }
}

export function capacityProviderView(row: CapacityProviderRow): CapacityProvider {
  const { arn: capacityProviderArn, name, status, type, tags } = row
  return { capacityProviderArn, name, status, type, tags: tags.map((tag) => ({ ...tag })) }
}

const MAX_PROVIDERS = 20

/**
 * The providers of a cluster and its default strategy, checked as CreateCluster and PutClusterCapacityProviders do
 * (T-177, S-114). Answers names, and the strategy with ECS's defaults written in.
 */
export function checkClusterProviders(
  sim: Sim,
  names: readonly string[],
  strategy: readonly CapacityProviderStrategyItem[],
): { capacityProviders: string[]; defaultCapacityProviderStrategy: CapacityProviderStrategyItem[] } {
  if (names.length > MAX_PROVIDERS) throw invalidParameter(`Capacity Providers cannot exceed ${MAX_PROVIDERS}.`)
  const capacityProviders = [...new Set(names.map(lastPart))]
  for (const name of capacityProviders) {
    if (sim.t.capacityProviders.find('name', name)?.status === 'ACTIVE') continue
    // ASSUMPTION: no rule gives the wording.
    throw invalidParameter(
      `The specified capacity provider '${name}' was not found. Specify a valid name or ARN and try again.`,
    )
  }
  const items = strategy.map((item) => ({
    capacityProvider: lastPart(item.capacityProvider ?? ''),
    weight: item.weight ?? 0,
    base: item.base ?? 0,
  }))
  if (items.some((item) => !capacityProviders.includes(item.capacityProvider))) {
    throw invalidParameter(
      'The specified capacity provider strategy cannot contain a capacity provider that is not associated with the ' +
        'cluster. Associate the capacity provider with the cluster or specify a valid capacity provider and try again.',
    )
  }
  if (items.filter((item) => item.base > 0).length > 1) {
    throw invalidParameter(
      'The specified capacity provider strategy contains multiple capacity providers with a base value defined. ' +
        'Only one capacity provider per strategy can have a base value defined.',
    )
  }
  return { capacityProviders, defaultCapacityProviderStrategy: items }
}

export const capacityProviderOperations: ServiceOperations = {
  DescribeCapacityProviders(sim, input: DescribeCapacityProvidersRequest): DescribeCapacityProvidersResponse {
    const wanted = input.capacityProviders ?? []
    const failures: DescribeCapacityProvidersResponse['failures'] = []
    let rows = [...sim.t.capacityProviders.values()]
    if (wanted.length > 0) {
      rows = []
      for (const reference of new Set(wanted)) {
        const row = sim.t.capacityProviders.find('name', lastPart(reference))
        if (row) rows.push(row)
        else {
          const arn = reference.startsWith('arn:') ? reference : sim.arn('ecs', `capacity-provider/${reference}`)
          failures.push({ arn, reason: 'MISSING' })
        }
      }
    }
    const page = paginate(rows, input, { max: 10, default: 10, scope: 'DescribeCapacityProviders' })
    const withTags = input.include?.includes('TAGS') === true
    const capacityProviders = page.items.map((row) => ({
      ...capacityProviderView(row),
      ...(withTags ? {} : { tags: [] }),
    }))
    return { capacityProviders, failures, ...(page.nextToken ? { nextToken: page.nextToken } : {}) }
  },

  PutClusterCapacityProviders(sim, input: PutClusterCapacityProvidersRequest): PutClusterCapacityProvidersResponse {
    const cluster = resolveCluster(sim, input.cluster)
    const checked = checkClusterProviders(
      sim,
      input.capacityProviders ?? [],
      input.defaultCapacityProviderStrategy ?? [],
    )
    const removed = cluster.capacityProviders.filter((name) => !checked.capacityProviders.includes(name))
    const inUse = (name: string | null) => name !== null && removed.includes(name)
    if (
      removed.length > 0 &&
      sim.t.tasks.by('liveOfCluster', cluster.id).some((task) => inUse(task.capacityProviderName))
    ) {
      throw new ApiError('ResourceInUseException', 'The specified capacity provider is in use and cannot be removed.')
    }
    return { cluster: clusterView(sim, sim.t.clusters.patch(cluster.id, checked)) }
  },
}
