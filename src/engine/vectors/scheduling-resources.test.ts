import { describe, expect, it } from 'vitest'
import { awsvpc, fleet, subnetsOf, tally } from './kit'

const HOST = { type: 'spread', field: 'instanceId' }
const MEMORY = { type: 'binpack', field: 'memory' }
const HEAD = '(service web) was unable to place a task because no container instance met all of its requirements.'
const TAIL = 'For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.'
const closest = (what: string) => `${HEAD} The closest matching ${what} ${TAIL}`
const port = (hostPort: number, protocol = 'tcp') => ({
  portMappings: [{ containerPort: hostPort, hostPort, protocol }],
})

describe('ports', () => {
  it('scheduling V-22 S-19 S-46 a static host port stands once on an instance', () => {
    const f = fleet([{}, {}])
    const placementStrategy = [HOST]
    expect(f.service('web', f.define('web', 128, 256, port(80)), 3, { placementStrategy })).toEqual(['ci-1', 'ci-2'])
    expect(f.texts('web').at(-1)).toBe(closest('(ci-1) is already using a port required by your task.'))
  })

  it('scheduling V-23 S-19 53/tcp and 53/udp live together', () => {
    const f = fleet([{}])
    f.put(1, f.define('tcp', 64, 64, port(53)))
    expect(f.run(f.define('udp', 64, 64, port(53, 'udp'))).chosen).toEqual(['ci-1'])
    expect(f.run('tcp').failures).toEqual(['ci-1 RESOURCE:PORTS'])
    const [ci] = f.call('ecs.DescribeContainerInstances', {
      cluster: 'demo',
      containerInstances: [f.ci(1)],
    }).containerInstances
    const used = (name: string) => ci.remainingResources.find((r: { name: string }) => r.name === name).stringSetValue
    expect([used('PORTS'), used('PORTS_UDP')]).toEqual([['22', '53', '2375', '2376', '51678', '51679'], ['53']])
  })

  it('scheduling V-24 S-98 22 is reserved, 51680 is not', () => {
    const f = fleet([{}])
    expect(f.run(f.define('a', 64, 64, port(22))).failures).toEqual(['ci-1 RESOURCE:PORTS'])
    expect(f.run(f.define('b', 64, 64, port(51680))).chosen).toEqual(['ci-1'])
  })

  it('scheduling V-25 networking V-8 S-19 N-19 T-231 one hundred reserved ports, dynamic ones not counted', () => {
    const f = fleet([{}])
    const mappings = (from: number, count: number) => ({
      portMappings: Array.from({ length: count }, (_, i) => ({ containerPort: from + i, hostPort: from + i })),
    })
    f.put(1, f.define('many', 64, 64, mappings(9000, 94)))
    expect(f.run(f.define('one', 64, 64, port(8080))).chosen).toEqual(['ci-1'])
    expect(f.run(f.define('two', 64, 64, port(8081))).failures).toEqual(['ci-1 RESOURCE:PORTS'])
    const dynamic = f.define('dynamic', 64, 64, { portMappings: [{ containerPort: 8082 }] })
    expect(f.run(dynamic).chosen).toEqual(['ci-1'])
  })

  it('scheduling V-38 N-23 T-47 S-109 dynamic ports rise over stops', () => {
    const f = fleet([{}])
    const two = (name: string) => ({ name, image: 'app', memory: 64, portMappings: [{ containerPort: 80 }] })
    f.call('ecs.RegisterTaskDefinition', { family: 'two', containerDefinitions: [two('a'), two('b')] })
    const ports = (arn: string) => {
      f.to(f.engine.now / 1000 + 60)
      const [task] = f.call('ecs.DescribeTasks', { cluster: 'demo', tasks: [arn] }).tasks
      return task.containers.flatMap((c: { networkBindings: { hostPort: number }[] }) =>
        c.networkBindings.map((binding) => binding.hostPort),
      )
    }
    const first = f.put(1, 'two').taskArn
    expect(ports(first)).toEqual([32768, 32769])
    expect(ports(f.put(1, 'two').taskArn)).toEqual([32770, 32771])
    f.call('ecs.StopTask', { cluster: 'demo', task: first })
    f.to(f.engine.now / 1000 + 60)
    expect(ports(f.put(1, 'two').taskArn)).toEqual([32772, 32773])
  })
})

