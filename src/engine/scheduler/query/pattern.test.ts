import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Matcher } from './matcher'
import { compilePattern } from './pattern'

const atom = fc.constantFrom(
  ...['a', 'b', '.', '[ab]', '[^a]', '[a-c-]', '\\.', '\\d', '\\w', '\\W', '\\x61', '\\u0062', '\\-', ']', '}', ' '],
  ...['^', '$', '\\b', '\\B', '', '[\\]a]', '\\n'],
)
const quantifier = fc.constantFrom('', '', '', '*', '+', '?', '*?', '+?', '??', '{2}', '{1,}', '{0,2}', '{1,3}?', '{0}')
const opening = fc.constantFrom('(', '(?:', '(', '(?:', '(?=', '(?!', '(?<=', '(?<!')
const { pattern } = fc.letrec<{ pattern: string; part: string }>((tie) => ({
  part: fc.oneof(
    { maxDepth: 4 },
    fc.tuple(atom, quantifier).map(([text, times]) => (/^(?:[\^$]|\\[bB]|)$/.test(text) ? text : text + times)),
    fc
      .tuple(opening, tie('pattern'), quantifier)
      .map(([open, inner, times]) => `${open}${inner})${/[=!]/.test(open) ? '' : times}`),
  ),
  pattern: fc
    .array(fc.array(tie('part'), { maxLength: 4 }), { minLength: 1, maxLength: 3 })
    .map((branches) => branches.map((parts) => parts.join('')).join('|')),
}))
const value = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '.', '-', '1', ' ', '\n', ']', '}'), maxLength: 8 })

describe('S-83 patterns', () => {
  it('match what the same regular expression of JavaScript matches', () => {
    fc.assert(
      fc.property(pattern, fc.array(value, { minLength: 1, maxLength: 6 }), (source, values) => {
        const own = new RegExp(`^(?:${source})$`)
        const matcher = new Matcher(source)
        for (const text of values) expect([text, matcher.test(text)]).toEqual([text, own.test(text)])
      }),
      { numRuns: Number(process.env.RUNS ?? 300) },
    )
  })

  it.each([
    '(a+)+',
    '(a|a)*',
    '(a|aa)+',
    '(.*a){20}',
    `${'a?'.repeat(25)}${'a+'.repeat(25)}b`,
    '.*.*.*.*.*.*.*.*x',
    '((((a*)*)*)*)*',
    '(((a{0,999999}){999999}){999999}){0,999999}',
    `${'('.repeat(16)}a${'{0,200})'.repeat(16)}`,
    '(?=(a+)+b)(a|a)+',
    `(${'(.*.*)*'.repeat(16)})*x`,
  ])('end in time: %s', (source) => {
    const pattern = compilePattern(source)
    const before = performance.now()
    // 255 characters: the longest name of a task group; more than any attribute.
    for (let n = 0; n < 3; n++) expect(pattern.test(`${'a'.repeat(254)}!`)).toBe(false)
    expect(performance.now() - before).toBeLessThan(3_000)
  })

  it('say which of two values a long pattern means', () => {
    const pattern = compilePattern('(?:t[23]|m5|c5[adn]?)\\.(?:nano|micro|(?:\\d+)?x?large)')
    expect(['t3.micro', 'c5n.18xlarge', 'm5.large', 'm5.x', 't4.micro'].map((text) => pattern.test(text))).toEqual([
      true,
      true,
      true,
      false,
      false,
    ])
  })
})
