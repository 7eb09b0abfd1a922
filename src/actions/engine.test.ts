/** Every action's commands against the real engine: each is accepted and does what its label says. */
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Engine } from '../engine'
import { createEngine } from '../engine'
import { world } from '../store'
import type { ServiceView } from '../worker'
import {
  activateInstance,
  crashTask,
  createCluster,
  deleteService,
  deploy,
  deployCrashing,
  deployLeaking,
  deploySlow,
  deployUnhealthy,
  deployUnpullable,
  disconnectAgent,
  drainInstance,
  exhaustTask,
  forceDeployment,
  perform,
  previewLines,
  setDeregistrationDelay,
  setDesired,
  setGracePeriod,
  setHealthCheck,
  setLaunchType,
  setNetworkMode,
  setPercents,
  setPlacement,
  setStrategy,
  setTraffic,
  sickenTask,
  stopInstance,
  stopTask,
  terminateInstance,
} from '.'

let engine: Engine

vi.mock('../worker', async (original) => ({
  ...(await original<typeof import('../worker')>()),
  client: {
    onBatch: () => undefined,
    world: async (tables: string[]) => engine.world(tables),
    read: async (service: string, operation: string, input: unknown) => ({
      ok: true,
      output: engine.call(service, operation, input),
    }),
    call: async (service: string, operation: string, input: unknown) => {
      try {
        const output = engine.call(service, operation, input)
        engine.settle()
        return { ok: true, output, logged: { atMs: engine.now, service, operation, input } }
      } catch (error) {
        return { ok: false, error: { name: (error as Error).name, message: (error as Error).message } }
      }
    },
  },
}))

const call = (service: string, operation: string, input: object) =>
  engine.call(service, operation, input) as Record<string, never>

/** The opening cluster, two minutes on. */
function openingCluster(): void {
  engine = createEngine({ seed: 5, checkInvariants: true })
  call('ecs', 'CreateCluster', { clusterName: 'demo' })
  call('playground', 'AddContainerInstances', { cluster: 'demo', instanceType: 'c5.large', count: 3 })
  const subnets = [...engine.rows('subnets')].map((row) => row.subnetId)
  const [vpc] = engine.rows('vpcs')
  call('elbv2', 'CreateLoadBalancer', { Name: 'web-alb', Subnets: subnets })
  call('elbv2', 'CreateTargetGroup', {
    Name: 'web-tg',
    Protocol: 'HTTP',
    Port: 80,
    VpcId: vpc?.vpcId,
    TargetType: 'instance',
    HealthCheckIntervalSeconds: 10,
  })
  const [balancer] = engine.rows('loadBalancers')
  const [group] = engine.rows('targetGroups')
  call('elbv2', 'CreateListener', {
    LoadBalancerArn: balancer?.arn,
    Protocol: 'HTTP',
    Port: 80,
    DefaultActions: [{ Type: 'forward', TargetGroupArn: group?.arn }],
  })
  const web = {
    name: 'web',
    image: 'shop:1',
    cpu: 256,
    memory: 512,
    portMappings: [{ containerPort: 80, hostPort: 0 }],
  }
  call('ecs', 'RegisterTaskDefinition', { family: 'web', networkMode: 'bridge', containerDefinitions: [web] })
  engine.advance(61_000)
  call('ecs', 'CreateService', {
    cluster: 'demo',
    serviceName: 'web',
    taskDefinition: 'web:1',
    desiredCount: 4,
    launchType: 'EC2',
    deploymentConfiguration: { minimumHealthyPercent: 75, maximumPercent: 150 },
    loadBalancers: [{ targetGroupArn: group?.arn, containerName: 'web', containerPort: 80 }],
  })
  engine.advance(120_000)
}

