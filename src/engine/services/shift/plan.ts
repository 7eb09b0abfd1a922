/** Which tasks each revision has while traffic shifts (D-511, D-517, D-521): each keeps its own count, bounds apart. */
import type { Sim } from '../../kernel'
import type { DeploymentRow, ServiceRow } from '../../model'
import { bakesEarly } from '../early'
import { gatherDeployment } from '../gather'
import type { Plan } from '../plan'
import { planStep } from '../plan'
import { planOf } from '../planned'
import type { Shift } from './state'
import { rollingOf, shiftOf, tasksByDeployment } from './state'

/** What one evaluation does for one deployment. */
export interface PlannedStep {
  deployment: DeploymentRow
  plan: Plan
}

/** The steps of one evaluation: one for the whole service when it rolls, one per revision when traffic shifts. */
export function planService(sim: Sim, service: ServiceRow): PlannedStep[] {
  const shift = shiftOf(sim, service)
  if (shift) return planShift(sim, service, shift)
  const deployment = sim.t.deployments.need(service.primaryId)
  const plan = planOf(sim, service)
  const stage = rollingOf(sim, service)?.state.stage ?? null
  const waits = stage !== null || bakesEarly(sim, service)
  return [{ deployment, plan: waits ? held(plan, stage === 'PRE_SCALE_UP') : plan }]
}

/** D-361, D-540: while a bake or a hook waits no old task goes and, before the scale-up, no new one comes. */
function held(plan: Plan, before: boolean): Plan {
  const old = new Set(['oldPending', 'oldUncounted'])
  return {
    ...plan,
    stops: plan.stops.filter((stop) => !old.has(stop.why)),
    oldHealthyBudget: 0,
    healthyAfterStops: plan.healthy,
    starts: before ? 0 : plan.starts,
    deadlocked: false,
  }
}

function planShift(sim: Sim, service: ServiceRow, shift: Shift): PlannedStep[] {
  const tasks = tasksByDeployment(sim, service.id)
  const { desiredCount: desired } = service
  const all = sim.t.deployments.by('current', service.id)
  // Whoever has production is served first.
  const order = [...all].sort((a, b) => Number(b.id === shift.state.blueId) - Number(a.id === shift.state.blueId))
  const wanted = new Map(order.map((d) => [d.id, tasks(d.id).wanted]))
  const steps: PlannedStep[] = []
  // Those that only stay for the time being have no more than one revision's places together.
  let keep = desired
  for (const deployment of order) {
    const target = targetOf(sim, service, shift, deployment)
    if (target === 'hold') continue
    const kept = target === 'keep'
    const count = kept ? Math.min(wanted.get(deployment.id) ?? 0, keep) : target
    if (kept) keep -= count
    let others = 0
    for (const other of all) if (other.id !== deployment.id) others += wanted.get(other.id) ?? 0
    // The other revision of two that are to be whole has its places even while they are empty.
    const reserved = order.some(
      (other) => other.id !== deployment.id && targetOf(sim, service, shift, other) === desired,
    )
    const upper = Math.max(0, 2 * desired - Math.max(others, reserved ? desired : 0))
    const plan = planStep(gatherDeployment(sim, service, deployment.id, count, upper))
    const startsNone = kept || deployment.rolloutState === 'FAILED'
    const step = { ...plan, deadlocked: false, ...(startsNone ? { starts: 0, replace: [] } : {}) }
    wanted.set(deployment.id, (wanted.get(deployment.id) ?? 0) + step.starts + step.replace.length)
    steps.push({ deployment, plan: step })
  }
  return steps
}

/** How many tasks a deployment is to have in the present stage; `keep`: those it has, no new ones; `hold`: nothing is done. */
function targetOf(sim: Sim, service: ServiceRow, shift: Shift, deployment: DeploymentRow): number | 'keep' | 'hold' {
  const { state, primary } = shift
  const { desiredCount: desired } = service
  const green = deployment.id === primary.id
  const blue = deployment.id === state.blueId
  if (state.rollback !== null) {
    if (green) return desired
    // D-521: whoever has production keeps it until the target's tasks are there again.
    const holder = state.productionWeight > 0 ? deployment.id === shift.record.deploymentId : blue
    return state.rollback === 'relaunch' && holder ? 'keep' : 0
  }
  switch (state.stage) {
    case null:
      return 'hold'
    case 'RECONCILE_SERVICE': {
      if (green) return 0
      if (blue) return desired
      const kept = state.blueId === null ? desired : tasksByDeployment(sim, service.id)(state.blueId).healthy
      return kept >= desired ? 0 : 'keep'
    }
    case 'PRE_SCALE_UP':
      return green ? 0 : blue ? desired : 0
    case 'CLEAN_UP':
      return green ? desired : 0
    default:
      return green || blue ? desired : 0
  }
}

/** The steps of an evaluation as one plan, for the why-line. */
export function wholePlan(sim: Sim, service: ServiceRow): Plan {
  const steps = planService(sim, service)
  const [only] = steps
  const shift = shiftOf(sim, service)
  if (only && !shift) return only.plan
  const plan = planOf(sim, service)
  const sum = (of: (plan: Plan) => number) => steps.reduce((total, step) => total + of(step.plan), 0)
  return {
    ...plan,
    upper: 2 * service.desiredCount,
    stops: steps.flatMap((step) => step.plan.stops),
    oldHealthyBudget: sum((p) => p.oldHealthyBudget),
    surplusBudget: sum((p) => p.surplusBudget),
    unhealthyFirst: steps.flatMap((step) => step.plan.unhealthyFirst),
    starts: sum((p) => p.starts),
    need: sum((p) => p.need),
    replace: steps.flatMap((step) => step.plan.replace),
    oldStarts: 0,
    deadlocked: false,
  }
}
