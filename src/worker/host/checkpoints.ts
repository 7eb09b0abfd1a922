/**
 * Checkpoints of a run's branches within a budget of memory: dense near now, sparse before (design.md §4). Rows are
 * shared between checkpoints, so one costs its maps and the rows that were replaced since the one before it.
 */
import type { Checkpoint } from '../../engine'

/** A point of a run. `done`: every event of the instant has run; otherwise only what lies before it. */
export interface Place {
  atMs: number
  done: boolean
}

export interface Kept extends Place {
  /** From the beginning of the run to here: the measure of what replaying costs. */
  work: number
  /** Events run from the beginning to here. */
  events: number
  /** Estimated memory of its own. */
  bytes: number
  /** Steps of the branch that have been applied. */
  applied: number
  /** The answers that the scenario saved. */
  saved: Record<string, unknown>
  engine: Checkpoint
}

/** True when `a` lies at or before `b`. */
export const reaches = (a: Place, b: Place): boolean => a.atMs < b.atMs || (a.atMs === b.atMs && (!a.done || b.done))

/** Measured on Node 20 with the bench's 1,000-task run: an entry of a Map, a row with its strings, a queued event. */
const BYTES_PER_ENTRY = 40
const BYTES_PER_ROW = 500
const BYTES_PER_EVENT = 8
const BYTES_PER_TIMER = 120

/** Estimated memory of a checkpoint when the one before it stays; `written` rows were written between the two. */
export function bytesOf({ state }: Checkpoint, written: number): number {
  let entries = 0
  for (const rows of Object.values(state.tables)) entries += rows.size
  const lists = state.queue.length * BYTES_PER_EVENT + state.timers.length * BYTES_PER_TIMER
  return entries * BYTES_PER_ENTRY + lists + Math.min(written, entries) * BYTES_PER_ROW
}

export interface CheckpointFigures {
  count: number
  bytes: number
  budgetBytes: number
}

/** Work that counts as "near now": gaps are judged against the distance from now plus this. */
const NEAR_WORK = 2_000

export class CheckpointStore {
  private readonly lists = new Map<string, Kept[]>()

  constructor(
    readonly budgetBytes: number,
    private readonly mostCount = 500,
  ) {}

  /** The last one at or before `place`, among those with at most `applied` steps. */
  nearest(branch: string, place: Place, applied = Number.POSITIVE_INFINITY): Kept | undefined {
    const list = this.lists.get(branch) ?? []
    for (let at = list.length - 1; at >= 0; at--) {
      const kept = list[at]
      if (kept && reaches(kept, place) && kept.applied <= applied) return kept
    }
    return undefined
  }

  /** Keeps one, in order of time, and thins until everything fits the budget again. */
  add(branch: string, kept: Kept): void {
    const list = this.lists.get(branch) ?? []
    this.lists.set(branch, list)
    let at = list.length
    while (at > 0 && !reaches(list[at - 1] as Kept, kept)) at--
    const before = list[at - 1]
    if (before && before.atMs === kept.atMs && before.done === kept.done && before.applied === kept.applied) return
    list.splice(at, 0, kept)
    this.thin(branch, kept.work)
  }

  /** A new branch that shares what lies at or before `place` with `from`. */
  fork(from: string, to: string, place: Place, applied: number): void {
    const shared = (this.lists.get(from) ?? []).filter((kept) => reaches(kept, place) && kept.applied <= applied)
    this.lists.set(to, shared)
  }

  drop(branch: string): void {
    this.lists.delete(branch)
  }

  figures(): CheckpointFigures {
    const all = this.all()
    let bytes = 0
    for (const kept of all) bytes += kept.bytes
    return { count: all.size, bytes, budgetBytes: this.budgetBytes }
  }

  private all(): Set<Kept> {
    const all = new Set<Kept>()
    for (const list of this.lists.values()) for (const kept of list) all.add(kept)
    return all
  }

  private thin(current: string, nowWork: number): void {
    let { count, bytes } = this.figures()
    while (bytes > this.budgetBytes || count > this.mostCount) {
      const victim = this.elsewhere(current) ?? this.leastMissed(current, nowWork)
      if (!victim) return
      for (const list of this.lists.values()) {
        const at = list.indexOf(victim)
        if (at >= 0) list.splice(at, 1)
      }
      count--
      bytes -= victim.bytes
    }
  }

  /** One that only a branch that is not played needs; the tip of each goes last. */
  private elsewhere(current: string): Kept | undefined {
    const own = new Set(this.lists.get(current))
    const others = [...this.lists].filter(([branch]) => branch !== current).map(([, list]) => list)
    for (const list of others) {
      const victim = list.slice(0, -1).find((kept) => !own.has(kept))
      if (victim) return victim
    }
    // The tips only when the played branch is down to its ends.
    if (own.size > 3) return undefined
    return others.map((list) => list.at(-1)).find((kept) => kept && !own.has(kept))
  }

  /** The one whose absence costs the least replaying, seen from now; never the first or the last. */
  private leastMissed(current: string, nowWork: number): Kept | undefined {
    const list = this.lists.get(current) ?? []
    let best: Kept | undefined
    let least = Number.POSITIVE_INFINITY
    for (let at = 1; at < list.length - 1; at++) {
      const [before, kept, after] = [list[at - 1], list[at], list[at + 1]] as [Kept, Kept, Kept]
      const missed = (after.work - before.work + 1) / (Math.abs(nowWork - kept.work) + NEAR_WORK)
      if (missed >= least) continue
      least = missed
      best = kept
    }
    return best
  }
}
