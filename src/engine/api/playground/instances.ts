/** playground.AddContainerInstances and RemoveContainerInstances (design.md §3). */
import type { Attribute, ContainerInstance } from '@aws-sdk/client-ecs'
import { deregister, launchInstance, loseHost, registerInstance, seconds } from '../../capacity'
import { instanceType } from '../../data/instance-types'
import type { Sim } from '../../kernel'
import { ApiError, invalidParameter } from '../../kernel'
import type { ClusterRow, ContainerInstanceRow, InstanceRow } from '../../model'
import { adoptUnknownNetwork, defaultSubnet, subnetInZone, zoneIsDown, zoneNames } from '../../network'
import { checkAttributes } from '../ecs/attributes'
import { lastPart, MAX_INSTANCES_PER_CLUSTER, resolveCluster } from '../ecs/clusters'
import { containerInstanceView } from '../ecs/container-instance-view'
import type { ServiceOperations } from '../types'

interface AddInput {
  cluster?: string
  instanceType: string
  count?: number
  availabilityZones?: string[]
  subnets?: string[]
  attributes?: Attribute[]
  registerAfterSeconds?: number
  external?: boolean
}

const MAX_CUSTOM_ATTRIBUTES = 10

/** Zones to go round, each with the subnet that an instance there stands in. */
function places(sim: Sim, input: AddInput): { zone: string; subnetId: string }[] {
  const { subnets, availabilityZones } = input
  adoptUnknownNetwork(sim, subnets ?? [])
  for (const id of subnets ?? []) {
    if (!sim.t.subnets.find('subnetId', id)) throw invalidParameter(`The subnet ID '${id}' does not exist`)
  }
  const ofSubnets = (subnets ?? []).map((id) => sim.t.subnets.find('subnetId', id)?.zone as string)
  const given = availabilityZones?.length ? availabilityZones : [...new Set(ofSubnets)]
  // Nobody named a zone: the ones that are up.
  const zones = given.length > 0 ? given : zoneNames(sim).filter((zone) => !zoneIsDown(sim, zone))
  if (zones.length === 0) throw invalidParameter('Every Availability Zone is down.')
  return zones.map((zone) => {
    const subnetId = subnets?.length ? subnetInZone(sim, subnets, zone) : defaultSubnet(sim, zone)?.subnetId
    if (!subnetId) throw invalidParameter(`There is no subnet in Availability Zone ${zone}.`)
    if (zoneIsDown(sim, zone)) throw invalidParameter(`Availability Zone ${zone} is down.`)
    return { zone, subnetId }
  })
}

/** Instances of the cluster, those that will register later included. */
function alreadyThere(sim: Sim, cluster: ClusterRow): number {
  let count = sim.t.containerInstances.countBy('cluster', cluster.id)
  for (const row of sim.t.instances.values()) {
    const coming = row.clusterName === cluster.name && (row.state === 'pending' || row.state === 'running')
    if (coming && sim.t.containerInstances.countBy('instance', row.id) === 0) count++
  }
  return count
}

function addContainerInstances(sim: Sim, input: AddInput): { containerInstances: ContainerInstance[] } {
  const cluster = resolveCluster(sim, input.cluster)
  if (!instanceType(input.instanceType)) throw invalidParameter(`Unknown instance type '${input.instanceType}'.`)
  const count = input.count ?? 1
  if (!Number.isInteger(count) || count < 1) throw invalidParameter('count must be a whole number from 1.')
  const attributes: Record<string, string> = {}
  for (const { name, value } of checkAttributes(input.attributes ?? [])) attributes[name] = value
  if (Object.keys(attributes).length > MAX_CUSTOM_ATTRIBUTES) {
    throw invalidParameter(`A container instance can have at most ${MAX_CUSTOM_ATTRIBUTES} custom attributes.`)
  }
  const before = alreadyThere(sim, cluster)
  if (before + count > MAX_INSTANCES_PER_CLUSTER) {
    const limit = `The limit of ${MAX_INSTANCES_PER_CLUSTER} container instances per cluster is reached.`
    throw new ApiError('LimitExceededException', limit)
  }
  if (input.external) {
    if (input.registerAfterSeconds) throw invalidParameter('An external instance registers at once.')
    const external = { instanceType: input.instanceType }
    const rows = Array.from({ length: count }, () =>
      registerInstance(sim, { cluster, instance: null, external, attributes }),
    )
    return { containerInstances: rows.map((row) => containerInstanceView(sim, row)) }
  }
  const round = places(sim, input)
  const registerAfterMs = seconds(input.registerAfterSeconds ?? 0)
  const reservationId = `r-0${sim.hex('reservation', sim.count('reservation'), 16)}`
  const launched: InstanceRow[] = []
  for (let i = 0; i < count; i++) {
    const { subnetId } = round[(before + i) % round.length] as { subnetId: string }
    const row = launchInstance(sim, {
      instanceType: input.instanceType,
      subnetId,
      securityGroupIds: [],
      userData: null,
      agentConfig: { ECS_CLUSTER: cluster.name, ECS_INSTANCE_ATTRIBUTES: JSON.stringify(attributes) },
      tags: [],
      reservationId,
      runningAfterMs: Math.min(registerAfterMs, seconds(sim.timings.ec2Launch)),
      registerAfterMs,
    })
    if (!row) throw invalidParameter(`There are no free addresses in subnet '${subnetId}'.`)
    launched.push(row)
  }
  const registered = launched.flatMap((row) => sim.t.containerInstances.by('instance', row.id))
  return { containerInstances: registered.map((row) => containerInstanceView(sim, row)) }
}

/** The container instance, or the EC2 instance, that a playground call names by ARN or id; InvalidParameterException. */
export function findHost(
  sim: Sim,
  target: string,
): { ci: ContainerInstanceRow | undefined; instance: InstanceRow | undefined } {
  const byEc2 = sim.t.instances.find('instanceId', target)
  const ci = byEc2
    ? sim.t.containerInstances.by('instance', byEc2.id).find((row) => row.status !== 'INACTIVE')
    : [...sim.t.containerInstances.by('ec2', target), sim.t.containerInstances.find('shortId', lastPart(target))].find(
        (row) => row !== undefined && row.status !== 'INACTIVE',
      )
  const instance = byEc2 ?? sim.t.instances.get(ci?.instanceId ?? undefined)
  if (!ci && !instance) throw invalidParameter(`There is no instance '${target}'.`)
  return { ci, instance }
}

/** Terminates the EC2 instances (S-76); an external one is deregistered. */
function removeContainerInstances(sim: Sim, input: { containerInstances: string[] }): Record<string, never> {
  const hosts = [...new Set(input.containerInstances)].map((target) => findHost(sim, target))
  for (const { ci, instance } of hosts) {
    if (instance) loseHost(sim, instance, 'terminated')
    else if (ci) deregister(sim, ci)
  }
  return {}
}

export const instancePlaygroundOperations: ServiceOperations = {
  AddContainerInstances: addContainerInstances,
  RemoveContainerInstances: removeContainerInstances,
}
