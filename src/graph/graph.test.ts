import { describe, expect, it } from 'vitest'
import { allInView, cardsInView, fitView, onScreen, orientationOf, panInto } from './camera'
import { demoWorld } from './demo.fixture'
import { showsGhost } from './ghosts'
import { layOut } from './layout'
import { nextLevel, nextTier } from './level'
import { elbow, roundedPath } from './routes'
import type { Stop } from './walk'
import { walk } from './walk'

describe('levels (screens.md §4.1)', () => {
  it('switch in and out at different sizes, so that they do not flicker', () => {
    expect(nextLevel('mid', 99)).toBe('mid')
    expect(nextLevel('mid', 100)).toBe('near')
    expect(nextLevel('near', 93)).toBe('near')
    expect(nextLevel('near', 91)).toBe('mid')
    expect(nextLevel('mid', 27)).toBe('mid')
    expect(nextLevel('mid', 25)).toBe('far')
    expect(nextLevel('far', 29)).toBe('far')
    expect(nextLevel('far', 30)).toBe('mid')
  })

  it('hands over to the canvas when too many instances are in view, and back only well below', () => {
    const budget = { in: 80, out: 100 }
    expect(nextTier(false, 'mid', 100, budget)).toBe(false)
    expect(nextTier(false, 'mid', 101, budget)).toBe(true)
    expect(nextTier(true, 'mid', 81, budget)).toBe(true)
    expect(nextTier(true, 'mid', 80, budget)).toBe(false)
    expect(nextTier(false, 'far', 0, budget)).toBe(true)
  })
})

const lanes = layOut({
  orientation: 'wide',
  clusters: ['c'],
  zones: ['a', 'b', 'c'].map((id) => ({
    id,
    clusterId: 'c',
    fargateMaxSlot: null,
    instances: Array.from({ length: 40 }, (_, slot) => ({ id: `${id}${slot}`, slot, rows: 1 })),
  })),
  loadBalancers: [],
  targetGroups: [],
  targetPlaces: [],
  trays: [],
})

describe('camera', () => {
  const stage = { width: 1_280, height: 428 }

  it('lays lanes on wide stages and columns on narrow or tall ones', () => {
    expect(orientationOf({ width: 1_280, height: 428 })).toBe('wide')
    expect(orientationOf({ width: 639, height: 400 })).toBe('tall')
    expect(orientationOf({ width: 800, height: 900 })).toBe('tall')
  })

  it('fits all of the picture', () => {
    expect(allInView(lanes.bounds, fitView(lanes, stage), stage)).toBe(true)
  })

  /** A phone's picture: the path, and one instance in each of three zones. */
  const columns = layOut({
    orientation: 'tall',
    clusters: ['c'],
    zones: ['a', 'b', 'c'].map((id) => ({
      id,
      clusterId: 'c',
      fargateMaxSlot: null,
      instances: [{ id: `${id}0`, slot: 0, rows: 1 }],
    })),
    loadBalancers: [{ id: 'lb', rules: [{ id: 'r', targetGroupIds: ['tg'] }] }],
    targetGroups: [{ id: 'tg', rows: 4 }],
    targetPlaces: [],
    trays: [],
  })

  it('keeps the tasks in view above a half sheet, as large as the height allows', () => {
    for (const height of [387, 220, 161, 150]) {
      const phone = { width: 390, height }
      const view = fitView(columns, phone)
      expect(view.zoom, String(height)).toBeLessThanOrEqual(1.7)
      expect(allInView(columns.bounds, view, phone), String(height)).toBe(true)
    }
    expect(fitView(columns, { width: 390, height: 387 }).zoom).toBeGreaterThanOrEqual(0.9)
  })

  it('shows the tasks, not the path, where the height holds no more', () => {
    const phone = { width: 390, height: 122 }
    const view = fitView(columns, phone)
    expect(view.zoom).toBe(0.9)
    for (const zone of columns.zones) expect(onScreen(zone, view).y).toBe(6)
  })

  it('shows all of the picture in a bare frame, however small, and nothing lower than its foot', () => {
    for (const frame of [
      { width: 480, height: 260 },
      { width: 200, height: 90 },
    ]) {
      const picture = frame.width < 640 ? columns : lanes
      const view = fitView(picture, frame, true)
      expect(allInView(picture.bounds, view, { ...frame, height: frame.height - 14 })).toBe(true)
    }
  })

  it('pans by the least that brings an object into view', () => {
    const view = { x: 0, y: 0, zoom: 1 }
    expect(panInto({ x: 100, y: 100, width: 50, height: 50 }, view, stage)).toBe(view)
    const moved = panInto({ x: 1_300, y: 100, width: 100, height: 50 }, view, stage)
    expect(moved).toEqual({ x: 1_280 - 16 - 1_400, y: 0, zoom: 1 })
    expect(onScreen({ x: 1_300, y: 100, width: 100, height: 50 }, moved).x + 100).toBe(1_264)
  })

  it('finds exactly the cards in view', () => {
    const view = { x: -500, y: -300, zoom: 1 }
    const found = new Set(cardsInView(lanes, view, stage, 1_000).map((card) => card.id))
    for (const card of lanes.cards.values()) {
      const { x, y, width, height } = onScreen(card, view)
      expect(found.has(card.id), card.id).toBe(x <= 1_280 && x + width >= 0 && y <= 428 && y + height >= 0)
    }
    expect(found.size).toBeGreaterThan(3)
  })
})

