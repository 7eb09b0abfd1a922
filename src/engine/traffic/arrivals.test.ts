import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { TrafficRow, TrafficShape } from '../model'
import { arrivalsBefore, arrivalUs, rateAt } from './arrivals'

const run = (requestsPerSecond: number, shape: TrafficShape = { kind: 'constant' }, fromMs = 0): TrafficRow => ({
  id: 'traffic-1',
  n: 1,
  loadBalancerId: 'lb-1',
  requestsPerSecond,
  shape,
  clientTimeoutSeconds: 30,
  fromMs,
  endedAtMs: null,
})

describe('N-130: arrival i of a run comes at t0 + i / R', () => {
  it('counts arrivals before an instant, the first one at t0 itself', () => {
    const ten = run(10, { kind: 'constant' }, 5_000)
    expect([4_000, 5_000, 5_001, 5_100, 5_101, 6_000].map((ms) => arrivalsBefore(ten, ms))).toEqual([0, 0, 1, 1, 2, 10])
    expect(arrivalUs(ten, 7)).toBe(5_700_000)
    expect([1, 333, 334, 1_000].map((ms) => arrivalsBefore(run(3), ms))).toEqual([1, 1, 2, 3])
    expect(arrivalUs(run(3), 1)).toBe(333_333)
  })

  it('stays exact over a year at full rate and at thousandths of a request', () => {
    const year = 365 * 86_400_000
    expect(arrivalsBefore(run(100_000), year)).toBe(365 * 86_400 * 100_000)
    expect(arrivalsBefore(run(0.001), 3_600_000)).toBe(4)
    expect(arrivalUs(run(100_000), 3_153_600_000_000)).toBe(year * 1000)
  })

  it('ramp: the area under the line, then the end rate', () => {
    const ramp = run(0, { kind: 'ramp', to: 100, overSeconds: 10 })
    expect([5_000, 10_000, 11_000].map((ms) => arrivalsBefore(ramp, ms))).toEqual([125, 500, 600])
    expect([0, 5_000, 60_000].map((ms) => rateAt(ramp, ms))).toEqual([0, 50_000, 100_000])
    const down = run(100, { kind: 'ramp', to: 0, overSeconds: 10 })
    expect([5_000, 10_000, 60_000].map((ms) => arrivalsBefore(down, ms))).toEqual([375, 500, 500])
  })

  it('spike: another rate for a while', () => {
    const spike = run(10, { kind: 'spike', to: 100, atSeconds: 60, forSeconds: 5 })
    expect([60_000, 65_000, 66_000].map((ms) => arrivalsBefore(spike, ms))).toEqual([600, 1_100, 1_110])
    expect([59_999, 60_000, 65_000].map((ms) => rateAt(spike, ms))).toEqual([10_000, 100_000, 10_000])
  })

  it('wave: up for half a period, down for the other', () => {
    const wave = run(10, { kind: 'wave', to: 30, periodSeconds: 20 })
    expect([10_000, 20_000, 40_000, 50_000].map((ms) => arrivalsBefore(wave, ms))).toEqual([200, 400, 800, 1_000])
    expect([0, 5_000, 10_000, 15_000, 20_000].map((ms) => rateAt(wave, ms))).toEqual([
      10_000, 20_000, 30_000, 20_000, 10_000,
    ])
  })

  it('never counts backwards, and arrivalUs agrees with the count (any shape)', () => {
    const rate = fc.integer({ min: 0, max: 5_000 })
    const secondsOf = fc.integer({ min: 1, max: 60 })
    const shape: fc.Arbitrary<TrafficShape> = fc.oneof(
      fc.constant<TrafficShape>({ kind: 'constant' }),
      fc.record({ kind: fc.constant('ramp' as const), to: rate, overSeconds: secondsOf }),
      fc.record({ kind: fc.constant('spike' as const), to: rate, atSeconds: secondsOf, forSeconds: secondsOf }),
      fc.record({ kind: fc.constant('wave' as const), to: rate, periodSeconds: secondsOf }),
    )
    const instants = fc.array(fc.integer({ min: 0, max: 200_000 }), { minLength: 2, maxLength: 20 })
    fc.assert(
      fc.property(rate, shape, instants, (requestsPerSecond, kind, times) => {
        const row = run(requestsPerSecond, kind)
        const counts = [...times].sort((a, b) => a - b).map((ms) => arrivalsBefore(row, ms))
        for (let i = 1; i < counts.length; i++) expect(counts[i]).toBeGreaterThanOrEqual(counts[i - 1] as number)
        const last = counts[counts.length - 1] as number
        for (const i of [0, Math.floor(last / 2), last - 1]) {
          if (i < 0 || i >= last) continue
          const ms = Math.floor(arrivalUs(row, i) / 1000)
          expect(arrivalsBefore(row, ms)).toBeLessThanOrEqual(i)
          expect(arrivalsBefore(row, ms + 2)).toBeGreaterThan(i)
        }
      }),
      { numRuns: Number(process.env.RUNS ?? 100) },
    )
  })
})
