import { describe, expect, it } from 'vitest'
import { findingsOf, pathText, refusalReason } from './marks'
import type { Checked } from './useCheck'

const checked = (check: Partial<Extract<Checked, { kind: 'checked' }>['check']>): Checked => ({
  kind: 'checked',
  text: '{}',
  given: { input: {}, dropped: [], unwrapped: false },
  check: { ok: true, stored: {}, problems: [], dropped: [], unknown: [], notModelled: [], ...check },
})
const problem = {
  path: ['containerDefinitions', 0, 'image'],
  teaching: 'A container needs an image.',
  name: 'ClientException',
  message: 'Container.image should not be null or empty.',
  rule: 'T-15',
}

describe('findingsOf', () => {
  it('says the teaching line first, then ECS in its own words', () => {
    expect(findingsOf(checked({ problems: [problem] }))[0]).toMatchObject({
      severity: 'error',
      where: 'containerDefinitions[0].image',
      message: 'A container needs an image.\nECS says: ClientException: Container.image should not be null or empty.',
    })
  })
  it('warns of unknown members and notes what is not modelled', () => {
    const found = findingsOf(
      checked({
        unknown: [{ path: ['famly'], suggestion: 'family' }],
        notModelled: [{ path: ['ipcMode'], note: 'Kept; changes nothing here.' }],
      }),
    )
    expect(found.map((one) => [one.severity, one.teaching])).toEqual([
      ['warning', 'ECS does not know famly; did you mean family? It is not sent.'],
      ['info', 'Kept; changes nothing here.'],
    ])
  })
  it('gives line and column of malformed text', () => {
    const malformed: Checked = { kind: 'malformed', text: '{', problem: { at: 1, line: 1, column: 2, reason: 'Ends.' } }
    expect(findingsOf(malformed)[0]).toMatchObject({ where: 'line 1, column 2', place: { at: 1 } })
  })
})

describe('pathText', () => {
  it('is written as people write it', () => {
    expect(pathText(['a', 0, 'b'])).toBe('a[0].b')
    expect(pathText([])).toBe('the definition')
  })
})

describe('refusalReason', () => {
  it('allows only a checked text without problems', () => {
    expect(refusalReason(checked({}), '{}')).toBeUndefined()
    expect(refusalReason(checked({}), '{} ')).toBe('Being checked.')
    expect(refusalReason({ kind: 'checking' }, '{}')).toBe('Being checked.')
    expect(refusalReason(checked({ problems: [problem, problem] }), '{}')).toBe('ECS would refuse this: 2 problems.')
  })
})
