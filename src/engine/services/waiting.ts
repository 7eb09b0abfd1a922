/**
 * The why-line's facts (design.md §3 "Waiting is a fact too"): the same plan that an evaluation applies is asked without
 * applying it, so the sentence cannot say anything that the guard does not hold.
 */
import type { Sim } from '../kernel'
import type { ServiceRow, ServiceWaiting, TaskRow } from '../model'
import { checkOf, seconds, tickAtOrAfter } from '../tasks'
import { isSteady } from './ending'
import { phaseOf } from './gather'
import type { Plan } from './plan'
import { planOf } from './planned'
import { launchLimit } from './retries'
import { shiftOf, stageWaiting, wholePlan } from './shift'
import { countsOf } from './tally'
import { hasTaskSets } from './task-sets'

export interface Waiting extends ServiceWaiting {
  sentence: string
  subjects: string[]
}

/** null when the service is steady. Reads only. */
export function waitingOf(sim: Sim, service: ServiceRow): Waiting | null {
  if (service.status === 'INACTIVE') return null
  const plan = hasTaskSets(service) ? planOf(sim, service) : wholePlan(sim, service)
  const base = {
    canProgress: true,
    lowerBound: plan.lower,
    upperBound: plan.upper,
    healthy: plan.healthy,
    existing: existingNow(sim, service),
    desired: service.desiredCount,
    taskId: null,
    untilMs: null,
    reasons: {},
    detail: '',
  }
  const found = guard(sim, service, plan)
  if (!found) return null
  const facts: ServiceWaiting = { ...base, ...found }
  return { ...facts, sentence: sentenceOf(sim, plan, facts), subjects: facts.taskId ? [facts.taskId] : [service.id] }
}

type Found = Pick<ServiceWaiting, 'kind' | 'rules'> & Partial<ServiceWaiting>

/** The first guard that holds, the most definite first. */
function guard(sim: Sim, service: ServiceRow, plan: Plan): Found | null {
  const live = sim.t.tasks.by('liveOfService', service.id)
  if (service.status === 'DRAINING')
    return { kind: 'deleting', rules: ['D-730'], detail: `${live.length} tasks are stopping` }
  const primary = sim.t.deployments.get(service.primaryId)
  if (primary?.rolloutState === 'FAILED') {
    return { kind: 'failed', rules: ['D-409', 'D-410'], canProgress: false, detail: primary.rolloutStateReason }
  }
  if (plan.deadlocked) return { kind: 'deadlock', rules: ['D-322'], canProgress: false }
  const retry = service.placementRetry
  if (retry && (plan.starts > 0 || plan.replace.length > 0)) {
    const moving = live.some((t) => phaseOf(t) === 'pending' || phaseOf(t) === 'stopping') || stopsOf(plan) > 0
    return {
      kind: 'placement',
      rules: ['D-204', 'S-152'],
      // D-515: the limit of its stage ends a wait for room.
      canProgress:
        moving || live.some((t) => phaseOf(t) === 'running' && !t.countsAsHealthy) || shiftOf(sim, service) !== null,
      reasons: retry.reasons,
      untilMs: retry.nextMs,
      detail: `${plan.starts + plan.replace.length} wanted, no place`,
    }
  }
  const throttle = service.startThrottle
  if (plan.starts > 0 && throttle && throttle.failures >= 3 && throttle.nextStartMs > sim.nowMs) {
    return {
      kind: 'throttled',
      rules: ['D-242'],
      untilMs: throttle.nextStartMs,
      detail: `${throttle.failures} starts failed in a row`,
    }
  }
  if (stopsOf(plan) > 0 || startsOf(plan) > 0) {
    const limit = launchLimit(service, nextTickMs(sim))
    if (stopsOf(plan) === 0 && limit.left === 0) {
      return {
        kind: 'throttled',
        rules: ['D-205'],
        untilMs: limit.moreAtMs,
        detail: `${startsOf(plan)} more to start, and ECS starts at most 500 a minute for a service`,
      }
    }
    // D-242: after three failed starts in a row one at a time.
    const allowed = throttle && throttle.failures >= 3 ? Math.min(1, limit.left) : limit.left
    return { kind: 'tick', rules: ['D-200', 'D-205'], untilMs: nextTickMs(sim), detail: actionOf(plan, allowed) }
  }
  const stage = stageWaiting(sim, service, nextTickMs(sim))
  if (stage?.kind !== 'stage' || stage.untilMs !== null) return stage ?? transit(sim, service, live)
  // What the stage waits for is itself on its way.
  const inner = transit(sim, service, live)
  const untilMs = inner?.kind === 'completing' ? null : (inner?.untilMs ?? null)
  const when =
    inner && untilMs !== null && !inner.detail?.includes('counts after') ? ` in ${countdown(sim, untilMs)}` : ''
  const also = inner && inner.kind !== 'completing' ? `; ${inner.detail}${when}` : ''
  return {
    ...stage,
    taskId: inner?.taskId ?? null,
    untilMs,
    detail: `${stage.detail}${`${stage.detail}${also}`.length <= 108 ? also : ''}`,
  }
}

