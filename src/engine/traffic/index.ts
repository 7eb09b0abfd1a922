/** The traffic room: clients, and the account of what becomes of their requests. */
import type { EventHandlers, Sim } from '../kernel'
import type { Ledger } from './ledger'
import { copyLedger, emptyLedger, forgetTarget, reconsiderTask, settleLedger } from './ledger'
import type { Requests, TrafficNow } from './view'
import { trafficOf } from './view'

export { MAX_REQUESTS_PER_SECOND, MAX_SHAPE_SECONDS } from './arrivals'
export { type Cause, type Requests, ratesNow, type TargetRequests, type TrafficNow } from './view'

/** One ledger per simulation, beside its tables (`sim.extras.traffic`), and the last reading of it. */
interface Books {
  ledger: Ledger
  read: { atMs: number; changeCount: number; traffic: TrafficNow } | null
}

const booksBySim = new WeakMap<Sim, Books>()

function booksOf(sim: Sim): Books {
  const books = booksBySim.get(sim)
  if (!books) throw new Error('installTraffic has not run')
  return books
}

/** Traffic queues no events: between changes of routing everything about it is computed. */
export const trafficEvents: EventHandlers = {}

/** Gives the simulation its ledger and subscribes to whatever changes the way of requests. */
export function installTraffic(sim: Sim): void {
  const books: Books = { ledger: emptyLedger(), read: null }
  booksBySim.set(sim, books)
  sim.extras.traffic = {
    save: () => copyLedger(books.ledger),
    load: (saved) => {
      books.ledger = copyLedger(saved as Ledger)
      books.read = null
    },
  }
  sim.hooks.beforeRoutingChange.push((s) => settleTraffic(s))
  sim.hooks.processChanged.push((s, taskId) => {
    settleTraffic(s)
    reconsiderTask(booksOf(s).ledger, s, taskId)
  })
  sim.hooks.targetChanged.push((s, id) => {
    if (s.t.targets.has(id)) return
    forgetTarget(books.ledger, s, id)
    books.read = null
  })
}

/** Counts all requests that arrived before now with the routing as it stands; call before changing it. */
export function settleTraffic(sim: Sim): void {
  const books = booksOf(sim)
  settleLedger(books.ledger, sim)
  books.read = null
}

/** The counts at this instant, in total, by load balancer and by target (row ids). Changes nothing. */
export function trafficAt(sim: Sim): TrafficNow {
  const books = booksOf(sim)
  const { read } = books
  if (read && read.atMs === sim.nowMs && read.changeCount === sim.changeCount) return read.traffic
  const traffic = trafficOf(books.ledger, sim)
  books.read = { atMs: sim.nowMs, changeCount: sim.changeCount, traffic }
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
