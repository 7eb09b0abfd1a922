/**
 * One evaluation of the service scheduler as a pure function (D-201, D-310 … D-319, D-220 … D-226, D-734): what to stop
 * and how many to start, or what holds the service. The caller applies it; the why-line asks it without applying.
 */

/** A task as the plan sees it. */
export interface PlanTask {
  id: string
  /** Belongs to the PRIMARY deployment. */
  primary: boolean
  /** Age rank of its deployment: 0 = PRIMARY, 1 = newest superseded, … (D-333). */
  deploymentAge: number
  /** desiredStatus RUNNING. */
  wanted: boolean
  /** D-111 groups; 'gone' = DEPROVISIONING or later (D-305). */
  phase: 'pending' | 'running' | 'stopping' | 'gone'
  counted: boolean
  /** RUNNING, unhealthy and past its grace period (N-93). */
  unhealthy: boolean
  protected: boolean
  /** Stands on a DRAINING container instance (D-734). */
  onDrainingInstance: boolean
  /** The unhealthy task it was started to replace (D-221). */
  replaces: string | null
}

export interface PlanInput {
  desired: number
  minimumHealthyPercent: number
  maximumPercent: number
  tasks: PlanTask[]
  countStoppingTowardsMax: boolean
  /** The PRIMARY deployment has FAILED: it launches nothing (D-404, D-410). */
  primaryFailed: boolean
  /** Tasks of superseded deployments that were lost (crash, host, failed checks) and not yet replaced (D-225, D-226). */
  oldLost: number
  /** D-318: at most so many starts of the PRIMARY while its images' digests are not known; null = no such limit. */
  startsAtMost?: number | null
  /** S-61: tasks started for AZ rebalancing, until as many others are stopped for them. */
  rebalancing?: number
  /** D-511: given where the percentages do not bound the number of tasks. */
  upper?: number
}

export interface PlanStop {
  id: string
  why: 'oldPending' | 'oldUncounted' | 'oldHealthy' | 'surplus' | 'unhealthy' | 'drained' | 'constraint'
}

export interface Plan {
  lower: number
  upper: number
  /** Counted healthy before and after the stop phase (D-305). */
  healthy: number
  healthyAfterStops: number
  /** Tasks that count towards the upper bound after the stop phase. */
  existing: number
  /** Victims known by name; `oldHealthyBudget` and `surplusBudget` are chosen among candidates by D-203. */
  stops: PlanStop[]
  oldHealthyBudget: number
  oldHealthyCandidates: string[]
  surplusBudget: number
  surplusCandidates: string[]
  /** Unhealthy tasks one of which goes first because there is no room for a replacement (D-223). */
  unhealthyFirst: string[]
  /** New tasks of the PRIMARY deployment. */
  starts: number
  /** DAEMON: the container instances that these are for, one each (D-230). */
  startsOn?: string[]
  /** What the PRIMARY still lacks, room or not. */
  need: number
  room: number
  /** Replacements to start before the unhealthy task is stopped: ids of those to replace (D-221). */
  replace: string[]
  /** Tasks of the newest superseded deployment to start because healthy < lower bound (D-225, D-226). */
  oldStarts: number
  /** Old tasks or tasks on draining instances exist, or the PRIMARY is short. */
  rolling: boolean
  /** D-322. */
  deadlocked: boolean
}

/** D-304: integers only. */
export function bounds(desired: number, minPercent: number, maxPercent: number): { lower: number; upper: number } {
  return {
    lower: Math.floor((desired * minPercent + 99) / 100),
    upper: Math.floor((desired * maxPercent) / 100),
  }
}

