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
      'Without a memory size of the whole task, ECS must learn from each container how much memory to set aside for it.',
    )
  }
  for (const member of ['memory', 'memoryReservation'] as const) {
    const value = c[member]
    if (value === undefined || value >= MIN_MEMORY_MIB) continue
    yield problem(
      'T-32',
      container(i, member),
      `${setting} '${member}' must be at least ${MIN_MEMORY_MIB} MB.`,
      'The figure is in MiB, and a container cannot start with less than 4.',
    )
  }
  if (c.memory !== undefined && c.memoryReservation !== undefined && c.memory < c.memoryReservation) {
    yield problem(
      'T-29',
      container(i, 'memory'),
      `${setting} 'memory' must be greater than or equal to 'memoryReservation'.`,
      'memory is the hard limit at which the container is killed, memoryReservation the part set aside for it: the limit cannot be the smaller of the two.',
    )
  }
  if (taskMemory === undefined) return
  if (c.memory !== undefined && c.memory > taskMemory) {
    yield problem(
      'T-30',
      container(i, 'memory'),
      `The 'memory' setting for container '${nameOf(c)}' is greater than for the task.`,
      'The task is the box that all its containers share; none may be larger than the box.',
    )
  }
  const before = totals.memoryReservation
  totals.memoryReservation += Math.max(0, c.memoryReservation ?? 0)
  if (before <= taskMemory && totals.memoryReservation > taskMemory) {
    yield problem(
      'T-31',
      container(i, 'memoryReservation'),
      "The sum of all container 'memoryReservation' values cannot be greater than the value of the task 'memory'.",
      'What the containers reserve together must fit into the memory of the task.',
    )
  }
}

export function* cpu(context: Context, c: ContainerDefinition, i: number, totals: Totals): Problems {
  const value = c.cpu ?? 0
  if (value < 0) {
    // T-26; wording built like T-39 (ASSUMPTION).
    const hint = 'CPU units are 0 or more; 1024 of them are one vCPU.'
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
    'The containers divide the CPU of the task among themselves; together they cannot have more than there is.',
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
    yield problem(
      'T-92',
      path,
      'Tasks using the EC2 launch type do not support EphemeralStorage.',
      'On an instance the disk belongs to the instance; only Fargate sizes it per task.',
    )
    return
  }
  const { minExplicit, max } = FARGATE_EPHEMERAL_STORAGE
  const size = input.ephemeralStorage.sizeInGiB ?? minExplicit
  const hint = 'Every Fargate task has 20 GiB; leave the member away for that, or ask for 21 to 200.'
  if (size < minExplicit)
    yield problem('T-93', [...path, 'sizeInGiB'], `EphemeralStorage size should be at least ${minExplicit}`, hint)
  if (size > max) yield problem('T-93', [...path, 'sizeInGiB'], `EphemeralStorage size should be at most ${max}`, hint)
}
