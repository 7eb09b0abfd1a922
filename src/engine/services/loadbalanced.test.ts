import { describe, expect, it } from 'vitest'
import type { Bench } from '../testing'
import { bench, deploymentId, since, VECTOR_TIMINGS } from '../testing'

/** An ALB `lb` with target group `tg` in the default subnets; answers the group's ARN. */
function loadBalancer(b: Bench, targetType: 'ip' | 'instance', group: object = {}, delay = 30): string {
  const subnets = b.call('ec2.DescribeSubnets').Subnets
  const [lb] = b.call('elbv2.CreateLoadBalancer', {
    Name: 'lb',
    Subnets: subnets.map((s: { SubnetId: string }) => s.SubnetId),
  }).LoadBalancers
  const input = { Name: 'tg', Protocol: 'HTTP', Port: 80, VpcId: subnets[0].VpcId, TargetType: targetType, ...group }
  const arn = b.call('elbv2.CreateTargetGroup', input).TargetGroups[0].TargetGroupArn
  b.call('elbv2.ModifyTargetGroupAttributes', {
    TargetGroupArn: arn,
    Attributes: [{ Key: 'deregistration_delay.timeout_seconds', Value: String(delay) }],
  })
  b.call('elbv2.CreateListener', {
    LoadBalancerArn: lb.LoadBalancerArn,
    Protocol: 'HTTP',
    Port: 80,
    DefaultActions: [{ Type: 'forward', TargetGroupArn: arn }],
  })
  return arn
}

const network = (b: Bench) => ({
  awsvpcConfiguration: { subnets: b.call('ec2.DescribeSubnets').Subnets.map((s: { SubnetId: string }) => s.SubnetId) },
})

const short = (rows: [number, string][]) =>
  rows.map(([at, text]) => `${at} ${text.replace(/ecs-svc\/\d+/g, 'ID').replace(/, taskSet ID\)/, '')}`)

