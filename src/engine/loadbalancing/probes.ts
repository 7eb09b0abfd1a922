/**
 * Health checks (N-64 … N-69). Probe k starts at `anchorMs + k · interval`. Probes are queued only while a verdict can
 * still change the state; a target whose answer would repeat without effect is parked, and its streak is computed when
 * read, until its task's process changes or the answer is due to change by itself.
 */
import type { EventHandlers, Sim } from '../kernel'
import type { LoadBalancerRow, TargetGroupRow, TargetRow } from '../model'
import { seconds } from '../tasks/images'
import { answerChangesAt, answerOfTarget } from './answer'
import { changeTarget, decideHealth, routingWillChange, targetLabel } from './change'
import type { Verdict } from './verdict'
import { judge } from './verdict'

/** Starts a target's life in use (N-66, N-68): registration first, the first probe after it. */
export function startProbing(sim: Sim, target: TargetRow, lb: LoadBalancerRow): void {
  const { albFirstProbe, albRegistration, nlbRegistration } = sim.timings
  const network = lb.type === 'network'
  // Nothing is probed before the load balancer's nodes exist.
  const from =
    lb.state === 'active' ? sim.nowMs : Math.max(sim.nowMs, lb.createdAtMs + seconds(sim.timings.lbProvisioning))
  const anchorMs = from + seconds(network ? nlbRegistration : albFirstProbe)
  changeTarget(sim, target.id, {
    state: 'initial',
    reasonCode: 'Elb.RegistrationInProgress',
    description: 'Target registration is in progress',
    anchorMs,
    probes: 0,
    passes: 0,
    failures: 0,
    parkedAtProbe: null,
  })
  const registered = Math.min(anchorMs, from + seconds(network ? nlbRegistration : albRegistration))
  sim.timer(`lb registered ${target.id}`, registered, 0, 'loadbalancing.registered', target.id, 'replace')
  sim.timer(`lb probe ${target.id}`, anchorMs, 0, 'loadbalancing.probe', target.id, 'replace')
}

/** Cancels everything queued for a target's checks. */
export function stopProbing(sim: Sim, targetId: string): void {
  for (const name of ['registered', 'probe', 'verdict', 'wake']) sim.cancelTimer(`lb ${name} ${targetId}`)
}

function isProbed(target: TargetRow | undefined): target is TargetRow {
  return target !== undefined && target.state !== 'draining' && target.state !== 'unused'
}

function intervalMs(group: TargetGroupRow): number {
  return seconds(group.healthCheckIntervalSeconds)
}

/** The target now answers nothing for the length of the timeout, or at once (N-66). */
function lagMs(group: TargetGroupRow, verdict: Verdict): number {
  return verdict.silent ? seconds(group.healthCheckTimeoutSeconds) : 0
}

function look(sim: Sim, target: TargetRow): void {
  const group = sim.t.targetGroups.need(target.targetGroupId)
  if (target.parkedAtProbe !== null || sim.nowMs !== target.anchorMs + target.probes * intervalMs(group)) return
  const verdict = judge(sim, group, answerOfTarget(sim, target, group))
  sim.t.targets.patch(target.id, { probes: target.probes + 1 })
  const lag = lagMs(group, verdict)
  if (lag === 0) book(sim, target.id, verdict)
  else sim.timer(`lb verdict ${target.id}`, sim.nowMs + lag, 0, 'loadbalancing.timeout', target.id, 'replace')
}

/** Takes in one verdict (N-68): streaks, state, and whether another probe can matter. */
function book(sim: Sim, id: string, verdict: Verdict): void {
  const target = sim.t.targets.need(id)
  const group = sim.t.targetGroups.need(target.targetGroupId)
  const passes = verdict.pass ? target.passes + 1 : 0
  const failures = verdict.pass ? 0 : target.failures + 1
  const needed = neededFor(sim, group, target)
  const state =
    verdict.pass && target.state !== 'healthy' && passes >= needed.passes
      ? 'healthy'
      : !verdict.pass && target.state !== 'unhealthy' && failures >= needed.failures
        ? 'unhealthy'
        : target.state
  const settled =
    ((state === 'healthy' && verdict.pass) || (state === 'unhealthy' && !verdict.pass)) &&
    (!verdict.silent || judge(sim, group, answerOfTarget(sim, target, group)).silent) // it may answer again by now
  const streak = {
    passes,
    failures,
    parkedAtProbe: settled ? target.probes : null,
    parkedPass: verdict.pass,
    parkedLagMs: lagMs(group, verdict),
  }
  const reason =
    state === 'healthy'
      ? { reasonCode: null, description: null }
      : state === 'unhealthy' && !verdict.pass
        ? { reasonCode: verdict.reasonCode, description: verdict.description }
        : { reasonCode: target.reasonCode, description: target.description }
  if (state !== target.state) {
    const count = verdict.pass
      ? `${passes} of ${needed.passes} checks passed`
      : `${failures} of ${needed.failures} checks failed`
    const why = verdict.pass ? '' : ` (${verdict.description})`
    const inputs = {
      passes,
      failures,
      neededPasses: needed.passes,
      neededFailures: needed.failures,
      probe: target.probes,
    }
    decideHealth(
      sim,
      target,
      `${targetLabel(target)} is ${state}: ${count} in a row${why}.`,
      ['N-67', 'N-68'],
      inputs,
      state,
    )
  }
  if (state !== target.state || reason.description !== target.description) {
    changeTarget(sim, id, { ...streak, state, ...reason })
  } else sim.t.targets.patch(id, streak)
  if (settled) park(sim, sim.t.targets.need(id), group)
  else queueNext(sim, sim.t.targets.need(id), group)
}

