/** The first evaluation of a deployment that shifts traffic: who is blue, which target group is green (D-505, D-510). */
import type { Sim } from '../../kernel'
import type { DeploymentRow, ServiceRow } from '../../model'
import {
  groupOf,
  hasProduction,
  isIn,
  isMixed,
  networkingError,
  productionGroup,
  resolved,
  routeAllTo,
  routesFor,
} from './routing'
import type { Shift } from './state'
import { patchShift, tasksByDeployment } from './state'
import { ALL } from './steps'

/** Whether production traffic may have reached the deployment's tasks. */
function heldProduction(sim: Sim, deployment: DeploymentRow): boolean {
  if (deployment.completedAtMs !== null) return true
  const shift = sim.t.serviceDeployments.get(deployment.serviceDeploymentId)?.shift
  return !shift || shift.strategy === 'ROLLING' || shift.productionWeight > 0
}

/**
 * The revision that stays in service: one that had production traffic, with healthy tasks before without. Among those
 * with healthy tasks a completed one is proven; among the others the one that production goes to now is missed most.
 * null: there is none, as at a service's first deployment (D-518).
 */
export function keptRevision(sim: Sim, service: ServiceRow): DeploymentRow | null {
  const tasks = tasksByDeployment(sim, service.id)
  const worth = (d: DeploymentRow) => {
    const { healthy, wanted } = tasks(d.id)
    const completed = Number(d.rolloutState === 'COMPLETED')
    const serves = Number(hasProduction(sim, service.loadBalancers, d))
    return healthy > 0 ? 20 + 2 * completed + serves : 4 * serves + 2 * Number(wanted > 0) + completed
  }
  let best: DeploymentRow | null = null
  for (const deployment of sim.t.deployments.by('current', service.id)) {
    if (deployment.id === service.primaryId || !heldProduction(sim, deployment) || worth(deployment) === 0) continue
    if (!best || worth(deployment) >= worth(best)) best = deployment
  }
  return best
}

/** A shift was broken off in the middle: its listeners still send requests to both groups (D-409). */
function brokenOff(sim: Sim, service: ServiceRow, shift: Shift): boolean {
  const before = sim.t.serviceDeployments
    .by('service', service.id)
    .filter((row) => row.id !== shift.record.id && row.shift !== null)
    .at(-1)?.shift
  const middle = before && before.productionWeight > 0 && before.productionWeight < ALL
  return middle === true && isMixed(sim, service.loadBalancers)
}

/** D-510: whether RECONCILE_SERVICE is needed; remembers who is blue. */
export function needsReconciling(sim: Sim, service: ServiceRow, shift: Shift): boolean {
  const blue = keptRevision(sim, service)
  patchShift(sim, shift.record.id, { blueId: blue?.id ?? null })
  const tasks = tasksByDeployment(sim, service.id)
  const others = sim.t.deployments
    .by('current', service.id)
    .filter((d) => d.id !== service.primaryId && d.id !== blue?.id && tasks(d.id).wanted > 0)
  return others.length > 0 || brokenOff(sim, service, shift)
}

/** D-510: production and test traffic go to the one revision that stays, once it is whole. */
export function reconcile(sim: Sim, service: ServiceRow, shift: Shift): void {
  const blue = sim.t.deployments.get(shift.state.blueId ?? undefined)
  if (!blue || tasksByDeployment(sim, service.id)(blue.id).healthy < service.desiredCount) return
  if (isMixed(sim, service.loadBalancers)) routeAllTo(sim, service.loadBalancers, blue)
}

/** D-504, D-505: null when the new revision's target groups are settled, else the statusReason. */
export function settleRoutes(sim: Sim, service: ServiceRow, shift: Shift): string | null {
  const problem = networkingError(sim, service.loadBalancers)
  if (problem !== null) return problem
  const routes = routesFor(sim, service.loadBalancers)
  const green = (entry: { production: string; target: string }) =>
    routes.find((route) => [route.blueGroup, route.greenGroup].includes(entry.target))?.greenGroup ?? entry.target
  // Blue without a part in production is only a revision to go back to.
  const blue = sim.t.deployments.get(shift.state.blueId ?? undefined)
  const aside = blue && routes.some((route) => isIn(blue, route.greenGroup))
  patchShift(sim, shift.record.id, { routes, ...(aside ? { blueId: null } : {}) })
  sim.t.deployments.patch(shift.primary.id, { loadBalancers: resolved(service.loadBalancers, green) })
  return null
}

/** A rolling update stays in the target groups that have production (D-505), which a broken-off shift may have split. */
export function settleRolling(sim: Sim, service: ServiceRow, shift: Shift): void {
  const kept = keptRevision(sim, service)
  if (kept && brokenOff(sim, service, shift)) routeAllTo(sim, service.loadBalancers, kept)
  const loadBalancers = resolved(
    service.loadBalancers,
    (entry) => (kept && groupOf(kept, entry)) ?? productionGroup(sim, entry),
  )
  sim.t.deployments.patch(shift.primary.id, { loadBalancers })
}
