import { describe, expect, it } from 'vitest'
import { constraintOf, constraintsFrom, placementWords, presetOf } from './placement'

describe('presetOf', () => {
  it('S-8 S-35 finds the preset whatever the case of the field', () => {
    expect(presetOf([])?.id).toBe('default')
    expect(presetOf([{ type: 'binpack', field: 'MEMORY' }])?.id).toBe('binpackMemory')
    expect(presetOf([{ type: 'random', field: '' }])?.id).toBe('random')
    expect(presetOf([{ type: 'spread', field: 'attribute:rack' }])).toBeNull()
  })
})

describe('constraints', () => {
  it('S-7 writes an expression for memberOf only', () => {
    expect(constraintsFrom('distinctInstance', 'x')).toEqual([{ type: 'distinctInstance' }])
    expect(constraintsFrom('memberOf', 'a == b')).toEqual([{ type: 'memberOf', expression: 'a == b' }])
    expect(constraintsFrom('none', '')).toEqual([])
  })
  it('reads back what it writes', () => {
    expect(constraintOf([{ type: 'memberOf', expression: 'a == b' }])).toEqual({
      kind: 'memberOf',
      expression: 'a == b',
    })
    expect(constraintOf([]).kind).toBe('none')
  })
})

it('placement has one line of words', () => {
  expect(
    placementWords({
      placementStrategy: [{ type: 'spread', field: 'attribute:rack' }],
      placementConstraints: [{ type: 'distinctInstance', expression: '' }],
    }),
  ).toBe('spread attribute:rack; distinctInstance')
})
