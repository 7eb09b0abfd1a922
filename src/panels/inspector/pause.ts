/** Whether an object changes so soon that looking at it should stop the clock (screens.md §7). Pure. */
import type { SelectionKind } from '../../store'
import type { TargetView, TaskView, ViewTable, ViewTables } from '../../worker'

const SOON_WALL_MS = 2_000

/** Simulated instant at which the object is known to change; null when none is known. */
function changesAtMs(kind: SelectionKind, row: ViewTables[ViewTable]): number | null {
  if (kind === 'task') return (row as TaskView).span?.untilMs ?? null
  if (kind === 'target') return (row as TargetView).drainUntilMs
  return null
}

/** `speed` is simulated seconds per second on the wall. */
export function changesSoon(kind: SelectionKind, row: ViewTables[ViewTable], nowMs: number, speed: number): boolean {
  const atMs = changesAtMs(kind, row)
  return atMs !== null && atMs > nowMs && (atMs - nowMs) / speed <= SOON_WALL_MS
}
