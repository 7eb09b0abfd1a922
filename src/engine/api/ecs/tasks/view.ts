/** A task as DescribeTasks shows it (T-186, T-187). */
import type { Container, Task } from '@aws-sdk/client-ecs'
import type { Sim } from '../../../kernel'
import type { ContainerState, TaskRow } from '../../../model'
import { awsTime } from '../../time'

export function taskView(sim: Sim, task: TaskRow): Task {
  const definition = sim.t.taskDefinitions.get(task.taskDefinitionId)
  const instance = sim.t.containerInstances.get(task.containerInstanceId ?? undefined)
  const fargate = task.launchType === 'FARGATE'
  const time = (key: string, ms: number | null) => (ms === null ? {} : { [key]: awsTime(sim, ms) })
  return {
    attachments: task.attachments,
    attributes: [
      { name: 'ecs.cpu-architecture', value: definition?.derived.cpuArchitecture === 'ARM64' ? 'arm64' : 'x86_64' },
    ],
    ...(task.zone ? { availabilityZone: task.zone } : {}),
    ...(task.capacityProviderName ? { capacityProviderName: task.capacityProviderName } : {}),
    clusterArn: sim.t.clusters.get(task.clusterId)?.arn ?? '',
    ...(task.connectivity ? { connectivity: task.connectivity } : {}),
    ...time('connectivityAt', task.connectivityAtMs),
    ...(instance ? { containerInstanceArn: instance.arn } : {}),
    containers: task.containers.map((container) => containerView(sim, task, container)),
    cpu: String(task.cpuUnits),
    createdAt: awsTime(sim, task.createdAtMs),
    desiredStatus: task.desiredStatus,
    enableExecuteCommand: task.enableExecuteCommand,
    ...time('executionStoppedAt', task.executionStoppedAtMs),
    group: task.group,
    healthStatus: task.healthStatus,
    lastStatus: task.lastStatus,
    launchType: task.launchType,
    memory: String(task.memoryMiB),
    overrides: overridesView(task),
    ...(fargate ? { platformVersion: task.platformVersion ?? '1.4.0', platformFamily: 'Linux' } : {}),
    ...time('pullStartedAt', task.pullStartedAtMs),
    ...time('pullStoppedAt', task.pullStoppedAtMs),
    ...time('startedAt', task.startedAtMs),
    ...(task.startedBy === null ? {} : { startedBy: task.startedBy }),
    ...(task.stopCode ? { stopCode: task.stopCode as NonNullable<Task['stopCode']> } : {}),
    ...time('stoppedAt', task.stoppedAtMs),
    ...(task.stoppedReason === null ? {} : { stoppedReason: task.stoppedReason }),
    ...time('stoppingAt', task.stoppingAtMs),
    tags: task.tags,
    taskArn: task.arn,
    taskDefinitionArn: definition?.arn ?? '',
    version: task.version,
    ...(fargate ? { ephemeralStorage: { sizeInGiB: definition?.def.ephemeralStorage?.sizeInGiB ?? 20 } } : {}),
  }
}

/** T-186: an entry per container, empty ones too. */
function overridesView(task: TaskRow): Task['overrides'] {
  const given = task.overrides.containerOverrides ?? []
  return {
    ...task.overrides,
    containerOverrides: task.containers.map(({ name }) => given.find((o) => o.name === name) ?? { name }),
    inferenceAcceleratorOverrides: [],
  }
}

function containerView(sim: Sim, task: TaskRow, container: ContainerState): Container {
  const definition = sim.t.taskDefinitions.get(task.taskDefinitionId)?.def.containerDefinitions
  const own = definition?.find((c) => c.name === container.name)
  const eni = sim.t.networkInterfaces.get(task.eniId ?? undefined)
  const attachment = task.attachments[0]
  // N-8: bindings appear only once the task is RUNNING.
  const bound = task.startedAtMs !== null
  return {
    containerArn: container.containerArn,
    taskArn: task.arn,
    name: container.name,
    image: container.image,
    ...(container.imageDigest && container.stage !== 'pulling' ? { imageDigest: container.imageDigest } : {}),
    ...(container.runtimeId ? { runtimeId: container.runtimeId } : {}),
    lastStatus: container.lastStatus,
    ...(container.exitCode === null ? {} : { exitCode: container.exitCode }),
    ...(container.reason === null ? {} : { reason: container.reason }),
    networkBindings: bound ? (container.networkBindings as Container['networkBindings'] & object) : [],
    networkInterfaces: eni ? [{ attachmentId: attachment?.id ?? '', privateIpv4Address: eni.privateIp }] : [],
    healthStatus: container.healthStatus,
    cpu: String(own?.cpu ?? 0),
    ...(own?.memory === undefined ? {} : { memory: String(own.memory) }),
    ...(own?.memoryReservation === undefined ? {} : { memoryReservation: String(own.memoryReservation) }),
  }
}
