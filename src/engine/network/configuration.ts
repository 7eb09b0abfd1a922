/** The check of `networkConfiguration` that CreateService, UpdateService, RunTask and StartTask share (N-5). */
import type { NetworkConfiguration } from '@aws-sdk/client-ecs'
import type { Sim } from '../kernel'
import { invalidParameter } from '../kernel'
import type { SubnetRow, TaskDefinitionDerived, TaskRow } from '../model'
import { freeAddresses } from './addresses'
import { adoptUnknownNetwork } from './vpc'

const MAX_SUBNETS = 16
const MAX_GROUPS = 5

export interface CheckedNetwork {
  /** AWS ids, in the order given. */
  subnetIds: string[]
  /** As given: may be empty, the interface then gets the VPC's default group (N-43). */
  securityGroupIds: string[]
  assignPublicIp: boolean
  vpcId: string
  /** Zones of the subnets, each once, in the order of the subnets. */
  zones: string[]
}

/**
 * Throws InvalidParameterException with the texts of N-5 when the configuration does not suit the mode; null for a mode
 * that takes none. A Fargate capacity provider counts as launch type FARGATE.
 */
export function checkNetworkConfiguration(
  sim: Sim,
  input: {
    networkMode: TaskDefinitionDerived['networkMode']
    networkConfiguration: NetworkConfiguration | null | undefined
    launchType: TaskRow['launchType']
  },
): CheckedNetwork | null {
  const awsvpc = input.networkConfiguration?.awsvpcConfiguration
  if (input.networkMode !== 'awsvpc') {
    if (!awsvpc) return null
    throw invalidParameter('Network Configuration is not valid for the given networkMode of this task definition.')
  }
  if (!awsvpc) {
    throw invalidParameter("Network Configuration must be provided when networkMode 'awsvpc' is specified.")
  }
  const subnetIds = awsvpc.subnets ?? []
  const securityGroupIds = awsvpc.securityGroups ?? []
  if (subnetIds.length === 0) throw invalidParameter('subnets can not be empty.')
  if (subnetIds.length > MAX_SUBNETS) throw invalidParameter(`subnets can have at most ${MAX_SUBNETS} items.`)
  if (securityGroupIds.length > MAX_GROUPS) {
    throw invalidParameter(`securityGroups can have at most ${MAX_GROUPS} items.`)
  }
  const assignPublicIp = awsvpc.assignPublicIp === 'ENABLED'
  if (assignPublicIp && input.launchType !== 'FARGATE') {
    throw invalidParameter('Assign public IP is not supported for this launch type.')
  }
  adoptUnknownNetwork(sim, [...subnetIds, ...securityGroupIds])
  const subnets = subnetIds.map((id) => needSubnet(sim, id))
  const vpcId = (subnets[0] as SubnetRow).vpcId
  if (subnets.some((subnet) => subnet.vpcId !== vpcId)) {
    throw invalidParameter('subnets must all belong to the same VPC.')
  }
  for (const id of securityGroupIds) checkGroup(sim, id, vpcId)
  const zones = [...new Set(subnets.map((subnet) => subnet.zone))]
  return { subnetIds, securityGroupIds, assignPublicIp, vpcId, zones }
}

function needSubnet(sim: Sim, id: string): SubnetRow {
  const subnet = sim.t.subnets.find('subnetId', id)
  if (subnet) return subnet
  throw invalidParameter(
    `Error retrieving subnet information for [${id}]: The subnet ID '${id}' does not exist ` +
      '(ErrorCode: InvalidSubnetID.NotFound)',
  )
}

function checkGroup(sim: Sim, id: string, vpcId: string): void {
  const group = sim.t.securityGroups.find('groupId', id)
  if (!group) {
    throw invalidParameter(
      `Error retrieving security group information for [${id}]: The security group '${id}' does not exist ` +
        '(ErrorCode: InvalidGroup.NotFound)',
    )
  }
  // ASSUMPTION (N-5 gives no wording for a group of another VPC).
  if (group.vpcId !== vpcId) {
    throw invalidParameter(`Security Group ${id} does not appear to belong to the same VPC as the input subnets.`)
  }
}

/** N-37: of the given subnets the one of this zone with the most free addresses, ties in the order given; or null. */
export function subnetInZone(sim: Sim, subnetIds: readonly string[], zone: string): string | null {
  let best: string | null = null
  let most = -1
  for (const id of subnetIds) {
    if (sim.t.subnets.find('subnetId', id)?.zone !== zone) continue
    const free = freeAddresses(sim, id)
    if (free > most) {
      best = id
      most = free
    }
  }
  return best
}
