/** The forms' commands: accepted by the engine, and the same as the lines that are shown beside them. */
import { beforeAll, describe, expect, it } from 'vitest'
import { cliLine } from '../../actions'
import type { Cli } from '../../cli'
import { loadCli, loadOutputs, loadQuery, loadYaml } from '../../cli'
import type { Engine } from '../../engine'
import { createEngine, MODEL_FILES } from '../../engine'
import type { Creation, NewBalancer } from './creations'
import {
  balancerCreation,
  clusterCreation,
  creationLines,
  instancesCreation,
  remaining,
  serviceCreation,
  taskCreation,
  trafficCreation,
} from './creations'

let cli: Cli
beforeAll(async () => {
  const [{ createCli }, { withOutputs }] = await Promise.all([loadCli(), loadOutputs()])
  cli = createCli(withOutputs(MODEL_FILES), { parts: { query: loadQuery, yaml: loadYaml } })
})

const definition = { name: 'web', image: 'web:1', memory: 128, portMappings: [{ containerPort: 8080 }] }

/** An account with a cluster, two instances and two definitions. */
function account(): Engine {
  const engine = createEngine({ seed: 5 })
  engine.call('ecs', 'CreateCluster', { clusterName: 'demo' })
  engine.call('playground', 'AddContainerInstances', { cluster: 'demo', instanceType: 'c5.large', count: 2 })
  engine.call('ecs', 'RegisterTaskDefinition', { family: 'web', containerDefinitions: [definition] })
  engine.call('ecs', 'RegisterTaskDefinition', {
    ...{ family: 'own', networkMode: 'awsvpc', requiresCompatibilities: ['FARGATE'], cpu: '256', memory: '512' },
    containerDefinitions: [definition],
  })
  engine.advance(60_000)
  return engine
}

const network = (engine: Engine) => {
  const { vpcs, subnets, securityGroups } = engine.world(['vpcs', 'subnets', 'securityGroups']) as Record<
    string,
    Record<string, string>[]
  >
  return {
    vpcId: vpcs?.[0]?.VpcId ?? '',
    subnets: (subnets ?? []).map(({ SubnetId = '' }) => SubnetId),
    securityGroups: [securityGroups?.[0]?.GroupId ?? ''],
  }
}

const balancer: Omit<NewBalancer, 'vpcId' | 'subnets'> = {
  name: 'alb',
  groupName: 'targets',
  targetType: 'instance',
  listenerPort: 8080,
  healthCheckPath: '/health check',
  healthCheckSeconds: 10,
  deregistrationSeconds: 20,
}

/** Sends the commands; gives the answers. */
function send(engine: Engine, creation: Creation): unknown[] {
  const answers: unknown[] = []
  for (const { step } of creation) {
    const { service, operation, input } = typeof step === 'function' ? step(answers) : step
    answers.push(engine.call(service, operation, input))
  }
  return answers
}

