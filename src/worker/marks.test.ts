import { describe, expect, it } from 'vitest'
import { MarkList, mergeWithin } from './marks'

const mark = (atMs: number, kind: 'command' | 'decision' = 'decision') => ({ atMs, kind, count: 1, text: `at ${atMs}` })

describe('MarkList', () => {
  it('keeps few marks as they are and merges those of one instant', () => {
    const list = new MarkList([mark(1), mark(2), mark(2), mark(2, 'command')])
    expect(list.all().map(({ atMs, kind, count }) => [kind, atMs, count])).toEqual([
      ['decision', 1, 1],
      ['decision', 2, 2],
      ['command', 2, 1],
    ])
  })

  it('stays bounded and loses no count', () => {
    const list = new MarkList()
    for (let at = 0; at < 50_000; at++) list.add(mark(at * 7))
    expect(list.all().length).toBeLessThanOrEqual(400)
    expect(list.all().reduce((sum, { count }) => sum + count, 0)).toBe(50_000)
    expect(list.all()[0]?.text).toBe('at 0')
  })

  it('is cut without touching the original', () => {
    const list = new MarkList([mark(1), mark(5)])
    const cut = list.upTo((atMs) => atMs < 5)
    cut.add(mark(9))
    expect(cut.all().map(({ atMs }) => atMs)).toEqual([1, 9])
    expect(list.all().map(({ atMs }) => atMs)).toEqual([1, 5])
  })
})

describe('mergeWithin', () => {
  it('measures from the first of a group', () => {
    expect(mergeWithin([mark(0), mark(6), mark(12)], 10).map(({ atMs, count }) => [atMs, count])).toEqual([
      [0, 2],
      [12, 1],
    ])
  })
})
