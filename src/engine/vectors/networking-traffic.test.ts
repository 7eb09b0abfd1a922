import { describe, expect, it } from 'vitest'
import type { Any, Bench } from '../testing'
import { bench, since } from '../testing'
import { awsvpc, fleet, subnetsOf } from './kit'

interface Setup {
  launch: 'FARGATE' | 'EC2'
  desired: number
  image?: object
  timings?: object
  group?: object
  delay?: number
  service?: object
  hostPort?: number
}

/** A service `web` behind a load balancer that is active at once (networking.md section J). */
function behind(setup: Setup): Bench & { group: string } {
  const b = bench({ timings: { lbProvisioning: 0, ...setup.timings } })
  b.call('ecs.CreateCluster', { clusterName: 'demo', capacityProviders: ['FARGATE'] })
  const fargate = setup.launch === 'FARGATE'
  if (!fargate) b.call('playground.AddContainerInstances', { cluster: 'demo', instanceType: 'm5.large' })
  b.call('playground.PutImage', {
    image: 'app',
    sizeMiB: 420,
    startSeconds: 0,
    drainSeconds: 1,
    requestMs: 0,
    ...setup.image,
  })
  const mapping = { containerPort: 80, ...(setup.hostPort ? { hostPort: setup.hostPort } : {}) }
  b.call('ecs.RegisterTaskDefinition', {
    family: 'web',
    ...(fargate ? { networkMode: 'awsvpc', requiresCompatibilities: ['FARGATE'], cpu: '256', memory: '512' } : {}),
    containerDefinitions: [{ name: 'app', image: 'app', ...(fargate ? {} : { memory: 64 }), portMappings: [mapping] }],
  })
  const group = target(b, 'tg', fargate ? 'ip' : 'instance', setup.group, setup.delay ?? 30)
  const Subnets = subnetsOf(b)
  const { LoadBalancers } = b.call('elbv2.CreateLoadBalancer', { Name: 'lb', Subnets })
  b.call('elbv2.CreateListener', {
    LoadBalancerArn: LoadBalancers[0].LoadBalancerArn,
    Protocol: 'HTTP',
    Port: 80,
    DefaultActions: [{ Type: 'forward', TargetGroupArn: group }],
  })
  b.call('ecs.CreateService', {
    cluster: 'demo',
    serviceName: 'web',
    taskDefinition: 'web',
    desiredCount: setup.desired,
    launchType: setup.launch,
    loadBalancers: [{ targetGroupArn: group, containerName: 'app', containerPort: 80 }],
    ...(fargate ? awsvpc(Subnets) : {}),
    ...setup.service,
  })
  return { ...b, group }
}

function target(b: Bench, Name: string, TargetType: string, more: object = {}, delay = 30): string {
  const VpcId = b.call('ec2.DescribeVpcs').Vpcs[0].VpcId
  const { TargetGroups } = b.call('elbv2.CreateTargetGroup', {
    Name,
    Protocol: 'HTTP',
    Port: 80,
    VpcId,
    TargetType,
    ...more,
  })
  const TargetGroupArn = TargetGroups[0].TargetGroupArn
  b.call('elbv2.ModifyTargetGroupAttributes', {
    TargetGroupArn,
    Attributes: [{ Key: 'deregistration_delay.timeout_seconds', Value: String(delay) }],
  })
  return TargetGroupArn
}

const requests = (b: Bench): Any => (b.engine.world(['requests']) as Any).requests
/** Causes that happened, beside `ok` and `total`. */
const counts = (b: Bench): { total: number; ok: number } & Record<string, number> => {
  const { total, ok, byCause } = requests(b)
  const happened = Object.entries(byCause as Record<string, number>).filter(([, n]) => n > 0)
  return { total, ok, ...Object.fromEntries(happened) }
}
const scale = (b: Bench, desiredCount: number) =>
  b.call('ecs.UpdateService', { cluster: 'demo', service: 'web', desiredCount })
const traffic = (b: Bench, requestsPerSecond: number, more: object = {}) =>
  b.call('playground.SetTraffic', { target: 'lb', requestsPerSecond, ...more })
const taskArns = (b: Bench): string[] => b.call('ecs.ListTasks', { cluster: 'demo' }).taskArns