/** The few members of views that actions read. */
function mirror(): void {
  for (const rows of Object.values(world.rows)) rows.clear()
  for (const row of engine.rows('clusters')) world.rows.clusters.set(row.id, row)
  for (const row of engine.rows('containerInstances')) world.rows.instances.set(row.id, row as never)
  for (const row of engine.rows('tasks')) world.rows.tasks.set(row.id, row as never)
  for (const row of engine.rows('loadBalancers')) world.rows.loadBalancers.set(row.id, row as never)
  for (const row of engine.rows('targetGroups')) {
    const healthCheck = { path: row.healthCheckPath, intervalSeconds: row.healthCheckIntervalSeconds }
    world.rows.targetGroups.set(row.id, { ...row, healthCheck, deregistrationDelaySeconds: 20 } as never)
  }
  const [service] = engine.rows('services')
  const definition = engine.row('taskDefinitions', service?.taskDefinitionId ?? '')
  if (!service || !definition) throw new Error('no service')
  const image = definition.def.containerDefinitions?.[0]?.image ?? ''
  world.rows.services.set(service.id, {
    id: service.id,
    name: service.name,
    arn: service.arn,
    clusterId: service.clusterId,
    status: service.status,
    minimumHealthyPercent: 75,
    maximumPercent: 150,
    taskDefinition: { family: definition.family, revision: definition.revision, arn: definition.arn, image },
    targetGroupIds: service.loadBalancers.flatMap(
      (used) => [...engine.rows('targetGroups')].find((row) => row.arn === used.targetGroupArn)?.id ?? [],
    ),
    subnets: [],
    securityGroups: [],
  } as unknown as ServiceView)
}

const serviceId = 'svc-1'
const service = () => engine.row('services', serviceId)
const definition = () => engine.row('taskDefinitions', service()?.taskDefinitionId ?? '')
const accepted = { ok: true, error: null }

beforeEach(() => {
  openingCluster()
  mirror()
})

describe('deploying', () => {
  it('registers the next revision with the next image tag and updates the service', async () => {
    const outcome = await perform(deploy, { serviceId })
    expect(outcome).toMatchObject(accepted)
    expect(outcome.lines).toHaveLength(2)
    expect(outcome.lines[1]).toBe('aws ecs update-service --cluster demo --service web --task-definition web:2')
    expect(definition()).toMatchObject({ family: 'web', revision: 2, def: { networkMode: 'bridge' } })
    expect(definition()?.def.containerDefinitions?.[0]).toMatchObject({ image: 'shop:2', cpu: 256 })
  })

  it.each([
    [deploySlow, { startSeconds: 60 }],
    [deployCrashing, { exitAfterSeconds: 6 }],
    [deployUnpullable, { pullable: false }],
    [deployUnhealthy, { healthCheckPath: '/moved' }],
    [deployLeaking, { memoryLeakMiBPerMinute: 200 }],
  ])('$name describes the next image first', async (action, behaviour) => {
    expect(await perform(action, { serviceId })).toMatchObject(accepted)
    const images = [...engine.rows('images')].filter((row) => row.image === 'shop:2' && row.current)
    expect(images[0]?.behaviour).toMatchObject(behaviour)
    expect(definition()?.revision).toBe(2)
  })
})

describe('changing a service', () => {
  it('scales, and tells a refusal at its place without any change', async () => {
    expect(await perform(setDesired, { serviceId, desiredCount: 6 })).toMatchObject(accepted)
    expect(service()?.desiredCount).toBe(6)
    const refused = await perform(setPercents, { serviceId, minimumHealthyPercent: 100, maximumPercent: 100 })
    expect(refused).toMatchObject({ ok: false, error: { name: 'InvalidParameterException' } })
    expect(service()?.deploymentConfiguration.minimumHealthyPercent).toBe(75)
  })

  it('takes percents, placement, grace period, a forced deployment and deletion', async () => {
    const more = { serviceId, minimumHealthyPercent: 50, maximumPercent: 200 }
    expect(await perform(setPercents, more)).toMatchObject(accepted)
    const placementStrategy = [{ type: 'binpack', field: 'memory' }]
    expect(await perform(setPlacement, { serviceId, placementStrategy, placementConstraints: [] })).toMatchObject(
      accepted,
    )
    expect(service()?.placementStrategy[0]?.type).toBe('binpack')
    expect(await perform(setGracePeriod, { serviceId, healthCheckGracePeriodSeconds: 30 })).toMatchObject(accepted)
    expect(await perform(forceDeployment, { serviceId })).toMatchObject(accepted)
    expect(await perform(deleteService, { serviceId, force: true })).toMatchObject(accepted)
    expect(service()?.status).toBe('DRAINING')
  })

  it.each(['host', 'awsvpc'] as const)('moves to network mode %s', async (mode) => {
    expect(await perform(setNetworkMode, { serviceId, mode })).toMatchObject(accepted)
    expect(definition()?.derived.networkMode).toBe(mode)
    engine.advance(600_000)
    const live = [...engine.rows('tasks')].filter((row) => row.lastStatus === 'RUNNING' && row.networkMode === mode)
    expect(live.length).toBeGreaterThan(0)
  })

  it('moves to Fargate and back', async () => {
    expect(await perform(setLaunchType, { serviceId, launchType: 'FARGATE' })).toMatchObject(accepted)
    engine.advance(900_000)
    const running = () => [...engine.rows('tasks')].filter((row) => row.lastStatus === 'RUNNING')
    expect(running().map((row) => row.launchType)).toEqual(['FARGATE', 'FARGATE', 'FARGATE', 'FARGATE'])
    expect(engine.waiting(serviceId)).toBeNull()
    mirror()
    expect(await perform(setLaunchType, { serviceId, launchType: 'EC2' })).toMatchObject(accepted)
    engine.advance(1_200_000)
    expect(new Set(running().map((row) => row.launchType))).toEqual(new Set(['EC2']))
  })
})

