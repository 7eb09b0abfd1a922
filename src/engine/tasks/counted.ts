/** The scheduler's notion of health: "counted healthy" (D-207 … D-210, N-91 … N-93). */
import type { Sim } from '../kernel'
import type { TaskRow } from '../model'
import { schedulerHealth } from './checks'
import { seconds } from './images'
import { loadBalancersOf } from './start'

/** When the health check grace period of the task ends (D-210): counted from RUNNING. */
export function graceEndsMs(sim: Sim, task: TaskRow): number {
  const service = sim.t.services.get(task.serviceId ?? undefined)
  return (task.startedAtMs ?? 0) + (service?.healthCheckGracePeriodSeconds ?? 0) * 1000
}

/** Recomputes `countsAsHealthy` after a change; writes only when it differs. */
export function updateCounted(sim: Sim, id: string): void {
  const task = sim.t.tasks.get(id)
  if (!task?.serviceId) return
  const counted = countedNow(sim, task)
  if (counted === task.countsAsHealthy) return
  sim.t.tasks.patch(id, {
    countsAsHealthy: counted,
    countedSinceMs: counted ? sim.nowMs : null,
    everCounted: task.everCounted || counted,
    ...(counted && task.firstCountedMs === undefined ? { firstCountedMs: sim.nowMs } : {}),
  })
  for (const hook of sim.hooks.taskChanged) hook(sim, id)
}

function countedNow(sim: Sim, task: TaskRow): boolean {
  if (task.lastStatus !== 'RUNNING' || task.desiredStatus !== 'RUNNING' || task.startedAtMs === null) return false
  // D-209: once counted it stays so until something turns unhealthy outside the grace period.
  if (task.countsAsHealthy) return unhealthyCause(sim, task) === null || sim.nowMs < graceEndsMs(sim, task)
  const groups = loadBalancersOf(sim, task)
  const container = schedulerHealth(sim, task)
  if (groups.length === 0 && container === null) return sim.nowMs >= uncheckedHealthyMs(sim, task)
  if (container !== null && container !== 'HEALTHY') return false
  const targets = sim.t.targets.by('task', task.id)
  return groups.every((entry) => {
    const group = sim.t.targetGroups.find('arn', entry.targetGroupArn ?? '')
    return group !== undefined && targets.some((t) => t.targetGroupId === group.id && t.state === 'healthy')
  })
}

/** D-208: a service without any check counts a task 40 s after RUNNING. */
export function uncheckedHealthyMs(sim: Sim, task: TaskRow): number {
  return (task.startedAtMs ?? 0) + seconds(sim.timings.healthyWaitNoChecks)
}

/** Whether nothing but time decides about the task's health (first row of D-207). */
export function hasNoChecks(sim: Sim, task: TaskRow): boolean {
  return loadBalancersOf(sim, task).length === 0 && schedulerHealth(sim, task) === null
}

export type UnhealthyCause =
  | { kind: 'container' }
  | { kind: 'target'; targetId: string; targetGroupArn: string; reason: string }
  | { kind: 'missing'; targetGroupArn: string; what: 'TARGET GROUP IS NOT FOUND' | 'TARGET IS NOT FOUND' }

/** Why a RUNNING task is unhealthy now, grace period aside (N-93); null when it is not. */
export function unhealthyCause(sim: Sim, task: TaskRow): UnhealthyCause | null {
  if (task.lastStatus !== 'RUNNING' || task.desiredStatus !== 'RUNNING') return null
  if (schedulerHealth(sim, task) === 'UNHEALTHY') return { kind: 'container' }
  for (const entry of loadBalancersOf(sim, task)) {
    const targetGroupArn = entry.targetGroupArn ?? ''
    const group = sim.t.targetGroups.find('arn', targetGroupArn)
    if (!group) return { kind: 'missing', targetGroupArn, what: 'TARGET GROUP IS NOT FOUND' }
    const target = sim.t.targets.by('task', task.id).find((t) => t.targetGroupId === group.id)
    if (!target || target.state === 'draining') return { kind: 'missing', targetGroupArn, what: 'TARGET IS NOT FOUND' }
    const outsideZones = target.state === 'unused' && target.description?.includes('Availability Zone')
    if (target.state === 'unhealthy' || outsideZones) {
      return {
        kind: 'target',
        targetId: target.id,
        targetGroupArn,
        reason: target.description ?? 'Health checks failed',
      }
    }
  }
  return null
}
