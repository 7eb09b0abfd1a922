import { describe, expect, it } from 'vitest'
import type { PacedStage } from './pacing'
import { advanceFrame, newPace, release } from './pacing'

/** A stage whose instants are given: `key` ones hold a key moment. */
class FakeStage implements PacedStage {
  clock = 0
  readonly ran: number[] = []
  constructor(private readonly instants: { atMs: number; key: boolean }[]) {}
  now = () => this.clock
  nextAt = () => this.instants[0]?.atMs
  runInstant(atMs: number): boolean {
    this.clock = atMs
    this.ran.push(atMs)
    return this.instants.shift()?.key ?? false
  }
  glide(toMs: number): void {
    this.clock = toMs
  }
}

const key = (atMs: number) => ({ atMs, key: true })
const plain = (atMs: number) => ({ atMs, key: false })
const always = () => true

describe('advanceFrame', () => {
  it('goes dt × speed, fractions carried', () => {
    const stage = new FakeStage([])
    const pace = newPace()
    advanceFrame(stage, pace, 16, 5, always)
    expect(stage.clock).toBe(80)
    for (let n = 0; n < 4; n++) advanceFrame(stage, pace, 1, 0.25, always)
    expect(stage.clock).toBe(81)
  })

  it('leaves what is due at the target for the next frame', () => {
    const stage = new FakeStage([plain(50), plain(100)])
    const pace = newPace()
    advanceFrame(stage, pace, 20, 5, always)
    expect(stage.ran).toEqual([50])
    advanceFrame(stage, pace, 1, 5, always)
    expect(stage.ran).toEqual([50, 100])
  })

  it('shows the first key moment at once and goes on', () => {
    const stage = new FakeStage([key(40)])
    const pace = newPace()
    expect(advanceFrame(stage, pace, 16, 5, always)).toEqual({ holding: false, behind: false })
    expect(stage.clock).toBe(80)
    expect(pace.withheld).toBe(false)
  })

  it('withholds a key moment within the hold of the one before, the clock waiting at it', () => {
    const stage = new FakeStage([key(10), key(500)])
    const pace = newPace()
    advanceFrame(stage, pace, 100, 5, always)
    expect(advanceFrame(stage, pace, 16, 5, always)).toEqual({ holding: true, behind: false })
    expect(stage.clock).toBe(500)
    let waited = 0
    while (pace.withheld) {
      advanceFrame(stage, pace, 16, 5, always)
      waited += 16
    }
    // 700 ms at 5×, counted from the frame that showed the first one.
    expect(waited).toBeGreaterThanOrEqual(700 - 16)
    expect(waited).toBeLessThan(700 + 16)
    expect(stage.clock).toBeLessThan(500 + 16 * 5)
  })

  it.each([
    [1, 1_000],
    [5, 700],
    [10, 500],
    [60, 250],
    [600, 120],
  ] as const)('at %i× holds %i ms', (speed, hold) => {
    const stage = new FakeStage([key(1), key(20_000 * speed)])
    const pace = newPace()
    pace.sinceShownMs = 1e9
    advanceFrame(stage, pace, 1, speed, always)
    stage.runInstant = (atMs) => {
      stage.clock = atMs
      return true
    }
    stage.nextAt = () => stage.clock + 15_000
    advanceFrame(stage, pace, 16_000 / speed, speed, always)
    expect(pace.withheld).toBe(16_000 / speed < hold)
  })

  it('does not merge below 60×', () => {
    const stage = new FakeStage([key(1), key(2)])
    const pace = newPace()
    advanceFrame(stage, pace, 16, 10, always)
    expect(stage.ran).toEqual([1, 2])
    expect(pace.withheld).toBe(true)
  })

  it('merges moments within 10 simulated seconds from 60× on', () => {
    const stage = new FakeStage([key(1), key(5_000), key(10_001), key(10_002)])
    const pace = newPace()
    advanceFrame(stage, pace, 200, 60, always)
    expect(stage.ran).toEqual([1, 5_000, 10_001, 10_002])
    expect(pace.withheld).toBe(true)
    expect(stage.clock).toBe(10_002)
  })

  it('is behind when there is no time left, and catches nothing up later', () => {
    const stage = new FakeStage([plain(10), plain(20), plain(30)])
    const pace = newPace()
    let asked = 0
    const result = advanceFrame(stage, pace, 16, 600, () => ++asked <= 2)
    expect(result).toEqual({ holding: false, behind: true })
    expect(stage.ran).toEqual([10, 20])
    advanceFrame(stage, pace, 1, 1, always)
    expect(stage.clock).toBe(21)
  })

  it('shows what was withheld when the user acts', () => {
    const stage = new FakeStage([key(10), key(20), key(3_000)])
    const pace = newPace()
    advanceFrame(stage, pace, 16, 5, always)
    expect(pace.withheld).toBe(true)
    release(pace, stage.now())
    expect(advanceFrame(stage, pace, 16, 5, always).holding).toBe(false)
    expect(stage.clock).toBe(100)
  })
})
