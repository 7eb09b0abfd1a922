/** Marks of the timeline: commands, decisions, faults, deployments. Bounded by merging neighbours of a kind. Pure. */

export type MarkKind = 'command' | 'decision' | 'fault' | 'deployment'
export const MARK_KINDS: readonly MarkKind[] = ['decision', 'command', 'deployment', 'fault']

export interface Mark {
  atMs: number
  kind: MarkKind
  /** How many it stands for. */
  count: number
  /** Words of the first of them. */
  text: string
}

/** Most marks kept of a kind; above it neighbours are merged ever more widely. */
const MOST_OF_A_KIND = 400

/** Joins marks of a list in time order that lie less than `withinMs` after the first of their group. */
export function mergeWithin(marks: readonly Mark[], withinMs: number): Mark[] {
  const out: Mark[] = []
  for (const mark of marks) {
    const last = out.at(-1)
    if (last && mark.atMs - last.atMs < withinMs) out[out.length - 1] = { ...last, count: last.count + mark.count }
    else out.push(mark)
  }
  return out
}

export class MarkList {
  private readonly kinds = new Map<MarkKind, { marks: Mark[]; withinMs: number }>()

  constructor(marks: readonly Mark[] = []) {
    for (const mark of marks) this.add(mark)
  }

  /** Takes a mark that is not before the last one of its kind. */
  add(mark: Mark): void {
    const own = this.kinds.get(mark.kind) ?? { marks: [], withinMs: 1 }
    this.kinds.set(mark.kind, own)
    const last = own.marks.at(-1)
    if (last && mark.atMs - last.atMs < own.withinMs) {
      own.marks[own.marks.length - 1] = { ...last, count: last.count + mark.count }
      return
    }
    own.marks.push(mark)
    while (own.marks.length > MOST_OF_A_KIND) {
      own.withinMs *= 2
      own.marks = mergeWithin(own.marks, own.withinMs)
    }
  }

  /** All of them, kind by kind, each in order of time. */
  all(): Mark[] {
    return MARK_KINDS.flatMap((kind) => this.kinds.get(kind)?.marks ?? [])
  }

  /** Those for which `keep` says so, as a list of its own. */
  upTo(keep: (atMs: number) => boolean): MarkList {
    return new MarkList(this.all().filter((mark) => keep(mark.atMs)))
  }
}
