/** One evaluation of one service, applied (D-200, D-201). */
import type { Sim } from '../kernel'
import type { DeploymentRow, ServiceRow, TaskRow } from '../model'
import { chooseTasksToStop } from '../scheduler'
import { stopTask, tickAfter, tickAtOrAfter, unhealthyCause } from '../tasks'
import { advanceRecords, completeDeployment, dropEmptyDeployments } from './deployments'
import {
  completedText,
  deadlockText,
  emit,
  emitStanding,
  impairedText,
  resolveStanding,
  startedText,
  steadyText,
  stoppedPendingText,
  stoppedText,
} from './events'
import { gather, phaseOf } from './gather'
import { deregistrationPending, flushNotices } from './notices'
import type { NoPlace } from './place'
import { placeTask } from './place'
import type { Plan } from './plan'
import { planStep } from './plan'

/** D-205: placements per batch, and starts per service in any 60 s. */
const BATCH = 10
const STARTS_PER_MINUTE = 500

/** Instants at which services last ran, per engine: a controller runs once per instant. */
const lastRun = new WeakMap<Sim, Map<string, number>>()

/** Asks for an evaluation at the next tick (this instant if it is one and the service has not run in it yet). */
export function wake(sim: Sim, serviceId: string, notBeforeMs = sim.nowMs): void {
  const service = sim.t.services.get(serviceId)
  if (!service || service.status === 'INACTIVE') return
  let at = tickAtOrAfter(sim, notBeforeMs)
  if (at === sim.nowMs && lastRun.get(sim)?.get(serviceId) === at) at = tickAfter(sim, at)
  sim.timer(`tick ${serviceId}`, at, 1, 'services.tick', serviceId, 'earliest')
}

export function tick(sim: Sim, serviceId: string): void {
  const runs = lastRun.get(sim) ?? new Map<string, number>()
  lastRun.set(sim, runs)
  runs.set(serviceId, sim.nowMs)
  const deregistered = flushNotices(sim, serviceId)
  const service = sim.t.services.get(serviceId)
  if (!service || service.status === 'INACTIVE') return
  if (service.status === 'DRAINING') {
    finishDeleting(sim, service)
    return
  }
  advanceRecords(sim, serviceId)
  const plan = planStep(gather(sim, service))
  const stopped = applyStops(sim, service, plan)
  const started = applyStarts(sim, service, plan)
  if (stopped > 0 || started > 0) unsettle(sim, serviceId, plan, stopped, started)
  if (plan.deadlocked) emitStanding(sim, serviceId, 'D-609', deadlockText(service.name))
  else resolveStanding(sim, serviceId, (m) => m === deadlockText(service.name))
  dropEmptyDeployments(sim, serviceId)
  const completed = completeIfDone(sim, serviceId)
  settleDown(sim, serviceId, { acted: stopped > 0 || started > 0, deregistered, completed })
}

/** The decision record of an evaluation that did something (design.md §3). */
function unsettle(sim: Sim, serviceId: string, plan: Plan, stopped: number, started: number): void {
  const service = sim.t.services.need(serviceId)
  sim.decide({
    kind: 'rollingStep',
    subject: serviceId,
    serviceId,
    rules: ['D-311', 'D-312', 'D-305'],
    because: stepSentence(plan, stopped, started),
    inputs: {
      desired: service.desiredCount,
      lower: plan.lower,
      upper: plan.upper,
      healthy: plan.healthy,
      existing: plan.existing,
      need: plan.need,
    },
    outcome: { stopped, started },
  })
  sim.t.services.patch(serviceId, { steadySinceMs: null })
}

function stepSentence(plan: Plan, stopped: number, started: number): string {
  const parts: string[] = []
  if (stopped > 0) parts.push(`stop ${stopped}: ${plan.healthy} are healthy, ${plan.lower} must stay`)
  if (started > 0) parts.push(`start ${started}: ${plan.need} are missing, ${plan.upper} may exist`)
  return `${parts.join('; ')}.`
}

// ── stop phase ───────────────────────────────────────────────────────────────

