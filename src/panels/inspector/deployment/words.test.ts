import { describe, expect, it } from 'vitest'
import type { ServiceDeploymentView } from '../../../worker'
import { STAGE_WORDS, stageName, stepsText, tookText, watchedBy } from './words'

const record = (more: Partial<ServiceDeploymentView>) =>
  ({
    createdAtMs: 60_000,
    finishedAtMs: null,
    breaker: { status: 'DISABLED', failureCount: 0, threshold: 3, rollback: false, resetOnHealthyTask: true },
    alarms: { enabled: false, names: [], triggered: [] },
    ...more,
  }) as ServiceDeploymentView

describe('words of deployments', () => {
  it('has words for every stage of D-510', () => {
    expect(Object.keys(STAGE_WORDS)).toHaveLength(11)
    expect(stageName('PRODUCTION_TRAFFIC_SHIFT')).toBe('Production traffic shift')
  })

  it('tells the step of traffic only where there are several', () => {
    expect(stepsText([100], 0)).toBe('')
    expect(stepsText([10, 20, 100], 1)).toBe('Step 2 of 3, 20 %')
  })

  it('counts a deployment that runs up to now', () => {
    expect(tookText(record({}), 90_000)).toBe('30 s')
    expect(tookText(record({ finishedAtMs: 190_000 }), 500_000)).toBe('2 min 10 s')
  })

  it('tells what watches it', () => {
    expect(watchedBy(record({}))).toBe('nothing')
    const breaker = {
      status: 'MONITORING' as const,
      failureCount: 0,
      threshold: 3,
      rollback: true,
      resetOnHealthyTask: false,
    }
    const alarms = { enabled: true, names: ['errors'], triggered: [] }
    expect(watchedBy(record({ breaker, alarms }))).toBe(
      'circuit breaker at 3 failures (nothing resets it); alarms errors',
    )
  })
})
