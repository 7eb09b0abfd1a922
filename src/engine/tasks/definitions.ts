/** The end of deleted revisions (D-733, T-101). */
import type { Sim } from '../kernel'

/**
 * Removes the revisions in DELETE_IN_PROGRESS that nothing refers to any more; called when records that refer to one go. A
 * STOPPED task that is still described keeps its revision, and so does a service revision of a living service, so that
 * every row's `taskDefinitionId` finds its row.
 */
export function sweepDeletedDefinitions(sim: Sim): void {
  const waiting = [...sim.t.taskDefinitions.values()].filter((row) => row.status === 'DELETE_IN_PROGRESS')
  if (waiting.length === 0) return
  const used = new Set<string>()
  const { tasks, services, deployments, serviceRevisions } = sim.t
  for (const table of [tasks, services, deployments, serviceRevisions])
    for (const row of table.values()) used.add(row.taskDefinitionId)
  for (const row of waiting) if (!used.has(row.id)) sim.t.taskDefinitions.delete(row.id)
}
