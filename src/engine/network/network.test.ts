import { describe, expect, it } from 'vitest'
import { DEFAULT_TIMINGS } from '../data/timings'
import { Sim } from '../kernel'
import {
  adoptUnknownNetwork,
  allocateAddress,
  checkNetworkConfiguration,
  createInterface,
  createTaskEni,
  defaultVpc,
  deleteEni,
  freeAddresses,
  installDefaultVpc,
  parseCidr,
  putSubnet,
  reachableFromInternet,
  reachesInternet,
  subnetInZone,
  subnetKind,
  zoneNames,
} from '.'

function newSim(region = 'us-east-1'): Sim {
  const sim = new Sim({ seed: 7, region, accountId: '123456789012', startTimeMs: 0 }, DEFAULT_TIMINGS)
  installDefaultVpc(sim)
  return sim
}

function smallSubnet(sim: Sim, cidrBlock = '10.0.1.0/28'): string {
  const vpcId = defaultVpc(sim)?.vpcId ?? ''
  return putSubnet(sim, { vpcId, zone: 'us-east-1a', cidrBlock, defaultForAz: false }).subnetId
}

const taskEni = (sim: Sim, subnetId: string, taskId: string, publicIp = false) => {
  const made = createTaskEni(sim, { subnetId, securityGroupIds: [], taskId, publicIp })
  if ('failure' in made) throw new Error(made.failure)
  return made.eni
}

describe('default VPC', () => {
  it('has a public /20 in each of three zones, a gateway, a main route table and a default group', () => {
    const sim = newSim('eu-west-1')
    expect([...sim.t.subnets.values()].map((s) => [s.zone, s.cidrBlock, subnetKind(sim, s.subnetId)])).toEqual([
      ['eu-west-1a', '172.31.0.0/20', 'public'],
      ['eu-west-1b', '172.31.16.0/20', 'public'],
      ['eu-west-1c', '172.31.32.0/20', 'public'],
    ])
    expect(sim.t.internetGateways.size).toBe(1)
    expect([...sim.t.securityGroups.values()].map((g) => g.groupName)).toEqual(['default'])
  })
})

