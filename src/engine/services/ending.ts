/** The end of an evaluation: completion and steady state (D-250 … D-252, D-316, D-317). */
import type { Sim } from '../kernel'
import type { DeploymentRow, ServiceRow, TaskRow } from '../model'
import { bakeMs } from './alarms'
import { wake } from './clock'
import { completeDeployment } from './deployments'
import { earlySuccessOf } from './early'
import { completedText, emit, steadyText } from './events'
import { phaseOf } from './gather'
import { deregistrationPending } from './notices'
import { armRebalancing } from './rebalance'
import { rollingOf, shiftIsDone, shiftOf } from './shift'
import { hasTaskSets, taskSetsAreSteady } from './task-sets'

/** D-316, D-317; with early success criteria D-361. */
export function completeIfDone(sim: Sim, serviceId: string): boolean {
  const service = sim.t.services.need(serviceId)
  const primary = sim.t.deployments.need(service.primaryId)
  if (primary.rolloutState !== 'IN_PROGRESS') return false
  const shift = shiftOf(sim, service)
  if (shift) {
    if (shiftIsDone(sim, service, shift)) complete(sim, service, primary)
    return sim.t.deployments.need(primary.id).rolloutState === 'COMPLETED'
  }
  // D-540
  if (rollingOf(sim, service)?.state.stage) return false
  const early = earlySuccessOf(service)
  let counted = 0
  let wanted = 0
  let oldLeft = false
  for (const task of sim.t.tasks.by('liveOfService', serviceId)) {
    // S-71: a daemon's task may stay on a DRAINING instance as long as others do.
    if (service.schedulingStrategy === 'DAEMON' && isLeaving(sim, task)) continue
    if (task.deploymentId === primary.id) {
      if (task.desiredStatus === 'RUNNING') wanted++
      if (task.countsAsHealthy) counted++
    } else if (task.lastStatus !== 'DEPROVISIONING') {
      oldLeft = true
    }
  }
  const reached = early ? counted >= early.required : wanted === service.desiredCount && counted === wanted
  if (!reached || (oldLeft && !early)) return false
  // D-361: first the bake, then the clean-up of old tasks, which BLOCKING waits for.
  if (stillBaking(sim, service, primary) || (oldLeft && !early?.deferred)) return false
  complete(sim, service, primary)
  return true
}

function complete(sim: Sim, service: ServiceRow, primary: DeploymentRow): void {
  completeDeployment(sim, service.id)
  sim.t.services.patch(service.id, { figures: { ...service.figures, endedMs: sim.nowMs } })
  emit(sim, service.id, 'D-605', completedText(service.name, primary.deploymentId))
}

const isLeaving = (sim: Sim, task: TaskRow) =>
  sim.t.containerInstances.get(task.containerInstanceId ?? undefined)?.status === 'DRAINING'

/** D-432: the bake begins when everything else is done. */
function stillBaking(sim: Sim, service: ServiceRow, primary: DeploymentRow): boolean {
  const bake = bakeMs(sim, service, primary)
  if (bake === 0) return false
  if (primary.bakeUntilMs === null) sim.t.deployments.patch(primary.id, { bakeUntilMs: sim.nowMs + bake })
  const until = primary.bakeUntilMs ?? sim.nowMs + bake
  if (sim.nowMs >= until) return false
  wake(sim, service.id, until)
  return true
}

interface Evaluation {
  acted: boolean
  deregistered: boolean
  completed: boolean
}

/** D-250 … D-252. Also keeps the clock ticking while something may still come of it. */
export function settleDown(sim: Sim, serviceId: string, evaluation: Evaluation): void {
  const service = sim.t.services.need(serviceId)
  const steady = !evaluation.acted && !evaluation.deregistered && isSteady(sim, service)
  if (!steady) {
    if (service.steadySinceMs !== null) sim.t.services.patch(serviceId, { steadySinceMs: null })
    // The next tick decides again after an action or a deregistration of this one.
    if (evaluation.acted || evaluation.deregistered || deregistrationPending(sim, serviceId))
      wake(sim, serviceId, sim.nowMs + 1)
    return
  }
  const repeatMs = sim.timings.steadyRepeat * 1000
  const due =
    service.steadySinceMs === null || evaluation.completed || sim.nowMs - (service.lastSteadyEventMs ?? 0) >= repeatMs
  if (due) {
    sim.t.services.patch(serviceId, {
      steadySinceMs: service.steadySinceMs ?? sim.nowMs,
      lastSteadyEventMs: sim.nowMs,
      standing: {},
      // S-152: a later want of room begins its tries anew.
      placementRetry: null,
    })
    emit(sim, serviceId, 'D-608', steadyText(service))
  }
  armRebalancing(sim, sim.t.services.need(serviceId))
  wake(sim, serviceId, (sim.t.services.need(serviceId).lastSteadyEventMs ?? sim.nowMs) + repeatMs)
}

/** The conditions of D-250 that rows show. */
export function isSteady(sim: Sim, service: ServiceRow): boolean {
  if (hasTaskSets(service)) return taskSetsAreSteady(sim, service.id)
  if (sim.t.deployments.need(service.primaryId).rolloutState !== 'COMPLETED') return false
  let running = 0
  for (const task of sim.t.tasks.by('liveOfService', service.id)) {
    const phase = phaseOf(task)
    if (phase === 'pending') return false
    if (phase === 'stopping' && task.lastStatus === 'DEACTIVATING' && task.drainUntilMs === null) return false
    if (phase !== 'running') continue
    running++
    if (!task.countsAsHealthy) return false
    if (sim.t.containerInstances.get(task.containerInstanceId ?? undefined)?.status === 'DRAINING') return false
  }
  return running === service.desiredCount
}
