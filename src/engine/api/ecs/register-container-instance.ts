/** RegisterContainerInstance: joins an instance whose agent is simulated (T-208, design.md §7). */
import type { ContainerInstance, RegisterContainerInstanceRequest, Resource } from '@aws-sdk/client-ecs'
import type { Registration } from '../../capacity'
import { effectiveSetting, reconnectAgent, registerInstance } from '../../capacity'
import { instanceType } from '../../data/instance-types'
import type { Sim } from '../../kernel'
import { ApiError, clientException } from '../../kernel'
import type { InstanceRow } from '../../model'
import { createInterface, defaultSubnet, zoneNames } from '../../network'
import { checkAttributes } from './attributes'
import { lastPart, resolveCluster } from './clusters'
import { containerInstanceView } from './container-instance-view'
import { checkTags } from './tags'

/** scheduling 8.3 */
export const MAX_INSTANCES_PER_CLUSTER = 5000

interface IdentityDocument {
  instanceId?: string
  instanceType?: string
  availabilityZone?: string
  imageId?: string
}

export function registerContainerInstance(
  sim: Sim,
  input: RegisterContainerInstanceRequest,
): { containerInstance: ContainerInstance } {
  const cluster = resolveCluster(sim, input.cluster)
  const again = input.containerInstanceArn
    ? sim.t.containerInstances.find('shortId', lastPart(input.containerInstanceArn))
    : undefined
  if (again && again.status !== 'INACTIVE' && again.clusterId === cluster.id) {
    reconnectAgent(sim, again)
    return { containerInstance: containerInstanceView(sim, sim.t.containerInstances.need(again.id)) }
  }
  const document = parseDocument(input.instanceIdentityDocument)
  if (sim.t.containerInstances.countBy('cluster', cluster.id) >= MAX_INSTANCES_PER_CLUSTER) {
    throw new ApiError(
      'LimitExceededException',
      `The limit of ${MAX_INSTANCES_PER_CLUSTER} container instances per cluster is reached.`,
    )
  }
  const attributes: Record<string, string> = {}
  for (const { name, value } of checkAttributes(input.attributes ?? [])) attributes[name] = value
  const tags = checkTags(input.tags)
  const registration: Omit<Registration, 'cluster' | 'instance'> = {
    attributes,
    resources: amounts(input.totalResources ?? []),
    ...(input.versionInfo?.agentVersion ? { agentVersion: input.versionInfo.agentVersion } : {}),
    tags,
  }
  const instance = knownInstance(sim, document) ?? newInstance(sim, document)
  const row = registerInstance(sim, { cluster, instance, ...registration })
  return { containerInstance: containerInstanceView(sim, row) }
}

function parseDocument(text: string | undefined): IdentityDocument {
  try {
    const parsed: unknown = JSON.parse(text ?? '{}')
    if (typeof parsed === 'object' && parsed !== null) return parsed
  } catch {
    // Falls through: an unreadable document is refused like one that is none.
  }
  throw clientException('Instance identity document is invalid.') // ASSUMPTION: wording
}

function knownInstance(sim: Sim, document: IdentityDocument): InstanceRow | undefined {
  const row = sim.t.instances.find('instanceId', document.instanceId ?? '')
  if (!row) return undefined
  if (sim.t.containerInstances.by('instance', row.id).some((ci) => ci.status !== 'INACTIVE')) {
    throw clientException(`The instance ${row.instanceId} is already registered.`) // ASSUMPTION: wording
  }
  return row
}

/** An instance made for the document: running, in the default subnet of its zone. */
function newInstance(sim: Sim, document: IdentityDocument): InstanceRow {
  const base = sim.newRow('instances')
  const zone = document.availabilityZone ?? (zoneNames(sim)[0] as string)
  const subnet = defaultSubnet(sim, zone)
  if (!subnet) throw clientException(`The Availability Zone ${zone} is not available.`) // ASSUMPTION: wording
  const eni = createInterface(sim, {
    subnetId: subnet.subnetId,
    securityGroupIds: [],
    owner: 'instance',
    ownerId: base.id,
    publicIp: true,
  })
  if (!eni) throw clientException(`There are no free addresses in subnet '${subnet.subnetId}'.`)
  return sim.t.instances.put({
    ...base,
    instanceId: document.instanceId ?? `i-0${sim.hex('instance', base.n, 16)}`,
    instanceType: document.instanceType ?? 't3.medium',
    imageId: document.imageId ?? `ami-0${sim.hex(`ami ${instanceType(document.instanceType ?? '')?.arch}`, 1, 16)}`,
    state: 'running',
    zone,
    subnetId: subnet.subnetId,
    vpcId: subnet.vpcId,
    privateIp: eni.privateIp,
    publicIp: eni.publicIp,
    eniId: eni.id,
    securityGroupIds: eni.securityGroupIds,
    launchedAtMs: sim.nowMs,
    terminatedAtMs: null,
    userData: null,
    clusterName: null,
    tags: [],
    impaired: false,
    reservationId: `r-0${sim.hex('reservation', sim.count('reservation'), 16)}`,
    agentConfig: {},
    launchedWithTrunking: effectiveSetting(sim, 'awsvpcTrunking') === 'enabled',
  })
}

/** S-99 read backwards. */
function amounts(list: readonly Resource[]): NonNullable<Registration['resources']> {
  const find = (name: string) => list.find((resource) => resource.name === name)
  const integer = (name: string) => find(name)?.integerValue
  const ports = (name: string) => find(name)?.stringSetValue?.map(Number)
  const out: NonNullable<Registration['resources']> = {}
  const [cpuUnits, memoryMiB] = [integer('CPU'), integer('MEMORY')]
  const [reservedTcpPorts, reservedUdpPorts] = [ports('PORTS'), ports('PORTS_UDP')]
  if (cpuUnits !== undefined) out.cpuUnits = cpuUnits
  if (memoryMiB !== undefined) out.memoryMiB = memoryMiB
  if (reservedTcpPorts) out.reservedTcpPorts = reservedTcpPorts
  if (reservedUdpPorts) out.reservedUdpPorts = reservedUdpPorts
  return out
}
