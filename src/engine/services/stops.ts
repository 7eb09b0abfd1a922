/** The stop phase of an evaluation: who goes, and what is said about it (D-203, D-311, D-604, D-622, D-623). */
import { putServiceAction } from '../eventbridge'
import type { Sim } from '../kernel'
import type { ServiceRow, TaskRow } from '../model'
import { chooseTasksToStop } from '../scheduler'
import { stopTask, unhealthyCause } from '../tasks'
import { countFailure } from './breaker'
import { BATCH, emit, stoppedPendingText, stoppedText } from './events'
import { phaseOf } from './gather'
import type { Plan } from './plan'

export function applyStops(sim: Sim, service: ServiceRow, plan: Plan): number {
  const victims = new Map<string, string>()
  for (const stop of plan.stops) victims.set(stop.id, stop.why)
  for (const id of choose(sim, service, plan.oldHealthyCandidates, plan.oldHealthyBudget, 'oldHealthy'))
    victims.set(id, 'oldHealthy')
  for (const id of choose(sim, service, plan.surplusCandidates, plan.surplusBudget, 'surplus'))
    victims.set(id, 'surplus')
  if (plan.unhealthyFirst.length > 0) {
    const pick = plan.unhealthyFirst[sim.random('unhealthyFirst', plan.unhealthyFirst.length)]
    if (pick) victims.set(pick, 'unhealthy')
  }
  // V-16: the id in the reason is that of the task's own deployment.
  const deploymentIdOf = (task: TaskRow) => sim.t.deployments.get(task.deploymentId ?? undefined)?.deploymentId
  const running: TaskRow[] = []
  let pending = 0
  for (const [id, why] of victims) {
    const task = sim.t.tasks.need(id)
    const wasRunning = phaseOf(task) === 'running'
    const cause = wasRunning && (why === 'unhealthy' || why === 'oldUncounted') ? unhealthyCause(sim, task) : null
    let reason = `Scaling activity initiated by (deployment ${deploymentIdOf(task)})`
    if (cause) {
      announceUnhealthy(sim, service, task)
      if (cause.kind === 'container') reason = 'Task failed container health checks'
      else reason = `Task failed ELB health checks in (target-group ${cause.targetGroupArn})`
    }
    if (cause && task.deploymentId === service.primaryId)
      countFailure(sim, service.id, id, 'A task failed its health checks')
    if (why === 'constraint')
      putServiceAction(sim, service.id, 'ERROR', 'SERVICE_DAEMON_PLACEMENT_CONSTRAINT_VIOLATED', {
        taskArns: [task.arn],
      })
    stopTask(sim, id, { stopCode: 'ServiceSchedulerInitiated', reason, by: 'scheduler' })
    if (wasRunning) running.push(task)
    else pending++
  }
  for (let i = 0; i < running.length; i += BATCH) {
    emit(sim, service.id, 'D-604', stoppedText(service.name, running.slice(i, i + BATCH)))
  }
  if (pending > 0) emit(sim, service.id, 'D-604b', stoppedPendingText(service.name, pending))
  return victims.size
}

/** D-203, S-50 … S-54, with the record of why these. D-333: newest superseded deployment first. */
function choose(
  sim: Sim,
  service: ServiceRow,
  candidates: string[],
  count: number,
  why: 'oldHealthy' | 'surplus',
): string[] {
  if (count <= 0) return []
  const rows = candidates.map((id) => sim.t.tasks.need(id))
  const chosen: string[] = []
  const order = why === 'oldHealthy' ? [...new Set(rows.map((r) => r.deploymentId))] : [null]
  for (const deploymentId of order) {
    const group = deploymentId === null ? rows : rows.filter((r) => r.deploymentId === deploymentId)
    const left = Math.min(count - chosen.length, group.length)
    if (left <= 0) continue
    const choice = chooseTasksToStop(sim, service.id, group, left, service.placementStrategy)
    sim.decide(choice.decision)
    chosen.push(...choice.taskIds)
  }
  return chosen
}

/** D-610d, D-610e, D-610f, D-610h, D-616. */
function announceUnhealthy(sim: Sim, service: ServiceRow, task: TaskRow): void {
  const cause = unhealthyCause(sim, task)
  if (!cause) return
  const head = `(service ${service.name}) (task ${task.taskId})`
  if (cause.kind === 'container') {
    emit(sim, service.id, 'D-610h', `${head} failed container health checks.`)
    return
  }
  if (cause.kind === 'missing') {
    const taskSet = sim.t.deployments.get(task.deploymentId ?? undefined)?.deploymentId
    const text = `(service ${service.name}) (taskSet ${taskSet}) (task ${task.taskId}) is not healthy in (target-group ${cause.targetGroupArn}) due to ${cause.what}.`
    emit(sim, service.id, 'D-616', text)
    return
  }
  const target = sim.t.targets.need(cause.targetId)
  const instance = sim.t.containerInstances.get(task.containerInstanceId ?? undefined)
  const where = instance ? ` (instance ${instance.ec2InstanceId})` : ''
  const text = `${head}${where} (port ${target.port}) is unhealthy in (target-group ${cause.targetGroupArn}) due to (reason ${cause.reason}).`
  emit(sim, service.id, instance ? 'D-610d' : 'D-610e', text)
}