describe('validation of target groups', () => {
  it('networking V-25 N-86 target type, listener, container port', () => {
    const f = fleet([{}])
    const own = f.define(
      'own',
      64,
      64,
      { name: 'web', portMappings: [{ containerPort: 80 }] },
      { networkMode: 'awsvpc' },
    )
    const none = f.define('none', 64, 64, { name: 'web' }, { networkMode: 'awsvpc' })
    const [instance, ip] = [target(f, 'instance', 'instance'), target(f, 'ip', 'ip')]
    const refusal = (taskDefinition: string, targetGroupArn: string, containerName = 'web') =>
      f.refused('ecs.CreateService', {
        cluster: 'demo',
        serviceName: 'web',
        taskDefinition,
        desiredCount: 1,
        loadBalancers: [{ targetGroupArn, containerName, containerPort: 80 }],
        ...awsvpc(subnetsOf(f)),
      }).message
    expect(refusal(own, instance)).toBe(
      `The provided target group ${instance} has target type instance, which is incompatible with the awsvpc network mode specified in the task definition.`,
    )
    expect(refusal(own, ip)).toBe(
      `The target group with targetGroupArn ${ip} does not have an associated load balancer.`,
    )
    expect(refusal(none, ip)).toBe('The container web did not have a container port 80 defined.')
    expect(refusal(own, ip, 'api')).toBe('The container api does not exist in the task definition.')
    expect(refusal(own, `${ip}0`)).toBe(`The target group ${ip}0 was not found.`)
  })

  it('networking V-26 N-87 five groups are accepted and make five events, six are refused', () => {
    const b = behind({ launch: 'FARGATE', desired: 0 })
    const LoadBalancerArn = b.call('elbv2.DescribeLoadBalancers').LoadBalancers[0].LoadBalancerArn
    const groups = [1, 2, 3, 4, 5, 6].map((n) => {
      const TargetGroupArn = target(b, `tg-${n}`, 'ip')
      const DefaultActions = [{ Type: 'forward', TargetGroupArn }]
      b.call('elbv2.CreateListener', { LoadBalancerArn, Protocol: 'HTTP', Port: 8000 + n, DefaultActions })
      return { targetGroupArn: TargetGroupArn, containerName: 'app', containerPort: 80 }
    })
    const input = {
      cluster: 'demo',
      serviceName: 'many',
      taskDefinition: 'web',
      desiredCount: 1,
      launchType: 'FARGATE',
      ...awsvpc(subnetsOf(b)),
    }
    expect(b.refused('ecs.CreateService', { ...input, loadBalancers: groups })).toEqual({
      name: 'InvalidParameterException',
      message: 'loadBalancers can have at most 5 items.',
    })
    b.call('ecs.CreateService', { ...input, loadBalancers: groups.slice(0, 5) })
    b.to(100)
    const registered = [...b.engine.rows('serviceEvents')].filter((e) => e.rule === 'D-610a')
    expect(registered.map((e) => e.message)).toEqual(
      groups.slice(0, 5).map((g) => `(service many) registered 1 targets in (target-group ${g.targetGroupArn})`),
    )
  })

  it('networking V-22 N-103 listener rules', () => {
    const b = behind({ launch: 'FARGATE', desired: 1 })
    const [listener] = b.call('elbv2.DescribeListeners', {
      LoadBalancerArn: b.call('elbv2.DescribeLoadBalancers').LoadBalancers[0].LoadBalancerArn,
    }).Listeners
    const rule = (Priority: number, condition: object, name: string) =>
      b.call('elbv2.CreateRule', {
        ListenerArn: listener.ListenerArn,
        Priority,
        Conditions: [condition],
        Actions: [{ Type: 'forward', TargetGroupArn: target(b, name, 'ip') }],
      })
    rule(10, { Field: 'path-pattern', Values: ['/api/*'] }, 'tg-api')
    rule(20, { Field: 'path-pattern', Values: ['/img/*'] }, 'tg-img')
    rule(30, { Field: 'host-header', Values: ['admin.example.com'] }, 'tg-admin')
    const { Rules } = b.call('elbv2.DescribeRules', { ListenerArn: listener.ListenerArn })
    expect(Rules.map((r: Any) => r.Priority)).toEqual(['10', '20', '30', 'default'])
    const again = {
      ListenerArn: listener.ListenerArn,
      Priority: 20,
      Conditions: [{ Field: 'path-pattern', Values: ['/x'] }],
      Actions: [{ Type: 'forward', TargetGroupArn: b.group }],
    }
    expect(b.refused('elbv2.CreateRule', again).name).toBe('PriorityInUseException')
  })
})

