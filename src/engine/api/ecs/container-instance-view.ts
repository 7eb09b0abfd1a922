/** A container instance in AWS's shape (T-199, S-98, S-99, S-106). */
import type {
  Attachment,
  Attribute,
  ContainerInstance,
  ContainerInstanceField,
  InstanceHealthCheckState,
  Resource,
} from '@aws-sdk/client-ecs'
import { remaining, taskCountsOf } from '../../capacity/accounts'
import type { Sim } from '../../kernel'
import type { ContainerInstanceRow } from '../../model'
import { awsTime } from '../time'

/** The instance with the parts asked for; all of them by default (the world document). */
export function containerInstanceView(
  sim: Sim,
  row: ContainerInstanceRow,
  include: readonly ContainerInstanceField[] = ['TAGS', 'CONTAINER_INSTANCE_HEALTH'],
): ContainerInstance {
  const left = remaining(sim, row)
  const counts = taskCountsOf(sim, row.id)
  return {
    containerInstanceArn: row.arn,
    ec2InstanceId: row.ec2InstanceId,
    ...(row.capacityProviderName ? { capacityProviderName: row.capacityProviderName } : {}),
    version: row.version,
    versionInfo: { agentVersion: row.agentVersion, agentHash: 'playground', dockerVersion: 'DockerVersion: 25.0.13' },
    remainingResources: resources(
      left.cpuUnits,
      left.memoryMiB,
      left.takenTcpPorts,
      left.takenUdpPorts,
      row,
      left.gpuIds,
    ),
    registeredResources: resources(
      row.cpuUnits,
      row.memoryMiB,
      row.reservedTcpPorts,
      row.reservedUdpPorts,
      row,
      row.gpuIds,
    ),
    status: row.status,
    ...(row.statusReason ? { statusReason: row.statusReason } : {}),
    agentConnected: row.agentConnected,
    runningTasksCount: counts.running,
    pendingTasksCount: counts.pending,
    attributes: Object.entries(row.attributes).map(([name, value]) => attributeShape(name, value)),
    registeredAt: awsTime(sim, row.registeredAtMs),
    attachments: trunkAttachment(sim, row),
    tags: include.includes('TAGS') ? row.tags.map((tag) => ({ ...tag })) : [],
    ...(include.includes('CONTAINER_INSTANCE_HEALTH') ? { healthStatus: health(sim, row) } : {}),
  }
}

export const attributeShape = (name: string, value: string): Attribute => (value === '' ? { name } : { name, value })

/** S-99: the five resources; PORTS list the ports taken. */
function resources(
  cpuUnits: number,
  memoryMiB: number,
  tcpPorts: readonly number[],
  udpPorts: readonly number[],
  row: ContainerInstanceRow,
  gpuIds: readonly string[],
): Resource[] {
  const integer = (name: string, integerValue: number): Resource => ({
    name,
    type: 'INTEGER',
    doubleValue: 0,
    longValue: 0,
    integerValue,
  })
  const strings = (name: string, values: readonly (number | string)[]): Resource => ({
    ...integer(name, 0),
    type: 'STRINGSET',
    stringSetValue: values.map(String),
  })
  return [
    integer('CPU', cpuUnits),
    integer('MEMORY', memoryMiB),
    strings('PORTS', tcpPorts),
    strings('PORTS_UDP', udpPorts),
    ...(row.gpuIds.length > 0 ? [strings('GPU', gpuIds)] : []),
  ]
}

/** N-35: the trunk, while there is one. */
function trunkAttachment(sim: Sim, row: ContainerInstanceRow): Attachment[] {
  const trunk = sim.t.networkInterfaces.get(row.trunkEniId ?? undefined)
  if (!trunk) return []
  const details = [
    { name: 'networkInterfaceId', value: trunk.networkInterfaceId },
    { name: 'macAddress', value: trunk.mac },
  ]
  const status = row.status === 'DEREGISTERING' ? 'DETACHING' : 'ATTACHED'
  return [{ id: sim.uuid('trunk', row.n), type: 'ElasticNetworkInterface', status, details }]
}

/** S-107, D-809. */
function health(sim: Sim, row: ContainerInstanceRow): ContainerInstance['healthStatus'] {
  const impaired = sim.t.instances.get(row.instanceId ?? undefined)?.impaired === true
  let state: InstanceHealthCheckState = impaired ? 'IMPAIRED' : 'OK'
  if (!row.agentConnected) state = 'INSUFFICIENT_DATA'
  return { overallStatus: state, details: [{ type: 'CONTAINER_RUNTIME', status: state }] }
}
