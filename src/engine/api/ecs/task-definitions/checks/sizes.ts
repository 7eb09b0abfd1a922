/** Memory and CPU of the containers (T-26 … T-32), the Fargate pair (T-91) and its ephemeral storage (T-92, T-93). */
import type { ContainerDefinition } from '@aws-sdk/client-ecs'
import {
  FARGATE_EPHEMERAL_STORAGE,
  fargateCpuSizes,
  fargateMemorySizes,
  fargateSizeError,
  isFargateSize,
} from '../../../../data/fargate-sizes'
import type { Context, Problems } from '../problem'
import { container, nameOf, problem } from '../problem'

/** T-32: what Docker itself needs. */
const MIN_MEMORY_MIB = 4

/** Sums over the containers seen so far; a sum is reported once, at the container that passes the limit. */
export interface Totals {
  cpu: number
  memoryReservation: number
}

export function* memory(context: Context, c: ContainerDefinition, i: number, totals: Totals): Problems {
  const { taskMemory } = context
  const setting = `Invalid setting for container '${nameOf(c)}'.`
  if (context.input.memory === undefined && c.memory === undefined && c.memoryReservation === undefined) {
    yield problem(
      'T-28',
      container(i),
      `${setting} At least one of 'memory' or 'memoryReservation' must be specified.`,
      'sizes-1',
    )
  }
  for (const member of ['memory', 'memoryReservation'] as const) {
    const value = c[member]
    if (value === undefined || value >= MIN_MEMORY_MIB) continue
    yield problem(
      'T-32',
      container(i, member),
      `${setting} '${member}' must be at least ${MIN_MEMORY_MIB} MB.`,
      'sizes-2',
    )
  }
  if (c.memory !== undefined && c.memoryReservation !== undefined && c.memory < c.memoryReservation) {
    yield problem(
      'T-29',
      container(i, 'memory'),
      `${setting} 'memory' must be greater than or equal to 'memoryReservation'.`,
      'sizes-3',
    )
  }
  if (taskMemory === undefined) return
  if (c.memory !== undefined && c.memory > taskMemory) {
    yield problem(
      'T-30',
      container(i, 'memory'),
      `The 'memory' setting for container '${nameOf(c)}' is greater than for the task.`,
      'sizes-4',
    )
  }
  const before = totals.memoryReservation
  totals.memoryReservation += Math.max(0, c.memoryReservation ?? 0)
  if (before <= taskMemory && totals.memoryReservation > taskMemory) {
    yield problem(
      'T-31',
      container(i, 'memoryReservation'),
      "The sum of all container 'memoryReservation' values cannot be greater than the value of the task 'memory'.",
      'sizes-5',
    )
  }
}

export function* cpu(context: Context, c: ContainerDefinition, i: number, totals: Totals): Problems {
  const value = c.cpu ?? 0
  if (value < 0) {
    // T-26; wording built like T-39 (ASSUMPTION).
    const hint = 'sizes-6'
    yield problem('T-26', container(i, 'cpu'), `Invalid 'cpu' setting for container '${nameOf(c)}'.`, hint)
    return
  }
  const before = totals.cpu
  totals.cpu += value
  if (context.taskCpu === undefined || before > context.taskCpu || totals.cpu <= context.taskCpu) return
  yield problem(
    'T-27',
    container(i, 'cpu'),
    "The sum of all container 'cpu' values cannot be greater than the value of the task 'cpu'.",
    'sizes-7',
  )
}

export function* fargateSize({ fargate, taskCpu, taskMemory, windows }: Context): Problems {
  if (!fargate || taskCpu === undefined || taskMemory === undefined) return
  const os = windows ? 'WINDOWS' : 'LINUX'
  if (isFargateSize(taskCpu, taskMemory, os)) return
  const sizes = fargateMemorySizes(taskCpu, os)
  const hint =
    sizes.length === 0
      ? `Fargate sells fixed sizes; choose one of these CPU values: ${fargateCpuSizes(os).join(', ')}.`
      : `With ${taskCpu} CPU units Fargate offers ${sizes.length} memory sizes from ${sizes[0]} to ${sizes[sizes.length - 1]} MiB, and nothing between them.`
  yield problem('T-91', ['memory'], fargateSizeError(taskCpu, taskMemory), hint)
}

export function* ephemeralStorage({ input, fargate }: Context): Problems {
  if (!input.ephemeralStorage) return
  const path = ['ephemeralStorage']
  if (!fargate) {
    yield problem('T-92', path, 'Tasks using the EC2 launch type do not support EphemeralStorage.', 'sizes-8')
    return
  }
  const { minExplicit, max } = FARGATE_EPHEMERAL_STORAGE
  const size = input.ephemeralStorage.sizeInGiB ?? minExplicit
  const hint = 'sizes-9'
  if (size < minExplicit)
    yield problem('T-93', [...path, 'sizeInGiB'], `EphemeralStorage size should be at least ${minExplicit}`, hint)
  if (size > max) yield problem('T-93', [...path, 'sizeInGiB'], `EphemeralStorage size should be at most ${max}`, hint)
}
