import { describe, expect, it } from 'vitest'
import { TestEngine } from '../testing'

const call = (engine: TestEngine, operation: string, input: object = {}) =>
  engine.call(operation, { cluster: 'demo', ...input })
const resource = (list: { name: string }[], name: string) => list.find((r) => r.name === name)

describe('container instances', () => {
  it('T-199 S-96 S-97 S-98 S-99 S-106 shows registered and remaining resources', () => {
    const engine = new TestEngine()
    const [ci] = engine.instances(1)
    if (ci) engine.task(ci)
    engine.run(20)
    const [view] = call(engine, 'DescribeContainerInstances', { containerInstances: [ci?.shortId] }).containerInstances
    expect(view).toMatchObject({
      containerInstanceArn: `arn:aws:ecs:us-east-1:123456789012:container-instance/demo/${ci?.shortId}`,
      status: 'ACTIVE',
      agentConnected: true,
      runningTasksCount: 1,
      pendingTasksCount: 0,
      versionInfo: { agentVersion: '1.105.1' },
      tags: [],
    })
    const zero = { doubleValue: 0, longValue: 0 }
    expect(view.registeredResources).toEqual([
      { name: 'CPU', type: 'INTEGER', ...zero, integerValue: 2048 },
      { name: 'MEMORY', type: 'INTEGER', ...zero, integerValue: 3705 },
      {
        name: 'PORTS',
        type: 'STRINGSET',
        ...zero,
        integerValue: 0,
        stringSetValue: ['22', '2375', '2376', '51678', '51679'],
      },
      { name: 'PORTS_UDP', type: 'STRINGSET', ...zero, integerValue: 0, stringSetValue: [] },
    ])
    expect(resource(view.remainingResources, 'CPU')).toMatchObject({ integerValue: 1792 })
    expect(resource(view.remainingResources, 'MEMORY')).toMatchObject({ integerValue: 3193 })
  })

  it('S-88 S-99 a GPU instance lists its GPUs by id', () => {
    const engine = new TestEngine()
    const [ci] = engine.instances(1, { instanceType: 'g4dn.12xlarge' })
    const [view] = call(engine, 'DescribeContainerInstances', { containerInstances: [ci?.arn] }).containerInstances
    expect(
      new Set((resource(view.registeredResources, 'GPU') as { stringSetValue?: string[] }).stringSetValue).size,
    ).toBe(4)
  })

  it('S-100 S-101 carries system attributes; an external one has its own set', () => {
    const engine = new TestEngine()
    const [ci] = engine.instances(1, {
      availabilityZones: ['us-east-1b'],
      attributes: [{ name: 'stack', value: 'prod' }],
    })
    expect(ci?.attributes).toMatchObject({
      'ecs.availability-zone': 'us-east-1b',
      'ecs.instance-type': 'c5.large',
      'ecs.cpu-architecture': 'x86_64',
      'ecs.os-type': 'linux',
      'ecs.os-family': 'LINUX',
      'ecs.capability.task-eni': '',
      'com.amazonaws.ecs.capability.docker-remote-api.1.32': '',
      'com.amazonaws.ecs.capability.logging-driver.awslogs': '',
      stack: 'prod',
    })
    expect(ci?.attributes['com.amazonaws.ecs.capability.docker-remote-api.1.26']).toBeUndefined()
    const [external] = engine.instances(1, { external: true })
    expect(external?.ec2InstanceId).toMatch(/^mi-[0-9a-f]{17}$/)
    expect(external?.attributes['ecs.capability.external']).toBe('')
    expect(external?.attributes['ecs.capability.task-eni']).toBeUndefined()
  })

  it('T-200 lists by status and by a cluster query, INACTIVE ones never by default', () => {
    const engine = new TestEngine()
    const [a, b, c] = engine.instances(3)
    call(engine, 'UpdateContainerInstancesState', { containerInstances: [b?.arn], status: 'DRAINING' })
    call(engine, 'DeregisterContainerInstance', { containerInstance: c?.arn })
    expect(call(engine, 'ListContainerInstances').containerInstanceArns).toEqual([a?.arn, b?.arn])
    expect(call(engine, 'ListContainerInstances', { status: 'DRAINING' }).containerInstanceArns).toEqual([b?.arn])
    const filter = 'attribute:ecs.availability-zone == us-east-1a'
    expect(call(engine, 'ListContainerInstances', { filter }).containerInstanceArns).toEqual([a?.arn])
    expect(() => call(engine, 'ListContainerInstances', { filter: 'attribute:a' })).toThrow('Invalid expression')
  })

  it('TV-85 T-201 S-66 sets ACTIVE or DRAINING only', () => {
    const engine = new TestEngine()
    const [ci] = engine.instances(1)
    const update = (status: string, containerInstances: unknown[] = [ci?.arn]) =>
      call(engine, 'UpdateContainerInstancesState', { containerInstances, status })
    expect(() => update('INACTIVE')).toThrow('Container instance status should be one of [ACTIVE, DRAINING]')
    expect(() => update('DRAINING', [])).toThrow('Container Instances cannot be empty.')
    expect(() =>
      update(
        'DRAINING',
        Array.from({ length: 11 }, (_, i) => `${i}`),
      ),
    ).toThrow('Container Instances cannot exceed 10.')
    const before = ci?.version ?? 0
    expect(update('DRAINING', [ci?.arn, 'abc'])).toMatchObject({
      containerInstances: [{ status: 'DRAINING', version: before + 1 }],
      failures: [{ arn: 'arn:aws:ecs:us-east-1:123456789012:container-instance/demo/abc', reason: 'MISSING' }],
    })
    expect(update('ACTIVE').containerInstances[0].version).toBe(before + 2)
    expect(update('ACTIVE').containerInstances[0].version).toBe(before + 2)
  })

  it('T-201 an instance that is REGISTERING comes back among the failures', () => {
    const engine = new TestEngine()
    engine.call('PutAccountSetting', { name: 'awsvpcTrunking', value: 'enabled' })
    const [ci] = engine.instances(1)
    const input = { containerInstances: [ci?.arn], status: 'DRAINING' }
    expect(call(engine, 'UpdateContainerInstancesState', input).failures).toEqual([
      { arn: ci?.arn, reason: 'REGISTERING' },
    ])
  })

  it('TV-86 T-202 S-80 D-119 deregistering needs force while tasks run; then their records end', () => {
    const engine = new TestEngine()
    const [ci] = engine.instances(1)
    const task = ci && engine.task(ci)
    engine.run(20)
    const deregister = (more: object) =>
      call(engine, 'DeregisterContainerInstance', { containerInstance: ci?.shortId, ...more })
    expect(() => deregister({})).toThrow('Found running tasks on the instance.')
    expect(deregister({ force: true }).containerInstance).toMatchObject({ status: 'INACTIVE', agentConnected: false })
    expect(engine.sim.t.tasks.need(task?.id ?? '')).toMatchObject({
      lastStatus: 'STOPPED',
      stopCode: 'UserInitiated',
      stoppedReason: 'Container instance deregistration forced by user',
    })
    expect(engine.sim.t.instances.get(ci?.instanceId ?? '')?.state).toBe('running')
    expect(() => deregister({})).toThrow(`Referenced container instance ${ci?.shortId} not found.`)
  })

  it('S-103 an INACTIVE instance can be described for an hour', () => {
    const engine = new TestEngine()
    const [ci] = engine.instances(1)
    call(engine, 'DeregisterContainerInstance', { containerInstance: ci?.arn })
    const describe = () => call(engine, 'DescribeContainerInstances', { containerInstances: [ci?.arn] })
    engine.run(3599)
    expect(describe().containerInstances[0].status).toBe('INACTIVE')
    engine.run(1)
    expect(describe().failures).toEqual([{ arn: ci?.arn, reason: 'MISSING' }])
  })

  it('T-208 RegisterContainerInstance joins an instance from its identity document and resources', () => {
    const engine = new TestEngine()
    engine.call('CreateCluster', { clusterName: 'demo' })
    const document = { instanceId: 'i-0123456789abcdef0', instanceType: 'm5.large', availabilityZone: 'us-east-1c' }
    const register = () =>
      call(engine, 'RegisterContainerInstance', {
        instanceIdentityDocument: JSON.stringify(document),
        totalResources: [
          { name: 'CPU', type: 'INTEGER', integerValue: 1000 },
          { name: 'MEMORY', type: 'INTEGER', integerValue: 2000 },
          { name: 'PORTS', type: 'STRINGSET', stringSetValue: ['22'] },
        ],
        attributes: [{ name: 'rack', value: 'r1' }],
        versionInfo: { agentVersion: '1.90.0' },
      })
    const { containerInstance } = register()
    expect(containerInstance).toMatchObject({
      ec2InstanceId: document.instanceId,
      status: 'ACTIVE',
      agentConnected: true,
      versionInfo: { agentVersion: '1.90.0' },
    })
    expect(containerInstance.attributes).toContainEqual({ name: 'rack', value: 'r1' })
    expect(containerInstance.registeredResources.map((r: { integerValue: number }) => r.integerValue)).toEqual([
      1000, 2000, 0, 0,
    ])
    expect(register).toThrow('is already registered')
    expect(engine.sim.t.instances.find('instanceId', document.instanceId)?.zone).toBe('us-east-1c')
  })

  it.each([
    ['{', 'Instance identity document is invalid: it is no JSON object.'],
    ['[]', 'Instance identity document is invalid: it is no JSON object.'],
    ['null', 'Instance identity document is invalid: it is no JSON object.'],
    ['{"instanceId":5}', 'instanceId is no string'],
    ['{"imageId":{}}', 'imageId is no string'],
    ['{"availabilityZone":["us-east-1a"]}', 'availabilityZone is no string'],
    ['{"instanceId":"<script>"}', 'instanceId is no id of an EC2 instance'],
    ['{"instanceType":"nope.large"}', "the instance type 'nope.large' does not exist"],
    ['{"availabilityZone":"mars-1a"}', 'The Availability Zone mars-1a is not available.'],
    ['{}', 'The resource CPU is below 0.', { name: 'CPU', integerValue: -5 }],
    ['{}', "'x' in PORTS is no port.", { name: 'PORTS', stringSetValue: ['22', 'x'] }],
    ['{}', "'65536' in PORTS_UDP is no port.", { name: 'PORTS_UDP', stringSetValue: ['65536'] }],
  ])('T-208 refuses %s: %s', (instanceIdentityDocument, message, resource?: object) => {
    const engine = new TestEngine()
    engine.call('CreateCluster', { clusterName: 'demo' })
    const totalResources = resource ? [resource] : []
    expect(() => call(engine, 'RegisterContainerInstance', { instanceIdentityDocument, totalResources })).toThrow(
      message,
    )
    expect(engine.sim.t.instances.size).toBe(0)
  })

  it('T-208 an instance that is not running cannot register', () => {
    const engine = new TestEngine()
    const [ci] = engine.instances(1)
    const instance = engine.sim.t.instances.need(ci?.instanceId ?? '')
    engine.sim.t.instances.patch(instance.id, { state: 'stopped' })
    const instanceIdentityDocument = JSON.stringify({ instanceId: instance.instanceId })
    expect(() => call(engine, 'RegisterContainerInstance', { instanceIdentityDocument })).toThrow('is not running')
  })
})
