/** The traffic room: clients, and the account of what becomes of their requests. */
import type { EventHandlers, Sim } from '../kernel'
import { EngineError } from '../kernel'
import type { Ledger } from './ledger'
import { bookAll, copyLedger, emptyLedger, forgetTarget, reconsiderTask, settleLedger } from './ledger'
import type { Requests, TrafficNow } from './view'
import { trafficOf } from './view'

export { MAX_REQUESTS_PER_SECOND, MAX_SHAPE_SECONDS } from './arrivals'
export { type Cause, forwardKey, type Requests, ratesNow, type TargetRequests, type TrafficNow } from './view'

/**
 * One ledger per simulation, beside its tables (`sim.extras.traffic`). `ahead` is a copy that readers have counted on to
 * the present; the next change of routing throws it away, so that reading never shows in the run.
 */
interface Books {
  ledger: Ledger
  ahead: { ledger: Ledger; atMs: number; traffic: TrafficNow } | null
}

const booksBySim = new WeakMap<Sim, Books>()

function booksOf(sim: Sim): Books {
  const books = booksBySim.get(sim)
  if (!books) throw new EngineError('installTraffic has not run')
  return books
}

/** Traffic queues no events: between changes of routing everything about it is computed. */
export const trafficEvents: EventHandlers = {}

/** Gives the simulation its ledger and subscribes to whatever changes the way of requests. */
export function installTraffic(sim: Sim): void {
  const books: Books = { ledger: emptyLedger(), ahead: null }
  booksBySim.set(sim, books)
  sim.extras.traffic = {
    save: () => copyLedger(books.ledger),
    load: (saved) => {
      books.ledger = copyLedger(saved as Ledger)
      books.ahead = null
    },
  }
  sim.hooks.beforeRoutingChange.push((s) => settleTraffic(s))
  sim.hooks.processChanged.push((s, taskId) => {
    settleTraffic(s)
    reconsiderTask(books.ledger, s, taskId)
  })
  sim.hooks.targetChanged.push((s, id) => {
    if (s.t.targets.has(id)) return
    forgetTarget(books.ledger, s, id)
    books.ahead = null
  })
}

/** Counts all requests that arrived before now with the routing as it stands; call before changing it. */
export function settleTraffic(sim: Sim): void {
  const books = booksOf(sim)
  settleLedger(books.ledger, sim)
  books.ahead = null
}

/** The counts at this instant, in total, by load balancer and by target (row ids). Changes nothing. */
export function trafficAt(sim: Sim): TrafficNow {
  const books = booksOf(sim)
  if (books.ahead?.atMs === sim.nowMs) return books.ahead.traffic
  const ledger = copyLedger(books.ahead?.ledger ?? books.ledger)
  settleLedger(ledger, sim)
  bookAll(ledger, sim.nowMs)
  const traffic = trafficOf(ledger)
  books.ahead = { ledger, atMs: sim.nowMs, traffic }
  return traffic
}

/** The world document's `requests` (design.md §6). */
export function requestsView(sim: Sim): Requests & { loadBalancers: ({ LoadBalancerArn: string } & Requests)[] } {
  const { total, loadBalancers } = trafficAt(sim)
  const rows = [...sim.t.loadBalancers.values()].flatMap((row) => {
    const requests = loadBalancers.get(row.id)
    return requests ? [{ LoadBalancerArn: row.arn, ...requests }] : []
  })
  return { ...total, loadBalancers: rows }
}
