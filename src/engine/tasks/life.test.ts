import { describe, expect, it } from 'vitest'
import type { Any, Bench } from '../testing'
import { bench, define, VECTOR_TIMINGS, vectorBench } from '../testing'

const tasks = (b: Bench) => [...b.engine.rows('tasks')]
const hook = { command: ['CMD', 'true'] }

/** The statuses that EventBridge tells of a task, each once. */
function statuses(b: Bench, arn: string | undefined): string[] {
  const events = (b.engine.world(['eventBridgeEvents']).eventBridgeEvents as Any[]).filter(
    (e) => e['detail-type'] === 'ECS Task State Change' && e.resources[0] === arn,
  )
  return events.map((e) => e.detail.lastStatus).filter((status, i, all) => status !== all[i - 1])
}

/** A cluster for everything: instances, Fargate, images that are there at once. */
function world(): Bench {
  const b = bench({ timings: { ...VECTOR_TIMINGS, containerStart: 0 } })
  b.call('ecs.CreateCluster', { clusterName: 'demo', capacityProviders: ['FARGATE'] })
  b.call('playground.AddContainerInstances', { cluster: 'demo', instanceType: 'm5.large' })
  for (const [image, more] of [
    ['well', { drainSeconds: 3 }],
    ['slow', { drainSeconds: 8 }],
    ['ends-0', { exitAfterSeconds: 20, exitCode: 0 }],
    ['ends-3', { exitAfterSeconds: 20, exitCode: 3 }],
    ['ends-90', { exitAfterSeconds: 90, exitCode: 1 }],
    ['leaky', { memoryMiB: 10, memoryLeakMiBPerMinute: 60 }],
    ['absent', { pullable: false }],
  ] as const)
    b.call('playground.PutImage', { image, sizeMiB: 0, startSeconds: 0, ...more })
  return b
}

const FARGATE = { networkMode: 'awsvpc', requiresCompatibilities: ['FARGATE'], cpu: '256', memory: '512' }

function run(b: Bench, containers: object[], definition: object = {}, more: object = {}): string {
  b.call('ecs.RegisterTaskDefinition', {
    family: 'app',
    containerDefinitions: containers.map((c, i) => ({ name: `c${i}`, memory: 64, ...c })),
    ...definition,
  })
  const [subnet] = b.call('ec2.DescribeSubnets').Subnets
  const awsvpc = 'networkMode' in definition && definition.networkMode === 'awsvpc'
  return b.call('ecs.RunTask', {
    cluster: 'demo',
    taskDefinition: 'app',
    ...(awsvpc ? { networkConfiguration: { awsvpcConfiguration: { subnets: [subnet.SubnetId] } } } : {}),
    ...more,
  }).tasks[0].taskArn
}

const row = (b: Bench, arn: string) => tasks(b).find((t) => t.arn === arn)
const container = (b: Bench, arn: string, name: string) => row(b, arn)?.containers.find((c) => c.name === name)

describe('names', () => {
  it('D-100, D-102 ids and ARNs; an ARN of the old form finds nothing', () => {
    const b = vectorBench()
    b.call('ecs.CreateService', { cluster: 'demo', serviceName: 'web', taskDefinition: 'app:1', desiredCount: 1 })
    b.to(10)
    const [task] = tasks(b)
    expect(task?.taskId).toMatch(/^[0-9a-f]{32}$/)
    expect(task?.arn).toBe(`arn:aws:ecs:us-east-1:123456789012:task/demo/${task?.taskId}`)
    const old = 'arn:aws:ecs:us-east-1:123456789012:task/57c9506e-9d21-294c-d2fe-e8738da7e67d'
    expect(b.call('ecs.DescribeTasks', { cluster: 'demo', tasks: [old] })).toMatchObject({
      tasks: [],
      failures: [{ arn: old, reason: 'MISSING' }],
    })
    const [service] = b.call('ecs.DescribeServices', { cluster: 'demo', services: ['web'] }).services
    const [deployment] = b.call('ecs.ListServiceDeployments', { cluster: 'demo', service: 'web' }).serviceDeployments
    const arn = (kind: string) => `^arn:aws:ecs:us-east-1:123456789012:${kind}/demo/web`
    expect(service.serviceArn).toMatch(new RegExp(`${arn('service')}$`))
    expect(service.deployments[0].id).toMatch(/^ecs-svc\/\d{19}$/)
    expect(deployment.serviceDeploymentArn).toMatch(new RegExp(`${arn('service-deployment')}/[A-Za-z0-9_-]{21}$`))
    expect(deployment.targetServiceRevisionArn).toMatch(new RegExp(`${arn('service-revision')}/\\d{19}$`))
  })
})