describe('the lines beside a form do what its commands do', () => {
  const cases: [string, (engine: Engine) => Creation][] = [
    ['cluster', () => clusterCreation({ clusterName: 'second', fargate: false })],
    ['cluster with Fargate', () => clusterCreation({ clusterName: 'second', fargate: true })],
    ['instances', () => instancesCreation({ cluster: 'demo', instanceType: 'm5.large', count: 3, zones: [] })],
    [
      'instances of a zone',
      () => instancesCreation({ cluster: 'demo', instanceType: 't3.small', count: 1, zones: ['us-east-1b'] }),
    ],
    ['load balancer', (engine) => balancerCreation({ ...balancer, ...network(engine) })],
    [
      'load balancer as AWS makes it',
      (engine) =>
        balancerCreation({
          ...{ ...balancer, ...network(engine), listenerPort: 80, healthCheckPath: '/' },
          ...{ healthCheckSeconds: 30, deregistrationSeconds: 300, targetType: 'ip' },
        }),
    ],
    [
      'service',
      () =>
        serviceCreation(
          {
            ...{ serviceName: 'api', cluster: 'demo', desiredCount: 3, launchType: 'EC2', targetGroupArn: '' },
            ...{ subnets: [], securityGroups: [] },
          },
          { name: 'web:1', awsvpc: false, port: null },
        ),
    ],
    [
      'service on Fargate behind a load balancer',
      (engine) => {
        const group = { ...balancer, ...network(engine), targetType: 'ip' as const }
        const [made] = send(engine, balancerCreation(group)) as { TargetGroups: { TargetGroupArn: string }[] }[]
        return serviceCreation(
          {
            ...{ serviceName: 'api', cluster: 'demo', desiredCount: 2, launchType: 'FARGATE' },
            ...{ targetGroupArn: made?.TargetGroups[0]?.TargetGroupArn ?? '', ...network(engine) },
          },
          { name: 'own:1', awsvpc: true, port: { containerName: 'web', containerPort: 8080 } },
        )
      },
    ],
    [
      'task',
      (engine) =>
        taskCreation({
          ...{ cluster: 'demo', taskDefinition: 'web:1', awsvpc: false, count: 2, launchType: 'EC2' },
          ...network(engine),
        }),
    ],
    [
      'task on Fargate',
      (engine) =>
        taskCreation({
          ...{ cluster: 'demo', taskDefinition: 'own:1', awsvpc: true, count: 1, launchType: 'FARGATE' },
          ...network(engine),
        }),
    ],
    ...(['constant', 'ramp', 'spike', 'wave'] as const).map((shape): [string, (engine: Engine) => Creation] => [
      `traffic: ${shape}`,
      (engine) => {
        const [, made] = send(engine, balancerCreation({ ...balancer, ...network(engine) })) as {
          LoadBalancers: { LoadBalancerArn: string }[]
        }[]
        return trafficCreation({
          ...{ target: made?.LoadBalancers[0]?.LoadBalancerArn ?? '', requestsPerSecond: 5, shape },
          figures: { to: 50, overSeconds: 60, atSeconds: 10, forSeconds: 20, periodSeconds: 30 },
          clientTimeoutSeconds: shape === 'constant' ? 30 : 10,
        })
      },
    ]),
  ]
  it.each(cases)('%s', async (_, make) => {
    const here = account()
    const there = account()
    const before = here.digest()
    const creation = make(here)
    make(there)
    send(here, creation)
    expect(here.digest()).not.toBe(before)
    const { exitCode, statements } = await cli.run(creationLines(creation).join('\n'), {
      call: (service, operation, input) => there.call(service, operation, input),
      wait: () => undefined,
    })
    expect(statements.map(({ stderr }) => stderr).join('')).toBe('')
    expect(exitCode).toBe(0)
    expect(there.digest()).toBe(here.digest())
  })

  it('names what an answer gives by a variable', () => {
    const lines = creationLines(balancerCreation({ ...balancer, vpcId: 'vpc-1', subnets: ['subnet-1'] }))
    expect(lines).toHaveLength(4)
    expect(lines[0]).toMatch(/^TARGET_GROUP=\$\(aws elbv2 create-target-group .* --output text\)$/)
    expect(lines[2]).toContain('--load-balancer-arn $LOAD_BALANCER ')
  })
})

describe('after a refusal', () => {
  const given = { ...balancer, vpcId: 'vpc-1', subnets: ['subnet-1'] }
  const answer = { TargetGroups: [{ TargetGroupArn: 'arn:tg' }] }
  const first = balancerCreation(given)[0]?.step
  const applied = [{ line: typeof first === 'object' ? cliLine(first) : '', answer }]

  it('only the rest is sent, with the answers of what was applied', () => {
    const { done, steps } = remaining(balancerCreation({ ...given, name: 'other' }), applied)
    expect(done).toEqual(applied)
    expect(steps).toHaveLength(3)
    const [create, listen] = steps
    expect(create).toMatchObject({ operation: 'CreateLoadBalancer', input: { Name: 'other' } })
    expect(typeof listen === 'function' && listen([{ LoadBalancers: [{ LoadBalancerArn: 'arn:lb' }] }])).toMatchObject({
      input: { LoadBalancerArn: 'arn:lb', DefaultActions: [{ TargetGroupArn: 'arn:tg' }] },
    })
  })

  it('what was changed since is sent anew', () => {
    const { done, steps } = remaining(balancerCreation({ ...given, groupName: 'other' }), applied)
    expect(done).toEqual([])
    expect(steps).toHaveLength(4)
  })
})
