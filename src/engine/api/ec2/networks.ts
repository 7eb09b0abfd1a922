/** Making subnets and security groups. */
import type {
  AuthorizeSecurityGroupIngressRequest,
  CreateSecurityGroupRequest,
  CreateSubnetRequest,
  IpPermission,
} from '@aws-sdk/client-ec2'
import type { Sim } from '../../kernel'
import { ApiError } from '../../kernel'
import { wakeAllTargets } from '../../loadbalancing'
import type { SecurityGroupRow } from '../../model'
import { contains, defaultVpc, overlap, parseCidr, putSecurityGroup, putSubnet, zoneNames } from '../../network'
import type { ServiceOperations } from '../types'
import { groupNotFound, vpcNotFound } from './filters'
import { subnetView } from './views'

function needVpc(sim: Sim, vpcId: string | undefined): string {
  const vpc = vpcId === undefined ? defaultVpc(sim) : sim.t.vpcs.find('vpcId', vpcId)
  if (!vpc) throw vpcNotFound(vpcId ?? '')
  return vpc.vpcId
}

function createSubnet(sim: Sim, input: CreateSubnetRequest) {
  const vpcId = needVpc(sim, input.VpcId ?? '')
  const text = input.CidrBlock ?? ''
  const cidr = parseCidr(text)
  const outer = parseCidr(sim.t.vpcs.find('vpcId', vpcId)?.cidrBlock ?? '')
  if (!cidr) {
    throw new ApiError(
      'InvalidParameterValue',
      `Value (${text}) for parameter cidrBlock is invalid. This is not a valid CIDR block.`,
    )
  }
  // N-41: a subnet is a /16 to a /28 inside its VPC.
  if (cidr.prefix < 16 || cidr.prefix > 28 || !outer || !contains(outer, cidr)) {
    throw new ApiError('InvalidSubnet.Range', `The CIDR '${text}' is invalid.`)
  }
  for (const other of sim.t.subnets.by('vpc', vpcId)) {
    const taken = parseCidr(other.cidrBlock)
    if (taken && overlap(taken, cidr)) {
      throw new ApiError('InvalidSubnet.Conflict', `The CIDR '${text}' conflicts with another subnet`)
    }
  }
  const zones = zoneNames(sim)
  const zone = input.AvailabilityZone ?? (zones[0] as string)
  if (!zones.includes(zone)) {
    throw new ApiError(
      'InvalidParameterValue',
      `Value (${zone}) for parameter availabilityZone is invalid. Subnets can currently only be created in the ` +
        `following availability zones: ${zones.join(', ')}.`,
    )
  }
  return { Subnet: subnetView(sim, putSubnet(sim, { vpcId, zone, cidrBlock: text, defaultForAz: false })) }
}

function createSecurityGroup(sim: Sim, input: CreateSecurityGroupRequest) {
  const vpcId = needVpc(sim, input.VpcId)
  const groupName = input.GroupName ?? ''
  if (groupName === '' || groupName.length > 255 || groupName.startsWith('sg-')) {
    throw new ApiError('InvalidParameterValue', `Value (${groupName}) for parameter groupName is invalid.`)
  }
  if (sim.t.securityGroups.by('vpc', vpcId).some((row) => row.groupName === groupName)) {
    throw new ApiError('InvalidGroup.Duplicate', `The security group '${groupName}' already exists for VPC '${vpcId}'`)
  }
  const row = putSecurityGroup(sim, { vpcId, groupName, description: input.Description ?? '' })
  return { GroupId: row.groupId, SecurityGroupArn: sim.arn('ec2', `security-group/${row.groupId}`), Tags: [] }
}

function findGroup(sim: Sim, input: AuthorizeSecurityGroupIngressRequest): SecurityGroupRow {
  const byName = (row: SecurityGroupRow) => row.groupName === input.GroupName && row.vpcId === defaultVpc(sim)?.vpcId
  const row = input.GroupId
    ? sim.t.securityGroups.find('groupId', input.GroupId)
    : [...sim.t.securityGroups.values()].find(byName)
  if (!row) throw groupNotFound(input.GroupId ?? input.GroupName ?? '')
  return row
}