describe('a strategy that shifts traffic', () => {
  const pace = {
    bakeMinutes: 1,
    linear: { stepPercent: 50, stepBakeMinutes: 1 },
    canary: { canaryPercent: 25, canaryBakeMinutes: 1 },
  }
  const forwards = (rule: { actions: unknown[] } | undefined) =>
    (rule?.actions[0] as { ForwardConfig?: { TargetGroups?: { Weight: number }[] } } | undefined)?.ForwardConfig
      ?.TargetGroups

  it.each(['BLUE_GREEN', 'LINEAR', 'CANARY'] as const)(
    'D-502: %s makes the second group and the rules, and deploys on them',
    async (strategy) => {
      call('elbv2', 'ModifyTargetGroupAttributes', {
        TargetGroupArn: engine.row('targetGroups', 'tg-1')?.arn,
        Attributes: [{ Key: 'deregistration_delay.timeout_seconds', Value: '20' }],
      })
      const args = { serviceId, strategy, ...pace, create: { testPort: 8080 } }
      const lines = await previewLines(setStrategy, args)
      const done = await perform(setStrategy, args)
      expect(done).toMatchObject(accepted)
      expect(done.lines.map((line) => line.split(' ', 3).join(' '))).toEqual([
        'aws elbv2 create-target-group',
        'aws elbv2 modify-target-group-attributes',
        'aws elbv2 create-rule',
        'aws elbv2 create-listener',
        'aws elbv2 create-rule',
        'aws ecs update-service',
      ])
      // Foreseen word for word, but for the ARNs that nobody knows before.
      const general = (line: string) =>
        line.replaceAll(/<ARN of [^>]+>|arn:[\w:/.-]+/g, 'ARN').replaceAll("'ARN'", 'ARN')
      expect(lines.map(general)).toEqual(done.lines.map(general))
      const [first, second] = [...engine.rows('targetGroups')]
      const { id: _, n: __, arn: ___, name, ...same } = second as NonNullable<typeof second>
      expect(name).toBe(`${first?.name}-2`)
      for (const [member, value] of Object.entries(same))
        if (/^(health|unhealthy|matcher|protocol|port|targetType|attributes)/.test(member))
          expect([member, value]).toEqual([member, first?.[member as keyof typeof first]])
      engine.advance(1_500_000)
      expect(engine.waiting(serviceId)).toBeNull()
      expect(engine.row('services', serviceId)?.deploymentConfiguration.strategy).toBe(strategy)
      const records = [...engine.rows('serviceDeployments')]
      expect(records.at(-1)).toMatchObject({ status: 'SUCCESSFUL' })
      const rules = [...engine.rows('rules')].filter((rule) => !rule.isDefault)
      expect(rules.map((rule) => forwards(rule)?.map(({ Weight }) => Weight))).toEqual([
        [0, 100],
        [0, 100],
      ])
    },
  )

  it('D-503: without them ECS refuses, and nothing was made', async () => {
    const args = { serviceId, strategy: 'BLUE_GREEN' as const, ...pace, create: null }
    const refused = await perform(setStrategy, args)
    expect(refused).toMatchObject({ ok: false, error: { name: 'InvalidParameterException' } })
    expect([...engine.rows('targetGroups')]).toHaveLength(1)
  })

  it('leaves the choice to the person when two rules lead to the group', async () => {
    const [listener] = engine.rows('listeners')
    const TargetGroupArn = engine.row('targetGroups', 'tg-1')?.arn
    call('elbv2', 'CreateRule', {
      ListenerArn: listener?.arn,
      Priority: 7,
      Conditions: [{ Field: 'path-pattern', Values: ['/api/*'] }],
      Actions: [{ Type: 'forward', TargetGroupArn }],
    })
    const args = { serviceId, strategy: 'BLUE_GREEN' as const, ...pace, create: { testPort: null } }
    const refused = await perform(setStrategy, args)
    expect(refused).toMatchObject({ ok: false, lines: [], error: { name: '' } })
    expect(refused.error?.message).toMatch(/^More than one rule forwards to web-tg/)
    expect([...engine.rows('targetGroups')]).toHaveLength(1)
  })

  it('finds before it makes anything that the port for test traffic is taken', async () => {
    const LoadBalancerArn = [...engine.rows('loadBalancers')][0]?.arn
    const DefaultActions = [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } }]
    call('elbv2', 'CreateListener', { LoadBalancerArn, Protocol: 'HTTP', Port: 8080, DefaultActions })
    const args = { serviceId, strategy: 'BLUE_GREEN' as const, ...pace, create: { testPort: 8080 } }
    const refused = await perform(setStrategy, args)
    expect(refused).toMatchObject({ ok: false, lines: [], error: { message: expect.stringMatching(/^Port 8080 /) } })
    expect([...engine.rows('targetGroups')]).toHaveLength(1)
    expect(await perform(setStrategy, { ...args, create: { testPort: null } })).toMatchObject(accepted)
  })

  it('D-504: a rule of its own is changed where it stands', async () => {
    const [listener] = engine.rows('listeners')
    const TargetGroupArn = engine.row('targetGroups', 'tg-1')?.arn
    const rule = engine.call('elbv2', 'CreateRule', {
      ListenerArn: listener?.arn,
      Priority: 7,
      Conditions: [{ Field: 'path-pattern', Values: ['/*'] }],
      Actions: [{ Type: 'forward', TargetGroupArn }],
    }) as { Rules: { RuleArn: string }[] }
    const DefaultActions = [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } }]
    call('elbv2', 'ModifyListener', { ListenerArn: listener?.arn, DefaultActions })
    const args = { serviceId, strategy: 'BLUE_GREEN' as const, ...pace, create: { testPort: null } }
    const done = await perform(setStrategy, args)
    expect(done).toMatchObject(accepted)
    expect(done.lines.some((line) => line.startsWith('aws elbv2 modify-rule'))).toBe(true)
    const advanced = engine.row('services', serviceId)?.loadBalancers[0]?.advancedConfiguration
    expect(advanced?.productionListenerRule).toBe(rule.Rules[0]?.RuleArn)
    expect(advanced).not.toHaveProperty('testListenerRule')
    engine.advance(900_000)
    expect([...engine.rows('serviceDeployments')].at(-1)).toMatchObject({ status: 'SUCCESSFUL' })
  })
})

