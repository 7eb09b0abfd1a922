import { describe, expect, it } from 'vitest'
import { TestEngine } from '../testing'
import { zoneId } from './views'

const nameOf = (work: () => unknown) => {
  try {
    work()
  } catch (e) {
    return (e as Error).name
  }
  return null
}
const vpcOf = (engine: TestEngine) => engine.call('DescribeVpcs').Vpcs[0].VpcId as string
const run = (engine: TestEngine, more: object = {}) =>
  engine.call('RunInstances', { InstanceType: 't3.medium', MinCount: 1, MaxCount: 1, ...more })

describe('describing the VPC', () => {
  it('shows the default network', () => {
    const engine = new TestEngine()
    const { Vpcs } = engine.call('DescribeVpcs', { Filters: [{ Name: 'is-default', Values: ['true'] }] })
    expect(Vpcs).toMatchObject([{ CidrBlock: '172.31.0.0/16', IsDefault: true, State: 'available' }])
    const { Subnets } = engine.call('DescribeSubnets')
    expect(Subnets).toHaveLength(3)
    expect(Subnets[0]).toMatchObject({
      AvailabilityZone: 'us-east-1a',
      AvailableIpAddressCount: 4091,
      DefaultForAz: true,
      MapPublicIpOnLaunch: true,
    })
    expect(engine.call('DescribeInternetGateways').InternetGateways[0].Attachments[0].VpcId).toBe(Vpcs[0].VpcId)
    const [table] = engine.call('DescribeRouteTables').RouteTables
    expect(table.Associations).toMatchObject([{ Main: true }])
    expect(table.Routes.map((r: { DestinationCidrBlock: string }) => r.DestinationCidrBlock)).toEqual([
      '172.31.0.0/16',
      '0.0.0.0/0',
    ])
    const [group] = engine.call('DescribeSecurityGroups').SecurityGroups
    expect(group.IpPermissions[0]).toMatchObject({ IpProtocol: '-1', UserIdGroupPairs: [{ GroupId: group.GroupId }] })
  })

  it('filters, pages, and refuses unknown ids and filters with EC2 names', () => {
    const engine = new TestEngine()
    const zone = (value: string) =>
      engine.call('DescribeSubnets', { Filters: [{ Name: 'availability-zone', Values: [value] }] }).Subnets
    expect([zone('us-east-1b').length, zone('us-east-1?').length, zone('eu-*').length]).toEqual([1, 3, 0])
    const first = engine.call('DescribeSubnets', { MaxResults: 2 })
    expect(engine.call('DescribeSubnets', { MaxResults: 2, NextToken: first.NextToken }).Subnets).toHaveLength(1)
    expect(nameOf(() => engine.call('DescribeSubnets', { SubnetIds: ['subnet-9'] }))).toBe('InvalidSubnetID.NotFound')
    expect(nameOf(() => engine.call('DescribeVpcs', { VpcIds: ['vpc-9'] }))).toBe('InvalidVpcID.NotFound')
    expect(nameOf(() => engine.call('DescribeSecurityGroups', { GroupIds: ['sg-9'] }))).toBe('InvalidGroup.NotFound')
    expect(nameOf(() => engine.call('DescribeInstances', { InstanceIds: ['i-9'] }))).toBe('InvalidInstanceID.NotFound')
    expect(nameOf(() => engine.call('DescribeVpcs', { Filters: [{ Name: 'x', Values: ['y'] }] }))).toBe(
      'InvalidParameterValue',
    )
  })

  it('names zones by id as AWS does', () => {
    expect(['us-east-1a', 'eu-west-1b', 'ap-southeast-2c', 'eu-central-1a'].map(zoneId)).toEqual([
      'use1-az1',
      'euw1-az2',
      'apse2-az3',
      'euc1-az1',
    ])
  })
})

describe('making networks', () => {
  it('N-41 CreateSubnet checks form, size, place and overlap', () => {
    const engine = new TestEngine()
    const create = (CidrBlock: string, more: object = {}) =>
      engine.call('CreateSubnet', { VpcId: vpcOf(engine), CidrBlock, ...more })
    expect(create('172.31.64.0/28').Subnet).toMatchObject({
      AvailableIpAddressCount: 11,
      AvailabilityZone: 'us-east-1a',
      MapPublicIpOnLaunch: false,
    })
    expect(nameOf(() => create('172.31.64.8/29'))).toBe('InvalidSubnet.Range')
    expect(nameOf(() => create('10.0.0.0/24'))).toBe('InvalidSubnet.Range')
    expect(nameOf(() => create('172.31.64.0/24'))).toBe('InvalidSubnet.Conflict')
    expect(nameOf(() => create('172.31.65.1/24'))).toBe('InvalidParameterValue')
    expect(nameOf(() => create('172.31.80.0/24', { AvailabilityZone: 'us-east-1z' }))).toBe('InvalidParameterValue')
    expect(nameOf(() => create('172.31.80.0/24', { VpcId: 'vpc-9' }))).toBe('InvalidVpcID.NotFound')
  })

  it('N-53 security groups: made once per name, opened once per rule', () => {
    const engine = new TestEngine()
    const { GroupId } = engine.call('CreateSecurityGroup', { GroupName: 'web', Description: 'web' })
    expect(nameOf(() => engine.call('CreateSecurityGroup', { GroupName: 'web', Description: 'x' }))).toBe(
      'InvalidGroup.Duplicate',
    )
    const open = (more: object) => engine.call('AuthorizeSecurityGroupIngress', { GroupId, ...more })
    const port80 = { IpProtocol: 'tcp', FromPort: 80, ToPort: 80 }
    open({ IpPermissions: [{ ...port80, IpRanges: [{ CidrIp: '0.0.0.0/0' }] }] })
    expect(nameOf(() => open({ ...port80, CidrIp: '0.0.0.0/0' }))).toBe('InvalidPermission.Duplicate')
    expect(nameOf(() => open({ ...port80, CidrIp: 'anywhere' }))).toBe('InvalidParameterValue')
    expect(nameOf(() => open({ IpPermissions: [port80] }))).toBe('MissingParameter')
    expect(nameOf(() => open({ IpPermissions: [{ ...port80, UserIdGroupPairs: [{ GroupId: 'sg-9' }] }] }))).toBe(
      'InvalidGroup.NotFound',
    )
    const [group] = engine.call('DescribeSecurityGroups', { GroupIds: [GroupId] }).SecurityGroups
    expect(group.IpPermissions).toEqual([
      { ...port80, IpRanges: [{ CidrIp: '0.0.0.0/0' }], Ipv6Ranges: [], PrefixListIds: [], UserIdGroupPairs: [] },
    ])
  })
})

