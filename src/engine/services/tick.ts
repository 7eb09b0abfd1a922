/** One evaluation of one service, applied (D-200, D-201). */
import type { Sim } from '../kernel'
import { judgeDeployment } from './breaker'
import { hasRun, wake } from './clock'
import { followInstances } from './daemon'
import { finishDeleting } from './deleting'
import { advanceRecords, dropEmptyDeployments } from './deployments'
import { resolveDigests } from './digests'
import { completeIfDone, settleDown } from './ending'
import { deadlockText, emitStanding, resolveStanding } from './events'
import { flushNotices } from './notices'
import type { Plan } from './plan'
import { announceProtection } from './protection'
import { continueRebalancing } from './rebalance'
import { advanceShift, planService, wakeForShift } from './shift'
import { applyStarts } from './starts'
import { applyStops } from './stops'
import { hasTaskSets, stepTaskSets } from './task-sets'

export function tick(sim: Sim, serviceId: string): void {
  hasRun(sim, serviceId)
  const deregistered = flushNotices(sim, serviceId)
  const service = sim.t.services.get(serviceId)
  if (!service || service.status === 'INACTIVE') return
  if (service.status === 'DRAINING') {
    finishDeleting(sim, service)
    return
  }
  if (hasTaskSets(service)) {
    const acted = stepTaskSets(sim, serviceId) > 0
    announceProtection(sim, serviceId)
    settleDown(sim, serviceId, { acted, deregistered, completed: false })
    return
  }
  if (service.schedulingStrategy === 'DAEMON') followInstances(sim, serviceId)
  advanceRecords(sim, serviceId)
  // D-404: the trip comes first, so that the way back begins in the same evaluation.
  let failed = resolveDigests(sim, serviceId) || judgeDeployment(sim, serviceId)
  advanceShift(sim, serviceId)
  const rebalanced = continueRebalancing(sim, serviceId)
  let pass = applyPlan(sim, serviceId)
  let acted = rebalanced > 0 || pass.acted
  if (pass.tripped) {
    // An action was itself the last failure (a placement refused, a task stopped as unhealthy).
    failed = true
    advanceShift(sim, serviceId)
    pass = applyPlan(sim, serviceId)
    acted ||= pass.acted
  }
  if (pass.deadlocked) emitStanding(sim, serviceId, 'D-609', deadlockText(service.name))
  else resolveStanding(sim, serviceId, (m) => m === deadlockText(service.name))
  announceProtection(sim, serviceId)
  dropEmptyDeployments(sim, serviceId)
  const completed = completeIfDone(sim, serviceId)
  settleDown(sim, serviceId, { acted, deregistered, completed })
  wakeForShift(sim, serviceId)
  if (failed) wake(sim, serviceId, sim.nowMs + 1)
}

/** Stops and starts of one plan, up to the failure that trips the breaker. */
function applyPlan(sim: Sim, serviceId: string): { acted: boolean; tripped: boolean; deadlocked: boolean } {
  const present = sim.t.services.need(serviceId)
  const steps = planService(sim, present)
  const deadlocked = steps.some(({ plan }) => plan.deadlocked)
  let acted = false
  for (const { deployment, plan } of steps) {
    const stopped = applyStops(sim, present, plan)
    // D-404: no further starts once it has tripped.
    let tripped = stopped > 0 && judgeDeployment(sim, serviceId)
    const started = tripped ? 0 : applyStarts(sim, present, plan, deployment)
    if (stopped > 0 || started > 0) unsettle(sim, serviceId, plan, stopped, started)
    if (stopped > 0 || started > 0) acted = true
    tripped ||= judgeDeployment(sim, serviceId)
    if (tripped) return { acted, tripped, deadlocked }
  }
  return { acted, tripped: false, deadlocked }
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
