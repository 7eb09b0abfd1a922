/** Builders for tests of traffic shifting. Imported by *.test.ts only. */
import type { Any, Bench } from '../../testing'
import { update, vectorBench } from '../../testing'

const call = (b: Bench, operation: string, input: object) => b.call(`elbv2.${operation}`, input)

export interface AlbWorld {
  b: Bench
  /** The clock stands before this multiple of ten, in seconds. */
  t: number
  blue: string
  green: string
  productionRule: string
  testRule: string
  loadBalancers: object[]
}

/**
 * An ALB with a production rule (blue 100, green 0) and a test rule, and service `web` steady behind it: bridge tasks that
 * are healthy 60 s after their start, draining 0 s.
 */
export function alb(
  options: { desired: number; more?: object; timings?: object; create?: object } = { desired: 2 },
): AlbWorld {
  const b = vectorBench({ timings: { lbProvisioning: 0, albFirstProbe: 40, ...options.timings } })
  const subnets = b.call('ec2.DescribeSubnets').Subnets
  const Subnets = subnets.map((s: { SubnetId: string }) => s.SubnetId)
  const lb = call(b, 'CreateLoadBalancer', { Name: 'lb', Subnets }).LoadBalancers[0].LoadBalancerArn
  const group = (Name: string): string => {
    const input = { Name, Protocol: 'HTTP', Port: 80, VpcId: subnets[0].VpcId, TargetType: 'instance' }
    const arn = call(b, 'CreateTargetGroup', input).TargetGroups[0].TargetGroupArn
    const Attributes = [{ Key: 'deregistration_delay.timeout_seconds', Value: '0' }]
    call(b, 'ModifyTargetGroupAttributes', { TargetGroupArn: arn, Attributes })
    return arn
  }
  const [blue, green] = [group('blue'), group('green')]
  const actions = (weights: [number, number]) => [
    {
      Type: 'forward',
      ForwardConfig: {
        TargetGroups: [
          { TargetGroupArn: blue, Weight: weights[0] },
          { TargetGroupArn: green, Weight: weights[1] },
        ],
      },
    },
  ]
  const fixed = [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } }]
  const listener = (Port: number) =>
    call(b, 'CreateListener', { LoadBalancerArn: lb, Protocol: 'HTTP', Port, DefaultActions: fixed }).Listeners[0]
      .ListenerArn
  const rule = (ListenerArn: string, weights: [number, number]): string =>
    call(b, 'CreateRule', {
      ListenerArn,
      Priority: 1,
      Conditions: [{ Field: 'path-pattern', Values: ['/*'] }],
      Actions: actions(weights),
    }).Rules[0].RuleArn
  const productionRule = rule(listener(80), [100, 0])
  const testRule = rule(listener(8080), [100, 0])
  const loadBalancers = [
    {
      targetGroupArn: blue,
      containerName: 'app',
      containerPort: 80,
      advancedConfiguration: {
        alternateTargetGroupArn: green,
        productionListenerRule: productionRule,
        testListenerRule: testRule,
        roleArn: 'arn:aws:iam::123456789012:role/ecsInfrastructure',
      },
    },
  ]
  b.call('ecs.CreateService', {
    cluster: 'demo',
    serviceName: 'web',
    taskDefinition: 'app:1',
    desiredCount: options.desired,
    loadBalancers,
    ...options.create,
  })
  b.before(200)
  return { b, t: 200, blue, green, productionRule, testRule, loadBalancers }
}

/** Begins a BLUE_GREEN deployment of revision 2. */
export const startBlueGreen = (b: Bench, more: object = {}) =>
  update(b, { taskDefinition: 'app:2', deploymentConfiguration: { strategy: 'BLUE_GREEN', ...more } })

/** The newest service deployment as DescribeServiceDeployments shows it. */
export function record(b: Bench): Any {
  const [newest] = b.call('ecs.ListServiceDeployments', { cluster: 'demo', service: 'web' }).serviceDeployments
  return b.call('ecs.DescribeServiceDeployments', { serviceDeploymentArns: [newest.serviceDeploymentArn] })
    .serviceDeployments[0]
}

/** Stages entered by the newest service deployment, with the second each began. */
export const stageTrack = (b: Bench): [string, number][] =>
  ([...b.engine.rows('serviceDeployments')].at(-1)?.shift?.track ?? []).map(({ stage, fromMs }) => [
    stage,
    fromMs / 1000,
  ])

/** Percent of production that the rule sends to the green group. */
export function share(b: Bench, path = 0): number {
  const rules = [...b.engine.rows('rules')].filter((r) => !r.isDefault)
  const groups = rules[path]?.actions[0]?.ForwardConfig?.TargetGroups ?? []
  const sum = groups.reduce((total, group) => total + (group.Weight ?? 0), 0)
  return ((groups[1]?.Weight ?? 0) * 100) / sum
}
