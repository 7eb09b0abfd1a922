import { describe, expect, it } from 'vitest'
import type { Bench } from '../../testing'
import { counts, deploymentId, healthy, since, steadyService, update, vectorBench } from '../../testing'
import { alb, record, share, stageTrack, startBlueGreen } from './testing'

const STEADY = 'has reached a steady state.'
const MINUTE = 60

/** `[production weight of the new revision, test weight, weight of the old one]` */
const weights = (b: Bench) => {
  const { targetServiceRevision: target, sourceServiceRevisions: sources } = record(b)
  return [
    target.requestedProductionTrafficWeight,
    target.requestedTestTrafficWeight,
    sources[0]?.requestedProductionTrafficWeight,
  ]
}

describe('deployments.md blue/green family', () => {
  it('deployments V-39 BLUE_GREEN D=3, bake 5: stages, tasks and weights to the second (D-510, D-511, D-517)', () => {
    const b = vectorBench()
    const t = steadyService(b, 3, 100, 200)
    startBlueGreen(b, { bakeTimeInMinutes: 5 })
    b.to(t)
    expect(record(b)).toMatchObject({ status: 'IN_PROGRESS', lifecycleStage: 'SCALE_UP' })
    expect(counts(b)).toEqual({ 1: [3, 0, 0], 2: [0, 3, 0] })
    b.to(t + 59)
    expect(record(b).lifecycleStage).toBe('SCALE_UP')
    expect(weights(b)).toEqual([0, 0, 100])
    expect(healthy(b)).toBe(3)
    b.to(t + 60)
    expect(record(b).lifecycleStage).toBe('BAKE_TIME')
    expect(weights(b)).toEqual([100, 100, 0])
    b.to(t + 359)
    expect(record(b).lifecycleStage).toBe('BAKE_TIME')
    expect(counts(b)).toEqual({ 1: [3, 0, 0], 2: [3, 0, 0] })
    b.to(t + 360)
    expect(record(b)).toMatchObject({ lifecycleStage: 'CLEAN_UP', status: 'IN_PROGRESS' })
    expect(counts(b)).toEqual({ 1: [0, 0, 3], 2: [3, 0, 0] })
    b.to(t + 370)
    expect(record(b).status).toBe('SUCCESSFUL')
    expect(since(b, t)).toEqual([
      [0, 'has started 3 tasks'],
      [360, 'has stopped 3 running tasks'],
      [370, `(deployment ${deploymentId(b, 2)}) deployment completed.`],
      [370, STEADY],
    ])
    expect(stageTrack(b).map(([stage, at]) => [stage, at - t])).toEqual([
      ['PRE_SCALE_UP', 0],
      ['SCALE_UP', 0],
      ['POST_SCALE_UP', 60],
      ['TEST_TRAFFIC_SHIFT', 60],
      ['POST_TEST_TRAFFIC_SHIFT', 60],
      ['PRE_PRODUCTION_TRAFFIC_SHIFT', 60],
      ['PRODUCTION_TRAFFIC_SHIFT', 60],
      ['POST_PRODUCTION_TRAFFIC_SHIFT', 60],
      ['BAKE_TIME', 60],
      ['CLEAN_UP', 360],
    ])
  })

  it('D-519 green is PRIMARY, blue ACTIVE until CLEAN_UP ends', () => {
    const b = vectorBench()
    const t = steadyService(b, 2, 100, 200)
    startBlueGreen(b, { bakeTimeInMinutes: 5 })
    const listed = () =>
      b
        .call('ecs.DescribeServices', { cluster: 'demo', services: ['web'] })
        .services[0].deployments.map((d: { status: string; rolloutState: string }) => [d.status, d.rolloutState])
    const both = [
      ['PRIMARY', 'IN_PROGRESS'],
      ['ACTIVE', 'COMPLETED'],
    ]
    b.to(t + 100)
    expect(listed()).toEqual(both)
    b.to(t + 365)
    expect(listed()).toEqual(both)
    b.to(t + 370)
    expect(listed()).toEqual([['PRIMARY', 'COMPLETED']])
  })

  it('deployments V-40 StopServiceDeployment in the bake: back in one step, no blue task launched (D-521, D-522)', () => {
    const b = vectorBench()
    const t = steadyService(b, 3, 100, 200)
    startBlueGreen(b, { bakeTimeInMinutes: 5 })
    b.before(t + 200)
    expect(weights(b)).toEqual([100, 100, 0])
    b.call('ecs.StopServiceDeployment', { serviceDeploymentArn: record(b).serviceDeploymentArn })
    expect(record(b).status).toBe('ROLLBACK_REQUESTED')
    b.to(t + 200)
    expect(record(b).status).toBe('ROLLBACK_IN_PROGRESS')
    expect(weights(b)).toEqual([0, 0, 100])
    expect(counts(b)).toEqual({ 1: [3, 0, 0], 2: [0, 0, 3] })
    b.to(t + 210)
    expect(record(b).status).toBe('ROLLBACK_SUCCESSFUL')
    const reason = 'Service deployment rolled back because of a user request.'
    expect(record(b)).toMatchObject({ statusReason: reason, rollback: { reason } })
    expect(since(b, t)).toEqual([
      [0, 'has started 3 tasks'],
      [200, `(deployment ${deploymentId(b, 2)}) deployment failed: ${reason}`],
      [200, `rolling back to deployment ${deploymentId(b, 1)}.`],
      [200, 'has stopped 3 running tasks'],
      [210, `(deployment ${deploymentId(b, 1)}) deployment completed.`],
      [210, STEADY],
    ])
  })

  const linear = (stepPercent: number, expected: [number, number][], cleanUp: number) => {
    const { b, t } = alb({ desired: 2 })
    update(b, {
      taskDefinition: 'app:2',
      deploymentConfiguration: {
        strategy: 'LINEAR',
        bakeTimeInMinutes: 15,
        linearConfiguration: { stepPercent, stepBakeTimeInMinutes: 6 },
      },
    })
    const scaledUp = t + 60
    for (const [minute, weight] of expected) {
      b.to(scaledUp + minute * MINUTE - 1)
      expect(weights(b)[0]).not.toBe(weight)
      b.to(scaledUp + minute * MINUTE)
      expect(weights(b)[0]).toBe(weight)
      expect(weights(b)[2]).toBe(100 - weight)
      expect(share(b)).toBe(weight)
      // D-513: the step's own bake, with the next share.
      if (weight < 100) {
        const next = Math.min(100, weight + stepPercent)
        const told = `Waiting: ${weight} % of production goes to the new revision; ${next} % follows in 6 min 0 s.`
        expect(b.engine.waiting('svc-1')?.sentence).toBe(told)
      }
    }
    b.to(scaledUp + cleanUp * MINUTE - 1)
    expect(record(b).lifecycleStage).toBe('BAKE_TIME')
    b.to(scaledUp + cleanUp * MINUTE)
    expect(record(b).lifecycleStage).toBe('CLEAN_UP')
  }

  it('deployments V-41 LINEAR 30 %: 30, 60, 90, 100 at minutes 0, 6, 12, 18; CLEAN_UP at 33', () => {
    linear(30, [[0, 30], [6, 60], [12, 90], [18, 100]], 33) // biome-ignore format: one line
  })

  it('deployments V-41 LINEAR 25 %: 25, 50, 75, 100', () => {
    linear(25, [[0, 25], [6, 50], [12, 75], [18, 100]], 33) // biome-ignore format: one line
  })

  it('deployments V-41 LINEAR 100 %: one step, no step bake', () => {
    linear(100, [[0, 100]], 15)
  })

  it('deployments V-42 CANARY 10 %: 10 at minute 0, 100 at 30, CLEAN_UP at 45; hooks at the shift fire twice', () => {
    const { b, t } = alb({ desired: 2 })
    const hookTargetArn = 'arn:aws:lambda:us-east-1:123456789012:function:check'
    update(b, {
      taskDefinition: 'app:2',
      deploymentConfiguration: {
        strategy: 'CANARY',
        bakeTimeInMinutes: 15,
        canaryConfiguration: { canaryPercent: 10, canaryBakeTimeInMinutes: 30 },
        lifecycleHooks: [
          {
            hookTargetArn,
            roleArn: 'arn:aws:iam::123456789012:role/hook',
            lifecycleStages: ['PRODUCTION_TRAFFIC_SHIFT'],
          },
        ],
      },
    })
    const scaledUp = t + 60
    b.to(scaledUp)
    expect(weights(b)).toEqual([10, 100, 90])
    expect(share(b)).toBe(10)
    const first = record(b).lifecycleHookDetails[0]
    expect(first).toMatchObject({ targetType: 'AWS_LAMBDA', targetArn: hookTargetArn, status: 'SUCCEEDED' })
    b.to(scaledUp + 30 * MINUTE - 1)
    expect(share(b)).toBe(10)
    expect(b.engine.sim.countOf('lifecycle hook')).toBe(1)
    b.to(scaledUp + 30 * MINUTE)
    expect(share(b)).toBe(100)
    expect(b.engine.sim.countOf('lifecycle hook')).toBe(2)
    b.to(scaledUp + 45 * MINUTE)
    expect(record(b).lifecycleStage).toBe('CLEAN_UP')
  })

  it('deployments V-43 a pause at POST_TEST_TRAFFIC_SHIFT that nobody answers (D-541, D-542)', () => {
    const { b, t } = alb({ desired: 2 })
    const pause = {
      targetType: 'PAUSE',
      lifecycleStages: ['POST_TEST_TRAFFIC_SHIFT'],
      timeoutConfiguration: { timeoutInMinutes: 10 },
    }
    startBlueGreen(b, { lifecycleHooks: [pause] })
    b.to(t + 60)
    expect(record(b).lifecycleStage).toBe('POST_TEST_TRAFFIC_SHIFT')
    const hook = record(b).lifecycleHookDetails[0]
    expect(hook).toMatchObject({ targetType: 'PAUSE', status: 'AWAITING_ACTION', timeoutAction: 'ROLLBACK' })
    expect(hook.hookId).toMatch(/^ecs-pause-[A-Za-z0-9_-]{43}$/)
    expect(b.engine.waiting('svc-1')).toMatchObject({ kind: 'stage', canProgress: true, untilMs: (t + 660) * 1000 })
    // Two minutes and more are told in minutes.
    expect(b.engine.waiting('svc-1')?.sentence).toMatch(/ in 10 min 0 s\.$/)
    b.to(t + 540)
    expect(b.engine.waiting('svc-1')?.sentence).toMatch(/ in 2 min 0 s\.$/)
    b.to(t + 541)
    expect(b.engine.waiting('svc-1')?.sentence).toMatch(/ in 119 s\.$/)
    b.to(t + 659)
    expect(record(b).status).toBe('IN_PROGRESS')
    b.to(t + 660)
    expect(record(b)).toMatchObject({
      status: 'ROLLBACK_IN_PROGRESS',
      statusReason: 'Service deployment rolled back because POST_TEST_TRAFFIC_SHIFT pause hook timed out.',
      lifecycleHookDetails: [{ status: 'TIMED_OUT' }],
    })
    expect(share(b)).toBe(0)
    const again = { serviceDeploymentArn: record(b).serviceDeploymentArn, hookId: hook.hookId }
    expect(b.refused('ecs.ContinueServiceDeployment', again)).toEqual({
      name: 'InvalidParameterException',
      message: 'Provided hookId is either completed, unavailable, or not associated with the given Resource ARN',
    })
    const production = [...b.engine.rows('decisions')].filter((d) => d.because.startsWith('PRODUCTION_TRAFFIC_SHIFT'))
    expect(production).toEqual([])
  })
})
