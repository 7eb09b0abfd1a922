import { describe, expect, it } from 'vitest'
import type { Sim } from '../../kernel'
import { at, balancer, elb, group, listen, network, register, subnetOf, task } from '../../loadbalancing/testing'
import { listenerView, loadBalancerView, targetGroupWorldView } from '.'

/** `Name: message` of the refusal; fails when nothing is refused. */
function refusal(sim: Sim, operation: string, input: object): string {
  try {
    elb(sim, operation, input)
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`
  }
  throw new Error(`${operation} was not refused`)
}

const name = (text: string) => text.split(':')[0]
const forward = (TargetGroupArn: string) => [{ Type: 'forward', TargetGroupArn }]
const subnets = (sim: Sim) => (['a', 'b', 'c'] as const).map((zone) => subnetOf(sim, zone))
const vpcId = (sim: Sim) => [...sim.t.vpcs.values()][0]?.vpcId

describe('load balancers (N-56)', () => {
  it('provision for lbProvisioning seconds and hold an address in each subnet', () => {
    const sim = network({ lbProvisioning: 60 })
    const arn = balancer(sim)
    const [shown] = elb(sim, 'DescribeLoadBalancers', { Names: ['front'] }).LoadBalancers
    expect(shown).toMatchObject({ LoadBalancerArn: arn, Type: 'application', State: { Code: 'provisioning' } })
    expect(arn).toMatch(/^arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer\/app\/front\/[0-9a-f]{16}$/)
    expect(shown.DNSName).toMatch(/^front-\d{10}\.us-east-1\.elb\.amazonaws\.com$/)
    expect(shown.AvailabilityZones.map((zone: { ZoneName: string }) => zone.ZoneName)).toEqual([
      'us-east-1a',
      'us-east-1b',
      'us-east-1c',
    ])
    expect(sim.t.networkInterfaces.size).toBe(3)
    at(sim, 61)
    expect(loadBalancerView(sim, sim.t.loadBalancers.need('lb-1')).State).toEqual({ Code: 'active' })
  })

  it('refuse wrong subnets and names; the same request again answers the same one', () => {
    const sim = network()
    const [a, b] = subnets(sim)
    const create = (input: object) => refusal(sim, 'CreateLoadBalancer', { Name: 'front', ...input })
    expect(create({ Subnets: [a] })).toBe(
      'ValidationError: At least two subnets in two different Availability Zones must be specified',
    )
    expect(name(create({ Subnets: [a, a] }))).toBe('InvalidConfigurationRequestException')
    expect(create({ Subnets: [a, 'subnet-0'] })).toBe(
      "SubnetNotFoundException: The subnet ID 'subnet-0' does not exist",
    )
    expect(name(create({ Subnets: [a, b], SecurityGroups: ['sg-0'] }))).toBe('InvalidSecurityGroupException')
    expect(create({ Subnets: [a, b], Name: '-x' })).toBe(
      "ValidationError: Load balancer name '-x' cannot begin or end with a hyphen(-)",
    )
    expect(name(create({ Subnets: [a, b], Name: 'x'.repeat(33) }))).toBe('ValidationError')
    expect(sim.t.loadBalancers.size).toBe(0)
    const arn = balancer(sim)
    expect(balancer(sim)).toBe(arn)
    expect(create({ Subnets: [a, b], Scheme: 'internal' })).toBe(
      "DuplicateLoadBalancerNameException: A load balancer with the same name 'front' exists, but with different settings",
    )
  })

  it('deleting takes listeners, rules and addresses along; protection keeps it', () => {
    const sim = network()
    const arn = balancer(sim)
    const tg = group(sim, 'web')
    listen(sim, arn, tg)
    const target = register(sim, tg, task(sim))
    const protect = (Value: string) =>
      elb(sim, 'ModifyLoadBalancerAttributes', {
        LoadBalancerArn: arn,
        Attributes: [{ Key: 'deletion_protection.enabled', Value }],
      })
    protect('true')
    expect(name(refusal(sim, 'DeleteLoadBalancer', { LoadBalancerArn: arn }))).toBe('OperationNotPermittedException')
    protect('false')
    elb(sim, 'DeleteLoadBalancer', { LoadBalancerArn: arn })
    elb(sim, 'DeleteLoadBalancer', { LoadBalancerArn: arn })
    expect([sim.t.loadBalancers.size, sim.t.listeners.size, sim.t.rules.size]).toEqual([0, 0, 0])
    expect([...sim.t.networkInterfaces.values()].map((eni) => eni.owner)).toEqual(['task'])
    expect(sim.t.targets.need(target.id).state).toBe('unused')
    expect(name(refusal(sim, 'DescribeLoadBalancers', { LoadBalancerArns: [arn] }))).toBe(
      'LoadBalancerNotFoundException',
    )
  })

  it('attributes have defaults and refuse unknown keys and values', () => {
    const sim = network()
    const LoadBalancerArn = balancer(sim)
    const { Attributes } = elb(sim, 'DescribeLoadBalancerAttributes', { LoadBalancerArn })
    expect(Attributes).toContainEqual({ Key: 'idle_timeout.timeout_seconds', Value: '60' })
    const modify = (Key: string, Value: string) =>
      refusal(sim, 'ModifyLoadBalancerAttributes', { LoadBalancerArn, Attributes: [{ Key, Value }] })
    expect(modify('idle', '1')).toBe("ValidationError: Load balancer attribute key 'idle' is not recognized")
    expect(name(modify('idle_timeout.timeout_seconds', '4001'))).toBe('ValidationError')
  })
})

describe('listeners and rules (N-56 … N-60)', () => {
  it('one listener per port, protocols by kind, a certificate for HTTPS', () => {
    const sim = network()
    const lb = balancer(sim)
    const tg = group(sim, 'web')
    const create = (input: object) =>
      refusal(sim, 'CreateListener', {
        LoadBalancerArn: lb,
        Protocol: 'HTTP',
        Port: 80,
        DefaultActions: forward(tg),
        ...input,
      })
    expect(name(create({ Protocol: 'TCP' }))).toBe('ValidationError')
    expect(name(create({ Protocol: 'HTTPS' }))).toBe('CertificateNotFoundException')
    expect(name(create({ LoadBalancerArn: `${lb}0` }))).toBe('LoadBalancerNotFoundException')
    expect(create({ DefaultActions: forward(`${tg}0`) })).toBe(
      'TargetGroupNotFoundException: One or more target groups not found',
    )
    const arn = listen(sim, lb, tg)
    expect(create({})).toBe(
      `DuplicateListenerException: A listener already exists on this port for this load balancer '${lb}'`,
    )
    expect(listenerView(sim, sim.t.listeners.need('listener-1'))).toEqual({
      ListenerArn: arn,
      LoadBalancerArn: lb,
      Port: 80,
      Protocol: 'HTTP',
      DefaultActions: forward(tg),
    })
    elb(sim, 'ModifyListener', { ListenerArn: arn, Port: 8080 })
    expect(elb(sim, 'DescribeListeners', { LoadBalancerArn: lb }).Listeners[0].Port).toBe(8080)
    elb(sim, 'DeleteListener', { ListenerArn: arn })
    expect(name(refusal(sim, 'DeleteListener', { ListenerArn: arn }))).toBe('ListenerNotFoundException')
  })

  it('N-56: a target group serves one load balancer', () => {
    const sim = network()
    const tg = group(sim, 'web')
    listen(sim, balancer(sim), tg)
    const other = balancer(sim, 'other')
    const input = { LoadBalancerArn: other, Protocol: 'HTTP', Port: 80, DefaultActions: forward(tg) }
    expect(refusal(sim, 'CreateListener', input)).toBe(
      `TargetGroupAssociationLimitException: The following target groups cannot be associated with more than one load balancer: ${tg}`,
    )
    expect(refusal(sim, 'DeleteTargetGroup', { TargetGroupArn: tg })).toBe(
      `ResourceInUseException: Target group '${tg}' is currently in use by a listener or a rule`,
    )
  })

  it('N-58: priorities are unique; the default rule stays', () => {
    const sim = network()
    const tg = group(sim, 'web')
    const ListenerArn = listen(sim, balancer(sim), tg)
    const Conditions = [{ Field: 'path-pattern', Values: ['/a*'] }]
    const create = { ListenerArn, Priority: 10, Conditions, Actions: forward(tg) }
    const [rule] = elb(sim, 'CreateRule', create).Rules
    expect(refusal(sim, 'CreateRule', create)).toBe("PriorityInUseException: Priority '10' is currently in use")
    expect(name(refusal(sim, 'CreateRule', { ...create, Priority: 50_001 }))).toBe('ValidationError')
    const fallback = elb(sim, 'DescribeRules', { ListenerArn }).Rules[1]
    expect(fallback).toMatchObject({ Priority: 'default', IsDefault: true })
    expect(name(refusal(sim, 'DeleteRule', { RuleArn: fallback.RuleArn }))).toBe('OperationNotPermittedException')
    elb(sim, 'ModifyRule', { RuleArn: rule.RuleArn, Conditions: [{ Field: 'path-pattern', Values: ['/b*'] }] })
    expect(elb(sim, 'DescribeRules', { RuleArns: [rule.RuleArn] }).Rules[0].Conditions[0].Values).toEqual(['/b*'])
    elb(sim, 'DeleteRule', { RuleArn: rule.RuleArn })
    expect(name(refusal(sim, 'ModifyRule', { RuleArn: rule.RuleArn }))).toBe('RuleNotFoundException')
  })

  it.each([
    [[], 'at least one condition'],
    [[{ Field: 'colour', Values: ['red'] }], "Condition field 'colour'"],
    [[{ Field: 'path-pattern', Values: ['/a', '/b', '/c', '/d'] }], 'at most 3 values'],
    [
      [
        { Field: 'host-header', Values: ['a'] },
        { Field: 'host-header', Values: ['b'] },
      ],
      "at most one 'host-header'",
    ],
    [[{ Field: 'path-pattern', Values: ['*a*b*c*d*e*f*'] }], 'at most 6 wildcards'],
  ])('N-57, N-59: conditions %j', (Conditions, text) => {
    const sim = network()
    const tg = group(sim, 'web')
    const ListenerArn = listen(sim, balancer(sim), tg)
    expect(refusal(sim, 'CreateRule', { ListenerArn, Priority: 1, Conditions, Actions: forward(tg) })).toContain(text)
  })

  it.each([
    [[], 'exactly one of'],
    [[{ Type: 'redirect', RedirectConfig: { StatusCode: 'HTTP_301' } }], 'InvalidLoadBalancerActionException'],
    [[{ Type: 'redirect', RedirectConfig: { StatusCode: 'HTTP_307', Host: 'x' } }], 'HTTP_301 or HTTP_302'],
    [[{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '301' } }], '2XX, 4XX or 5XX'],
    [[{ Type: 'authenticate-oidc' }], 'not supported'],
  ])('N-60: actions %j', (DefaultActions, text) => {
    const sim = network()
    const input = { LoadBalancerArn: balancer(sim), Protocol: 'HTTP', Port: 80, DefaultActions }
    expect(refusal(sim, 'CreateListener', input)).toContain(text)
  })
})

describe('target groups and targets (N-62, N-65)', () => {
  it('have the defaults of N-65', () => {
    const sim = network()
    const create = (Name: string, Protocol: string) =>
      elb(sim, 'CreateTargetGroup', { Name, Protocol, Port: 80, VpcId: vpcId(sim) }).TargetGroups[0]
    expect(create('http', 'HTTP')).toMatchObject({
      TargetType: 'instance',
      HealthCheckProtocol: 'HTTP',
      HealthCheckPort: 'traffic-port',
      HealthCheckPath: '/',
      HealthCheckIntervalSeconds: 30,
      HealthCheckTimeoutSeconds: 5,
      HealthyThresholdCount: 5,
      UnhealthyThresholdCount: 2,
      Matcher: { HttpCode: '200' },
      LoadBalancerArns: [],
    })
    expect(create('tcp', 'TCP')).toMatchObject({ HealthCheckProtocol: 'TCP', HealthCheckTimeoutSeconds: 10 })
    const { Attributes } = elb(sim, 'DescribeTargetGroupAttributes', {
      TargetGroupArn: sim.t.targetGroups.find('name', 'http')?.arn,
    })
    expect(Attributes[0]).toEqual({ Key: 'deregistration_delay.timeout_seconds', Value: '300' })
  })

  it.each([
    [{ HealthCheckIntervalSeconds: 4 }, "Health check interval '4' must be between 5 and 300"],
    [{ HealthCheckTimeoutSeconds: 30 }, "Health check timeout '30' must be smaller than the interval '30'"],
    [{ HealthyThresholdCount: 1 }, 'Healthy threshold count'],
    [{ UnhealthyThresholdCount: 11 }, 'Unhealthy threshold count'],
    [{ Matcher: { HttpCode: '200,600' } }, 'Health check matcher'],
    [{ HealthCheckPath: 'health' }, 'Health check path'],
    [{ HealthCheckProtocol: 'TCP' }, 'Health check protocol'],
    [{ VpcId: 'vpc-0' }, "The VPC ID 'vpc-0' is not found"],
    [{ VpcId: undefined }, 'A VPC ID must be specified'],
    [{ Port: undefined }, 'A port must be specified'],
    [{ TargetType: 'lambda' }, "Target type 'lambda' is not supported"],
  ])('N-65: refuse %j', (more, text) => {
    const sim = network()
    const input = { Name: 'web', Protocol: 'HTTP', Port: 80, VpcId: vpcId(sim), ...more }
    expect(refusal(sim, 'CreateTargetGroup', input)).toContain(`ValidationError: ${text}`)
  })

  it('the same request again answers the same group; other settings are a duplicate', () => {
    const sim = network()
    const tg = group(sim, 'web')
    expect(group(sim, 'web')).toBe(tg)
    const other = { Name: 'web', Protocol: 'HTTP', Port: 81, VpcId: vpcId(sim), TargetType: 'ip' }
    expect(refusal(sim, 'CreateTargetGroup', other)).toBe(
      "DuplicateTargetGroupNameException: A target group with the same name 'web' exists, but with different settings",
    )
    elb(sim, 'DeleteTargetGroup', { TargetGroupArn: tg })
    expect(name(refusal(sim, 'DescribeTargetGroups', { TargetGroupArns: [tg] }))).toBe('TargetGroupNotFoundException')
    expect(name(refusal(sim, 'DescribeTargetGroups', { Names: ['web'] }))).toBe('TargetGroupNotFoundException')
  })

  it('N-62, N-143: addresses must be private, known to the VPC or named "all", and no node of a load balancer', () => {
    const sim = network()
    const tg = group(sim, 'web')
    listen(sim, balancer(sim), tg)
    const node = [...sim.t.networkInterfaces.values()][0]?.privateIp
    const add = (Target: object) => refusal(sim, 'RegisterTargets', { TargetGroupArn: tg, Targets: [Target] })
    expect(add({ Id: node })).toContain('it is in use by a load balancer')
    expect(name(add({ Id: '8.8.8.8', AvailabilityZone: 'all' }))).toBe('InvalidTargetException')
    expect(name(add({ Id: '10.1.2.3' }))).toBe('InvalidTargetException')
    expect(name(add({ Id: 'i-1' }))).toBe('InvalidTargetException')
    elb(sim, 'RegisterTargets', { TargetGroupArn: tg, Targets: [{ Id: '10.1.2.3', AvailabilityZone: 'all' }] })
    at(sim, 100)
    const row = sim.t.targetGroups.find('arn', tg)
    expect(row && targetGroupWorldView(sim, row).TargetHealthDescriptions).toEqual([
      {
        Target: { Id: '10.1.2.3', Port: 80, AvailabilityZone: 'all' },
        HealthCheckPort: '80',
        TargetHealth: { State: 'unhealthy', Reason: 'Target.Timeout', Description: 'Request timed out' },
      },
    ])
    elb(sim, 'DeregisterTargets', { TargetGroupArn: tg, Targets: [{ Id: '10.1.2.3' }, { Id: '10.9.9.9' }] })
    expect([...sim.t.targets.values()].map((target) => target.state)).toEqual(['draining'])
  })

  it('N-57: a group holds at most 1000 targets', () => {
    const sim = network()
    const tg = group(sim, 'web')
    const Targets = Array.from({ length: 1001 }, (_, i) => ({
      Id: `10.0.${Math.floor(i / 250)}.${i % 250}`,
      AvailabilityZone: 'all',
    }))
    expect(name(refusal(sim, 'RegisterTargets', { TargetGroupArn: tg, Targets }))).toBe('TooManyTargetsException')
    elb(sim, 'RegisterTargets', { TargetGroupArn: tg, Targets: Targets.slice(1) })
    expect(sim.t.targets.size).toBe(1000)
  })

  it('pages and tags', () => {
    const sim = network()
    for (const i of [1, 2, 3]) group(sim, `g${i}`)
    const first = elb(sim, 'DescribeTargetGroups', { PageSize: 2 })
    expect([first.TargetGroups.length, first.NextMarker]).toEqual([2, '2'])
    const second = elb(sim, 'DescribeTargetGroups', { PageSize: 2, Marker: first.NextMarker })
    expect([second.TargetGroups[0].TargetGroupName, second.NextMarker]).toEqual(['g3', undefined])
    expect(refusal(sim, 'DescribeTargetGroups', { Marker: 'x' })).toBe('ValidationError: Invalid marker')
    const ResourceArns = [second.TargetGroups[0].TargetGroupArn]
    elb(sim, 'AddTags', {
      ResourceArns,
      Tags: [
        { Key: 'a', Value: '1' },
        { Key: 'b', Value: '2' },
      ],
    })
    elb(sim, 'AddTags', { ResourceArns, Tags: [{ Key: 'a', Value: '3' }] })
    elb(sim, 'RemoveTags', { ResourceArns, TagKeys: ['b'] })
    expect(elb(sim, 'DescribeTags', { ResourceArns }).TagDescriptions).toEqual([
      { ResourceArn: ResourceArns[0], Tags: [{ Key: 'a', Value: '3' }] },
    ])
  })
})