describe('a rolling update behind a load balancer', () => {
  it('deployments V-16 D=1 100/200, awsvpc, drain 30 (N-96, D-314, D-316, D-621)', () => {
    const b = bench({
      timings: { ...VECTOR_TIMINGS, containerStart: 12, albFirstProbe: 30, lbProvisioning: 0 },
    })
    b.call('ecs.CreateCluster', { clusterName: 'demo' })
    b.call('playground.AddContainerInstances', { cluster: 'demo', instanceType: 'm5.large', count: 2 })
    for (const tag of ['1', '2']) {
      b.call('playground.PutImage', { image: `app:${tag}`, sizeMiB: 0, startSeconds: 0, drainSeconds: 2 })
      b.call('ecs.RegisterTaskDefinition', {
        family: 'app',
        networkMode: 'awsvpc',
        containerDefinitions: [
          { name: 'app', image: `app:${tag}`, memory: 128, portMappings: [{ containerPort: 80 }] },
        ],
      })
    }
    const arn = loadBalancer(b, 'ip')
    b.call('ecs.CreateService', {
      cluster: 'demo',
      serviceName: 'web',
      taskDefinition: 'app:1',
      desiredCount: 1,
      networkConfiguration: network(b),
      loadBalancers: [{ targetGroupArn: arn, containerName: 'app', containerPort: 80 }],
    })
    b.before(200)
    const [old] = b.engine.rows('tasks')
    b.call('ecs.UpdateService', { cluster: 'demo', service: 'web', taskDefinition: 'app:2' })
    const status = (s: number) => {
      b.to(200 + s)
      return b.engine.row('tasks', old?.id ?? '')?.lastStatus
    }
    expect(status(50)).toBe('DEACTIVATING')
    expect(status(99)).toBe('DEACTIVATING')
    expect(status(100)).toBe('STOPPING')
    expect(status(101)).toBe('STOPPING')
    expect(status(102)).toBe('DEPROVISIONING')
    expect(status(111)).toBe('DEPROVISIONING')
    expect(status(112)).toBe('STOPPED')
    const [v1, v2] = [deploymentId(b, 1), deploymentId(b, 2)]
    const draining = [...b.engine.rows('serviceEvents')].find((e) => e.rule === 'D-610c')
    expect(draining?.message).toBe(`(service web, taskSet ${v1}) has begun draining connections on 1 tasks.`)
    expect(b.engine.row('tasks', old?.id ?? '')).toMatchObject({
      stopCode: 'ServiceSchedulerInitiated',
      stoppedReason: `Scaling activity initiated by (deployment ${v1})`,
    })
    b.to(400)
    expect(since(b, 200)).toEqual([
      [0, 'has started 1 tasks'],
      [20, 'registered 1 targets in (target-group TG)'],
      [50, 'has stopped 1 running tasks'],
      [60, 'deregistered 1 targets in (target-group TG)'],
      [60, 'has begun draining connections on 1 tasks.'],
      [110, `(deployment ${v2}) deployment completed.`],
      [110, 'has reached a steady state.'],
    ])
  })

  /** networking section J: Fargate, RUNNING at +25 (15 ENI + 8 pull + 2 start). */
  const fargate = (image: object, group: object, delay: number, service: object = {}, timings: object = {}) => {
    const b = bench({ timings: { lbProvisioning: 0, ...timings } })
    b.call('ecs.CreateCluster', { clusterName: 'demo', capacityProviders: ['FARGATE'] })
    for (const tag of ['1', '2']) {
      b.call('playground.PutImage', { image: `app:${tag}`, sizeMiB: 420, ...image })
      b.call('ecs.RegisterTaskDefinition', {
        family: 'app',
        networkMode: 'awsvpc',
        requiresCompatibilities: ['FARGATE'],
        cpu: '256',
        memory: '512',
        containerDefinitions: [{ name: 'app', image: `app:${tag}`, portMappings: [{ containerPort: 80 }] }],
      })
    }
    const arn = loadBalancer(b, 'ip', group, delay)
    b.call('ecs.CreateService', {
      cluster: 'demo',
      serviceName: 'web',
      taskDefinition: 'app:1',
      desiredCount: 1,
      launchType: 'FARGATE',
      networkConfiguration: network(b),
      loadBalancers: [{ targetGroupArn: arn, containerName: 'app', containerPort: 80 }],
      ...service,
    })
    return b
  }

  it('networking V-37 Fargate, D=1 100/200, boot 5 s, exit 1 s: interval 30 and 10 (N-90, N-96, N-99)', () => {
    for (const [interval, expected] of [
      [
        30,
        [
          '0 has started 1 tasks',
          '25 registered 1 targets in (target-group TG)',
          '60 has stopped 1 running tasks',
          '70 deregistered 1 targets in (target-group TG)',
          '70 has begun draining connections on 1 tasks.',
          '120 (deployment ID) deployment completed.',
          '120 has reached a steady state.',
        ],
      ],
      [
        10,
        [
          '0 has started 1 tasks',
          '25 registered 1 targets in (target-group TG)',
          '40 has stopped 1 running tasks',
          '50 deregistered 1 targets in (target-group TG)',
          '50 has begun draining connections on 1 tasks.',
          '100 (deployment ID) deployment completed.',
          '100 has reached a steady state.',
        ],
      ],
    ] as const) {
      const b = fargate({ startSeconds: 5, drainSeconds: 1 }, { HealthCheckIntervalSeconds: interval }, 30)
      b.before(200)
      b.call('ecs.UpdateService', { cluster: 'demo', service: 'web', taskDefinition: 'app:2' })
      b.to(400)
      expect(short(since(b, 200))).toEqual(expected)
    }
  })

  it('networking V-36 drain 300, SIGTERM ignored: killed at stopTimeout, exit code 137, no failed request (N-97)', () => {
    const b = fargate({ startSeconds: 0, onSigterm: 'ignore' }, {}, 300)
    b.call('playground.SetTraffic', { target: 'lb', requestsPerSecond: 10 })
    b.before(200)
    const [old] = b.engine.rows('tasks')
    const before = requests(b)
    b.call('ecs.UpdateService', { cluster: 'demo', service: 'web', desiredCount: 0 })
    const at = (s: number) => {
      b.to(200 + s)
      return b.engine.row('tasks', old?.id ?? '')
    }
    expect(at(319)?.lastStatus).toBe('DEACTIVATING')
    expect(at(320)?.lastStatus).toBe('STOPPING')
    expect(at(350)?.lastStatus).toBe('DEPROVISIONING')
    expect(at(350)?.containers[0]?.exitCode).toBe(137)
    expect(at(360)?.lastStatus).toBe('STOPPED')
    expect(requests(b).byCause.elb502 - before.byCause.elb502).toBe(0)
  })

  it('networking V-35 stop at 0: SIGTERM at 20 (D 0, 5), 50 (30), 60 (45), 80 (60)', () => {
    for (const [delay, signal] of [
      [0, 20],
      [5, 20],
      [30, 50],
      [45, 60],
      [60, 80],
    ] as const) {
      const b = fargate({ startSeconds: 0 }, {}, delay)
      b.before(200)
      const [task] = b.engine.rows('tasks')
      b.call('ecs.UpdateService', { cluster: 'demo', service: 'web', desiredCount: 0 })
      b.to(200 + signal - 1)
      expect(b.engine.row('tasks', task?.id ?? '')?.lastStatus).toBe('DEACTIVATING')
      b.to(200 + signal)
      expect(b.engine.row('tasks', task?.id ?? '')?.lastStatus).toBe('STOPPING')
    }
  })

  it('networking V-32 a boot of 40 s without grace loops; grace 180 replaces in vain; 190 does nothing (N-92, N-93, D-603)', () => {
    // RUNNING at 20, a tick, as the vector has it at 0. The app is ready 40 s later: its boot counts from 2 s before RUNNING.
    const run = (grace: number, healthyThreshold = 5) => {
      const b = fargate(
        { startSeconds: 42 },
        { HealthyThresholdCount: healthyThreshold },
        30,
        { healthCheckGracePeriodSeconds: grace },
        { eniAttachFargate: 10 },
      )
      b.to(330)
      return b.events().map(([at, text]) => `${at - 20} ${text}`)
    }
    const starts = (lines: string[]) =>
      lines.filter((line) => line.includes('has started')).map((line) => line.split(' ')[0])
    const loop = run(0)
    expect(loop).toContain('40 has started 1 tasks Amazon ECS replaced 1 tasks due to an unhealthy status.')
    expect(
      loop.some((line) => /is unhealthy in \(target-group TG\) due to \(reason Health checks failed\)\./.test(line)),
    ).toBe(true)
    expect(starts(loop).length).toBeGreaterThan(3)
    expect(starts(run(180))).toEqual(['-20', '180'])
    expect(run(180)).toContain('190 stopped 1 pending tasks.')
    expect(starts(run(190))).toEqual(['-20'])
    expect(starts(run(90, 2))).toEqual(['-20', '90'])
    expect(starts(run(100, 2))).toEqual(['-20'])
  })

  it('D-223 D-623 a bad revision that fills the room: its unhealthy tasks go one at a time, the old ones stay', () => {
    const b = fargate({ startSeconds: 0 }, { HealthCheckIntervalSeconds: 10 }, 20, {
      desiredCount: 4,
      deploymentConfiguration: { minimumHealthyPercent: 75, maximumPercent: 150 },
    })
    b.before(200)
    b.call('playground.PutImage', { image: 'app:2', sizeMiB: 0, startSeconds: 0, healthCheckPath: '/moved' })
    b.call('ecs.UpdateService', { cluster: 'demo', service: 'web', taskDefinition: 'app:2' })
    const counted = () => [...b.engine.rows('tasks')].filter((task) => task.countsAsHealthy).length
    for (let at = 210; at <= 600; at += 10) {
      b.to(at)
      expect(counted()).toBe(3)
    }
    const texts = since(b, 200).map(([, text]) => text)
    const sick = texts.filter((text) =>
      /is unhealthy in \(target-group .*Health checks failed with these codes/.test(text),
    )
    expect(sick.length).toBeGreaterThan(2)
    const stopped = [...b.engine.rows('tasks')].filter((task) =>
      /failed ELB health checks/.test(task.stoppedReason ?? ''),
    )
    expect(stopped.length).toBeGreaterThan(2)
  })

  it('networking V-42 unhealthy replacement: started, healthy, then stopped (N-93, D-221, D-222, D-610e, D-623)', () => {
    const b = fargate({ startSeconds: 0 }, { HealthCheckIntervalSeconds: 10 }, 30, { desiredCount: 2 })
    b.before(200)
    const [sick] = b.engine.rows('tasks')
    b.call('playground.InjectFault', { kind: 'failHealthChecks', target: sick?.arn, check: 'target' })
    b.to(400)
    const lines = short(since(b, 200)).map((line) => line.replace(/\(task [0-9a-f]{32}\)/, '(task T)'))
    const texts = lines.map((line) => line.slice(line.indexOf(' ') + 1))
    expect(texts).toEqual([
      'has started 1 tasks Amazon ECS replaced 1 tasks due to an unhealthy status.',
      'registered 1 targets in (target-group TG)',
      '(task T) (port 80) is unhealthy in (target-group TG) due to (reason Health checks failed with these codes: [503]).',
      'has stopped 1 running tasks',
      'deregistered 1 targets in (target-group TG)',
      'has begun draining connections on 1 tasks.',
      'has reached a steady state.',
    ])
    const at = lines.map((line) => Number(line.split(' ')[0]))
    // Stop S, deregistered S + 10, steady S + 20 (N-99).
    expect([(at[4] ?? 0) - (at[3] ?? 0), (at[6] ?? 0) - (at[3] ?? 0)]).toEqual([10, 20])
    expect(b.engine.row('tasks', sick?.id ?? '')?.stoppedReason).toMatch(
      /^Task failed ELB health checks in \(target-group arn:/,
    )
  })
})

function requests(b: Bench) {
  return (b.engine.world(['requests']) as { requests: { byCause: Record<string, number> } }).requests as {
    byCause: { elb502: number }
  }
}