/** Checks in a row that the next state needs: one pass is enough for a new target (N-68), or H by the setting. */
export function neededFor(sim: Sim, group: TargetGroupRow, target: TargetRow): { passes: number; failures: number } {
  const first = target.state === 'initial' && sim.timings.initialTargetHealthy === 'oneCheck'
  return { passes: first ? 1 : group.healthyThresholdCount, failures: group.unhealthyThresholdCount }
}

function queueNext(sim: Sim, target: TargetRow, group: TargetGroupRow): void {
  const at = Math.max(sim.nowMs, target.anchorMs + target.probes * intervalMs(group))
  sim.timer(`lb probe ${target.id}`, at, 0, 'loadbalancing.probe', target.id, 'replace')
}

function park(sim: Sim, target: TargetRow, group: TargetGroupRow): void {
  const changesAt = answerChangesAt(sim, target, group)
  if (changesAt !== null) sim.timer(`lb wake ${target.id}`, changesAt, 0, 'loadbalancing.wake', target.id, 'replace')
}

/** Probes of a parked target that have started before `ms`, and those of them whose verdict came before it. */
function probesUntil(target: TargetRow, group: TargetGroupRow, ms: number): { started: number; judged: number } {
  const parked = target.parkedAtProbe ?? target.probes
  const interval = intervalMs(group)
  const started = Math.max(parked, Math.ceil((ms - target.anchorMs) / interval))
  const judged = Math.ceil((ms - target.parkedLagMs - target.anchorMs) / interval)
  return { started, judged: Math.min(started, Math.max(parked, judged)) }
}

/** Un-parks a target: what it would have seen is added to its streak, the next probe on the grid is queued. */
export function wakeTarget(sim: Sim, id: string): void {
  const target = sim.t.targets.get(id)
  if (!isProbed(target) || target.parkedAtProbe === null) return
  const group = sim.t.targetGroups.need(target.targetGroupId)
  const { started, judged } = probesUntil(target, group, sim.nowMs)
  const more = judged - target.parkedAtProbe
  sim.cancelTimer(`lb wake ${id}`)
  const awake = sim.t.targets.patch(id, {
    probes: started,
    passes: target.parkedPass ? target.passes + more : 0,
    failures: target.parkedPass ? 0 : target.failures + more,
    parkedAtProbe: null,
  })
  if (started === judged) queueNext(sim, awake, group)
  else {
    const startedAt = target.anchorMs + (started - 1) * intervalMs(group)
    sim.timer(`lb verdict ${id}`, startedAt + target.parkedLagMs, 0, 'loadbalancing.timeout', id, 'replace')
  }
}

/** Un-parks every target: security groups or images changed. */
export function wakeAllTargets(sim: Sim): void {
  for (const target of [...sim.t.targets.values()]) wakeTarget(sim, target.id)
}

/** Checks in a row now, and how many the next verdict needs; parked probes counted up to the present (N-68). */
export function streakOf(
  sim: Sim,
  target: TargetRow,
): { passed: number; failed: number; needed: number; probes: number } {
  const group = sim.t.targetGroups.need(target.targetGroupId)
  // At an instant that is not complete, its own probes have not run.
  const { started, judged } =
    target.parkedAtProbe === null
      ? { started: target.probes, judged: target.probes }
      : probesUntil(target, group, sim.nowMs + (sim.instantDone ? 1 : 0))
  const more = target.parkedAtProbe === null ? 0 : judged - target.parkedAtProbe
  const passed = target.parkedPass ? target.passes + more : target.passes
  const failed = target.parkedPass ? target.failures : target.failures + more
  const { passes, failures } = neededFor(sim, group, target)
  return { passed, failed, needed: failed > 0 && target.state !== 'unhealthy' ? failures : passes, probes: started }
}

/** Changes a group's health check settings; probes go on from the instant the next one was due (N-66). */
export function changeHealthCheck(sim: Sim, groupId: string, patch: Partial<TargetGroupRow>): TargetGroupRow {
  routingWillChange(sim)
  const targets = sim.t.targets.by('targetGroup', groupId).filter(isProbed)
  for (const target of targets) wakeTarget(sim, target.id)
  const before = sim.t.targetGroups.need(groupId)
  const after = sim.t.targetGroups.patch(groupId, patch)
  const shift = intervalMs(before) - intervalMs(after)
  if (shift === 0) return after
  for (const { id } of targets) {
    const target = sim.t.targets.need(id)
    sim.t.targets.patch(id, { anchorMs: target.anchorMs + target.probes * shift })
  }
  return after
}

export const probeEvents: EventHandlers = {
  'loadbalancing.registered': (sim, event) => {
    const target = sim.t.targets.get(event.ref)
    if (target?.reasonCode !== 'Elb.RegistrationInProgress') return
    changeTarget(sim, target.id, {
      reasonCode: 'Elb.InitialHealthChecking',
      description: 'Initial health checks in progress',
    })
  },
  // A probe sees the end of what its instant brings, whichever was queued first.
  'loadbalancing.probe': (sim, event) => {
    sim.schedule(sim.nowMs, 0, 'loadbalancing.look', event.ref)
  },
  'loadbalancing.look': (sim, event) => {
    const target = sim.t.targets.get(event.ref)
    if (isProbed(target)) look(sim, target)
  },
  'loadbalancing.timeout': (sim, event) => {
    const target = sim.t.targets.get(event.ref)
    if (isProbed(target))
      book(sim, target.id, judge(sim, sim.t.targetGroups.need(target.targetGroupId), { kind: 'hang' }))
  },
  'loadbalancing.wake': (sim, event) => wakeTarget(sim, event.ref),
}
