/** Text → expression (S-81). A recursive descent that reads characters: what a token is depends on where it stands. */
import { parseDateSeconds } from './date'
import { compilePattern } from './pattern'
import { invalidExpression } from './refuse'
import type { Comparison, Expression, Operator, Subject } from './syntax'
import { nameOf, OPERATORS, SYMBOLS, WORDS } from './syntax'

/** S-6 */
const MAX_LENGTH = 2_000
/** Ours, so that no text can exhaust the stack. */
const MAX_DEPTH = 250
const MAX_ATTRIBUTE_NAME = 128
const CACHE_SIZE = 1_000

const cache = new Map<string, Expression>()

/**
 * Parses a cluster query; the result is kept by text and must not be written to.
 * @throws ApiError InvalidParameterException `Invalid expression: <detail>` (S-83)
 */
export function parseExpression(text: string): Expression {
  const known = cache.get(text)
  if (known) return known
  if (text.trim() === '') throw invalidExpression('it is empty.')
  if (text.length > MAX_LENGTH) throw invalidExpression(`it is longer than ${MAX_LENGTH} characters.`)
  const expression = new Parser(text).whole()
  if (cache.size >= CACHE_SIZE) cache.clear()
  cache.set(text, expression)
  return expression
}

class Parser {
  private at = 0
  private depth = 0
  constructor(private readonly text: string) {}

  whole(): Expression {
    const expression = this.or()
    this.blanks()
    if (this.at < this.text.length) throw invalidExpression(`unexpected text ${this.here()}.`)
    return expression
  }

  private or(): Expression {
    const operands = [this.and()]
    while (this.take('||') || this.takeWord('or')) operands.push(this.and())
    return operands.length === 1 ? (operands[0] as Expression) : { kind: 'or', operands }
  }

  private and(): Expression {
    const operands = [this.unary()]
    while (this.take('&&') || this.takeWord('and')) operands.push(this.unary())
    return operands.length === 1 ? (operands[0] as Expression) : { kind: 'and', operands }
  }

  private unary(): Expression {
    let negated = false
    while (this.take('!') || this.takeWord('not')) negated = !negated
    const operand = this.take('(') ? this.group() : this.comparison()
    return negated ? { kind: 'not', operand } : operand
  }

  private group(): Expression {
    if (++this.depth > MAX_DEPTH) throw invalidExpression('its parentheses are nested too deeply.')
    const inner = this.or()
    if (!this.take(')')) throw invalidExpression(`a closing parenthesis is missing ${this.here()}.`)
    this.depth--
    return inner
  }

  private comparison(): Expression {
    const subject = this.subject()
    const operator = this.operator(nameOf(subject))
    if (!OPERATORS[subject.subject].includes(operator)) {
      throw invalidExpression(`the operator ${operator} is not allowed for ${nameOf(subject)}.`)
    }
    const comparison: Comparison = {
      kind: 'comparison',
      ...subject,
      operator,
      literals: this.literalsOf(operator),
      numbers: [],
      pattern: null,
    }
    return typed(comparison)
  }

  private subject(): { subject: Subject; attribute: string } {
    this.blanks()
    const word = this.match(/[A-Za-z0-9_]+(?::[A-Za-z0-9_\-/\\.]*)?/y)
    if (word === undefined) throw invalidExpression(`a subject is missing ${this.here()}.`)
    if (!word.startsWith('attribute:')) {
      if (word === 'attribute' || !Object.hasOwn(OPERATORS, word)) throw invalidExpression(`unknown subject '${word}'.`)
      return { subject: word as Subject, attribute: '' }
    }
    const attribute = word.slice('attribute:'.length)
    if (attribute.length < 1 || attribute.length > MAX_ATTRIBUTE_NAME) {
      throw invalidExpression(`an attribute name has 1 to ${MAX_ATTRIBUTE_NAME} characters.`)
    }
    return { subject: 'attribute', attribute }
  }

  private operator(subject: string): Operator {
    this.blanks()
    const symbol = SYMBOLS.find((s) => this.text.startsWith(s, this.at))
    if (symbol) {
      this.at += symbol.length
      return symbol
    }
    const start = this.at
    const operator = WORDS.get(this.match(/[a-z_]+/y) ?? '')
    if (operator) return operator
    this.at = start
    throw invalidExpression(`${subject} lacks an operator ${this.here()}.`)
  }

  private literalsOf(operator: Operator): string[] {
    if (operator === 'exists' || operator === '!exists') return []
    if (operator !== 'in' && operator !== '!in') return [this.literal(/(?:(?!&&|\|\|)[^\s'"()])+/y, operator)]
    if (!this.take('[')) throw invalidExpression(`the operator ${operator} needs a list in brackets ${this.here()}.`)
    const literals: string[] = []
    do literals.push(this.literal(/[^\s'"()[\],]+/y, operator))
    while (this.take(','))
    if (!this.take(']')) throw invalidExpression(`a closing bracket is missing ${this.here()}.`)
    return literals
  }

  private literal(bare: RegExp, operator: Operator): string {
    this.blanks()
    const quoted = this.match(/'[^']*'|"[^"]*"/y)
    if (quoted !== undefined) return quoted.slice(1, -1)
    const literal = this.match(bare)
    if (literal === undefined) throw invalidExpression(`the operator ${operator} lacks an argument ${this.here()}.`)
    return literal
  }

  private blanks() {
    this.match(/\s+/y)
  }

  /** Skips blanks and the symbol if it stands here. */
  private take(symbol: string): boolean {
    this.blanks()
    if (!this.text.startsWith(symbol, this.at)) return false
    this.at += symbol.length
    return true
  }

  private takeWord(word: string): boolean {
    this.blanks()
    const end = this.at + word.length
    if (!this.text.startsWith(word, this.at) || /[A-Za-z0-9_:]/.test(this.text[end] ?? '')) return false
    this.at = end
    return true
  }

  /** The text that a sticky pattern matches here, which is then behind us. */
  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at
    const found = pattern.exec(this.text)?.[0]
    this.at += found?.length ?? 0
    return found
  }

  private here(): string {
    return this.at < this.text.length ? `at '${this.text.slice(this.at, this.at + 20)}'` : 'at the end'
  }
}

/** Checks the literals against the subject's type and prepares what evaluation compares (S-82, S-83). */
function typed(comparison: Comparison): Comparison {
  const { subject, operator, literals } = comparison
  if (operator === '=~' || operator === '!~') return { ...comparison, pattern: compilePattern(literals[0] as string) }
  if (subject === 'runningTasksCount') return { ...comparison, numbers: literals.map(integerOf) }
  if (subject === 'registeredAt') return { ...comparison, numbers: literals.map(secondsOf) }
  if (subject === 'agentVersion') literals.forEach(checkVersion)
  return comparison
}

function integerOf(text: string): number {
  if (!/^-?\d{1,15}$/.test(text)) throw invalidExpression(`'${text}' is not an integer.`)
  return Number(text)
}

function secondsOf(text: string): number {
  const seconds = parseDateSeconds(text)
  if (seconds === null) throw invalidExpression(`'${text}' is not a date.`)
  return seconds
}

function checkVersion(text: string): void {
  if (!/^\d{1,9}(?:\.\d{1,9})*$/.test(text)) throw invalidExpression(`'${text}' is not a version.`)
}
