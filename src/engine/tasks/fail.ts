/** A start that fails: where the text stands differs by launch type (D-119). */
import type { Sim } from '../kernel'
import { changeContainer, changeTask, isOver } from './change'
import { enterStopping } from './stop'

/**
 * Ends a task that never ran. On Fargate the text is the task's stoppedReason and the container's reason; on EC2 only
 * the container's, and the task says `ec2TaskReason`.
 */
export function failStart(
  sim: Sim,
  id: string,
  containerName: string | null,
  text: string,
  ec2TaskReason: string,
): void {
  const task = sim.t.tasks.get(id)
  if (!task || isOver(task) || task.desiredStatus === 'STOPPED') return
  if (containerName) changeContainer(sim, id, containerName, { reason: text })
  changeTask(sim, id, {
    desiredStatus: 'STOPPED',
    stopCode: 'TaskFailedToStart',
    stoppedReason: task.launchType === 'FARGATE' ? text : ec2TaskReason,
    stoppingAtMs: sim.nowMs,
    ...(task.pullStartedAtMs !== null && task.pullStoppedAtMs === null ? { pullStoppedAtMs: sim.nowMs } : {}),
  })
  enterStopping(sim, id)
}
