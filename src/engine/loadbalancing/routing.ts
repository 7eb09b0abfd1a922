/** The way of a request through a load balancer: listener, rule, target groups, candidates (N-58 … N-61, N-70 … N-72). */
import type { RuleCondition } from '@aws-sdk/client-elastic-load-balancing-v2'
import type { Sim } from '../kernel'
import type { ActionShape, ListenerRow, LoadBalancerRow, RuleRow, TargetGroupRow, TargetRow } from '../model'
import type { RequestFacts } from './conditions'
import { conditionHolds } from './conditions'

export type Route =
  /** Nobody listens there, or the load balancer's nodes do not exist yet. */
  | { kind: 'refused' }
  /** Answered by the load balancer itself. */
  | { kind: 'answered'; code: number }
  /** `key` names the listener or rule, for the pointer of its weighted dealing. */
  | { kind: 'forward'; key: string; groups: { group: TargetGroupRow; weight: number }[] }

/** The listener a client without further knowledge calls: port 80, else the oldest. */
export function mainListener(sim: Sim, loadBalancerId: string): ListenerRow | undefined {
  const listeners = sim.t.listeners.by('loadBalancer', loadBalancerId)
  return listeners.find((listener) => listener.port === 80) ?? listeners[0]
}

/** The rule that takes the request: lowest priority number first, the default rule last (N-58). */
function matchRule(sim: Sim, listener: ListenerRow, request: RequestFacts): RuleRow | undefined {
  return sim.t.rules
    .by('listener', listener.id)
    .filter((rule) => !rule.isDefault)
    .sort((a, b) => a.priority - b.priority)
    .find((rule) =>
      rule.conditions.every((condition) => conditionHolds(condition as unknown as RuleCondition, request)),
    )
}

/** Where the request goes from this load balancer. */
export function routeRequest(
  sim: Sim,
  lb: LoadBalancerRow,
  listener: ListenerRow | undefined,
  request: RequestFacts,
): Route {
  if (lb.state !== 'active' || !listener) return { kind: 'refused' }
  const rule = matchRule(sim, listener, request)
  return routeOf(sim, rule?.id ?? listener.id, rule?.actions ?? listener.defaultActions)
}

function routeOf(sim: Sim, key: string, actions: readonly ActionShape[]): Route {
  const action = actions[actions.length - 1]
  if (action?.Type === 'fixed-response')
    return { kind: 'answered', code: Number(action.FixedResponseConfig?.StatusCode ?? '503') }
  if (action?.Type === 'redirect')
    return { kind: 'answered', code: action.RedirectConfig?.StatusCode === 'HTTP_302' ? 302 : 301 }
  return { kind: 'forward', key, groups: action ? forwardGroups(sim, action) : [] }
}

/** The groups of a forward action that exist, with their weights (1 when none is given). */
function forwardGroups(sim: Sim, action: ActionShape): { group: TargetGroupRow; weight: number }[] {
  const entries = action.ForwardConfig?.TargetGroups ?? [{ TargetGroupArn: action.TargetGroupArn, Weight: 1 }]
  return entries.flatMap((entry) => {
    const group = sim.t.targetGroups.find('arn', entry.TargetGroupArn ?? '')
    return group ? [{ group, weight: entry.Weight ?? 1 }] : []
  })
}

/**
 * The targets that get the group's requests, in registration order (N-70); when fewer are healthy than the group asks
 * for, all that are unhealthy or checked for the first time as well (fail-open, N-71). Cross-zone counts as on.
 */
export function candidatesOf(sim: Sim, group: TargetGroupRow): TargetRow[] {
  const targets = sim.t.targets.by('targetGroup', group.id)
  const healthy = targets.filter((target) => target.state === 'healthy')
  const minimum = Number(
    group.attributes['target_group_health.unhealthy_state_routing.minimum_healthy_targets.count'] ?? '1',
  )
  if (healthy.length >= minimum) return healthy
  return targets.filter(
    (target) =>
      target.state === 'healthy' ||
      target.state === 'unhealthy' ||
      (target.state === 'initial' && target.reasonCode === 'Elb.InitialHealthChecking'),
  )
}
