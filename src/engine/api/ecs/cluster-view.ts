/** A cluster in AWS's shape (T-173, T-174). */
import type { Cluster, ClusterField, KeyValuePair } from '@aws-sdk/client-ecs'
import type { ClusterTaskCounts } from '../../capacity'
import { clusterTaskCounts, total } from '../../capacity'
import type { Sim } from '../../kernel'
import type { ClusterRow, ServiceRow, TaskRow } from '../../model'

const KINDS = [
  ['EC2', 'EC2'],
  ['FARGATE', 'Fargate'],
  ['EXTERNAL', 'External'],
] as const

export const EVERY_CLUSTER_PART: readonly ClusterField[] = [
  'ATTACHMENTS',
  'CONFIGURATIONS',
  'SETTINGS',
  'STATISTICS',
  'TAGS',
]

/** The cluster with the parts asked for; all of them by default (Create, Update and the world document). */
export function clusterView(sim: Sim, row: ClusterRow, include: readonly ClusterField[] = EVERY_CLUSTER_PART): Cluster {
  const tasks = clusterTaskCounts(sim, row.id)
  const instances = sim.t.containerInstances.by('cluster', row.id)
  const services = sim.t.services.by('cluster', row.id)
  const has = (part: ClusterField) => include.includes(part)
  return {
    clusterArn: row.arn,
    clusterName: row.name,
    status: row.status,
    registeredContainerInstancesCount: instances.filter((ci) => ci.status === 'ACTIVE' || ci.status === 'DRAINING')
      .length,
    runningTasksCount: total(tasks.running),
    pendingTasksCount: total(tasks.pending),
    activeServicesCount: services.filter((service) => service.status === 'ACTIVE').length,
    statistics: has('STATISTICS') ? statistics(tasks, services) : [],
    tags: has('TAGS') ? row.tags.map((tag) => ({ ...tag })) : [],
    settings: has('SETTINGS') ? (row.settings.map((setting) => ({ ...setting })) as Cluster['settings']) : [],
    capacityProviders: [...row.capacityProviders],
    defaultCapacityProviderStrategy: row.defaultCapacityProviderStrategy.map((item) => ({ ...item })),
    ...(has('CONFIGURATIONS') && row.configuration
      ? { configuration: row.configuration as Cluster['configuration'] }
      : {}),
    ...(row.serviceConnectDefaults
      ? { serviceConnectDefaults: row.serviceConnectDefaults as Cluster['serviceConnectDefaults'] }
      : {}),
  }
}

function statistics(tasks: ClusterTaskCounts, services: readonly ServiceRow[]): KeyValuePair[] {
  const countServices = (status: ServiceRow['status'], kind: TaskRow['launchType']) =>
    services.filter((service) => service.status === status && kindOf(service) === kind).length
  const rows: [string, number][] = [
    ...KINDS.map(([kind, word]): [string, number] => [`running${word}TasksCount`, tasks.running[kind]]),
    ...KINDS.map(([kind, word]): [string, number] => [`pending${word}TasksCount`, tasks.pending[kind]]),
    ...KINDS.map(([kind, word]): [string, number] => [`active${word}ServiceCount`, countServices('ACTIVE', kind)]),
    ...KINDS.map(([kind, word]): [string, number] => [`draining${word}ServiceCount`, countServices('DRAINING', kind)]),
  ]
  return rows.map(([name, value]) => ({ name, value: String(value) }))
}

function kindOf(service: ServiceRow): TaskRow['launchType'] {
  if (service.launchType) return service.launchType
  return service.capacityProviderStrategy[0]?.capacityProvider?.startsWith('FARGATE') ? 'FARGATE' : 'EC2'
}
