import { describe, expect, it } from 'vitest'
import { createEngine, restoreEngine } from '..'
import type { Engine } from '../types'
import { WORLD_TABLES } from './names'

/** The tables of design.md §6, in its order. */
const TABLES =
  `now elapsedSeconds clusters services tasks taskDefinitions containerInstances capacityProviders serviceDeployments
  serviceRevisions taskSets vpcs subnets securityGroups routeTables internetGateways natGateways vpcEndpoints networkAcls
  networkInterfaces instances launchTemplates autoScalingGroups loadBalancers listeners rules targetGroups alarms scalableTargets
  scalingPolicies scalingActivities namespaces discoveryServices eventBridgeRules eventBridgeEvents schedules queues images faults
  accountSettings timings saved events requests cost`.split(/\s+/)

type Row = Record<string, unknown> & { playground: Record<string, unknown> | null }
const rows = (engine: Engine, table: string) => engine.world([table])[table] as Row[]

/** One cluster of three instances with a service of four tasks behind a load balancer, not yet advanced. */
function shop(seed = 7): Engine {
  const engine = createEngine({ seed })
  const { vpcs, subnets } = engine.world(['vpcs', 'subnets']) as { vpcs: Row[]; subnets: Row[] }
  engine.call('ecs', 'CreateCluster', { clusterName: 'demo' })
  engine.call('playground', 'AddContainerInstances', { cluster: 'demo', instanceType: 'c5.large', count: 3 })
  engine.call('playground', 'PutImage', { image: 'shop:1', memoryLeakMiBPerMinute: 5 })
  engine.call('elbv2', 'CreateLoadBalancer', { Name: 'web', Subnets: subnets.map(({ SubnetId }) => SubnetId) })
  engine.call('elbv2', 'CreateTargetGroup', {
    Name: 'web',
    Protocol: 'HTTP',
    Port: 80,
    VpcId: vpcs[0]?.VpcId,
    TargetType: 'instance',
  })
  const [lb] = rows(engine, 'loadBalancers')
  const [group] = rows(engine, 'targetGroups')
  engine.call('elbv2', 'CreateListener', {
    LoadBalancerArn: lb?.LoadBalancerArn,
    Protocol: 'HTTP',
    Port: 80,
    DefaultActions: [{ Type: 'forward', TargetGroupArn: group?.TargetGroupArn }],
  })
  engine.call('ecs', 'RegisterTaskDefinition', {
    family: 'web',
    containerDefinitions: [
      { name: 'web', image: 'shop:1', cpu: 256, memory: 512, portMappings: [{ containerPort: 80, hostPort: 0 }] },
    ],
  })
  engine.call('ecs', 'CreateService', {
    cluster: 'demo',
    serviceName: 'web',
    taskDefinition: 'web',
    desiredCount: 4,
    loadBalancers: [{ targetGroupArn: group?.TargetGroupArn, containerName: 'web', containerPort: 80 }],
  })
  return engine
}

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    Object.values(value).forEach(frozen)
  }
  return value
}

describe('the world document', () => {
  it('has every table of design.md §6, empty ones too, and no other', () => {
    const world = createEngine({}).world()
    expect(Object.keys(world)).toEqual(TABLES)
    expect([...WORLD_TABLES]).toEqual(TABLES)
    expect(world.services).toEqual([])
    expect(world.queues).toEqual([])
    expect(world.saved).toEqual({})
  })

  it('gives only the tables asked for; a table that does not exist is left out', () => {
    expect(Object.keys(createEngine({}).world(['tasks', 'zebras', 'constructor']))).toEqual(['tasks'])
  })

  it('is plain JSON with times in ISO 8601 with milliseconds, and playground on every entity', () => {
    const engine = shop()
    engine.advance(120_000)
    engine.settle()
    const world = engine.world()
    expect(JSON.parse(JSON.stringify(world))).toEqual(world)
    expect(world.now).toBe('2026-01-05T09:02:00.000Z')
    expect(world.elapsedSeconds).toBe(120)
    expect(rows(engine, 'services')[0]?.createdAt).toBe('2026-01-05T09:00:00.000Z')
    for (const [table, entities] of Object.entries(world)) {
      if (!Array.isArray(entities)) continue
      for (const entity of entities) expect(entity, table).toHaveProperty('playground')
    }
    expect((world.vpcs as Row[])[0]?.playground).toBeNull()
  })

  it('shows what AWS does not: bounds, health, slots, ENIs', () => {
    const engine = shop()
    engine.advance(180_000)
    engine.settle()
    expect(rows(engine, 'services')[0]).toMatchObject({
      serviceName: 'web',
      runningCount: 4,
      playground: { healthyCount: 4, lowerBound: 4, upperBound: 8, canProgress: true },
    })
    const [task] = rows(engine, 'tasks')
    expect(task).toMatchObject({
      lastStatus: 'RUNNING',
      playground: { revision: 1, countsAsHealthy: true, waitingFor: null, eni: null },
    })
    const instances = rows(engine, 'containerInstances')
    expect(instances.map((row) => String(row.containerInstanceArn).split('/').at(-1))).toContain(
      task?.playground?.containerInstanceId,
    )
    expect(instances[0]?.playground).toMatchObject({ queuedTasks: 0, enisUsed: expect.any(Number), slot: 0 })
    const [group] = rows(engine, 'targetGroups')
    expect(group?.TargetHealthDescriptions).toHaveLength(4)
    expect(rows(engine, 'events')[0]).toMatchObject({
      service: 'web',
      message: expect.stringContaining('(service web)'),
    })
    expect(rows(engine, 'images')[0]).toMatchObject({ image: 'shop:1' })
  })

  it('is not changed by reading, and reading changes nothing', () => {
    const engine = shop()
    engine.advance(30_000)
    const before = engine.digest()
    const world = frozen(engine.world())
    expect(engine.digest()).toBe(before)
    engine.advance(60_000)
    engine.settle()
    expect(engine.world()).not.toEqual(world)
  })

  it('keeps an entity until a row that it reads changes', () => {
    const engine = shop()
    engine.advance(90_000)
    engine.settle()
    const [definition] = rows(engine, 'taskDefinitions')
    const [instance] = rows(engine, 'containerInstances')
    expect(rows(engine, 'containerInstances')[0]).toBe(instance)
    engine.call('ecs', 'RunTask', { cluster: 'demo', taskDefinition: 'web', count: 3 })
    engine.settle()
    expect(rows(engine, 'taskDefinitions')[0]).toBe(definition)
    expect(rows(engine, 'containerInstances')).not.toContain(instance)
  })

  it('kept entities equal freshly made ones at any time of a run with commands and faults', () => {
    const engine = shop()
    const commands: [string, string, unknown][] = [
      ['ecs', 'UpdateService', { cluster: 'demo', service: 'web', desiredCount: 6 }],
      ['ecs', 'UpdateService', { cluster: 'demo', service: 'web', forceNewDeployment: true }],
      ['playground', 'AddContainerInstances', { cluster: 'demo', instanceType: 'c5.large', count: 1 }],
      ['ecs', 'UpdateService', { cluster: 'demo', service: 'web', desiredCount: 2 }],
    ]
    for (let i = 0; i < 40; i++) {
      engine.advance(7_000)
      if (i % 10 === 3) engine.call(...(commands[(i - 3) / 10] as [string, string, unknown]))
      engine.settle()
      expect(engine.world()).toEqual(restoreEngine(engine.checkpoint()).world())
    }
  })
})
