/** Listener rules (N-57 … N-61). */
import type {
  CreateRuleCommandInput,
  DeleteRuleCommandInput,
  DescribeRulesCommandInput,
  ModifyRuleCommandInput,
  SetRulePrioritiesCommandInput,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import type { Sim } from '../../kernel'
import { ApiError } from '../../kernel'
import { groupArnsOf, refreshUse, routingWillChange } from '../../loadbalancing'
import type { LoadBalancerRow, RuleRow } from '../../model'
import { checkActions, checkConditions } from './actions'
import { listenerByArn, pageOf, ruleByArn, validationError } from './errors'
import { ruleView } from './views'

function priorityInUse(priority: number): ApiError {
  return new ApiError('PriorityInUseException', `Priority '${priority}' is currently in use`)
}

function checkPriority(priority: number): void {
  if (priority < 1 || priority > 50_000) throw validationError(`Priority '${priority}' must be between 1 and 50000`)
}

/** The load balancer of a listener's rules, which a Network one does not have (N-56). */
function loadBalancerOfListener(sim: Sim, listenerId: string): LoadBalancerRow {
  return sim.t.loadBalancers.need(sim.t.listeners.need(listenerId).loadBalancerId)
}

export function createRule(sim: Sim, input: CreateRuleCommandInput) {
  const listener = listenerByArn(sim, input.ListenerArn)
  const lb = loadBalancerOfListener(sim, listener.id)
  if (lb.type === 'network')
    throw validationError("Rules are not supported on listeners of load balancers of type 'network'")
  const priority = input.Priority ?? 0
  checkPriority(priority)
  const siblings = sim.t.rules.by('listener', listener.id)
  if (siblings.some((rule) => !rule.isDefault && rule.priority === priority)) throw priorityInUse(priority)
  const ofLoadBalancer = sim.t.listeners.by('loadBalancer', lb.id)
  const count = ofLoadBalancer.flatMap((l) => sim.t.rules.by('listener', l.id)).filter((rule) => !rule.isDefault).length
  if (count >= 100) throw new ApiError('TooManyRulesException', 'A load balancer can have at most 100 rules') // N-57
  checkConditions(input.Conditions ?? [])
  const actions = checkActions(sim, lb, input.Actions ?? [])
  routingWillChange(sim)
  const base = sim.newRow('rules')
  const path = listener.arn.split(':listener/')[1] as string
  const row = sim.t.rules.put({
    ...base,
    arn: sim.arn('elasticloadbalancing', `listener-rule/${path}/${sim.hex('rule', base.n, 16)}`),
    listenerId: listener.id,
    priority,
    isDefault: false,
    conditions: (input.Conditions ?? []) as Record<string, unknown>[],
    actions,
    createdAtMs: sim.nowMs,
  })
  refreshUse(sim, groupArnsOf(actions))
  return { Rules: [ruleView(row)] }
}

/** By priority, the default rule last. */
export function describeRules(sim: Sim, input: DescribeRulesCommandInput) {
  const rows = input.RuleArns?.length
    ? input.RuleArns.map((arn) => ruleByArn(sim, arn))
    : sim.t.rules
        .by('listener', listenerByArn(sim, input.ListenerArn).id)
        .sort((a, b) => Number(a.isDefault) - Number(b.isDefault) || a.priority - b.priority)
  const { items, NextMarker } = pageOf(rows, input)
  return { Rules: items.map(ruleView), ...(NextMarker ? { NextMarker } : {}) }
}

function changeable(row: RuleRow, what: string): RuleRow {
  if (row.isDefault) throw new ApiError('OperationNotPermittedException', `Default rule '${row.arn}' cannot be ${what}`)
  return row
}

export function modifyRule(sim: Sim, input: ModifyRuleCommandInput) {
  const row = changeable(ruleByArn(sim, input.RuleArn), 'modified')
  if (input.Conditions) checkConditions(input.Conditions)
  const lb = loadBalancerOfListener(sim, row.listenerId)
  const actions = input.Actions ? checkActions(sim, lb, input.Actions) : row.actions
  const conditions = (input.Conditions as Record<string, unknown>[] | undefined) ?? row.conditions
  routingWillChange(sim)
  const next = sim.t.rules.patch(row.id, { actions, conditions })
  refreshUse(sim, groupArnsOf([...row.actions, ...actions]))
  return { Rules: [ruleView(next)] }
}

export function deleteRule(sim: Sim, input: DeleteRuleCommandInput) {
  const row = changeable(ruleByArn(sim, input.RuleArn), 'deleted')
  routingWillChange(sim)
  sim.t.rules.delete(row.id)
  refreshUse(sim, groupArnsOf(row.actions))
  return {}
}

/** All or none; two rules of a listener never share a priority (N-58). */
export function setRulePriorities(sim: Sim, input: SetRulePrioritiesCommandInput) {
  const wanted = new Map<string, number>()
  for (const { RuleArn, Priority = 0 } of input.RulePriorities ?? []) {
    checkPriority(Priority)
    wanted.set(changeable(ruleByArn(sim, RuleArn), 'reprioritized').id, Priority)
  }
  const changed = [...wanted.keys()].map((id) => sim.t.rules.need(id))
  for (const row of changed) {
    const priority = wanted.get(row.id)
    const clash = sim.t.rules
      .by('listener', row.listenerId)
      .some((other) => other.id !== row.id && !other.isDefault && (wanted.get(other.id) ?? other.priority) === priority)
    if (clash) throw priorityInUse(priority ?? 0)
  }
  routingWillChange(sim)
  const rows = changed.map((row) => sim.t.rules.patch(row.id, { priority: wanted.get(row.id) ?? row.priority }))
  return { Rules: rows.map(ruleView) }
}
