/** Deployment objects, service revisions and service deployments (D-300 … D-355). */
import { putDeploymentEvent } from '../eventbridge'
import type { Sim } from '../kernel'
import type { DeploymentRow, ServiceDeploymentRow, ServiceRow } from '../model'
import { alarmsInAlarm } from './alarms'
import { deploymentFigures, failedRequestsOf } from './figures'
import { bounds } from './plan'
import { stopRebalancing } from './rebalance/end'
import { newShift, shiftOf } from './shift/state'
import { countsOf } from './tally'
import { breakerOf, thresholdOf } from './threshold'

/** Begins a deployment of the service as its row now stands: it becomes PRIMARY, the former PRIMARY ACTIVE (D-333). */
export function beginDeployment(sim: Sim, serviceId: string): DeploymentRow {
  const service = sim.t.services.need(serviceId)
  const cluster = sim.t.clusters.need(service.clusterId)
  const sources = sim.t.deployments.by('current', serviceId)
  for (const former of sources) supersede(sim, former)
  if (service.rebalancing) stopRebalancing(sim, serviceId)

  const revision = sim.newRow('serviceRevisions')
  const shared = {
    serviceId,
    taskDefinitionId: service.taskDefinitionId,
    launchType: service.launchType,
    capacityProviderStrategy: service.capacityProviderStrategy,
    platformVersion: service.platformVersion,
    networkConfiguration: service.networkConfiguration,
    loadBalancers: service.loadBalancers,
    createdAtMs: sim.nowMs,
  }
  const path = `${cluster.name}/${service.name}`
  sim.t.serviceRevisions.put({
    ...revision,
    ...shared,
    arn: sim.arn('ecs', `service-revision/${path}/${sim.digits('revision', revision.n)}`),
  })
  const deployment = sim.newRow('deployments')
  const record = sim.newRow('serviceDeployments')
  const deploymentId = `ecs-svc/${sim.digits('deployment', deployment.n)}`
  const row = sim.t.deployments.put({
    ...deployment,
    ...shared,
    deploymentId,
    status: 'PRIMARY',
    rolloutState: 'IN_PROGRESS',
    rolloutStateReason: `ECS deployment ${deploymentId} in progress.`,
    failedTasks: 0,
    everRan: false,
    rollbackOf: null,
    bakeUntilMs: null,
    alarmsIgnored: alarmsInAlarm(sim, service).length > 0,
    digestsFixed: !sim.timings.modelDigestResolution,
    updatedAtMs: sim.nowMs,
    completedAtMs: null,
    serviceRevisionId: revision.id,
    serviceDeploymentId: record.id,
  })
  sim.t.serviceDeployments.put({
    ...record,
    arn: sim.arn('ecs', `service-deployment/${path}/${sim.base64('service-deployment', record.n)}`),
    serviceId,
    deploymentId: row.id,
    status: 'PENDING',
    statusReason: null,
    targetRevisionId: revision.id,
    sourceRevisionIds: sources.filter((d) => livingTasks(sim, d.id) > 0).map((d) => d.serviceRevisionId),
    rollback: null,
    breaker: { status: breakerOf(service).enable ? 'MONITORING' : 'DISABLED', failureCount: 0, threshold: 0 },
    triggeredAlarms: [],
    createdAtMs: sim.nowMs,
    startedAtMs: null,
    finishedAtMs: null,
    stoppedAtMs: null,
    updatedAtMs: sim.nowMs,
    deploymentConfiguration: service.deploymentConfiguration,
    shift: newShift(service),
    failedRequestsBefore: failedRequestsOf(sim, service),
    figures: null,
  })
  sim.t.services.patch(serviceId, {
    primaryId: row.id,
    steadySinceMs: null,
    startThrottle: null,
    placementRetry: null,
    standing: {},
    figures: freshFigures(sim, service),
  })
  putDeploymentEvent(sim, serviceId, 'SERVICE_DEPLOYMENT_IN_PROGRESS', deploymentId, row.rolloutStateReason)
  return row
}

function freshFigures(sim: Sim, service: ServiceRow): ServiceRow['figures'] {
  const { healthy, existing } = countsOf(sim, service.id)
  return { sinceMs: sim.nowMs, lowestHealthy: healthy, peakTasks: existing, endedMs: null }
}

/** D-333, D-334: a superseded deployment is ACTIVE while it has tasks; its record stops if it was still running. */
function supersede(sim: Sim, former: DeploymentRow): void {
  sim.t.deployments.patch(former.id, { status: 'ACTIVE', rollbackOf: null, updatedAtMs: sim.nowMs })
  const statusReason = 'Service deployment stopped because a new service deployment was started.'
  const failed = sim.t.deployments.get(former.rollbackOf ?? undefined)
  // A rollback that is overtaken never comes to its end.
  if (failed) closeRecord(sim, failed, 'ROLLBACK_FAILED', statusReason)
  const record = sim.t.serviceDeployments.get(former.serviceDeploymentId)
  const running = record && ['PENDING', 'IN_PROGRESS', 'ROLLBACK_REQUESTED'].includes(record.status)
  if (running) {
    const figures = deploymentFigures(sim, record)
    sim.t.serviceDeployments.patch(record.id, {
      status: 'STOP_REQUESTED',
      statusReason,
      figures,
      updatedAtMs: sim.nowMs,
    })
  }
}

