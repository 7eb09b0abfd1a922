/**
 * The account of all requests (N-130 … N-138). Between changes of routing everything is constant, so an interval is dealt
 * in one go when it ends; what has not ended yet waits in flights. Arrays and maps are replaced, never written, so that
 * copies of the ledger share them.
 */
import type { Sim } from '../kernel'
import { fateOfRequests } from '../loadbalancing'
import type { LoadBalancerRow, TargetRow, TrafficRow } from '../model'
import { arrivalsBefore, arrivalUs } from './arrivals'
import type { Share } from './deal'
import { nthOf, shareOf, sharesFrom, turnsOf } from './deal'
import type { Flight } from './flights'
import { agesOf, endedBefore, errorsAmong, restOf } from './flights'
import type { Ending } from './outcomes'
import { endingAt, OUTCOMES, outcomeIndex, stalled } from './outcomes'
import type { GroupPlan } from './plan'
import { planFor } from './plan'

export interface Account {
  sent: number
  /** Ended requests by outcome, in the order of OUTCOMES. */
  ended: number[]
}

export interface TargetAccount extends Account {
  loadBalancerId: string
  /** `ok` answers begun, application errors included. */
  answers: number
  flights: Flight[]
}

export interface LoadBalancerAccount extends Account {
  /** The run that is being counted, and how many of its arrivals are dealt. */
  trafficId: string
  dealt: number
  settledMs: number
  /** Ended requests by latency in ms. */
  latencies: Map<number, number>
  /** Place in the weighted cycle by listener or rule; `cycle` tells when weights changed. */
  places: Map<string, { cycle: string; place: number }>
}

export interface Ledger {
  loadBalancers: Map<string, LoadBalancerAccount>
  targets: Map<string, TargetAccount>
  /** Target group row id → ordinal of the target that was served last (N-73). */
  pointers: Map<string, number>
}

export function emptyLedger(): Ledger {
  return { loadBalancers: new Map(), targets: new Map(), pointers: new Map() }
}

/** A ledger of its own; accounts are shared until either side replaces them. */
export function copyLedger(ledger: Ledger): Ledger {
  return {
    loadBalancers: new Map(ledger.loadBalancers),
    targets: new Map(ledger.targets),
    pointers: new Map(ledger.pointers),
  }
}

const NONE_ENDED = OUTCOMES.map(() => 0)

/** Works on private copies of the accounts it touches and puts them back at the end. */
class Settlement {
  readonly account: LoadBalancerAccount

  constructor(
    private readonly ledger: Ledger,
    private readonly loadBalancerId: string,
  ) {
    const known = ledger.loadBalancers.get(loadBalancerId)
    const places = new Map(known?.places)
    const latencies = new Map(known?.latencies)
    const fresh = { sent: 0, ended: NONE_ENDED, trafficId: '', dealt: 0, settledMs: 0 }
    this.account = { ...(known ?? fresh), ended: [...(known ?? fresh).ended], latencies, places }
    ledger.loadBalancers.set(loadBalancerId, this.account)
  }

  /** The target's account, private from now on. */
  target(id: string): TargetAccount {
    const { ledger, loadBalancerId } = this
    const known = ledger.targets.get(id) ?? { sent: 0, ended: NONE_ENDED, answers: 0, flights: [], loadBalancerId }
    const own = { ...known, ended: [...known.ended], flights: [...known.flights] }
    ledger.targets.set(id, own)
    return own
  }

  end(ending: Ending, count: number, target: TargetAccount | null, ordinal: number): void {
    if (count === 0) return
    const errors = errorsAmong(ordinal, ordinal + count, ending.errorPercent)
    for (const ended of target ? [target.ended, this.account.ended] : [this.account.ended]) {
      const i = outcomeIndex[ending.outcome]
      ended[i] = (ended[i] as number) + count - errors
      const e = outcomeIndex.target5xx
      ended[e] = (ended[e] as number) + errors
    }
    const { latencies } = this.account
    latencies.set(ending.latencyMs, (latencies.get(ending.latencyMs) ?? 0) + count)
  }
}

