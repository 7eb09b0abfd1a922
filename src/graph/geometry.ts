/** Sizes of the picture in px at zoom 1 (screens.md §4), and where the n-th thing of a growing grid stands. */

export interface Point {
  x: number
  y: number
}

export interface Rect extends Point {
  width: number
  height: number
}

/** Wide: the flow runs left to right and zones are lanes. Tall: top to bottom, zones are columns. */
export type Orientation = 'wide' | 'tall'

export interface Sizes {
  slot: { width: number; height: number; gap: number; perRow: number }
  card: { width: number; head: number; foot: number; side: number }
  zone: { head: number; pad: number; gap: number; cardGap: number; rowGap: number }
  /** Cards or Fargate frames before a zone grows in its second direction. */
  firstBlock: number
  fargate: { head: number; frame: number }
  clients: { width: number; height: number }
  loadBalancer: { width: number; height: number }
  rule: { width: number; height: number }
  targetGroup: { width: number; head: number; row: number; foot: number }
  tray: { width: number; height: number }
  /** Between the columns of the flow, and between it and the zones. */
  flowGap: number
  zonesGap: number
}

export const sizes: Record<Orientation, Sizes> = {
  wide: {
    slot: { width: 132, height: 52, gap: 6, perRow: 3 },
    card: { width: 440, head: 26, foot: 30, side: 16 },
    zone: { head: 28, pad: 10, gap: 8, cardGap: 14, rowGap: 16 },
    firstBlock: 4,
    fargate: { head: 26, frame: 4 },
    clients: { width: 92, height: 60 },
    loadBalancer: { width: 108, height: 60 },
    rule: { width: 84, height: 52 },
    targetGroup: { width: 148, head: 42, row: 20, foot: 6 },
    tray: { width: 188, height: 92 },
    flowGap: 40,
    zonesGap: 52,
  },
  tall: {
    slot: { width: 48, height: 48, gap: 4, perRow: 2 },
    card: { width: 116, head: 22, foot: 32, side: 8 },
    zone: { head: 22, pad: 4, gap: 4, cardGap: 8, rowGap: 8 },
    firstBlock: 4,
    fargate: { head: 22, frame: 2 },
    clients: { width: 76, height: 44 },
    loadBalancer: { width: 84, height: 44 },
    rule: { width: 68, height: 44 },
    targetGroup: { width: 102, head: 44, row: 0, foot: 0 },
    tray: { width: 200, height: 84 },
    flowGap: 16,
    zonesGap: 40,
  },
}

/**
 * Where the n-th member of a zone stands: blocks that double, now below, now beside, so that a zone of any size keeps
 * its shape and nobody ever moves because another one came.
 */
export function growingCell(n: number, firstBlock: number): { along: number; across: number } {
  let along = firstBlock
  let across = 1
  if (n < firstBlock) return { along: n, across: 0 }
  for (;;) {
    const size = along * across
    if (n < 2 * size) return { along: (n - size) % along, across: across + Math.floor((n - size) / along) }
    across *= 2
    if (n < 4 * size) {
      const m = n - 2 * size
      return { along: along + (m % along), across: Math.floor(m / along) }
    }
    along *= 2
  }
}

/** Rows of slots that hold the slots 0…maxSlot; at least one. */
export function slotRows(maxSlot: number, orientation: Orientation): number {
  return Math.max(1, Math.floor(maxSlot / sizes[orientation].slot.perRow) + 1)
}

/** Height of an instance's card with so many rows of slots. */
export function cardHeight(rows: number, { card, slot }: Sizes): number {
  return card.head + rows * slot.height + (rows - 1) * slot.gap + card.foot + slot.gap * 2
}

/** The place of a slot in an instance's card. */
export function slotRect(card: Point, slotNumber: number, { card: size, slot }: Sizes): Rect {
  const column = slotNumber % slot.perRow
  const row = Math.floor(slotNumber / slot.perRow)
  return {
    x: card.x + size.side + column * (slot.width + slot.gap),
    y: card.y + size.head + slot.gap + row * (slot.height + slot.gap),
    width: slot.width,
    height: slot.height,
  }
}

/** The place of the n-th task of a zone's Fargate block; each stands in a frame of its own. */
export function fargateSlotRect(block: Point, slotNumber: number, orientation: Orientation): Rect {
  const { slot, fargate } = sizes[orientation]
  const cell = growingCell(slotNumber, slot.perRow)
  const step = fargate.frame * 2 + slot.gap
  return {
    x: block.x + fargate.frame + cell.along * (slot.width + step),
    y: block.y + fargate.head + fargate.frame + cell.across * (slot.height + step),
    width: slot.width,
    height: slot.height,
  }
}

/** Size of a Fargate block that has held slots 0…maxSlot. */
export function fargateSize(maxSlot: number, orientation: Orientation): { width: number; height: number } {
  const { slot, fargate } = sizes[orientation]
  let columns = slot.perRow
  let rows = 1
  for (let n = 0; n <= maxSlot; n++) {
    const cell = growingCell(n, slot.perRow)
    columns = Math.max(columns, cell.along + 1)
    rows = Math.max(rows, cell.across + 1)
  }
  const step = fargate.frame * 2 + slot.gap
  return {
    width: columns * (slot.width + step) - slot.gap,
    height: fargate.head + rows * (slot.height + step) - slot.gap,
  }
}

export function union(a: Rect, b: Rect): Rect {
  const x = Math.min(a.x, b.x)
  const y = Math.min(a.y, b.y)
  return {
    x,
    y,
    width: Math.max(a.x + a.width, b.x + b.width) - x,
    height: Math.max(a.y + a.height, b.y + b.height) - y,
  }
}

export const overlaps = (a: Rect, b: Rect): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height

export const contains = (rect: Rect, x: number, y: number): boolean =>
  x >= rect.x && x < rect.x + rect.width && y >= rect.y && y < rect.y + rect.height