function livingTasks(sim: Sim, deploymentId: string): number {
  const serviceId = sim.t.deployments.need(deploymentId).serviceId
  return sim.t.tasks.by('liveOfService', serviceId).filter((t) => t.deploymentId === deploymentId).length
}

/** D-316: a task in DEPROVISIONING keeps a superseded deployment no longer. */
function hasTasks(sim: Sim, { id, serviceId }: DeploymentRow): boolean {
  return sim.t.tasks
    .by('liveOfService', serviceId)
    .some((t) => t.deploymentId === id && t.lastStatus !== 'DEPROVISIONING')
}

/** The record follows the scheduler: PENDING → IN_PROGRESS at its first evaluation, STOP_REQUESTED → STOPPED (D-351). */
export function advanceRecords(sim: Sim, serviceId: string): void {
  for (const record of sim.t.serviceDeployments.by('service', serviceId)) {
    if (record.status === 'PENDING') {
      sim.t.serviceDeployments.patch(record.id, {
        status: 'IN_PROGRESS',
        startedAtMs: sim.nowMs,
        updatedAtMs: sim.nowMs,
      })
    } else if (record.status === 'STOP_REQUESTED') {
      sim.t.serviceDeployments.patch(record.id, {
        status: 'STOPPED',
        figures: deploymentFigures(sim, record),
        stoppedAtMs: sim.nowMs,
        finishedAtMs: sim.nowMs,
        updatedAtMs: sim.nowMs,
      })
    }
  }
}

/** Superseded deployments without a task leave the list (D-340). */
export function dropEmptyDeployments(sim: Sim, serviceId: string): void {
  // D-519: blue stays in the list until CLEAN_UP ends, even without a task.
  const blueId = shiftOf(sim, sim.t.services.need(serviceId))?.state.blueId
  for (const deployment of sim.t.deployments.by('current', serviceId)) {
    if (deployment.status !== 'ACTIVE' || deployment.id === blueId) continue
    if (!hasTasks(sim, deployment))
      sim.t.deployments.patch(deployment.id, { status: 'INACTIVE', updatedAtMs: sim.nowMs })
  }
}

/** D-316: COMPLETED, superseded deployments gone, the record SUCCESSFUL (or the rollback done, D-407). */
export function completeDeployment(sim: Sim, serviceId: string): DeploymentRow {
  const service = sim.t.services.need(serviceId)
  for (const old of sim.t.deployments.by('current', serviceId)) {
    // D-361: DEFERRED leaves old tasks, and with them the deployment, for later.
    if (old.id === service.primaryId || hasTasks(sim, old)) continue
    sim.t.deployments.patch(old.id, { status: 'INACTIVE', updatedAtMs: sim.nowMs })
  }
  const primary = sim.t.deployments.need(service.primaryId)
  const failed = sim.t.deployments.get(primary.rollbackOf ?? undefined)
  const row = sim.t.deployments.patch(primary.id, {
    rolloutState: 'COMPLETED',
    rolloutStateReason: `ECS deployment ${primary.deploymentId} completed.`,
    rollbackOf: null,
    completedAtMs: sim.nowMs,
    updatedAtMs: sim.nowMs,
  })
  closeRecord(sim, failed ?? primary, failed ? 'ROLLBACK_SUCCESSFUL' : 'SUCCESSFUL')
  putDeploymentEvent(sim, serviceId, 'SERVICE_DEPLOYMENT_COMPLETED', row.deploymentId, row.rolloutStateReason)
  return row
}

/** Ends the record of a deployment; the breaker's figures stay as they are now (D-353, D-412). */
export function closeRecord(
  sim: Sim,
  deployment: DeploymentRow,
  status: ServiceDeploymentRow['status'],
  statusReason?: string,
): void {
  const record = sim.t.serviceDeployments.get(deployment.serviceDeploymentId)
  if (!record) return
  const service = sim.t.services.need(deployment.serviceId)
  const { breaker } = record
  sim.t.serviceDeployments.patch(record.id, {
    status,
    ...(statusReason === undefined ? {} : { statusReason }),
    figures: deploymentFigures(sim, record),
    finishedAtMs: sim.nowMs,
    updatedAtMs: sim.nowMs,
    breaker:
      breaker.status === 'MONITORING'
        ? { status: 'MONITORING_COMPLETE', failureCount: deployment.failedTasks, threshold: thresholdOf(service) }
        : breaker,
  })
}

/** L and U of a service row (D-304, D-306). */
export function boundsOf(service: ServiceRow): { lower: number; upper: number } {
  const { minimumHealthyPercent, maximumPercent } = service.deploymentConfiguration
  return bounds(service.desiredCount, minimumHealthyPercent ?? 100, maximumPercent ?? 200)
}
