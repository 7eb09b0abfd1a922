import { describe, expect, it } from 'vitest'
import { counts, since, steadyService, update, vectorBench } from '../../testing'
import { alb, record, share, startBlueGreen } from './testing'

const ARN = 'arn:aws:lambda:us-east-1:123456789012:function:check'
const lambda = (stage: string, more: object = {}) => ({
  hookTargetArn: ARN,
  roleArn: 'arn:aws:iam::123456789012:role/hook',
  lifecycleStages: [stage],
  ...more,
})
const pause = (stage: string, more: object = {}) => ({ targetType: 'PAUSE', lifecycleStages: [stage], ...more })

describe('Lambda hooks (D-530, D-531)', () => {
  const hooked = (stage: string, outcome: string, afterSeconds: number, more: object = {}) => {
    const world = alb()
    world.b.call('playground.SetHookOutcome', { hookTarget: ARN, outcome, afterSeconds })
    startBlueGreen(world.b, { bakeTimeInMinutes: 0, lifecycleHooks: [lambda(stage, more)] })
    return world
  }
  const failed = (detail: string) =>
    `Service deployment rolled back because PRE_SCALE_UP lifecycle hook(s) failed. ${detail}`

  it('D-530 the stage lasts as long as the answer takes', () => {
    const { b, t } = hooked('PRE_SCALE_UP', 'SUCCEEDED', 95)
    b.to(t + 95)
    expect(record(b)).toMatchObject({ lifecycleStage: 'PRE_SCALE_UP', lifecycleHookDetails: [{ status: 'SUCCEEDED' }] })
    expect(counts(b)).toEqual({ 1: [2, 0, 0] })
    b.to(t + 100)
    expect(record(b).lifecycleStage).toBe('SCALE_UP')
  })

  it('D-530 FAILED rolls back', () => {
    const { b, t } = hooked('PRE_SCALE_UP', 'FAILED', 20)
    b.to(t + 20)
    expect(record(b).statusReason).toBe(failed(`Lifecycle hook target ${ARN} returned FAILED status.`))
    expect(since(b, t).some(([, text]) => text.includes('started'))).toBe(false)
  })

  it('D-530 an answer that cannot be read rolls back', () => {
    const { b, t } = hooked('PRE_SCALE_UP', 'INVALID', 0)
    b.to(t)
    const detail = `ECS was unable to parse the response from ${ARN} due to HookStatus must not be null`
    expect(record(b).statusReason).toBe(failed(detail))
  })

  it('D-530 no answer within 15 minutes rolls back', () => {
    const { b, t } = hooked('PRE_SCALE_UP', 'SUCCEEDED', 901)
    b.to(t + 899)
    expect(record(b).status).toBe('IN_PROGRESS')
    b.to(t + 900)
    expect(record(b).statusReason).toMatch(/PRE_SCALE_UP lifecycle hook\(s\) failed/)
  })

  it('D-530 IN_PROGRESS: asked again after 30 s, with what is scripted then', () => {
    const { b, t } = hooked('PRE_SCALE_UP', 'IN_PROGRESS', 5)
    b.to(t + 300)
    expect(record(b).lifecycleHookDetails[0].status).toBe('IN_PROGRESS')
    b.call('playground.SetHookOutcome', { hookTarget: ARN, outcome: 'SUCCEEDED' })
    b.to(t + 350)
    expect(record(b).lifecycleStage).toBe('SCALE_UP')
  })

  it('D-515 a stage that only hooks keep open ends after 24 h', () => {
    const { b, t } = hooked('PRE_SCALE_UP', 'IN_PROGRESS', 0, { timeoutConfiguration: { timeoutInMinutes: 20_000 } })
    b.to(t + 86_399)
    expect(record(b).status).toBe('IN_PROGRESS')
    b.to(t + 86_400)
    expect(record(b).statusReason).toBe(
      'Service deployment rolled back because the PRE_SCALE_UP lifecycle stage took longer than 24 hours.',
    )
  })

  it('D-531 hooks run side by side, and one rollback wins', () => {
    const { b, t } = alb()
    const other = ARN.replace('check', 'other')
    b.call('playground.SetHookOutcome', { hookTarget: ARN, outcome: 'SUCCEEDED', afterSeconds: 60 })
    b.call('playground.SetHookOutcome', { hookTarget: other, outcome: 'FAILED', afterSeconds: 20 })
    startBlueGreen(b, { lifecycleHooks: [lambda('POST_SCALE_UP'), lambda('POST_SCALE_UP', { hookTargetArn: other })] })
    b.to(t + 60)
    expect(record(b).lifecycleHookDetails).toHaveLength(2)
    b.to(t + 80)
    expect(record(b)).toMatchObject({ status: 'ROLLBACK_IN_PROGRESS' })
    expect(record(b).statusReason).toContain(other)
  })
})

