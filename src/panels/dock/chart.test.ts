import { describe, expect, it } from 'vitest'
import type { Sample } from '../../worker'
import type { ChartFrame } from './chart'
import { areaPath, failuresIn, servingIn, stepPath, windowOf, xOf, yOf } from './chart'

const frame: ChartFrame = { width: 100, height: 42, fromMs: 1_000, toMs: 11_000, top: 4 }
const sample = (atMs: number, healthy: number): Sample => ({ atMs, healthy, running: healthy, lower: 3, upper: 6 })
const healthy = (s: Sample) => s.healthy

describe('windowOf', () => {
  it('shows three minutes, and the whole of a longer deployment', () => {
    expect(windowOf(60_000, null, 0)).toEqual({ fromMs: 0, toMs: 180_000 })
    expect(windowOf(600_000, null, 0)).toEqual({ fromMs: 420_000, toMs: 600_000 })
    expect(windowOf(600_000, 200_000, 0)).toEqual({ fromMs: 185_000, toMs: 600_000 })
    expect(windowOf(600_000, 590_000, 0)).toEqual({ fromMs: 420_000, toMs: 600_000 })
  })

  it('lets a young run grow from the left edge', () => {
    expect(windowOf(190_000, null, 180_000)).toEqual({ fromMs: 180_000, toMs: 360_000 })
  })
})

describe('stepPath', () => {
  it('begins with the last value before the window and ends now', () => {
    const path = stepPath([sample(0, 2), sample(500, 4), sample(6_000, 3)], healthy, 9_000, frame)
    expect(path).toBe(`M0 ${yOf(4, frame)}H50V${yOf(3, frame)}H80`)
  })

  it('begins where the first sample lies when nothing is older', () => {
    expect(stepPath([sample(3_500, 1)], healthy, 6_000, frame)).toBe(`M25 ${yOf(1, frame)}H50`)
  })

  it('draws nothing of nothing, and leaves the future out', () => {
    expect(stepPath([], healthy, 5_000, frame)).toBe('')
    expect(stepPath([sample(9_000, 1)], healthy, 5_000, frame)).toBe('')
  })

  it('closes an area along the bottom', () => {
    const line = stepPath([sample(3_500, 1)], healthy, 6_000, frame)
    expect(areaPath(line, 6_000, frame)).toBe(`${line}H50V42H25Z`)
    expect(areaPath('', 6_000, frame)).toBe('')
  })
})

describe('scales', () => {
  it('clips to the frame', () => {
    expect(xOf(0, frame)).toBe(0)
    expect(yOf(9, frame)).toBe(1)
    expect(yOf(0, frame)).toBe(41)
  })
})

describe('requests', () => {
  it('marks the stretches in which some failed; samples that do not know are passed over', () => {
    const samples = [
      { ...sample(1_000, 4), failed: 2 },
      { ...sample(2_000, 4) },
      { ...sample(6_000, 4), failed: 2 },
      { ...sample(8_500, 3), failed: 7 },
      { ...sample(11_000, 3), failed: 9 },
    ]
    expect(failuresIn(samples, 9_000, frame)).toEqual([{ x: 50, width: 25, count: 5 }])
    expect(failuresIn(samples, 11_000, frame).map(({ count }) => count)).toEqual([5, 2])
  })

  it('counts failures from the first sample on, not those before it', () => {
    expect(failuresIn([{ ...sample(2_000, 4), failed: 12 }], 9_000, frame)).toEqual([])
  })

  it('knows who serves only where a load balancer says so', () => {
    expect(servingIn([sample(1_000, 4), { ...sample(2_000, 4), serving: 3 }]).map(({ atMs }) => atMs)).toEqual([2_000])
  })
})