describe('network interfaces and zones', () => {
  const own = { networkMode: 'awsvpc' }

  it('scheduling V-26 networking V-14 S-20 two without trunking, ten with', () => {
    const f = fleet([{}])
    const job = f.define('job', 64, 64, {}, own)
    const request = awsvpc(subnetsOf(f, 'a'))
    expect(f.run(job, { ...request, count: 3 })).toEqual({ chosen: ['ci-1', 'ci-1'], failures: ['ci-1 RESOURCE:ENI'] })

    const trunked = (type: string) => {
      const g = fleet([])
      g.call('ecs.PutAccountSetting', { name: 'awsvpcTrunking', value: 'enabled' })
      g.call('playground.AddContainerInstances', {
        cluster: 'demo',
        instanceType: type,
        availabilityZones: ['us-east-1a'],
      })
      g.to(120)
      const small = g.define('job', 8, 8, {}, own)
      const all = { ...awsvpc(subnetsOf(g, 'a')), count: 10 }
      const first = g.run(small, all)
      return [first.chosen.length, [...first.failures, ...g.run(small, all).failures].map((x) => x.split(' ')[1])]
    }
    expect(trunked('c5.large')).toEqual([10, ['RESOURCE:ENI']])
    expect(trunked('t3.medium')).toEqual([2, ['RESOURCE:ENI', 'RESOURCE:ENI']])
  })

  it('networking V-13 S-20 a bridge task still fits when the interfaces are gone', () => {
    const f = fleet([{ type: 'm5.large' }])
    const job = f.define('job', 64, 64, {}, own)
    const request = awsvpc(subnetsOf(f, 'a'))
    expect(f.run(job, { ...request, count: 2 }).chosen).toEqual(['ci-1', 'ci-1'])
    expect(f.run(job, request).failures).toEqual(['ci-1 RESOURCE:ENI'])
    expect(f.run(f.define('plain', 64, 64)).chosen).toEqual(['ci-1'])
  })

  it('scheduling V-27 S-17 no subnet in the zone of the instance', () => {
    const f = fleet([{ zone: 'b' }])
    expect(f.run(f.define('job', 64, 64, {}, own), awsvpc(subnetsOf(f, 'a'))).failures).toEqual(['ci-1 LOCATION'])
  })

  it('scheduling V-63 S-38 Fargate goes round the zones of the subnets', () => {
    const f = fleet([])
    f.define('web', 256, 512, {}, { ...own, requiresCompatibilities: ['FARGATE'], cpu: '256', memory: '512' })
    f.call('ecs.CreateService', {
      cluster: 'demo',
      serviceName: 'web',
      taskDefinition: 'web',
      desiredCount: 7,
      launchType: 'FARGATE',
      ...awsvpc(subnetsOf(f)),
    })
    f.to(10)
    expect([...f.engine.rows('tasks')].map((t) => t.zone?.at(-1)).join('')).toBe('abcabca')
  })
})