describe('pauses (D-540 … D-542)', () => {
  it('D-541 LINEAR: a new hookId before every step', () => {
    const { b, t } = alb()
    update(b, {
      taskDefinition: 'app:2',
      deploymentConfiguration: {
        strategy: 'LINEAR',
        linearConfiguration: { stepPercent: 50, stepBakeTimeInMinutes: 1 },
        lifecycleHooks: [pause('PRE_PRODUCTION_TRAFFIC_SHIFT')],
      },
    })
    const ids = new Set<string>()
    for (const [at, before, after] of [
      [60, 0, 50],
      [130, 50, 100],
    ] as const) {
      b.to(t + at)
      expect(record(b).lifecycleStage).toBe('PRE_PRODUCTION_TRAFFIC_SHIFT')
      expect(share(b)).toBe(before)
      const { serviceDeploymentArn, lifecycleHookDetails } = record(b)
      const { hookId } = lifecycleHookDetails[0]
      ids.add(hookId)
      b.to(t + at + 5)
      b.call('ecs.ContinueServiceDeployment', { serviceDeploymentArn, hookId })
      b.to(t + at + 10)
      expect(share(b)).toBe(after)
    }
    expect(ids.size).toBe(2)
  })

  it('D-542 ROLLBACK: the hook FAILED, the deployment goes back', () => {
    const { b, t } = alb()
    startBlueGreen(b, { lifecycleHooks: [pause('POST_PRODUCTION_TRAFFIC_SHIFT')] })
    b.to(t + 65)
    expect(share(b)).toBe(100)
    const { serviceDeploymentArn, lifecycleHookDetails } = record(b)
    const { hookId } = lifecycleHookDetails[0]
    b.call('ecs.ContinueServiceDeployment', { serviceDeploymentArn, hookId, action: 'ROLLBACK' })
    b.to(t + 70)
    expect(record(b)).toMatchObject({ status: 'ROLLBACK_IN_PROGRESS', lifecycleHookDetails: [{ status: 'FAILED' }] })
    expect(share(b)).toBe(0)
    b.to(t + 120)
    expect(record(b).status).toBe('ROLLBACK_SUCCESSFUL')
  })

  it('D-542 timed out with CONTINUE: the next stage', () => {
    const { b, t } = alb()
    const timeoutConfiguration = { timeoutInMinutes: 1, action: 'CONTINUE' }
    startBlueGreen(b, { lifecycleHooks: [pause('PRE_SCALE_UP', { timeoutConfiguration })] })
    b.to(t + 60)
    expect(record(b)).toMatchObject({ status: 'IN_PROGRESS', lifecycleStage: 'SCALE_UP' })
  })

  it('D-540 ROLLING pauses before the first start and before the last old tasks go (D-354)', () => {
    const b = vectorBench()
    const t = steadyService(b, 4, 50, 100)
    update(b, {
      taskDefinition: 'app:2',
      deploymentConfiguration: { maximumPercent: 200, lifecycleHooks: [pause('PRE_SCALE_UP'), pause('POST_SCALE_UP')] },
    })
    const go = () => {
      const { serviceDeploymentArn, lifecycleHookDetails } = record(b)
      b.call('ecs.ContinueServiceDeployment', { serviceDeploymentArn, hookId: lifecycleHookDetails[0].hookId })
    }
    b.to(t + 95)
    expect(record(b).lifecycleStage).toBe('PRE_SCALE_UP')
    expect(counts(b)).toEqual({ 1: [4, 0, 0] })
    expect(b.engine.waiting('svc-1')).toMatchObject({ kind: 'stage' })
    go()
    b.to(t + 100)
    expect(record(b).lifecycleStage).toBeUndefined()
    expect(counts(b)).toMatchObject({ 1: [2, 0, 2] })
    b.to(t + 300)
    expect(record(b)).toMatchObject({ status: 'IN_PROGRESS', lifecycleStage: 'POST_SCALE_UP' })
    expect(counts(b)[2]).toEqual([4, 0, 0])
    b.to(t + 305)
    go()
    b.to(t + 400)
    expect(record(b).status).toBe('SUCCESSFUL')
    expect(counts(b)).toEqual({ 2: [4, 0, 0] })
  })

  it('D-540 a pause of a rolling update that is rolled back', () => {
    const b = vectorBench()
    const t = steadyService(b, 2, 100, 200)
    update(b, {
      taskDefinition: 'app:2',
      deploymentConfiguration: {
        lifecycleHooks: [pause('POST_SCALE_UP', { timeoutConfiguration: { timeoutInMinutes: 1 } })],
      },
    })
    b.to(t + 60)
    expect(counts(b)).toEqual({ 1: [2, 0, 0], 2: [2, 0, 0] })
    b.to(t + 140)
    expect(record(b)).toMatchObject({
      status: 'ROLLBACK_SUCCESSFUL',
      statusReason: 'Service deployment rolled back because POST_SCALE_UP pause hook timed out.',
    })
    expect(counts(b)).toEqual({ 1: [2, 0, 0] })
  })
})
