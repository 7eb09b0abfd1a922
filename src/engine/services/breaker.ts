/** What counts as a failure of a deployment (D-402, D-403, D-405), and when the breaker or an alarm ends it (D-404, D-430). */
import type { Sim } from '../kernel'
import type { TaskRow } from '../model'
import { alarmsInAlarm, alarmsWatch } from './alarms'
import { failDeployment } from './rollback'
import { shiftOf } from './shift/state'
import { breakerOf, thresholdOf } from './threshold'

/** Counts one failure of the PRIMARY deployment and leaves the breaker's record. */
export function countFailure(sim: Sim, serviceId: string, taskId: string | null, why: string): void {
  const service = sim.t.services.need(serviceId)
  const primary = sim.t.deployments.get(service.primaryId)
  // D-307: with task sets nothing is judged here.
  if (!primary) return
  if (taskId !== null) {
    const task = sim.t.tasks.need(taskId)
    if (task.failureCounted || task.deploymentId !== primary.id) return
    sim.t.tasks.patch(taskId, { failureCounted: true })
  }
  const failedTasks = primary.failedTasks + 1
  sim.t.deployments.patch(primary.id, { failedTasks, updatedAtMs: sim.nowMs })
  if (!breakerOf(service).enable || primary.rolloutState !== 'IN_PROGRESS') return
  const limit = thresholdOf(service)
  sim.decide({
    kind: 'breaker',
    subject: primary.id,
    serviceId,
    rules: ['D-403', 'D-401'],
    because: `${why}: ${failedTasks} of ${limit} failures.`,
    inputs: { taskId, failures: failedTasks, threshold: limit },
    outcome: { tripped: failedTasks >= limit },
  })
}

/** D-403b, D-403d: whether a task that is ending counts, judged by its row. */
export function failureOf(task: TaskRow): string | null {
  if (task.desiredStatus !== 'STOPPED' || task.failureCounted) return null
  const byItself = task.stopCode === 'TaskFailedToStart' || task.stopCode === 'EssentialContainerExited'
  if (!byItself) return null
  if (task.startedAtMs === null) return task.lastStatus === 'STOPPED' ? 'A task never came to run' : null
  return task.everCounted ? null : 'A task ended before it was healthy'
}

/** D-405: a task of the PRIMARY deployment has become healthy. */
export function noteHealthy(sim: Sim, serviceId: string): void {
  const service = sim.t.services.need(serviceId)
  const primary = sim.t.deployments.need(service.primaryId)
  if (primary.failedTasks === 0 || !breakerOf(service).resetOnHealthyTask) return
  const before = primary.failedTasks
  sim.t.deployments.patch(primary.id, { failedTasks: 0, updatedAtMs: sim.nowMs })
  if (!breakerOf(service).enable) return
  sim.decide({
    kind: 'breaker',
    subject: primary.id,
    serviceId,
    rules: ['D-405'],
    because: `A task became healthy: the count goes from ${before} back to 0 of ${thresholdOf(service)}.`,
    inputs: { failures: before },
    outcome: { failures: 0 },
  })
}

/** D-404, D-430, D-433: ends the deployment when the breaker or an alarm says so. True when it did. */
export function judgeDeployment(sim: Sim, serviceId: string): boolean {
  const service = sim.t.services.need(serviceId)
  const primary = sim.t.deployments.need(service.primaryId)
  if (primary.rolloutState !== 'IN_PROGRESS') return false
  const record = sim.t.serviceDeployments.get(primary.serviceDeploymentId)
  if (record?.status === 'ROLLBACK_REQUESTED') {
    failDeployment(sim, serviceId, {
      kind: 'user',
      rollback: true,
      rolloutStateReason: `ECS deployment ${primary.deploymentId} stopped.`,
      eventTail: null,
      statusReason: 'Service deployment rolled back because of a user request.',
      alarms: [],
    })
    return true
  }
  const breaker = breakerOf(service)
  // D-400: AWS's own sources disagree about deployments that shift traffic.
  const watched = breaker.enable && (sim.timings.breakerForBlueGreen || shiftOf(sim, service) === null)
  if (watched && primary.failedTasks >= thresholdOf(service)) {
    failDeployment(sim, serviceId, {
      kind: 'breaker',
      rollback: breaker.rollback,
      rolloutStateReason: 'ECS deployment circuit breaker: tasks failed to start.',
      eventTail: 'tasks failed to start.',
      statusReason: 'Service deployment rolled back because the circuit breaker threshold was exceeded.',
      alarms: [],
    })
    return true
  }
  const alarms = alarmsWatch(service, primary) ? alarmsInAlarm(sim, service) : []
  if (alarms.length === 0) return false
  failDeployment(sim, serviceId, {
    kind: 'alarm',
    rollback: service.deploymentConfiguration.alarms?.rollback ?? false,
    rolloutStateReason: 'ECS deployment failed: alarm detected.',
    eventTail: 'alarm detected.',
    statusReason: `Service deployment rolled back because alarm(s) ${alarms.join(', ')} went into ALARM state.`,
    alarms,
  })
  return true
}
