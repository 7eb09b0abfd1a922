/** A deployment that fails, and the way back (D-404, D-407 … D-411). */
import { putDeploymentEvent } from '../eventbridge'
import type { Sim } from '../kernel'
import type { DeploymentRow } from '../model'
import { closeRecord } from './deployments'
import { emit } from './events'
import { turnBack } from './shift/turn-back'
import { thresholdOf } from './threshold'

/** What can end a deployment before its time, and the rule that says so. */
const RULES = {
  breaker: 'D-404',
  alarm: 'D-430',
  user: 'D-356',
  hook: 'D-520',
  network: 'D-504',
  stage: 'D-515',
}

export interface Failure {
  kind: keyof typeof RULES
  rollback: boolean
  rolloutStateReason: string
  /** What follows `deployment failed: ` in the service event (D-606); null = no event. */
  eventTail: string | null
  statusReason: string
  alarms: string[]
}

const NO_CANDIDATE = 'No rollback candidate was found to run the rollback.'

/** D-407, D-409: the most recent COMPLETED deployment; none while a rollback itself is under way. */
export function rollbackTarget(sim: Sim, serviceId: string): DeploymentRow | null {
  const service = sim.t.services.need(serviceId)
  const primary = sim.t.deployments.need(service.primaryId)
  if (primary.rollbackOf !== null) return null
  let best: DeploymentRow | null = null
  for (const deployment of sim.t.deployments.by('service', serviceId)) {
    if (deployment.id === primary.id || deployment.rolloutState !== 'COMPLETED') continue
    if (!best || (deployment.completedAtMs ?? 0) >= (best.completedAtMs ?? 0)) best = deployment
  }
  return best
}

/** D-404: FAILED at once; then the way back, or a standstill (D-409, D-410). */
export function failDeployment(sim: Sim, serviceId: string, failure: Failure): void {
  const service = sim.t.services.need(serviceId)
  const failed = sim.t.deployments.need(service.primaryId)
  const original = sim.t.deployments.get(failed.rollbackOf ?? undefined) ?? failed
  sim.t.deployments.patch(failed.id, {
    rolloutState: 'FAILED',
    rolloutStateReason: failure.rolloutStateReason,
    rollbackOf: null,
    updatedAtMs: sim.nowMs,
  })
  // D-635: this text has the task in the singular.
  const told = failure.rolloutStateReason.replace(/: tasks failed/, ': task failed')
  putDeploymentEvent(sim, serviceId, 'SERVICE_DEPLOYMENT_FAILED', failed.deploymentId, told)
  const head = `(service ${service.name})`
  const decisionId = sim.decide({
    kind: 'breaker',
    subject: failed.id,
    serviceId,
    rules: [RULES[failure.kind]],
    because: failure.statusReason,
    inputs: { failures: failed.failedTasks, threshold: thresholdOf(service), alarms: failure.alarms },
    outcome: { rollback: failure.rollback },
  })
  // D-522: a deployment that shifts traffic says all of it.
  const tail = failure.rollback && shifts(sim, original) ? failure.statusReason : failure.eventTail
  if (tail !== null) {
    const text = `${head} (deployment ${failed.deploymentId}) deployment failed: ${tail}`
    emit(sim, serviceId, 'D-606', text, decisionId)
  }
  markRecord(sim, original, failure)
  const target = failure.rollback && original.id === failed.id ? rollbackTarget(sim, serviceId) : null
  if (target) {
    rollBackTo(sim, serviceId, failed, target, failure)
    turnBack(sim, failed, target)
    if (tail !== null)
      emit(sim, serviceId, 'D-606', `${head} rolling back to deployment ${target.deploymentId}.`, decisionId)
  } else if (failure.rollback) {
    closeRecord(sim, original, 'ROLLBACK_FAILED', NO_CANDIDATE)
  } else {
    const record = sim.t.serviceDeployments.get(original.serviceDeploymentId)
    if (record) sim.t.serviceDeployments.patch(record.id, { status: 'STOP_REQUESTED', updatedAtMs: sim.nowMs })
  }
}

function shifts(sim: Sim, deployment: DeploymentRow): boolean {
  const shift = sim.t.serviceDeployments.get(deployment.serviceDeploymentId)?.shift
  return shift !== null && shift !== undefined && shift.strategy !== 'ROLLING'
}

/** The breaker's figures and the alarms at the moment of the trip. */
function markRecord(sim: Sim, deployment: DeploymentRow, failure: Failure): void {
  const record = sim.t.serviceDeployments.get(deployment.serviceDeploymentId)
  if (!record) return
  const service = sim.t.services.need(deployment.serviceId)
  const figures = { failureCount: deployment.failedTasks, threshold: thresholdOf(service) }
  sim.t.serviceDeployments.patch(record.id, {
    triggeredAlarms: failure.alarms,
    breaker: failure.kind === 'breaker' ? { status: 'TRIGGERED', ...figures } : { ...record.breaker, ...figures },
    updatedAtMs: sim.nowMs,
  })
}

/** D-407, D-408: the target is PRIMARY again under its old id, with its own configuration. */
function rollBackTo(sim: Sim, serviceId: string, failed: DeploymentRow, target: DeploymentRow, failure: Failure): void {
  sim.t.deployments.patch(failed.id, { status: 'ACTIVE' })
  const reason =
    failure.kind === 'breaker'
      ? `ECS deployment circuit breaker: rolling back to deploymentId ${target.deploymentId}.`
      : `ECS deployment ${target.deploymentId} in progress: rolling back.`
  sim.t.deployments.patch(target.id, {
    status: 'PRIMARY',
    rolloutState: 'IN_PROGRESS',
    rolloutStateReason: reason,
    rollbackOf: failed.id,
    failedTasks: 0,
    bakeUntilMs: null,
    updatedAtMs: sim.nowMs,
  })
  putDeploymentEvent(sim, serviceId, 'SERVICE_DEPLOYMENT_IN_PROGRESS', target.deploymentId, reason)
  sim.t.services.patch(serviceId, {
    primaryId: target.id,
    taskDefinitionId: target.taskDefinitionId,
    launchType: target.launchType,
    capacityProviderStrategy: target.capacityProviderStrategy,
    platformVersion: target.platformVersion,
    networkConfiguration: target.networkConfiguration,
    // D-505: the revision keeps them as they were given, the deployment with its own target groups.
    loadBalancers: sim.t.serviceRevisions.get(target.serviceRevisionId)?.loadBalancers ?? target.loadBalancers,
    startThrottle: null,
    placementRetry: null,
    steadySinceMs: null,
  })
  const record = sim.t.serviceDeployments.get(failed.serviceDeploymentId)
  if (record) {
    sim.t.serviceDeployments.patch(record.id, {
      status: 'ROLLBACK_IN_PROGRESS',
      statusReason: failure.statusReason,
      rollback: { reason: failure.statusReason, startedAtMs: sim.nowMs, revisionId: target.serviceRevisionId },
      updatedAtMs: sim.nowMs,
    })
  }
}
