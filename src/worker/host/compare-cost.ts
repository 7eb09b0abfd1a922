/** What a deployment needed beyond the desired count, and on Fargate what that adds to the bill. */
import type { Engine, RowTypes } from '../../engine'
import type { ExtraCapacity } from '../protocol'
import type { BilledTask } from './fargate-bill'
import { billedBetween, ratePerSecond } from './fargate-bill'

type Task = RowTypes['tasks']
const INCLUDED_GIB = 20

/** From `fromMs` to now; the engine still knows the tasks that ended meanwhile (D-117). */
export function extraOf(engine: Engine, service: RowTypes['services'], fromMs: number): ExtraCapacity | null {
  const nowMs = engine.now
  const there = ({ createdAtMs, stoppedAtMs }: Task) => createdAtMs <= nowMs && (stoppedAtMs ?? nowMs) >= fromMs
  const tasks = [...engine.rows('tasks')].filter((task) => task.serviceId === service.id && there(task))
  // What would have run without the deployment: tasks like the oldest one.
  const [usual] = tasks
  if (!usual) return null
  const { vcpuSeconds, gibSeconds } = roomBeyond(tasks, service.desiredCount, fromMs, nowMs)
  const fargate = tasks.every(({ launchType }) => launchType === 'FARGATE')
  const launched = [...engine.rows('instances')].filter(({ launchedAtMs }) => launchedAtMs > fromMs).length
  const usd = fargate ? addedToBill(engine, tasks, usual, service.desiredCount, fromMs) : null
  return { vcpuSeconds, gibSeconds, usd, fargate, launched }
}

/** Sizes × time of the tasks that were there at once beyond `desired`, the youngest ones of each instant. */
function roomBeyond(tasks: readonly Task[], desired: number, fromMs: number, nowMs: number) {
  const within = (atMs: number) => Math.min(nowMs, Math.max(fromMs, atMs))
  const edges = tasks.flatMap((task) => [within(task.createdAtMs), within(task.stoppedAtMs ?? nowMs)])
  const instants = [...new Set([fromMs, ...edges, nowMs])].sort((a, b) => a - b)
  let vcpuSeconds = 0
  let gibSeconds = 0
  for (const [at, beganMs] of instants.entries()) {
    const seconds = ((instants[at + 1] ?? beganMs) - beganMs) / 1_000
    const live = tasks.filter((task) => task.createdAtMs <= beganMs && (task.stoppedAtMs ?? nowMs + 1) > beganMs)
    for (const { cpuUnits, memoryMiB } of live.slice(desired)) {
      vcpuSeconds += (cpuUnits / 1_024) * seconds
      gibSeconds += (memoryMiB / 1_024) * seconds
    }
  }
  return { vcpuSeconds, gibSeconds }
}

function addedToBill(engine: Engine, tasks: readonly Task[], usual: Task, desired: number, fromMs: number) {
  const nowMs = engine.now
  const bills = tasks.map((task) => billedTaskOf(engine, task))
  const like = billedTaskOf(engine, usual)
  if (!like) return null
  let usd = -desired * ((nowMs - fromMs) / 1_000) * ratePerSecond(like)
  for (const bill of bills) {
    if (!bill) return null
    usd += billedBetween(bill, fromMs, nowMs)
  }
  return usd
}

/** null for Windows, whose price the data has not. */
function billedTaskOf(engine: Engine, task: Task): BilledTask | null {
  const def = engine.row('taskDefinitions', task.taskDefinitionId)?.def
  if (def?.runtimePlatform?.operatingSystemFamily?.startsWith('WINDOWS')) return null
  const { cpuUnits, memoryMiB, pullStartedAtMs, stoppedAtMs } = task
  return {
    ...{ cpuUnits, memoryMiB, pullStartedAtMs, stoppedAtMs },
    storageGib: def?.ephemeralStorage?.sizeInGiB ?? INCLUDED_GIB,
    architecture: def?.runtimePlatform?.cpuArchitecture === 'ARM64' ? 'ARM64' : 'X86_64',
    spot: task.capacityProviderName === 'FARGATE_SPOT',
  }
}
