/** A strict look over JSON text before anything else touches it: size, depth, names, and where it first goes wrong. */

export const MOST_BYTES = 2 * 1024 * 1024
/** As deep as a scenario file may be (design.md §5); the deepest real task definition has 7 levels. */
export const MOST_DEPTH = 64

export interface TextProblem {
  /** Offset of the character in the text. */
  at: number
  /** From 1. */
  line: number
  column: number
  reason: string
}

export type Scan = { ok: true; value: unknown } | { ok: false; problem: TextProblem }

class Stop extends Error {
  constructor(
    readonly at: number,
    readonly reason: string,
  ) {
    super(reason)
  }
}

/** Reads JSON text as RFC 8259 has it; never throws. A text over 2 MB, nested over 64 deep or with a `__proto__` member is refused. */
export function scan(text: string): Scan {
  try {
    if (text.length > MOST_BYTES || utf8Length(text) > MOST_BYTES) throw new Stop(0, 'This text is larger than 2 MB.')
    check(text)
    return { ok: true, value: JSON.parse(text) }
  } catch (error) {
    if (error instanceof Stop) return { ok: false, problem: { ...lineAndColumn(text, error.at), reason: error.reason } }
    throw error
  }
}

/** Line and column of an offset, both from 1. */
export function lineAndColumn(text: string, at: number): { at: number; line: number; column: number } {
  const before = text.slice(0, at)
  const lineStart = before.lastIndexOf('\n') + 1
  return { at, line: before.split('\n').length, column: at - lineStart + 1 }
}

function utf8Length(text: string): number {
  return new TextEncoder().encode(text).length
}

const SPACE = /[ \t\r\n]*/y
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y
const SCALAR = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])/y

/** Walks the text with a stack of its own, so that depth never costs the engine's. */
function check(text: string): void {
  const open: ('{' | '[')[] = []
  let at = 0
  const match = (pattern: RegExp): string | null => {
    pattern.lastIndex = at
    const found = pattern.exec(text)
    if (!found) return null
    at = pattern.lastIndex
    return found[0]
  }
  const skip = () => match(SPACE)
  /** The string that starts here, quotes included; null leaves `at` where the string goes wrong. */
  const string = (): string | null => {
    if (text[at] !== '"') return null
    const start = at++
    for (;;) {
      const code = text.charCodeAt(at)
      // Control characters have to be escaped; at the end of the text the code is NaN.
      if (!(code >= 0x20)) return null
      if (code === 0x5c) {
        if (match(ESCAPE) === null) return null
        continue
      }
      at++
      if (code === 0x22) return text.slice(start, at)
    }
  }

  const name = () => {
    skip()
    const start = at
    const raw = string()
    if (raw === null) {
      if (text[start] === '"') throw new Stop(at, BAD_STRING)
      throw new Stop(at, text[at] === '}' ? TRAILING : unexpected(text, at, 'a member name in double quotes'))
    }
    if (JSON.parse(raw) === '__proto__') throw new Stop(start, 'A member named __proto__ is refused.')
    skip()
    if (text[at] !== ':') throw new Stop(at, unexpected(text, at, '":" after the member name'))
    at++
  }
  /** True when a value is complete, false when one was opened. */
  const value = (): boolean => {
    skip()
    const char = text[at]
    if (char === '{' || char === '[') {
      if (open.length >= MOST_DEPTH) throw new Stop(at, `This text is nested more than ${MOST_DEPTH} levels deep.`)
      at++
      skip()
      if (text[at] === (char === '{' ? '}' : ']')) {
        at++
        return true
      }
      open.push(char)
      if (char === '{') name()
      return false
    }
    if (string() !== null || match(SCALAR) !== null) return true
    if (char === '"') throw new Stop(at, BAD_STRING)
    throw new Stop(at, char === ']' && open.at(-1) === '[' ? TRAILING : unexpected(text, at, 'a value'))
  }
  const afterValue = () => {
    while (open.length > 0) {
      skip()
      const inObject = open.at(-1) === '{'
      const char = text[at]
      if (char === ',') {
        at++
        if (inObject) name()
        return
      }
      if (char !== (inObject ? '}' : ']'))
        throw new Stop(at, unexpected(text, at, inObject ? '"," or "}"' : '"," or "]"'))
      at++
      open.pop()
    }
  }

  do {
    if (value()) afterValue()
  } while (open.length > 0)
  skip()
  if (at < text.length) throw new Stop(at, unexpected(text, at, 'the end of the text'))
}

const BAD_STRING = 'The string ends or breaks here; quotes, backslashes and line ends have to be escaped.'
const TRAILING = 'There is a comma before the closing bracket; JSON allows none there.'

function unexpected(text: string, at: number, wanted: string): string {
  if (at >= text.length) return `The text ends here; ${wanted} is missing.`
  if (text.startsWith('//', at) || text.startsWith('/*', at)) return 'JSON has no comments.'
  if (text[at] === "'") return 'JSON uses double quotes, not single ones.'
  return `${wanted[0]?.toUpperCase()}${wanted.slice(1)} is missing before “${text[at]}”.`
}
