import { describe, expect, it } from 'vitest'
import type { Bench } from '../../testing'
import { counts, deploymentId, healthy, since, steadyService, update, vectorBench } from '../../testing'
import { alb, record, share, startBlueGreen } from './testing'

const stop = (b: Bench) => b.call('ecs.StopServiceDeployment', { serviceDeploymentArn: record(b).serviceDeploymentArn })
const LINEAR = { strategy: 'LINEAR', linearConfiguration: { stepPercent: 20, stepBakeTimeInMinutes: 5 } }

describe('ways back (D-520 … D-522)', () => {
  it('D-521 LINEAR at 40 %: to 0 in one step', () => {
    const { b, t } = alb({ desired: 3 })
    update(b, { taskDefinition: 'app:2', deploymentConfiguration: LINEAR })
    b.before(t + 370)
    expect(share(b)).toBe(40)
    stop(b)
    b.to(t + 370)
    expect(share(b)).toBe(0)
    expect(counts(b)[1]).toEqual([3, 0, 0])
    b.to(t + 420)
    expect(record(b)).toMatchObject({ status: 'ROLLBACK_SUCCESSFUL' })
    expect(counts(b)).toEqual({ 1: [3, 0, 0] })
  })

  it('D-521 after CLEAN_UP has begun blue is launched anew, and traffic follows when it is healthy', () => {
    const { b, t, blue } = alb({ desired: 2 })
    startBlueGreen(b, { bakeTimeInMinutes: 1 })
    b.to(t + 125)
    expect(record(b).lifecycleStage).toBe('CLEAN_UP')
    b.before(t + 130)
    stop(b)
    b.to(t + 130)
    expect(share(b)).toBe(100)
    expect(counts(b)).toMatchObject({ 1: [0, 2, 2], 2: [2, 0, 0] })
    expect(b.engine.waiting('svc-1')).toMatchObject({ kind: 'stage', canProgress: true })
    b.to(t + 189)
    expect(share(b)).toBe(100)
    expect(healthy(b)).toBe(2)
    b.to(t + 190)
    expect(share(b)).toBe(0)
    expect(counts(b)).toMatchObject({ 1: [2, 0, 0], 2: [0, 0, 2] })
    b.to(t + 250)
    expect(record(b).status).toBe('ROLLBACK_SUCCESSFUL')
    expect(b.call('elbv2.DescribeTargetHealth', { TargetGroupArn: blue }).TargetHealthDescriptions).toHaveLength(2)
  })

  it('D-430 an alarm while traffic shifts', () => {
    const { b, t } = alb({ desired: 2 })
    b.call('cloudwatch.PutMetricAlarm', {
      AlarmName: '5xx',
      EvaluationPeriods: 1,
      ComparisonOperator: 'GreaterThanThreshold',
    })
    b.call('cloudwatch.SetAlarmState', { AlarmName: '5xx', StateValue: 'OK', StateReason: 'x' })
    const alarms = { alarmNames: ['5xx'], enable: true, rollback: true }
    update(b, { taskDefinition: 'app:2', deploymentConfiguration: { ...LINEAR, alarms } })
    b.to(t + 95)
    expect(share(b)).toBe(20)
    b.call('cloudwatch.SetAlarmState', { AlarmName: '5xx', StateValue: 'ALARM', StateReason: 'x' })
    b.to(t + 100)
    expect(share(b)).toBe(0)
    expect(record(b).statusReason).toBe('Service deployment rolled back because alarm(s) 5xx went into ALARM state.')
  })

  const broken = (timings: object) => {
    const b = vectorBench({ timings: { imagePullFailure: 20, ...timings } })
    b.call('playground.PutImage', { image: 'app:2', pullable: false })
    const t = steadyService(b, 2, 100, 200)
    startBlueGreen(b, { deploymentCircuitBreaker: { enable: true, rollback: true } })
    return { b, t }
  }

  it('D-400 the circuit breaker watches SCALE_UP; D-522 its reason stands in the event', () => {
    const { b, t } = broken({})
    b.to(t + 60)
    const reason = 'Service deployment rolled back because the circuit breaker threshold was exceeded.'
    expect(record(b)).toMatchObject({ status: 'ROLLBACK_SUCCESSFUL', statusReason: reason })
    expect(since(b, t)).toContainEqual([40, `(deployment ${deploymentId(b, 2)}) deployment failed: ${reason}`])
    expect(since(b, t)).toContainEqual([40, `rolling back to deployment ${deploymentId(b, 1)}.`])
  })

  it('D-400 breakerForBlueGreen off: SCALE_UP goes on until its 24 hours are over (D-511, D-515)', () => {
    const { b, t } = broken({ breakerForBlueGreen: false })
    b.to(t + 86_390)
    expect(record(b)).toMatchObject({ status: 'IN_PROGRESS', lifecycleStage: 'SCALE_UP' })
    b.to(t + 86_500)
    expect(record(b).statusReason).toContain('SCALE_UP lifecycle stage took longer than 24 hours')
  })

  it('D-520 without a breaker a crash of a new task is no cause; SCALE_UP takes longer', () => {
    const { b, t } = alb({ desired: 2 })
    startBlueGreen(b, { bakeTimeInMinutes: 0 })
    b.to(t + 30)
    const fresh = [...b.engine.rows('tasks')].at(-1)
    b.call('playground.InjectFault', { kind: 'stopContainer', target: fresh?.arn })
    b.to(t + 60)
    expect(record(b)).toMatchObject({ status: 'IN_PROGRESS', lifecycleStage: 'SCALE_UP' })
    b.to(t + 300)
    expect(record(b).status).toBe('SUCCESSFUL')
  })

  it('D-511 without room SCALE_UP waits', () => {
    const b = vectorBench({ instances: 1, instanceType: 't3.micro' })
    const t = steadyService(b, 5, 100, 200)
    startBlueGreen(b)
    b.to(t + 1000)
    expect(record(b)).toMatchObject({ status: 'IN_PROGRESS', lifecycleStage: 'SCALE_UP' })
    expect(counts(b)[1]).toEqual([5, 0, 0])
    expect(b.engine.waiting('svc-1')).toMatchObject({ kind: 'placement', canProgress: true })
    b.call('playground.AddContainerInstances', { cluster: 'demo', instanceType: 'm5.large' })
    b.to(t + 1300)
    expect(record(b).lifecycleStage).toBe('BAKE_TIME')
  })
})