describe('traffic while tasks come and go', () => {
  it('networking V-23 N-104 weights 90/10 with an empty second group: every tenth is a 503', () => {
    const b = behind({ launch: 'FARGATE', desired: 2 })
    const LoadBalancerArn = b.call('elbv2.DescribeLoadBalancers').LoadBalancers[0].LoadBalancerArn
    const [{ ListenerArn }] = b.call('elbv2.DescribeListeners', { LoadBalancerArn }).Listeners
    const TargetGroups = [
      { TargetGroupArn: b.group, Weight: 90 },
      { TargetGroupArn: target(b, 'empty', 'ip'), Weight: 10 },
    ]
    b.call('elbv2.ModifyListener', {
      ListenerArn,
      DefaultActions: [{ Type: 'forward', ForwardConfig: { TargetGroups } }],
    })
    b.before(100)
    traffic(b, 100)
    b.before(110)
    expect(counts(b)).toEqual({ total: 1000, ok: 900, elb503: 100 })
  })

  it('networking V-24 N-71 all unhealthy by a wrong health path: the load balancer still serves', () => {
    const b = behind({
      launch: 'FARGATE',
      desired: 3,
      image: { healthCheckPath: '/health' },
      service: { healthCheckGracePeriodSeconds: 10_000 },
    })
    b.before(100)
    traffic(b, 30)
    const states = b
      .call('elbv2.DescribeTargetHealth', { TargetGroupArn: b.group })
      .TargetHealthDescriptions.map((d: Any) => d.TargetHealth)
    expect(states).toHaveLength(3)
    for (const health of states) {
      expect(health).toMatchObject({
        State: 'unhealthy',
        Reason: 'Target.ResponseCodeMismatch',
        Description: 'Health checks failed with these codes: [404]',
      })
    }
    b.before(110)
    expect(counts(b)).toEqual({ total: 300, ok: 300 })
  })

  it('networking V-27 N-101 a task in a zone that the load balancer does not serve is replaced', () => {
    const b = behind({ launch: 'FARGATE', desired: 0 })
    const [a, two, c] = subnetsOf(b)
    const { LoadBalancers } = b.call('elbv2.CreateLoadBalancer', { Name: 'narrow', Subnets: [a, two] })
    const TargetGroupArn = target(b, 'narrow-tg', 'ip')
    b.call('elbv2.CreateListener', {
      LoadBalancerArn: LoadBalancers[0].LoadBalancerArn,
      Protocol: 'HTTP',
      Port: 80,
      DefaultActions: [{ Type: 'forward', TargetGroupArn }],
    })
    b.call('ecs.CreateService', {
      cluster: 'demo',
      serviceName: 'lost',
      taskDefinition: 'web',
      desiredCount: 1,
      launchType: 'FARGATE',
      healthCheckGracePeriodSeconds: 60,
      loadBalancers: [{ targetGroupArn: TargetGroupArn, containerName: 'app', containerPort: 80 }],
      ...awsvpc([c as string]),
    })
    b.before(80)
    const [health] = b.call('elbv2.DescribeTargetHealth', { TargetGroupArn }).TargetHealthDescriptions
    expect(health.TargetHealth).toEqual({
      State: 'unused',
      Reason: 'Target.NotInUse',
      Description: 'Target is in an Availability Zone that is not enabled for the load balancer',
    })
    b.to(400)
    const texts = [...b.engine.rows('serviceEvents')].map((e) => e.message)
    expect(texts.some((t) => t.includes('Amazon ECS replaced 1 tasks due to an unhealthy status.'))).toBe(true)
    expect(
      texts.some((t) =>
        t.endsWith('due to (reason Target is in an Availability Zone that is not enabled for the load balancer).'),
      ),
    ).toBe(true)
  })

  it.each([
    [30, 75],
    [60, 0],
  ])('networking V-38 N-81 N-135 requests of 45 s, delay %i: %i end as 502 exactly then', (delay, cut) => {
    const b = behind({ launch: 'FARGATE', desired: 2, image: { requestMs: 45_000 }, delay })
    b.before(100)
    traffic(b, 10, { clientTimeoutSeconds: 90 })
    b.before(200)
    scale(b, 1) // Deregistered one tick later, at 210.
    b.before(210 + delay)
    expect(counts(b).elb502).toBeUndefined()
    b.to(210 + delay + 1)
    expect(counts(b).elb502 ?? 0).toBe(cut)
    b.before(400)
    expect(requests(b).failed5xx).toBe(cut)
  })

  /** Two tasks, registered so that probes come 12 s after a tick; traffic from 190, which is the vector's 0. */
  const pair = () => {
    const b = behind({ launch: 'FARGATE', desired: 2, timings: { eniAttachFargate: 10 } })
    b.before(190)
    traffic(b, 20)
    return { b, a: taskArns(b)[0] as string }
  }

  it('networking V-39 N-84 N-98 N-136 a crash: 100 × 502, then 190 × 504 until the deregistration at 30', () => {
    const { b, a } = pair()
    b.before(191)
    b.call('playground.InjectFault', { kind: 'stopContainer', target: a })
    b.before(220)
    expect(since(b, 190).some(([, text]) => text.startsWith('deregistered'))).toBe(false)
    b.to(220)
    expect(since(b, 190).filter(([at, text]) => at === 30 && text.startsWith('deregistered'))).toHaveLength(1)
    b.before(260)
    const { ok, elb502, elb504, total } = counts(b)
    expect({ total, failed: total - ok, elb502, elb504 }).toEqual({
      total: 1400,
      failed: 290,
      elb502: 100,
      elb504: 190,
    })
  })

  it('networking V-39 N-98 scaled in, or stopped by StopTask: no error', () => {
    for (const how of ['scale', 'stop']) {
      const { b, a } = pair()
      b.before(200)
      if (how === 'scale') scale(b, 1)
      else b.call('ecs.StopTask', { cluster: 'demo', task: a })
      b.before(400)
      const { total, ...rest } = counts(b)
      expect(rest).toEqual({ ok: total })
    }
  })

  const single = (min: number, max: number) =>
    behind({
      launch: 'EC2',
      desired: 1,
      hostPort: 80,
      timings: { imagePullBase: 0, imagePullCached: 0 },
      image: { sizeMiB: 0 },
      service: { deploymentConfiguration: { minimumHealthyPercent: min, maximumPercent: max } },
    })

  it('networking V-40 static port, one instance, 0/100: 530 × 503', () => {
    const b = single(0, 100)
    b.before(200)
    traffic(b, 10)
    b.call('ecs.UpdateService', { cluster: 'demo', service: 'web', forceNewDeployment: true })
    b.before(300)
    expect(since(b, 200).map(([at, text]) => `${at} ${text.split(' ').slice(0, 2).join(' ')}`)).toEqual([
      '0 has stopped',
      '10 deregistered 1',
      '10 has begun',
      '60 has started',
      '62 registered 1',
      expect.stringMatching(/^\d+ \(deployment/),
      expect.stringMatching(/^\d+ has reached/),
    ])
    expect(counts(b)).toEqual({ total: 1000, ok: 470, elb503: 530 })
  })

  it('networking V-40 the same with 100/200 never completes and loses nothing', () => {
    const b = single(100, 200)
    b.before(200)
    traffic(b, 10)
    b.call('ecs.UpdateService', { cluster: 'demo', service: 'web', forceNewDeployment: true })
    b.before(1000)
    expect(counts(b)).toEqual({ total: 8000, ok: 8000 })
    const texts = since(b, 200).map(([, text]) => text)
    expect(texts).toHaveLength(1)
    expect(texts[0]).toContain('is already using a port required by your task.')
    const [view] = b.call('ecs.DescribeServices', { cluster: 'demo', services: ['web'] }).services
    expect([view.deployments.length, view.deployments[0].rolloutState]).toEqual([2, 'IN_PROGRESS'])
  })
})
