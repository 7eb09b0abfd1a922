/** A task set as DescribeTaskSets and DescribeServices show it (T-196). */
import type { TaskSet } from '@aws-sdk/client-ecs'
import type { Sim } from '../../../kernel'
import type { TaskSetRow } from '../../../services'
import { computedCount, deploymentCountsOf, taskSetArn } from '../../../services'
import { awsTime } from '../../time'

export function taskSetView(sim: Sim, row: TaskSetRow): TaskSet {
  const { taskSet } = row
  const service = sim.t.services.need(row.serviceId)
  const counts = deploymentCountsOf(sim, row.id)
  const fargate =
    row.launchType === 'FARGATE' || row.capacityProviderStrategy.some((i) => i.capacityProvider?.startsWith('FARGATE'))
  return {
    id: row.deploymentId,
    taskSetArn: taskSetArn(sim, row),
    serviceArn: service.arn,
    clusterArn: sim.t.clusters.get(service.clusterId)?.arn ?? '',
    ...(taskSet.startedBy === null ? {} : { startedBy: taskSet.startedBy }),
    ...(taskSet.externalId === null ? {} : { externalId: taskSet.externalId }),
    status: taskSet.status,
    taskDefinition: sim.t.taskDefinitions.get(row.taskDefinitionId)?.arn ?? '',
    computedDesiredCount: computedCount(service, row),
    pendingCount: counts.pending,
    runningCount: counts.running,
    createdAt: awsTime(sim, row.createdAtMs),
    updatedAt: awsTime(sim, row.updatedAtMs),
    ...(row.launchType ? { launchType: row.launchType } : {}),
    ...(row.capacityProviderStrategy.length > 0 ? { capacityProviderStrategy: row.capacityProviderStrategy } : {}),
    ...(fargate ? { platformVersion: row.platformVersion ?? 'LATEST', platformFamily: 'Linux' } : {}),
    ...(row.networkConfiguration ? { networkConfiguration: row.networkConfiguration } : {}),
    loadBalancers: row.loadBalancers,
    serviceRegistries: [],
    scale: { value: taskSet.scalePercent, unit: 'PERCENT' },
    stabilityStatus: taskSet.stabilityStatus,
    stabilityStatusAt: awsTime(sim, taskSet.stabilityAtMs),
    tags: taskSet.tags,
  }
}