/** Counts every run up to now with the routing as the rows have it, which must be as it was since the last time. */
export function settleLedger(ledger: Ledger, sim: Sim): void {
  for (const traffic of sim.t.traffic.values()) {
    if (traffic.endedAtMs === null) settleRun(ledger, sim, traffic)
  }
}

function settleRun(ledger: Ledger, sim: Sim, traffic: TrafficRow): void {
  const known = ledger.loadBalancers.get(traffic.loadBalancerId)
  const goesOn = known?.trafficId === traffic.id
  if (goesOn && known.settledMs === sim.nowMs) return
  const from = goesOn ? known.dealt : 0
  const to = arrivalsBefore(traffic, sim.nowMs)
  const settlement = new Settlement(ledger, traffic.loadBalancerId)
  const { account } = settlement
  account.sent += to - from
  const settledMs = goesOn ? known.settledMs : traffic.fromMs
  if (to > from) dealRun(ledger, sim, traffic, { settlement, from, to, settledMs })
  account.trafficId = traffic.id
  account.dealt = to
  account.settledMs = sim.nowMs
}

interface Run {
  settlement: Settlement
  /** Arrivals `from` … `to` − 1 of the traffic. */
  from: number
  to: number
  settledMs: number
}

function dealRun(ledger: Ledger, sim: Sim, traffic: TrafficRow, run: Run): void {
  const lb = sim.t.loadBalancers.get(traffic.loadBalancerId)
  const plan = planFor(sim, lb)
  const count = run.to - run.from
  if (plan.kind === 'answered' || !lb) {
    const ending = plan.kind === 'answered' ? plan.ending : plan.empty
    run.settlement.end(ending, count, null, 0)
    return
  }
  const { places } = run.settlement.account
  const cycle = plan.cycle.length > 1 ? plan.cycle.join(' ') : ''
  const at = places.get(plan.key)
  const place = at?.cycle === cycle ? at.place : 0
  const shares = sharesFrom(plan.cycle, plan.groups.length, place)
  places.set(plan.key, { cycle, place: (place + count) % plan.cycle.length })
  for (const [i, group] of plan.groups.entries()) {
    const share = shares[i] as Share
    if (group.candidates.length > 0) dealGroup(ledger, sim, traffic, lb, run, group, share)
    else run.settlement.end(plan.empty, shareOf(share, count), null, 0)
  }
}

function dealGroup(
  ledger: Ledger,
  sim: Sim,
  traffic: TrafficRow,
  lb: LoadBalancerRow,
  run: Run,
  { group, candidates }: GroupPlan,
  share: Share,
): void {
  const count = shareOf(share, run.to - run.from)
  if (count === 0) return
  const size = candidates.length
  const last = ledger.pointers.get(group.id) ?? 0
  const next = candidates.findIndex((target) => target.n > last)
  const first = next < 0 ? 0 : next
  const clientTimeoutMs = traffic.clientTimeoutSeconds * 1000
  const cutAtDrain =
    lb.type === 'application' || group.attributes['deregistration_delay.connection_termination.enabled'] === 'true'
  for (let place = 0; place < Math.min(size, count); place++) {
    const target = candidates[(first + place) % size] as TargetRow
    const mine = turnsOf(place, size, count)
    const ending = endingAt(sim, lb, target, run.settledMs, clientTimeoutMs)
    const account = run.settlement.target(target.id)
    const endedArrivals = Math.min(run.to, arrivalsBefore(traffic, sim.nowMs - ending.latencyMs))
    const ended = turnsOf(place, size, shareOf(share, Math.max(0, endedArrivals - run.from)))
    const ordinal = account.answers
    account.sent += mine
    if (ending.outcome === 'ok') account.answers += mine
    run.settlement.end(ending, ended, account, ordinal)
    if (mine > ended) {
      const arrival = (k: number) => arrivalUs(traffic, run.from + nthOf(share, place + k * size))
      account.flights.push({
        ...ending,
        count: mine - ended,
        firstUs: arrival(ended),
        lastUs: arrival(mine - 1),
        ordinal: ordinal + ended,
        cutAtDrain,
      })
    }
    if (account.flights.length >= 32) book(run.settlement, account, sim.nowMs)
  }
  ledger.pointers.set(group.id, (candidates[(first + count - 1) % size] as TargetRow).n)
}

