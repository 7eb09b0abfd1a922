/** Network interfaces: one per awsvpc task, instance, trunk and load-balancer node (N-29, N-41 … N-44). */
import type { Sim } from '../kernel'
import type { NetworkInterfaceRow, SubnetRow } from '../model'
import { allocateAddress, drawPublicIp } from './addresses'

export interface InterfaceSpec {
  /** AWS id of the subnet. */
  subnetId: string
  /** Empty: the VPC's default group (N-43). */
  securityGroupIds: readonly string[]
  owner: NetworkInterfaceRow['owner']
  /** Row id of the task, instance or load balancer. */
  ownerId: string
  publicIp: boolean
}

/** Makes an interface with the lowest free address of its subnet, or null when the subnet is full or unknown. */
export function createInterface(sim: Sim, spec: InterfaceSpec): NetworkInterfaceRow | null {
  const subnet = sim.t.subnets.find('subnetId', spec.subnetId)
  const privateIp = subnet && allocateAddress(sim, spec.subnetId)
  if (!subnet || !privateIp) return null
  const base = sim.newRow('networkInterfaces')
  return sim.t.networkInterfaces.put({
    ...base,
    networkInterfaceId: `eni-0${sim.hex('eni', base.n, 16)}`,
    subnetId: subnet.subnetId,
    vpcId: subnet.vpcId,
    zone: subnet.zone,
    privateIp,
    publicIp: spec.publicIp ? drawPublicIp(sim) : null,
    mac: macAddress(sim, base.n),
    privateDnsName: privateDnsName(sim, privateIp),
    securityGroupIds: spec.securityGroupIds.length > 0 ? [...spec.securityGroupIds] : defaultGroups(sim, subnet),
    owner: spec.owner,
    ownerId: spec.ownerId,
    status: 'in-use',
  })
}

export interface TaskEniSpec {
  /** AWS id of the subnet. */
  subnetId: string
  securityGroupIds: readonly string[]
  /** Row id of the task. */
  taskId: string
  publicIp: boolean
}

/** The interface of an awsvpc task (N-29), or the text with which its start fails in a full subnet (N-40). */
export function createTaskEni(sim: Sim, spec: TaskEniSpec): { eni: NetworkInterfaceRow } | { failure: string } {
  const eni = createInterface(sim, { ...spec, owner: 'task', ownerId: spec.taskId })
  if (eni) return { eni }
  const how = spec.publicIp ? ' with public IP assignment enabled' : ''
  return {
    failure:
      `Unexpected EC2 error while attempting to Create Network Interface${how} in subnet '${spec.subnetId}': ` +
      'InsufficientFreeAddressesInSubnet',
  }
}

/** Deletes an interface by row id; its address is free at once. */
export function deleteEni(sim: Sim, eniId: string): void {
  sim.t.networkInterfaces.delete(eniId)
}

/** N-42: locally administered first octet, the rest from the seed, lower case. */
function macAddress(sim: Sim, n: number): string {
  const hex = sim.hex('mac', n, 12)
  const first = ['02', '06', '0a', '0e'][Number.parseInt(hex.slice(0, 2), 16) % 4] as string
  return [first, ...(hex.slice(2).match(/../g) ?? [])].join(':')
}

/** N-42: `ip-172-31-0-4.ec2.internal` in us-east-1, with the Region elsewhere. */
export function privateDnsName(sim: Sim, privateIp: string): string {
  const domain = sim.options.region === 'us-east-1' ? 'ec2.internal' : `${sim.options.region}.compute.internal`
  return `ip-${privateIp.replaceAll('.', '-')}.${domain}`
}

/** The public name EC2 shows beside a public address. */
export function publicDnsName(sim: Sim, publicIp: string): string {
  const domain = sim.options.region === 'us-east-1' ? 'compute-1' : `${sim.options.region}.compute`
  return `ec2-${publicIp.replaceAll('.', '-')}.${domain}.amazonaws.com`
}

function defaultGroups(sim: Sim, subnet: SubnetRow): string[] {
  return sim.t.securityGroups
    .by('vpc', subnet.vpcId)
    .filter((group) => group.groupName === 'default')
    .map((group) => group.groupId)
}
