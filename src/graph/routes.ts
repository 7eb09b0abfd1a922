/** Ways of the edges: straight runs with rounded corners, so that an edge never crosses a card. */
import type { Point } from './geometry'

const CORNER = 9

/** An SVG path through the points, with rounded corners. Points in line are allowed. */
export function roundedPath(points: readonly Point[]): string {
  let path = `M${at(points[0]!)}`
  for (let i = 1; i < points.length - 1; i++) {
    const [before, corner, after] = [points[i - 1]!, points[i]!, points[i + 1]!]
    const radius = Math.min(CORNER, distance(before, corner) / 2, distance(corner, after) / 2)
    path += `L${at(towards(corner, before, radius))}Q${at(corner)} ${at(towards(corner, after, radius))}`
  }
  return `${path}L${at(points[points.length - 1]!)}`
}

/** From a right side to a left side: out, across in the middle, in. */
export function elbow(from: Point, to: Point): Point[] {
  if (Math.abs(from.y - to.y) < 1) return [from, { x: to.x, y: from.y }]
  const middle = Math.round((from.x + to.x) / 2)
  return [from, { x: middle, y: from.y }, { x: middle, y: to.y }, to]
}

const at = ({ x, y }: Point): string => `${round(x)} ${round(y)}`
const round = (value: number): number => Math.round(value * 10) / 10
const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y)

function towards(from: Point, to: Point, by: number): Point {
  const length = distance(from, to) || 1
  return { x: from.x + ((to.x - from.x) * by) / length, y: from.y + ((to.y - from.y) * by) / length }
}
