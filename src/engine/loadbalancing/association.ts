/** Which load balancer a target group serves, and whether a target can get requests there at all (N-56, N-64, N-101). */
import type { Sim } from '../kernel'
import type { ActionShape, LoadBalancerRow, TargetGroupRow, TargetRow } from '../model'

export const NOT_CONFIGURED = 'Target group is not configured to receive traffic from the load balancer'
export const ZONE_NOT_ENABLED = 'Target is in an Availability Zone that is not enabled for the load balancer'

/** ARNs of the target groups that forward actions name, in order, each once. */
export function groupArnsOf(actions: readonly ActionShape[]): string[] {
  const arns = new Set<string>()
  for (const action of actions) {
    if (action.TargetGroupArn) arns.add(action.TargetGroupArn)
    for (const group of action.ForwardConfig?.TargetGroups ?? [])
      if (group.TargetGroupArn) arns.add(group.TargetGroupArn)
  }
  return [...arns]
}

/** ARNs of all target groups that the listeners and rules of a load balancer use. */
export function groupArnsOfLoadBalancer(sim: Sim, loadBalancerId: string): string[] {
  const arns = new Set<string>()
  for (const listener of sim.t.listeners.by('loadBalancer', loadBalancerId)) {
    for (const arn of groupArnsOf(listener.defaultActions)) arns.add(arn)
    for (const rule of sim.t.rules.by('listener', listener.id))
      for (const arn of groupArnsOf(rule.actions)) arns.add(arn)
  }
  return [...arns]
}

/** The one load balancer that uses the group in a listener or rule (N-56), or undefined. */
export function loadBalancerOf(sim: Sim, group: TargetGroupRow): LoadBalancerRow | undefined {
  for (const listener of sim.t.listeners.values()) {
    if (groupArnsOf(listener.defaultActions).includes(group.arn))
      return sim.t.loadBalancers.get(listener.loadBalancerId)
  }
  for (const rule of sim.t.rules.values()) {
    if (!groupArnsOf(rule.actions).includes(group.arn)) continue
    const listener = sim.t.listeners.get(rule.listenerId)
    if (listener) return sim.t.loadBalancers.get(listener.loadBalancerId)
  }
  return undefined
}

/** Why the target is `unused`, as N-143 words it, or null when its load balancer would use it. */
export function unusedBecause(lb: LoadBalancerRow | undefined, target: TargetRow): string | null {
  if (!lb) return NOT_CONFIGURED
  if (target.zone === 'all') return null // an address outside the VPC
  return lb.zones.some((zone) => zone.zoneName === target.zone) ? null : ZONE_NOT_ENABLED
}
