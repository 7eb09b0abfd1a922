/** Places of what stands before the zones: clients, load balancers, rules, target groups, and the trays. */
import type { Rect, Sizes } from './geometry'
import { cardHeight } from './geometry'
import type { LayoutInput, ZoneBox } from './layout'

const STACK_GAP = 14

interface Item {
  key: string
  /** Where its middle wants to be, px along the stack. */
  wish: number
  width: number
  height: number
}

/** Adds the boxes of the flow to `boxes`. */
export function placeFlow(input: LayoutInput, size: Sizes, boxes: Map<string, Rect>, zones: ZoneBox[]): void {
  if (input.orientation === 'wide') placeWide(input, size, boxes)
  else placeTall(input, size, boxes)
  placeTrays(input, size, boxes, zones)
}

/** Middle of the zones when every instance has one row of slots: does not move when cards grow. */
function baseMiddle(input: LayoutInput, size: Sizes): number {
  const lanes = Math.max(1, input.zones.length)
  const lane = cardHeight(1, size) + 2 * size.zone.pad
  return (lanes * (lane + size.zone.gap) - size.zone.gap) / 2
}

function groupHeight(rows: number, { targetGroup }: Sizes): number {
  return targetGroup.head + rows * targetGroup.row + targetGroup.foot
}

function placeWide(input: LayoutInput, size: Sizes, boxes: Map<string, Rect>): void {
  const middle = baseMiddle(input, size)
  let x = -size.zonesGap - size.targetGroup.width
  const groups = input.targetGroups.map((group) => ({
    key: `targetGroup:${group.id}`,
    wish: middle,
    width: size.targetGroup.width,
    height: groupHeight(group.rows, size),
  }))
  stack(groups, x, middle, boxes)
  const centre = (key: string): number => {
    const box = boxes.get(key)
    return box ? box.y + box.height / 2 : middle
  }

  x -= size.flowGap + size.rule.width
  const rules = input.loadBalancers.flatMap((balancer) =>
    balancer.rules.map((rule) => ({
      key: `rule:${rule.id}`,
      wish: mean(rule.targetGroupIds.map((id) => centre(`targetGroup:${id}`))) ?? middle,
      ...size.rule,
    })),
  )
  stack(rules, x, middle, boxes)

  x -= size.flowGap + size.loadBalancer.width
  const balancers = input.loadBalancers.map((balancer) => ({
    key: `loadBalancer:${balancer.id}`,
    wish: mean(balancer.rules.map((rule) => centre(`rule:${rule.id}`))) ?? middle,
    ...size.loadBalancer,
  }))
  stack(balancers, x, middle, boxes)

  if (balancers.length === 0) return
  x -= size.flowGap + size.clients.width
  const wish = mean(balancers.map((balancer) => centre(balancer.key))) ?? middle
  boxes.set('clients', { x, y: wish - size.clients.height / 2, ...size.clients })
}

/** Puts the items below each other near their wishes, in their order, without overlap. */
function stack(items: Item[], x: number, middle: number, boxes: Map<string, Rect>): void {
  if (items.length === 0) return
  const total = items.reduce((sum, item) => sum + item.height + STACK_GAP, -STACK_GAP)
  const sameWish = items.every((item) => item.wish === items[0]!.wish)
  let free = sameWish ? items[0]!.wish - total / 2 : Number.NEGATIVE_INFINITY
  const tops = items.map((item) => {
    const top = Math.max(free, item.wish - item.height / 2)
    const placed = sameWish ? free : top
    free = placed + item.height + STACK_GAP
    return placed
  })
  // What was pushed down is shared between both ends.
  const drift = sameWish
    ? 0
    : items.reduce((sum, item, i) => sum + tops[i]! + item.height / 2 - item.wish, 0) / items.length
  items.forEach((item, i) => {
    const y = Math.round(tops[i]! - drift)
    boxes.set(item.key, { x, y: Number.isFinite(y) ? y : Math.round(middle), width: item.width, height: item.height })
  })
}

function placeTall(input: LayoutInput, size: Sizes, boxes: Map<string, Rect>): void {
  const columns: Item[][] = [
    input.loadBalancers.length > 0 ? [{ key: 'clients', wish: 0, ...size.clients }] : [],
    input.loadBalancers.map((balancer) => ({ key: `loadBalancer:${balancer.id}`, wish: 0, ...size.loadBalancer })),
    input.loadBalancers.flatMap((balancer) =>
      balancer.rules.map((rule) => ({ key: `rule:${rule.id}`, wish: 0, ...size.rule })),
    ),
    input.targetGroups.map((group) => ({
      key: `targetGroup:${group.id}`,
      wish: 0,
      width: size.targetGroup.width,
      height: groupHeight(0, size),
    })),
  ]
  const heights = columns.map((items) => items.reduce((sum, item) => sum + item.height + STACK_GAP, -STACK_GAP))
  const top = -size.zonesGap - Math.max(0, ...heights)
  let x = 0
  for (const items of columns) {
    let y = top
    for (const { key, width, height } of items) {
      boxes.set(key, { x, y, width, height })
      y += height + STACK_GAP
    }
    if (items.length > 0) x += items[0]!.width + size.flowGap
  }
}

/** Left of the zones below the flow; below the zones where the picture is tall. */
function placeTrays(input: LayoutInput, size: Sizes, boxes: Map<string, Rect>, zones: ZoneBox[]): void {
  const wide = input.orientation === 'wide'
  const groups = input.targetGroups.map((group) => boxes.get(`targetGroup:${group.id}`)!)
  const below = wide ? groups : zones
  let y = below.length > 0 ? Math.max(...below.map((box) => box.y + box.height)) + STACK_GAP : 0
  for (const id of input.trays) {
    boxes.set(`tray:${id}`, { x: wide ? -size.zonesGap - size.tray.width : 0, y, ...size.tray })
    y += size.tray.height + STACK_GAP
  }
}

function mean(values: number[]): number | undefined {
  return values.length > 0 ? values.reduce((sum, value) => sum + value, 0) / values.length : undefined
}
