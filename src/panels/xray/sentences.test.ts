import { describe, expect, it } from 'vitest'
import type { Placement } from './sentences'
import { funnelSentence, placementOf, reasonWords, refusedByReason, stepLines } from './sentences'

const placement: Placement = {
  chosen: 'ci-2',
  funnel: [
    { step: 'pool', in: 13, out: 12, reasons: { DRAINING: 1 } },
    { step: 'resources', in: 12, out: 9, reasons: { 'RESOURCE:MEMORY': 2, 'RESOURCE:PORTS': 1 } },
    { step: 'attributes', in: 9, out: 9, reasons: {} },
    { step: 'constraints', in: 9, out: 9, reasons: {} },
    { step: 'spread attribute:ecs.availability-zone', in: 9, out: 4, reasons: {} },
    { step: 'spread instanceId', in: 4, out: 4, reasons: {} },
    { step: 'host order', in: 4, out: 1, reasons: {} },
  ],
  survivors: [],
  refused: [
    { id: 'ci-9', reason: 'RESOURCE:PORTS', detail: 'host port 80 is taken' },
    { id: 'ci-7', reason: 'RESOURCE:MEMORY', detail: 'needs 512, 300 left' },
    { id: 'ci-8', reason: 'RESOURCE:MEMORY', detail: 'needs 512, 100 left' },
  ],
}

describe('funnelSentence', () => {
  it('tells the funnel as a chain of numbers', () => {
    expect(funnelSentence(placement)).toBe('12 instances → 9 fit → 4 in the emptiest zone → 1 registered first')
  })
  it('says when nothing fits', () => {
    const funnel: { step: string; in: number; out: number; reasons: Record<string, number> }[] = [
      { step: 'pool', in: 1, out: 1, reasons: {} },
      { step: 'resources', in: 1, out: 0, reasons: { 'RESOURCE:CPU': 1 } },
    ]
    expect(funnelSentence({ ...placement, funnel, chosen: null })).toBe('1 instance → none fit')
  })
})

describe('stepLines', () => {
  it('lists what put someone out, and how many', () => {
    expect(stepLines(placement).map(({ text, out }) => `${text}: ${out}`)).toEqual([
      'not in the pool: DRAINING: 1',
      'filter: memory: 2',
      'filter: host port taken: 1',
      'spread by zone: 5',
      'tie: registered first: 3',
    ])
  })
})

describe('refusedByReason', () => {
  it('groups, commonest first', () => {
    expect(refusedByReason(placement).map(({ words, who }) => [words, who.length])).toEqual([
      ['memory', 2],
      ['host port taken', 1],
    ])
  })
})

it('S-17 reasons have plain words; others stay', () => {
  expect(reasonWords('DistinctInstance placement constraint unsatisfied.')).toBe('distinctInstance constraint')
  expect(reasonWords('SOMETHING.')).toBe('SOMETHING')
})

it('an outcome of another form is no placement', () => {
  expect(placementOf({ state: 'healthy' })).toBeNull()
  expect(placementOf({ ...placement })).toEqual(placement)
})
