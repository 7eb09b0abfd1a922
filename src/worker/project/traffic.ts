/** Request figures: what the engine has counted up to now, per load balancer and target. */
import type { RowTypes } from '../../engine'
import type { RequestCounts } from '../views'
import type { TrafficFigures } from './balancing'
import type { Source } from './source'

export interface Figures {
  balancers: Map<string, TrafficFigures>
  targets: Map<string, { requestsPerSecond: number; failed: Record<string, number> }>
}

interface RequestsDocument {
  total?: number
  ok?: number
  failed4xx?: number
  failed5xx?: number
  refused?: number
  timedOut?: number
  inFlight?: number
  byCause?: Record<string, number>
  loadBalancers?: (RequestsDocument & { LoadBalancerArn?: string })[]
}

/** Requests per second that the traffic's shape asks for at `nowMs`. */
export function rateAt(traffic: RowTypes['traffic'], nowMs: number): number {
  const { shape, requestsPerSecond: base } = traffic
  const seconds = (nowMs - traffic.fromMs) / 1_000
  switch (shape.kind) {
    case 'constant':
      return base
    case 'ramp': {
      const part = shape.overSeconds > 0 ? Math.min(1, seconds / shape.overSeconds) : 1
      return Math.round(base + (shape.to - base) * part)
    }
    case 'spike':
      return seconds >= shape.atSeconds && seconds < shape.atSeconds + shape.forSeconds ? shape.to : base
    case 'wave': {
      // A triangle between base and `to`, as the engine plays it: integers only.
      const part = shape.periodSeconds > 0 ? (seconds % shape.periodSeconds) / shape.periodSeconds : 0
      return Math.round(base + (shape.to - base) * (part < 0.5 ? part * 2 : 2 - part * 2))
    }
  }
}

const countsOf = (doc: RequestsDocument): RequestCounts => ({
  total: doc.total ?? 0,
  ok: doc.ok ?? 0,
  failed: (doc.failed4xx ?? 0) + (doc.failed5xx ?? 0) + (doc.refused ?? 0) + (doc.timedOut ?? 0),
  inFlight: doc.inFlight ?? 0,
  byCause: doc.byCause ?? {},
})

/** Figures of every load balancer and of each target that may get requests now. */
export function figuresOf(source: Source): Figures {
  const figures: Figures = { balancers: new Map(), targets: new Map() }
  const balancers = [...source.engine.rows('loadBalancers')]
  if (balancers.length === 0) return figures
  const requests = source.engine.world(['requests']).requests as RequestsDocument | undefined
  for (const row of balancers) {
    const rates = source.children('traffic', 'ofBalancer', row.id).map((traffic) => rateAt(traffic, source.nowMs))
    const requestsPerSecond = rates.reduce((sum, rate) => sum + rate, 0)
    const doc = requests?.loadBalancers?.find((entry) => entry.LoadBalancerArn === row.arn)
    figures.balancers.set(row.id, { requestsPerSecond, requests: countsOf(doc ?? {}) })
    if (requestsPerSecond > 0) spread(row.id, requestsPerSecond, source, figures)
  }
  return figures
}

/**
 * How a balancer's requests fall on targets: by the default rule's weights, evenly over the targets in rotation.
 * Only the picture's edge widths use it; what is counted as served or failed comes from the engine.
 */
function spread(balancerId: string, rate: number, source: Source, figures: Figures): void {
  for (const listener of source.children('listeners', 'ofBalancer', balancerId)) {
    const rules = source.children('rules', 'ofListener', listener.id)
    const actions = rules.find((rule) => rule.isDefault)?.actions ?? listener.defaultActions
    for (const action of actions.filter((candidate) => candidate.Type === 'forward')) {
      const groups = action.ForwardConfig?.TargetGroups ?? [{ TargetGroupArn: action.TargetGroupArn, Weight: 1 }]
      const weights = groups.reduce((sum, group) => sum + (group.Weight ?? 1), 0)
      for (const group of groups) {
        const row = source.targetGroupByArn(group.TargetGroupArn)
        if (!row || weights === 0) continue
        spreadOverTargets(row.id, (rate * (group.Weight ?? 1)) / weights, source, figures)
      }
    }
  }
}

function spreadOverTargets(groupId: string, rate: number, source: Source, figures: Figures): void {
  const targets = source.children('targets', 'ofGroup', groupId)
  const healthy = targets.filter((target) => target.state === 'healthy')
  // N-70: with no healthy target the load balancer fails open and uses all that are registered.
  const inRotation = healthy.length > 0 ? healthy : targets.filter((target) => target.state === 'unhealthy')
  for (const target of targets) {
    const share = inRotation.includes(target) ? rate / inRotation.length : 0
    figures.targets.set(target.id, { requestsPerSecond: Math.round(share * 10) / 10, failed: {} })
  }
}
