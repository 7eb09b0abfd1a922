import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ModelType } from './api/model'
import { modelledOperations, operationModel } from './api/model'
import { createEngine } from './engine'
import { ApiError } from './kernel'
import { vectorBench } from './testing'
import type { Engine } from './types'

const numRuns = Number(process.env.RUNS ?? 60)

const NASTY: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    '',
    ' ',
    '__proto__',
    'constructor',
    'toString',
    'arn:',
    'arn:aws:ecs:us-east-1:123456789012:service/demo/web',
    'arn:aws:ecs:us-east-1:123456789012:cluster/../demo',
    'demo',
    'web',
    'app',
    'app:1',
    'app:99999999999999999999',
    '\u0000',
    '💥'.repeat(300),
    'x'.repeat(70_000),
    -1,
    0,
    1.5,
    -0,
    2_147_483_647,
    2_147_483_648,
    9_007_199_254_740_992,
    1e308,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    true,
    [],
    {},
    [[]],
    [null],
  ),
  fc.integer(),
  fc.string(),
  fc.jsonValue({ maxDepth: 3 }),
  fc.constant(JSON.parse('{"__proto__": {"x": 1}, "constructor": {"prototype": 1}}')),
)

/** Values of the right shape whose leaves are often wrong, so that the checks behind the types are reached. */
function valueFor(type: ModelType, depth: number): fc.Arbitrary<unknown> {
  const wrong = { arbitrary: NASTY, weight: 1 }
  const mostly = (arbitrary: fc.Arbitrary<unknown>) => fc.oneof({ arbitrary, weight: 8 }, wrong)
  if (depth > 4) return NASTY
  switch (type.kind) {
    case 'string':
    case 'blob':
      return mostly(
        fc.oneof(fc.constantFrom('demo', 'web', 'app', 'app:1', 'none', '1', 'subnet-1', 'tg'), fc.string()),
      )
    case 'enum':
      return mostly(fc.constantFrom(...type.values))
    case 'boolean':
      return mostly(fc.boolean())
    case 'integer':
    case 'long':
    case 'float':
    case 'timestamp':
      return mostly(fc.oneof(fc.integer({ min: -3, max: 120 }), fc.integer()))
    case 'list':
      return mostly(fc.array(fc.oneof(valueFor(type.element, depth + 1)), { maxLength: 3 }))
    case 'map':
      return mostly(fc.dictionary(fc.string(), valueFor(type.value, depth + 1), { maxKeys: 3 }))
    case 'document':
      return NASTY
    case 'structure': {
      const members: Record<string, fc.Arbitrary<unknown>> = {}
      for (const [name, member] of type.members) members[name] = valueFor(member.type, depth + 1)
      return mostly(fc.record(members, { requiredKeys: [] }))
    }
  }
}

/** Only ApiError may come out, and then nothing is changed. */
function attempt(engine: Engine, operation: string, input: unknown): boolean {
  const before = engine.digest()
  const [service, name] = operation.split('.') as [string, string]
  try {
    engine.call(service, name, input)
    return true
  } catch (error) {
    if (!(error instanceof ApiError)) throw new Error(`${operation}: ${(error as Error).stack}`)
    expect(typeof error.message).toBe('string')
    if (engine.digest() !== before) throw new Error(`${operation} was refused but left a trace`)
    return false
  }
}

const operations = createEngine().operations
const inputs = new Map<string, fc.Arbitrary<unknown>>()
for (const operation of operations) {
  const [service, name] = operation.split('.') as [string, string]
  const model = operationModel(service, name)
  if (model)
    inputs.set(operation, fc.oneof({ arbitrary: valueFor(model.input, 0), weight: 6 }, { arbitrary: NASTY, weight: 1 }))
}

