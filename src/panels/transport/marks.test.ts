import { describe, expect, it } from 'vitest'
import { markText, placeMarks, trackEnd, xOfMs } from './marks'

const mark = (atMs: number, kind: 'command' | 'decision' = 'command') => ({
  atMs,
  kind,
  count: 1,
  text: 'update service',
})

describe('placeMarks', () => {
  it('merges what would lie on each other, kind by kind', () => {
    const placed = placeMarks([mark(0), mark(1_000), mark(50_000), mark(500, 'decision')], 100_000, 200)
    expect(placed.map(({ kind, x, count }) => [kind, x, count])).toEqual([
      ['command', 0, 2],
      ['command', 100, 1],
      ['decision', 1, 1],
    ])
  })

  it('never holds more than fit', () => {
    const many = Array.from({ length: 5_000 }, (_, n) => mark(n * 100))
    expect(placeMarks(many, 500_000, 300).length).toBeLessThanOrEqual(300 / 7 + 1)
  })
})

describe('trackEnd', () => {
  it('reaches to the end, and to a ghost as far as that does not squeeze the run', () => {
    expect(trackEnd(200_000, [])).toBe(200_000)
    expect(trackEnd(200_000, [{ endMs: 250_000 }])).toBe(250_000)
    expect(trackEnd(200_000, [{ endMs: 3_600_000 }])).toBe(300_000)
    expect(trackEnd(0, [])).toBe(60_000)
  })
  it('keeps places within the track', () => {
    expect([xOfMs(-5, 100, 50), xOfMs(50, 100, 50), xOfMs(500, 100, 50)]).toEqual([0, 25, 50])
  })
})

describe('markText', () => {
  it('says one by its words and several by their number', () => {
    expect(markText(mark(222_000))).toBe('3 min 42 s: update service')
    expect(markText({ ...mark(222_000, 'decision'), count: 4 })).toBe('from 3 min 42 s: 4 decisions')
  })
})
