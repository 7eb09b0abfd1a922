import { describe, expect, it } from 'vitest'
import { counts, steadyService, update, vectorBench } from '../../testing'
import { alb, record, share, startBlueGreen } from './testing'

const ARN = 'arn:aws:lambda:us-east-1:123456789012:function:check'
const lambda = (stage: string, more: object = {}) => ({
  hookTargetArn: ARN,
  roleArn: 'arn:aws:iam::123456789012:role/hook',
  lifecycleStages: [stage],
  ...more,
})
const tooLong = (stage: string) =>
  `Service deployment rolled back because the ${stage} lifecycle stage took longer than 24 hours.`
const DAY_S = 86_400

describe('the limits of stages (D-515)', () => {
  const canary = (lifecycleHooks: object[]) => {
    const world = alb()
    world.b.call('playground.SetHookOutcome', { hookTarget: ARN, outcome: 'SUCCEEDED', afterSeconds: 300 })
    update(world.b, {
      taskDefinition: 'app:2',
      deploymentConfiguration: {
        strategy: 'CANARY',
        bakeTimeInMinutes: 0,
        canaryConfiguration: { canaryPercent: 10, canaryBakeTimeInMinutes: 1440 },
        lifecycleHooks,
      },
    })
    return world
  }

  it('D-515 a step whose hook and bake together take longer fails after 24 h and rolls back', () => {
    const { b, t } = canary([lambda('PRODUCTION_TRAFFIC_SHIFT')])
    const beganS = t + 60
    b.to(beganS + DAY_S - 1)
    expect(record(b)).toMatchObject({ status: 'IN_PROGRESS', lifecycleStage: 'PRODUCTION_TRAFFIC_SHIFT' })
    expect(share(b)).toBe(10)
    b.to(beganS + DAY_S)
    expect(record(b)).toMatchObject({
      status: 'ROLLBACK_IN_PROGRESS',
      statusReason: tooLong('PRODUCTION_TRAFFIC_SHIFT'),
    })
    expect(share(b)).toBe(0)
    b.to(beganS + DAY_S + 60)
    expect(record(b).status).toBe('ROLLBACK_SUCCESSFUL')
    expect(counts(b)).toEqual({ 1: [2, 0, 0] })
  })

  it('D-515 a bake of exactly 24 h is within the limit, of a step and of the whole', () => {
    const { b, t } = canary([])
    b.to(t + 60 + DAY_S + 100)
    expect(record(b).status).toBe('SUCCESSFUL')
    const other = alb()
    startBlueGreen(other.b, { bakeTimeInMinutes: 1440 })
    other.b.to(other.t + 60 + DAY_S - 1)
    expect(record(other.b).lifecycleStage).toBe('BAKE_TIME')
    other.b.to(other.t + 60 + DAY_S + 100)
    expect(record(other.b).status).toBe('SUCCESSFUL')
  })

  it('D-515 each LINEAR step has its own 24 h', () => {
    const { b, t } = alb()
    update(b, {
      taskDefinition: 'app:2',
      deploymentConfiguration: {
        strategy: 'LINEAR',
        bakeTimeInMinutes: 0,
        linearConfiguration: { stepPercent: 40, stepBakeTimeInMinutes: 1000 },
      },
    })
    b.to(t + 60 + 119_000)
    expect(share(b)).toBe(80)
    b.to(t + 60 + 120_100)
    expect(record(b).status).toBe('SUCCESSFUL')
  })

  it('D-515, D-540 a function that never decides about a rolling update', () => {
    const b = vectorBench()
    const t = steadyService(b, 1, 100, 200)
    b.call('playground.SetHookOutcome', { hookTarget: ARN, outcome: 'IN_PROGRESS' })
    const hook = lambda('PRE_SCALE_UP', { timeoutConfiguration: { timeoutInMinutes: 20_000 } })
    update(b, { taskDefinition: 'app:2', deploymentConfiguration: { lifecycleHooks: [hook] } })
    b.to(t + DAY_S - 1)
    expect(record(b).status).toBe('IN_PROGRESS')
    b.to(t + DAY_S + 60)
    expect(record(b)).toMatchObject({ status: 'ROLLBACK_SUCCESSFUL', statusReason: tooLong('PRE_SCALE_UP') })
  })
})
