import { describe, expect, it } from 'vitest'
import { fleet } from '../vectors/kit'

describe('the order of the stages', () => {
  it('S-16 resources are looked at before constraints, constraints before strategies', () => {
    const f = fleet([{ attributes: { stack: 'prod' } }, {}, { used: [2048, 128] }])
    const small = f.define('small', 512, 256)
    const constraint = (expression: string) => ({ placementConstraints: [{ type: 'memberOf', expression }] })
    // ci-3 fails both: it is told that it lacks CPU.
    expect(f.run(small, constraint('attribute:stack == test')).failures).toEqual([
      'ci-1 MemberOf placement constraint unsatisfied.',
      'ci-2 MemberOf placement constraint unsatisfied.',
      'ci-3 RESOURCE:CPU',
    ])
    // The strategy would take the fullest one, ci-3; it chooses among those that are left.
    const binpack = { placementStrategy: [{ type: 'binpack', field: 'cpu' }] }
    expect(f.run(small, { ...constraint('attribute:stack == prod'), ...binpack }).chosen).toEqual(['ci-1'])
  })
})
