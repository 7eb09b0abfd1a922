import { describe, expect, it } from 'vitest'
import type { CompareMoment, CompareSide, ServiceView } from '../../worker'
import type { Frame } from './series'
import {
  areaOf,
  bandsOf,
  costText,
  countsText,
  failuresOf,
  lineOf,
  momentAt,
  revisionsIn,
  rowsOf,
  shownUntil,
  ticksOf,
} from './series'

type Boxes = ServiceView['boxes']
const frame: Frame = { width: 100, height: 60, fromMs: 0, toMs: 10_000, top: 6 }

function moment(atMs: number, boxes: Boxes, failed = 0): CompareMoment {
  const healthyOld = boxes.reduce((sum, { state, count }) => sum + (state === 'healthy' ? count : 0), 0)
  const counts = { healthyOld, healthyNew: 0, notCounted: 0, starting: 0, stopping: 0 }
  const service = { boxes, counts, lowerBound: 1, upperBound: 4 } as unknown as ServiceView
  return { atMs, service, failed }
}

const moments = [
  moment(0, [{ state: 'healthy', revision: 1, count: 2 }]),
  moment(4_000, [
    { state: 'healthy', revision: 1, count: 2 },
    { state: 'starting', revision: 2, count: 1 },
  ]),
  moment(8_000, [{ state: 'healthy', revision: 2, count: 3 }], 5),
]
const side = (more: Partial<CompareSide> = {}): CompareSide => ({
  error: null,
  moments,
  figures: { secondsToSteady: 8, lowestHealthy: 2, peakTasks: 3, failedRequests: 5 },
  extra: null,
  ...more,
})

describe('lines and areas', () => {
  it('step from moment to moment and hold to the right edge', () => {
    expect(lineOf(moments, ({ failed }) => failed, frame)).toBe('M0 60H40V60H80V10H100')
    expect(lineOf([], () => 1, frame)).toBe('')
  })

  it('close between two lines, and are nothing where they have no height', () => {
    const area = areaOf(
      moments,
      () => 1,
      ({ failed }) => Math.max(1, failed),
      frame,
    )
    expect(area).toBe('M0 50H40V50H80V10H100V50H80V50H40V50H0Z')
    expect(
      areaOf(
        moments,
        () => 1,
        () => 1,
        frame,
      ),
    ).toBe('')
  })

  it('stack the healthy ones of each revision first, then the others', () => {
    expect(revisionsIn([side()])).toEqual([1, 2])
    const bands = bandsOf(moments, [1, 2], frame)
    expect(bands.map(({ revision, counted }) => [revision, counted])).toEqual([
      [1, true],
      [2, true],
      [2, false],
    ])
    // The one that starts stands on the two that are healthy.
    expect(bands[2]?.path).toBe('M0 40H40V30H80V30H100V30H80V40H40V40H0Z')
  })

  it('tell when requests failed', () => {
    expect(failuresOf(moments)).toEqual([{ fromMs: 4_000, toMs: 8_000, count: 5 }])
  })
})

describe('at the cursor', () => {
  it('the moment that holds there, in a sentence', () => {
    expect(momentAt(side(), 7_999)).toBe(moments[1])
    expect(momentAt(side(), -1)).toBe(moments[0])
    expect(countsText(moments[2] as CompareMoment)).toBe(
      '3 healthy of at least 1; 3 exist of at most 4; 5 requests failed.',
    )
  })

  it('both sides as rows, one for each change', () => {
    const other = side({ moments: moments.slice(0, 1) })
    const rows = rowsOf([side(), other], 0)
    expect(rows.map(({ after }) => after)).toEqual(['0 s', '4 s', '8 s'])
    expect(new Set(rows.map(({ counts }) => counts[1])).size).toBe(1)
  })

  it('shows both to the end, or less of one that never comes to rest', () => {
    const never = side({ figures: { ...side().figures, secondsToSteady: null }, moments: [moment(3_600_000, [])] })
    const until = (a: CompareSide, b: CompareSide) => shownUntil({ fromMs: 0, priceDate: '', sides: [a, b] })
    expect(until(side(), side())).toEqual({ toMs: 8_000, endMs: 8_000 })
    const slow = side({ figures: { ...side().figures, secondsToSteady: 400 } })
    expect(until(slow, never)).toEqual({ toMs: 500_000, endMs: 3_600_000 })
    expect(until(side(), never).toMs).toBe(120_000)
    expect(until(never, never).toMs).toBe(300_000)
  })

  it('has round ticks', () => {
    expect(ticksOf(180_000, 300_000, 4)).toEqual([180_000, 210_000, 240_000, 270_000])
  })
})

describe('costText', () => {
  const extra = { vcpuSeconds: 60, gibSeconds: 120, usd: null, fargate: false, launched: 0 }
  it('P-11: names no money for instances, and those that came', () => {
    expect(costText(side({ extra }))).toBe('instances are paid anyway; extra room 1.0 vCPU-min, 2.0 GB-min')
    expect(costText(side({ extra: { ...extra, launched: 2 } }))).toContain('anyway, 2 more were launched; ')
  })
  it('P-4: dollars on Fargate, below zero when fewer ran, none for Windows', () => {
    expect(costText(side({ extra: { ...extra, usd: 0.00123, fargate: true } }))).toMatch(/^\$0\.0012; extra room /)
    expect(costText(side({ extra: { ...extra, usd: -0.0005, fargate: true } }))).toMatch(/^−\$0\.0005; /)
    expect(costText(side({ extra: { ...extra, fargate: true } }))).toMatch(/^no price for Windows here; /)
    expect(costText(side())).toBe('no tasks')
  })
})