describe('the statuses that a task visits', () => {
  it('D-108 standalone on EC2 and on Fargate', () => {
    const visits = (definition: object, more: object = {}) => {
      const b = world()
      const arn = run(b, [{ image: 'well' }], definition, more)
      b.to(60)
      b.call('ecs.StopTask', { cluster: 'demo', task: arn })
      b.to(200)
      return statuses(b, arn).join(' ')
    }
    expect(visits({ networkMode: 'bridge' })).toBe('PENDING RUNNING STOPPING STOPPED')
    expect(visits({ networkMode: 'host' })).toBe('PENDING RUNNING STOPPING STOPPED')
    expect(visits({ networkMode: 'awsvpc' })).toBe('PROVISIONING PENDING RUNNING STOPPING DEPROVISIONING STOPPED')
    expect(visits(FARGATE, { launchType: 'FARGATE' })).toBe(
      'PROVISIONING PENDING ACTIVATING RUNNING DEACTIVATING STOPPING DEPROVISIONING STOPPED',
    )
  })

  it('D-110 one that never ran goes from PENDING to its end, and was never started', () => {
    const failed = (definition: object, more: object = {}) => {
      const b = world()
      const arn = run(b, [{ image: 'absent' }], definition, more)
      b.to(300)
      expect(row(b, arn)).toMatchObject({ startedAtMs: null, stopCode: 'TaskFailedToStart' })
      return statuses(b, arn).join(' ')
    }
    expect(failed({ networkMode: 'bridge' })).toBe('PENDING STOPPED')
    expect(failed({ networkMode: 'awsvpc' })).toBe('PROVISIONING PENDING DEPROVISIONING STOPPED')
    expect(failed(FARGATE, { launchType: 'FARGATE' })).toBe('PROVISIONING PENDING DEPROVISIONING STOPPED')
  })

  it('D-110 on request too', () => {
    const b = world()
    const arn = run(b, [{ image: 'absent' }], FARGATE, { launchType: 'FARGATE' })
    b.to(20)
    b.call('ecs.StopTask', { cluster: 'demo', task: arn })
    b.to(60)
    expect(statuses(b, arn)).toEqual(['PROVISIONING', 'PENDING', 'DEPROVISIONING', 'STOPPED'])
    expect(row(b, arn)).toMatchObject({ startedAtMs: null, stopCode: 'UserInitiated' })
  })
})

