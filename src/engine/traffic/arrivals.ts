/**
 * When requests arrive (N-130): arrival i of a run comes when the demand since its start reaches i requests. Demand is
 * counted in micro-requests (milli-requests per second × ms), exactly: whole requests and a remainder below one.
 * Shapes are made of straight pieces; a wave is a triangle that starts at its low end and peaks half a period later.
 */
import type { TrafficRow } from '../model'

const MICRO = 1_000_000

/** Most requests per second, and longest ramp or period in seconds, for which every step stays a safe integer. */
export const MAX_REQUESTS_PER_SECOND = 100_000
export const MAX_SHAPE_SECONDS = 43_200

interface Demand {
  whole: number
  micro: number
}

function milli(requestsPerSecond: number): number {
  return Math.round(requestsPerSecond * 1000)
}

function normal(whole: number, micro: number): Demand {
  const carry = Math.floor(micro / MICRO)
  return { whole: whole + carry, micro: micro - carry * MICRO }
}

function plus(a: Demand, b: Demand): Demand {
  return normal(a.whole + b.whole, a.micro + b.micro)
}

/** `rate` milli-requests per second for `ms`; split so that years at full rate stay exact. */
function steady(rate: number, ms: number): Demand {
  const milliRequests = Math.floor(ms / 1000) * rate
  return normal(Math.floor(milliRequests / 1000), (milliRequests % 1000) * 1000 + (ms % 1000) * rate)
}

/** floor(d · x² / 2t) without leaving the safe integers (x ≤ t ≤ 12 h, d ≤ 10⁸). */
function halfSquare(d: number, x: number, t: number): number {
  const product = d * x
  const quotient = Math.floor(product / (2 * t))
  return quotient * x + Math.floor(((product - quotient * 2 * t) * x) / (2 * t))
}

/** The first `x` ms of a straight change of rate from `from` to `to` that takes `t` ms; never decreases with x. */
function slope(from: number, to: number, x: number, t: number): Demand {
  if (to >= from) return normal(0, from * x + halfSquare(to - from, x, t))
  const rest = t - x
  const all = to * t + halfSquare(from - to, t, t)
  return normal(0, all - to * rest - halfSquare(from - to, rest, t))
}

/** Demand of the first `x` ms of a run. */
function demand(row: TrafficRow, x: number): Demand {
  if (x <= 0) return { whole: 0, micro: 0 }
  const base = milli(row.requestsPerSecond)
  const { shape } = row
  if (shape.kind === 'constant') return steady(base, x)
  const to = milli(shape.to)
  switch (shape.kind) {
    case 'ramp': {
      const t = shape.overSeconds * 1000
      return x <= t ? slope(base, to, x, t) : plus(slope(base, to, t, t), steady(to, x - t))
    }
    case 'spike': {
      const at = shape.atSeconds * 1000
      const high = Math.min(Math.max(0, x - at), shape.forSeconds * 1000)
      return plus(steady(base, x - high), steady(to, high))
    }
    case 'wave': {
      const half = shape.periodSeconds * 500
      const halves = Math.floor(x / half)
      const rest = x - halves * half
      const up = Math.ceil(halves / 2)
      const whole = plus(times(slope(base, to, half, half), up), times(slope(to, base, half, half), halves - up))
      return plus(whole, halves % 2 === 0 ? slope(base, to, rest, half) : slope(to, base, rest, half))
    }
  }
}

function times(one: Demand, n: number): Demand {
  return normal(one.whole * n, one.micro * n)
}

/** Number of arrivals of the run before `ms` (an arrival at that very instant is not among them). */
export function arrivalsBefore(row: TrafficRow, ms: number): number {
  const { whole, micro } = demand(row, ms - row.fromMs)
  return whole + (micro > 0 ? 1 : 0)
}

function demandExceeds(row: TrafficRow, x: number, i: number): boolean {
  const { whole, micro } = demand(row, x)
  return whole > i || (whole === i && micro > 0)
}

/** µs since the start of the run of the simulator at which arrival `i` comes (rounded down; whole ms for shapes). */
export function arrivalUs(row: TrafficRow, i: number): number {
  const start = row.fromMs * 1000
  if (row.shape.kind === 'constant') {
    const rate = milli(row.requestsPerSecond)
    const seconds = Math.floor((i * 1000) / rate)
    const rest = i * 1000 - seconds * rate
    return start + seconds * MICRO + Math.floor((rest * MICRO) / rate)
  }
  // The last whole ms before which arrival i has not come; it waits through times without demand.
  let high = 1
  while (!demandExceeds(row, high, i)) high *= 2
  let low = 0
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (demandExceeds(row, middle, i)) high = middle
    else low = middle
  }
  return start + low * 1000
}

/** Milli-requests per second at `ms`. */
export function rateAt(row: TrafficRow, ms: number): number {
  const base = milli(row.requestsPerSecond)
  const x = ms - row.fromMs
  const { shape } = row
  if (shape.kind === 'constant' || x < 0) return base
  const to = milli(shape.to)
  switch (shape.kind) {
    case 'ramp':
      return between(base, to, x, shape.overSeconds * 1000)
    case 'spike':
      return x >= shape.atSeconds * 1000 && x < (shape.atSeconds + shape.forSeconds) * 1000 ? to : base
    case 'wave': {
      const half = shape.periodSeconds * 500
      const into = x % (2 * half)
      return into < half ? between(base, to, into, half) : between(to, base, into - half, half)
    }
  }
}

function between(from: number, to: number, x: number, t: number): number {
  return x >= t ? to : from + Math.trunc(((to - from) * x) / t)
}
