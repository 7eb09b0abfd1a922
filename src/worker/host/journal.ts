/**
 * What is known of a branch's own time, as it was run for the first time: instants in which something changed, causes,
 * marks and the chart's samples. Going back and playing the same again adds nothing.
 */
import type { ChangeSet } from '../../engine'
import type { Mark } from '../marks'
import { MarkList } from '../marks'
import type { LoggedCommand, Sample } from '../protocol'
import type { Place } from './checkpoints'

/** Instants kept of a branch; the oldest are forgotten. */
const INSTANTS_KEPT = 100_000
/** Samples kept of a service. */
const SAMPLES_KEPT = 3_000

export interface Note {
  atMs: number
  changes: ChangeSet
  /** It held a key moment (screens.md §6). */
  key: boolean
  commands: readonly LoggedCommand[]
  samples: ReadonlyMap<string, Sample>
}

/** What a note added, for the page. */
export interface Added {
  marks: Mark[]
  samples: [serviceId: string, sample: Sample][]
}

const words = (operation: string): string => operation.replace(/(?<=[a-z0-9])(?=[A-Z])/g, ' ').toLowerCase()
/** "update service" of UpdateService. */
export const verbOf = (operation: string): string => words(operation)

const sameCounts = (a: Sample, b: Sample): boolean =>
  a.healthy === b.healthy &&
  a.running === b.running &&
  a.lower === b.lower &&
  a.upper === b.upper &&
  (b.serving === undefined || a.serving === b.serving) &&
  (b.failed === undefined || a.failed === b.failed)

export class Journal {
  private instants: number[] = []
  private causes: number[] = []
  private marks = new MarkList()
  private samples = new Map<string, Sample[]>()
  private lastNotedMs = -1
  /** Up to here nothing is missing; -1 = nothing was run yet. */
  knownToMs = -1

  /** The run came this far under the journal's eyes. */
  reach(ms: number): void {
    this.knownToMs = Math.max(this.knownToMs, ms)
  }

  /** Takes in an instant that has just been completed; one that is known already is passed over. */
  note({ atMs, changes, key, commands, samples }: Note): Added {
    const added: Added = { marks: [], samples: [] }
    if (atMs <= this.lastNotedMs || (changes.to === changes.from && commands.length === 0)) return added
    this.lastNotedMs = atMs
    push(this.instants, atMs)
    if (key || commands.length > 0) push(this.causes, atMs)
    for (const mark of marksOf(atMs, changes, commands)) {
      this.marks.add(mark)
      added.marks.push(mark)
    }
    for (const [serviceId, sample] of samples) {
      const list = this.samples.get(serviceId) ?? []
      this.samples.set(serviceId, list)
      const last = list.at(-1)
      if (last && sameCounts(last, sample)) continue
      list.push(sample)
      if (list.length > SAMPLES_KEPT) list.splice(0, list.length - SAMPLES_KEPT)
      added.samples.push([serviceId, sample])
    }
    return added
  }

  /** The last instant before `beforeMs` in which something changed; null when none is known. */
  before(beforeMs: number, what: 'event' | 'cause'): number | null {
    const list = what === 'event' ? this.instants : this.causes
    let low = 0
    let high = list.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((list[middle] as number) < beforeMs) low = middle + 1
      else high = middle
    }
    return list[low - 1] ?? null
  }

  /** All marks and samples, for a page that knows nothing yet. */
  everything(): { marks: Mark[]; samples: Record<string, Sample[]> } {
    const samples = Object.fromEntries([...this.samples].map(([id, list]) => [id, list.slice()]))
    return { marks: this.marks.all(), samples }
  }

  samplesOf(serviceId: string): readonly Sample[] {
    return this.samples.get(serviceId) ?? []
  }

  /** A journal of its own that knows what lies at or before `place`. */
  upTo(place: Place): Journal {
    const keep = (atMs: number) => atMs < place.atMs || (atMs === place.atMs && place.done)
    const journal = new Journal()
    journal.instants = this.instants.filter(keep)
    journal.causes = this.causes.filter(keep)
    journal.marks = this.marks.upTo(keep)
    journal.samples = new Map([...this.samples].map(([id, list]) => [id, list.filter(({ atMs }) => keep(atMs))]))
    journal.lastNotedMs = journal.instants.at(-1) ?? -1
    journal.knownToMs = Math.min(this.knownToMs, place.atMs)
    return journal
  }
}

function push(list: number[], atMs: number): void {
  list.push(atMs)
  if (list.length > INSTANTS_KEPT) list.splice(0, INSTANTS_KEPT / 4)
}

function marksOf(atMs: number, changes: ChangeSet, commands: readonly LoggedCommand[]): Mark[] {
  const marks: Mark[] = []
  for (const { operation } of commands) {
    const kind = operation === 'InjectFault' ? 'fault' : 'command'
    marks.push({ atMs, kind, count: 1, text: words(operation) })
  }
  for (const deployment of changes.upserts.deployments ?? []) {
    if (deployment.createdAtMs !== changes.nowMs) continue
    marks.push({ atMs, kind: 'deployment', count: 1, text: deployment.rollbackOf ? 'rollback' : 'deployment' })
  }
  const [first] = changes.decisions
  if (first) marks.push({ atMs, kind: 'decision', count: changes.decisions.length, text: first.because })
  return marks
}
