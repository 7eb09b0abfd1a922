import { describe, expect, it } from 'vitest'
import { gaugeOf } from './gauge'

const healthy = (count: number) => ({ state: 'healthy' as const, revision: 1, count })
const service = {
  boxes: [
    healthy(3),
    { state: 'starting' as const, revision: 2, count: 2 },
    { state: 'stopping' as const, revision: 1, count: 1 },
  ],
  lowerBound: 3,
  upperBound: 6,
  desired: 4,
}

describe('gaugeOf', () => {
  it('fills boxes from the left as the worker orders them', () => {
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
    const short = { ...service, boxes: [healthy(2), ...service.boxes.slice(1)] }
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
    const many = { ...service, boxes: [...service.boxes, { state: 'stopping' as const, revision: 1, count: 4 }] }
    expect(gaugeOf(many).boxes).toHaveLength(10)
  })
})
