import { describe, expect, it } from 'vitest'
import { demoWorld } from './demo.fixture'
import type { Orientation, Rect } from './geometry'
import { fargateSlotRect, growingCell, overlaps, sizes, slotRect, slotRows } from './geometry'
import type { Layout, LayoutInput } from './layout'
import { layOut, targetRows } from './layout'

/** The fixture as the layout takes it; `shape` picks its size. */
function input(orientation: Orientation, shape: { perZone: number; tasks: number; fargate?: boolean }): LayoutInput {
  const world = demoWorld(shape)
  const slotOf = new Map(world.instances.map((instance) => [instance.id, instance.slot]))
  return {
    orientation,
    clusters: ['cluster-1'],
    zones: world.zones.map((zone) => ({
      id: zone.id,
      clusterId: zone.clusterId,
      fargateMaxSlot: zone.fargate ? 1 : null,
      instances: zone.instanceIds.map((id) => ({
        id,
        slot: slotOf.get(id)!,
        rows: slotRows(shape.tasks - 1, orientation),
      })),
    })),
    loadBalancers: world.loadBalancers.map(({ id }) => ({
      id,
      rules: world.rules.map((rule) => ({
        id: rule.id,
        targetGroupIds: rule.forwards.map((forward) => forward.targetGroupId),
      })),
    })),
    targetGroups: world.targetGroups.map(({ id, targetIds }) => ({
      id,
      rows: targetRows(Math.max(5, targetIds.length)),
    })),
    targetPlaces: world.instances.slice(0, 4).map(({ id, zone }) => ({
      targetGroupId: 'tg-1',
      zoneId: zone,
      instanceId: id,
      whole: false,
    })),
    trays: ['svc-1'],
  }
}

/** Boxes that may not overlap each other: everything but zones, which hold cards. */
function solids(layout: Layout): [string, Rect][] {
  const flow = [...layout.boxes].filter(([key]) => !key.startsWith('zone:') && !key.startsWith('cluster:'))
  const fargate = layout.zones.flatMap((zone): [string, Rect][] =>
    zone.fargate ? [[`fargate:${zone.id}`, zone.fargate]] : [],
  )
  return [...flow, ...layout.cards, ...fargate]
}

const within = (inner: Rect, outer: Rect): boolean =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width &&
  inner.y + inner.height <= outer.y + outer.height

