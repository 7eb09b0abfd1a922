import { expect, it } from 'vitest'
import { createEngine } from '../../engine'
import { Projector } from './projector'

it('says what each rule forwards, as the engine deals it: nothing where no client calls (N-58, N-61)', () => {
  const engine = createEngine({ timings: { lbProvisioning: 0 } })
  const elb = (operation: string, input: object) => engine.call('elbv2', operation, input) as Record<string, never[]>
  const [blue, green] = ['blue', 'green'].map((Name) => {
    const made = elb('CreateTargetGroup', { Name, Protocol: 'HTTP', Port: 80, TargetType: 'ip', VpcId: vpc() })
    return (made.TargetGroups?.[0] as { TargetGroupArn: string } | undefined)?.TargetGroupArn
  })
  function vpc(): string {
    const { Vpcs } = engine.call('ec2', 'DescribeVpcs', {}) as { Vpcs: { VpcId: string }[] }
    return Vpcs[0]?.VpcId as string
  }
  const { Subnets } = engine.call('ec2', 'DescribeSubnets', {}) as { Subnets: { SubnetId: string }[] }
  const made = elb('CreateLoadBalancer', { Name: 'front', Subnets: Subnets.slice(0, 2).map((one) => one.SubnetId) })
  const LoadBalancerArn = (made.LoadBalancers?.[0] as { LoadBalancerArn: string } | undefined)?.LoadBalancerArn
  const TargetGroups = [
    { TargetGroupArn: blue, Weight: 249 },
    { TargetGroupArn: green, Weight: 1 },
  ]
  const DefaultActions = [{ Type: 'forward', ForwardConfig: { TargetGroups } }]
  for (const Port of [80, 8080]) elb('CreateListener', { LoadBalancerArn, Protocol: 'HTTP', Port, DefaultActions })
  engine.call('playground', 'SetTraffic', { target: LoadBalancerArn, requestsPerSecond: 500 })
  engine.advance(60_000)
  const rules = new Projector(engine).take(true).rules?.upserts ?? []
  const shown = rules.map(({ isDefault, forwards }) => [
    isDefault,
    ...forwards.map(({ sharePercent, requestsPerSecond }) => [sharePercent, requestsPerSecond]),
  ])
  expect(shown).toEqual([
    [true, [99.6, 498], [0.4, 2]],
    [true, [99.6, 0], [0.4, 0]],
  ])
})