/** The permissions of a request, whichever of the two forms it uses. */
function permissionsOf(sim: Sim, input: AuthorizeSecurityGroupIngressRequest): IpPermission[] {
  if (input.IpPermissions?.length) return input.IpPermissions.map(checkPermission(sim))
  const { IpProtocol = '-1', FromPort, ToPort, CidrIp, SourceSecurityGroupName } = input
  const source = [...sim.t.securityGroups.values()].find((row) => row.groupName === SourceSecurityGroupName)
  if (SourceSecurityGroupName && !source) throw groupNotFound(SourceSecurityGroupName)
  const permission: IpPermission = {
    IpProtocol,
    ...(FromPort === undefined ? {} : { FromPort }),
    ...(ToPort === undefined ? {} : { ToPort }),
    ...(CidrIp ? { IpRanges: [{ CidrIp }] } : {}),
    ...(source ? { UserIdGroupPairs: [{ GroupId: source.groupId }] } : {}),
  }
  return [checkPermission(sim)(permission)]
}

function checkPermission(sim: Sim) {
  return (permission: IpPermission): IpPermission => {
    const { IpRanges = [], UserIdGroupPairs = [], Ipv6Ranges = [], PrefixListIds = [] } = permission
    if (IpRanges.length + UserIdGroupPairs.length + Ipv6Ranges.length + PrefixListIds.length === 0) {
      throw new ApiError('MissingParameter', 'Source or destination is missing in the IP permission')
    }
    for (const { CidrIp = '' } of IpRanges) {
      if (!parseCidr(CidrIp)) {
        throw new ApiError('InvalidParameterValue', `CIDR block ${CidrIp} is malformed`)
      }
    }
    for (const { GroupId = '' } of UserIdGroupPairs) {
      if (!sim.t.securityGroups.find('groupId', GroupId)) throw groupNotFound(GroupId)
    }
    return structuredCopy(permission)
  }
}

function structuredCopy(permission: IpPermission): IpPermission {
  return JSON.parse(JSON.stringify(permission))
}

/** One line per peer, so that the same rule in another grouping is seen as the same. */
function peersOf(permission: IpPermission): string[] {
  const { IpProtocol, FromPort = -1, ToPort = -1 } = permission
  const head = IpProtocol === '-1' ? '-1' : `${IpProtocol} ${FromPort} ${ToPort}`
  return [
    ...(permission.IpRanges ?? []).map((range) => `${head} ${range.CidrIp}`),
    ...(permission.UserIdGroupPairs ?? []).map((pair) => `${head} ${pair.GroupId}`),
    ...(permission.Ipv6Ranges ?? []).map((range) => `${head} ${range.CidrIpv6}`),
  ]
}

function authorizeIngress(sim: Sim, input: AuthorizeSecurityGroupIngressRequest) {
  const group = findGroup(sim, input)
  const added = permissionsOf(sim, input)
  const have = new Set((group.ingress as IpPermission[]).flatMap(peersOf))
  const twice = added.flatMap(peersOf).find((peer) => have.has(peer))
  if (twice !== undefined) {
    throw new ApiError('InvalidPermission.Duplicate', `the specified rule "${twice}" already exists`)
  }
  for (const hook of sim.hooks.beforeRoutingChange) hook(sim)
  sim.t.securityGroups.patch(group.id, { ingress: [...group.ingress, ...added] })
  wakeAllTargets(sim) // N-53: health checks may see something else now
  return { Return: true, SecurityGroupRules: [] }
}

export const networkOperations: ServiceOperations = {
  CreateSubnet: createSubnet,
  CreateSecurityGroup: createSecurityGroup,
  AuthorizeSecurityGroupIngress: authorizeIngress,
}
