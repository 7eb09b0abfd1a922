import { describe, expect, it } from 'vitest'
import { TestEngine } from '../api/testing'
import { remaining } from './accounts'
import { agentStopTimeoutMs, parseAgentConfig } from './user-data'

const USER_DATA = '#!/bin/bash\necho ECS_CLUSTER=demo >> /etc/ecs/ecs.config'
const launch = (engine: TestEngine, more: object = {}) =>
  engine.call('RunInstances', { InstanceType: 'c5.large', MinCount: 1, MaxCount: 1, UserData: USER_DATA, ...more })
    .Instances[0].InstanceId as string
const onlyInstance = (engine: TestEngine) => [...engine.sim.t.containerInstances.values()][0]

describe('user data', () => {
  it('reads the agent settings, plain or base64', () => {
    const text = `#!/bin/bash\ncat <<'EOF' >> /etc/ecs/ecs.config\nECS_CLUSTER=demo\nECS_INSTANCE_ATTRIBUTES={"stack":"prod"}\nECS_RESERVED_PORTS=[22, 80]\nEOF`
    const expected = {
      ECS_CLUSTER: 'demo',
      ECS_INSTANCE_ATTRIBUTES: '{"stack":"prod"}',
      ECS_RESERVED_PORTS: '[22, 80]',
    }
    expect(parseAgentConfig(text)).toEqual(expected)
    expect(parseAgentConfig(Buffer.from(text).toString('base64'))).toEqual(expected)
    expect(parseAgentConfig('echo "ECS_CLUSTER=demo" >> /etc/ecs/ecs.config')).toEqual({ ECS_CLUSTER: 'demo' })
    expect(parseAgentConfig(null)).toEqual({})
  })
})

describe('the stop timeout of the agent', () => {
  it('N-97 is a Go duration of at least a second, or 30 s', () => {
    const ms = (text: string) => agentStopTimeoutMs({ ECS_CONTAINER_STOP_TIMEOUT: text })
    expect(['5s', '1m30s', '1.5h', '2m', '1500ms', '1m0.5s'].map(ms)).toEqual([
      5000, 90_000, 5_400_000, 120_000, 1500, 60_500,
    ])
    expect(['500ms', '1ns', '-5s'].map(ms)).toEqual([1000, 1000, 1000])
    expect(['', '0s', '30', 'soon', '5 s', '5s!', 's'].map(ms)).toEqual(Array(7).fill(30_000))
    expect(agentStopTimeoutMs({})).toBe(30_000)
    expect(agentStopTimeoutMs(undefined)).toBe(30_000)
  })
})

describe('launch', () => {
  it('S section 9 pending, running after 20 s, registered 45 s later', () => {
    const engine = new TestEngine()
    engine.call('CreateCluster', { clusterName: 'demo' })
    const id = launch(engine)
    const state = () => engine.sim.t.instances.find('instanceId', id)?.state
    engine.run(19)
    expect(state()).toBe('pending')
    engine.run(1)
    expect(state()).toBe('running')
    engine.run(44)
    expect(onlyInstance(engine)).toBeUndefined()
    engine.run(1)
    expect(onlyInstance(engine)).toMatchObject({ ec2InstanceId: id, status: 'ACTIVE', agentConnected: true })
  })

  it('the agent tries again until its cluster exists, and without ECS_CLUSTER never', () => {
    const engine = new TestEngine()
    launch(engine)
    launch(engine, { UserData: undefined })
    engine.run(70)
    engine.call('CreateCluster', { clusterName: 'demo' })
    engine.run(3)
    expect(engine.sim.t.containerInstances.size).toBe(0)
    engine.run(12)
    expect(engine.sim.t.containerInstances.size).toBe(1)
    engine.run(4000)
    expect(engine.sim.t.containerInstances.size).toBe(1)
  })

  it('N-22 S-98 S-102 takes range, ports and attributes from the agent settings', () => {
    const engine = new TestEngine()
    engine.call('CreateCluster', { clusterName: 'demo' })
    const config = ['ECS_DYNAMIC_HOST_PORT_RANGE=40000-40010', 'ECS_RESERVED_PORTS=[22]', 'ECS_RESERVED_MEMORY=100']
    launch(engine, { UserData: [USER_DATA, ...config, 'ECS_INSTANCE_ATTRIBUTES={"stack":"prod"}'].join('\n') })
    engine.run(65)
    expect(onlyInstance(engine)).toMatchObject({
      dynamicPortRange: [40000, 40010],
      reservedTcpPorts: [22],
      memoryMiB: 3605,
      customAttributes: ['stack'],
    })
  })
})

