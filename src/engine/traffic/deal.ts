/** Who gets how many of a run of requests, by arithmetic instead of one by one (N-61, N-73). */

const cycles = new Map<string, number[]>()

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b)
}

/**
 * The repeating order in which smooth weighted round robin serves entries with these weights: at each step everybody
 * gains its weight, the largest (first on a tie) is served and pays the sum. Empty when all weights are 0.
 */
export function smoothCycle(weights: readonly number[]): readonly number[] {
  const key = weights.join(' ')
  const known = cycles.get(key)
  if (known) return known
  const divisor = weights.reduce(gcd, 0)
  const sum = divisor === 0 ? 0 : weights.reduce((a, b) => a + b, 0) / divisor
  const credit = weights.map(() => 0)
  const order: number[] = []
  while (order.length < sum) {
    let best = -1
    for (const [i, weight] of weights.entries()) {
      credit[i] = (credit[i] as number) + weight / divisor
      if (weight > 0 && (best < 0 || (credit[i] as number) > (credit[best] as number))) best = i
    }
    credit[best] = (credit[best] as number) - sum
    order.push(best)
  }
  if (cycles.size > 100) cycles.clear()
  cycles.set(key, order)
  return order
}

/** The share of one entry in a cycle entered at some position: which of the next requests are its own. */
export interface Share {
  period: number
  /** Offsets within a period, ascending, of the requests it gets. */
  offsets: readonly number[]
}

/** Shares of `entries` entries in a cycle that goes on at `position`. */
export function sharesFrom(cycle: readonly number[], entries: number, position: number): Share[] {
  const offsets: number[][] = Array.from({ length: entries }, () => [])
  for (let i = 0; i < cycle.length; i++) offsets[cycle[(position + i) % cycle.length] as number]?.push(i)
  return offsets.map((own) => ({ period: cycle.length, offsets: own }))
}

/** How many of the next `count` requests belong to the share. */
export function shareOf({ period, offsets }: Share, count: number): number {
  const periods = Math.floor(count / period)
  const rest = count - periods * period
  let low = 0
  let high = offsets.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((offsets[middle] as number) < rest) low = middle + 1
    else high = middle
  }
  return periods * offsets.length + low
}

/** Which of the next requests (0 = the very next) is the share's k-th. */
export function nthOf({ period, offsets }: Share, k: number): number {
  const periods = Math.floor(k / offsets.length)
  return periods * period + (offsets[k - periods * offsets.length] as number)
}

/** Round robin: how many of `count` requests the target at place `place` of `size` gets, place 0 being served first. */
export function turnsOf(place: number, size: number, count: number): number {
  return count > place ? Math.floor((count - place - 1) / size) + 1 : 0
}