describe('CPU, memory, GPU, architecture', () => {
  it('scheduling V-28 S-22 another architecture is ATTRIBUTE, behind RESOURCE:CPU', () => {
    const f = fleet([{ type: 'm7g.large' }, { used: [2048, 100] }])
    const job = f.define('job', 256, 512, {}, { runtimePlatform: { cpuArchitecture: 'X86_64' } })
    expect(f.run(job).failures).toEqual(['ci-1 ATTRIBUTE', 'ci-2 RESOURCE:CPU'])
  })

  it('scheduling V-29 S-46 the closest instance is the one that came furthest', () => {
    const f = fleet([{}, { used: [100, 3500] }])
    f.call('playground.InjectFault', { kind: 'disconnectAgent', target: f.ci(1) })
    f.before(200)
    expect(f.service('web', f.define('web', 256, 512), 1)).toEqual([])
    expect(f.texts('web')).toEqual([closest('(ci-1) encountered error "AGENT".')])
    expect(f.run('web').failures).toEqual(['ci-1 AGENT', 'ci-2 RESOURCE:MEMORY'])
  })

  it('scheduling V-30 S-17 T-166 one reason per instance', () => {
    const f = fleet([{ used: [2000, 10] }, { used: [0, 3600] }, {}])
    f.put(3, f.define('holder', 0, 8, port(80)))
    const web = f.define('web', 256, 512, port(80))
    expect(f.run(web).failures).toEqual(['ci-1 RESOURCE:CPU', 'ci-2 RESOURCE:MEMORY', 'ci-3 RESOURCE:PORTS'])
    f.service('web', web, 1)
    expect(f.texts('web')).toEqual([closest('(ci-3) is already using a port required by your task.')])
  })

  it('scheduling V-31 S-40 what fits is started, the rest fails once per instance', () => {
    const f = fleet([{ type: 't3.micro' }, { type: 't3.micro' }])
    expect(f.run(f.define('job', 256, 400), { count: 5, placementStrategy: [MEMORY] })).toEqual({
      chosen: ['ci-1', 'ci-1', 'ci-2', 'ci-2'],
      failures: ['ci-1 RESOURCE:MEMORY', 'ci-2 RESOURCE:MEMORY'],
    })
  })

  it('scheduling V-32 S-13 no ACTIVE instance; a service only gets the event', () => {
    const f = fleet([])
    const taskDefinition = f.define('web', 256, 512)
    expect(f.refused('ecs.RunTask', { cluster: 'demo', taskDefinition, launchType: 'EC2' })).toEqual({
      name: 'InvalidParameterException',
      message: 'No Container Instances were found in your cluster.',
    })
    expect(f.service('web', taskDefinition, 1)).toEqual([])
    expect(f.texts('web')).toEqual([`${HEAD} Reason: No Container Instances were found in your cluster. ${TAIL}`])
  })

  it('scheduling V-33 S-18 S-97 what is registered counts, and exactly that fits', () => {
    const f = fleet([{}])
    expect(f.run(f.define('big', 0, 4096)).failures).toEqual(['ci-1 RESOURCE:MEMORY'])
    expect(f.run(f.define('exact', 0, 3705)).chosen).toEqual(['ci-1'])
  })

  it('scheduling V-34 S-17 GPUs', () => {
    const f = fleet([{ type: 'g4dn.xlarge' }, {}])
    const gpu = { resourceRequirements: [{ type: 'GPU', value: '1' }] }
    expect(f.run(f.define('job', 1024, 2048, gpu), { count: 2 })).toEqual({
      chosen: ['ci-1'],
      failures: ['ci-1 RESOURCE:GPU', 'ci-2 RESOURCE:GPU'],
    })
  })

  it('scheduling V-35 S-85 the reservation is what a task takes', () => {
    const f = fleet([{ type: 't3.micro' }])
    const { chosen, failures } = f.run(f.define('job', 0, 300, { memoryReservation: 128 }), { count: 9 })
    expect([tally(chosen), failures]).toEqual([{ 'ci-1': 7 }, ['ci-1 RESOURCE:MEMORY']])
  })

  it('scheduling V-36 S-84 CPU 0 takes nothing', () => {
    const f = fleet([{ type: 't2.micro' }])
    expect(f.run(f.define('job', 0, 300), { count: 4 })).toEqual({
      chosen: ['ci-1', 'ci-1', 'ci-1'],
      failures: ['ci-1 RESOURCE:MEMORY'],
    })
  })

  it('scheduling V-37 S-12 S-43 S-103 T-166 StartTask judges each instance on its own', () => {
    const f = fleet([{}, {}])
    f.call('ecs.DeregisterContainerInstance', { cluster: 'demo', containerInstance: f.ci(2) })
    f.to(600)
    const containerInstances = [f.ci(1), f.ci(2), 'unknown']
    const { tasks, failures } = f.call('ecs.StartTask', {
      cluster: 'demo',
      taskDefinition: f.define('job', 64, 64),
      containerInstances,
    })
    expect(tasks.map((t: { containerInstanceArn: string }) => f.nameOf(t.containerInstanceArn))).toEqual(['ci-1'])
    expect(failures).toEqual([
      { arn: f.ci(2), reason: 'INACTIVE' },
      { arn: 'arn:aws:ecs:us-east-1:123456789012:container-instance/demo/unknown', reason: 'MISSING' },
    ])
  })
})
