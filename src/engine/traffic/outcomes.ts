/** How requests can end (N-84, N-138), and how a request to a chosen target does. */
import type { Sim } from '../kernel'
import { answerOfTarget } from '../loadbalancing'
import type { LoadBalancerRow, TargetRow } from '../model'

/** Every end of a request; counters are arrays in this order. `ok` is 2xx and 3xx. */
export const OUTCOMES = [
  'ok',
  'target4xx',
  'target5xx',
  'elb4xx',
  'elb5xx',
  'elb502',
  'elb503',
  'elb504',
  'refused',
  'clientTimeout',
] as const
export type Outcome = (typeof OUTCOMES)[number]

export const outcomeIndex = Object.fromEntries(OUTCOMES.map((name, i) => [name, i])) as Record<Outcome, number>

export interface Ending {
  outcome: Outcome
  /** From arrival to end. */
  latencyMs: number
  /** The request is on a connection to the target: it is cut with it. False while it still tries to connect. */
  connected: boolean
  /** Percent of `ok` that the application answers with a 5xx. */
  errorPercent: number
}

const CONNECT_TIMEOUT_MS = 10_000 // N-84
const NLB_IDLE_MS = 350_000

/** How long a load balancer waits for an answer. */
function idleMs(lb: LoadBalancerRow): number {
  return lb.type === 'network' ? NLB_IDLE_MS : Number(lb.attributes['idle_timeout.timeout_seconds'] ?? '60') * 1000
}

/** How a request ends that reaches this target at `atMs`, for a client that waits `clientTimeoutMs` (N-84). */
export function endingAt(
  sim: Sim,
  lb: LoadBalancerRow,
  target: TargetRow,
  atMs: number,
  clientTimeoutMs: number,
): Ending {
  const network = lb.type === 'network'
  const answer = answerOfTarget(sim, target, null, atMs, lb)
  if (answer.kind === 'hang') return stalled(lb, clientTimeoutMs)
  if (answer.kind === 'noRoute') {
    const ending: Ending = { outcome: 'elb504', latencyMs: CONNECT_TIMEOUT_MS, connected: false, errorPercent: 0 }
    return network || clientTimeoutMs < CONNECT_TIMEOUT_MS ? givenUp(ending, clientTimeoutMs) : ending
  }
  if (answer.kind !== 'status') return atOnce(network ? 'refused' : 'elb502')
  const outcome = answer.code >= 500 ? 'target5xx' : answer.code >= 400 ? 'target4xx' : 'ok'
  if (answer.ms > Math.min(idleMs(lb), clientTimeoutMs)) return stalled(lb, clientTimeoutMs)
  return { outcome, latencyMs: answer.ms, connected: true, errorPercent: answer.errorPercent ?? 0 }
}

/** Nothing comes back on an open connection: whoever loses patience first ends it. */
export function stalled(lb: LoadBalancerRow, clientTimeoutMs: number): Ending {
  const ending: Ending = { outcome: 'elb504', latencyMs: idleMs(lb), connected: true, errorPercent: 0 }
  return lb.type === 'network' || clientTimeoutMs < ending.latencyMs ? givenUp(ending, clientTimeoutMs) : ending
}

function givenUp(ending: Ending, clientTimeoutMs: number): Ending {
  return { ...ending, outcome: 'clientTimeout', latencyMs: clientTimeoutMs }
}

/** An end in the instant of arrival. */
export function atOnce(outcome: Outcome): Ending {
  return { outcome, latencyMs: 0, connected: false, errorPercent: 0 }
}

/** A code that the load balancer answers itself: fixed response or redirect. */
export function answeredWith(code: number): Ending {
  if (code === 503) return atOnce('elb503')
  return atOnce(code >= 500 ? 'elb5xx' : code >= 400 ? 'elb4xx' : 'ok')
}
