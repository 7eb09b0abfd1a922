/**
 * One evaluation of a DAEMON service as a pure function (D-230, D-231, S-71, S-73): one task on each instance that
 * qualifies, replaced by stopping first and starting on the same instance afterwards.
 */
import type { Plan, PlanInput, PlanStop, PlanTask } from '../plan'
import { bounds } from '../plan'

export interface DaemonTask extends PlanTask {
  /** Row id of its container instance. */
  instanceId: string | null
  /** Nothing but daemon tasks is left on the instance (S-71). */
  lastOnInstance: boolean
}

export interface DaemonInput extends PlanInput {
  tasks: DaemonTask[]
  /** Row ids of the ACTIVE instances that the service wants a task on, in host order; their number is `desired`. */
  qualifying: string[]
}

export function planDaemon(input: DaemonInput): Plan {
  const { lower, upper } = bounds(input.desired, input.minimumHealthyPercent, input.maximumPercent)
  const places = new Set(input.qualifying)
  const wanted = input.tasks.filter((t) => t.wanted)
  const here = wanted.filter((t) => t.instanceId !== null && places.has(t.instanceId))
  const stops = new Map<string, PlanStop['why']>()
  for (const t of wanted) if (!here.includes(t)) leave(t, stops)

  const healthy = here.filter((t) => t.counted).length
  const old = input.primaryFailed ? [] : here.filter((t) => !t.primary)
  for (const t of old) {
    if (t.phase === 'pending') stops.set(t.id, 'oldPending')
    else if (!t.counted && !t.protected && (healthy >= lower || t.unhealthy)) stops.set(t.id, 'oldUncounted')
  }
  const candidates = old.filter((t) => t.counted && !t.protected).sort((a, b) => a.deploymentAge - b.deploymentAge)
  const oldHealthyBudget = Math.min(Math.max(0, healthy - lower), candidates.length)

  const moving = input.tasks.some((t) => t.phase === 'pending' || t.phase === 'stopping')
  const unhealthy = here.filter((t) => t.primary && t.unhealthy).map((t) => t.id)
  const stoppingNow = stops.size + oldHealthyBudget
  // D-231: the instance is free only when the task before is gone.
  const occupied = new Set(input.tasks.filter((t) => t.phase !== 'gone').map((t) => t.instanceId))
  const free = input.primaryFailed ? [] : input.qualifying.filter((id) => !occupied.has(id))
  const startsOn = free.slice(0, input.startsAtMost ?? free.length)
  const need = input.primaryFailed ? 0 : input.desired - here.filter((t) => t.primary).length
  const waiting = here.some((t) => t.primary && !t.counted)
  return {
    lower,
    upper,
    healthy,
    healthyAfterStops: healthy - oldHealthyBudget,
    existing: input.tasks.filter((t) => t.phase !== 'gone').length,
    stops: [...stops].map(([id, why]) => ({ id, why })),
    oldHealthyBudget,
    oldHealthyCandidates: candidates.map((t) => t.id),
    surplusBudget: 0,
    surplusCandidates: [],
    // D-223: one at a time, the next when the one before has been replaced.
    unhealthyFirst: stoppingNow === 0 && startsOn.length === 0 && !moving ? unhealthy : [],
    starts: startsOn.length,
    startsOn,
    need,
    room: startsOn.length,
    replace: [],
    oldStarts: 0,
    rolling: old.length > 0 || need > 0,
    deadlocked: candidates.length > 0 && healthy <= lower && stoppingNow + startsOn.length === 0 && !moving && !waiting,
  }
}

/** S-67, S-71: on a DRAINING instance a daemon's task goes last, one that does not run yet at once; else D-230. */
function leave(t: DaemonTask, stops: Map<string, PlanStop['why']>): void {
  if (!t.onDrainingInstance) stops.set(t.id, 'constraint')
  else if (t.lastOnInstance || t.phase === 'pending') stops.set(t.id, 'drained')
}