describe('trunking', () => {
  it('networking V-13 V-14 N-33 S-104 only instances launched after the setting get a trunk', () => {
    const engine = new TestEngine()
    const [before, m5] = [engine.instances(1)[0], engine.instances(1, { instanceType: 'm5.large' })[0]]
    engine.call('PutAccountSettingDefault', { name: 'awsvpcTrunking', value: 'enabled' })
    const [after] = engine.instances(1)
    const [t3] = engine.instances(1, { instanceType: 't3.medium' })
    expect([before, m5, after, t3].map((ci) => ci?.eniLimit)).toEqual([2, 2, 10, 2])
    expect([before, after, t3].map((ci) => ci?.status)).toEqual(['ACTIVE', 'REGISTERING', 'ACTIVE'])
    expect(after && remaining(engine.sim, after).eniSlots).toBe(10)
  })

  it('S-103 N-35 REGISTERING for 20 s, ACTIVE with its trunk; DEREGISTERING until the trunk is gone', () => {
    const engine = new TestEngine()
    engine.call('PutAccountSetting', { name: 'awsvpcTrunking', value: 'enabled' })
    const [ci] = engine.instances(1)
    if (!ci) throw new Error('no instance')
    engine.run(19)
    expect(engine.ci(ci).status).toBe('REGISTERING')
    engine.run(1)
    expect(engine.ci(ci).status).toBe('ACTIVE')
    const trunk = engine.sim.t.networkInterfaces.get(engine.ci(ci).trunkEniId ?? '')
    expect(engine.ci(ci).attributes['ecs.awsvpc-trunk-id']).toBe(trunk?.networkInterfaceId)
    engine.call('DeregisterContainerInstance', { cluster: 'demo', containerInstance: ci.arn })
    expect(engine.ci(ci).status).toBe('DEREGISTERING')
    engine.run(10)
    expect(engine.ci(ci).status).toBe('INACTIVE')
    expect(engine.sim.t.networkInterfaces.get(trunk?.id ?? '')).toBeUndefined()
  })

  it('S-103 a subnet without a free address fails the registration', () => {
    const engine = new TestEngine()
    const vpc = engine.call('DescribeVpcs').Vpcs[0].VpcId
    const { Subnet } = engine.call('CreateSubnet', { VpcId: vpc, CidrBlock: '172.31.64.0/28' })
    engine.call('PutAccountSetting', { name: 'awsvpcTrunking', value: 'enabled' })
    const rows = engine.instances(11, { subnets: [Subnet.SubnetId] })
    engine.run(20)
    const [first] = rows
    expect(first && engine.ci(first)).toMatchObject({ status: 'REGISTRATION_FAILED' })
    expect(first && engine.ci(first).statusReason).toContain('InsufficientFreeAddressesInSubnet')
  })
})

