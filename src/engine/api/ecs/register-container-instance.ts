/** RegisterContainerInstance: joins an instance whose agent is simulated (T-208, design.md §7). */
import type { ContainerInstance, RegisterContainerInstanceRequest, Resource } from '@aws-sdk/client-ecs'
import type { Registration } from '../../capacity'
import { launchInstance, reconnectAgent, registerInstance } from '../../capacity'
import { instanceType } from '../../data/instance-types'
import type { Sim } from '../../kernel'
import { ApiError, clientException } from '../../kernel'
import type { InstanceRow } from '../../model'
import { defaultSubnet, zoneNames } from '../../network'
import type { ServiceOperations } from '../types'
import { checkAttributes } from './attributes'
import { lastPart, MAX_INSTANCES_PER_CLUSTER, resolveCluster } from './clusters'
import { containerInstanceView } from './container-instance-view'
import { checkTags } from './tags'

interface IdentityDocument {
  instanceId?: string
  instanceType?: string
  availabilityZone?: string
  imageId?: string
}

function registerContainerInstance(
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
  const identity = parseDocument(input.instanceIdentityDocument)
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
  const instance = knownInstance(sim, identity) ?? newInstance(sim, identity)
  const row = registerInstance(sim, { cluster, instance, ...registration })
  return { containerInstance: containerInstanceView(sim, row) }
}

const DOCUMENT_MEMBERS = ['instanceId', 'instanceType', 'availabilityZone', 'imageId'] as const

/** ASSUMPTION: the wordings of these refusals. */
function parseDocument(text: string | undefined): IdentityDocument {
  let parsed: unknown
  try {
    parsed = JSON.parse(text ?? '{}')
  } catch {
    parsed = null
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw invalidDocument('it is no JSON object')
  const members = parsed as Record<string, unknown>
  for (const name of DOCUMENT_MEMBERS) {
    if (members[name] !== undefined && typeof members[name] !== 'string') throw invalidDocument(`${name} is no string`)
  }
  const identity: IdentityDocument = members
  if (identity.instanceId !== undefined && !/^i-([0-9a-f]{8}|[0-9a-f]{17})$/.test(identity.instanceId)) {
    throw invalidDocument('instanceId is no id of an EC2 instance')
  }
  if (identity.instanceType !== undefined && !instanceType(identity.instanceType)) {
    throw invalidDocument(`the instance type '${identity.instanceType}' does not exist`)
  }
  return identity
}

const invalidDocument = (why: string) => clientException(`Instance identity document is invalid: ${why}.`)

function knownInstance(sim: Sim, identity: IdentityDocument): InstanceRow | undefined {
  const row = sim.t.instances.find('instanceId', identity.instanceId ?? '')
  if (!row) return undefined
  if (row.state !== 'running') throw clientException(`The instance ${row.instanceId} is not running.`) // ASSUMPTION: wording
  if (sim.t.containerInstances.by('instance', row.id).some((ci) => ci.status !== 'INACTIVE')) {
    throw clientException(`The instance ${row.instanceId} is already registered.`) // ASSUMPTION: wording
  }
  return row
}

/** An instance made for the identity document: running, in the default subnet of its zone, its agent yet to register. */
function newInstance(sim: Sim, { instanceType = 't3.medium', ...identity }: IdentityDocument): InstanceRow {
  const zone = identity.availabilityZone ?? (zoneNames(sim)[0] as string)
  const subnet = defaultSubnet(sim, zone)
  if (!subnet) throw clientException(`The Availability Zone ${zone} is not available.`) // ASSUMPTION: wording
  const instance = launchInstance(sim, {
    ...(identity.instanceId ? { instanceId: identity.instanceId } : {}),
    instanceType,
    ...(identity.imageId ? { imageId: identity.imageId } : {}),
    subnetId: subnet.subnetId,
    securityGroupIds: [],
    userData: null,
    agentConfig: {},
    tags: [],
    reservationId: `r-0${sim.hex('reservation', sim.count('reservation'), 16)}`,
    runningAfterMs: 0,
    registerAfterMs: 0,
  })
  if (!instance) throw clientException(`There are no free addresses in subnet '${subnet.subnetId}'.`) // ASSUMPTION: wording
  return instance
}

/** S-99 read backwards; refuses an amount below 0 and a port that is none, which ECS's agent never sends (ASSUMPTION: wording). */
function amounts(list: readonly Resource[]): NonNullable<Registration['resources']> {
  const find = (name: string) => list.find((resource) => resource.name === name)
  const integer = (name: string) => {
    const amount = find(name)?.integerValue
    if (amount !== undefined && amount < 0) throw clientException(`The resource ${name} is below 0.`)
    return amount
  }
  const ports = (name: string) =>
    find(name)?.stringSetValue?.map((text) => {
      const port = Number(text)
      if (!/^\d{1,5}$/.test(text) || port < 1 || port > 65_535)
        throw clientException(`'${text}' in ${name} is no port.`)
      return port
    })
  const out: NonNullable<Registration['resources']> = {}
  const [cpuUnits, memoryMiB] = [integer('CPU'), integer('MEMORY')]
  const [reservedTcpPorts, reservedUdpPorts] = [ports('PORTS'), ports('PORTS_UDP')]
  if (cpuUnits !== undefined) out.cpuUnits = cpuUnits
  if (memoryMiB !== undefined) out.memoryMiB = memoryMiB
  if (reservedTcpPorts) out.reservedTcpPorts = reservedTcpPorts
  if (reservedUdpPorts) out.reservedUdpPorts = reservedUdpPorts
  return out
}

export const registrationOperations: ServiceOperations = { RegisterContainerInstance: registerContainerInstance }
