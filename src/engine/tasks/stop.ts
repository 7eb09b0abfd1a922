/** Death of a task: deregistration, drain, stop signal, kill, release of its interface (D-107, D-125, D-314, N-96, N-98). */
import { agentStopTimeoutMs } from '../capacity/user-data'
import type { Sim } from '../kernel'
import { deregisterTargets } from '../loadbalancing'
import type { TaskRow } from '../model'
import { deleteEni } from '../network'
import { changeContainer, changeContainers, changeTask, isCut, isOver, tickAfter, tickAtOrAfter } from './change'
import { sweepDeletedDefinitions } from './definitions'
import { dependsOn } from './depends'
import { behaviourOf, seconds } from './images'

export interface StopCause {
  stopCode: string
  reason: string
  /** Who decides: the scheduler deregisters one tick later and drains (N-96), a user's StopTask at once (N-98). */
  by: 'scheduler' | 'user'
}

/** Decides that the task shall stop. Nothing happens to one that is already on its way down. */
export function stopTask(sim: Sim, id: string, cause: StopCause): void {
  const task = sim.t.tasks.need(id)
  if (task.desiredStatus === 'STOPPED') return
  const registered = liveTargets(sim, id).length > 0
  changeTask(sim, id, {
    desiredStatus: 'STOPPED',
    stopCode: cause.stopCode,
    stoppedReason: cause.reason,
    stoppingAtMs: sim.nowMs,
    countsAsHealthy: false,
    countedSinceMs: null,
    ...(cause.by === 'user' ? { tags: [] } : {}),
  })
  if (!registered) {
    // D-108: on Fargate DEACTIVATING is visited in an instant; D-110: a task that never ran skips it.
    if (task.launchType === 'FARGATE' && task.startedAtMs !== null) changeTask(sim, id, { lastStatus: 'DEACTIVATING' })
    signalSoon(sim, id, cause)
    return
  }
  if (cause.by === 'user' && !sim.timings.drainOnStopTask) {
    signalSoon(sim, id, cause)
    scheduleAbruptDeregistration(sim, id)
    return
  }
  changeTask(sim, id, { lastStatus: 'DEACTIVATING' })
  if (cause.by === 'user') {
    deregister(sim, id, tickAtOrAfter(sim, sim.nowMs + 1))
  } else {
    const lag = sim.timings.deregisterLag * seconds(sim.timings.schedulerTick)
    sim.schedule(sim.nowMs + lag, 0, 'task.deregister', id)
  }
}

/** D-109: the answer of StopTask still shows RUNNING; the signal comes later in its instant. */
function signalSoon(sim: Sim, id: string, cause: StopCause): void {
  if (cause.by === 'user') sim.schedule(sim.nowMs, 0, 'task.signal', id)
  else enterStopping(sim, id)
}

/** The task ends because of something that happened to it (crash, host): nothing can be drained (N-98). */
export function endBecauseOf(sim: Sim, id: string, stopCode: string, reason: string): void {
  const task = sim.t.tasks.need(id)
  if (task.desiredStatus === 'STOPPED') return
  const registered = liveTargets(sim, id).length > 0
  changeTask(sim, id, {
    desiredStatus: 'STOPPED',
    stopCode,
    stoppedReason: reason,
    stoppingAtMs: sim.nowMs,
    countsAsHealthy: false,
    countedSinceMs: null,
  })
  if (registered) scheduleAbruptDeregistration(sim, id)
  enterStopping(sim, id)
}

/**
 * D-811, S-136: Fargate takes the capacity of a Spot task back. Told with the task still RUNNING; the stop signal comes at once,
 * the kill after `stopTimeout`, which Fargate keeps within the two minutes of the notice.
 */
export function interruptSpotTask(sim: Sim, id: string): void {
  endBecauseOf(sim, id, 'SpotInterruption', 'Your Spot Task was interrupted.')
}

function liveTargets(sim: Sim, id: string): string[] {
  return sim.t.targets
    .by('task', id)
    .filter((target) => target.state !== 'draining')
    .map((target) => target.id)
}

/** N-98: a dead task's target stays registered until the first tick ≥ death + abruptDeregLag. */
function scheduleAbruptDeregistration(sim: Sim, id: string): void {
  sim.schedule(tickAtOrAfter(sim, sim.nowMs + seconds(sim.timings.abruptDeregLag)), 0, 'task.abruptDeregister', id)
}

