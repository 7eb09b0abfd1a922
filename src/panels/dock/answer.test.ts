import { describe, expect, it } from 'vitest'
import type { ServiceView } from '../../worker'
import { answerOf, figuresText } from './answer'

const service = {
  desired: 4,
  lowerBound: 3,
  upperBound: 6,
  minimumHealthyPercent: 75,
  deployment: null,
  figures: { lowestHealthy: 3, peakTasks: 6, sinceMs: 180_000, endedMs: 310_000 },
}
const lowest = (lowestHealthy: number, more: object = {}) => ({
  ...service,
  ...more,
  figures: { ...service.figures, lowestHealthy },
})

describe('answerOf', () => {
  it('explains the lower bound when it was reached', () => {
    expect(answerOf(service)).toBe(
      '3. The lower bound is 75 % of 4, so ECS may stop one task before a new one is healthy.',
    )
    expect(answerOf(lowest(2, { desired: 3, lowerBound: 2, minimumHealthyPercent: 50 }))).toContain(', rounded up,')
  })

  it('tells failures from stops', () => {
    expect(answerOf(lowest(1))).toContain('below the lower bound of 3')
  })

  it('knows a bound that was not reached and one at 100 %', () => {
    expect(answerOf(lowest(4))).toContain('never had to')
    expect(answerOf(lowest(4, { lowerBound: 4, minimumHealthyPercent: 100 }))).toContain('nothing old stops')
  })
})

it('does not measure blue/green by the percentages, which bound rolling updates only', () => {
  const record = { strategy: 'BLUE_GREEN' } as ServiceView['deployment']
  const shifted = { ...lowest(4, { deployment: record }) }
  shifted.figures = { ...shifted.figures, peakTasks: 8 }
  expect(answerOf(shifted)).toBe(
    '4. BLUE_GREEN starts a whole second set and stops nothing old before the traffic has moved.',
  )
  expect(figuresText(shifted)).toBe('Peak 8 tasks, 2 min 10 s from start to end.')
})

describe('figuresText', () => {
  it('gives peak and length', () => {
    expect(figuresText(service)).toBe('Peak 6 of at most 6 tasks, 2 min 10 s from start to end.')
    expect(figuresText({ ...service, figures: { ...service.figures, endedMs: null } })).toBe(
      'Peak 6 of at most 6 tasks.',
    )
  })
})
