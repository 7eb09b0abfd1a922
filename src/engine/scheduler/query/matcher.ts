/**
 * Matches a pattern that `compilePattern` has accepted against a whole value, in a time that grows with both lengths only:
 * no part is tried twice from the same place, so no pattern can hold the engine. Sets of places are bits of a number.
 */

/** Where matches of a part of the pattern that begin at `at` may end. */
type Part = (at: number) => bigint

const only = (at: number): bigint => 1n << BigInt(at)
const QUANTIFIER = /(?:([*+?])|\{(\d+)(,?)(\d*)\})\??/y
const GROUP = /\?(?::|<?[=!])/y
const CHARACTER = /\[(?:\\.|[^\]\\])*\]|\\(?:x..|u....|.)|[\s\S]/y
const WORD = /\w/

// What it remembers is nobody's: two matchers of one source are equal.
export class Matcher {
  #value = ''
  #at = 0
  readonly #memos: (bigint | undefined)[][] = []
  readonly #whole: Part

  constructor(private readonly source: string) {
    this.#whole = this.choice()
  }

  test(value: string): boolean {
    this.#value = value
    for (const memo of this.#memos) memo.length = 0
    return has(this.#whole(0), value.length)
  }

  private kept(part: Part): Part {
    const memo: (bigint | undefined)[] = []
    this.#memos.push(memo)
    return (at) => {
      memo[at] ??= part(at)
      return memo[at] as bigint
    }
  }

  private next(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.source)
    if (found) this.#at = pattern.lastIndex
    return found
  }

  /** Where the matches end that begin at one of `places`. */
  private from(places: bigint, part: Part): bigint {
    let ends = 0n
    const bits = places.toString(2)
    for (let at = bits.length - 1; at >= 0; at--) if (bits[at] === '1') ends |= part(bits.length - 1 - at)
    return ends
  }

  /** The same for any number of repetitions, none included; a match ends where it begins or later. */
  private closure(places: bigint, part: Part): bigint {
    let ends = places
    for (let at = 0; at <= this.#value.length; at++) if (has(ends, at)) ends |= part(at)
    return ends
  }

  private choice(): Part {
    const branches = [this.row()]
    while (this.source[this.#at] === '|') {
      this.#at++
      branches.push(this.row())
    }
    return this.kept((at) => branches.reduce((ends, branch) => ends | branch(at), 0n))
  }

  private row(): Part {
    const parts: Part[] = []
    while (this.#at < this.source.length && !'|)'.includes(this.source[this.#at] as string)) parts.push(this.repeated())
    return (at) => parts.reduce((places, part) => (places === 0n ? 0n : this.from(places, part)), only(at))
  }

  private repeated(): Part {
    const part = this.atom()
    const found = this.next(QUANTIFIER)
    if (!found) return part
    const [, sign, least, comma, most] = found
    const min = sign ? (sign === '+' ? 1 : 0) : Number(least)
    const max = sign === '?' ? 1 : sign || (comma && !most) ? Number.POSITIVE_INFINITY : Number(most || least)
    return this.kept((at) => {
      let places = only(at)
      for (let n = 0; n < min; n++) {
        const next = this.from(places, part)
        // From here on each repetition comes to the same.
        if (next === places) break
        places = next
      }
      if (max - min >= this.#value.length) return this.closure(places, part)
      let ends = places
      for (let n = min; n < max && places !== 0n; n++) {
        places = this.from(places, part) & ~ends
        ends |= places
      }
      return ends
    })
  }

  private atom(): Part {
    const char = this.source[this.#at]
    if (char === '(') return this.group()
    const text = this.next(CHARACTER)?.[0] ?? ''
    if (char === '^') return this.where((at) => at === 0)
    if (char === '$') return this.where((at) => at === this.#value.length)
    if (text === '\\b' || text === '\\B') return this.where((at) => this.edge(at) === (text === '\\b'))
    const one = new RegExp(`^(?:${text})$`)
    return this.kept((at) => (at < this.#value.length && one.test(this.#value[at] as string) ? only(at + 1) : 0n))
  }

  private group(): Part {
    this.#at++
    const kind = this.next(GROUP)?.[0]
    const inner = this.choice()
    this.#at++
    if (kind === '?=' || kind === '?!') return this.where((at) => (inner(at) !== 0n) === (kind === '?='))
    if (kind === '?<=' || kind === '?<!') return this.where((at) => this.before(at, inner) === (kind === '?<='))
    return inner
  }

  /** Takes nothing of the value. */
  private where(holds: (at: number) => boolean): Part {
    return this.kept((at) => (holds(at) ? only(at) : 0n))
  }

  private before(end: number, part: Part): boolean {
    for (let at = 0; at <= end; at++) if (has(part(at), end)) return true
    return false
  }

  private edge(at: number): boolean {
    const [before = '', after = ''] = [this.#value[at - 1], this.#value[at]]
    return WORD.test(before) !== WORD.test(after)
  }
}

const has = (places: bigint, at: number): boolean => ((places >> BigInt(at)) & 1n) === 1n