/** Inputs that are accepted: one or two members of them are replaced, so that the checks further in are reached. */
function accepted(engine: Engine): Record<string, Record<string, unknown>> {
  const [task] = engine.rows('tasks')
  const [ci] = engine.rows('containerInstances')
  const [subnet] = engine.rows('subnets')
  const [group] = engine.rows('targetGroups')
  const [listener] = engine.rows('listeners')
  const cluster = 'demo'
  const container = { name: 'app', image: 'app:1', memory: 128, portMappings: [{ containerPort: 80 }] }
  const own = { subnets: [subnet?.subnetId] }
  const fargate = { launchType: 'FARGATE', networkConfiguration: { awsvpcConfiguration: own } }
  const forward = [{ Type: 'forward', TargetGroupArn: group?.arn }]
  return {
    'ecs.CreateService': { cluster, serviceName: 'new', taskDefinition: 'app', desiredCount: 2 },
    'ecs.CreateService fargate': { cluster, serviceName: 'new', taskDefinition: 'own', desiredCount: 2, ...fargate },
    'ecs.UpdateService': { cluster, service: 'web', desiredCount: 2 },
    'ecs.DeleteService': { cluster, service: 'web', force: true },
    'ecs.DescribeServices': { cluster, services: ['web'] },
    'ecs.ListServices': { cluster },
    'ecs.RunTask': { cluster, taskDefinition: 'app', count: 2 },
    'ecs.RunTask fargate': { cluster, taskDefinition: 'own', ...fargate },
    'ecs.StartTask': { cluster, taskDefinition: 'app', containerInstances: [ci?.arn] },
    'ecs.StopTask': { cluster, task: task?.arn },
    'ecs.DescribeTasks': { cluster, tasks: [task?.arn] },
    'ecs.ListTasks': { cluster },
    'ecs.UpdateTaskProtection': { cluster, tasks: [task?.arn], protectionEnabled: true },
    'ecs.RegisterTaskDefinition': { family: 'app', containerDefinitions: [container] },
    'ecs.PutClusterCapacityProviders': {
      cluster,
      capacityProviders: ['FARGATE'],
      defaultCapacityProviderStrategy: [{ capacityProvider: 'FARGATE', weight: 1 }],
    },
    'ecs.PutAttributes': { cluster, attributes: [{ name: 'rack', value: 'r1', targetId: ci?.arn }] },
    'ecs.ListContainerInstances': { cluster, filter: 'attribute:rack exists' },
    'ecs.UpdateContainerInstancesState': { cluster, containerInstances: [ci?.arn], status: 'DRAINING' },
    'ecs.TagResource': { resourceArn: task?.arn, tags: [{ key: 'a', value: 'b' }] },
    'elbv2.CreateRule': {
      ListenerArn: listener?.arn,
      Priority: 5,
      Conditions: [{ Field: 'path-pattern', Values: ['/api/*'] }],
      Actions: forward,
    },
    'elbv2.ModifyListener': { ListenerArn: listener?.arn, DefaultActions: forward },
    'elbv2.CreateTargetGroup': { Name: 'other', Protocol: 'HTTP', Port: 80, VpcId: subnet?.vpcId, TargetType: 'ip' },
    'elbv2.ModifyTargetGroup': { TargetGroupArn: group?.arn, HealthCheckPath: '/' },
    'elbv2.ModifyTargetGroupAttributes': {
      TargetGroupArn: group?.arn,
      Attributes: [{ Key: 'deregistration_delay.timeout_seconds', Value: '30' }],
    },
    'elbv2.RegisterTargets': { TargetGroupArn: group?.arn, Targets: [{ Id: ci?.ec2InstanceId, Port: 80 }] },
    'ec2.RunInstances': { InstanceType: 'c5.large', MinCount: 1, MaxCount: 1 },
    'ec2.CreateSubnet': { VpcId: subnet?.vpcId, CidrBlock: '172.31.64.0/24' },
    'playground.PutImage': { image: 'app:1', startSeconds: 1 },
    'playground.AddContainerInstances': { cluster, instanceType: 'c5.large', count: 1 },
    'playground.InjectFault': { kind: 'failHealthChecks', target: task?.arn },
    'playground.InjectFault instance': { kind: 'terminateInstance', target: ci?.arn },
    'playground.SetTraffic': { target: 'lb', requestsPerSecond: 10 },
    'playground.SetTimings': { schedulerTick: 5 },
  }
}