describe('containers of a task', () => {
  it('D-122 an essential one that ends takes the others with it, by signal', () => {
    const b = world()
    const arn = run(b, [{ image: 'ends-3' }, { image: 'well' }, { image: 'slow', essential: false }])
    b.to(22)
    expect(row(b, arn)).toMatchObject({ lastStatus: 'STOPPING', desiredStatus: 'STOPPED' })
    b.to(60)
    expect(row(b, arn)).toMatchObject({ lastStatus: 'STOPPED', stopCode: 'EssentialContainerExited' })
    expect(row(b, arn)?.containers.map((c) => [c.exitCode, (c.stoppedAtMs ?? 0) / 1000])).toEqual([
      [3, 20],
      [0, 23],
      [0, 28],
    ])
  })

  it('D-122 one that is not essential changes nothing else', () => {
    const b = world()
    const arn = run(b, [{ image: 'ends-3', essential: false }, { image: 'well' }])
    b.to(100)
    expect(row(b, arn)).toMatchObject({ lastStatus: 'RUNNING', desiredStatus: 'RUNNING' })
    expect(row(b, arn)?.containers.map((c) => c.lastStatus)).toEqual(['STOPPED', 'RUNNING'])
  })

  it('D-124 all end with 0: still by an essential container', () => {
    const b = world()
    const arn = run(b, [{ image: 'ends-0' }, { image: 'ends-0' }])
    b.to(60)
    expect(row(b, arn)).toMatchObject({
      stopCode: 'EssentialContainerExited',
      stoppedReason: 'Essential container in task exited',
      containers: [{ exitCode: 0 }, { exitCode: 0 }],
    })
  })

  it('D-130 they are signalled in the reverse order of their start, over dependencies and links', () => {
    const b = world()
    const dependsOn = (containerName: string) => ({ dependsOn: [{ containerName, condition: 'START' }] })
    const arn = run(b, [{ image: 'slow' }, { image: 'slow', ...dependsOn('c0') }, { image: 'well', links: ['c1:db'] }])
    b.to(50)
    expect(row(b, arn)?.lastStatus).toBe('RUNNING')
    b.call('ecs.StopTask', { cluster: 'demo', task: arn })
    b.to(100)
    const times = (name: string) => {
      const c = container(b, arn, name)
      return [c?.signalledAtMs, c?.stoppedAtMs].map((ms) => Math.round((ms ?? 0) / 1000))
    }
    expect([times('c2'), times('c1'), times('c0')]).toEqual([
      [50, 53],
      [53, 61],
      [61, 69],
    ])
  })

  it('D-133 a startTimeout is that of the container waited for, not of the one that waits', () => {
    const dependsOn = [{ containerName: 'c0', condition: 'COMPLETE' }]
    const stopCode = (waitedFor: object, waits: object) => {
      const b = world()
      const arn = run(b, [
        { image: 'ends-90', essential: false, ...waitedFor },
        { image: 'well', dependsOn, ...waits },
      ])
      b.to(80)
      return row(b, arn)?.stopCode
    }
    expect(stopCode({}, { startTimeout: 30 })).toBeNull()
    expect(stopCode({ startTimeout: 30 }, {})).toBe('TaskFailedToStart')
  })

  it('D-135 a restart policy is for essential and other containers, on EC2 and on Fargate', () => {
    const restartPolicy = { enabled: true, restartAttemptPeriod: 60 }
    for (const [definition, more] of [
      [{}, {}],
      [FARGATE, { launchType: 'FARGATE' }],
    ]) {
      const b = world()
      const containers = [
        { image: 'ends-90', restartPolicy },
        { image: 'ends-90', essential: false, restartPolicy },
        { image: 'ends-3', essential: false, restartPolicy },
      ]
      const arn = run(b, containers, definition, more)
      b.to(150)
      expect(row(b, arn)?.lastStatus).toBe('RUNNING')
      expect(row(b, arn)?.containers.map((c) => [c.restartCount, c.lastStatus])).toEqual([
        [1, 'RUNNING'],
        [1, 'RUNNING'],
        [0, 'STOPPED'], // 20 s are less than the period
      ])
    }
  })

  it('D-138 interval 30, timeout 5, retries 3, no startPeriod; a container without a check has no health', () => {
    const b = world()
    const sick = { image: 'sick', sizeMiB: 0, startSeconds: 0, healthyAfterSeconds: 100_000 }
    b.call('playground.PutImage', sick)
    const arn = run(b, [{ image: 'sick', healthCheck: hook }, { image: 'sick' }])
    const def = b.call('ecs.DescribeTaskDefinition', { taskDefinition: 'app' }).taskDefinition
    expect(def.containerDefinitions[0].healthCheck).toEqual({ ...hook, interval: 30, timeout: 5, retries: 3 })
    b.to(89)
    expect(row(b, arn)?.containers.map((c) => c.healthStatus)).toEqual(['UNKNOWN', 'UNKNOWN'])
    b.to(90)
    expect(row(b, arn)?.containers.map((c) => c.healthStatus)).toEqual(['UNHEALTHY', 'UNKNOWN'])
  })

  it('D-802, D-120 out of memory: 137 and its reason, and the task goes with an essential container', () => {
    const b = world()
    const arn = run(b, [{ image: 'leaky', memory: 64 }, { image: 'well' }])
    b.to(120)
    expect(row(b, arn)).toMatchObject({
      lastStatus: 'STOPPED',
      stopCode: 'EssentialContainerExited',
      stoppedReason: 'Essential container in task exited',
      containers: [
        { exitCode: 137, reason: 'OutOfMemoryError: Container killed due to memory usage' },
        { exitCode: 0, reason: null },
      ],
    })
  })
})

