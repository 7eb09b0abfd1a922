/**
 * AWS CLI's shorthand syntax: `key=value,key2=[a,b],key3={x=y}`. First read by syntax alone (values are texts), then fitted to the
 * type that the model gives. The grammar is that of the AWS CLI User Guide, "Using shorthand syntax", October 2026.
 */
import type { ModelType } from '../../engine'

/** A shorthand that is refused: the message of the AWS CLI. */
export class ShorthandError extends Error {}

const MAX_DEPTH = 64
const KEY = /[A-Za-z0-9\-_.#/:]*/y
/** A value after `=` or in brackets; one after a comma may not hold `=`, since it could be the next key. Beyond U+FFFF: quotes. */
const FIRST_VALUE = /(?:\\,|[^\s"',=[{\ud800-\udfff])(?:\\,|[^"',\]}\ud800-\udfff])*/y
const SECOND_VALUE = /(?:\\,|[^\s"',=[{\ud800-\udfff])(?:\\,|[^"',=\ud800-\udfff])*/y
const BLANK = /\s*/y

type Raw = string | Raw[] | { [key: string]: Raw }

/** The value of a shorthand text, every leaf a text. Throws ShorthandError. */
export function parseShorthand(text: string): Record<string, Raw> {
  return new ShorthandParser(text).whole()
}

class ShorthandParser {
  private at = 0
  private depth = 0

  constructor(private readonly text: string) {}

  whole(): Record<string, Raw> {
    const out: Record<string, Raw> = {}
    for (;;) {
      const from = this.at
      const key = this.key()
      const value = this.value()
      if (Object.hasOwn(out, key)) throw this.fail(`Second instance of key "${key}" encountered for input:`, from)
      out[key] = value
      if (this.at >= this.text.length) return out
      this.expect(',')
    }
  }

  private key(): string {
    const key = this.match(KEY) ?? ''
    if (key === '__proto__') throw new ShorthandError('the member name __proto__ is not allowed')
    this.blanks()
    if (this.text[this.at] === '@') {
      throw this.fail('@= reads a file, and there are no files here. Put the content in its place, in quotes:', this.at)
    }
    this.expect('=')
    return key
  }

  private value(): Raw {
    const char = this.text[this.at]
    if (char === undefined) return ''
    if (char === '[') return this.list()
    if (char === '{') return this.hash()
    return this.commaValues()
  }

  /** `a` or `a,b,c`; the list ends before a word that turns out to be the next key. */
  private commaValues(): Raw {
    const first = this.scalar()
    this.blanks()
    const all = [first]
    while (this.text[this.at] === ',') {
      const comma = this.at
      this.at++
      this.blanks()
      const next = this.at < this.text.length ? this.tryScalar() : null
      if (next === null && this.at >= this.text.length) throw this.expected('=', 'EOF')
      if (next === null || (this.at < this.text.length && this.text[this.at] !== ',')) {
        this.at = comma
        break
      }
      all.push(next)
    }
    return all.length === 1 ? first : all
  }

  private tryScalar(): string | null {
    const char = this.text[this.at]
    if (char === '"' || char === "'") {
      const value = this.quoted(char)
      this.blanks()
      return value
    }
    const matched = this.match(SECOND_VALUE)
    return matched === null ? null : unescaped(matched)
  }

  private list(): Raw[] {
    this.enter('[')
    const all: Raw[] = []
    while (this.text[this.at] !== ']') {
      all.push(this.element())
      this.blanks()
      if (this.text[this.at] !== ']') this.expect(',')
    }
    this.leave(']')
    return all
  }

  private hash(): Record<string, Raw> {
    this.enter('{')
    const out: Record<string, Raw> = {}
    while (this.text[this.at] !== '}') {
      const key = this.key()
      out[key] = this.element()
      this.blanks()
      if (this.text[this.at] !== '}') this.expect(',')
    }
    this.leave('}')
    return out
  }

  private element(): Raw {
    const char = this.text[this.at]
    if (char === '[') return this.list()
    if (char === '{') return this.hash()
    const from = this.at
    const value = this.scalar()
    if (this.at === from && this.text[this.at] !== ',' && this.text[this.at] !== '}')
      throw this.expected(',', this.here())
    return value
  }

  private scalar(): string {
    const char = this.text[this.at]
    if (char === '"' || char === "'") return this.quoted(char)
    const matched = this.match(FIRST_VALUE)
    return matched === null ? '' : unescaped(matched)
  }

  private quoted(quote: string): string {
    const from = this.at++
    let out = ''
    for (; ; this.at++) {
      const char = this.text[this.at]
      if (char === undefined) throw this.fail(`There is no closing ${quote} to this one:`, from)
      const next = this.text[this.at + 1]
      if (char === '\\' && (next === quote || next === '\\')) {
        out += next
        this.at++
      } else if (char === quote) {
        this.at++
        return out
      } else out += char
    }
  }

  private enter(bracket: string): void {
    if (++this.depth > MAX_DEPTH) throw new ShorthandError(`nested deeper than ${MAX_DEPTH} levels`)
    this.expect(bracket)
  }

  private leave(bracket: string): void {
    this.depth--
    this.expect(bracket)
  }

  private expect(char: string): void {
    this.blanks()
    if (this.text[this.at] !== char) throw this.expected(char, this.here())
    this.at++
    this.blanks()
  }

  private here(): string {
    return this.text[this.at] ?? 'EOF'
  }

  private blanks(): void {
    this.match(BLANK)
  }

  private match(pattern: RegExp): string | null {
    pattern.lastIndex = this.at
    const found = pattern.exec(this.text)?.[0] ?? null
    if (found !== null) this.at += found.length
    return found
  }

  private expected(char: string, received: string): ShorthandError {
    return this.fail(`Expected: '${char}', received: '${received}' for input:`, this.at)
  }

  /** The message, then the line at fault with a caret under the place, as the AWS CLI shows it. */
  private fail(message: string, index: number): ShorthandError {
    const start = this.text.lastIndexOf('\n', index - 1) + 1
    const end = this.text.indexOf('\n', index)
    const line = this.text.slice(start, end < 0 ? undefined : end)
    const from = Math.max(0, index - start - 60)
    return new ShorthandError(`${message}\n${line.slice(from, from + 120)}\n${' '.repeat(index - start - from)}^`)
  }
}

const unescaped = (text: string): string => text.replaceAll('\\,', ',').trimEnd()

/** Fits what shorthand gave to a type: numbers, booleans, and a lone value where a list is wanted. Throws ShorthandError. */
export function fitShorthand(type: ModelType, value: Raw): unknown {
  switch (type.kind) {
    case 'list':
      return (Array.isArray(value) ? value : [value]).map((item) => fitShorthand(type.element, item))
    case 'structure':
    case 'map': {
      if (typeof value !== 'object' || Array.isArray(value)) return value
      const out: Record<string, unknown> = {}
      for (const [key, member] of Object.entries(value)) {
        const memberType = type.kind === 'map' ? type.value : type.members.get(key)?.type
        out[key] = memberType ? fitShorthand(memberType, member) : member
      }
      return out
    }
    case 'boolean':
      return typeof value === 'string' && /^(true|false)$/i.test(value) ? value.toLowerCase() === 'true' : value
    case 'document':
      throw new ShorthandError('Shorthand syntax does not support document types. Use JSON input.')
    default:
      return typeof value === 'string' ? scalarValue(type, value) : value
  }
}

/** A scalar of the command line as its type wants it. Throws ShorthandError with Python's words, which the AWS CLI passes on. */
export function scalarValue(type: ModelType, text: string): unknown {
  switch (type.kind) {
    case 'integer':
    case 'long':
      if (!/^\s*[+-]?\d{1,400}\s*$/.test(text))
        throw new ShorthandError(`invalid literal for int() with base 10: '${text.slice(0, 80)}'`)
      return Number(text)
    case 'float': {
      const number = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(text) ? Number(text) : Number.NaN
      if (!Number.isFinite(number))
        throw new ShorthandError(`could not convert string to float: '${text.slice(0, 80)}'`)
      return number
    }
    case 'timestamp':
      return timestampValue(text)
    default:
      return text
  }
}

/** Seconds since 1970 of a number or an ISO 8601 time; anything else stays as it is, for the check of types to refuse. */
export function timestampValue(text: string): number | string {
  if (/^-?\d{1,15}(\.\d{1,9})?$/.test(text)) return Number(text)
  const known = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?)(Z|[+-]\d\d:?\d\d)?)?$/.exec(text)
  if (!known) return text
  const [, day, time = '00:00', zone = 'Z'] = known
  const ms = Date.parse(`${day}T${time}${/^[+-]\d{4}$/.test(zone) ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone}`)
  return Number.isFinite(ms) ? ms / 1000 : text
}