/** Takes what has ended out of a target's flights. */
function book(settlement: Settlement, account: TargetAccount, ms: number): void {
  account.flights = account.flights.flatMap((flight) => {
    const ended = endedBefore(flight, ms)
    settlement.end(flight, ended, account, flight.ordinal)
    return ended === flight.count ? [] : [restOf(flight, ended)]
  })
}

/** Books everything that has ended by now in all flights. */
export function bookAll(ledger: Ledger, nowMs: number): void {
  for (const [id, { flights, loadBalancerId }] of [...ledger.targets]) {
    if (!flights.some((flight) => endedBefore(flight, nowMs) > 0)) continue
    const settlement = new Settlement(ledger, loadBalancerId)
    book(settlement, settlement.target(id), nowMs)
  }
}

/**
 * Decides again about requests under way at a target: `cut` ends those on a connection now with a 502 (a reset behind a
 * network load balancer), `stall` leaves them without an answer. `drained` cuts only where the load balancer does (N-83).
 */
export function redirectFlights(
  ledger: Ledger,
  sim: Sim,
  targetId: string,
  fate: 'cut' | 'stall' | 'drained',
  clientTimeoutMs: number,
): void {
  const known = ledger.targets.get(targetId)
  if (!known || known.flights.length === 0) return
  const settlement = new Settlement(ledger, known.loadBalancerId)
  const account = settlement.target(targetId)
  book(settlement, account, sim.nowMs)
  const lb = sim.t.loadBalancers.get(known.loadBalancerId)
  account.flights = account.flights.flatMap((flight) => {
    if (fate === 'stall') {
      const changes = lb && flight.connected && flight.outcome !== 'elb504' && flight.outcome !== 'clientTimeout'
      return [changes ? { ...flight, ...stalled(lb, clientTimeoutMs) } : flight]
    }
    // N-84: who still waits for a connection gets its 504 in its own time, whatever becomes of the target.
    if (!flight.connected || (fate === 'drained' && !flight.cutAtDrain)) return [flight]
    const outcome = lb?.type === 'network' ? 'refused' : 'elb502'
    for (const [latencyMs, count] of agesOf(flight, sim.nowMs)) {
      settlement.end({ outcome, latencyMs, connected: true, errorPercent: 0 }, count, account, 0)
    }
    return []
  })
}

/** Looks at the targets of a task whose process changed. */
export function reconsiderTask(ledger: Ledger, sim: Sim, taskId: string): void {
  for (const target of sim.t.targets.by('task', taskId)) {
    const known = ledger.targets.get(target.id)
    if (!known || known.flights.length === 0) continue
    const fate = fateOfRequests(sim, target)
    if (fate !== 'finish') redirectFlights(ledger, sim, target.id, fate, clientTimeoutMs(sim, known.loadBalancerId))
  }
}

function clientTimeoutMs(sim: Sim, loadBalancerId: string): number {
  const [traffic] = sim.t.traffic.by('loadBalancer', loadBalancerId)
  return (traffic?.clientTimeoutSeconds ?? 30) * 1000
}

/** A target's row is gone: its requests end with it, and its account once nothing is under way. */
export function forgetTarget(ledger: Ledger, sim: Sim, targetId: string): void {
  redirectFlights(
    ledger,
    sim,
    targetId,
    'drained',
    clientTimeoutMs(sim, ledger.targets.get(targetId)?.loadBalancerId ?? ''),
  )
  if (ledger.targets.get(targetId)?.flights.length === 0) ledger.targets.delete(targetId)
}
