/** How long tasks that have stopped stay on the picture (screens.md §5.1). */
import type { TaskView } from '../worker'

/** Stopped on purpose: long enough to be seen, simulated ms. */
const STOPPED_STAYS_MS = 4_000
/** Failed: until its replacement runs, but no longer than this. */
const FAILED_STAYS_MS = 10 * 60_000

export const isGhost = (task: TaskView): boolean => task.word === 'stopped' || task.word === 'failed'

/**
 * Whether a stopped task is still drawn at `nowMs`. `lastStartedMs` is when the newest running task of its service was
 * created, null when there is none; `slotTaken` means that a living task stands in its place.
 */
export function showsGhost(task: TaskView, nowMs: number, lastStartedMs: number | null, slotTaken: boolean): boolean {
  const stoppedAtMs = task.stoppedAtMs ?? nowMs
  if (slotTaken) return false
  if (task.word === 'stopped') return nowMs - stoppedAtMs < STOPPED_STAYS_MS
  const replaced = lastStartedMs !== null && lastStartedMs >= stoppedAtMs
  return !replaced && nowMs - stoppedAtMs < FAILED_STAYS_MS
}