const stopsOf = (plan: Plan) =>
  plan.stops.length + plan.oldHealthyBudget + plan.surplusBudget + Math.min(1, plan.unhealthyFirst.length)

function nextTickMs(sim: Sim): number {
  return tickAtOrAfter(sim, sim.instantDone ? sim.nowMs + 1 : sim.nowMs)
}

const startsOf = (plan: Plan) => plan.starts + plan.replace.length + plan.oldStarts

function actionOf(plan: Plan, allowed: number): string {
  const stops = stopsOf(plan)
  const starts = Math.min(startsOf(plan), allowed)
  if (stops > 0 && starts > 0) return `stops ${stops}, starts ${starts}`
  return stops > 0 ? `stops ${stops}` : `starts ${starts}`
}

/** What is on its way: a start, a verdict, a stop, or the closing evaluation. */
function transit(sim: Sim, service: ServiceRow, live: TaskRow[]): Found | null {
  const pending = live.find((t) => t.desiredStatus === 'RUNNING' && phaseOf(t) === 'pending')
  if (pending) {
    const task = `task ${pending.taskId.slice(0, 4)}`
    if (!pending.admitted && pending.lastStatus === 'PENDING' && pending.containerInstanceId) {
      return {
        kind: 'starting',
        rules: ['S-95'],
        taskId: pending.id,
        detail: `${task} waits on its instance for a stopping task`,
      }
    }
    return { kind: 'starting', rules: ['D-107'], taskId: pending.id, detail: `${task} is ${startWord(pending)}` }
  }
  const judged = live.find((t) => phaseOf(t) === 'running' && t.desiredStatus === 'RUNNING' && !t.countsAsHealthy)
  if (judged) {
    const verdict = nextVerdict(sim, judged)
    return { kind: 'health', rules: ['D-207'], taskId: judged.id, untilMs: verdict.atMs, detail: verdict.text }
  }
  const stopping = live.find((t) => phaseOf(t) === 'stopping')
  if (stopping && !isSteady(sim, service)) {
    const task = `task ${stopping.taskId.slice(0, 4)}`
    const { drainUntilMs: untilMs } = stopping
    const drains = untilMs === null ? 'drains' : 'is drained'
    const detail = `${task} ${stopping.lastStatus === 'DEACTIVATING' ? drains : 'is stopping'}`
    return { kind: 'draining', rules: ['N-96'], taskId: stopping.id, untilMs, detail }
  }
  const bakeUntilMs = sim.t.deployments.get(service.primaryId)?.bakeUntilMs ?? 0
  if (bakeUntilMs > sim.nowMs && sim.t.deployments.need(service.primaryId).rolloutState === 'IN_PROGRESS')
    return { kind: 'stage', rules: ['D-432'], untilMs: bakeUntilMs, detail: 'the bake time ends' }
  const held = heldByProtection(sim, service, live)
  if (held) return held
  if (service.steadySinceMs !== null && isSteady(sim, service)) return null
  return {
    kind: 'completing',
    rules: ['D-250', 'D-316'],
    untilMs: nextTickMs(sim),
    detail: 'the next scheduler tick checks',
  }
}

/** D-206: tasks that have to go and may not yet. */
function heldByProtection(sim: Sim, service: ServiceRow, live: TaskRow[]): Found | null {
  const wanted = live.filter((t) => t.desiredStatus === 'RUNNING')
  if (wanted.length <= service.desiredCount) return null
  const held = wanted.filter((t) => t.protectedUntilMs !== null && t.protectedUntilMs > sim.nowMs)
  const ends = held.reduce((first, t) => Math.min(first, t.protectedUntilMs ?? first), Number.POSITIVE_INFINITY)
  if (held.length === 0) return null
  const of = held.length === 1 ? 'one task' : `${held.length} tasks`
  return { kind: 'protected', rules: ['D-206', 'S-55'], untilMs: ends, detail: `the protection of ${of} ends` }
}

function startWord(task: TaskRow): string {
  if (task.lastStatus === 'PROVISIONING') return 'getting its network interface'
  if (task.containers.some((c) => c.stage === 'pulling')) return 'pulling its image'
  if (task.containers.some((c) => c.stage === 'starting')) return 'starting'
  return 'waiting for a dependency'
}

