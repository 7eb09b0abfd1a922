import { describe, expect, it } from 'vitest'
import { meterOf } from './meter'

const breaker = (failureCount: number, threshold: number, more: object = {}) => ({
  breaker: {
    status: 'MONITORING' as const,
    failureCount,
    threshold,
    rollback: true,
    resetOnHealthyTask: true,
    ...more,
  },
})

describe('meterOf', () => {
  it('has one cell for each failure up to a dozen, and shares them out beyond', () => {
    expect(meterOf(breaker(2, 3))).toMatchObject({ cells: 3, full: 2 })
    expect(meterOf(breaker(1, 200))).toMatchObject({ cells: 12, full: 1 })
    expect(meterOf(breaker(199, 200))).toMatchObject({ cells: 12, full: 12 })
    expect(meterOf(breaker(0, 200))).toMatchObject({ full: 0 })
  })

  it('says in words what it shows and what follows', () => {
    expect(meterOf(breaker(2, 3)).text).toBe('Circuit breaker watching: 2 of 3 failures, then it rolls back.')
    expect(meterOf(breaker(0, 3, { rollback: false })).text).toBe(
      'Circuit breaker watching: 0 of 3 failures, then it fails and nothing new starts.',
    )
    expect(meterOf(breaker(3, 3, { status: 'TRIGGERED' })).text).toBe('Circuit breaker triggered: 3 of 3 failures.')
    expect(meterOf(breaker(1, 3, { status: 'MONITORING_COMPLETE' })).text).toBe(
      'Circuit breaker complete: 1 of 3 failures.',
    )
    expect(meterOf(breaker(0, 3, { status: 'DISABLED' })).text).toBe('Circuit breaker: off.')
  })
})
