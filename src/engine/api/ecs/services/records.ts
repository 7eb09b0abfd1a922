/** Service deployments and revisions as their Describe calls show them (D-350 … D-354). */
import type {
  ServiceDeployment,
  ServiceDeploymentBrief,
  ServiceRevision,
  ServiceRevisionSummary,
} from '@aws-sdk/client-ecs'
import type { Sim } from '../../../kernel'
import type { ServiceDeploymentRow, ServiceRevisionRow } from '../../../model'
import { deploymentCountsOf, thresholdOf } from '../../../services'
import { awsTime } from '../../time'

const times = (sim: Sim, row: ServiceDeploymentRow) => ({
  createdAt: awsTime(sim, row.createdAtMs),
  updatedAt: awsTime(sim, row.updatedAtMs),
  ...(row.startedAtMs === null ? {} : { startedAt: awsTime(sim, row.startedAtMs) }),
  ...(row.finishedAtMs === null ? {} : { finishedAt: awsTime(sim, row.finishedAtMs) }),
  ...(row.stoppedAtMs === null ? {} : { stoppedAt: awsTime(sim, row.stoppedAtMs) }),
})

const names = (sim: Sim, row: ServiceDeploymentRow) => {
  const service = sim.t.services.get(row.serviceId)
  return { serviceArn: service?.arn ?? '', clusterArn: sim.t.clusters.get(service?.clusterId)?.arn ?? '' }
}

export function serviceDeploymentBrief(sim: Sim, row: ServiceDeploymentRow): ServiceDeploymentBrief {
  const { createdAt, startedAt, finishedAt } = times(sim, row) as Record<string, Date | undefined>
  return {
    serviceDeploymentArn: row.arn,
    ...names(sim, row),
    ...(startedAt ? { startedAt } : {}),
    ...(createdAt ? { createdAt } : {}),
    ...(finishedAt ? { finishedAt } : {}),
    targetServiceRevisionArn: sim.t.serviceRevisions.get(row.targetRevisionId)?.arn ?? '',
    status: row.status,
    ...(row.statusReason === null ? {} : { statusReason: row.statusReason }),
  }
}

export function serviceDeploymentView(sim: Sim, row: ServiceDeploymentRow): ServiceDeployment {
  return {
    serviceDeploymentArn: row.arn,
    ...names(sim, row),
    ...times(sim, row),
    sourceServiceRevisions: row.sourceRevisionIds.map((id) => ({ ...summary(sim, id), ...weightsOf(sim, row, id) })),
    targetServiceRevision: { ...summary(sim, row.targetRevisionId), ...weightsOf(sim, row, row.targetRevisionId) },
    status: row.status,
    ...(row.statusReason === null ? {} : { statusReason: row.statusReason }),
    ...lifecycleMembers(sim, row),
    deploymentConfiguration: row.deploymentConfiguration,
    ...(row.rollback
      ? {
          rollback: {
            reason: row.rollback.reason,
            startedAt: awsTime(sim, row.rollback.startedAtMs),
            serviceRevisionArn: sim.t.serviceRevisions.get(row.rollback.revisionId)?.arn ?? '',
          },
        }
      : {}),
    deploymentCircuitBreaker: breakerView(sim, row),
    alarms: alarmsView(sim, row),
  }
}

/** D-354, D-541: the stage (ROLLING: only while a hook waits) and the hooks of that stage. */
function lifecycleMembers(
  sim: Sim,
  row: ServiceDeploymentRow,
): Pick<ServiceDeployment, 'lifecycleStage' | 'lifecycleHookDetails'> {
  if (!row.shift?.stage) return {}
  const hooks = row.shift.hooks.map((hook) => ({
    hookId: hook.hookId,
    targetType: hook.targetType,
    ...(hook.targetArn === null ? {} : { targetArn: hook.targetArn }),
    status: hook.status,
    expiresAt: awsTime(sim, hook.expiresAtMs),
    timeoutAction: hook.timeoutAction,
  }))
  return {
    // The API calls every stage by its name but that before each production shift, which only hooks know.
    lifecycleStage: row.shift.stage as NonNullable<ServiceDeployment['lifecycleStage']>,
    ...(hooks.length > 0 ? { lifecycleHookDetails: hooks } : {}),
  }
}