describe('walking by keys (screens.md §8)', () => {
  const stops: Stop[] = [
    { kind: 'loadBalancer', id: 'lb', parent: null },
    { kind: 'rule', id: 'r', parent: 'loadBalancer:lb' },
    { kind: 'zone', id: 'z', parent: null },
    { kind: 'instance', id: 'i1', parent: 'zone:z' },
    { kind: 'task', id: 't1', parent: 'instance:i1' },
    { kind: 'task', id: 't2', parent: 'instance:i1' },
    { kind: 'instance', id: 'i2', parent: 'zone:z' },
    { kind: 'task', id: 't3', parent: 'instance:i2' },
  ]
  const go = (kind: Stop['kind'], id: string, ...steps: Parameters<typeof walk>[2][]) =>
    steps.reduce<Stop | null>((at, step) => walk(stops, at, step), { kind, id, parent: null })?.id

  it('starts at the first object', () => expect(walk(stops, null, 'next')?.id).toBe('lb'))
  it('goes forth along the flow down to the tasks', () => {
    expect(go('loadBalancer', 'lb', 'forth', 'forth', 'forth', 'forth')).toBe('t1')
    expect(go('task', 't1', 'forth')).toBe('t1')
  })
  it('goes back to the parent, and from the zones into the flow', () => {
    expect(go('task', 't3', 'back', 'back')).toBe('z')
    expect(go('zone', 'z', 'back', 'back')).toBe('lb')
  })
  it('goes among siblings and over to the next parent', () => {
    expect(go('task', 't1', 'next', 'next')).toBe('t3')
    expect(go('task', 't3', 'previous')).toBe('t2')
    expect(go('task', 't1', 'last', 'next', 'first')).toBe('t1')
  })
  it('starts anew when its object is gone', () => expect(go('task', 'gone', 'next')).toBe('lb'))
})

describe('stopped tasks (screens.md §5.1)', () => {
  const [task] = demoWorld({ perZone: 1, tasks: 1 }).tasks
  const stopped = { ...task!, word: 'stopped' as const, stoppedAtMs: 10_000 }
  const failed = { ...task!, word: 'failed' as const, stoppedAtMs: 10_000 }

  it('leave soon when they were stopped on purpose', () => {
    expect(showsGhost(stopped, 13_999, null, false)).toBe(true)
    expect(showsGhost(stopped, 14_000, null, false)).toBe(false)
  })
  it('stay until their replacement runs when they failed', () => {
    expect(showsGhost(failed, 60_000, 9_000, false)).toBe(true)
    expect(showsGhost(failed, 60_000, 12_000, false)).toBe(false)
  })
  it('make room for whoever takes their slot', () => expect(showsGhost(failed, 11_000, null, true)).toBe(false))
})

describe('routes', () => {
  it('are straight where they can be, and round their corners', () => {
    expect(roundedPath(elbow({ x: 0, y: 10 }, { x: 40, y: 10 }))).toBe('M0 10L40 10')
    expect(roundedPath(elbow({ x: 0, y: 0 }, { x: 40, y: 40 }))).toBe('M0 0L11 0Q20 0 20 9L20 31Q20 40 29 40L40 40')
  })
})
