import { describe, expect, it } from 'vitest'
import { TestEngine } from '../testing'

const zonesOf = (rows: { zone: string; slot: number }[]) => rows.map((row) => [row.zone.slice(-1), row.slot])

describe('AddContainerInstances', () => {
  it('the i-th goes to zone (already in the cluster + i) mod n, on the lowest free card', () => {
    const engine = new TestEngine()
    const first = engine.instances(4)
    expect(zonesOf(first)).toEqual([
      ['a', 0],
      ['b', 0],
      ['c', 0],
      ['a', 1],
    ])
    expect(zonesOf(engine.instances(1))).toEqual([['b', 1]])
    engine.call('DeregisterContainerInstance', { cluster: 'demo', containerInstance: first[0]?.arn })
    expect(zonesOf(engine.instances(3, { availabilityZones: ['us-east-1a'] }))).toEqual([
      ['a', 0],
      ['a', 2],
      ['a', 3],
    ])
  })

  it('registers later when told to, and counts the ones under way', () => {
    const engine = new TestEngine()
    expect(engine.instances(1, { registerAfterSeconds: 30 })).toEqual([])
    expect(zonesOf(engine.instances(1))).toEqual([['b', 0]])
    engine.run(29)
    expect(engine.sim.t.containerInstances.size).toBe(1)
    engine.run(1)
    expect(engine.sim.t.containerInstances.size).toBe(2)
  })

  it('stands in the subnets given, and refuses what does not exist', () => {
    const engine = new TestEngine()
    const subnets = [...engine.sim.t.subnets.values()].slice(1).map((s) => s.subnetId)
    expect(engine.instances(3, { subnets }).map((ci) => ci.subnetId)).toEqual([subnets[0], subnets[1], subnets[0]])
    expect(() => engine.instances(1, { subnets: ['subnet-9'] })).toThrow("The subnet ID 'subnet-9' does not exist")
    expect(() => engine.instances(1, { availabilityZones: ['us-east-1z'] })).toThrow('no subnet')
    expect(() => engine.instances(1, { instanceType: 'c5.tiny' })).toThrow("Unknown instance type 'c5.tiny'.")
  })

  it('a refused call leaves no trace', () => {
    const engine = new TestEngine()
    engine.instances(1)
    const vpc = engine.call('DescribeVpcs').Vpcs[0].VpcId
    const { Subnet } = engine.call('CreateSubnet', { VpcId: vpc, CidrBlock: '172.31.64.0/28' })
    const before = JSON.stringify(engine.sim.save().counters)
    expect(() => engine.instances(12, { subnets: [Subnet.SubnetId] })).toThrow('no free addresses')
    expect(engine.sim.t.instances.size).toBe(1)
    expect(JSON.stringify(engine.sim.save().counters)).toBe(before)
    expect(engine.call('DescribeSubnets', { SubnetIds: [Subnet.SubnetId] }).Subnets[0].AvailableIpAddressCount).toBe(11)
  })

  it('adds 5,000 instances at most', () => {
    const engine = new TestEngine()
    engine.instances(1)
    expect(() => engine.instances(5000)).toThrow('The limit of 5000 container instances per cluster is reached.')
  })
})

describe('RemoveContainerInstances', () => {
  it('S-76 terminates the host; an external one is deregistered', () => {
    const engine = new TestEngine()
    const [ci] = engine.instances(1)
    const [external] = engine.instances(1, { external: true })
    if (!ci || !external) throw new Error('no instances')
    expect(external).toMatchObject({ external: true, zone: 'external', instanceId: null })
    engine.call('RemoveContainerInstances', { containerInstances: [ci.arn, external.ec2InstanceId] })
    expect(engine.sim.t.instances.get(ci.instanceId ?? '')?.state).toBe('shutting-down')
    engine.run(60)
    expect([engine.ci(ci).status, engine.ci(external).status]).toEqual(['INACTIVE', 'INACTIVE'])
    expect(() => engine.call('RemoveContainerInstances', { containerInstances: ['i-9'] })).toThrow(
      "There is no instance 'i-9'.",
    )
  })
})

describe('instance faults', () => {
  it('refuses targets that do not exist and faults that hold already', () => {
    const engine = new TestEngine()
    const [ci] = engine.instances(1)
    const target = ci?.ec2InstanceId ?? ''
    expect(() => engine.fault('terminateInstance', { target: 'i-9' })).toThrow("There is no instance 'i-9'.")
    expect(() => engine.fault('zoneDown', { target: 'us-east-1z' })).toThrow('no Availability Zone')
    expect(() => engine.fault('zoneUp', { target: 'us-east-1a' })).toThrow('us-east-1a is up already.')
    engine.fault('disconnectAgent', { target })
    expect(() => engine.fault('disconnectAgent', { target })).toThrow('cut off already')
  })

  it('stopInstance ends by ClearFault with a start', () => {
    const engine = new TestEngine()
    const [ci] = engine.instances(1)
    if (!ci) throw new Error('no instance')
    const fault = engine.fault('stopInstance', { target: ci.arn })
    expect(() => engine.clear(fault)).toThrow('still stopping')
    engine.run(60)
    engine.clear(fault)
    engine.run(30)
    expect(engine.ci(ci).agentConnected).toBe(true)
    expect(engine.sim.t.faults.need(fault).clearedAtMs).toBe(60_000)
  })

  it('a fault with forSeconds ends by itself', () => {
    const engine = new TestEngine()
    const [ci] = engine.instances(1)
    if (!ci) throw new Error('no instance')
    engine.fault('stopInstance', { target: ci.arn, forSeconds: 60 })
    engine.run(90)
    expect(engine.ci(ci).agentConnected).toBe(true)
  })
})
