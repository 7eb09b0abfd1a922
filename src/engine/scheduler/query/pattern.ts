/**
 * Java's regular expressions, as far as they mean the same in JavaScript (S-83). What differs is refused rather than
 * read in another sense: possessive quantifiers, \Q…\E, flags, atomic groups, \p classes, \A \z \G, class arithmetic.
 * Back references are refused as well: with them no match is sure to end in time.
 */
import { Matcher } from './matcher'
import { invalidExpression } from './refuse'

export type Pattern = Pick<RegExp, 'test'>

/** What JavaScript's own matcher, which may try every way to divide the value, is asked: at most so many repetitions. */
const SIMPLE = /^[^({|*+?]*(?:[*+?][^({|*+?]*){0,2}$/
const MOST_REPETITIONS = 50

/** Escaped letters and digits with one meaning in both languages. */
const SHARED_ESCAPES = /^(?:[dDwWsSbBntrf]|x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4})/

/** The pattern as one that must match the whole value. Throws `Invalid expression: …`. */
export function compilePattern(source: string): Pattern {
  const strange =
    foreignConstruct(source) ?? (repetitions(source) > MOST_REPETITIONS ? 'too many repetitions' : undefined)
  if (strange) throw invalidExpression(`the pattern '${source}' uses ${strange}, which is not supported.`)
  try {
    const own = new RegExp(`^(?:${source})$`)
    return SIMPLE.test(source) ? own : new Matcher(source)
  } catch {
    throw invalidExpression(`the pattern '${source}' is not a regular expression.`)
  }
}

const repetitions = (source: string): number => source.match(/[*+?{]/g)?.length ?? 0

/** What in the pattern JavaScript lacks or reads differently; undefined when nothing. */
function foreignConstruct(source: string): string | undefined {
  let inClass = false
  for (let i = 0; i < source.length; i++) {
    const char = source[i] as string
    if (char === '\\') {
      const rest = source.slice(i + 1)
      if (/^[A-Za-z0-9]/.test(rest) && !SHARED_ESCAPES.test(rest)) return `\\${rest[0]}`
      i++
    } else if (inClass) {
      if (char === ']') inClass = false
      else if (char === '[' || source.startsWith('&&', i)) return 'a class within a class'
    } else if (char === '[') {
      inClass = true
      if (/^\^?\]/.test(source.slice(i + 1))) return 'a class that begins with a bracket'
    } else if (char === '(' && source[i + 1] === '?' && !/^(?::|=|!|<=|<!)/.test(source.slice(i + 2))) {
      return `the group (?${source[i + 2] ?? ''}`
    } else if (/^[*+?}]\+/.test(source.slice(i, i + 2))) {
      return 'a possessive quantifier'
    } else if (char === '{' && !/^\{\d+(?:,\d*)?\}/.test(source.slice(i))) {
      return 'a brace that is no quantifier'
    }
  }
  return undefined
}
