import { describe, expect, it } from 'vitest'
import type { Bench } from '../testing'
import { counts, define, deploymentId, healthy, since, steadyService, update, vectorBench } from '../testing'
import { threshold } from './threshold'

const STEADY = 'has reached a steady state.'
const breaker = (rollback: boolean, more: object = {}) => ({
  deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback, ...more } },
})

/** Revision 2's image cannot be pulled: its tasks die 20 s after their start. */
function badImage(options: Parameters<typeof vectorBench>[0] = {}): Bench {
  const b = vectorBench({ ...options, timings: { imagePullFailure: 20, ...options.timings } })
  b.call('playground.PutImage', { image: 'app:2', pullable: false })
  return b
}

const record = (b: Bench) =>
  b.call('ecs.DescribeServiceDeployments', {
    serviceDeploymentArns: b
      .call('ecs.ListServiceDeployments', { cluster: 'demo', service: 'web' })
      .serviceDeployments.slice(0, 1)
      .map((d: { serviceDeploymentArn: string }) => d.serviceDeploymentArn),
  }).serviceDeployments[0]

describe('deployments.md failure detection', () => {
  it('deployments V-28 thresholds (D-401)', () => {
    const bounded = [
      [1, 3],
      [5, 3],
      [6, 3],
      [7, 4],
      [25, 13],
      [399, 200],
      [400, 200],
      [800, 200],
    ]
    for (const [desired, expected] of bounded)
      expect(threshold('BOUNDED_PERCENT', 50, desired as number)).toBe(expected)
    expect(threshold('UNBOUNDED_PERCENT', 50, 800)).toBe(400)
    expect(threshold('UNBOUNDED_PERCENT', 50, 1)).toBe(1)
    for (const desired of [1, 10, 1000]) expect(threshold('COUNT', 5, desired)).toBe(5)
    expect(threshold('BOUNDED_PERCENT', 10, 100)).toBe(10)
    expect(threshold('BOUNDED_PERCENT', 10, 20)).toBe(3)
  })

  it('deployments V-29 D=1: trips at the third failure and rolls back without an outage (D-404, D-407, D-606)', () => {
    const b = badImage()
    const t = steadyService(b, 1, 100, 200)
    update(b, { taskDefinition: 'app:2', ...breaker(true) })
    let lowest = 1
    for (let s = 0; s <= 60; s += 5) {
      b.to(t + s)
      lowest = Math.min(lowest, healthy(b))
    }
    b.to(t + 200)
    const [v1, v2] = [deploymentId(b, 1), deploymentId(b, 2)]
    expect(since(b, t)).toEqual([
      [0, 'has started 1 tasks'],
      [20, 'has started 1 tasks'],
      [40, 'has started 1 tasks'],
      [60, `(deployment ${v2}) deployment failed: tasks failed to start.`],
      [60, `rolling back to deployment ${v1}.`],
      [60, `(deployment ${v1}) deployment completed.`],
      [60, STEADY],
    ])
    expect(lowest).toBe(1)
    expect(record(b)).toMatchObject({
      status: 'ROLLBACK_SUCCESSFUL',
      statusReason: 'Service deployment rolled back because the circuit breaker threshold was exceeded.',
      deploymentCircuitBreaker: { status: 'TRIGGERED', failureCount: 3, threshold: 3 },
    })
    expect(b.call('ecs.DescribeServices', { cluster: 'demo', services: ['web'] }).services[0].taskDefinition).toMatch(
      /app:1$/,
    )
  })

  it('deployments V-30 D=4 100/200: four failures at once trip at 20', () => {
    const b = badImage()
    const t = steadyService(b, 4, 100, 200)
    update(b, { taskDefinition: 'app:2', ...breaker(true) })
    b.to(t + 100)
    expect(since(b, t).map(([at]) => at)).toEqual([0, 20, 20, 20, 20])
    expect(record(b).deploymentCircuitBreaker.failureCount).toBe(4)
  })

  it('deployments V-31 D=4 50/100: half the tasks until the rollback has started its own', () => {
    const b = badImage()
    const t = steadyService(b, 4, 50, 100)
    update(b, { taskDefinition: 'app:2', ...breaker(true) })
    b.to(t + 49)
    expect(counts(b)).toEqual({ 1: [2, 0, 0], 2: [0, 2, 0] })
    b.to(t + 50)
    expect(counts(b)).toEqual({ 1: [2, 2, 0] })
    b.to(t + 70)
    expect(counts(b)).toEqual({ 1: [4, 0, 0] })
    b.to(t + 200)
    const v1 = deploymentId(b, 1)
    expect(since(b, t)).toEqual([
      [0, 'has stopped 2 running tasks'],
      [10, 'has started 2 tasks'],
      [30, 'has started 2 tasks'],
      [50, `(deployment ${deploymentId(b, 2)}) deployment failed: tasks failed to start.`],
      [50, `rolling back to deployment ${v1}.`],
      [50, 'has started 2 tasks'],
      [110, `(deployment ${v1}) deployment completed.`],
      [110, STEADY],
    ])
  })

  it('deployments V-32 rollback off: FAILED stays PRIMARY, nothing starts any more (D-410)', () => {
    const b = badImage()
    const t = steadyService(b, 2, 100, 200)
    update(b, { taskDefinition: 'app:2', ...breaker(false) })
    b.to(t + 1000)
    expect(since(b, t)).toEqual([
      [0, 'has started 2 tasks'],
      [20, 'has started 2 tasks'],
      [40, `(deployment ${deploymentId(b, 2)}) deployment failed: tasks failed to start.`],
    ])
    const service = b.call('ecs.DescribeServices', { cluster: 'demo', services: ['web'] }).services[0]
    expect(
      service.deployments.map((d: { status: string; rolloutState: string; runningCount: number }) => [
        d.status,
        d.rolloutState,
        d.runningCount,
      ]),
    ).toEqual([
      ['PRIMARY', 'FAILED', 0],
      ['ACTIVE', 'COMPLETED', 2],
    ])
    expect(service.deployments[0].rolloutStateReason).toBe('ECS deployment circuit breaker: tasks failed to start.')
    expect(record(b).status).toBe('STOPPED')
    expect(b.engine.waiting('svc-1')).toMatchObject({ kind: 'failed', canProgress: false })
  })

  it('deployments V-33 the first deployment fails: no way back, stalled (D-409)', () => {
    const b = badImage()
    b.before(200)
    b.call('ecs.CreateService', {
      cluster: 'demo',
      serviceName: 'web',
      taskDefinition: 'app:2',
      desiredCount: 1,
      ...breaker(true),
    })
    b.to(600)
    expect(since(b, 200)).toEqual([
      [0, 'has started 1 tasks'],
      [20, 'has started 1 tasks'],
      [40, 'has started 1 tasks'],
      [60, `(deployment ${deploymentId(b, 2)}) deployment failed: tasks failed to start.`],
    ])
    expect(record(b)).toMatchObject({
      status: 'ROLLBACK_FAILED',
      statusReason: 'No rollback candidate was found to run the rollback.',
    })
  })

  it('deployments V-34 F F H F F: reset on a healthy task or not (D-405)', () => {
    const run = (resetOnHealthyTask: boolean) => {
      const b = vectorBench({ timings: { imagePullFailure: 20 } })
      b.before(200)
      const image = (pullable: boolean) =>
        b.call('playground.PutImage', { image: 'app:2', sizeMiB: 0, startSeconds: 0, pullable })
      image(false)
      b.call('ecs.CreateService', {
        cluster: 'demo',
        serviceName: 'web',
        taskDefinition: 'app:2',
        desiredCount: 1,
        ...breaker(false, { resetOnHealthyTask }),
      })
      // 200 F, 220 F, 240 H (counted at 300, after a second deployment has become unnecessary to complete: desired 2 keeps it going)
      b.before(230)
      b.call('ecs.UpdateService', { cluster: 'demo', service: 'web', desiredCount: 2 })
      image(true)
      const failures: number[] = []
      for (let s = 235; s <= 420; s += 5) {
        b.to(s)
        failures.push([...b.engine.rows('deployments')][0]?.failedTasks ?? -1)
      }
      return { failures, state: [...b.engine.rows('deployments')][0]?.rolloutState }
    }
    const reset = run(true)
    expect(Math.max(...reset.failures)).toBe(2)
    expect(reset.failures.at(-1)).toBe(0)
    const kept = run(false)
    expect(kept.failures.at(-1)).toBe(2)
  })

  it('deployments V-35 breaker off: 30, 60, 120, 240 s between failing starts, one event (D-242, D-607)', () => {
    const b = badImage()
    b.before(200)
    b.call('ecs.CreateService', { cluster: 'demo', serviceName: 'web', taskDefinition: 'app:2', desiredCount: 1 })
    b.to(200 + 600)
    expect(since(b, 200)).toEqual([
      [0, 'has started 1 tasks'],
      [20, 'has started 1 tasks'],
      [40, 'has started 1 tasks'],
      [60, 'is unable to consistently start tasks successfully.'],
      [90, 'has started 1 tasks'],
      [170, 'has started 1 tasks'],
      [310, 'has started 1 tasks'],
      [570, 'has started 1 tasks'],
    ])
  })

  it('deployments V-36 a crash loop after RUNNING never throttles; failedTasks counts (D-240, D-403d)', () => {
    const b = vectorBench()
    b.call('playground.PutImage', { image: 'app:2', sizeMiB: 0, startSeconds: 0, exitAfterSeconds: 5 })
    b.before(200)
    b.call('ecs.CreateService', { cluster: 'demo', serviceName: 'web', taskDefinition: 'app:2', desiredCount: 1 })
    b.to(300)
    expect(since(b, 200)).toEqual([0, 30, 60, 90].map((at) => [at, 'has started 1 tasks']))
    expect([...b.engine.rows('deployments')][0]?.failedTasks).toBe(3)
    expect([...b.engine.rows('tasks')][0]).toMatchObject({
      stopCode: 'EssentialContainerExited',
      stoppedReason: 'Essential container in task exited',
    })
  })

  const withAlarm = (state: 'OK' | 'ALARM') => {
    const b = vectorBench()
    b.call('cloudwatch.PutMetricAlarm', {
      AlarmName: 'errors',
      EvaluationPeriods: 1,
      ComparisonOperator: 'GreaterThanThreshold',
    })
    const set = (StateValue: string) =>
      b.call('cloudwatch.SetAlarmState', { AlarmName: 'errors', StateValue, StateReason: 'by hand' })
    set(state)
    const t = steadyService(b, 2, 100, 200)
    update(b, {
      taskDefinition: 'app:2',
      deploymentConfiguration: { alarms: { alarmNames: ['errors'], enable: true, rollback: true } },
    })
    return { b, t, set }
  }

  it('deployments V-37 an alarm during the bake time rolls back (D-430, D-432)', () => {
    const { b, t, set } = withAlarm('OK')
    b.to(t + 190)
    expect(record(b)).toMatchObject({ status: 'IN_PROGRESS', alarms: { status: 'MONITORING' } })
    b.before(t + 200)
    set('ALARM')
    b.to(t + 400)
    const v1 = deploymentId(b, 1)
    expect(since(b, t)).toEqual([
      [0, 'has started 2 tasks'],
      [60, 'has stopped 2 running tasks'],
      [200, `(deployment ${deploymentId(b, 2)}) deployment failed: alarm detected.`],
      [200, `rolling back to deployment ${v1}.`],
      [200, 'has started 2 tasks'],
      [260, 'has stopped 2 running tasks'],
      [270, `(deployment ${v1}) deployment completed.`],
      [270, STEADY],
    ])
    expect(record(b)).toMatchObject({
      status: 'ROLLBACK_SUCCESSFUL',
      alarms: { status: 'TRIGGERED', triggeredAlarmNames: ['errors'] },
    })
  })

  it('deployments V-37 an alarm that is in ALARM at the start is ignored, bake included (D-431)', () => {
    const { b, t } = withAlarm('ALARM')
    b.to(t + 400)
    expect(since(b, t).slice(-2)).toEqual([
      [70, `(deployment ${deploymentId(b, 2)}) deployment completed.`],
      [70, STEADY],
    ])
  })

  it('D-432 without an alarm a bake time that is set holds the deployment open for exactly that long', () => {
    const b = vectorBench()
    const t = steadyService(b, 2, 100, 200)
    update(b, { taskDefinition: 'app:2', deploymentConfiguration: { bakeTimeInMinutes: 2 } })
    b.to(t + 400)
    expect(since(b, t).at(-2)).toEqual([190, `(deployment ${deploymentId(b, 2)}) deployment completed.`])
  })

  it('D-356 StopServiceDeployment rolls back by hand; a finished one is a conflict', () => {
    const b = vectorBench()
    const t = steadyService(b, 2, 100, 200)
    update(b, { taskDefinition: 'app:2' })
    b.before(t + 30)
    const arn = record(b).serviceDeploymentArn
    b.call('ecs.StopServiceDeployment', { serviceDeploymentArn: arn })
    expect(record(b).status).toBe('ROLLBACK_REQUESTED')
    b.to(t + 30)
    expect(record(b).status).toBe('ROLLBACK_IN_PROGRESS')
    b.to(t + 200)
    expect(counts(b)).toEqual({ 1: [2, 0, 0] })
    expect(record(b)).toMatchObject({
      status: 'ROLLBACK_SUCCESSFUL',
      statusReason: 'Service deployment rolled back because of a user request.',
    })
    expect(b.refused('ecs.StopServiceDeployment', { serviceDeploymentArn: arn })).toEqual({
      name: 'ConflictException',
      message: 'Cannot stop service deployment because it is in a terminal state.',
    })
    expect(b.refused('ecs.StopServiceDeployment', { serviceDeploymentArn: `${arn}x` }).name).toBe(
      'ServiceDeploymentNotFoundException',
    )
    expect(b.refused('ecs.StopServiceDeployment', { serviceDeploymentArn: arn, stopType: 'ABORT' }).name).toBe(
      'InvalidParameterException',
    )
  })

  it('deployments V-23 a second deployment while the first one’s tasks are not yet counted (D-333, D-334)', () => {
    const b = vectorBench()
    const t = steadyService(b, 4, 100, 200)
    update(b, { taskDefinition: 'app:2' })
    b.before(t + 30)
    const first = record(b).serviceDeploymentArn
    update(b, { taskDefinition: 'app:3' })
    b.to(t + 40)
    const service = b.call('ecs.DescribeServices', { cluster: 'demo', services: ['web'] }).services[0]
    expect(
      service.deployments.map((d: { status: string; taskDefinition: string }) => [
        d.status,
        d.taskDefinition.slice(-5),
      ]),
    ).toEqual([
      ['PRIMARY', 'app:3'],
      ['ACTIVE', 'app:1'],
    ])
    expect(record(b).sourceServiceRevisions).toHaveLength(2)
    b.to(t + 200)
    expect(since(b, t)).toEqual([
      [0, 'has started 4 tasks'],
      [30, 'has stopped 4 running tasks'],
      [40, 'has started 4 tasks'],
      [100, 'has stopped 4 running tasks'],
      [110, `(deployment ${deploymentId(b, 3)}) deployment completed.`],
      [110, STEADY],
    ])
    expect(
      b.call('ecs.DescribeServiceDeployments', { serviceDeploymentArns: [first] }).serviceDeployments[0].status,
    ).toBe('STOPPED')
  })

  it('deployments V-24 a second deployment in the middle, 50/100: the never-completed revision goes first', () => {
    const b = vectorBench()
    const t = steadyService(b, 4, 50, 100)
    update(b, { taskDefinition: 'app:2' })
    b.before(t + 70)
    update(b, { taskDefinition: 'app:3' })
    b.to(t + 70)
    expect(counts(b)).toEqual({ 1: [2, 0, 0], 2: [0, 0, 2] })
    let lowest = 4
    for (let s = 70; s <= 300; s += 5) {
      b.to(t + s)
      lowest = Math.min(lowest, healthy(b))
    }
    expect(lowest).toBe(2)
    expect(since(b, t).slice(2)).toEqual([
      [70, 'has stopped 2 running tasks'],
      [80, 'has started 2 tasks'],
      [140, 'has stopped 2 running tasks'],
      [150, 'has started 2 tasks'],
      [210, `(deployment ${deploymentId(b, 3)}) deployment completed.`],
      [210, STEADY],
    ])
  })

  it('D-407 after a rollback a new deployment works', () => {
    const b = badImage()
    const t = steadyService(b, 2, 100, 200)
    update(b, { taskDefinition: 'app:2', ...breaker(true) })
    b.before(t + 100)
    define(b, '3')
    update(b, { taskDefinition: 'app:4' })
    b.to(t + 300)
    expect(counts(b)).toEqual({ 4: [2, 0, 0] })
  })
})