describe('addresses', () => {
  it('N-41 a /28 offers 11 addresses, offsets 4 to 14, lowest free first', () => {
    const sim = newSim()
    const subnetId = smallSubnet(sim)
    const enis = Array.from({ length: 11 }, (_, i) => taskEni(sim, subnetId, `task-${i}`))
    expect(enis.map((e) => e.privateIp)).toEqual(Array.from({ length: 11 }, (_, i) => `10.0.1.${4 + i}`))
    expect(freeAddresses(sim, subnetId)).toBe(0)
    expect(allocateAddress(sim, subnetId)).toBeNull()
    deleteEni(sim, enis[7]?.id ?? '')
    deleteEni(sim, enis[3]?.id ?? '')
    expect(allocateAddress(sim, subnetId)).toBe('10.0.1.7')
  })

  it('networking V-15 node takes .4, ten tasks .5 to .14, the 11th fails, a released .7 is next', () => {
    const sim = newSim()
    const subnetId = smallSubnet(sim)
    const node = createInterface(sim, {
      subnetId,
      securityGroupIds: [],
      owner: 'loadBalancer',
      ownerId: 'lb-1',
      publicIp: false,
    })
    expect(node?.privateIp).toBe('10.0.1.4')
    const tasks = Array.from({ length: 10 }, (_, i) => taskEni(sim, subnetId, `task-${i}`))
    expect(tasks.at(-1)?.privateIp).toBe('10.0.1.14')
    const spec = { subnetId, securityGroupIds: [], taskId: 'task-11' }
    expect(createTaskEni(sim, { ...spec, publicIp: false })).toEqual({
      failure: `Unexpected EC2 error while attempting to Create Network Interface in subnet '${subnetId}': InsufficientFreeAddressesInSubnet`,
    })
    expect(createTaskEni(sim, { ...spec, publicIp: true })).toEqual({
      failure: `Unexpected EC2 error while attempting to Create Network Interface with public IP assignment enabled in subnet '${subnetId}': InsufficientFreeAddressesInSubnet`,
    })
    deleteEni(sim, tasks[2]?.id ?? '')
    expect(taskEni(sim, subnetId, 'task-11').privateIp).toBe('10.0.1.7')
  })

  it('networking V-17 a replacement shows another interface, private and public address', () => {
    const sim = newSim()
    const subnetId = smallSubnet(sim)
    const old = taskEni(sim, subnetId, 'task-1', true)
    const fresh = taskEni(sim, subnetId, 'task-2', true)
    deleteEni(sim, old.id)
    const third = taskEni(sim, subnetId, 'task-3', true)
    expect(old.publicIp).toBe('203.0.113.1')
    expect(new Set([old.publicIp, fresh.publicIp, third.publicIp]).size).toBe(3)
    expect(fresh.privateIp).not.toBe(old.privateIp)
    expect(fresh.networkInterfaceId).not.toBe(old.networkInterfaceId)
  })

  it('N-44 public addresses stay different when the display block is used up', () => {
    const sim = newSim()
    const subnetId = sim.t.subnets.find('subnetId', [...sim.t.subnets.values()][0]?.subnetId ?? '')?.subnetId ?? ''
    const ips = Array.from({ length: 300 }, (_, i) => taskEni(sim, subnetId, `task-${i}`, true).publicIp)
    expect(new Set(ips).size).toBe(300)
    expect(ips[299]).toMatch(/^198\.1[89]\./)
  })

  it('N-42 a MAC has one of four first octets; the DNS name carries the address', () => {
    const sim = newSim()
    const eni = taskEni(sim, smallSubnet(sim), 'task-1')
    expect(eni.mac).toMatch(/^(02|06|0a|0e)(:[0-9a-f]{2}){5}$/)
    expect(eni.privateDnsName).toBe('ip-10-0-1-4.ec2.internal')
    const other = newSim('eu-west-1')
    const zoneA = [...other.t.subnets.values()][0]?.subnetId ?? ''
    expect(taskEni(other, zoneA, 'task-1').privateDnsName).toBe('ip-172-31-0-4.eu-west-1.compute.internal')
  })

  it('N-43 without security groups an interface gets the default group', () => {
    const sim = newSim()
    const group = [...sim.t.securityGroups.values()][0]?.groupId
    expect(taskEni(sim, smallSubnet(sim), 'task-1').securityGroupIds).toEqual([group])
  })

  it('an undone command gives its addresses back', () => {
    const sim = newSim()
    const subnetId = smallSubnet(sim)
    taskEni(sim, subnetId, 'task-1')
    expect(() =>
      sim.atomically(() => {
        taskEni(sim, subnetId, 'task-2')
        throw new Error('refused')
      }),
    ).toThrow('refused')
    expect(freeAddresses(sim, subnetId)).toBe(10)
    expect(allocateAddress(sim, subnetId)).toBe('10.0.1.5')
  })

  it('N-37 picks the subnet of the zone with most free addresses', () => {
    const sim = newSim()
    const small = smallSubnet(sim)
    const zoneA = [...sim.t.subnets.values()][0]?.subnetId ?? ''
    expect(subnetInZone(sim, [small, zoneA], 'us-east-1a')).toBe(zoneA)
    expect(subnetInZone(sim, [small], 'us-east-1b')).toBeNull()
  })
})