describe.each(['wide', 'tall'] as const)('layout, %s', (orientation) => {
  it.each([
    { perZone: 1, tasks: 1 },
    { perZone: 3, tasks: 7, fargate: true },
    { perZone: 37, tasks: 4, fargate: true },
    { perZone: 0, tasks: 0, fargate: true },
  ])('draws nothing over anything else: %o', (shape) => {
    const layout = layOut(input(orientation, shape))
    const boxes = solids(layout)
    expect(boxes.length).toBeGreaterThan(shape.perZone * 3)
    for (let i = 0; i < boxes.length; i++)
      for (let j = i + 1; j < boxes.length; j++)
        expect(overlaps(boxes[i]![1], boxes[j]![1]), `${boxes[i]![0]} over ${boxes[j]![0]}`).toBe(false)
    for (const zone of layout.zones) {
      for (const band of zone.bands) for (const card of band.cards) expect(within(card, zone), card.id).toBe(true)
      if (zone.fargate) expect(within(zone.fargate, zone)).toBe(true)
    }
    for (const [key, box] of layout.boxes) expect(within(box, layout.bounds), key).toBe(true)
  })

  it('keeps every slot inside its card and Fargate frames inside their block', () => {
    const layout = layOut(input(orientation, { perZone: 2, tasks: 8, fargate: true }))
    expect(layout.cards.size).toBeGreaterThan(1)
    expect(layout.zones.length).toBeGreaterThan(1)
    for (const card of layout.cards.values()) {
      const slots = Array.from({ length: card.rows * layout.sizes.slot.perRow }, (_, n) =>
        slotRect(card, n, layout.sizes),
      )
      slots.forEach((slot, i) => {
        expect(within(slot, card)).toBe(true)
        for (const other of slots.slice(i + 1)) expect(overlaps(slot, other)).toBe(false)
      })
    }
    for (const { fargate } of layout.zones)
      for (const slot of [0, 1]) expect(within(fargateSlotRect(fargate!, slot, orientation), fargate!)).toBe(true)
  })

  it('is the same for the same slots', () => {
    const once = layOut(input(orientation, { perZone: 5, tasks: 4, fargate: true }))
    expect(layOut(input(orientation, { perZone: 5, tasks: 4, fargate: true }))).toEqual(once)
  })

  it('moves nothing when a task appears in a row that is there', () => {
    const before = layOut(input(orientation, { perZone: 4, tasks: 1 }))
    const after = layOut(input(orientation, { perZone: 4, tasks: 2 }))
    expect(after.boxes).toEqual(before.boxes)
    expect(after.cards).toEqual(before.cards)
  })

  it('moves no other card when an instance comes, and the flow stays', () => {
    for (const perZone of [1, 3, 4, 7, 8, 15, 16, 31]) {
      const before = layOut(input(orientation, { perZone, tasks: 3 }))
      const after = layOut(input(orientation, { perZone: perZone + 1, tasks: 3 }))
      // Of the first zone: the others start where it ends. The fixture numbers instances zone by zone.
      const mine = before.zones[0]!.bands.flatMap((band) => band.cards)
      expect(mine).toHaveLength(perZone)
      for (const card of mine) expect(after.cards.get(card.id), `${card.id} of ${perZone}`).toEqual(card)
      for (const key of ['clients', 'loadBalancer:lb-1', 'rule:rule-1', 'targetGroup:tg-1'])
        expect(after.boxes.get(key)).toEqual(before.boxes.get(key))
    }
  })
})

it('grows a zone in blocks that never share a cell', () => {
  const seen = new Set(Array.from({ length: 3_000 }, (_, n) => JSON.stringify(growingCell(n, 4))))
  expect(seen.size).toBe(3_000)
  const last = Array.from({ length: 1_024 }, (_, n) => growingCell(n, 4))
  expect(Math.max(...last.map((cell) => cell.along)) + 1).toBe(64)
  expect(Math.max(...last.map((cell) => cell.across)) + 1).toBe(16)
})

it('has cards of 440 × 120 with one row of three slots of 132 × 52 (screens.md §4)', () => {
  const layout = layOut(input('wide', { perZone: 1, tasks: 3 }))
  expect([...layout.cards.values()].map(({ width, height }) => [width, height])).toEqual(Array(3).fill([440, 120]))
  expect(sizes.wide.slot).toMatchObject({ width: 132, height: 52, perRow: 3 })
  expect(sizes.tall.slot).toMatchObject({ width: 48, height: 48 })
})

it('gives each of 15,000 instances a place of its own', () => {
  const layout = layOut(input('wide', { perZone: 5_000, tasks: 3 }))
  expect(layout.cards.size).toBe(15_000)
  expect(new Set([...layout.cards.values()].map((card) => `${card.x} ${card.y}`)).size).toBe(15_000)
})

it('ends every edge where its object stands', () => {
  for (const orientation of ['wide', 'tall'] as const) {
    const layout = layOut(input(orientation, { perZone: 2, tasks: 3 }))
    expect(layout.edges.filter((edge) => edge.kind === 'target')).toHaveLength(4)
    for (const edge of layout.edges) {
      const end = edge.path.match(/L(-?[\d.]+) (-?[\d.]+)$/)!
      const box = edge.to.startsWith('instance:') ? layout.cards.get(edge.to.slice(9))! : layout.boxes.get(edge.to)!
      expect(touches(box, Number(end[1]), Number(end[2])), edge.id).toBe(true)
    }
  }
})

const touches = (box: Rect, x: number, y: number): boolean =>
  x >= box.x - 1 && x <= box.x + box.width + 1 && y >= box.y - 1 && y <= box.y + box.height + 1