describe('host ports and interfaces', () => {
  it('N-21 a static port is free on the instance when its task is STOPPED, not when it is told to stop', () => {
    const b = world()
    const definition = [{ image: 'slow', portMappings: [{ containerPort: 80, hostPort: 8080 }] }]
    const first = run(b, definition)
    b.to(50)
    b.call('ecs.StopTask', { cluster: 'demo', task: first })
    b.to(52)
    const second = run(b, definition)
    b.to(57)
    expect([row(b, first)?.lastStatus, row(b, second)?.lastStatus]).toEqual(['STOPPING', 'PENDING'])
    b.to(59)
    expect([row(b, first)?.lastStatus, row(b, second)?.lastStatus]).toEqual(['STOPPED', 'RUNNING'])
  })

  it('N-29 a task has one interface for its whole life, kept over a restart; a replacement has another', () => {
    const b = world()
    const restartPolicy = { enabled: true, restartAttemptPeriod: 60 }
    const first = run(b, [{ image: 'ends-90', restartPolicy }], FARGATE, { launchType: 'FARGATE' })
    b.to(100)
    const eni = row(b, first)?.eniId
    b.to(150)
    expect(row(b, first)).toMatchObject({ lastStatus: 'RUNNING', containers: [{ restartCount: 1 }], eniId: eni })
    const owned = () => [...b.engine.rows('networkInterfaces')].filter((i) => i.owner === 'task')
    expect(owned().map((i) => i.id)).toEqual([eni])
    b.call('ecs.StopTask', { cluster: 'demo', task: first })
    b.to(250)
    expect(owned()).toEqual([])
    const second = run(b, [{ image: 'well' }], FARGATE, { launchType: 'FARGATE' })
    b.to(300)
    expect(row(b, second)?.eniId).not.toBe(eni)
  })

  it('S-111 without a dynamic port left the task fails on its host, with the text of the agent', () => {
    const b = bench({ timings: { ...VECTOR_TIMINGS, containerStart: 0 } })
    b.call('ecs.CreateCluster', { clusterName: 'demo' })
    const UserData = '#!/bin/bash\necho ECS_CLUSTER=demo\necho ECS_DYNAMIC_HOST_PORT_RANGE=40000-40001'
    b.call('ec2.RunInstances', { InstanceType: 'c5.large', MinCount: 1, MaxCount: 1, UserData })
    b.to(100)
    const mapped = (n: number) => ({
      image: 'app',
      portMappings: Array.from({ length: n }, (_, i) => ({ containerPort: 80 + i })),
    })
    const first = run(b, [mapped(1)])
    b.to(150)
    const second = run(b, [mapped(2)])
    b.to(200)
    expect(row(b, first)?.lastStatus).toBe('RUNNING')
    expect(row(b, second)).toMatchObject({ lastStatus: 'STOPPED', stopCode: 'TaskFailedToStart' })
    expect(container(b, second, 'c0')?.reason).toContain('a host port is unavailable')
    const third = run(b, [{ image: 'app', portMappings: [{ containerPortRange: '8000-8002' }] }])
    b.to(250)
    expect(container(b, third, 'c0')?.reason).toContain('3 contiguous host ports are unavailable')
  })
})

