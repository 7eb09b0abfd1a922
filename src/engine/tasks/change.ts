/** The one way a task's row changes: version, hooks and forward-only status in one place. */
import { isTaskEvent, putTaskEvent } from '../eventbridge'
import type { Sim } from '../kernel'
import { EngineError } from '../kernel'
import type { ContainerState, TaskRow, TaskStatus } from '../model'

/** D-107: the only order in which lastStatus moves. */
export const STATUS_ORDER: readonly TaskStatus[] = [
  'PROVISIONING',
  'PENDING',
  'ACTIVATING',
  'RUNNING',
  'DEACTIVATING',
  'STOPPING',
  'DEPROVISIONING',
  'STOPPED',
  'DELETED',
]

/** Applies the patch and tells whoever watches tasks; with an event for EventBridge the version rises (D-104, D-632). */
export function changeTask(sim: Sim, id: string, patch: Partial<TaskRow>): TaskRow {
  const prev = sim.t.tasks.need(id)
  if (patch.lastStatus && STATUS_ORDER.indexOf(patch.lastStatus) < STATUS_ORDER.indexOf(prev.lastStatus)) {
    throw new EngineError(`D-107: ${id} cannot go back from ${prev.lastStatus} to ${patch.lastStatus}`)
  }
  // One copy of the row, not yet in its table: the hottest path of the engine.
  const row = { ...prev, ...patch }
  const news = isTaskEvent(prev, row)
  if (news) row.version = prev.version + 1
  sim.t.tasks.put(row)
  if (news) putTaskEvent(sim, row)
  for (const hook of sim.hooks.taskChanged) hook(sim, id)
  return row
}

/** Changes containers of a task; `patchOf` answers the patch for one, or null to leave it. */
export function changeContainers(
  sim: Sim,
  id: string,
  patchOf: (container: ContainerState) => Partial<ContainerState> | null,
  taskPatch: Partial<TaskRow> = {},
): TaskRow {
  const task = sim.t.tasks.need(id)
  let changed = false
  let process = false
  const containers = task.containers.map((container) => {
    const patch = patchOf(container)
    if (!patch) return container
    changed = true
    if (patch.process !== undefined && patch.process !== container.process) process = true
    return { ...container, ...patch }
  })
  if (!changed && Object.keys(taskPatch).length === 0) return task
  if (process) for (const hook of sim.hooks.beforeRoutingChange) hook(sim)
  const row = changeTask(sim, id, { ...taskPatch, ...(changed ? { containers } : {}) })
  if (process) for (const hook of sim.hooks.processChanged) hook(sim, id)
  return row
}

export function changeContainer(sim: Sim, id: string, name: string, patch: Partial<ContainerState>): TaskRow {
  return changeContainers(sim, id, (container) => (container.name === name ? patch : null))
}

export function containerOf(task: TaskRow, name: string): ContainerState {
  const found = task.containers.find((container) => container.name === name)
  if (!found) throw new EngineError(`${task.id} has no container ${name}`)
  return found
}

/** First scheduler tick at or after `ms` (D-200: one grid for all services). */
export function tickAtOrAfter(sim: Sim, ms: number): number {
  const tick = sim.timings.schedulerTick * 1000
  return Math.ceil(ms / tick) * tick
}

/** First scheduler tick strictly after `ms` (N-96). */
export function tickAfter(sim: Sim, ms: number): number {
  const tick = sim.timings.schedulerTick * 1000
  return (Math.floor(ms / tick) + 1) * tick
}

/** Whether the task no longer exists for anybody but DescribeTasks. */
export function isOver(task: TaskRow): boolean {
  return task.lastStatus === 'STOPPED' || task.lastStatus === 'DELETED'
}

/** D-808: the agent of the task's instance cannot be reached, so that ECS hears nothing of the task. */
export function isCut(sim: Sim, task: TaskRow): boolean {
  return sim.t.containerInstances.get(task.containerInstanceId ?? undefined)?.connectionLost === true
}
