/** playground.SetTraffic: clients that call a load balancer (design.md §3, N-130). */
import type { Sim } from '../../kernel'
import { invalidParameter } from '../../kernel'
import { routingWillChange } from '../../loadbalancing'
import type { LoadBalancerRow, TrafficShape } from '../../model'
import { MAX_REQUESTS_PER_SECOND, MAX_SHAPE_SECONDS } from '../../traffic'

export interface SetTrafficInput {
  /** ARN, name or DNS name of a load balancer. */
  target: string
  /** Thousandths allowed; 0 stops the traffic. */
  requestsPerSecond: number
  shape?: TrafficShape
  clientTimeoutSeconds?: number
}

function findLoadBalancer(sim: Sim, target: string): LoadBalancerRow {
  const row = sim.t.loadBalancers.find('arn', target) ?? sim.t.loadBalancers.find('name', target)
  if (row) return row
  for (const other of sim.t.loadBalancers.values()) if (other.dnsName === target) return other
  throw invalidParameter(`There is no load balancer '${target}'.`)
}

function checkRate(name: string, rate: unknown): void {
  const good = typeof rate === 'number' && rate >= 0 && rate <= MAX_REQUESTS_PER_SECOND
  if (!good || Math.round(rate * 1000) !== rate * 1000) {
    throw invalidParameter(`${name} must be from 0 to ${MAX_REQUESTS_PER_SECOND}, in thousandths at most.`)
  }
}

function checkSeconds(name: string, value: unknown, low: number, high: number): void {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < low || value > high) {
    throw invalidParameter(`${name} must be a whole number from ${low} to ${high}.`)
  }
}

function checkShape(shape: TrafficShape): void {
  if (!['constant', 'ramp', 'spike', 'wave'].includes(shape.kind)) {
    throw invalidParameter('shape.kind must be one of constant, ramp, spike, wave.')
  }
  if (shape.kind === 'constant') return
  checkRate('shape.to', shape.to)
  switch (shape.kind) {
    case 'ramp':
      checkSeconds('shape.overSeconds', shape.overSeconds, 1, MAX_SHAPE_SECONDS)
      return
    case 'spike':
      checkSeconds('shape.atSeconds', shape.atSeconds, 0, MAX_SHAPE_SECONDS)
      checkSeconds('shape.forSeconds', shape.forSeconds, 1, MAX_SHAPE_SECONDS)
      return
    case 'wave':
      checkSeconds('shape.periodSeconds', shape.periodSeconds, 1, MAX_SHAPE_SECONDS)
      return
  }
}

/**
 * Starts clients of a load balancer, in place of those it had; arrival 0 comes at once. Requests under way go on.
 * Throws InvalidParameterException for an unknown load balancer or figures out of range.
 */
export function setTraffic(sim: Sim, input: SetTrafficInput): Record<string, never> {
  const lb = findLoadBalancer(sim, input.target)
  const { requestsPerSecond, shape = { kind: 'constant' }, clientTimeoutSeconds = 30 } = input
  checkRate('requestsPerSecond', requestsPerSecond)
  checkShape(shape)
  checkSeconds('clientTimeoutSeconds', clientTimeoutSeconds, 1, 4000)
  routingWillChange(sim)
  for (const old of sim.t.traffic.by('loadBalancer', lb.id)) sim.t.traffic.patch(old.id, { endedAtMs: sim.nowMs })
  if (requestsPerSecond === 0 && (shape.kind === 'constant' || shape.to === 0)) return {}
  sim.t.traffic.put({
    ...sim.newRow('traffic'),
    loadBalancerId: lb.id,
    requestsPerSecond,
    shape,
    clientTimeoutSeconds,
    fromMs: sim.nowMs,
    endedAtMs: null,
  })
  return {}
}
