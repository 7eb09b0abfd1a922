/**
 * The layout as React Flow's nodes. A node is kept as long as nothing of it changed. Edges are not React Flow's: their ways
 * come from the layout, many end at instances that are not mounted, and it would measure handles that nobody needs.
 */
import type { Node } from '@xyflow/react'
import type { Rect } from './geometry'
import type { Layout } from './layout'

/** React Flow measures nothing: sizes are given. */
function nodeAt(id: string, type: string, rect: Rect, zIndex: number, data: Record<string, unknown>): Node {
  const { width, height } = rect
  return {
    id,
    type,
    position: { x: rect.x, y: rect.y },
    width,
    height,
    measured: { width, height },
    zIndex,
    data,
  }
}

const same = (a: Node, b: Node): boolean =>
  a.position.x === b.position.x &&
  a.position.y === b.position.y &&
  a.width === b.width &&
  a.height === b.height &&
  a.data.rows === b.data.rows &&
  a.data.orientation === b.data.orientation

let kept = new Map<string, Node>()

/** Nodes of the structure and of the mounted instances. */
export function nodesOf(layout: Layout, mounted: ReadonlySet<string>, canvas: boolean): Node[] {
  const { orientation } = layout
  const nodes: Node[] = []
  for (const [key, rect] of layout.boxes) {
    const colon = key.indexOf(':')
    const [type, id] = colon < 0 ? [key, key] : [key.slice(0, colon), key.slice(colon + 1)]
    nodes.push(nodeAt(key, type, rect, type === 'zone' ? -1 : 1, { id, orientation }))
  }
  if (!canvas) {
    for (const zone of layout.zones)
      if (zone.fargate)
        nodes.push(nodeAt(`fargate:${zone.id}`, 'fargate', zone.fargate, 1, { id: zone.id, orientation }))
    for (const id of mounted) {
      const card = layout.cards.get(id)
      if (card) nodes.push(nodeAt(`instance:${id}`, 'instance', card, 1, { id, rows: card.rows, orientation }))
    }
  }
  const result = nodes.map((node) => {
    const known = kept.get(node.id)
    return known && same(known, node) ? known : node
  })
  kept = new Map(result.map((node) => [node.id, node]))
  return result
}
