/**
 * Slots to pixels: a pure function. What stands where depends on slots and orders that the engine decided (and on how many
 * rows a card has had), never on names, states or the size of the window. Zones start at 0,0 and the flow stands before
 * them at negative coordinates, so that neither pushes the other about.
 */
import type { Orientation, Rect, Sizes } from './geometry'
import { cardHeight, fargateSize, growingCell, sizes, union } from './geometry'
import { routeEdges } from './layoutEdges'
import { placeFlow } from './layoutFlow'

export interface ZoneInput {
  id: string
  clusterId: string
  /** `rows` are rows of slots, see `slotRows`. */
  instances: { id: string; slot: number; rows: number }[]
  /** Highest slot that the Fargate block has held, -1 when empty; null without a block. */
  fargateMaxSlot: number | null
}

export interface LayoutInput {
  orientation: Orientation
  /** Ids of clusters in order; each gets its own group of zones. */
  clusters: string[]
  zones: ZoneInput[]
  loadBalancers: { id: string; rules: { id: string; targetGroupIds: string[] }[] }[]
  /** `rows` are the rows kept free for targets, see `targetRows`. */
  targetGroups: { id: string; rows: number }[]
  /** Where the targets of a group run: one edge each. */
  targetPlaces: { targetGroupId: string; zoneId: string; instanceId: string | null; whole: boolean }[]
  /** Services with tasks that have no place. */
  trays: string[]
}

export interface CardBox extends Rect {
  id: string
  zoneId: string
  rows: number
}

export interface ZoneBox extends Rect {
  id: string
  clusterId: string
  /** Cards in rows from the top, each row from the left: for hit tests and painters. */
  bands: { y: number; height: number; cards: CardBox[] }[]
  fargate: Rect | null
}

export interface EdgeBox {
  id: string
  kind: 'clients' | 'rule' | 'forward' | 'target'
  from: string
  to: string
  path: string
  /** Where a weight or a count stands. */
  label: { x: number; y: number }
}

export interface Layout {
  orientation: Orientation
  sizes: Sizes
  /**
   * Everything but cards, by key: `clients`, `loadBalancer:ID`, `rule:ID`, `targetGroup:ID`, `tray:ID`, `zone:ID`, and where
   * there are several clusters `cluster:ID` for the strip with its name.
   */
  boxes: Map<string, Rect>
  zones: ZoneBox[]
  cards: Map<string, CardBox>
  edges: EdgeBox[]
  bounds: Rect
}

/** Space between the zones of one cluster and of the next. */
const CLUSTER_GAP = 40
const CLUSTER_HEAD = 30

/** Rows kept free in a target group's list: four, then eight, then one more that says how many are left out. */
export const targetRows = (count: number): number => (count <= 4 ? 4 : count <= 8 ? 8 : 9)

export function layOut(input: LayoutInput): Layout {
  const size = sizes[input.orientation]
  const zones = placeZones(input, size)
  const boxes = new Map<string, Rect>()
  const cards = new Map<string, CardBox>()
  for (const zone of zones) {
    boxes.set(`zone:${zone.id}`, zone)
    for (const band of zone.bands) for (const card of band.cards) cards.set(card.id, card)
  }
  placeFlow(input, size, boxes, zones)
  nameClusters(input, zones, boxes)
  const edges = routeEdges(input, size, boxes, zones, cards)
  const bounds = [...boxes.values()].reduce(union, boxes.values().next().value ?? { x: 0, y: 0, width: 0, height: 0 })
  return { orientation: input.orientation, sizes: size, boxes, zones, cards, edges, bounds }
}

/** With several clusters each group of zones is headed by its name, in the gap before it. */
function nameClusters(input: LayoutInput, zones: ZoneBox[], boxes: Map<string, Rect>): void {
  const shown = input.clusters.filter((id) => zones.some((zone) => zone.clusterId === id))
  if (shown.length < 2) return
  for (const id of shown) {
    const first = zones.find((zone) => zone.clusterId === id)!
    const { x, width } = first
    boxes.set(`cluster:${id}`, { x, y: first.y - CLUSTER_HEAD, width, height: CLUSTER_HEAD - 4 })
  }
}

