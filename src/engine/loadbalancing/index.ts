/** The load-balancing room: which targets get requests, and what health checks make of them. */
import type { EventHandlers, Sim } from '../kernel'
import { decideHealth, routingWillChange, targetChanged, targetLabel } from './change'
import { probeEvents, wakeTarget } from './probes'

export { type Answer, answerOfTarget, answerOfTask, fateOfRequests } from './answer'
export { groupArnsOf, groupArnsOfLoadBalancer, loadBalancerOf } from './association'
export { routingWillChange } from './change'
export { type RequestFacts, valuesOf } from './conditions'
export { type ForwardWeight, forwardWeights, setForwardWeights } from './forward'
export { describeTargetHealth } from './health'
export { changeHealthCheck, streakOf, wakeAllTargets } from './probes'
export { candidatesOf, mainListener, type Route, routeRequest } from './routing'
export { deregisterTargets, dropTarget, type Registration, refreshUse, registerTarget } from './targets'
export { validateServiceLoadBalancers } from './validate'

export const loadBalancingEvents: EventHandlers = {
  ...probeEvents,
  // N-81: the drain is over whether or not anything was still under way.
  'loadbalancing.drained': (sim, event) => {
    const target = sim.t.targets.get(event.ref)
    if (target?.state !== 'draining') return
    routingWillChange(sim)
    decideHealth(sim, target, `${targetLabel(target)} has drained and is gone.`, ['N-68', 'N-81'], {}, 'removed')
    sim.t.targets.delete(target.id)
    targetChanged(sim, target.id)
  },
  'loadbalancing.active': (sim, event) => {
    if (!sim.t.loadBalancers.has(event.ref)) return
    routingWillChange(sim)
    sim.t.loadBalancers.patch(event.ref, { state: 'active' })
  },
}

/** Subscribes: a task whose process changed is probed again at the next probe of its targets. */
export function installLoadBalancing(sim: Sim): void {
  sim.hooks.processChanged.push((s, taskId) => {
    for (const target of s.t.targets.by('task', taskId)) wakeTarget(s, target.id)
    // Registered by hand: whichever task holds the address now may be behind it.
    for (const target of s.t.targets.by('byHand', 'yes')) wakeTarget(s, target.id)
  })
}