/** What decides next about a running task's health, and when. */
function nextVerdict(sim: Sim, task: TaskRow): { atMs: number | null; text: string } {
  const name = `task ${task.taskId.slice(0, 4)}`
  for (const target of sim.t.targets.by('task', task.id)) {
    const group = sim.t.targetGroups.get(target.targetGroupId)
    if (!group || target.state === 'healthy' || target.state === 'draining') continue
    if (target.state === 'unused') return { atMs: null, text: `${name}'s target is not in use` }
    const interval = group.healthCheckIntervalSeconds * 1000
    const k = Math.max(0, Math.ceil((sim.nowMs - target.anchorMs + (sim.instantDone ? 1 : 0)) / interval))
    const which = target.probes === 0 ? 'first' : 'next'
    return { atMs: target.anchorMs + k * interval, text: `${name}'s ${which} target check is due` }
  }
  for (const container of task.containers) {
    const check = checkOf(sim, task, container.name)
    if (!check || !container.health || container.healthStatus === 'HEALTHY') continue
    const atMs = container.health.anchorMs + (container.health.probes + 1) * check.intervalMs
    // A check that hangs is past its time.
    return { atMs: atMs < sim.nowMs ? null : atMs, text: `${name}'s next container check is due` }
  }
  const atMs = (task.startedAtMs ?? sim.nowMs) + seconds(sim.timings.healthyWaitNoChecks)
  return { atMs, text: `${name} counts after ${sim.timings.healthyWaitNoChecks} s of running` }
}

function existingNow(sim: Sim, service: ServiceRow): number {
  const { existing, stopping } = countsOf(sim, service.id)
  return sim.timings.countStoppingTowardsMax ? existing : existing - stopping
}

/** At most 120 characters (screens.md §2). */
function sentenceOf(sim: Sim, plan: Plan, facts: ServiceWaiting): string {
  const bounds = `${facts.lowerBound} must stay healthy and ${facts.healthy} ${facts.healthy === 1 ? 'is' : 'are'}; ${facts.existing} of ${facts.upperBound} allowed exist`
  switch (facts.kind) {
    case 'deadlock':
      return `This can never finish: ${facts.lowerBound} of ${facts.desired} must stay healthy and only ${facts.upperBound} may exist.`
    case 'failed':
      return within120(`This can never finish: ${facts.detail}`, '')
    case 'deleting':
      return `Waiting: the service is being deleted; ${facts.detail}.`
    case 'placement': {
      const why = Object.entries(facts.reasons).map(([reason, n]) => `${n} × ${shortReason(reason)}`)
      const no = `no instance can take another task${why.length > 0 ? ` (${why.join(', ')})` : ''}`
      if (!facts.canProgress)
        return within120(
          `This can never finish: ${no}`,
          plan.rolling ? ` and ${facts.lowerBound} of ${facts.desired} must stay healthy` : '',
        )
      // S-152: room that appears brings the next try forward.
      const head = `Waiting: ${no}; next try in ${countdown(sim, facts.untilMs)}`
      return head.length < 120
        ? within120(head, sim.timings.placementRetryOnChange ? ' or when there is room' : '')
        : within120(`Waiting: ${no}`, '')
    }
    case 'throttled':
      return `Waiting: ${facts.detail}; ECS tries again in ${countdown(sim, facts.untilMs)}.`
    case 'tick':
      return `Waiting: the scheduler ${facts.detail} at its next tick, in ${countdown(sim, facts.untilMs)}.`
    case 'stage': {
      const timed = facts.untilMs !== null && facts.taskId === null
      return within120(`Waiting: ${facts.detail}`, timed ? ` in ${countdown(sim, facts.untilMs)}` : '')
    }
    default: {
      const when = facts.untilMs !== null ? ` in ${countdown(sim, facts.untilMs)}` : ''
      const what =
        facts.kind === 'health' && facts.detail.includes('counts after') ? facts.detail : `${facts.detail}${when}`
      return plan.rolling || facts.existing > facts.desired
        ? within120(`Waiting: ${bounds}`, `; ${what}`)
        : within120(`Waiting: ${what}`, '')
    }
  }
}

/** The head always, the tail where 120 characters allow. */
function within120(head: string, tail: string): string {
  const whole = `${head}${tail}.`
  if (whole.length <= 120) return whole
  return head.length < 120 ? `${head}.` : `${head.slice(0, 118)}….`
}

/** "90 s", "9 min 51 s", "2 h 0 min": from two minutes on in minutes. */
function countdown(sim: Sim, untilMs: number | null): string {
  const s = Math.max(0, Math.ceil(((untilMs ?? sim.nowMs) - sim.nowMs) / 1000))
  const min = Math.floor(s / 60)
  if (min < 2) return `${s} s`
  return min < 60 ? `${min} min ${s % 60} s` : `${Math.floor(min / 60)} h ${min % 60} min`
}

function shortReason(reason: string): string {
  const words: Record<string, string> = {
    'RESOURCE:CPU': 'no CPU left',
    'RESOURCE:MEMORY': 'no memory left',
    'RESOURCE:PORTS': 'host port taken',
    'RESOURCE:ENI': 'no ENI slot',
    'RESOURCE:GPU': 'no GPU',
    'RESOURCE:FARGATE': 'no Fargate capacity',
    ATTRIBUTE: 'attribute missing',
    LOCATION: 'wrong zone',
    AGENT: 'agent not connected',
  }
  return words[reason] ?? reason.replace(' placement constraint unsatisfied.', '').replace(/\.$/, '')
}
