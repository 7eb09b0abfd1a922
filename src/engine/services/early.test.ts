import { describe, expect, it } from 'vitest'
import type { Any, Bench } from '../testing'
import { counts, deploymentId, since, steadyService, update, vectorBench } from '../testing'

/** Room for 16 tasks, as V-38 asks: two instances of 8. */
function early(criteria: object | undefined, more: object = {}): { b: Bench; t: number; at: (s: number) => string[] } {
  const b = vectorBench({ instances: 2, instanceType: 'm5.large' })
  for (const tag of ['1', '2', '3']) {
    b.call('ecs.RegisterTaskDefinition', {
      family: 'app',
      containerDefinitions: [{ name: 'app', image: `app:${tag}`, cpu: 256, memory: 128 }],
    })
  }
  const deploymentConfiguration = {
    minimumHealthyPercent: 80,
    maximumPercent: 200,
    ...(criteria ? { earlySuccessCriteria: criteria } : {}),
    ...more,
  }
  const t = steadyService(b, 10, 80, 200, { taskDefinition: 'app:4' })
  update(b, { taskDefinition: 'app:5', deploymentConfiguration })
  const at = (s: number) =>
    since(b, t)
      .filter(([when, text]) => when === s && !text.includes('unable to place'))
      .map(([, text]) => text.replace(/\(deployment [^)]*\) /, ''))
  return { b, t, at }
}

const show = (b: Bench): Any => b.call('ecs.DescribeServices', { cluster: 'demo', services: ['web'] }).services[0]
const DONE = 'deployment completed.'

describe('early success criteria', () => {
  it('deployments V-38 D-361 DEFERRED: completed at 70 with two old tasks still stopping', () => {
    const { b, t, at } = early({ enable: true, healthyPercent: 80, sourceServiceRevisionCleanup: 'DEFERRED' })
    b.to(t)
    expect(at(0)).toEqual(['has stopped 2 running tasks', 'has started 8 tasks'])
    b.to(t + 20)
    expect(counts(b)).toEqual({ 4: [8, 0, 0], 5: [6, 2, 0] })
    b.to(t + 60)
    expect(at(60)).toEqual(['has stopped 6 running tasks', 'has started 2 tasks'])
    b.to(t + 70)
    expect(at(70)).toEqual(['has stopped 2 running tasks', DONE])
    expect(counts(b)).toEqual({ 4: [0, 0, 2], 5: [8, 2, 0] })
    expect(show(b).deployments.map((d: Any) => [d.status, d.rolloutState])).toEqual([
      ['PRIMARY', 'COMPLETED'],
      ['ACTIVE', 'COMPLETED'],
    ])
    const arn = show(b).currentServiceDeployment
    expect(b.refused('ecs.StopServiceDeployment', { serviceDeploymentArn: arn }).name).toBe('ConflictException')
    b.to(t + 140)
    expect(show(b)).toMatchObject({ runningCount: 10, deployments: [{ id: deploymentId(b, 5) }] })
    expect(at(130)).toEqual(['has reached a steady state.'])
  })

  it('deployments V-38 D-361 BLOCKING: completed at 80, when the old ones are STOPPED, with two tasks pending', () => {
    const { b, t, at } = early({ enable: true, healthyPercent: 80, sourceServiceRevisionCleanup: 'BLOCKING' })
    b.to(t + 79)
    expect(at(70)).toEqual(['has stopped 2 running tasks'])
    b.to(t + 80)
    expect(at(80)).toEqual([DONE])
    expect(counts(b)).toEqual({ 5: [8, 2, 0] })
  })

  it('deployments V-38 D-316 without criteria: completed at 130', () => {
    const { b, t, at } = early(undefined)
    b.to(t + 140)
    expect(at(70)).toEqual(['has stopped 2 running tasks'])
    expect(at(80)).toEqual([])
    expect(at(130)).toEqual([DONE, 'has reached a steady state.'])
  })

  it('deployments V-38 D-360 healthyPercent below the minimum is refused', () => {
    const b = vectorBench()
    const input = {
      cluster: 'demo',
      serviceName: 'web',
      taskDefinition: 'app:1',
      desiredCount: 10,
      deploymentConfiguration: {
        minimumHealthyPercent: 80,
        earlySuccessCriteria: { enable: true, healthyPercent: 70, sourceServiceRevisionCleanup: 'BLOCKING' },
      },
    }
    expect(b.refused('ecs.CreateService', input).name).toBe('InvalidParameterException')
  })

  const baked = (sourceServiceRevisionCleanup: string) =>
    early({ enable: true, healthyPercent: 80, sourceServiceRevisionCleanup }, { bakeTimeInMinutes: 5 })

  it('D-361 DEFERRED: the bake, then the completion, then the clean-up', () => {
    const { b, t, at } = baked('DEFERRED')
    b.to(t + 369)
    expect(at(60)).toEqual(['has stopped 6 running tasks', 'has started 2 tasks'])
    expect(since(b, t).filter(([when]) => when > 60)).toEqual([])
    expect(counts(b)).toEqual({ 4: [2, 0, 0], 5: [10, 0, 0] })
    b.to(t + 370)
    expect(at(370)).toEqual(['has stopped 2 running tasks', DONE])
  })

  it('D-361 BLOCKING: the bake, then the clean-up, then the completion', () => {
    const { b, t, at } = baked('BLOCKING')
    b.to(t + 369)
    expect(counts(b)).toEqual({ 4: [2, 0, 0], 5: [10, 0, 0] })
    expect(b.engine.waiting('svc-1')).toMatchObject({ kind: 'stage', rules: ['D-432'], untilMs: (t + 370) * 1000 })
    b.to(t + 400)
    expect(at(370)).toEqual(['has stopped 2 running tasks'])
    expect(at(380)).toEqual([DONE, 'has reached a steady state.'])
  })

  it('D-361, D-430 an alarm during the bake finds the old tasks still there', () => {
    const { b, t } = baked('BLOCKING')
    const alarm = { AlarmName: 'errors', EvaluationPeriods: 1, ComparisonOperator: 'GreaterThanThreshold' }
    b.call('cloudwatch.PutMetricAlarm', alarm)
    const alarms = { alarmNames: ['errors'], enable: true, rollback: true }
    update(b, { deploymentConfiguration: { alarms } })
    b.to(t + 200)
    b.call('cloudwatch.SetAlarmState', { AlarmName: 'errors', StateValue: 'ALARM', StateReason: 'by hand' })
    b.to(t + 210)
    expect(show(b).deployments.at(-1)).toMatchObject({
      status: 'PRIMARY',
      rolloutState: 'IN_PROGRESS',
      runningCount: 2,
    })
  })
})

