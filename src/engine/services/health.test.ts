import { describe, expect, it } from 'vitest'
import type { Any, Bench } from '../testing'
import { bench, define, deploymentId, healthy, since, steadyService, update, vectorBench } from '../testing'

const show = (b: Bench): Any => b.call('ecs.DescribeServices', { cluster: 'demo', services: ['web'] }).services[0]

describe('a health check whose timeout is longer than its interval', () => {
  const check = { command: ['CMD', 'true'], interval: 5, timeout: 30, retries: 2 }

  it('D-139 a container that hangs is judged at each timeout, and probed next at the first point of its grid', () => {
    const b = bench({ timings: { hostLossDetection: 300 } })
    b.call('ecs.CreateCluster', { clusterName: 'demo', capacityProviders: ['FARGATE'] })
    b.call('playground.PutImage', { image: 'app', startSeconds: 0 })
    b.call('ecs.RegisterTaskDefinition', {
      family: 'app',
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      cpu: '256',
      memory: '512',
      containerDefinitions: [{ name: 'app', image: 'app', healthCheck: check }],
    })
    const [subnet] = b.call('ec2.DescribeSubnets').Subnets
    const networkConfiguration = { awsvpcConfiguration: { subnets: [subnet.SubnetId] } }
    b.call('ecs.RunTask', { cluster: 'demo', taskDefinition: 'app', launchType: 'FARGATE', networkConfiguration })
    const container = () => [...b.engine.rows('tasks')][0]?.containers[0]
    b.to(200)
    expect(container()).toMatchObject({ healthStatus: 'HEALTHY', process: 'listening' })
    const startedS = (container()?.startedAtMs ?? 0) / 1000
    b.call('playground.InjectFault', { kind: 'zoneDown', target: subnet.AvailabilityZone })
    // The first probe at or after the fault hangs for 30 s; the second begins when it is given up.
    const firstS = startedS + Math.ceil((200 - startedS) / 5) * 5
    b.to(firstS + 30)
    expect(container()).toMatchObject({ healthStatus: 'HEALTHY', health: { failures: 1 } })
    b.to(firstS + 59)
    expect(container()).toMatchObject({ healthStatus: 'HEALTHY', health: { failures: 1 } })
    b.to(firstS + 60)
    expect(container()).toMatchObject({ healthStatus: 'UNHEALTHY', health: { failures: 2 } })
    b.to(600)
    expect([...b.engine.rows('tasks')][0]).toMatchObject({ lastStatus: 'STOPPED', stopCode: 'TerminationNotice' })
  })

  it('D-139 a service whose containers hang goes on, and replaces them', () => {
    const b = bench({ timings: { hostLossDetection: 120 } })
    b.call('ecs.CreateCluster', { clusterName: 'demo', capacityProviders: ['FARGATE'] })
    b.call('playground.PutImage', { image: 'app', startSeconds: 0 })
    b.call('ecs.RegisterTaskDefinition', {
      family: 'app',
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      cpu: '256',
      memory: '512',
      containerDefinitions: [{ name: 'app', image: 'app', healthCheck: check }],
    })
    const subnets = (b.call('ec2.DescribeSubnets').Subnets as Any[]).map((s) => s.SubnetId)
    b.call('ecs.CreateService', {
      cluster: 'demo',
      serviceName: 'web',
      taskDefinition: 'app',
      desiredCount: 2,
      launchType: 'FARGATE',
      networkConfiguration: { awsvpcConfiguration: { subnets } },
    })
    b.to(200)
    const zone = [...b.engine.rows('tasks')][0]?.zone ?? ''
    b.call('playground.InjectFault', { kind: 'zoneDown', target: zone })
    b.to(280)
    expect(since(b, 200).map(([, text]) => text)).toEqual([
      'has started 1 tasks Amazon ECS replaced 1 tasks due to an unhealthy status.',
    ])
    b.to(500)
    const running = [...b.engine.rows('tasks')].filter((t) => t.lastStatus === 'RUNNING')
    expect(running.map((t) => [t.zone !== zone, t.healthStatus])).toEqual([
      [true, 'HEALTHY'],
      [true, 'HEALTHY'],
    ])
  })
})

