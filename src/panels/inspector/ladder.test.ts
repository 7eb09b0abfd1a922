import { describe, expect, it } from 'vitest'
import { ladderOf } from './ladder'

describe('ladderOf', () => {
  it('D-114 D-115 lists what is set, in order, with the time each step took', () => {
    const task = {
      createdAt: '2026-01-05T09:03:00.000Z',
      startedAt: '2026-01-05T09:03:10.000Z',
      pullStartedAt: '2026-01-05T09:03:00.500Z',
      pullStoppedAt: '2026-01-05T09:03:08.000Z',
    }
    expect(ladderOf(task, 180_000).map(({ member, atMs, afterMs }) => [member, atMs, afterMs])).toEqual([
      ['createdAt', 180_000, null],
      ['pullStartedAt', 180_500, 500],
      ['pullStoppedAt', 188_000, 7_500],
      ['startedAt', 190_000, 2_000],
    ])
  })
  it('reads epoch seconds too', () => {
    expect(ladderOf({ createdAt: 1_767_603_600, stoppedAt: 1_767_603_601.5 }, 0)[1]).toMatchObject({ atMs: 1_500 })
  })
  it('is empty without a creation time', () => {
    expect(ladderOf({}, 0)).toEqual([])
    expect(ladderOf({ createdAt: 'never' }, 0)).toEqual([])
  })
})
