/** Two branches side by side. Loaded when it is first asked for. */
import type { Engine } from '../../engine'
import type { BranchComparison, BranchFigures, LoggedCommand } from '../protocol'
import type { Branch } from './branches'
import { commandsOf, sharedCommands } from './branches'
import type { Timeline } from './timeline'

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