export function abruptDeregister(sim: Sim, id: string): void {
  if (sim.t.tasks.has(id)) dropTargets(sim, id, sim.nowMs)
}

/** N-96 second row: DeregisterTargets in all groups; the stop signal comes at the first tick after the longest drain. */
export function deregister(sim: Sim, id: string, showAtMs = sim.nowMs): void {
  const task = sim.t.tasks.get(id)
  if (task?.lastStatus !== 'DEACTIVATING') return
  const drainUntilMs = dropTargets(sim, id, showAtMs)
  changeTask(sim, id, { drainUntilMs })
  sim.schedule(tickAfter(sim, drainUntilMs), 0, 'task.signal', id)
}

/** Deregisters what is registered; answers when the longest drain ends. */
function dropTargets(sim: Sim, id: string, showAtMs: number): number {
  const rowIds = liveTargets(sim, id)
  const groups = rowIds.map((rowId) => sim.t.targets.need(rowId).targetGroupId)
  if (rowIds.length > 0) deregisterTargets(sim, rowIds)
  for (const targetGroupId of groups) {
    for (const hook of sim.hooks.registration) hook(sim, { kind: 'deregistered', taskId: id, targetGroupId, showAtMs })
  }
  let until = sim.nowMs
  for (const rowId of rowIds) until = Math.max(until, sim.t.targets.get(rowId)?.drainUntilMs ?? sim.nowMs)
  return until
}

/** STOPPING: what never started is done; what runs is signalled, dependents first (D-130). */
export function enterStopping(sim: Sim, id: string): void {
  const task = sim.t.tasks.get(id)
  if (!task || isOver(task) || task.lastStatus === 'STOPPING' || task.lastStatus === 'DEPROVISIONING') return
  const idle = new Set(['waiting', 'pulling', 'pulled', 'starting'])
  // D-808: whatever runs there, the end is seen when the agent is back.
  const running = isCut(sim, task) || task.containers.some((c) => c.stage === 'running' || c.stage === 'stopping')
  changeContainers(
    sim,
    id,
    (c) =>
      idle.has(c.stage) ? { stage: 'stopped', lastStatus: 'STOPPED', process: 'none', stoppedAtMs: sim.nowMs } : null,
    running ? { lastStatus: 'STOPPING', drainUntilMs: null } : {},
  )
  if (running) continueStop(sim, id)
  else release(sim, id)
}

/** Signals every container whose dependents are gone; ends the task when all have stopped. */
export function continueStop(sim: Sim, id: string): void {
  const task = sim.t.tasks.need(id)
  if (isOver(task) || task.lastStatus === 'DEPROVISIONING') return
  if (task.lastStatus === 'DEACTIVATING') return // a container that dies while draining waits for the drain (N-82)
  // D-808: a stop decided while the agent cannot be reached waits for it.
  if (isCut(sim, task)) return
  if (task.containers.every((c) => c.stage === 'stopped')) {
    release(sim, id)
    return
  }
  for (const container of task.containers) {
    if (container.stage === 'running' && dependentsGone(sim, task, container.name)) signal(sim, id, container.name)
  }
}

/** D-130: nobody that depends on `name` still runs. */
function dependentsGone(sim: Sim, task: TaskRow, name: string): boolean {
  const depends = (other: string) => dependsOn(sim, task, other).some((d) => d.containerName === name)
  return task.containers.every((c) => c.stage === 'stopped' || !depends(c.name))
}

