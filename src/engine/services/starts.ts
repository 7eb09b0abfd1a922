/** The start phase of an evaluation (D-312, D-221, D-602, D-603). */
import type { Sim } from '../kernel'
import type { DeploymentRow, ServiceRow, TaskRow } from '../model'
import { BATCH, emit, startedText } from './events'
import type { NoPlace } from './place'
import { placeTask } from './place'
import type { Plan } from './plan'
import { placementFailed, placementSucceeded, startsAllowed } from './retries'
import { titleOf } from './task-sets/title'

/** `primary`: the deployment whose plan it is. */
export function applyStarts(sim: Sim, service: ServiceRow, plan: Plan, primary: DeploymentRow): number {
  let allowed = startsAllowed(sim, sim.t.services.need(service.id), plan.starts > 0)
  let total = 0
  const run = (count: number, deployment: DeploymentRow, replaced: string[], on?: string[]) => {
    const placed = startMany(sim, service.id, deployment, Math.min(count, allowed), replaced, on)
    allowed -= placed
    total += placed
  }
  run(plan.starts, primary, [], plan.startsOn)
  run(plan.replace.length, primary, plan.replace)
  if (plan.oldStarts > 0) {
    const old = sim.t.deployments
      .by('current', service.id)
      .filter((d) => d.status === 'ACTIVE' && d.rolloutState !== 'FAILED')
      .at(-1)
    if (old) run(plan.oldStarts, old, [])
  }
  rememberStarts(sim, service.id, total)
  return total
}

/**
 * Starts up to `count`; `replaced` names the unhealthy tasks that these are for, `on` the instance for each (D-230).
 * Answers how many found a place.
 */
function startMany(
  sim: Sim,
  serviceId: string,
  deployment: DeploymentRow,
  count: number,
  replaced: string[],
  on?: string[],
): number {
  let started = 0
  let failure: NoPlace | null = null
  let batch: TaskRow[] = []
  const flush = () => {
    if (batch.length === 0) return
    const name = titleOf(sim.t.services.need(serviceId), deployment)
    const rule = replaced.length > 0 ? 'D-603' : 'D-602'
    emit(sim, serviceId, rule, startedText(name, batch, replaced.length > 0 ? batch.length : 0))
    batch = []
  }
  for (let i = 0; i < count; i++) {
    const where = on?.[i]
    const place = where === undefined ? {} : { instances: [where] }
    const placed = placeTask(sim, sim.t.services.need(serviceId), deployment, replaced[i] ?? null, place)
    if ('noPlace' in placed) {
      failure ??= placed.noPlace
      // S-75: one instance without room does not keep a daemon from the others.
      if (on) continue
      break
    }
    started++
    batch.push(placed.task)
    if (batch.length === BATCH) flush()
  }
  flush()
  if (failure) placementFailed(sim, serviceId, failure)
  else if (started > 0) placementSucceeded(sim, serviceId)
  return started
}

/** D-205: remembered for a minute. */
function rememberStarts(sim: Sim, serviceId: string, started: number): void {
  if (started === 0) return
  const recent = sim.t.services.need(serviceId).recentStarts.filter(([atMs]) => atMs > sim.nowMs - 60_000)
  sim.t.services.patch(serviceId, { recentStarts: [...recent, [sim.nowMs, started]] })
}