describe('first deployments, second deployments, scaling (D-505, D-510, D-518)', () => {
  const first = (configuration: object) => alb({ desired: 2, create: { deploymentConfiguration: configuration } })

  it('D-518 the first deployment: stages run, no bake, nothing to clean up', () => {
    const { b } = first({ strategy: 'LINEAR', linearConfiguration: { stepPercent: 50, stepBakeTimeInMinutes: 1 } })
    expect(record(b)).toMatchObject({ status: 'SUCCESSFUL' })
    expect(share(b)).toBe(100)
    expect(since(b, 0).find(([, text]) => text.includes('completed'))?.[0]).toBe(120)
  })

  it('D-518, D-409 a hook fails there: no candidate, weights stay, a new deployment repairs them', () => {
    const hook = 'arn:aws:lambda:us-east-1:123456789012:function:check'
    const lifecycleHooks = [{ hookTargetArn: hook, lifecycleStages: ['POST_PRODUCTION_TRAFFIC_SHIFT'] }]
    const { b, loadBalancers } = alb({ desired: 2, create: { serviceName: 'unused' } })
    b.call('playground.SetHookOutcome', { hookTarget: hook, outcome: 'FAILED' })
    b.call('ecs.DeleteService', { cluster: 'demo', service: 'unused', force: true })
    b.before(300)
    b.call('ecs.CreateService', {
      cluster: 'demo',
      serviceName: 'web',
      taskDefinition: 'app:1',
      desiredCount: 2,
      loadBalancers,
      deploymentConfiguration: { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 0, lifecycleHooks },
    })
    b.to(500)
    expect(record(b)).toMatchObject({
      status: 'ROLLBACK_FAILED',
      statusReason: 'No rollback candidate was found to run the rollback.',
    })
    expect(share(b)).toBe(100)
    expect(counts(b)).toEqual({ 1: [2, 0, 0] })
    update(b, { taskDefinition: 'app:2', deploymentConfiguration: { lifecycleHooks: [] } })
    b.to(800)
    expect(record(b).status).toBe('SUCCESSFUL')
    expect(share(b)).toBe(0)
    expect(counts(b)).toEqual({ 2: [2, 0, 0] })
  })

  it('D-505 roles swap at each success; the revision says which group it is in', () => {
    const { b, t, blue, green } = alb({ desired: 1 })
    const groups = () =>
      b
        .call('ecs.DescribeServiceRevisions', { serviceRevisionArns: [record(b).targetServiceRevision.arn] })
        .serviceRevisions[0].resolvedConfiguration.loadBalancers.map(
          (x: { targetGroupArn: string }) => x.targetGroupArn,
        )
    expect(groups()).toEqual([blue])
    startBlueGreen(b, { bakeTimeInMinutes: 0 })
    b.to(t + 200)
    expect([groups(), share(b)]).toEqual([[green], 100])
    update(b, { taskDefinition: 'app:3' })
    b.to(t + 400)
    expect([groups(), share(b)]).toEqual([[blue], 0])
    update(b, { taskDefinition: 'app:1', deploymentConfiguration: { strategy: 'ROLLING' } })
    b.to(t + 600)
    expect([groups(), share(b)]).toEqual([[blue], 0])
    expect(b.call('elbv2.DescribeTargetHealth', { TargetGroupArn: green }).TargetHealthDescriptions).toEqual([])
  })

  it('D-510 a second deployment at 40 %: RECONCILE_SERVICE brings traffic back to blue first', () => {
    const { b, t } = alb({ desired: 2 })
    update(b, { taskDefinition: 'app:2', deploymentConfiguration: LINEAR })
    b.before(t + 370)
    expect(share(b)).toBe(40)
    const before = record(b).serviceDeploymentArn
    update(b, { taskDefinition: 'app:3' })
    b.to(t + 370)
    expect(record(b).lifecycleStage).toBe('RECONCILE_SERVICE')
    expect(share(b)).toBe(0)
    const old = b.call('ecs.DescribeServiceDeployments', { serviceDeploymentArns: [before] }).serviceDeployments[0]
    expect(old.status).toBe('STOPPED')
    b.to(t + 500)
    expect(share(b)).toBe(20)
    b.to(t + 4000)
    expect(record(b).status).toBe('SUCCESSFUL')
    expect(counts(b)).toEqual({ 3: [2, 0, 0] })
  })

  it('D-510 a rolling update that overtakes a shift takes all traffic with it', () => {
    const { b, t } = alb({ desired: 2 })
    update(b, { taskDefinition: 'app:2', deploymentConfiguration: LINEAR })
    b.before(t + 370)
    update(b, { taskDefinition: 'app:3', deploymentConfiguration: { strategy: 'ROLLING' } })
    b.to(t + 600)
    expect([share(b), counts(b)]).toEqual([0, { 3: [2, 0, 0] }])
  })

  it('D-511 desiredCount changes meanwhile: both revisions follow', () => {
    const { b, t } = alb({ desired: 2 })
    startBlueGreen(b, { bakeTimeInMinutes: 5 })
    b.to(t + 100)
    update(b, { desiredCount: 4 })
    b.to(t + 200)
    expect(counts(b)).toEqual({ 1: [4, 0, 0], 2: [4, 0, 0] })
    update(b, { desiredCount: 1 })
    b.to(t + 260)
    expect(counts(b)).toEqual({ 1: [1, 0, 0], 2: [1, 0, 0] })
    b.to(t + 500)
    expect([record(b).status, counts(b)]).toEqual(['SUCCESSFUL', { 2: [1, 0, 0] }])
  })

  it('D-317 with desiredCount 0 nothing holds a stage but the bake', () => {
    const b = vectorBench()
    const t = steadyService(b, 0, 100, 200)
    startBlueGreen(b, { bakeTimeInMinutes: 0 })
    b.to(t)
    expect(record(b).status).toBe('SUCCESSFUL')
  })
})
