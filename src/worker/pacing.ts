/**
 * How simulated time follows the wall (screens.md §6): dt × speed, but a key moment is shown no sooner than the hold
 * after the one before it; the clock waits meanwhile. Pure: the stage and the stopwatch are given.
 */
import type { Speed } from './protocol'

/** Wall ms between two shown key moments. */
const HOLD_WALL_MS: Record<Speed, number> = { 0.25: 1_000, 1: 1_000, 5: 700, 10: 500, 60: 250, 600: 120 }
/** From 60× on, moments within this many simulated ms are one. */
const MERGE_MS = 10_000

export const holdWallMs = (speed: Speed): number => HOLD_WALL_MS[speed]
export const mergeMs = (speed: Speed): number => (speed >= 60 ? MERGE_MS : 0)

/** What pacing drives. */
export interface PacedStage {
  now(): number
  /** When something is due next; undefined when nothing ever is. May be `now`. */
  nextAt(): number | undefined
  /** Goes to `atMs` and completes that instant. True when it held a key moment. */
  runInstant(atMs: number): boolean
  /** Goes on to `toMs`; nothing is due before it. */
  glide(toMs: number): void
}

export interface PaceState {
  /** Wall ms since a key moment was shown. */
  sinceShownMs: number
  /** Simulated instant of the shown moment: later ones within `mergeMs` belong to it. */
  groupFromMs: number | null
  /** A key moment has happened and waits to be shown: the clock stands, nothing is sent. */
  withheld: boolean
  /** Part of a simulated ms not yet used (at ¼×). */
  carry: number
}

export const newPace = (): PaceState => ({ sinceShownMs: 1e9, groupFromMs: null, withheld: false, carry: 0 })

/** Shows what was withheld at once: the user acted, paused or jumped. */
export function release(pace: PaceState, nowMs: number): void {
  pace.withheld = false
  pace.sinceShownMs = 0
  pace.groupFromMs = nowMs
}

/**
 * One frame of `dtMs` wall time. `hasTime()` is asked before each instant; when it says no the rest is left for the
 * next frame (`behind`). Changes `pace`. Returns whether the clock waits for a hold.
 */
export function advanceFrame(
  stage: PacedStage,
  pace: PaceState,
  dtMs: number,
  speed: Speed,
  hasTime: () => boolean,
): { holding: boolean; behind: boolean } {
  const hold = holdWallMs(speed)
  pace.sinceShownMs += dtMs
  let left = dtMs
  if (pace.withheld) {
    if (pace.sinceShownMs < hold) return { holding: true, behind: false }
    left = Math.min(dtMs, pace.sinceShownMs - hold)
    release(pace, stage.now())
  }
  const due = left * speed + pace.carry
  const target = stage.now() + Math.floor(due)
  pace.carry = due - Math.floor(due)
  for (;;) {
    const next = stage.nextAt()
    if (next === undefined || next >= target) {
      if (target > stage.now()) stage.glide(target)
      return { holding: false, behind: false }
    }
    if (!hasTime()) return { holding: false, behind: true }
    if (!stage.runInstant(next)) continue
    if (pace.groupFromMs !== null && next - pace.groupFromMs <= mergeMs(speed)) continue
    if (pace.sinceShownMs < hold) {
      pace.withheld = true
      return { holding: true, behind: false }
    }
    pace.sinceShownMs = 0
    pace.groupFromMs = next
  }
}
