/** What a container depends on (D-128). */
import type { Sim } from '../kernel'
import type { TaskRow } from '../model'

/** dependsOn of the definition plus the START dependency that a link implies (N-13). */
export function dependsOn(sim: Sim, task: TaskRow, name: string): { containerName: string; condition: string }[] {
  const def = sim.t.taskDefinitions.need(task.taskDefinitionId).def
  const container = def.containerDefinitions?.find((c) => c.name === name)
  const listed = (container?.dependsOn ?? []).map((d) => ({
    containerName: d.containerName ?? '',
    condition: d.condition ?? 'START',
  }))
  const links = (container?.links ?? []).map((link) => ({
    containerName: link.split(':')[0] ?? '',
    condition: 'START',
  }))
  return [...listed, ...links]
}
