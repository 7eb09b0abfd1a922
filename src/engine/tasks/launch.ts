/** Birth of a task: its record, its place in the picture, its network interface (D-105 … D-114, N-38). */
import type { NetworkConfiguration, Tag, TaskOverride } from '@aws-sdk/client-ecs'
import { putTaskEvent } from '../eventbridge'
import type { Sim } from '../kernel'
import type { ContainerState, TaskDefinitionRow, TaskRow } from '../model'
import { changeTask } from './change'
import { seconds } from './images'
import { enterPending } from './start'

export interface LaunchSpec {
  clusterId: string
  serviceId: string | null
  deploymentId: string | null
  taskDefinition: TaskDefinitionRow
  group: string
  startedBy: string | null
  launchType: TaskRow['launchType']
  capacityProviderName: string | null
  /** Where placement put it: a container instance, or (Fargate) a subnet. */
  containerInstanceId: string | null
  subnetId: string | null
  zone: string
  gpuIds?: string[]
  networkConfiguration: NetworkConfiguration | null
  overrides?: TaskOverride
  platformVersion?: string | null
  enableExecuteCommand?: boolean
  tags?: Tag[]
  replaces?: string | null
}

/** Writes the task's row and sets it going. Returns the row. */
export function launchTask(sim: Sim, spec: LaunchSpec): TaskRow {
  const { derived, def } = spec.taskDefinition
  const { id, n } = sim.newRow('tasks')
  const cluster = sim.t.clusters.need(spec.clusterId)
  const taskId = sim.hex('task', n)
  const awsvpc = derived.networkMode === 'awsvpc'
  const size = effectiveSize(spec)
  const row: TaskRow = {
    // Written out, not spread: the engine then lays a row out in one piece, and each of its many copies too.
    id,
    n,
    arn: sim.arn('ecs', `task/${cluster.name}/${taskId}`),
    taskId,
    clusterId: spec.clusterId,
    serviceId: spec.serviceId,
    deploymentId: spec.deploymentId,
    taskDefinitionId: spec.taskDefinition.id,
    group: spec.group,
    startedBy: spec.startedBy,
    launchType: spec.launchType,
    capacityProviderName: spec.capacityProviderName,
    containerInstanceId: spec.containerInstanceId,
    zone: spec.zone,
    subnetId: spec.subnetId,
    eniId: null,
    cpuUnits: size.cpuUnits,
    memoryMiB: size.memoryMiB,
    gpuIds: spec.gpuIds ?? [],
    tcpPorts: derived.tcpPorts,
    udpPorts: derived.udpPorts,
    networkMode: derived.networkMode,
    networkConfiguration: spec.networkConfiguration,
    platformVersion: spec.launchType === 'FARGATE' ? (spec.platformVersion ?? '1.4.0') : null,
    overrides: spec.overrides ?? {},
    lastStatus: awsvpc ? 'PROVISIONING' : 'PENDING',
    desiredStatus: 'RUNNING',
    healthStatus: 'UNKNOWN',
    countsAsHealthy: false,
    countedSinceMs: null,
    everCounted: false,
    failureCounted: false,
    connectivity: null,
    containers: (def.containerDefinitions ?? []).map((container) => newContainer(sim, cluster.name, taskId, container)),
    attachments: awsvpc
      ? [
          {
            id: sim.uuid('attachment', n),
            type: 'ElasticNetworkInterface',
            status: 'PRECREATED',
            details: spec.subnetId ? [{ name: 'subnetId', value: spec.subnetId }] : [],
          },
        ]
      : [],
    admitted: false,
    createdAtMs: sim.nowMs,
    connectivityAtMs: null,
    pullStartedAtMs: null,
    pullStoppedAtMs: null,
    startedAtMs: null,
    stoppingAtMs: null,
    executionStoppedAtMs: null,
    stoppedAtMs: null,
    stopCode: null,
    stoppedReason: null,
    targetIds: [],
    drainUntilMs: null,
    protectedUntilMs: null,
    enableExecuteCommand: spec.enableExecuteCommand ?? false,
    tags: spec.tags ?? [],
    version: 1,
    replaces: spec.replaces ?? null,
    slot: lowestFreeSlot(sim, spec),
  }
  sim.t.tasks.put(row)
  putTaskEvent(sim, row)
  if (awsvpc) {
    // N-38: CREATED comes 1 s after PRECREATED; the whole of ENI_ATTACH passes in PROVISIONING.
    const attach = spec.launchType === 'FARGATE' ? sim.timings.eniAttachFargate : sim.timings.eniAttachEc2
    const attachMs = seconds(attach)
    sim.schedule(sim.nowMs + Math.min(1000, attachMs), 0, 'task.eniCreated', row.id)
    sim.schedule(sim.nowMs + attachMs, 0, 'task.eniAttached', row.id)
    for (const hook of sim.hooks.taskChanged) hook(sim, row.id)
    return row
  }
  changeTask(sim, row.id, { connectivity: 'CONNECTED', connectivityAtMs: sim.nowMs })
  enterPending(sim, row.id)
  return sim.t.tasks.need(row.id)
}

/** Overrides by name replace numbers (T-185); a task-level value always wins (T-33). */
export function effectiveSize(spec: Pick<LaunchSpec, 'taskDefinition' | 'overrides'>): {
  cpuUnits: number
  memoryMiB: number
} {
  const { def, derived } = spec.taskDefinition
  const overrides = spec.overrides
  let { cpuUnits, memoryMiB } = derived
  if (overrides?.cpu) cpuUnits = Number(overrides.cpu)
  if (overrides?.memory) memoryMiB = Number(overrides.memory)
  for (const override of overrides?.containerOverrides ?? []) {
    const container = def.containerDefinitions?.find((c) => c.name === override.name)
    if (!container) continue
    if (override.cpu !== undefined && !def.cpu && !overrides?.cpu) cpuUnits += override.cpu - (container.cpu ?? 0)
    const before = container.memoryReservation || container.memory || 0
    const after = override.memoryReservation ?? override.memory
    if (after !== undefined && !def.memory && !overrides?.memory) memoryMiB += after - before
  }
  return { cpuUnits, memoryMiB }
}

function newContainer(
  sim: Sim,
  clusterName: string,
  taskId: string,
  container: { name?: string; image?: string; essential?: boolean },
): ContainerState {
  const uuid = sim.uuid('container', sim.count('container'))
  return {
    containerArn: sim.arn('ecs', `container/${clusterName}/${taskId}/${uuid}`),
    name: container.name ?? '',
    image: container.image ?? '',
    imageDigest: null,
    runtimeId: null,
    essential: container.essential ?? true,
    lastStatus: 'PENDING',
    stage: 'waiting',
    process: 'none',
    startedAtMs: null,
    listensAtMs: null,
    signalledAtMs: null,
    killAtMs: null,
    stoppedAtMs: null,
    exitCode: null,
    reason: null,
    restartCount: 0,
    healthStatus: 'UNKNOWN',
    health: null,
    networkBindings: [],
  }
}

/** screens.md §4.5: the lowest free slot of its instance, or of its zone's Fargate block. */
function lowestFreeSlot(sim: Sim, spec: LaunchSpec): number {
  const taken = new Set<number>()
  const siblings = spec.containerInstanceId
    ? sim.t.tasks.by('liveOfInstance', spec.containerInstanceId)
    : sim.t.tasks.by('liveOfFargateZone', `${spec.clusterId} ${spec.zone}`)
  for (const task of siblings) taken.add(task.slot)
  let slot = 0
  while (taken.has(slot)) slot++
  return slot
}
