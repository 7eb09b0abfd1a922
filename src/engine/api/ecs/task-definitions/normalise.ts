/** What ECS stores of an accepted definition: the input with its defaults written back (T-97, T-98). */
import type { ContainerDefinition, HealthCheck, PortMapping } from '@aws-sdk/client-ecs'
import type { StoredTaskDefinition } from '../../../model'
import { protocolOf } from './checks/ports'
import { contextOf } from './context'
import type { ShapeName } from './members'
import { MEMBERS } from './members'
import type { CleanInput, Context } from './problem'

/** T-36, N-16. */
function portMapping(m: PortMapping, mode: Context['mode']): PortMapping {
  const protocol = protocolOf(m)
  // T-46: a range has no host ports of its own.
  if (m.containerPortRange !== undefined) return inOrder('PortMapping', { ...m, protocol })
  const dynamic = mode === 'bridge' || mode === 'default' ? 0 : m.containerPort
  return inOrder('PortMapping', { ...m, hostPort: m.hostPort ?? dynamic, protocol })
}

/** T-60; startPeriod has no default. */
const healthCheck = (check: HealthCheck): HealthCheck =>
  inOrder('HealthCheck', {
    ...check,
    interval: check.interval ?? 30,
    timeout: check.timeout ?? 5,
    retries: check.retries ?? 3,
  })

/** The members that are set, in the order of the shape. */
function inOrder<T extends object>(shape: ShapeName, value: T): T {
  const entries = [...(MEMBERS.get(shape)?.keys() ?? [])].map((key) => [key, value[key as keyof T]] as const)
  return Object.fromEntries(entries.filter(([, member]) => member !== undefined)) as T
}

/** T-98. */
function containerDefinition(c: ContainerDefinition, mode: Context['mode']): ContainerDefinition {
  return inOrder('Container', {
    ...c,
    cpu: c.cpu ?? 0,
    portMappings: (c.portMappings ?? []).map((m) => portMapping(m, mode)),
    essential: c.essential ?? true,
    environment: c.environment ?? [],
    mountPoints: c.mountPoints ?? [],
    volumesFrom: c.volumesFrom ?? [],
    ...(c.healthCheck && { healthCheck: healthCheck(c.healthCheck) }),
    systemControls: c.systemControls ?? [],
  })
}

/**
 * The stored form, tags left out. Members are in AWS's order whatever order they came in; storing what Describe
 * returned gives the same again.
 */
export function normalise(input: CleanInput): StoredTaskDefinition {
  const { mode, taskCpu, taskMemory } = contextOf(input)
  return inOrder('TaskDefinition', {
    ...input,
    tags: undefined,
    containerDefinitions: (input.containerDefinitions ?? []).map((c) => containerDefinition(c, mode)),
    family: input.family,
    volumes: input.volumes ?? [],
    placementConstraints: input.placementConstraints ?? [],
    // T-22, T-23: whole units as text.
    ...(input.cpu !== undefined && { cpu: String(taskCpu ?? input.cpu) }),
    ...(input.memory !== undefined && { memory: String(taskMemory ?? input.memory) }),
  })
}