describe('a static port inside the dynamic range', () => {
  it('S-112 a task is placed where a dynamic port already sits there, and fails to start', () => {
    const b = world()
    const first = run(b, [{ image: 'well', portMappings: [{ containerPort: 80 }] }])
    b.to(20)
    expect(container(b, first, 'c0')?.networkBindings[0]?.hostPort).toBe(32768)
    const second = run(b, [{ image: 'well', portMappings: [{ containerPort: 80, hostPort: 32768 }] }])
    b.to(40)
    expect(row(b, second)).toMatchObject({ lastStatus: 'STOPPED', stopCode: 'TaskFailedToStart' })
    expect(container(b, second, 'c0')?.reason).toBe(
      'CannotStartContainerError: Error response from daemon: driver failed programming external connectivity on endpoint c0: Bind for 0.0.0.0:32768 failed: port is already allocated',
    )
    b.call('ecs.StopTask', { cluster: 'demo', task: first })
    b.to(60)
    const third = run(b, [{ image: 'well', portMappings: [{ containerPort: 80, hostPort: 32768 }] }])
    b.to(80)
    expect(row(b, third)?.lastStatus).toBe('RUNNING')
  })
})

describe('times', () => {
  it('D-115 each comes after the one before it, whatever ends the task', () => {
    const b = world()
    const arns = [
      run(b, [{ image: 'ends-3' }, { image: 'slow' }]),
      run(b, [{ image: 'absent' }]),
      run(b, [{ image: 'well' }], FARGATE, { launchType: 'FARGATE' }),
    ]
    b.to(50)
    b.call('ecs.StopTask', { cluster: 'demo', task: arns[2] })
    b.to(300)
    for (const task of b.call('ecs.DescribeTasks', { cluster: 'demo', tasks: arns }).tasks) {
      const { createdAt, connectivityAt, pullStartedAt, pullStoppedAt, startedAt } = task
      const { stoppingAt, executionStoppedAt, stoppedAt } = task
      const all = [createdAt, connectivityAt, pullStartedAt, pullStoppedAt, startedAt, stoppingAt]
      const set = [...all, executionStoppedAt, stoppedAt].filter((time) => time !== undefined).map(Number)
      expect(set.length).toBeGreaterThanOrEqual(6)
      expect(set).toEqual([...set].sort((x, y) => x - y))
    }
  })
})

describe('sizes', () => {
  it('T-111 RunTask on Fargate: an override must leave a size that Fargate has', () => {
    const b = world()
    const arn = run(b, [{ image: 'well' }], FARGATE, {
      launchType: 'FARGATE',
      overrides: { cpu: '512', memory: '1024' },
    })
    expect(row(b, arn)).toMatchObject({ cpuUnits: 512, memoryMiB: 1024 })
    const [subnet] = b.call('ec2.DescribeSubnets').Subnets
    const refused = (overrides: object, launchType = 'FARGATE') =>
      b.refused('ecs.RunTask', {
        cluster: 'demo',
        taskDefinition: 'app',
        launchType,
        networkConfiguration: { awsvpcConfiguration: { subnets: [subnet.SubnetId] } },
        overrides,
      })
    const text = (cpu: number, memory: number) => ({
      name: 'InvalidParameterException',
      message: `No Fargate configuration exists for given values: ${cpu} CPU, ${memory} memory. See the Amazon ECS documentation for the valid values.`,
    })
    expect(refused({ cpu: '300' })).toEqual(text(300, 512))
    expect(refused({ memory: '4096' })).toEqual(text(256, 4096))
    // On EC2 any size goes.
    const onEc2 = run(b, [{ image: 'well' }], { networkMode: 'awsvpc' }, { overrides: { cpu: '300', memory: '500' } })
    expect(row(b, onEc2)).toMatchObject({ cpuUnits: 300, memoryMiB: 500 })
  })
})

describe('a service', () => {
  it('D-207 what a task needs to count as healthy, without a load balancer', () => {
    const countedAt = (container: object) => {
      const b = vectorBench()
      define(b, '1', container)
      b.call('ecs.CreateService', { cluster: 'demo', serviceName: 'web', taskDefinition: 'app:4', desiredCount: 1 })
      b.to(200)
      const [task] = tasks(b)
      return [(task?.startedAtMs ?? 0) / 1000, (task?.countedSinceMs ?? 0) / 1000]
    }
    expect(countedAt({})).toEqual([20, 60])
    expect(countedAt({ healthCheck: { ...hook, interval: 5 } })).toEqual([20, 25])
  })
})
