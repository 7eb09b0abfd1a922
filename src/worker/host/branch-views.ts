/** Branches in words and figures, for the page. */
import type { BranchView, Sample, TimeState } from '../protocol'
import type { Branch } from './branches'
import { divergenceMs } from './branches'
import { verbOf } from './journal'
import type { Timeline } from './timeline'

/** "3 min 42 s". */
function clockText(ms: number): string {
  const seconds = Math.floor(ms / 1_000)
  const [h, m, s] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60]
  return [h > 0 ? `${h} h` : '', h + m > 0 ? `${m} min` : '', `${s} s`].filter((part) => part !== '').join(' ')
}

/** Name of the future that a command at `atMs` put aside, or that its undoing did. */
export const nameAfter = (atMs: number, operation: string): string => `before ${clockText(atMs)}: ${verbOf(operation)}`
export const nameOfReset = (atMs: number): string => `before starting over at ${clockText(atMs)}`

const listed = (timeline: Timeline): Branch[] =>
  timeline.branches.filter((branch) => branch === timeline.branch || !branch.quiet)

/** What must differ for the page to be told of the branches again. */
export const branchNames = (timeline: Timeline): string[] =>
  listed(timeline).map((branch) => `${branch.id} ${branch.name}`)

export function timeStateOf(timeline: Timeline): TimeState {
  return { branches: listed(timeline).map((branch) => viewOf(branch, timeline.branch)), ...timeline.acts() }
}

function viewOf(branch: Branch, current: Branch): BranchView {
  const { id, name, end } = branch
  if (branch === current) return { id, name, current: true, endMs: end.atMs, differsFromMs: null, samples: {} }
  const differsFromMs = divergenceMs(branch, current)
  const samples: Record<string, Sample[]> = {}
  for (const [serviceId, list] of Object.entries(branch.journal.everything().samples)) {
    const from = list.findLastIndex((sample) => sample.atMs <= differsFromMs)
    samples[serviceId] = list.slice(Math.max(0, from))
  }
  return { id, name, current: false, endMs: end.atMs, differsFromMs, samples }
}