describe('tasks, instances, traffic', () => {
  it.each([crashTask, exhaustTask, sickenTask, stopTask])('$name', async (action) => {
    expect(await perform(action, { taskId: 'task-1' })).toMatchObject(accepted)
  })

  it('refuses to stop a task twice before it asks ECS', async () => {
    await perform(stopTask, { taskId: 'task-1' })
    mirror()
    expect(await perform(stopTask, { taskId: 'task-1' })).toMatchObject({ ok: false, lines: [] })
  })

  it.each([drainInstance, stopInstance, disconnectAgent, terminateInstance])('$name', async (action) => {
    expect(await perform(action, { instanceId: 'ci-1' })).toMatchObject(accepted)
  })

  it('activates what is DRAINING', async () => {
    await perform(drainInstance, { instanceId: 'ci-1' })
    mirror()
    expect(await perform(activateInstance, { instanceId: 'ci-1' })).toMatchObject(accepted)
    expect(engine.row('containerInstances', 'ci-1')?.status).toBe('ACTIVE')
  })

  it('adds clusters', async () => {
    expect(await perform(createCluster, { clusterName: 'demo-2' })).toMatchObject(accepted)
  })

  it('sets traffic, health check and deregistration delay', async () => {
    expect(await perform(setTraffic, { loadBalancerId: 'lb-1', requestsPerSecond: 50 })).toMatchObject(accepted)
    const check = { targetGroupId: 'tg-1', path: '/health', intervalSeconds: 15, healthyThreshold: 3 }
    expect(await perform(setHealthCheck, check)).toMatchObject(accepted)
    expect(await perform(setDeregistrationDelay, { targetGroupId: 'tg-1', seconds: 60 })).toMatchObject(accepted)
    expect(engine.row('targetGroups', 'tg-1')).toMatchObject({ healthCheckPath: '/health', healthyThresholdCount: 3 })
  })
})