describe('the health check grace period', () => {
  /** Two tasks that pass their check at 10 and 20 s and fail from 25 s on; RUNNING at 20. */
  function failing(graceS: number): Bench {
    const b = vectorBench()
    b.call('playground.PutImage', { image: 'app:1', sizeMiB: 0, startSeconds: 0, unhealthyAfterSeconds: 25 })
    define(b, '1', { healthCheck: { command: ['CMD', 'true'], interval: 10, retries: 2 } })
    b.call('ecs.CreateService', {
      cluster: 'demo',
      serviceName: 'web',
      taskDefinition: 'app:4',
      desiredCount: 2,
      healthCheckGracePeriodSeconds: graceS,
    })
    b.to(10)
    return b
  }
  const replaced = (b: Bench) => b.events().filter(([, text]) => text.includes('due to an unhealthy status'))

  it('D-209, D-210 a task that fails inside it counts as healthy until it ends, and not from then on', () => {
    const b = failing(300)
    b.to(61)
    expect([...b.engine.rows('tasks')].map((t) => t.healthStatus)).toEqual(['UNHEALTHY', 'UNHEALTHY'])
    expect(healthy(b)).toBe(2)
    b.to(319)
    expect(healthy(b)).toBe(2)
    expect(replaced(b)).toEqual([])
    b.before(320)
    expect(healthy(b)).toBe(2)
    b.to(320)
    expect(healthy(b)).toBe(0)
    expect(replaced(b).map(([at]) => at)).toEqual([320])
  })

  it('D-210 lowered by UpdateService it ends sooner: at its new end, or at once when that is past', () => {
    const b = failing(300)
    b.to(62)
    update(b, { healthCheckGracePeriodSeconds: 60 })
    expect(healthy(b)).toBe(2)
    b.to(79)
    expect(healthy(b)).toBe(2)
    b.to(80)
    expect(healthy(b)).toBe(0)
    expect(replaced(b).map(([at]) => at)).toEqual([80])
    const past = failing(300)
    past.to(105)
    update(past, { healthCheckGracePeriodSeconds: 60 })
    expect(healthy(past)).toBe(0)
    past.to(110)
    expect(replaced(past).map(([at]) => at)).toEqual([110])
  })

  it('D-210 raised by UpdateService it ends later', () => {
    const b = failing(100)
    b.to(100)
    update(b, { healthCheckGracePeriodSeconds: 200 })
    b.to(219)
    expect(healthy(b)).toBe(2)
    b.to(220)
    expect(healthy(b)).toBe(0)
    expect(replaced(b).map(([at]) => at)).toEqual([220])
  })
})

describe('failing starts', () => {
  it('D-240 an essential container that exits while another waits: back-off, told once', () => {
    const b = vectorBench({ timings: { containerStart: 0 } })
    b.call('playground.PutImage', { image: 'short', sizeMiB: 0, startSeconds: 0, exitAfterSeconds: 3, exitCode: 1 })
    b.call('playground.PutImage', { image: 'slow', sizeMiB: 0, startSeconds: 0, healthyAfterSeconds: 600 })
    b.call('ecs.RegisterTaskDefinition', {
      family: 'pair',
      containerDefinitions: [
        { name: 'a', image: 'short', memory: 16 },
        { name: 'c', image: 'slow', memory: 16, healthCheck: { command: ['CMD', 'true'], interval: 30 } },
        { name: 'b', image: 'app:1', memory: 16, dependsOn: [{ containerName: 'c', condition: 'HEALTHY' }] },
      ],
    })
    b.call('ecs.CreateService', { cluster: 'demo', serviceName: 'web', taskDefinition: 'pair', desiredCount: 1 })
    b.to(300)
    const tasks = [...b.engine.rows('tasks')]
    expect(tasks.every((t) => t.startedAtMs === null && t.stopCode === 'EssentialContainerExited')).toBe(true)
    // D-242: two at the pace of the scheduler, then 30, 60, 120 s more.
    const starts = b.events().filter(([, text]) => text === 'has started 1 tasks')
    expect(starts.map(([at]) => at)).toEqual([0, 10, 20, 60, 130, 260])
    expect(
      b.events().filter(([, text]) => text === 'is unable to consistently start tasks successfully.'),
    ).toHaveLength(1)
    // Once per task: as many as have ended.
    expect([...b.engine.rows('services')][0]?.startThrottle?.failures).toBe(starts.length)
  })
})

describe('a failed deployment', () => {
  it('D-407 shows that no task of it is wanted any more', () => {
    const b = vectorBench()
    const alarm = { AlarmName: 'errors', EvaluationPeriods: 1, ComparisonOperator: 'GreaterThanThreshold' }
    b.call('cloudwatch.PutMetricAlarm', alarm)
    const set = (StateValue: string) =>
      b.call('cloudwatch.SetAlarmState', { AlarmName: 'errors', StateValue, StateReason: 'by hand' })
    set('OK')
    const t = steadyService(b, 2, 100, 200)
    const alarms = { alarmNames: ['errors'], enable: true, rollback: true }
    update(b, { taskDefinition: 'app:2', deploymentConfiguration: { alarms } })
    b.to(t + 100)
    set('ALARM')
    b.to(t + 110)
    const deployments = show(b).deployments.map((d: Any) => [d.id, d.status, d.desiredCount, d.runningCount])
    expect(deployments).toEqual([
      [deploymentId(b, 2), 'ACTIVE', 0, 2],
      [deploymentId(b, 1), 'PRIMARY', 2, 0],
    ])
  })
})