describe('image digest resolution', () => {
  it('D-318 a push changes nothing for a deployment; a forced one, or versionConsistency disabled, takes it', () => {
    for (const versionConsistency of ['enabled', 'disabled'] as const) {
      const b = vectorBench()
      const containerDefinitions = [{ name: 'app', image: 'shop:latest', cpu: 128, memory: 128, versionConsistency }]
      b.call('ecs.RegisterTaskDefinition', { family: 'shop', containerDefinitions })
      const first = b.call('playground.PutImage', { image: 'shop:latest' }).imageDigest
      b.call('ecs.CreateService', { cluster: 'demo', serviceName: 'web', taskDefinition: 'shop:1', desiredCount: 1 })
      b.to(100)
      const second = b.call('playground.PutImage', { image: 'shop:latest' }).imageDigest
      update(b, { desiredCount: 2 })
      b.to(200)
      const digests = () =>
        [...b.engine.rows('tasks')]
          .filter(({ lastStatus }) => lastStatus === 'RUNNING')
          .map(({ containers }) => containers[0]?.imageDigest)
      expect(digests()).toEqual([first, versionConsistency === 'enabled' ? first : second])
      update(b, { forceNewDeployment: true })
      b.to(600)
      expect(digests()).toEqual([second, second])
    }
  })

  const gated = () => vectorBench({ timings: { modelDigestResolution: true, imagePullBase: 5, containerStart: 15 } })

  it('D-318 one task fixes the digests, the rest start when it has pulled; off by default', () => {
    const b = gated()
    b.call('ecs.CreateService', { cluster: 'demo', serviceName: 'web', taskDefinition: 'app:1', desiredCount: 4 })
    b.to(30)
    expect(b.events()).toEqual([
      [0, 'has started 1 tasks'],
      [10, 'has started 3 tasks'],
    ])
  })

  it('D-318 after three failed attempts it goes on without digests', () => {
    const b = gated()
    b.call('playground.SetTimings', { imagePullFailure: 10 })
    b.call('playground.PutImage', { image: 'app:1', pullable: false })
    b.call('ecs.CreateService', { cluster: 'demo', serviceName: 'web', taskDefinition: 'app:1', desiredCount: 4 })
    b.to(25)
    expect(b.events().map(([, text]) => text)).toEqual(Array(3).fill('has started 1 tasks'))
    b.to(200)
    const [deployment] = b.engine.rows('deployments')
    expect(deployment).toMatchObject({ digestsFixed: true, rolloutState: 'IN_PROGRESS' })
  })

  it('D-318 with the breaker on it fails and rolls back, below the threshold of the breaker', () => {
    const b = gated()
    const t = steadyService(b, 10, 100, 200, {
      deploymentConfiguration: {
        minimumHealthyPercent: 100,
        maximumPercent: 200,
        deploymentCircuitBreaker: { enable: true, rollback: true },
      },
    })
    b.call('playground.SetTimings', { imagePullFailure: 10 })
    b.call('playground.PutImage', { image: 'app:2', pullable: false })
    update(b, { taskDefinition: 'app:2' })
    b.to(t + 40)
    const told = since(b, t).map(([at, text]) => `${at} ${text.replace(/\(deployment [^)]*\) /, '')}`)
    expect(told.slice(0, 4)).toEqual([
      '0 has started 1 tasks',
      '10 has started 1 tasks',
      '20 has started 1 tasks',
      '30 deployment failed: tasks failed to start.',
    ])
    expect(show(b).deployments[0]).toMatchObject({ id: deploymentId(b, 1), rolloutState: 'COMPLETED' })
  })
})
