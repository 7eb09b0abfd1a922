/** Branches in words and figures, for the page. */
import type { Engine } from '../../engine'
import type { BranchComparison, BranchFigures, BranchView, LoggedCommand, Sample, TimeState } from '../protocol'
import type { Branch } from './branches'
import { commandsOf, divergenceMs, sharedCommands } from './branches'
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

function figuresOf(branch: Branch, engine: Engine, commands: number): BranchFigures {
  const services: BranchFigures['services'] = []
  for (const { name, status, figures } of engine.rows('services')) {
    if (status === 'INACTIVE') continue
    const { lowestHealthy, peakTasks, sinceMs, endedMs } = figures
    const secondsToSteady = endedMs === null ? null : Math.round((endedMs - sinceMs) / 1_000)
    services.push({ name, lowestHealthy, peakTasks, secondsToSteady })
  }
  const { failed4xx, failed5xx, refused, timedOut } = engine.world(['requests']).requests as Record<string, number>
  const failedRequests = (failed4xx ?? 0) + (failed5xx ?? 0) + (refused ?? 0) + (timedOut ?? 0)
  return { name: branch.name, endMs: branch.end.atMs, commands, failedRequests, services }
}

/** The current branch beside `id`, each at its end; null when there is no such branch. */
export function compareBranches(timeline: Timeline, id: string): BranchComparison | null {
  const there = timeline.branches.find((branch) => branch.id === id)
  if (!there) return null
  const here = timeline.branch
  const [ours, theirs] = [commandsOf(here.steps), commandsOf(there.steps)]
  const shared = sharedCommands(ours, theirs)
  const at = (list: LoggedCommand[]) => list[shared] ?? null
  return {
    here: figuresOf(here, timeline.engineAtEnd(here), ours.length),
    there: figuresOf(there, timeline.engineAtEnd(there), theirs.length),
    firstDifference: at(ours) || at(theirs) ? { here: at(ours), there: at(theirs) } : null,
  }
}