function placeZones(input: LayoutInput, size: Sizes): ZoneBox[] {
  const wide = input.orientation === 'wide'
  const out: ZoneBox[] = []
  let at = 0
  for (const clusterId of input.clusters) {
    const group = input.zones.filter((zone) => zone.clusterId === clusterId)
    if (group.length === 0) continue
    if (out.length > 0) at += CLUSTER_GAP
    const instancesWide = Math.max(0, ...group.map((zone) => columnsOf(zone, wide)))
    const placed: ZoneBox[] = []
    for (const zone of group) {
      const box = placeZone(zone, input.orientation, wide ? { x: 0, y: at } : { x: at, y: 0 }, instancesWide, size)
      placed.push(box)
      at += (wide ? box.height : box.width) + size.zone.gap
    }
    // Lanes of a cluster end together.
    const far = Math.max(...placed.map((box) => (wide ? box.width : box.height)))
    for (const box of placed) {
      if (wide) box.width = far
      else box.height = far
    }
    out.push(...placed)
  }
  return out
}

function cellOf(slot: number, wide: boolean, size: Sizes): { column: number; row: number } {
  const cell = growingCell(slot, size.firstBlock)
  return wide ? { column: cell.along, row: cell.across } : { column: cell.across, row: cell.along }
}

function columnsOf(zone: ZoneInput, wide: boolean): number {
  const size = sizes[wide ? 'wide' : 'tall']
  return zone.instances.reduce((most, { slot }) => Math.max(most, cellOf(slot, wide, size).column + 1), 0)
}

function placeZone(
  zone: ZoneInput,
  orientation: Orientation,
  origin: { x: number; y: number },
  instancesWide: number,
  size: Sizes,
): ZoneBox {
  const wide = orientation === 'wide'
  const { head, pad, cardGap, rowGap } = size.zone
  const inner = { x: origin.x + pad + (wide ? head : 0), y: origin.y + pad + (wide ? 0 : head) }
  const cells = zone.instances.map((instance) => ({ instance, ...cellOf(instance.slot, wide, size) }))
  const heights: number[] = []
  for (const { instance, row } of cells) heights[row] = Math.max(heights[row] ?? 0, cardHeight(instance.rows, size))

  const empty = cardHeight(1, size)
  const bands: ZoneBox['bands'] = []
  let y = inner.y
  for (let row = 0; row < heights.length; row++) {
    const height = heights[row] ?? empty
    bands.push({ y, height, cards: [] })
    y += height + rowGap
  }
  for (const { instance, column, row } of cells) {
    bands[row]!.cards.push({
      id: instance.id,
      zoneId: zone.id,
      rows: instance.rows,
      x: inner.x + column * (size.card.width + cardGap),
      y: bands[row]!.y,
      width: size.card.width,
      height: cardHeight(instance.rows, size),
    })
  }
  for (const band of bands) band.cards.sort((a, b) => a.x - b.x)

  const columns = wide ? instancesWide : columnsOf(zone, wide)
  const right = inner.x + Math.max(0, columns * (size.card.width + cardGap) - cardGap)
  const bottom = bands.length > 0 ? y - rowGap : inner.y
  let fargate: Rect | null = null
  if (zone.fargateMaxSlot !== null) {
    const block = fargateSize(zone.fargateMaxSlot, orientation)
    fargate = wide
      ? { x: columns > 0 ? right + cardGap : inner.x, y: inner.y, ...block }
      : { x: inner.x, y: bands.length > 0 ? bottom + rowGap : inner.y, ...block }
  }
  const ends = {
    right: Math.max(right, inner.x + size.card.width, fargate ? fargate.x + fargate.width : 0),
    bottom: Math.max(
      bottom,
      inner.y + (zone.instances.length > 0 ? empty : 0),
      fargate ? fargate.y + fargate.height : 0,
    ),
  }
  return {
    id: zone.id,
    clusterId: zone.clusterId,
    ...origin,
    width: ends.right + pad - origin.x,
    height: ends.bottom + pad - origin.y,
    bands,
    fargate,
  }
}