function applyStops(sim: Sim, service: ServiceRow, plan: Plan): number {
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

/** D-610d, D-610e, D-610h, D-616. */
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

// ── start phase ──────────────────────────────────────────────────────────────

function applyStarts(sim: Sim, service: ServiceRow, plan: Plan): number {
  const primary = sim.t.deployments.need(service.primaryId)
  let allowed = startsAllowed(sim, sim.t.services.need(service.id))
  let total = 0
  const run = (count: number, deployment: DeploymentRow, replaced: string[]) => {
    const placed = startMany(sim, service.id, deployment, Math.min(count, allowed), replaced)
    allowed -= placed
    total += placed
  }
  run(plan.starts, primary, [])
  run(plan.replace.length, primary, plan.replace)
  if (plan.oldStarts > 0) {
    const old = sim.t.deployments
      .by('current', service.id)
      .filter((d) => d.status === 'ACTIVE')
      .at(-1)
    if (old) run(plan.oldStarts, old, [])
  }
  rememberStarts(sim, service.id, total)
  return total
}

/** Starts up to `count`; `replaced` names the unhealthy tasks that these are for. Answers how many found a place. */
function startMany(sim: Sim, serviceId: string, deployment: DeploymentRow, count: number, replaced: string[]): number {
  let started = 0
  let batch: TaskRow[] = []
  const flush = () => {
    if (batch.length === 0) return
    const name = sim.t.services.need(serviceId).name
    const rule = replaced.length > 0 ? 'D-603' : 'D-602'
    emit(sim, serviceId, rule, startedText(name, batch, replaced.length > 0 ? batch.length : 0))
    batch = []
  }
  for (let i = 0; i < count; i++) {
    const placed = placeTask(sim, sim.t.services.need(serviceId), deployment, replaced[i] ?? null)
    if ('noPlace' in placed) {
      flush()
      placementFailed(sim, serviceId, placed.noPlace)
      return started
    }
    started++
    batch.push(placed.task)
    if (batch.length === BATCH) flush()
  }
  flush()
  if (started > 0) placementSucceeded(sim, serviceId)
  return started
}

/** D-205: remembered for a minute. */
function rememberStarts(sim: Sim, serviceId: string, started: number): void {
  if (started === 0) return
  const recent = sim.t.services.need(serviceId).recentStarts.filter(([atMs]) => atMs > sim.nowMs - 60_000)
  sim.t.services.patch(serviceId, { recentStarts: [...recent, [sim.nowMs, started]] })
}

/** D-205, D-242, S-152: how many starts may be tried in this evaluation. */
function startsAllowed(sim: Sim, service: ServiceRow): number {
  const recent = service.recentStarts.filter(([atMs]) => atMs > sim.nowMs - 60_000)
  let allowed = STARTS_PER_MINUTE - recent.reduce((sum, [, n]) => sum + n, 0)
  if (allowed <= 0) wake(sim, service.id, (recent[0]?.[0] ?? sim.nowMs) + 60_000)
  if (service.placementRetry && sim.nowMs < service.placementRetry.nextMs) {
    wake(sim, service.id, service.placementRetry.nextMs)
    return 0
  }
  const throttle = service.startThrottle
  if (throttle && throttle.failures >= 3) {
    if (sim.nowMs < throttle.nextStartMs) {
      wake(sim, service.id, throttle.nextStartMs)
      return 0
    }
    allowed = Math.min(allowed, 1)
  }
  return Math.max(0, allowed)
}

function placementFailed(sim: Sim, serviceId: string, failure: NoPlace): void {
  const service = sim.t.services.need(serviceId)
  const firstMs = service.placementRetry?.firstMs ?? sim.nowMs
  const fast = sim.nowMs - firstMs < sim.timings.placementRetryFast * 1000
  const nextMs = fast
    ? tickAfter(sim, sim.nowMs)
    : tickAtOrAfter(sim, sim.nowMs + sim.timings.placementRetrySlow * 1000)
  sim.t.services.patch(serviceId, {
    placementRetry: { firstMs, nextMs, reasons: failure.reasons, decisionId: failure.decisionId },
  })
  emitStanding(sim, serviceId, 'D-611', failure.text, failure.decisionId)
  wake(sim, serviceId, nextMs)
}

function placementSucceeded(sim: Sim, serviceId: string): void {
  const service = sim.t.services.need(serviceId)
  if (service.placementRetry) sim.t.services.patch(serviceId, { placementRetry: null })
  resolveStanding(sim, serviceId, (m) => m.includes('unable to place a task'))
}

/** S-152: room may have appeared somewhere in the cluster; the next tick tries again. */
export function placementMayHaveChanged(sim: Sim, clusterId: string): void {
  if (!sim.timings.placementRetryOnChange) return
  for (const service of sim.t.services.by('cluster', clusterId)) {
    if (!service.placementRetry || service.status !== 'ACTIVE') continue
    const nextMs = tickAtOrAfter(sim, sim.nowMs)
    if (nextMs < service.placementRetry.nextMs) {
      sim.t.services.patch(service.id, { placementRetry: { ...service.placementRetry, nextMs } })
    }
    wake(sim, service.id)
  }
}

/** D-240 … D-244: a task of the PRIMARY deployment ended without ever running, or ran. */
export function noteStart(sim: Sim, serviceId: string, outcome: 'neverRan' | 'ran'): void {
  const service = sim.t.services.need(serviceId)
  if (outcome === 'ran') {
    if (service.startThrottle) sim.t.services.patch(serviceId, { startThrottle: null })
    resolveStanding(sim, serviceId, (m) => m === impairedText(service.name))
    return
  }
  const failures = (service.startThrottle?.failures ?? 0) + 1
  let delayS = sim.timings.startThrottleBase
  for (let k = 3; k < failures && delayS < sim.timings.startThrottleMax; k++) delayS *= 2
  const nextStartMs = failures < 3 ? sim.nowMs : sim.nowMs + Math.min(delayS, sim.timings.startThrottleMax) * 1000
  sim.t.services.patch(serviceId, { startThrottle: { failures, nextStartMs } })
  if (failures >= 3) emitStanding(sim, serviceId, 'D-607', impairedText(service.name))
}

// ── end of the evaluation ────────────────────────────────────────────────────

/** D-316, D-317. */
function completeIfDone(sim: Sim, serviceId: string): boolean {
  const service = sim.t.services.need(serviceId)
  const primary = sim.t.deployments.need(service.primaryId)
  if (primary.rolloutState !== 'IN_PROGRESS') return false
  let counted = 0
  let wanted = 0
  for (const task of sim.t.tasks.by('liveOfService', serviceId)) {
    if (task.deploymentId === primary.id) {
      if (task.desiredStatus === 'RUNNING') wanted++
      if (task.countsAsHealthy) counted++
    } else if (task.lastStatus !== 'DEPROVISIONING') {
      return false
    }
  }
  if (wanted !== service.desiredCount || counted !== wanted) return false
  completeDeployment(sim, serviceId)
  sim.t.services.patch(serviceId, { figures: { ...service.figures, endedMs: sim.nowMs } })
  emit(sim, serviceId, 'D-605', completedText(service.name, primary.deploymentId))
  return true
}

interface Evaluation {
  acted: boolean
  deregistered: boolean
  completed: boolean
}

/** D-250 … D-252. Also keeps the clock ticking while something may still come of it. */
function settleDown(sim: Sim, serviceId: string, evaluation: Evaluation): void {
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
    })
    emit(sim, serviceId, 'D-608', steadyText(service))
  }
  wake(sim, serviceId, (sim.t.services.need(serviceId).lastSteadyEventMs ?? sim.nowMs) + repeatMs)
}

/** The conditions of D-250 that rows show. */
export function isSteady(sim: Sim, service: ServiceRow): boolean {
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

// ── deleting ─────────────────────────────────────────────────────────────────

/** D-730: INACTIVE when every task is STOPPING or STOPPED. */
export function finishDeleting(sim: Sim, service: ServiceRow): void {
  const gone = new Set(['STOPPING', 'DEPROVISIONING', 'STOPPED', 'DELETED'])
  const left = sim.t.tasks.by('liveOfService', service.id).some((t) => !gone.has(t.lastStatus))
  if (left) return
  for (const deployment of sim.t.deployments.by('current', service.id)) {
    sim.t.deployments.patch(deployment.id, { status: 'INACTIVE', updatedAtMs: sim.nowMs })
  }
  sim.t.services.patch(service.id, { status: 'INACTIVE', inactiveAtMs: sim.nowMs })
  sim.cancelTimer(`tick ${service.id}`)
  sim.schedule(sim.nowMs + sim.timings.inactiveRetention * 1000, 0, 'services.expire', service.id)
}