describe('instances', () => {
  it('runs several in one reservation, with an address and an interface each', () => {
    const engine = new TestEngine()
    const TagSpecifications = [{ ResourceType: 'instance', Tags: [{ Key: 'Name', Value: 'web' }] }]
    const reservation = run(engine, { MinCount: 2, MaxCount: 2, TagSpecifications })
    expect(reservation.Instances.map((i: { PrivateIpAddress: string }) => i.PrivateIpAddress)).toEqual([
      '172.31.0.4',
      '172.31.0.5',
    ])
    expect(reservation.Instances[0]).toMatchObject({
      State: { Code: 0, Name: 'pending' },
      Architecture: 'x86_64',
      PublicIpAddress: '203.0.113.1',
      PrivateDnsName: 'ip-172-31-0-4.ec2.internal',
    })
    const Filters = [{ Name: 'tag:Name', Values: ['web'] }]
    const { Reservations } = engine.call('DescribeInstances', { Filters })
    expect(Reservations.map((r: { Instances: object[] }) => r.Instances.length)).toEqual([2])
    expect(engine.call('DescribeNetworkInterfaces').NetworkInterfaces[1]).toMatchObject({
      Attachment: { InstanceId: reservation.Instances[1].InstanceId, DeviceIndex: 0 },
      Association: { PublicIp: '203.0.113.2' },
    })
  })

  it('refuses an unknown type, subnet or group, and a full subnet', () => {
    const engine = new TestEngine()
    expect(() => run(engine, { InstanceType: 'c5.tiny' })).toThrow(
      'The following supplied instance types do not exist: [c5.tiny]',
    )
    expect(nameOf(() => run(engine, { SubnetId: 'subnet-9' }))).toBe('InvalidSubnetID.NotFound')
    expect(nameOf(() => run(engine, { SecurityGroupIds: ['sg-9'] }))).toBe('InvalidGroup.NotFound')
    const { Subnet } = engine.call('CreateSubnet', { VpcId: vpcOf(engine), CidrBlock: '172.31.64.0/28' })
    const SubnetId = Subnet.SubnetId
    expect(nameOf(() => run(engine, { SubnetId, MinCount: 12, MaxCount: 12 }))).toBe(
      'InsufficientFreeAddressesInSubnet',
    )
    expect(run(engine, { SubnetId, MinCount: 1, MaxCount: 12 }).Instances).toHaveLength(11)
  })

  it('terminates, and forgets the instance an hour after', () => {
    const engine = new TestEngine()
    const id = run(engine).Instances[0].InstanceId
    engine.run(20)
    const { TerminatingInstances } = engine.call('TerminateInstances', { InstanceIds: [id] })
    expect(TerminatingInstances).toEqual([
      {
        InstanceId: id,
        PreviousState: { Code: 16, Name: 'running' },
        CurrentState: { Code: 32, Name: 'shutting-down' },
      },
    ])
    engine.run(60)
    expect(engine.call('DescribeInstances').Reservations[0].Instances[0].State.Name).toBe('terminated')
    expect(engine.call('DescribeNetworkInterfaces').NetworkInterfaces).toEqual([])
    expect(nameOf(() => engine.call('StopInstances', { InstanceIds: [id] }))).toBe('IncorrectInstanceState')
    expect(nameOf(() => engine.call('TerminateInstances', { InstanceIds: ['i-9'] }))).toBe('InvalidInstanceID.NotFound')
    engine.run(3600)
    expect(engine.call('DescribeInstances').Reservations).toEqual([])
  })

  it('takes any well-formed subnet id when the host program says so', () => {
    const engine = new TestEngine()
    engine.sim.features = { acceptAnyNetworkIds: true }
    const [instance] = run(engine, { SubnetId: 'subnet-0abc', SecurityGroupIds: ['sg-0abc'] }).Instances
    expect(instance).toMatchObject({ SubnetId: 'subnet-0abc', SecurityGroups: [{ GroupId: 'sg-0abc' }] })
  })
})
