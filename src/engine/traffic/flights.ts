/** Requests under way, in runs of one target and one fate: counted, not kept one by one. */
import type { Ending } from './outcomes'

/** `count` requests that arrived evenly between `firstUs` and `lastUs` and end `latencyMs` after their arrival. */
export interface Flight extends Ending {
  count: number
  firstUs: number
  lastUs: number
  /** Ordinal among the target's `ok` answers of the first of them, for the share of application errors. */
  ordinal: number
  /** N-83: a network load balancer leaves connections alone when the drain ends. */
  cutAtDrain: boolean
}

/** Arrival times are rounded down twice; an end this close to an instant counts as being at it. */
const SLACK_US = 4

/** How many of the flight have ended before `ms`. */
export function endedBefore(flight: Flight, ms: number): number {
  const limit = ms * 1000 - SLACK_US - flight.latencyMs * 1000
  if (limit < flight.firstUs) return 0
  if (limit >= flight.lastUs) return flight.count
  return Math.floor(((limit - flight.firstUs) * (flight.count - 1)) / (flight.lastUs - flight.firstUs)) + 1
}

/** The flight without its first `ended` requests. */
export function restOf(flight: Flight, ended: number): Flight {
  if (ended === 0) return flight
  const span = flight.lastUs - flight.firstUs
  const firstUs = flight.count === 1 ? flight.firstUs : flight.firstUs + Math.floor((span * ended) / (flight.count - 1))
  return { ...flight, count: flight.count - ended, firstUs, ordinal: flight.ordinal + ended }
}

/** Of answers `from` … `to` − 1 of a target, how many are the application's errors. */
export function errorsAmong(from: number, to: number, errorPercent: number): number {
  return Math.floor((to * errorPercent) / 100) - Math.floor((from * errorPercent) / 100)
}

/** How old the requests of a flight are at `ms`, rounded up to tenths of a second: age in ms → count. */
export function agesOf(flight: Flight, ms: number): Map<number, number> {
  const ages = new Map<number, number>()
  const span = flight.lastUs - flight.firstUs
  for (let k = 0; k < flight.count; k++) {
    const arrivalUs = k === 0 ? flight.firstUs : flight.firstUs + Math.floor((span * k) / (flight.count - 1))
    const age = Math.ceil((ms * 1000 - arrivalUs - SLACK_US) / 100_000) * 100
    ages.set(age, (ages.get(age) ?? 0) + 1)
  }
  return ages
}
