/** Service events in ECS's wording (D-600 … D-624). */
import { putServiceAction } from '../eventbridge'
import type { Sim } from '../kernel'
import type { ServiceRow, TaskRow } from '../model'

/** D-205: placements per batch; a batch is one event (D-601). */
export const BATCH = 10

/** Kept per service; DescribeServices shows the newest 100 (D-600). */
const EVENTS_KEPT = 300

/** D-634: what EventBridge is told along with an event of this rule. */
const ACTIONS: Record<string, ['INFO' | 'WARN', string]> = {
  'D-608': ['INFO', 'SERVICE_STEADY_STATE'],
  'D-604': ['INFO', 'TASKS_STOPPED'],
  'D-607': ['WARN', 'SERVICE_TASK_START_IMPAIRED'],
}

/** Appends an event. `rule` names the text. */
export function emit(
  sim: Sim,
  serviceId: string,
  rule: string,
  message: string,
  decisionId: string | null = null,
): void {
  const base = sim.newRow('serviceEvents')
  sim.t.serviceEvents.put({
    ...base,
    eventId: sim.uuid('event', base.n),
    serviceId,
    atMs: sim.nowMs,
    message,
    rule,
    decisionId,
  })
  const action = ACTIONS[rule]
  if (action) putServiceAction(sim, serviceId, ...action)
  if (sim.t.serviceEvents.countBy('service', serviceId) > EVENTS_KEPT + 50) {
    const rows = sim.t.serviceEvents.by('service', serviceId)
    for (const row of rows.slice(0, rows.length - EVENTS_KEPT)) sim.t.serviceEvents.delete(row.id)
  }
}

/** D-620: an identical message is not repeated until its cause was resolved or six hours have passed. True when emitted. */
export function emitStanding(
  sim: Sim,
  serviceId: string,
  rule: string,
  message: string,
  decisionId: string | null = null,
): boolean {
  const service = sim.t.services.need(serviceId)
  const last = service.standing[message]
  if (last !== undefined && sim.nowMs - last < sim.timings.steadyRepeat * 1000) return false
  sim.t.services.patch(serviceId, { standing: { ...service.standing, [message]: sim.nowMs } })
  emit(sim, serviceId, rule, message, decisionId)
  return true
}

/** The causes of standing messages with this beginning are resolved. */
export function resolveStanding(sim: Sim, serviceId: string, matches: (message: string) => boolean): void {
  const service = sim.t.services.need(serviceId)
  const kept = Object.entries(service.standing).filter(([message]) => !matches(message))
  if (kept.length === Object.keys(service.standing).length) return
  sim.t.services.patch(serviceId, { standing: Object.fromEntries(kept) })
}

const taskList = (tasks: Pick<TaskRow, 'taskId'>[]) => tasks.map((t) => `(task ${t.taskId})`).join(' ')

/** D-602; D-603 with the replacement suffix. */
export function startedText(name: string, tasks: Pick<TaskRow, 'taskId'>[], replaced: number): string {
  const base = `(service ${name}) has started ${tasks.length} tasks: ${taskList(tasks)}.`
  return replaced > 0 ? `${base} Amazon ECS replaced ${replaced} tasks due to an unhealthy status.` : base
}

/** D-604 */
export function stoppedText(name: string, tasks: Pick<TaskRow, 'taskId'>[]): string {
  return `(service ${name}) has stopped ${tasks.length} running tasks: ${taskList(tasks)}.`
}

/** D-604b */
export const stoppedPendingText = (name: string, count: number) => `(service ${name}) stopped ${count} pending tasks.`

/** D-609 */
export const deadlockText = (name: string) =>
  `(service ${name}) was unable to stop or start tasks during a deployment because of the service deployment configuration. Update the minimumHealthyPercent or maximumPercent value and try again.`

export const steadyText = (service: Pick<ServiceRow, 'name'>) => `(service ${service.name}) has reached a steady state.`

export const completedText = (name: string, deploymentId: string) =>
  `(service ${name}) (deployment ${deploymentId}) deployment completed.`

/** D-607 */
export const impairedText = (name: string) => `(service ${name}) is unable to consistently start tasks successfully.`