/** D-125: stop signal, stopTimeout, kill. */
function signal(sim: Sim, id: string, name: string): void {
  const task = sim.t.tasks.need(id)
  const container = task.containers.find((c) => c.name === name)
  if (!container) return
  const behaviour = behaviourOf(sim, container.image, container.imageDigest)
  const def = sim.t.taskDefinitions.need(task.taskDefinitionId).def
  const timeout = def.containerDefinitions?.find((c) => c.name === name)?.stopTimeout
  // N-97: on EC2 the agent's setting where the definition has none.
  const host = sim.t.containerInstances.get(task.containerInstanceId ?? undefined)?.instanceId
  const { agentConfig } = sim.t.instances.get(host ?? undefined) ?? {}
  const timeoutMs = timeout === undefined ? agentStopTimeoutMs(agentConfig) : seconds(timeout)
  const killAtMs = sim.nowMs + timeoutMs
  let exitAtMs = killAtMs
  let exitCode = 137
  if (behaviour.onSigterm === 'exit') {
    exitAtMs = sim.nowMs
    exitCode = 143
  } else if (behaviour.onSigterm === 'drain' && seconds(behaviour.drainSeconds) < timeoutMs) {
    exitAtMs = sim.nowMs + seconds(behaviour.drainSeconds)
    exitCode = 0
  }
  changeContainer(sim, id, name, {
    stage: 'stopping',
    process: behaviour.onSigterm === 'ignore' ? container.process : 'draining',
    signalledAtMs: sim.nowMs,
    killAtMs,
  })
  sim.schedule(exitAtMs, 0, 'task.exited', id, exitCode, name)
}

/** Every container is gone: the interface is released, then the task is STOPPED (D-108, N-39). */
function release(sim: Sim, id: string): void {
  const task = sim.t.tasks.need(id)
  const ran = task.containers.some((c) => c.startedAtMs !== null)
  const patch: Partial<TaskRow> = ran ? { executionStoppedAtMs: sim.nowMs } : {}
  if (task.networkMode === 'awsvpc' && task.eniId) {
    changeTask(sim, id, {
      ...patch,
      lastStatus: 'DEPROVISIONING',
      attachments: task.attachments.map((a) => ({ ...a, status: 'DETACHING' })),
    })
    for (const hook of sim.hooks.processChanged) hook(sim, id)
    sim.schedule(sim.nowMs + seconds(sim.timings.eniDetach), 0, 'task.released', id)
    return
  }
  finishStop(sim, id, patch)
}

/** STOPPED: everything it held is free, and the record stays for an hour (D-117). */
export function finishStop(sim: Sim, id: string, patch: Partial<TaskRow> = {}): void {
  const task = sim.t.tasks.get(id)
  if (!task || isOver(task)) return
  for (const hook of sim.hooks.beforeRoutingChange) hook(sim)
  if (task.eniId) deleteEni(sim, task.eniId)
  changeTask(sim, id, {
    ...patch,
    lastStatus: 'STOPPED',
    stoppedAtMs: sim.nowMs,
    drainUntilMs: null,
    attachments: task.attachments.map((a) => ({ ...a, status: task.eniId ? 'DELETED' : 'FAILED' })),
  })
  for (const hook of sim.hooks.processChanged) hook(sim, id)
  if (task.containerInstanceId) {
    // S-95: whoever waits in the agent's queue may fit now.
    sim.timer(`admit ${task.containerInstanceId}`, sim.nowMs, 0, 'task.admit', task.containerInstanceId, 'earliest')
  }
  sim.schedule(sim.nowMs + seconds(sim.timings.stoppedRetention), 0, 'task.expire', id)
}

/** D-117: the record goes. */
export function expire(sim: Sim, id: string): void {
  sim.t.tasks.delete(id)
  sweepDeletedDefinitions(sim)
}

/** D-806: the host is gone; its tasks are STOPPED together, without exit codes. */
export function stopTasksOfLostInstance(sim: Sim, containerInstanceId: string, stopCode: string, reason: string): void {
  for (const task of sim.t.tasks.by('liveOfInstance', containerInstanceId)) {
    const decided = task.desiredStatus === 'STOPPED'
    const registered = liveTargets(sim, task.id).length > 0
    changeContainers(
      sim,
      task.id,
      (c) =>
        c.stage === 'stopped'
          ? null
          : { stage: 'stopped', lastStatus: 'STOPPED', process: 'none', stoppedAtMs: sim.nowMs },
      {
        desiredStatus: 'STOPPED',
        countsAsHealthy: false,
        countedSinceMs: null,
        ...(decided ? {} : { stopCode, stoppedReason: reason, stoppingAtMs: sim.nowMs }),
      },
    )
    finishStop(sim, task.id, task.startedAtMs === null ? {} : { executionStoppedAtMs: sim.nowMs })
    if (registered) sim.schedule(sim.nowMs, 0, 'task.abruptDeregister', task.id)
  }
}
