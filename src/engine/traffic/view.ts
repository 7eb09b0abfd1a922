/** The account as it stands now, for the page and the world document (design.md §6). Reading changes nothing. */
import type { Sim } from '../kernel'
import { rateAt } from './arrivals'
import type { Ledger, LoadBalancerAccount, TargetAccount } from './ledger'
import type { Outcome } from './outcomes'
import { OUTCOMES, outcomeIndex } from './outcomes'
import { planFor } from './plan'

/** Every way to fail, always present in `byCause`. */
export type Cause = Exclude<Outcome, 'ok'>
const CAUSES = OUTCOMES.filter((outcome): outcome is Cause => outcome !== 'ok')

/** `total` is the sum of ok, failed4xx, failed5xx, refused, timedOut and inFlight. */
export interface Requests {
  total: number
  ok: number
  failed4xx: number
  failed5xx: number
  refused: number
  timedOut: number
  inFlight: number
  /** Of ended requests; null when none has ended. */
  p50Ms: number | null
  p99Ms: number | null
  byCause: Record<Cause, number>
}

export interface TargetRequests {
  sent: number
  ok: number
  inFlight: number
  /** Only causes that happened. */
  failed: Partial<Record<Cause, number>>
}

export interface TrafficNow {
  total: Requests
  /** By row id. */
  loadBalancers: Map<string, Requests>
  /** Of a target's row id; undefined when it has got no request or is gone with all of them. */
  target(id: string): TargetRequests | undefined
}

/** The counts of a ledger that is settled and booked up to now. */
export function trafficOf(ledger: Ledger): TrafficNow {
  const loadBalancers = new Map<string, Requests>()
  for (const [id, account] of ledger.loadBalancers) loadBalancers.set(id, requestsOf([account]))
  return {
    total: requestsOf([...ledger.loadBalancers.values()]),
    loadBalancers,
    target: (id) => targetRequests(ledger.targets.get(id)),
  }
}

function targetRequests(account: TargetAccount | undefined): TargetRequests | undefined {
  if (!account) return undefined
  const { sent, ended } = account
  const failed: Partial<Record<Cause, number>> = {}
  for (const cause of CAUSES) {
    const count = ended[outcomeIndex[cause]] as number
    if (count > 0) failed[cause] = count
  }
  return { sent, ok: ended[outcomeIndex.ok] as number, inFlight: sent - sum(ended), failed }
}

function sum(counts: readonly number[]): number {
  return counts.reduce((a, b) => a + b, 0)
}

function requestsOf(accounts: readonly LoadBalancerAccount[]): Requests {
  const ended = OUTCOMES.map((_, i) => sum(accounts.map((account) => account.ended[i] as number)))
  const of = (...outcomes: Outcome[]) => sum(outcomes.map((outcome) => ended[outcomeIndex[outcome]] as number))
  const total = sum(accounts.map((account) => account.sent))
  const latencies = [...mergedLatencies(accounts)].sort((a, b) => a[0] - b[0])
  return {
    total,
    ok: of('ok'),
    failed4xx: of('target4xx', 'elb4xx'),
    failed5xx: of('target5xx', 'elb5xx', 'elb502', 'elb503', 'elb504'),
    refused: of('refused'),
    timedOut: of('clientTimeout'),
    inFlight: total - sum(ended),
    p50Ms: percentile(latencies, sum(ended), 50),
    p99Ms: percentile(latencies, sum(ended), 99),
    byCause: Object.fromEntries(CAUSES.map((cause) => [cause, of(cause)])) as Record<Cause, number>,
  }
}

function mergedLatencies(accounts: readonly LoadBalancerAccount[]): Map<number, number> {
  const merged = new Map<number, number>()
  for (const { latencies } of accounts)
    for (const [ms, count] of latencies) merged.set(ms, (merged.get(ms) ?? 0) + count)
  return merged
}

/** The latency that `percent` of the ended requests did not exceed. */
function percentile(latencies: readonly (readonly [number, number])[], count: number, percent: number): number | null {
  let rest = Math.ceil((count * percent) / 100)
  for (const [ms, n] of latencies) {
    rest -= n
    if (rest <= 0) return ms
  }
  return null
}

/** Requests per second, in thousandths. */
export interface Rates {
  loadBalancers: Map<string, number>
  /** By `forwardKey`: what a listener's default action or a rule hands to each of its target groups. */
  forwards: Map<string, number>
  targets: Map<string, number>
}

/** `from`: the row id of the rule, or of the listener for its default action. */
export const forwardKey = (from: string, groupId: string): string => `${from} ${groupId}`

/** The rates now, by row id (N-58: one listener and rule take the clients' requests; N-61, N-73: equal turns). */
export function ratesNow(sim: Sim): Rates {
  const loadBalancers = new Map<string, number>()
  const forwards = new Map<string, number>()
  const targets = new Map<string, number>()
  for (const traffic of sim.t.traffic.values()) {
    if (traffic.endedAtMs !== null) continue
    const rate = rateAt(traffic, sim.nowMs)
    loadBalancers.set(traffic.loadBalancerId, rate)
    const plan = planFor(sim, sim.t.loadBalancers.get(traffic.loadBalancerId))
    if (plan.kind === 'answered') continue
    for (const [i, { group, candidates }] of plan.groups.entries()) {
      const turns = plan.cycle.filter((other) => other === i).length
      forwards.set(forwardKey(plan.key, group.id), Math.floor((rate * turns) / plan.cycle.length))
      const each = Math.floor((rate * turns) / (plan.cycle.length * Math.max(1, candidates.length)))
      for (const target of candidates) targets.set(target.id, each)
    }
  }
  return { loadBalancers, forwards, targets }
}
