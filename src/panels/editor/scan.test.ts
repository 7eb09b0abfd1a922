import { describe, expect, it } from 'vitest'
import { MOST_DEPTH, scan } from './scan'

const problem = (text: string) => {
  const result = scan(text)
  if (result.ok) throw new Error(`accepted: ${text.slice(0, 40)}`)
  return result.problem
}

describe('scan', () => {
  it.each(['{}', '[]', ' { "a" : [ 1 , -2.5e3, "x\\u0041\\n", true, null, {} ] } ', '"text"', '0'])(
    'reads %s like JSON.parse',
    (text) => {
      expect(scan(text)).toEqual({ ok: true, value: JSON.parse(text) })
    },
  )

  it.each([
    '{"a":1,}',
    '[1,]',
    '{a:1}',
    "{'a':1}",
    '{"a" 1}',
    '[1 2]',
    '01',
    '"\n"',
    '',
    '{"a":tru}',
    '[',
    '{"a":1}}',
    '// x\n{}',
    '+1',
    '1.',
    'nul',
  ])('refuses %j like JSON.parse', (text) => {
    expect(() => JSON.parse(text)).toThrow()
    expect(scan(text).ok).toBe(false)
  })

  it('gives line and column of the first mistake', () => {
    expect(problem('{\n  "family": "web",\n  "cpu": 256,\n}')).toMatchObject({ line: 4, column: 1 })
    expect(problem('{"a": [1, 2').reason).toContain('ends here')
    expect(problem('{\n  // note\n}')).toMatchObject({ line: 2, column: 3, reason: 'JSON has no comments.' })
  })

  it('refuses __proto__ however it is written', () => {
    expect(problem('{"a":{"__proto__":{}}}')).toMatchObject({
      column: 7,
      reason: 'A member named __proto__ is refused.',
    })
    expect(problem('{"\\u005f_proto__":1}').reason).toContain('__proto__')
  })

  it('refuses what is nested too deep, without recursion', () => {
    expect(scan('['.repeat(MOST_DEPTH) + ']'.repeat(MOST_DEPTH)).ok).toBe(true)
    expect(problem('['.repeat(500_000)).reason).toContain('64 levels')
  })

  it('reads long strings', () => {
    expect(scan(`"${'a'.repeat(1_900_000)}"`).ok).toBe(true)
  })

  it('refuses more than 2 MB, counted as UTF-8', () => {
    expect(problem(`"${'a'.repeat(2_200_000)}"`).reason).toContain('2 MB')
    expect(problem(`"${'é'.repeat(1_100_000)}"`).reason).toContain('2 MB')
  })
})