function make(): Engine {
  const b = vectorBench({ instances: 1, instanceType: 'c5.large' })
  b.call('ecs.PutClusterCapacityProviders', {
    cluster: 'demo',
    capacityProviders: ['FARGATE', 'FARGATE_SPOT'],
    defaultCapacityProviderStrategy: [],
  })
  b.call('ecs.RegisterTaskDefinition', {
    family: 'own',
    networkMode: 'awsvpc',
    requiresCompatibilities: ['FARGATE'],
    cpu: '256',
    memory: '512',
    containerDefinitions: [{ name: 'app', image: 'app:1', portMappings: [{ containerPort: 80 }] }],
  })
  const subnets = b.call('ec2.DescribeSubnets').Subnets
  const Subnets = subnets.map((s: { SubnetId: string }) => s.SubnetId)
  const { LoadBalancers } = b.call('elbv2.CreateLoadBalancer', { Name: 'lb', Subnets })
  const { TargetGroups } = b.call('elbv2.CreateTargetGroup', {
    Name: 'tg',
    Protocol: 'HTTP',
    Port: 80,
    VpcId: subnets[0].VpcId,
    TargetType: 'instance',
  })
  const { TargetGroupArn } = TargetGroups[0]
  b.call('elbv2.CreateListener', {
    LoadBalancerArn: LoadBalancers[0].LoadBalancerArn,
    Protocol: 'HTTP',
    Port: 80,
    DefaultActions: [{ Type: 'forward', TargetGroupArn }],
  })
  b.call('ecs.CreateService', {
    cluster: 'demo',
    serviceName: 'web',
    taskDefinition: 'app',
    desiredCount: 1,
    loadBalancers: [{ targetGroupArn: TargetGroupArn, containerName: 'app', containerPort: 80 }],
  })
  b.to(40)
  return b.engine
}

describe('hostile inputs', () => {
  it('every operation has a model to make inputs from', () => {
    expect([...operations].filter((operation) => !inputs.has(operation))).toEqual([])
    expect(modelledOperations('ecs').length).toBeGreaterThan(20)
  })

  it.each([...inputs.keys()])('T-155 %s answers or throws ApiError, whatever it is given', (operation) => {
    let engine = make()
    let done = 0
    fc.assert(
      fc.property(inputs.get(operation) as fc.Arbitrary<unknown>, (input) => {
        if (attempt(engine, operation, input)) {
          engine.advance(20_000)
          engine.world()
          if (++done % 10 === 0) engine = make()
        }
      }),
      { numRuns: Math.max(6, Math.floor(numRuns / 10)) },
    )
    engine.checkInvariants()
  })

  const names = Object.keys(accepted(make()))

  it.each(names)('T-155 %s with one or two members replaced', (name) => {
    const operation = name.split(' ')[0] as string
    const [service, action] = operation.split('.') as [string, string]
    const members = [...(operationModel(service, action)?.input.members ?? [])]
    const change = fc
      .nat(members.length - 1)
      .chain((i) => valueFor((members[i] as (typeof members)[number])[1].type, 0).map((v) => [members[i]?.[0], v]))
    let plain = 0
    fc.assert(
      fc.property(fc.array(change, { maxLength: 2 }), fc.nat(400), (changes, seconds) => {
        const engine = make()
        const input = { ...accepted(engine)[name], ...Object.fromEntries(changes as [string, unknown][]) }
        const ok = attempt(engine, operation, input)
        if (changes.length === 0) {
          plain++
          expect(ok).toBe(true)
        }
        engine.advance(seconds * 1000)
        engine.world()
        for (const row of engine.rows('services')) engine.waiting(row.id)
        engine.checkInvariants()
      }),
      { numRuns: Math.max(6, Math.floor(numRuns / 10)), examples: [[[], 100]] },
    )
    expect(plain).toBeGreaterThan(0)
  })
})
