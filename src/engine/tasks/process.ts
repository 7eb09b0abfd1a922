/** How a container's process ends: by itself, out of memory, restarted or taking the task with it (D-122, D-135, D-800). */
import type { Sim } from '../kernel'
import type { TaskRow } from '../model'
import { changeContainer, containerOf, isCut, isOver } from './change'
import { behaviourOf, seconds } from './images'
import { runIfReady, startReady } from './start'
import { continueStop, endBecauseOf } from './stop'

/** The process ends by itself; `packed` is restartCount × 1000 + exit code (an event of an earlier run is stale). */
export function exits(sim: Sim, id: string, name: string, packed: number): void {
  const task = sim.t.tasks.get(id)
  if (!task || isOver(task)) return
  const { restartCount, process } = containerOf(task, name)
  // D-810: what a lost zone ran is never heard of again.
  if (restartCount !== Math.trunc(packed / 1000) || process === 'hung') return
  containerExits(sim, id, name, packed % 1000, null)
}

/** D-120: the container carries 137 and the reason; the letter is small on Fargate. */
export function outOfMemory(sim: Sim, id: string, name: string, restart: number): void {
  const task = sim.t.tasks.get(id)
  if (!task || isOver(task) || containerOf(task, name).restartCount !== restart) return
  const subject = task.launchType === 'FARGATE' ? 'container' : 'Container'
  containerExits(sim, id, name, 137, `OutOfMemoryError: ${subject} killed due to memory usage`)
}

/** A container's process is gone: restart it, or end the task if it was essential (D-122, D-136). */
export function containerExits(sim: Sim, id: string, name: string, exitCode: number, reason: string | null): void {
  const before = sim.t.tasks.need(id)
  const container = containerOf(before, name)
  if (container.unseenExit || (container.stage !== 'running' && container.stage !== 'stopping')) return
  if (isCut(sim, before)) {
    changeContainer(sim, id, name, { process: 'exited', unseenExit: { exitCode, reason } })
    return
  }
  if (before.desiredStatus === 'RUNNING' && restartAllowed(sim, before, name, exitCode)) {
    restart(sim, id, name)
    return
  }
  exited(sim, id, name, exitCode, reason)
}

/** D-808: the agent is back and tells how containers have ended meanwhile; D-137: none of them was restarted. */
export function tellExits(sim: Sim, id: string): void {
  for (const { name, unseenExit, stage } of sim.t.tasks.need(id).containers)
    if (unseenExit && stage !== 'stopped') exited(sim, id, name, unseenExit.exitCode, unseenExit.reason)
}

function exited(sim: Sim, id: string, name: string, exitCode: number, reason: string | null): void {
  const container = containerOf(sim.t.tasks.need(id), name)
  changeContainer(sim, id, name, {
    stage: 'stopped',
    lastStatus: 'STOPPED',
    process: 'exited',
    stoppedAtMs: sim.nowMs,
    exitCode,
    ...(reason ? { reason } : {}),
  })
  const task = sim.t.tasks.need(id)
  if (task.desiredStatus === 'STOPPED') {
    continueStop(sim, id)
  } else if (container.essential) {
    endBecauseOf(sim, id, 'EssentialContainerExited', 'Essential container in task exited')
  } else {
    startReady(sim, id)
    runIfReady(sim, id)
  }
}

/** D-136. */
function restartAllowed(sim: Sim, task: TaskRow, name: string, exitCode: number): boolean {
  const def = sim.t.taskDefinitions.need(task.taskDefinitionId).def
  const policy = def.containerDefinitions?.find((c) => c.name === name)?.restartPolicy
  if (!policy?.enabled || policy.ignoredExitCodes?.includes(exitCode)) return false
  const container = containerOf(task, name)
  const ranMs = sim.nowMs - (container.startedAtMs ?? sim.nowMs)
  return ranMs >= (policy.restartAttemptPeriod ?? 300) * 1000
}

/** D-137: same task, same ENI, same ports; health back to UNKNOWN. */
function restart(sim: Sim, id: string, name: string): void {
  const container = containerOf(sim.t.tasks.need(id), name)
  const behaviour = behaviourOf(sim, container.image, container.imageDigest)
  const restartCount = container.restartCount + 1
  changeContainer(sim, id, name, {
    stage: 'starting',
    lastStatus: 'PENDING',
    process: 'exited',
    restartCount,
    healthStatus: 'UNKNOWN',
    health: null,
    listensAtMs: sim.nowMs + seconds(behaviour.startSeconds),
  })
  sim.schedule(sim.nowMs + seconds(sim.timings.containerStart), 0, 'task.containerStarted', id, restartCount, name)
}