describe('losing the host', () => {
  it('S-76 D-806 terminated: agent gone at once, tasks STOPPED and INACTIVE after 60 s', () => {
    const engine = new TestEngine()
    const [ci] = engine.instances(1)
    if (!ci) throw new Error('no instance')
    const task = engine.task(ci)
    engine.run(20)
    const silenced: string[] = []
    engine.sim.hooks.processChanged.push((_, id) => silenced.push(id))
    engine.call('TerminateInstances', { InstanceIds: [ci.ec2InstanceId] })
    expect(engine.ci(ci)).toMatchObject({ status: 'ACTIVE', agentConnected: false, connectionLost: true })
    expect(silenced).toEqual([task.id])
    engine.run(59)
    expect(engine.sim.t.tasks.need(task.id).lastStatus).toBe('RUNNING')
    engine.run(1)
    expect(engine.sim.t.tasks.need(task.id)).toMatchObject({
      lastStatus: 'STOPPED',
      stopCode: 'TerminationNotice',
      stoppedReason: `Host EC2 (instance ${ci.ec2InstanceId}) terminated.`,
    })
    expect(engine.sim.t.tasks.need(task.id).containers.map((c) => c.exitCode)).toEqual([null])
    expect(engine.ci(ci).status).toBe('INACTIVE')
    expect(engine.sim.t.instances.find('instanceId', ci.ec2InstanceId)).toMatchObject({
      state: 'terminated',
      eniId: null,
    })
  })

  it('S-77 D-807 stopped: stays registered, tasks STOPPED; started again it is back under the same ARN', () => {
    const engine = new TestEngine()
    const [ci] = engine.instances(1)
    if (!ci) throw new Error('no instance')
    const task = engine.task(ci)
    engine.run(20)
    const ids = { InstanceIds: [ci.ec2InstanceId] }
    engine.call('StopInstances', ids)
    expect(() => engine.call('StartInstances', ids)).toThrow('is not in a state from which it can be started.')
    engine.run(60)
    expect(engine.sim.t.tasks.need(task.id).stoppedReason).toBe(`Host EC2 (instance ${ci.ec2InstanceId}) stopped.`)
    expect(engine.ci(ci)).toMatchObject({ status: 'ACTIVE', agentConnected: false })
    expect(engine.sim.t.instances.find('instanceId', ci.ec2InstanceId)).toMatchObject({
      state: 'stopped',
      publicIp: null,
    })
    engine.call('StartInstances', ids)
    engine.run(29)
    expect(engine.ci(ci).agentConnected).toBe(false)
    engine.run(1)
    expect(engine.ci(ci)).toMatchObject({
      agentConnected: true,
      connectionLost: false,
      arn: ci.arn,
      lastDynamicPort: 0,
    })
    expect(engine.sim.t.containerInstances.size).toBe(1)
  })

  it('S-78 terminated while stopped: stays ACTIVE without agent until somebody deregisters it', () => {
    const engine = new TestEngine()
    const [ci] = engine.instances(1)
    if (!ci) throw new Error('no instance')
    const ids = { InstanceIds: [ci.ec2InstanceId] }
    engine.call('StopInstances', ids)
    engine.run(60)
    engine.call('TerminateInstances', ids)
    engine.run(4000)
    expect(engine.ci(ci)).toMatchObject({ status: 'ACTIVE', agentConnected: false })
    engine.call('DeregisterContainerInstance', { cluster: 'demo', containerInstance: ci.arn })
    expect(engine.ci(ci).status).toBe('INACTIVE')
  })

  it('a termination while stopping overtakes the stop', () => {
    const engine = new TestEngine()
    const [ci] = engine.instances(1)
    if (!ci) throw new Error('no instance')
    const task = engine.task(ci)
    engine.run(20)
    engine.call('StopInstances', { InstanceIds: [ci.ec2InstanceId] })
    engine.run(30)
    engine.call('TerminateInstances', { InstanceIds: [ci.ec2InstanceId] })
    engine.run(60)
    expect(engine.sim.t.tasks.need(task.id).stoppedReason).toBe(`Host EC2 (instance ${ci.ec2InstanceId}) terminated.`)
    expect(engine.sim.t.instances.find('instanceId', ci.ec2InstanceId)?.state).toBe('terminated')
  })
})

describe('losing the agent', () => {
  it('S-79 D-808 noticed after 120 s; tasks stay RUNNING, connectivity follows', () => {
    const engine = new TestEngine()
    const [ci] = engine.instances(1)
    if (!ci) throw new Error('no instance')
    const task = engine.task(ci)
    engine.run(20)
    const fault = engine.fault('disconnectAgent', { target: ci.arn })
    engine.run(119)
    expect(engine.ci(ci)).toMatchObject({ agentConnected: true, connectionLost: true })
    engine.run(1)
    expect(engine.ci(ci).agentConnected).toBe(false)
    const connectivity = () => engine.sim.t.tasks.need(task.id).connectivity
    expect([engine.sim.t.tasks.need(task.id).lastStatus, connectivity()]).toEqual(['RUNNING', 'DISCONNECTED'])
    engine.clear(fault)
    expect(engine.ci(ci)).toMatchObject({ agentConnected: true, connectionLost: false })
    expect(connectivity()).toBe('CONNECTED')
  })

  it('S-79 a cut that ends before it is noticed leaves no trace', () => {
    const engine = new TestEngine()
    const [ci] = engine.instances(1)
    if (!ci) throw new Error('no instance')
    engine.fault('disconnectAgent', { target: ci.ec2InstanceId, forSeconds: 60 })
    engine.run(300)
    expect(engine.ci(ci)).toMatchObject({ agentConnected: true, connectionLost: false, version: ci.version })
  })
})

