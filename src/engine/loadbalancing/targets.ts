/** Registration and deregistration of targets (N-63, N-64, N-68, N-81). */
import type { Sim } from '../kernel'
import type { TargetGroupRow, TargetRow } from '../model'
import { seconds } from '../tasks/images'
import { loadBalancerOf, unusedBecause } from './association'
import { changeTarget, decideHealth, routingWillChange, targetChanged, targetLabel } from './change'
import { startProbing, stopProbing } from './probes'

export interface Registration {
  /** Row id in `targetGroups`. */
  targetGroupId: string
  /** IP address (group of type ip) or EC2 instance id. */
  targetId: string
  port: number
  /** Availability Zone name. */
  zone: string
  /** Row id of the task behind it; null when somebody registers by hand. */
  taskId: string | null
  containerName: string | null
  containerPort: number
}

/**
 * Registers one target now (N-63, N-68); the same address and port still in the group gives way to it. Never refuses:
 * the API checks quotas. Task rows are not written: `sim.t.targets.by('task', id)` finds a task's targets.
 */
export function registerTarget(sim: Sim, registration: Registration): TargetRow {
  routingWillChange(sim)
  const group = sim.t.targetGroups.need(registration.targetGroupId)
  const { targetGroupId, targetId, port } = registration
  for (const other of sim.t.targets.by('address', `${targetGroupId} ${targetId}:${port}`)) dropTarget(sim, other.id)
  const row = sim.t.targets.put({
    ...sim.newRow('targets'),
    ...registration,
    state: 'unused',
    reasonCode: 'Target.NotInUse',
    description: null,
    registeredAtMs: sim.nowMs,
    anchorMs: 0,
    probes: 0,
    passes: 0,
    failures: 0,
    parkedAtProbe: null,
    parkedPass: false,
    parkedLagMs: 0,
    drainUntilMs: null,
  })
  enterUse(sim, group, row)
  return sim.t.targets.need(row.id)
}

/** Puts a target that is not draining where it belongs: `unused` for a reason, or on the way to its first probe. */
function enterUse(sim: Sim, group: TargetGroupRow, target: TargetRow): void {
  const lb = loadBalancerOf(sim, group)
  const description = unusedBecause(lb, target)
  if (description === null && lb) {
    startProbing(sim, target, lb)
    return
  }
  stopProbing(sim, target.id)
  if (target.description === description && target.state === 'unused') return
  decideHealth(sim, target, `${targetLabel(target)} gets no requests: ${description}.`, ['N-64', 'N-101'], {}, 'unused')
  changeTarget(sim, target.id, { state: 'unused', reasonCode: 'Target.NotInUse', description })
}

/** After a change of listeners, rules, zones or load balancers: targets become used or unused (N-64). */
export function refreshUse(sim: Sim, groupArns: Iterable<string>): void {
  for (const arn of new Set(groupArns)) {
    const group = sim.t.targetGroups.find('arn', arn)
    if (!group) continue
    const lb = loadBalancerOf(sim, group)
    for (const target of sim.t.targets.by('targetGroup', group.id)) {
      if (target.state === 'draining') continue
      const used = unusedBecause(lb, target) === null
      if (used !== (target.state !== 'unused') || !used) enterUse(sim, group, target)
    }
  }
}

/**
 * DeregisterTargets for rows of `targets`: each drains for its group's deregistration delay (N-81) and is removed at its
 * end; an `unused` one is removed at once. Unknown and draining ids are passed over. Answers how many were deregistered
 * and when the last of their drains ends (now, when none drains).
 */
export function deregisterTargets(sim: Sim, rowIds: readonly string[]): { count: number; drainUntilMs: number } {
  let count = 0
  let drainUntilMs = sim.nowMs
  for (const id of rowIds) {
    const target = sim.t.targets.get(id)
    if (!target || target.state === 'draining') continue
    count++
    if (target.state === 'unused') {
      dropTarget(sim, id)
      continue
    }
    const until = sim.nowMs + drainMs(sim.t.targetGroups.need(target.targetGroupId))
    drainUntilMs = Math.max(drainUntilMs, until)
    stopProbing(sim, id)
    decideHealth(
      sim,
      target,
      `${targetLabel(target)} is deregistered: no new requests, those under way have ${(until - sim.nowMs) / 1000} s.`,
      ['N-81'],
      { delaySeconds: (until - sim.nowMs) / 1000 },
      'draining',
    )
    changeTarget(sim, id, {
      state: 'draining',
      reasonCode: 'Target.DeregistrationInProgress',
      description: 'Target deregistration is in progress',
      drainUntilMs: until,
    })
    sim.timer(`lb drain ${id}`, until, 0, 'loadbalancing.drained', id, 'replace')
  }
  return { count, drainUntilMs }
}

function drainMs(group: TargetGroupRow): number {
  return seconds(Number(group.attributes['deregistration_delay.timeout_seconds'] ?? '300'))
}

/** Takes a target out at once, without draining: its group is deleted or its address belongs to another now. */
export function dropTarget(sim: Sim, rowId: string): void {
  if (!sim.t.targets.has(rowId)) return
  routingWillChange(sim)
  stopProbing(sim, rowId)
  sim.cancelTimer(`lb drain ${rowId}`)
  sim.t.targets.delete(rowId)
  targetChanged(sim, rowId)
}
