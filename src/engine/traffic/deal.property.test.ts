import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nthOf, shareOf, sharesFrom, smoothCycle, turnsOf } from './deal'

const numRuns = Number(process.env.RUNS ?? 200)

describe('smooth weighted round robin (N-61)', () => {
  it('splits every full cycle exactly by weight and spreads it', () => {
    expect(smoothCycle([5, 1, 1])).toEqual([0, 0, 1, 0, 2, 0, 0])
    expect(smoothCycle([90, 10])).toHaveLength(10)
    expect(smoothCycle([0, 0])).toEqual([])
    expect(smoothCycle([0, 7])).toEqual([1])
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 999 }), { minLength: 1, maxLength: 5 }), (weights) => {
        const sum = weights.reduce((a, b) => a + b, 0)
        const cycle = smoothCycle(weights)
        for (const [i, weight] of weights.entries()) {
          expect(cycle.filter((entry) => entry === i).length * sum).toBe(weight * cycle.length)
        }
      }),
      { numRuns },
    )
  })

  it('shares and turns equal dealing one by one', () => {
    const weights = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(weights, fc.nat(100), fc.nat(500), fc.integer({ min: 1, max: 7 }), (ws, start, count, size) => {
        const cycle = smoothCycle(ws)
        if (cycle.length === 0) return
        const place = start % cycle.length
        const shares = sharesFrom(cycle, ws.length, place)
        const own: number[][] = ws.map(() => [])
        for (let i = 0; i < count; i++) own[cycle[(place + i) % cycle.length] as number]?.push(i)
        for (const [g, requests] of own.entries()) {
          const share = shares[g]
          if (!share) throw new Error('no share')
          expect(shareOf(share, count)).toBe(requests.length)
          expect(requests.map((_, k) => nthOf(share, k))).toEqual(requests)
          const turns = Array.from({ length: size }, () => 0)
          for (const k of requests.keys()) turns[k % size] = (turns[k % size] as number) + 1
          expect(turns.map((_, p) => turnsOf(p, size, requests.length))).toEqual(turns)
        }
      }),
      { numRuns },
    )
  })
})
