import { describe, expect, it } from 'vitest'
import { alb, record, startBlueGreen } from '../services/shift/testing'
import type { Any, Bench } from '../testing'

const ARN = 'arn:aws:lambda:us-east-1:123456789012:function:check'
const lambda = (stage: string) => ({
  hookTargetArn: ARN,
  roleArn: 'arn:aws:iam::123456789012:role/hook',
  lifecycleStages: [stage],
})
const pause = (stage: string, more: object = {}) => ({ targetType: 'PAUSE', lifecycleStages: [stage], ...more })

const told = (b: Bench): Any[] =>
  (b.engine.world(['eventBridgeEvents']).eventBridgeEvents as Any[]).filter(
    (e) => e['detail-type'] === 'ECS Hook State Change',
  )
const names = (b: Bench) => told(b).map(({ detail: d }) => [d.eventName, d.eventType, d.lifecycleStage])

describe('hook state changes', () => {
  it('D-636, D-541 a pause and its answer, member for member', () => {
    const { b, t } = alb()
    startBlueGreen(b, { lifecycleHooks: [pause('PRE_SCALE_UP')] })
    b.to(t)
    const { serviceDeploymentArn, lifecycleHookDetails } = record(b)
    const [service] = b.call('ecs.DescribeServices', { cluster: 'demo', services: ['web'] }).services
    const time = (s: number) => new Date(Date.parse('2026-01-05T09:00:00Z') + s * 1000).toISOString()
    expect(told(b)).toEqual([
      expect.objectContaining({
        source: 'aws.ecs',
        resources: [serviceDeploymentArn],
        time: time(t).replace('.000Z', 'Z'),
        detail: {
          eventType: 'INFO',
          eventName: 'HOOK_AWAITING_ACTION',
          hookId: lifecycleHookDetails[0].hookId,
          hookType: 'PAUSE',
          expiresAt: time(t + 86_400),
          lifecycleStage: 'PRE_SCALE_UP',
          clusterArn: service.clusterArn,
          serviceArn: service.serviceArn,
          serviceDeploymentArn,
          updatedAt: time(t),
        },
      }),
    ])
    b.to(t + 5)
    b.call('ecs.ContinueServiceDeployment', { serviceDeploymentArn, hookId: lifecycleHookDetails[0].hookId })
    expect(told(b).at(-1).detail).toMatchObject({
      eventName: 'HOOK_SUCCEEDED',
      hookId: lifecycleHookDetails[0].hookId,
      updatedAt: new Date(Date.parse(time(t + 5)) + 1).toISOString(),
    })
    b.to(t + 400)
    expect(told(b)).toHaveLength(2)
  })

  it('D-636 a function: in progress once however often it is asked, then what it answered', () => {
    for (const [outcome, last] of [
      ['SUCCEEDED', ['HOOK_SUCCEEDED', 'INFO', 'POST_SCALE_UP']],
      ['FAILED', ['HOOK_FAILED', 'ERROR', 'POST_SCALE_UP']],
    ] as const) {
      const { b, t } = alb()
      b.call('playground.SetHookOutcome', { hookTarget: ARN, outcome: 'IN_PROGRESS' })
      startBlueGreen(b, { lifecycleHooks: [lambda('POST_SCALE_UP')] })
      b.to(t + 200)
      expect(names(b)).toEqual([['HOOK_IN_PROGRESS', 'INFO', 'POST_SCALE_UP']])
      b.call('playground.SetHookOutcome', { hookTarget: ARN, outcome })
      b.to(t + 300)
      expect(names(b)).toEqual([['HOOK_IN_PROGRESS', 'INFO', 'POST_SCALE_UP'], last])
      expect(told(b)[1].detail).toMatchObject({ hookType: 'AWS_LAMBDA', hookId: told(b)[0].detail.hookId })
    }
  })

  it('D-636 an answer that takes no time is told as well, after the beginning', () => {
    const { b, t } = alb()
    startBlueGreen(b, { lifecycleHooks: [lambda('PRE_SCALE_UP'), lambda('POST_SCALE_UP')] })
    b.to(t + 100)
    expect(names(b).map(([name, , stage]) => `${stage} ${name}`)).toEqual([
      'PRE_SCALE_UP HOOK_IN_PROGRESS',
      'PRE_SCALE_UP HOOK_SUCCEEDED',
      'POST_SCALE_UP HOOK_IN_PROGRESS',
      'POST_SCALE_UP HOOK_SUCCEEDED',
    ])
  })

  it('D-636, D-542 nobody answers, or the answer is ROLLBACK', () => {
    const late = alb()
    const timeoutConfiguration = { timeoutInMinutes: 1, action: 'CONTINUE' }
    startBlueGreen(late.b, { lifecycleHooks: [pause('PRE_SCALE_UP', { timeoutConfiguration })] })
    late.b.to(late.t + 100)
    expect(names(late.b).at(-1)).toEqual(['HOOK_TIMED_OUT', 'ERROR', 'PRE_SCALE_UP'])
    const { b, t } = alb()
    startBlueGreen(b, { lifecycleHooks: [pause('PRE_SCALE_UP')] })
    b.to(t)
    const { serviceDeploymentArn, lifecycleHookDetails } = record(b)
    const { hookId } = lifecycleHookDetails[0]
    b.call('ecs.ContinueServiceDeployment', { serviceDeploymentArn, hookId, action: 'ROLLBACK' })
    expect(names(b).at(-1)).toEqual(['HOOK_FAILED', 'ERROR', 'PRE_SCALE_UP'])
  })
})
