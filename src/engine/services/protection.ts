/** Scale-in protection that holds more tasks than the service wants (D-206, D-613, S-55). */
import { putServiceAction } from '../eventbridge'
import type { Sim } from '../kernel'
import { wake } from './clock'
import { emitStanding, resolveStanding } from './events'

/**
 * Says so once when more running tasks are protected than are desired (there is no steady state until that is over), and
 * asks for an evaluation when the first protection lapses.
 */
export function announceProtection(sim: Sim, serviceId: string): void {
  const service = sim.t.services.need(serviceId)
  let held = 0
  let lapsesMs = Number.POSITIVE_INFINITY
  for (const task of sim.t.tasks.by('liveOfService', serviceId)) {
    const { protectedUntilMs } = task
    if (task.desiredStatus !== 'RUNNING' || protectedUntilMs === null || protectedUntilMs <= sim.nowMs) continue
    if (task.lastStatus === 'RUNNING') held++
    lapsesMs = Math.min(lapsesMs, protectedUntilMs)
  }
  if (lapsesMs < Number.POSITIVE_INFINITY) wake(sim, serviceId, lapsesMs)
  if (held <= service.desiredCount) {
    resolveStanding(sim, serviceId, (message) => message.endsWith('tasks under protection)'))
    return
  }
  const taskSet = sim.t.deployments.get(service.primaryId)?.deploymentId
  const text = `(service ${service.name}) was unable to reach steady state because (taskSet ${taskSet}) was unable to scale in due to (reason ${held} tasks under protection)`
  if (emitStanding(sim, serviceId, 'D-613', text))
    putServiceAction(sim, serviceId, 'INFO', 'TASKSET_SCALE_IN_FAILURE_BY_TASK_PROTECTION')
}
