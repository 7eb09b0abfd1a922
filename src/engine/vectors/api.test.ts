import { describe, expect, it } from 'vitest'
import type { Any } from '../testing'
import { bench, vectorBench } from '../testing'
import { awsvpc, subnetsOf } from './kit'

/** Definitions B and F of task-definitions-and-api.md Part J. */
const B = { family: 'web', containerDefinitions: [{ name: 'app', image: 'nginx:1.27', memory: 128 }] }
const F = {
  family: 'webf',
  networkMode: 'awsvpc',
  requiresCompatibilities: ['FARGATE'],
  cpu: '256',
  memory: '512',
  containerDefinitions: [{ name: 'app', image: 'nginx:1.27' }],
}

describe('API shapes', () => {
  it('TV-72 T-168 23 services in pages of 10', () => {
    const b = vectorBench({ instances: 0 + 1 })
    for (let n = 1; n <= 23; n++) {
      b.call('ecs.CreateService', { cluster: 'demo', serviceName: `s-${n}`, taskDefinition: 'app', desiredCount: 0 })
    }
    const sizes: number[] = []
    const seen = new Set<string>()
    let nextToken: string | undefined
    do {
      const page: Any = b.call('ecs.ListServices', { cluster: 'demo', ...(nextToken ? { nextToken } : {}) })
      sizes.push(page.serviceArns.length)
      for (const arn of page.serviceArns) seen.add(arn)
      nextToken = page.nextToken
    } while (nextToken)
    expect([sizes, seen.size]).toEqual([[10, 10, 3], 23])
  })

  it('TV-74 T-183 T-186 RunTask on Fargate', () => {
    const b = bench()
    b.call('ecs.CreateCluster')
    b.call('ecs.RegisterTaskDefinition', F)
    const [subnet] = subnetsOf(b)
    const input = { taskDefinition: 'webf', count: 3, launchType: 'FARGATE', ...awsvpc([subnet as string]) }
    const { tasks, failures } = b.call('ecs.RunTask', input)
    expect([tasks.length, failures]).toEqual([3, []])
    for (const task of tasks) {
      expect(task).toMatchObject({
        lastStatus: 'PROVISIONING',
        desiredStatus: 'RUNNING',
        group: 'family:webf',
        launchType: 'FARGATE',
        cpu: '256',
        memory: '512',
        version: 1,
        healthStatus: 'UNKNOWN',
        platformVersion: '1.4.0',
        ephemeralStorage: { sizeInGiB: 20 },
        overrides: { containerOverrides: [{ name: 'app' }] },
      })
      expect(task.attachments).toEqual([
        {
          id: expect.stringMatching(/^[0-9a-f]{8}-/),
          type: 'ElasticNetworkInterface',
          status: 'PRECREATED',
          details: [{ name: 'subnetId', value: subnet }],
        },
      ])
      expect(task.containerInstanceArn).toBeUndefined()
      expect(task.startedAt).toBeUndefined()
    }
  })

  it('TV-80 T-185 overrides of the environment are merged by name and shown', () => {
    const b = vectorBench({ instances: 1 })
    b.call('ecs.RegisterTaskDefinition', {
      ...B,
      containerDefinitions: [
        {
          ...B.containerDefinitions[0],
          environment: [
            { name: 'A', value: '1' },
            { name: 'B', value: '1' },
          ],
        },
      ],
    })
    const containerOverrides = [{ name: 'app', environment: [{ name: 'A', value: '2' }] }]
    const { tasks } = b.call('ecs.RunTask', {
      cluster: 'demo',
      taskDefinition: 'web',
      overrides: { containerOverrides },
    })
    expect(tasks[0].overrides.containerOverrides).toEqual(containerOverrides)
    expect(
      b.call('ecs.DescribeTaskDefinition', { taskDefinition: 'web' }).taskDefinition.containerDefinitions[0]
        .environment,
    ).toHaveLength(2)
  })

  it('T-185 S-84 S-85 a size override is what the task takes from the instance', () => {
    const b = vectorBench({ instances: 1 })
    b.call('ecs.RegisterTaskDefinition', B)
    const overrides = { cpu: '512', memory: '1024' }
    const { tasks } = b.call('ecs.RunTask', { cluster: 'demo', taskDefinition: 'web', overrides })
    expect([tasks[0].cpu, tasks[0].memory]).toEqual(['512', '1024'])
    const [arn] = b.call('ecs.ListContainerInstances', { cluster: 'demo' }).containerInstanceArns
    const [ci] = b.call('ecs.DescribeContainerInstances', {
      cluster: 'demo',
      containerInstances: [arn],
    }).containerInstances
    const figure = (list: Any[], name: string) => list.find((r) => r.name === name).integerValue
    const taken = ['CPU', 'MEMORY'].map((n) => figure(ci.registeredResources, n) - figure(ci.remainingResources, n))
    expect(taken).toEqual([512, 1024])
  })

  it('TV-82 D-106 T-190 ListTasks filters', () => {
    const b = vectorBench({ instances: 1 })
    const started = b.call('ecs.RunTask', { cluster: 'demo', taskDefinition: 'app:1', count: 2, startedBy: 'me' }).tasks
    b.call('ecs.RunTask', { cluster: 'demo', taskDefinition: 'app:2', group: 'night' })
    const list = (filter: object) => b.call('ecs.ListTasks', { cluster: 'demo', ...filter }).taskArns.length
    b.to(30)
    b.call('ecs.StopTask', { cluster: 'demo', task: started[0].taskArn })
    expect([list({}), list({ desiredStatus: 'PENDING' }), list({ desiredStatus: 'STOPPED' })]).toEqual([2, 0, 1])
    expect([list({ startedBy: 'me' }), list({ family: 'app' }), list({ family: 'ap' })]).toEqual([1, 2, 0])
    expect([list({ launchType: 'EC2' }), list({ launchType: 'FARGATE' })]).toEqual([2, 0])
    b.to(60)
    expect(list({ desiredStatus: 'STOPPED' })).toBe(1)
    b.to(60 + 3700)
    expect(list({ desiredStatus: 'STOPPED' })).toBe(0) // D-117
  })

  it('TV-83 T-191 D-206 protection lasts 120 minutes by default', () => {
    const b = vectorBench({ instances: 1 })
    b.call('ecs.CreateService', { cluster: 'demo', serviceName: 'web', taskDefinition: 'app:1', desiredCount: 1 })
    b.before(1000)
    const tasks = b.call('ecs.ListTasks', { cluster: 'demo' }).taskArns
    const alone = b.call('ecs.RunTask', { cluster: 'demo', taskDefinition: 'app:1' }).tasks[0].taskArn
    const answer = b.call('ecs.UpdateTaskProtection', {
      cluster: 'demo',
      tasks: [...tasks, alone, 'nobody'],
      protectionEnabled: true,
    })
    const start = b.engine.options.startTimeMs
    expect(answer.protectedTasks.map((p: Any) => (new Date(p.expirationDate).getTime() - start) / 1000)).toEqual([8200])
    expect(answer.failures.map((f: Any) => f.reason)).toEqual(['TASK_NOT_VALID', 'MISSING']) // T-167
    for (const expiresInMinutes of [0, 2881]) {
      const input = { cluster: 'demo', tasks, protectionEnabled: true, expiresInMinutes }
      expect(b.refused('ecs.UpdateTaskProtection', input).name).toBe('InvalidParameterException')
    }
  })

  it('deployments V-58 D-206 D-613 protected tasks stay until the protection lapses', () => {
    const b = vectorBench()
    b.call('ecs.CreateService', { cluster: 'demo', serviceName: 'web', taskDefinition: 'app:1', desiredCount: 3 })
    b.before(200)
    const tasks = b.call('ecs.ListTasks', { cluster: 'demo' }).taskArns
    b.call('ecs.UpdateTaskProtection', { cluster: 'demo', tasks, protectionEnabled: true })
    b.call('ecs.UpdateService', { cluster: 'demo', service: 'web', desiredCount: 1 })
    b.before(200 + 7200)
    const running = () =>
      b.call('ecs.DescribeServices', { cluster: 'demo', services: ['web'] }).services[0].runningCount
    expect(running()).toBe(3)
    const texts = [...b.engine.rows('serviceEvents')].map((e) => e.message)
    expect(texts.filter((t) => t.includes('tasks under protection'))).toEqual([
      expect.stringMatching(
        /^\(service web\) was unable to reach steady state because \(taskSet ecs-svc\/\d{19}\) was unable to scale in due to \(reason 3 tasks under protection\)$/,
      ),
    ])
    b.to(200 + 7220)
    expect(running()).toBe(1)
  })

  it('T-165 S-45 D-703 Describe answers MISSING, in the order asked, each once', () => {
    const b = vectorBench({ instances: 1 })
    b.call('ecs.CreateService', { cluster: 'demo', serviceName: 'web', taskDefinition: 'app', desiredCount: 0 })
    b.call('ecs.CreateService', { cluster: 'demo', serviceName: 'api', taskDefinition: 'app', desiredCount: 0 })
    const services = ['nope', 'web', 'api', 'web', 'arn:aws:ecs:us-east-1:123456789012:service/other/web']
    const answer = b.call('ecs.DescribeServices', { cluster: 'demo', services })
    expect(answer.services.map((s: Any) => s.serviceName)).toEqual(['web', 'api'])
    expect(answer.failures).toEqual([
      { arn: 'arn:aws:ecs:us-east-1:123456789012:service/demo/nope', reason: 'MISSING' },
      { arn: services[4], reason: 'MISSING' },
    ])
    for (const [operation, member] of [
      ['ecs.DescribeTasks', 'tasks'],
      ['ecs.DescribeContainerInstances', 'containerInstances'],
    ] as const) {
      const { failures } = b.call(operation, { cluster: 'demo', [member]: ['nope'] })
      expect(failures.map((f: Any) => f.reason)).toEqual(['MISSING'])
    }
  })

  it('D-712 T-192 D-306 what CreateService answers at once', () => {
    const b = vectorBench({ instances: 1 })
    const { service } = b.call('ecs.CreateService', {
      cluster: 'demo',
      serviceName: 'web',
      taskDefinition: 'app',
      desiredCount: 2,
    })
    expect(service).toMatchObject({
      status: 'ACTIVE',
      desiredCount: 2,
      runningCount: 0,
      pendingCount: 0,
      events: [],
      schedulingStrategy: 'REPLICA',
      deploymentController: { type: 'ECS' },
      availabilityZoneRebalancing: 'ENABLED',
      healthCheckGracePeriodSeconds: 0,
      propagateTags: 'NONE',
      deploymentConfiguration: {
        strategy: 'ROLLING',
        bakeTimeInMinutes: 0,
        maximumPercent: 200,
        minimumHealthyPercent: 100,
        alarms: { alarmNames: [], enable: false, rollback: false },
        deploymentCircuitBreaker: {
          enable: false,
          rollback: false,
          resetOnHealthyTask: true,
          thresholdConfiguration: { type: 'BOUNDED_PERCENT', value: 50 },
        },
      },
    })
    expect(service.deployments.map((d: Any) => [d.status, d.rolloutState])).toEqual([['PRIMARY', 'IN_PROGRESS']])
    expect(service.deployments[0].id).toMatch(/^ecs-svc\/\d{19}$/)
  })
})
