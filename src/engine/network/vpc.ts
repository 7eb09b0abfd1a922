/** The VPC a new account has, and networks made up for ids that the HTTP endpoint is handed. */
import type { Sim } from '../kernel'
import type { SecurityGroupRow, SubnetRow, VpcRow } from '../model'
import { usableAddresses } from './addresses'
import type { Cidr } from './cidr'
import { formatIp, overlap, parseCidr } from './cidr'

const ZONE_LETTERS = ['a', 'b', 'c']

/** The Region's three zones, in name order. */
export function zoneNames(sim: Sim): string[] {
  return ZONE_LETTERS.map((letter) => `${sim.options.region}${letter}`)
}

/** True while a zoneDown fault lasts (D-810): nothing runs there and nothing can be launched. */
export function zoneIsDown(sim: Sim, zone: string): boolean {
  return sim.t.faults.by('target', zone).some((fault) => fault.kind === 'zoneDown')
}

export function defaultVpc(sim: Sim): VpcRow | undefined {
  for (const vpc of sim.t.vpcs.values()) if (vpc.isDefault) return vpc
  return undefined
}

/** The default subnet of a zone. */
export function defaultSubnet(sim: Sim, zone: string): SubnetRow | undefined {
  return sim.t.subnets.by('zone', zone).find((subnet) => subnet.defaultForAz)
}

/** Writes a subnet; a default one hands out public addresses to instances. */
export function putSubnet(
  sim: Sim,
  fields: { vpcId: string; zone: string; cidrBlock: string; defaultForAz: boolean; subnetId?: string },
): SubnetRow {
  const base = sim.newRow('subnets')
  return sim.t.subnets.put({
    ...base,
    subnetId: fields.subnetId ?? `subnet-0${sim.hex('subnet', base.n, 16)}`,
    vpcId: fields.vpcId,
    zone: fields.zone,
    cidrBlock: fields.cidrBlock,
    mapPublicIpOnLaunch: fields.defaultForAz,
    defaultForAz: fields.defaultForAz,
    usable: usableAddresses(fields.cidrBlock),
  })
}

/** Writes a security group that lets everything out, as EC2 does, and nothing in. */
export function putSecurityGroup(
  sim: Sim,
  fields: { vpcId: string; groupName: string; description: string; groupId?: string },
): SecurityGroupRow {
  const base = sim.newRow('securityGroups')
  return sim.t.securityGroups.put({
    ...base,
    groupId: fields.groupId ?? `sg-0${sim.hex('sg', base.n, 16)}`,
    groupName: fields.groupName,
    vpcId: fields.vpcId,
    description: fields.description,
    ingress: [],
    egress: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
  })
}

/**
 * What a new account has in its Region: VPC 172.31.0.0/16 with a public /20 subnet in each zone, an internet gateway,
 * the main route table and the default security group, which admits its own members (N-53).
 */
export function installDefaultVpc(sim: Sim): void {
  const base = sim.newRow('vpcs')
  const vpc = sim.t.vpcs.put({
    ...base,
    vpcId: `vpc-0${sim.hex('vpc', base.n, 16)}`,
    cidrBlock: '172.31.0.0/16',
    isDefault: true,
    enableDnsSupport: true,
    enableDnsHostnames: true,
  })
  for (const [i, zone] of zoneNames(sim).entries()) {
    putSubnet(sim, { vpcId: vpc.vpcId, zone, cidrBlock: `172.31.${16 * i}.0/20`, defaultForAz: true })
  }
  const gateway = sim.newRow('internetGateways')
  const internetGatewayId = `igw-0${sim.hex('igw', gateway.n, 16)}`
  sim.t.internetGateways.put({ ...gateway, internetGatewayId, vpcId: vpc.vpcId })
  const table = sim.newRow('routeTables')
  sim.t.routeTables.put({
    ...table,
    routeTableId: `rtb-0${sim.hex('rtb', table.n, 16)}`,
    vpcId: vpc.vpcId,
    main: true,
    subnetIds: [],
    routes: [
      { DestinationCidrBlock: vpc.cidrBlock, GatewayId: 'local' },
      { DestinationCidrBlock: '0.0.0.0/0', GatewayId: internetGatewayId },
    ],
  })
  const description = 'default VPC security group'
  const group = putSecurityGroup(sim, { vpcId: vpc.vpcId, groupName: 'default', description })
  sim.t.securityGroups.patch(group.id, {
    ingress: [{ IpProtocol: '-1', UserIdGroupPairs: [{ GroupId: group.groupId }] }],
  })
}

/**
 * Makes the subnets and security groups that do not exist yet but have a well-formed id, in the default VPC, zones in
 * turn: the HTTP endpoint accepts any (design.md §7). Does nothing unless the feature is on.
 */
export function adoptUnknownNetwork(sim: Sim, ids: readonly string[]): void {
  const vpc = defaultVpc(sim)
  if (!sim.features.acceptAnyNetworkIds || !vpc) return
  for (const id of ids) {
    if (/^subnet-[A-Za-z0-9-]+$/.test(id) && !sim.t.subnets.find('subnetId', id)) {
      const zones = zoneNames(sim)
      const zone = zones[sim.t.subnets.countBy('vpc', vpc.vpcId) % zones.length] as string
      putSubnet(sim, { vpcId: vpc.vpcId, zone, cidrBlock: freeBlock(sim), defaultForAz: false, subnetId: id })
    } else if (/^sg-[A-Za-z0-9-]+$/.test(id) && !sim.t.securityGroups.find('groupId', id)) {
      putSecurityGroup(sim, { vpcId: vpc.vpcId, groupName: id, description: id, groupId: id })
    }
  }
}

/** The first /20 that no subnet overlaps: in the default VPC's block, then in 10.0.0.0/8. */
function freeBlock(sim: Sim): string {
  const taken: Cidr[] = []
  for (const subnet of sim.t.subnets.values()) {
    const cidr = parseCidr(subnet.cidrBlock)
    if (cidr) taken.push(cidr)
  }
  for (const range of ['172.31.0.0/16', '10.0.0.0/8']) {
    const { base, size } = parseCidr(range) as Cidr
    for (let at = base; at < base + size; at += 4096) {
      const block = { base: at, size: 4096, prefix: 20 }
      if (!taken.some((other) => overlap(other, block))) return `${formatIp(at)}/20`
    }
  }
  return '192.168.0.0/20'
}
