/** The polite live region's sentence: at most one every two seconds, from the same merged moments as the picture. */
import type { Moment } from '../worker'
import { setUi } from './ui'
import type { FrameInfo } from './world'

const EVERY_WALL_MS = 2_000
const LONGEST = 4

let waiting: Moment[] = []
let spokenAtWallMs = -EVERY_WALL_MS

/** Joins merged moments into one sentence; the same text once. Empty for none. */
export function sentenceOf(moments: readonly Pick<Moment, 'text'>[]): string {
  const texts = [...new Set(moments.map((moment) => moment.text))].filter((text) => text !== '')
  if (texts.length === 0) return ''
  const shown = texts.slice(0, LONGEST).join(', ')
  const rest = texts.length - LONGEST
  return `${shown}${rest > 0 ? ` and ${rest} more changes` : ''}.`
}

/** Collects the moments of a frame and speaks when two seconds have passed. */
export function speak(frame: Pick<FrameInfo, 'moments' | 'reset'>, wallMs: number = performance.now()): void {
  if (frame.reset) waiting = []
  if (frame.moments.length > 0) waiting.push(...frame.moments)
  if (waiting.length === 0 || wallMs - spokenAtWallMs < EVERY_WALL_MS) return
  setUi({ spoken: sentenceOf(waiting) })
  waiting = []
  spokenAtWallMs = wallMs
}
