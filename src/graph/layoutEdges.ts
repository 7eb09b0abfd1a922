/** The edges' ways: along the flow, and from target groups to the instances that their targets run on. */
import type { Point, Rect, Sizes } from './geometry'
import type { CardBox, EdgeBox, LayoutInput, ZoneBox } from './layout'
import { elbow, roundedPath } from './routes'

/** Between the trunks of neighbouring target groups. */
const TRUNK_STEP = 7

export function routeEdges(
  input: LayoutInput,
  size: Sizes,
  boxes: Map<string, Rect>,
  zones: ZoneBox[],
  cards: Map<string, CardBox>,
): EdgeBox[] {
  const edges: EdgeBox[] = []
  const along = (kind: EdgeBox['kind'], from: string, to: string) => {
    const [a, b] = [boxes.get(from), boxes.get(to)]
    if (!a || !b) return
    const points = elbow({ x: a.x + a.width, y: a.y + a.height / 2 }, { x: b.x, y: b.y + b.height / 2 })
    const end = points[points.length - 1]!
    // Where the gap is narrow the figure stands below the box.
    const label = input.orientation === 'wide' ? { x: end.x - 3, y: end.y } : { x: b.x + 38, y: b.y + b.height + 18 }
    edges.push({ id: `${kind}:${from}>${to}`, kind, from, to, path: roundedPath(points), label })
  }
  for (const balancer of input.loadBalancers) {
    along('clients', 'clients', `loadBalancer:${balancer.id}`)
    for (const rule of balancer.rules) {
      along('rule', `loadBalancer:${balancer.id}`, `rule:${rule.id}`)
      for (const id of rule.targetGroupIds) along('forward', `rule:${rule.id}`, `targetGroup:${id}`)
    }
  }

  const zoneById = new Map(zones.map((zone) => [zone.id, zone]))
  for (const place of input.targetPlaces) {
    const from = `targetGroup:${place.targetGroupId}`
    const group = boxes.get(from)
    const zone = zoneById.get(place.zoneId)
    if (!group || !zone) continue
    const card = place.instanceId ? cards.get(place.instanceId) : undefined
    const box = place.whole ? zone : (card ?? zone.fargate ?? zone)
    const to = place.whole ? `zone:${zone.id}` : card ? `instance:${card.id}` : `fargate:${zone.id}`
    const lane = input.targetGroups.findIndex((other) => other.id === place.targetGroupId)
    const points =
      input.orientation === 'wide' ? toLane(group, zone, box, lane, size) : toColumn(group, zone, box, lane, size)
    edges.push({ id: `target:${from}>${to}`, kind: 'target', from, to, path: roundedPath(points), label: points[1]! })
  }
  return edges
}

/** Out to the trunk left of the lanes, up or down, and in: straight to the first card, above the row to later ones. */
function toLane(group: Rect, zone: ZoneBox, box: Rect, lane: number, size: Sizes): Point[] {
  const start = { x: group.x + group.width, y: group.y + group.height / 2 }
  const trunk = zone.x - 18 - TRUNK_STEP * (lane % 5)
  const shift = (lane % 4) * 4
  if (box === zone) return straighten([start, { x: trunk, y: 0 }, { x: zone.x, y: zone.y + zone.height / 2 + shift }])
  const first = box.x <= zone.x + size.zone.head + size.zone.pad + 1
  const y = first ? box.y + size.card.head / 2 + shift : box.y - 6 - (lane % 2) * 4
  if (first) return straighten([start, { x: trunk, y: 0 }, { x: box.x, y }])
  const drop = box.x + 20 + shift
  return [start, { x: trunk, y: start.y }, { x: trunk, y }, { x: drop, y }, { x: drop, y: box.y }]
}

function straighten([start, trunk, end]: [Point, Point, Point]): Point[] {
  return [start, { x: trunk.x, y: start.y }, { x: trunk.x, y: end.y }, end]
}

/** Down to the bus above the columns, across, and down the column's left gutter to the card. */
function toColumn(group: Rect, zone: ZoneBox, box: Rect, lane: number, size: Sizes): Point[] {
  const start = { x: group.x + group.width / 2, y: group.y + group.height }
  const bus = zone.y - 14 - TRUNK_STEP * (lane % 3)
  if (box.y <= zone.y + size.zone.head + size.zone.pad + 1) {
    const x = box === zone ? zone.x + zone.width / 2 : box.x + box.width - 14 - (lane % 3) * 6
    return [start, { x: start.x, y: bus }, { x, y: bus }, { x, y: box === zone ? zone.y : box.y }]
  }
  const x = box.x - 2
  return [
    start,
    { x: start.x, y: bus },
    { x, y: bus },
    { x, y: box.y + size.card.head / 2 },
    { x: box.x, y: box.y + size.card.head / 2 },
  ]
}