describe('zones and Spot', () => {
  it('D-810 a zone down terminates its instances and stops its Fargate tasks; others go on', () => {
    const engine = new TestEngine()
    const [a, b] = engine.instances(2)
    if (!a || !b) throw new Error('no instances')
    const [inA, inB] = [engine.task(a), engine.task(b)]
    const subnet = [...engine.sim.t.subnets.values()].find((s) => s.zone === 'us-east-1a')
    const fargate = engine.task({ clusterId: a.clusterId, zone: 'us-east-1a', subnetId: subnet?.subnetId ?? '' })
    engine.run(60)
    engine.fault('zoneDown', { target: 'us-east-1a' })
    expect(engine.sim.t.tasks.need(fargate.id).containers.map((c) => c.process)).toEqual(['hung'])
    expect(engine.call('DescribeAvailabilityZones').AvailabilityZones.map((z: { State: string }) => z.State)).toEqual([
      'unavailable',
      'available',
      'available',
    ])
    expect(() => engine.instances(1, { availabilityZones: ['us-east-1a'] })).toThrow(
      'Availability Zone us-east-1a is down.',
    )
    expect(() => launch(engine, { Placement: { AvailabilityZone: 'us-east-1a' } })).toThrow('capacity')
    engine.run(60)
    const status = (id: string) => engine.sim.t.tasks.need(id).lastStatus
    expect([inA, inB, fargate].map((task) => status(task.id))).toEqual(['STOPPED', 'RUNNING', 'STOPPED'])
    expect(engine.sim.t.tasks.need(fargate.id)).toMatchObject({
      stopCode: 'TerminationNotice',
      stoppedReason: 'ECS is performing maintenance on the underlying infrastructure hosting the task.',
    })
    expect([engine.ci(a).status, engine.ci(b).status]).toEqual(['INACTIVE', 'ACTIVE'])
    engine.fault('zoneUp', { target: 'us-east-1a' })
    expect(engine.instances(1, { availabilityZones: ['us-east-1a'] })).toHaveLength(1)
  })

  it('S-135 D-812 Spot: two minutes notice, DRAINING only when the agent is told to', () => {
    const engine = new TestEngine()
    engine.call('CreateCluster', { clusterName: 'demo' })
    launch(engine, { UserData: `${USER_DATA}\nECS_ENABLE_SPOT_INSTANCE_DRAINING=true` })
    engine.run(65)
    const told = onlyInstance(engine)
    const [plain] = engine.instances(1)
    if (!told || !plain) throw new Error('no instances')
    for (const target of [told.ec2InstanceId, plain.ec2InstanceId]) engine.fault('spotReclaim', { target })
    expect([engine.ci(told).status, engine.ci(plain).status]).toEqual(['DRAINING', 'ACTIVE'])
    engine.run(119)
    expect(engine.ci(told).agentConnected).toBe(true)
    engine.run(61)
    expect([engine.ci(told).status, engine.ci(plain).status]).toEqual(['INACTIVE', 'INACTIVE'])
  })

  it('D-809 S-107 an impaired instance shows it and stays ACTIVE', () => {
    const engine = new TestEngine()
    const [ci] = engine.instances(1)
    if (!ci) throw new Error('no instance')
    const fault = engine.fault('impairInstance', { target: ci.ec2InstanceId })
    const health = () =>
      engine.call('DescribeContainerInstances', {
        cluster: 'demo',
        containerInstances: [ci.arn],
        include: ['CONTAINER_INSTANCE_HEALTH'],
      }).containerInstances[0].healthStatus.overallStatus
    expect([health(), engine.ci(ci).status]).toEqual(['IMPAIRED', 'ACTIVE'])
    engine.clear(fault)
    expect(health()).toBe('OK')
  })
})