/** D-516: a revision's share of test and production traffic, in percent. */
function weightsOf(sim: Sim, row: ServiceDeploymentRow, revisionId: string): ServiceRevisionSummary {
  const { shift } = row
  if (!shift || shift.strategy === 'ROLLING') return {}
  const blue = sim.t.deployments.get(shift.blueId ?? undefined)?.serviceRevisionId
  const share = (green: number) => {
    if (revisionId === row.targetRevisionId) return green / 10
    return revisionId === blue ? (1000 - green) / 10 : 0
  }
  return {
    requestedTestTrafficWeight: share(shift.testWeight),
    requestedProductionTrafficWeight: share(shift.productionWeight),
  }
}

/** D-352: live while the deployment is monitored, a snapshot afterwards. */
function breakerView(sim: Sim, row: ServiceDeploymentRow) {
  const service = sim.t.services.get(row.serviceId)
  if (row.breaker.status !== 'MONITORING' || !service) return row.breaker
  const failureCount = sim.t.deployments.get(row.deploymentId)?.failedTasks ?? 0
  return { status: row.breaker.status, failureCount, threshold: thresholdOf(service) }
}

function alarmsView(sim: Sim, row: ServiceDeploymentRow): ServiceDeployment['alarms'] {
  const alarmNames = row.deploymentConfiguration.alarms?.alarmNames ?? []
  const ignored = sim.t.deployments.get(row.deploymentId)?.alarmsIgnored ?? false
  const on = row.deploymentConfiguration.alarms?.enable === true && !ignored
  let status: 'DISABLED' | 'TRIGGERED' | 'MONITORING' | 'MONITORING_COMPLETE' = 'DISABLED'
  if (on)
    status =
      row.triggeredAlarms.length > 0 ? 'TRIGGERED' : row.finishedAtMs === null ? 'MONITORING' : 'MONITORING_COMPLETE'
  return { status, alarmNames, triggeredAlarmNames: row.triggeredAlarms }
}

function summary(sim: Sim, revisionId: string): ServiceRevisionSummary {
  const revision = sim.t.serviceRevisions.get(revisionId)
  const deployment =
    revision && sim.t.deployments.by('service', revision.serviceId).find((d) => d.serviceRevisionId === revisionId)
  const counts = deploymentCountsOf(sim, deployment?.id ?? '')
  const service = sim.t.services.get(revision?.serviceId)
  const primary = deployment !== undefined && deployment.id === service?.primaryId
  return {
    arn: revision?.arn ?? '',
    requestedTaskCount: primary ? (service?.desiredCount ?? 0) : counts.running + counts.pending,
    runningTaskCount: counts.running,
    pendingTaskCount: counts.pending,
  }
}

export function serviceRevisionView(sim: Sim, row: ServiceRevisionRow): ServiceRevision {
  const service = sim.t.services.get(row.serviceId)
  const definition = sim.t.taskDefinitions.get(row.taskDefinitionId)
  return {
    serviceRevisionArn: row.arn,
    serviceArn: service?.arn ?? '',
    clusterArn: sim.t.clusters.get(service?.clusterId)?.arn ?? '',
    taskDefinition: definition?.arn ?? '',
    ...(row.launchType ? { launchType: row.launchType as NonNullable<ServiceRevision['launchType']> } : {}),
    ...(row.capacityProviderStrategy.length > 0 ? { capacityProviderStrategy: row.capacityProviderStrategy } : {}),
    ...(row.platformVersion ? { platformVersion: row.platformVersion, platformFamily: 'Linux' } : {}),
    loadBalancers: row.loadBalancers,
    ...resolvedMembers(sim, row),
    ...(row.networkConfiguration ? { networkConfiguration: row.networkConfiguration } : {}),
    containerImages: (definition?.def.containerDefinitions ?? []).map((c) => ({
      ...(c.name ? { containerName: c.name } : {}),
      ...(c.image ? { image: c.image } : {}),
    })),
    createdAt: awsTime(sim, row.createdAtMs),
  }
}

/** D-505: which target group the revision's tasks are in. */
function resolvedMembers(sim: Sim, row: ServiceRevisionRow): Pick<ServiceRevision, 'resolvedConfiguration'> {
  if (!row.loadBalancers.some((entry) => entry.advancedConfiguration)) return {}
  const deployment = sim.t.deployments.by('service', row.serviceId).find((d) => d.serviceRevisionId === row.id)
  const loadBalancers = (deployment?.loadBalancers ?? []).map(({ targetGroupArn, advancedConfiguration }) => ({
    targetGroupArn,
    productionListenerRule: advancedConfiguration?.productionListenerRule,
  }))
  return { resolvedConfiguration: { loadBalancers } }
}
