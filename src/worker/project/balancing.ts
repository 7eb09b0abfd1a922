/** Load balancers, listeners, rules, target groups and targets as the page shows them (screens.md §4.4). */
import type { RowTypes } from '../../engine'
import { forwardKey } from '../../engine'
import type { ListenerView, LoadBalancerView, RequestCounts, RuleView, TargetGroupView, TargetView } from '../views'
import type { Source } from './source'
import { targetStreak } from './task'

export interface TrafficFigures {
  requestsPerSecond: number
  requests: RequestCounts
}

const NO_TRAFFIC: TrafficFigures = {
  requestsPerSecond: 0,
  requests: { total: 0, ok: 0, failed: 0, inFlight: 0, byCause: {} },
}

export const projectLoadBalancer = (
  row: RowTypes['loadBalancers'],
  figures: TrafficFigures = NO_TRAFFIC,
): LoadBalancerView => ({
  id: row.id,
  arn: row.arn,
  name: row.name,
  state: row.state,
  zones: row.zones.map((zone) => zone.zoneName),
  ...figures,
})

export const projectListener = (row: RowTypes['listeners']): ListenerView => ({
  id: row.id,
  arn: row.arn,
  loadBalancerId: row.loadBalancerId,
  port: row.port,
  protocol: row.protocol,
})

type Condition = { Field?: string; Values?: string[]; [config: string]: unknown }

/** "/api/*", "host admin.example.com": one condition's values in a few words. */
export function conditionText(condition: Condition): string {
  const config = Object.entries(condition).find(([name]) => name.endsWith('Config'))?.[1] as
    | { Values?: unknown[]; HttpHeaderName?: string }
    | undefined
  const values = (condition.Values?.length ? condition.Values : (config?.Values ?? [])).map((value) =>
    typeof value === 'object' && value !== null ? Object.values(value).join('=') : String(value),
  )
  const list = values.join(', ')
  switch (condition.Field) {
    case 'path-pattern':
      return list
    case 'host-header':
      return `host ${list}`
    case 'http-header':
      return `${config?.HttpHeaderName ?? 'header'}: ${list}`
    case 'http-request-method':
      return list
    case 'query-string':
      return `?${list}`
    case 'source-ip':
      return `from ${list}`
    default:
      return `${condition.Field ?? ''} ${list}`.trim()
  }
}

type Forward = { targetGroupId: string; weight: number }

function forwardsOf(actions: RowTypes['rules']['actions'], source: Source): Forward[] {
  const out: Forward[] = []
  for (const action of actions) {
    if (action.Type !== 'forward') continue
    const groups = action.ForwardConfig?.TargetGroups ?? [{ TargetGroupArn: action.TargetGroupArn, Weight: 1 }]
    for (const group of groups) {
      const row = source.targetGroupByArn(group.TargetGroupArn)
      if (row) out.push({ targetGroupId: row.id, weight: group.Weight ?? 1 })
    }
  }
  return out
}

/** Each forward with its share of the rule's requests and its rate, from the engine's `rates`. */
function withRates(row: RowTypes['rules'], forwards: Forward[], rates: ReadonlyMap<string, number>) {
  const whole = forwards.reduce((sum, { weight }) => sum + weight, 0)
  const from = row.isDefault ? row.listenerId : row.id
  return forwards.map((forward) => ({
    ...forward,
    sharePercent: forwards.length > 1 && whole > 0 ? Math.round((forward.weight * 1_000) / whole) / 10 : null,
    requestsPerSecond: Math.round((rates.get(forwardKey(from, forward.targetGroupId)) ?? 0) / 100) / 10,
  }))
}

export const projectRule = (
  row: RowTypes['rules'],
  source: Source,
  rates: ReadonlyMap<string, number> = new Map(),
): RuleView => ({
  id: row.id,
  arn: row.arn,
  listenerId: row.listenerId,
  priority: row.priority,
  isDefault: row.isDefault,
  condition: row.isDefault ? 'default' : (row.conditions as Condition[]).map(conditionText).join(' and '),
  forwards: withRates(row, forwardsOf(row.actions, source), rates),
})

function balancersOf(groupId: string, source: Source): string[] {
  const ids = new Set<string>()
  for (const rule of source.engine.rows('rules')) {
    if (!forwardsOf(rule.actions, source).some((forward) => forward.targetGroupId === groupId)) continue
    const listener = source.row('listeners', rule.listenerId)
    if (listener) ids.add(listener.loadBalancerId)
  }
  for (const listener of source.engine.rows('listeners')) {
    const forwards = forwardsOf(listener.defaultActions, source)
    if (forwards.some((forward) => forward.targetGroupId === groupId)) ids.add(listener.loadBalancerId)
  }
  return [...ids]
}

export const projectTargetGroup = (row: RowTypes['targetGroups'], source: Source): TargetGroupView => ({
  id: row.id,
  arn: row.arn,
  name: row.name,
  targetType: row.targetType,
  protocol: row.protocol,
  port: row.port,
  healthCheck: {
    path: row.healthCheckPath,
    intervalSeconds: row.healthCheckIntervalSeconds,
    timeoutSeconds: row.healthCheckTimeoutSeconds,
    healthy: row.healthyThresholdCount,
    unhealthy: row.unhealthyThresholdCount,
    matcher: row.matcher,
  },
  deregistrationDelaySeconds: Number(row.attributes['deregistration_delay.timeout_seconds'] ?? 300),
  loadBalancerIds: balancersOf(row.id, source),
  targetIds: source.children('targets', 'ofGroup', row.id).map((target) => target.id),
})

function labelOf(row: RowTypes['targets'], source: Source): string {
  const instance = source.containerInstanceByEc2Id(row.targetId)
  return instance ? `i-${instance.n} :${row.port}` : `${row.targetId}:${row.port}`
}

export const projectTarget = (
  row: RowTypes['targets'],
  source: Source,
  figures: { requestsPerSecond: number; failed: Record<string, number> } = { requestsPerSecond: 0, failed: {} },
): TargetView => ({
  id: row.id,
  targetGroupId: row.targetGroupId,
  taskId: row.taskId,
  label: labelOf(row, source),
  state: row.state,
  reason: row.reasonCode,
  streak: targetStreak(row, source),
  drainUntilMs: row.state === 'draining' ? row.drainUntilMs : null,
  ...figures,
})
