/** What an image's behaviour will do to a container once it runs, and the memory it uses (S-93, D-800, D-802). */
import type { Sim } from '../kernel'
import type { TaskRow } from '../model'
import { containerOf } from './change'
import { behaviourOf, seconds } from './images'

/** Queues what the image's behaviour will do to a container that has just started to run. */
export function scheduleLifeOfProcess(sim: Sim, id: string, name: string): void {
  const task = sim.t.tasks.need(id)
  const container = containerOf(task, name)
  const behaviour = behaviourOf(sim, container.image, container.imageDigest)
  if (behaviour.exitAfterSeconds !== null) {
    const at = sim.nowMs + seconds(behaviour.exitAfterSeconds)
    sim.schedule(at, 0, 'task.exit', id, container.restartCount * 1000 + behaviour.exitCode, name)
  }
  const limit = memoryLimitMiB(sim, task, name)
  const tooMuch = behaviour.memoryDescribed && limit !== null && behaviour.memoryMiB > limit
  if (limit !== null && (behaviour.memoryLeakMiBPerMinute > 0 || tooMuch)) {
    const room = tooMuch ? -1 : limit - Math.min(limit, behaviour.memoryMiB)
    const afterMs = room < 0 ? 0 : Math.floor((room * 60_000) / behaviour.memoryLeakMiBPerMinute) + 1
    sim.schedule(sim.nowMs + afterMs, 0, 'task.oom', id, container.restartCount, name)
  }
}

/** S-93: the container's own hard limit, else the task's; null = none. */
export function memoryLimitMiB(sim: Sim, task: TaskRow, name: string): number | null {
  const def = sim.t.taskDefinitions.need(task.taskDefinitionId).def
  const own = def.containerDefinitions?.find((c) => c.name === name)?.memory
  const override = task.overrides.containerOverrides?.find((c) => c.name === name)?.memory
  const limit = override ?? own
  if (limit) return limit
  return def.memory ? task.memoryMiB : null
}

/** MiB the container uses now (approximate: base plus leak). */
export function memoryUsedMiB(sim: Sim, task: TaskRow): number {
  let sum = 0
  for (const container of task.containers) {
    if (container.stage !== 'running' && container.stage !== 'stopping') continue
    const behaviour = behaviourOf(sim, container.image, container.imageDigest)
    const ranMs = sim.nowMs - (container.startedAtMs ?? sim.nowMs)
    const used = behaviour.memoryMiB + Math.floor((behaviour.memoryLeakMiBPerMinute * ranMs) / 60_000)
    const limit = memoryLimitMiB(sim, task, container.name)
    sum += limit === null ? used : Math.min(used, limit)
  }
  return sum
}
