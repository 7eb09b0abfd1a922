/** The timeline's geometry: marks merged per pixel, and how far the track reaches. Pure; units are px and ms. */
import type { BranchView, Mark } from '../../worker'
import { timeText } from '../time'

export interface PlacedMark extends Mark {
  x: number
}

/** Marks of a kind keep this distance; nearer ones become one with a count. */
const APART_PX = 7

/** What reaches beyond the branch's own end stretches the track at most so far. */
const STRETCH = 1.5
const SHORTEST_MS = 60_000

/** The last instant on the track: the known end, and the ghosts' as far as they do not squeeze it. */
export function trackEnd(endMs: number, ghosts: readonly Pick<BranchView, 'endMs'>[]): number {
  const furthest = Math.max(endMs, ...ghosts.map((ghost) => ghost.endMs))
  return Math.max(SHORTEST_MS, Math.min(furthest, Math.max(endMs * STRETCH, endMs + SHORTEST_MS)))
}

export const xOfMs = (ms: number, toMs: number, width: number): number =>
  Math.round((Math.min(Math.max(0, ms), toMs) / toMs) * width * 2) / 2

/** Kinds from the least telling to the most; the last is drawn on top. */
export function placeMarks(marks: readonly Mark[], toMs: number, width: number): PlacedMark[] {
  const placed: PlacedMark[] = []
  let last: PlacedMark | undefined
  for (const mark of marks) {
    if (mark.atMs > toMs) continue
    const x = xOfMs(mark.atMs, toMs, width)
    if (last && last.kind === mark.kind && x - last.x < APART_PX) last.count += mark.count
    else {
      last = { ...mark, x }
      placed.push(last)
    }
  }
  return placed
}

const NOUNS = {
  command: ['command', 'commands'],
  decision: ['decision', 'decisions'],
  fault: ['fault', 'faults'],
  deployment: ['deployment', 'deployments'],
} as const

/** "3 min 42 s: update service", "from 3 min 42 s: 4 decisions". */
export function markText({ atMs, kind, count, text }: Mark): string {
  if (count > 1) return `from ${timeText(atMs)}: ${count} ${NOUNS[kind][1]}`
  return `${timeText(atMs)}: ${text || NOUNS[kind][0]}`
}
