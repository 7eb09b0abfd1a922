import { describe, expect, it } from 'vitest'
import type { Kept } from './checkpoints'
import { CheckpointStore, reaches } from './checkpoints'

const kept = (work: number, bytes = 100, atMs = work): Kept => ({
  ...{ atMs, done: true, work, events: 0, bytes, applied: 0, saved: {} },
  engine: {} as Kept['engine'],
})
const END = { atMs: 1e9, done: true }

function works(store: CheckpointStore, branch: string): number[] {
  const out: number[] = []
  for (let at = END; ; ) {
    const found = store.nearest(branch, at)
    if (!found) return out.reverse()
    out.push(found.work)
    at = { atMs: found.atMs, done: false }
  }
}

describe('reaches', () => {
  it('puts the beginning of an instant before its end', () => {
    expect(reaches({ atMs: 5, done: false }, { atMs: 5, done: true })).toBe(true)
    expect(reaches({ atMs: 5, done: true }, { atMs: 5, done: false })).toBe(false)
    expect(reaches({ atMs: 5, done: true }, { atMs: 6, done: false })).toBe(true)
  })
})

describe('CheckpointStore', () => {
  it('stays within its budget, dense near now and sparse before, the first and the last kept', () => {
    const store = new CheckpointStore(2_000)
    for (let work = 0; work <= 1_000_000; work += 1_000) {
      store.add('main', kept(work))
      expect(store.figures().bytes).toBeLessThanOrEqual(2_000)
    }
    const list = works(store, 'main')
    expect(list).toHaveLength(20)
    expect([list[0], list.at(-1)]).toEqual([0, 1_000_000])
    const gaps = list.slice(1).map((work, at) => work - (list[at] ?? 0))
    expect(gaps.at(-1)).toBe(1_000)
    // Each gap is in proportion to its distance from now.
    expect(gaps[0]).toBeGreaterThan(20 * (gaps.at(-1) ?? 0))
    expect(gaps.every((gap, at) => gap <= (1_000_000 - (list[at] ?? 0)) * 0.75 + 2_000)).toBe(true)
  })

  it('finds the last one before a place, with no step applied too many', () => {
    const store = new CheckpointStore(1e9)
    for (const work of [0, 10, 20]) store.add('main', { ...kept(work), applied: work / 10 })
    expect(store.nearest('main', { atMs: 19, done: true })?.work).toBe(10)
    expect(store.nearest('main', { atMs: 20, done: false })?.work).toBe(10)
    expect(store.nearest('main', END, 1)?.work).toBe(10)
    expect(store.nearest('other', END)).toBeUndefined()
  })

  it('shares with a branch what lies before it, and drops what only another branch needs first', () => {
    const store = new CheckpointStore(1_000)
    for (let work = 0; work < 8; work++) store.add('main', kept(work))
    store.fork('main', 'b2', { atMs: 3, done: true }, 9)
    expect(works(store, 'b2')).toEqual([0, 1, 2, 3])
    for (let work = 100; work < 105; work++) store.add('b2', kept(work))
    // The tip of the other branch is what reopening it begins from.
    expect(works(store, 'main')).toEqual([0, 1, 2, 3, 7])
    expect(works(store, 'b2')).toEqual([0, 1, 2, 3, 100, 101, 102, 103, 104])
    store.drop('main')
    expect(store.figures()).toEqual({ count: 9, bytes: 900, budgetBytes: 1_000 })
  })
})
