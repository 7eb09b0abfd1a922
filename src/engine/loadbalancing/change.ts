/** The one way a target's row changes: requests are counted up to now first, then whoever watches targets is told. */
import type { Sim } from '../kernel'
import type { TargetRow } from '../model'

/** Call before anything that alters how requests flow (design.md §3). */
export function routingWillChange(sim: Sim): void {
  for (const hook of sim.hooks.beforeRoutingChange) hook(sim)
}

/** Applies a patch that changes a target's state or reason. */
export function changeTarget(sim: Sim, id: string, patch: Partial<TargetRow>): TargetRow {
  routingWillChange(sim)
  const row = sim.t.targets.patch(id, patch)
  targetChanged(sim, id)
  return row
}

export function targetChanged(sim: Sim, id: string): void {
  for (const hook of sim.hooks.targetChanged) hook(sim, id)
}

/** `i-0abc:32768` or `172.31.0.17:80`: how a target is spoken of. */
export function targetLabel(target: Pick<TargetRow, 'targetId' | 'port'>): string {
  return `${target.targetId}:${target.port}`
}

/** Leaves the `health` record of a state change; its subject is the target's row. */
export function decideHealth(
  sim: Sim,
  target: TargetRow,
  because: string,
  rules: string[],
  inputs: Record<string, unknown>,
  state: string,
): void {
  const serviceId = target.taskId === null ? null : (sim.t.tasks.get(target.taskId)?.serviceId ?? null)
  sim.decide({
    kind: 'health',
    subject: target.id,
    serviceId,
    rules,
    because,
    inputs: { from: target.state, ...inputs },
    outcome: { state },
  })
}
