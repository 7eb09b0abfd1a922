/** How a container instance comes to a cluster: the agent registers, and comes back after a cut or a restart (S-96 … S-104). */
import type { Tag } from '@aws-sdk/client-ecs'
import { awsvpcTaskLimit, instanceType, registeredMemoryMiB } from '../data/instance-types'
import type { Sim } from '../kernel'
import type { ClusterRow, ContainerInstanceRow, InstanceRow } from '../model'
import { createInterface } from '../network'
import { systemAttributes } from './attributes'
import { lowestFreeCard } from './cards'
import { changeContainerInstance, decideCapacity, tellInstanceChanged } from './changes'

/** S-98, N-19: what a Linux agent keeps for itself. */
export const RESERVED_TCP_PORTS = [22, 2375, 2376, 51678, 51679]
/** N-22: ip_local_port_range of Amazon Linux. */
const LINUX_PORT_RANGE: [number, number] = [32768, 60999]
const AGENT_VERSION = '1.105.1'

export interface Registration {
  cluster: ClusterRow
  /** The EC2 instance, or null for an external one, which is then described by `external`. */
  instance: InstanceRow | null
  external?: { instanceType: string }
  /** Custom attributes, name → value. */
  attributes?: Record<string, string>
  /** Amounts that replace what the type registers (RegisterContainerInstance). */
  resources?: { cpuUnits?: number; memoryMiB?: number; reservedTcpPorts?: number[]; reservedUdpPorts?: number[] }
  agentVersion?: string
  tags?: Tag[]
}

/** The lane that external instances stand in. */
export const EXTERNAL_ZONE = 'external'

/** Writes the row of a registering instance; ACTIVE at once unless a trunk must be attached first (S-103). */
export function registerInstance(sim: Sim, registration: Registration): ContainerInstanceRow {
  const { cluster, instance } = registration
  const typeName = instance?.instanceType ?? registration.external?.instanceType ?? ''
  const type = instanceType(typeName)
  const base = sim.newRow('containerInstances')
  const shortId = sim.hex('container-instance', base.n)
  const zone = instance?.zone ?? EXTERNAL_ZONE
  const config = instance?.agentConfig ?? {}
  const { resources } = registration
  const place = { zone, subnetId: instance?.subnetId ?? '', vpcId: instance?.vpcId ?? '' }
  const system = systemAttributes({
    external: instance === null,
    instanceType: typeName,
    arch: type?.arch ?? 'x86_64',
    imageId: instance?.imageId ?? '',
    ...place,
  })
  const custom = { ...attributesOf(config), ...registration.attributes }
  const trunk = instance?.launchedWithTrunking === true && type?.trunkingSupported === true
  const reservedMemory = Number(config.ECS_RESERVED_MEMORY ?? 0) || 0
  const row = sim.t.containerInstances.put({
    ...base,
    arn: sim.arn('ecs', `container-instance/${cluster.name}/${shortId}`),
    shortId,
    clusterId: cluster.id,
    ec2InstanceId: instance?.instanceId ?? `mi-0${sim.hex('managed', base.n, 16)}`,
    instanceId: instance?.id ?? null,
    status: trunk ? 'REGISTERING' : 'ACTIVE',
    statusReason: null,
    agentConnected: true,
    agentVersion: registration.agentVersion ?? AGENT_VERSION,
    connectionLost: false,
    external: instance === null,
    instanceType: typeName,
    ...place,
    registeredAtMs: sim.nowMs,
    inactiveAtMs: null,
    attributes: { ...system, ...custom },
    customAttributes: Object.keys(custom),
    cpuUnits: resources?.cpuUnits ?? (type?.vcpu ?? 2) * 1024, // S-96
    memoryMiB: resources?.memoryMiB ?? Math.max(0, (type ? registeredMemoryMiB(type) : 0) - reservedMemory), // S-97
    reservedTcpPorts: resources?.reservedTcpPorts ?? portList(config.ECS_RESERVED_PORTS) ?? RESERVED_TCP_PORTS,
    reservedUdpPorts: resources?.reservedUdpPorts ?? portList(config.ECS_RESERVED_PORTS_UDP) ?? [],
    gpuIds: Array.from({ length: type?.gpu ?? 0 }, (_, i) => `GPU-${sim.uuid(`gpu ${base.n}`, i)}`),
    eniLimit: instance === null ? 0 : awsvpcTaskLimit(type, trunk),
    trunkEniId: null,
    capacityProviderName: null,
    version: 1,
    tags: registration.tags ?? [],
    lastDynamicPort: 0,
    dynamicPortRange: portRange(config.ECS_DYNAMIC_HOST_PORT_RANGE) ?? LINUX_PORT_RANGE,
    imageCache: [],
    slot: lowestFreeCard(sim, cluster.id, zone),
  })
  // The agent keeps its cluster over a restart of the host (S-77).
  if (instance && instance.clusterName !== cluster.name) {
    sim.t.instances.patch(instance.id, { clusterName: cluster.name })
  }
  if (trunk) {
    sim.schedule(sim.nowMs + seconds(sim.timings.trunkAttach), 0, 'capacity.trunkAttached', row.id)
    decideCapacity(sim, row, ['S-103', 'S-104', 'N-35'], 'A trunk network interface is attached first.', {
      status: row.status,
    })
  } else {
    decideCapacity(sim, row, ['S-103'], 'The agent registered.', { status: row.status })
  }
  tellInstanceChanged(sim, row.id)
  return row
}

/** N-35: the trunk is there, or could not be made for want of an address. */
export function trunkAttached(sim: Sim, id: string): void {
  const ci = sim.t.containerInstances.get(id)
  if (ci?.status !== 'REGISTERING' || ci.connectionLost) return
  const trunk = createInterface(sim, {
    subnetId: ci.subnetId,
    securityGroupIds: [],
    owner: 'trunk',
    ownerId: ci.id,
    publicIp: false,
  })
  if (!trunk) {
    const statusReason = 'The trunk network interface could not be created: InsufficientFreeAddressesInSubnet'
    decideCapacity(sim, ci, ['S-103', 'N-41'], statusReason, { status: 'REGISTRATION_FAILED' })
    changeContainerInstance(sim, id, { status: 'REGISTRATION_FAILED', statusReason })
    return
  }
  decideCapacity(sim, ci, ['S-103', 'N-35'], 'The trunk network interface is attached.', { status: 'ACTIVE' })
  changeContainerInstance(sim, id, {
    status: 'ACTIVE',
    trunkEniId: trunk.id,
    attributes: { ...ci.attributes, 'ecs.awsvpc-trunk-id': trunk.networkInterfaceId },
  })
}

/** `{"stack":"prod"}` of ECS_INSTANCE_ATTRIBUTES as name → value; an agent that cannot read it sets none (S-102). */
function attributesOf(config: Record<string, string>): Record<string, string> {
  try {
    const parsed: unknown = JSON.parse(config.ECS_INSTANCE_ATTRIBUTES ?? '{}')
    if (typeof parsed !== 'object' || parsed === null) return {}
    return Object.fromEntries(Object.entries(parsed).map(([name, value]) => [name, String(value)]))
  } catch {
    return {}
  }
}

/** `[22, 80]` as numbers. */
function portList(text: string | undefined): number[] | null {
  if (!text) return null
  return (text.match(/\d+/g) ?? []).map(Number)
}

/** `32768-32770` (N-22). */
function portRange(text: string | undefined): [number, number] | null {
  const match = /^(\d+)-(\d+)$/.exec(text ?? '')
  return match ? [Number(match[1]), Number(match[2])] : null
}

export function seconds(value: number): number {
  return Math.round(value * 1000)
}
