/** Operations on clusters (T-163, T-164, T-172 … T-176, D-701, D-731). */
import type {
  Cluster,
  ClusterSetting,
  CreateClusterRequest,
  DeleteClusterRequest,
  DescribeClustersRequest,
  DescribeClustersResponse,
  ListClustersRequest,
  ListClustersResponse,
  UpdateClusterRequest,
  UpdateClusterSettingsRequest,
} from '@aws-sdk/client-ecs'
import { effectiveSetting, seconds } from '../../capacity'
import type { EventHandlers, Sim } from '../../kernel'
import { ApiError, invalidParameter } from '../../kernel'
import type { ClusterRow } from '../../model'
import { paginate } from '../paginate'
import type { ServiceOperations } from '../types'
import { checkClusterProviders } from './capacity-providers'
import { clusterView } from './cluster-view'
import { clusterArn, findCluster, lastPart, resolveCluster } from './clusters'
import { checkTags } from './tags'

const NAME = /^[a-zA-Z0-9\-_]{1,255}$/
const MAX_DESCRIBED = 100
/** scheduling 8.3 */
const MAX_CLUSTERS = 10_000

type ClusterAnswer = { cluster: Cluster }

function createCluster(sim: Sim, input: CreateClusterRequest): ClusterAnswer {
  const name = input.clusterName ?? 'default'
  if (!NAME.test(name)) throw invalidParameter('ClusterName must match ^[a-zA-Z0-9\\\\-_]{1,255}$')
  const existing = sim.t.clusters.find('name', name)
  if (existing) return { cluster: clusterView(sim, existing) }
  const tags = checkTags(input.tags)
  const providers = checkClusterProviders(
    sim,
    input.capacityProviders ?? [],
    input.defaultCapacityProviderStrategy ?? [],
  )
  const settings = mergeSettings(
    [{ name: 'containerInsights', value: effectiveSetting(sim, 'containerInsights') }],
    input.settings,
  )
  if (sim.t.clusters.size >= MAX_CLUSTERS && activeClusters(sim).length >= MAX_CLUSTERS) {
    throw new ApiError('LimitExceededException', `The limit of ${MAX_CLUSTERS} clusters is reached.`)
  }
  const row = sim.t.clusters.put({
    ...sim.newRow('clusters'),
    name,
    arn: clusterArn(sim, name),
    status: 'ACTIVE',
    settings,
    tags,
    configuration: input.configuration ?? null,
    serviceConnectDefaults: input.serviceConnectDefaults ?? null,
    ...providers,
    createdAtMs: sim.nowMs,
    inactiveAtMs: null,
  })
  return { cluster: clusterView(sim, row) }
}

function activeClusters(sim: Sim): ClusterRow[] {
  return [...sim.t.clusters.values()].filter((row) => row.status === 'ACTIVE')
}

function mergeSettings(
  settings: ClusterRow['settings'],
  more: readonly ClusterSetting[] | undefined,
): ClusterRow['settings'] {
  const byName = new Map(settings.map((setting) => [setting.name, setting.value]))
  for (const { name = '', value = '' } of more ?? []) byName.set(name, value)
  return [...byName].map(([name, value]) => ({ name, value }))
}

function describeClusters(sim: Sim, input: DescribeClustersRequest): DescribeClustersResponse {
  const wanted = input.clusters?.length ? input.clusters : ['default']
  if (wanted.length > MAX_DESCRIBED) throw invalidParameter(`Clusters cannot exceed ${MAX_DESCRIBED}.`)
  const clusters: Cluster[] = []
  const failures: DescribeClustersResponse['failures'] = []
  for (const reference of new Set(wanted)) {
    const row = findCluster(sim, reference) ?? inactiveCluster(sim, reference)
    if (row) clusters.push(clusterView(sim, row, input.include ?? []))
    else {
      const arn = reference.startsWith('arn:') ? reference : clusterArn(sim, reference)
      failures.push({ arn, reason: 'MISSING' })
    }
  }
  return { clusters, failures }
}

/** The last cluster of this name that was deleted a while ago (D-731). */
function inactiveCluster(sim: Sim, reference: string): ClusterRow | undefined {
  const name = lastPart(reference)
  const rows = [...sim.t.clusters.values()].filter((row) => row.name === name)
  return reference.startsWith('arn:') && reference !== clusterArn(sim, name) ? undefined : rows.at(-1)
}

function listClusters(sim: Sim, input: ListClustersRequest): ListClustersResponse {
  const arns = activeClusters(sim).map((row) => row.arn)
  const page = paginate(arns, input, { max: 100, default: 100, scope: 'ListClusters' })
  return { clusterArns: page.items, ...(page.nextToken ? { nextToken: page.nextToken } : {}) }
}

function updateCluster(sim: Sim, input: UpdateClusterRequest): ClusterAnswer {
  const row = resolveCluster(sim, input.cluster)
  const next = sim.t.clusters.patch(row.id, {
    settings: mergeSettings(row.settings, input.settings),
    ...(input.configuration ? { configuration: input.configuration } : {}),
    ...(input.serviceConnectDefaults ? { serviceConnectDefaults: input.serviceConnectDefaults } : {}),
  })
  return { cluster: clusterView(sim, next) }
}

function updateClusterSettings(sim: Sim, input: UpdateClusterSettingsRequest): ClusterAnswer {
  const row = resolveCluster(sim, input.cluster)
  const next = sim.t.clusters.patch(row.id, { settings: mergeSettings(row.settings, input.settings) })
  return { cluster: clusterView(sim, next) }
}

/** D-731: services, then tasks, then instances. */
function deleteCluster(sim: Sim, input: DeleteClusterRequest): ClusterAnswer {
  const row = resolveCluster(sim, input.cluster)
  if (sim.t.services.by('cluster', row.id).some((service) => service.status === 'ACTIVE')) {
    throw refuseDelete('Services', 'Services are active.')
  }
  if (sim.t.tasks.countBy('liveOfCluster', row.id) > 0) throw refuseDelete('Tasks', 'Tasks are active.')
  if (sim.t.containerInstances.countBy('cluster', row.id) > 0) {
    throw refuseDelete('ContainerInstances', 'Container Instances are active or draining.')
  }
  const next = sim.t.clusters.patch(row.id, { status: 'INACTIVE', inactiveAtMs: sim.nowMs })
  sim.schedule(sim.nowMs + seconds(sim.timings.inactiveRetention), 0, 'cluster.forget', row.id)
  return { cluster: clusterView(sim, next) }
}

function refuseDelete(what: string, why: string): ApiError {
  return new ApiError(`ClusterContains${what}Exception`, `The Cluster cannot be deleted while ${why}`)
}

export const clusterOperations: ServiceOperations = {
  CreateCluster: createCluster,
  DescribeClusters: describeClusters,
  ListClusters: listClusters,
  UpdateCluster: updateCluster,
  UpdateClusterSettings: updateClusterSettings,
  DeleteCluster: deleteCluster,
}

export const clusterEvents: EventHandlers = {
  'cluster.forget': (sim, e) => sim.t.clusters.delete(e.ref),
}
