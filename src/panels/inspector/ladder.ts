/** The timestamps of a task as a ladder (D-114): what happened when, and how long the step before took. Pure. */

export interface Rung {
  member: string
  words: string
  /** Simulated ms since start. */
  atMs: number
  /** Since the rung before; null for the first. */
  afterMs: number | null
}

/** In the order that D-115 keeps. */
const RUNGS: readonly [member: string, words: string][] = [
  ['createdAt', 'created'],
  ['connectivityAt', 'connected'],
  ['pullStartedAt', 'image pull began'],
  ['pullStoppedAt', 'image pull ended'],
  ['startedAt', 'running'],
  ['stoppingAt', 'stop began'],
  ['executionStoppedAt', 'containers exited'],
  ['stoppedAt', 'stopped'],
]

const timeOf = (value: unknown): number | null => {
  const ms = typeof value === 'string' ? Date.parse(value) : typeof value === 'number' ? value * 1_000 : Number.NaN
  return Number.isFinite(ms) ? ms : null
}

/** `task` in the shape of DescribeTasks, times in ISO 8601 or epoch seconds; `createdAtMs` fixes the start of the run. */
export function ladderOf(task: Record<string, unknown>, createdAtMs: number): Rung[] {
  const created = timeOf(task.createdAt)
  if (created === null) return []
  const rungs: Rung[] = []
  for (const [member, words] of RUNGS) {
    const time = timeOf(task[member])
    if (time === null) continue
    const atMs = createdAtMs + time - created
    const before = rungs.at(-1)
    rungs.push({ member, words, atMs, afterMs: before ? atMs - before.atMs : null })
  }
  return rungs
}