export function planStep(input: PlanInput): Plan {
  const { desired } = input
  const { lower, upper: share } = bounds(desired, input.minimumHealthyPercent, input.maximumPercent)
  const upper = input.upper ?? share
  const wanted = input.tasks.filter((t) => t.wanted)
  // D-734: a task on a DRAINING instance leaves like one of an old deployment.
  const leaving = wanted.filter((t) => !t.primary || t.onDrainingInstance)
  const staying = wanted.filter((t) => t.primary && !t.onDrainingInstance)
  const healthy = wanted.filter((t) => t.counted).length

  const stops = new Map<string, PlanStop['why']>()
  // D-410: a failed PRIMARY gives nothing up for its sake; only what stands on a draining instance leaves.
  const retiring = input.primaryFailed ? leaving.filter((t) => t.onDrainingInstance) : leaving
  // D-311.1
  for (const t of retiring) if (t.phase === 'pending') stops.set(t.id, t.primary ? 'drained' : 'oldPending')
  // D-311.3
  const oldHealthy = retiring.filter((t) => t.counted && !t.protected).sort((a, b) => a.deploymentAge - b.deploymentAge)
  const oldHealthyBudget = Math.min(Math.max(0, healthy - lower), oldHealthy.length)
  // D-311.2
  if (healthy >= lower) {
    for (const t of retiring) if (t.phase === 'running' && !t.counted && !t.protected) stops.set(t.id, 'oldUncounted')
  }

  const replacing = planReplacements(input, staying, upper, oldHealthyBudget, stops)
  const stoppedAbove = (t: PlanTask) => stops.has(t.id)
  const remainingStaying = staying.filter((t) => !stoppedAbove(t)).length
  const remainingLeaving = leaving.filter((t) => !stoppedAbove(t)).length - oldHealthyBudget
  // Replacements of unhealthy tasks are extra until these are gone (D-221, N-93c).
  const extra = staying.filter((t) => !stoppedAbove(t) && t.unhealthy && hasReplacement(staying, t.id)).length
  // D-206: what is protected cannot be chosen.
  const surplusCandidates = staying.filter((t) => !stoppedAbove(t) && !t.protected).map((t) => t.id)
  const surplus =
    remainingLeaving === 0 ? Math.max(0, remainingStaying - desired - extra - (input.rebalancing ?? 0)) : 0
  const surplusBudget = Math.min(surplus, surplusCandidates.length)

  const stoppingNow = stops.size + oldHealthyBudget + surplusBudget
  const stopping = input.tasks.filter((t) => !t.wanted && t.phase !== 'gone').length + stoppingNow
  const kept = wanted.length - stoppingNow
  const existing = kept + (input.countStoppingTowardsMax ? stopping : 0)

  const need = input.primaryFailed ? 0 : Math.max(0, desired - (remainingStaying - surplusBudget - extra))
  let room = Math.max(0, upper - existing)
  const starts = Math.min(need, room, input.startsAtMost ?? need)
  room -= starts
  const replace = replacing.startFirst.slice(0, room)
  room -= replace.length
  const inTransitOld = leaving.filter((t) => !t.primary && !t.counted && !t.unhealthy && !stoppedAbove(t)).length
  const oldNeed = Math.min(input.oldLost, Math.max(0, lower - healthy - inTransitOld))
  const oldStarts = Math.min(oldNeed, room)

  const inTransit = input.tasks.some((t) => {
    if (t.phase === 'gone') return false
    if (t.phase === 'pending' || t.phase === 'stopping' || !t.wanted) return true
    return t.primary && !t.onDrainingInstance && !t.counted
  })
  const rolling = leaving.length > 0 || need > 0
  const idle = starts === 0 && stoppingNow === 0 && !inTransit
  // D-223: nothing else can move and unhealthy old tasks fill the room; stopping one lowers no healthy count.
  const stuckOld = idle && room === 0 ? retiring.filter((t) => t.unhealthy && !t.protected && !stoppedAbove(t)) : []
  const unhealthyFirst = replacing.stopFirst.length > 0 ? replacing.stopFirst : stuckOld.map((t) => t.id)
  return {
    lower,
    upper,
    healthy,
    healthyAfterStops: healthy - oldHealthyBudget,
    existing,
    stops: [...stops].map(([id, why]) => ({ id, why })),
    oldHealthyBudget,
    oldHealthyCandidates: oldHealthy.map((t) => t.id),
    surplusBudget,
    surplusCandidates,
    unhealthyFirst,
    starts,
    need,
    room,
    replace,
    oldStarts,
    rolling,
    deadlocked: leaving.length > 0 && need > 0 && idle && unhealthyFirst.length === 0,
  }
}

function hasReplacement(tasks: PlanTask[], id: string): boolean {
  return tasks.some((t) => t.replaces === id)
}

/**
 * D-221 … D-224, N-93: start first where the upper bound leaves room, stop first otherwise. Unhealthy tasks whose
 * replacement is counted healthy are stopped; of two unhealthy ones the older goes.
 */
function planReplacements(
  input: PlanInput,
  staying: PlanTask[],
  upper: number,
  oldHealthyBudget: number,
  stops: Map<string, PlanStop['why']>,
): { startFirst: string[]; stopFirst: string[] } {
  const unhealthy = staying.filter((t) => t.unhealthy)
  if (unhealthy.length === 0) return { startFirst: [], stopFirst: [] }
  const waiting: PlanTask[] = []
  for (const t of unhealthy) {
    const replacement = staying.find((r) => r.replaces === t.id)
    if (replacement?.counted || replacement?.unhealthy) stops.set(t.id, 'unhealthy')
    else if (!replacement) waiting.push(t)
  }
  if (waiting.length === 0) return { startFirst: [], stopFirst: [] }
  const stopping = input.tasks.filter((t) => !t.wanted && t.phase !== 'gone').length
  const occupied = input.tasks.filter((t) => t.wanted).length + (input.countStoppingTowardsMax ? stopping : 0)
  if (occupied < upper) return { startFirst: waiting.map((t) => t.id), stopFirst: [] }
  // D-223: no room; the next victim only when the previous replacement is RUNNING. In a deployment whose unhealthy
  // tasks fill the room that it needs itself (old ones may not go because of the lower bound) nothing else gives way.
  const full = staying.length >= input.desired || oldHealthyBudget === 0
  const settled = full && staying.every((t) => t.phase === 'running') && stops.size === 0
  return { startFirst: [], stopFirst: settled && stopping === 0 ? waiting.map((t) => t.id) : [] }
}
