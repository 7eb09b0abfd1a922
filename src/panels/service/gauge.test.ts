import { describe, expect, it } from 'vitest'
import { gaugeOf } from './gauge'

const service = {
  counts: { healthyOld: 3, healthyNew: 0, notCounted: 0, starting: 2, stopping: 1 },
  lowerBound: 3,
  upperBound: 6,
  desired: 4,
  deploying: true,
  revisions: [
    { revision: 1, label: 'shop:1', tasks: 4 },
    { revision: 2, label: 'shop:2', tasks: 2 },
  ],
  taskDefinition: { family: 'web', revision: 2, arn: '', image: 'shop:2' },
}

describe('gaugeOf', () => {
  it('fills boxes from the left: healthy old, healthy new, not counted, starting, stopping', () => {
    const { boxes } = gaugeOf(service)
    expect(boxes.map((box) => box.state)).toEqual([
      'healthy',
      'healthy',
      'healthy',
      'starting',
      'starting',
      'stopping',
      'empty',
    ])
    expect(boxes.map((box) => box.revision)).toEqual([1, 1, 1, 2, 2, 1, 0])
  })

  it('forbids what lies between the healthy ones and L, and all beyond U', () => {
    const short = { ...service, counts: { ...service.counts, healthyOld: 2 } }
    const forbidden = gaugeOf(short).boxes.map((box) => box.forbidden)
    expect(forbidden).toEqual([false, false, true, false, false, false, true])
  })

  it('says the same in words', () => {
    expect(gaugeOf(service).text).toBe('3 healthy of at least 3; 6 exist of at most 6; desired 4.')
  })

  it('becomes a bar above 24 boxes', () => {
    const { boxes, parts, scale } = gaugeOf({ ...service, upperBound: 30 })
    expect(boxes).toEqual([])
    expect(scale).toBe(31)
    expect(parts.reduce((sum, part) => sum + part.count, 0)).toBe(6)
  })

  it('keeps every task in sight when more exist than allowed', () => {
    const many = { ...service, counts: { ...service.counts, stopping: 5 } }
    expect(gaugeOf(many).boxes).toHaveLength(10)
  })
})