describe('N-5 network configuration', () => {
  const check = (sim: Sim, subnets: string[], more: Record<string, unknown> = {}, launchType = 'EC2' as const) =>
    checkNetworkConfiguration(sim, {
      networkMode: 'awsvpc',
      networkConfiguration: { awsvpcConfiguration: { subnets, ...more } },
      launchType,
    })

  it('networking V-12 must be there for awsvpc and must not be there otherwise', () => {
    const sim = newSim()
    expect(() =>
      checkNetworkConfiguration(sim, { networkMode: 'awsvpc', networkConfiguration: undefined, launchType: 'EC2' }),
    ).toThrow("Network Configuration must be provided when networkMode 'awsvpc' is specified.")
    const networkConfiguration = { awsvpcConfiguration: { subnets: ['subnet-1'] } }
    expect(() =>
      checkNetworkConfiguration(sim, { networkMode: 'bridge', networkConfiguration, launchType: 'EC2' }),
    ).toThrow('Network Configuration is not valid for the given networkMode of this task definition.')
    expect(
      checkNetworkConfiguration(sim, { networkMode: 'host', networkConfiguration: undefined, launchType: 'EC2' }),
    ).toBeNull()
  })

  it('networking V-16 refuses a public address outside Fargate', () => {
    const sim = newSim()
    const [subnet] = [...sim.t.subnets.values()].map((s) => s.subnetId)
    expect(() => check(sim, [subnet ?? ''], { assignPublicIp: 'ENABLED' })).toThrow(
      'Assign public IP is not supported for this launch type.',
    )
    const fargate = checkNetworkConfiguration(sim, {
      networkMode: 'awsvpc',
      networkConfiguration: { awsvpcConfiguration: { subnets: [subnet ?? ''], assignPublicIp: 'ENABLED' } },
      launchType: 'FARGATE',
    })
    expect(fargate).toMatchObject({ assignPublicIp: true, zones: ['us-east-1a'] })
  })

  it('names what is empty, unknown or too many', () => {
    const sim = newSim()
    const ids = [...sim.t.subnets.values()].map((s) => s.subnetId)
    const first = ids[0] ?? ''
    expect(() => check(sim, [])).toThrow('subnets can not be empty.')
    expect(() => check(sim, ['subnet-9'])).toThrow(
      "Error retrieving subnet information for [subnet-9]: The subnet ID 'subnet-9' does not exist (ErrorCode: InvalidSubnetID.NotFound)",
    )
    expect(() => check(sim, [first], { securityGroups: ['sg-9'] })).toThrow(
      "Error retrieving security group information for [sg-9]: The security group 'sg-9' does not exist (ErrorCode: InvalidGroup.NotFound)",
    )
    expect(() => check(sim, new Array(17).fill(first))).toThrow('subnets can have at most 16 items.')
    expect(() => check(sim, [first], { securityGroups: new Array(6).fill('sg-9') })).toThrow(
      'securityGroups can have at most 5 items.',
    )
    expect(check(sim, [...ids].reverse())?.zones).toEqual([...zoneNames(sim)].reverse())
  })

  it('takes any well-formed id when the host program says so, and keeps the subnets apart', () => {
    const sim = newSim()
    sim.features = { acceptAnyNetworkIds: true }
    const ids = Array.from({ length: 16 }, (_, i) => `subnet-${i}`)
    expect(check(sim, ids, { securityGroups: ['sg-1'] })?.zones).toHaveLength(3)
    const blocks = [...sim.t.subnets.values()].map((s) => s.cidrBlock)
    expect(new Set(blocks).size).toBe(19)
    expect(blocks.every((block) => parseCidr(block))).toBe(true)
    expect(() => check(sim, ['not-a-subnet'])).toThrow('InvalidSubnetID.NotFound')
    sim.features = {}
    adoptUnknownNetwork(sim, ['subnet-99'])
    expect(sim.t.subnets.find('subnetId', 'subnet-99')).toBeUndefined()
  })
})

describe('reachability', () => {
  it('N-47 N-48 N-49 a public subnet needs a public address, NAT does not, isolated is shut', () => {
    const sim = newSim()
    const vpcId = defaultVpc(sim)?.vpcId ?? ''
    const publicSubnet = [...sim.t.subnets.values()][0]?.subnetId ?? ''
    const withRoutes = (id: string, nat: boolean) =>
      sim.t.routeTables.put({
        ...sim.newRow('routeTables'),
        routeTableId: `rtb-${id}`,
        vpcId,
        main: false,
        subnetIds: [id],
        routes: nat ? [{ DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: 'nat-1' }] : [],
      })
    const nat = smallSubnet(sim, '10.0.2.0/28')
    const isolated = smallSubnet(sim, '10.0.3.0/28')
    withRoutes(nat, true)
    withRoutes(isolated, false)
    expect([publicSubnet, nat, isolated].map((id) => subnetKind(sim, id))).toEqual(['public', 'natPrivate', 'isolated'])
    const ok = (subnetId: string, publicIp: string | null) => reachesInternet(sim, { subnetId, publicIp })
    expect([ok(publicSubnet, '203.0.113.1'), ok(publicSubnet, null)]).toEqual([true, false])
    expect([ok(nat, null), ok(isolated, '203.0.113.1')]).toEqual([true, false])
    const inbound = (subnetId: string, publicIp: string | null) => reachableFromInternet(sim, { subnetId, publicIp })
    expect([inbound(publicSubnet, '203.0.113.1'), inbound(publicSubnet, null), inbound(nat, '203.0.113.1')]).toEqual([
      true,
      false,
      false,
    ])
  })
})
