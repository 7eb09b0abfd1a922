/**
 * The part of a POSIX shell that teachers' notes use: words with quotes and escapes, `\`-continued lines, comments, several
 * commands (one per line, or joined by `;` and `&&`), variables set by `NAME=value`, and `$NAME`, `${NAME}`, `$(command)` in words.
 * Everything else of a shell is refused at its place.
 */
import type { Place } from '../error'
import { CliError } from '../error'
import { LIMITS, Source } from './source'

export type Part =
  | { kind: 'text'; text: string; quoted: boolean }
  | { kind: 'variable'; name: string; quoted: boolean; place: Place }
  | { kind: 'command'; words: Word[]; quoted: boolean; place: Place }

export interface Word {
  parts: Part[]
  place: Place
  /** Position of its first character in the text. */
  from: number
}

export type Statement =
  | { kind: 'assign'; name: string; value: Word; place: Place; source: string }
  | { kind: 'command'; words: Word[]; place: Place; source: string }

/** What stands before a cursor: the words of its command, and the word it is in (null between words). */
export interface OpenCommand {
  words: Word[]
  current: Word | null
  /** The quote that the cursor is in. */
  quote: '"' | "'" | null
}

const REFUSED: Record<string, string> = {
  '|': 'pipes are not understood here: pick from an answer with --query',
  '||': '`||` is not understood here: the first command that fails ends the run',
  '&': 'commands in the background are not understood here',
  '<': 'redirects are not understood here',
  '>': 'redirects are not understood here',
  '(': 'functions and subshells are not understood here',
  ')': 'there is no ( to this )',
  '`': 'backquotes are not understood here: write $(…)',
}
const KEYWORDS = new Set(
  '! [ [[ . { } break case continue coproc do done elif else esac eval exec exit fi for function if local read return select source test then time trap unset until while'.split(
    ' ',
  ),
)
const ASSIGNMENT = /^([A-Za-z_]\w*)=/
const NAME = /[A-Za-z_]\w*/y

/** The statements of a text. Throws CliError for what is over the limits or not understood. */
export function parseShell(text: string): Statement[] {
  const source = new Source(text)
  return new ShellParser(source).statements()
}

/** The command in which a text ends, unclosed quotes and `$(` included. Throws CliError for what no further text can mend. */
export function parseOpenCommand(text: string): OpenCommand {
  const parser = new ShellParser(new Source(text), true)
  parser.statements()
  return parser.open ?? { words: [], current: null, quote: null }
}

class ShellParser {
  open: OpenCommand | null = null
  private at = 0
  private readonly text: string

  constructor(
    private readonly source: Source,
    private readonly partial = false,
  ) {
    this.text = source.text
  }

  statements(): Statement[] {
    const all: Statement[] = []
    while (this.at < this.text.length) {
      const from = this.at
      const words = this.words(0)
      const first = words[0]
      if (first) {
        const source = this.text.slice(Math.max(from, first.from), this.at).trim()
        all.push(...this.statementsOf(words, source))
      }
      this.separator(first !== undefined)
    }
    return all
  }

  /** Steps over what ends a command: a newline, `;` or `&&`. */
  private separator(afterCommand: boolean): void {
    const two = this.text.slice(this.at, this.at + 2)
    const isJoint = two === '&&' || (two.startsWith(';') && two !== ';;')
    if (isJoint && !afterCommand) throw this.error('there is no command before this', this.at)
    if (two === '&&') this.at += 2
    else if (isJoint || two.startsWith('\n')) this.at++
    else if (this.at < this.text.length) throw this.refusal()
  }

  private refusal(): CliError {
    const char = this.text[this.at] ?? ''
    const two = this.text.slice(this.at, this.at + 2)
    return this.error(REFUSED[two] ?? REFUSED[char] ?? `${char} is not understood here`, this.at)
  }

  private statementsOf(words: Word[], source: string): Statement[] {
    const first = words[0] as Word
    const isExport = plainText(first) === 'export'
    const rest = isExport ? words.slice(1) : words
    const assigned = rest.map((word) => assignment(word))
    if (assigned.length > 0 && assigned.every((one) => one !== null))
      return assigned.map(({ name, value }) => ({ kind: 'assign', name, value, place: value.place, source }))
    if (isExport) throw new CliError('export is understood as export NAME=value', first.place)
    if (assigned[0])
      throw new CliError(
        'a variable for one command only is not understood here: set it on a line of its own',
        first.place,
      )
    const name = plainText(first)
    if (name !== null && KEYWORDS.has(name))
      throw new CliError(`\`${name}\`: loops, conditions and functions are not understood here`, first.place)
    return [{ kind: 'command', words, place: first.place, source }]
  }

  /** The words of one command, up to what ends it. */
  private words(depth: number): Word[] {
    const words: Word[] = []
    for (;;) {
      this.blanks(depth > 0)
      const char = this.text[this.at]
      if (char === undefined || '\n;&|<>()'.includes(char)) break
      const from = this.at
      const word: Word = { parts: [], place: this.source.placeOf(from), from }
      const quote = this.word(word, depth, words)
      if (this.partial && this.at >= this.text.length && !this.open)
        this.open = { words: [...words], current: word, quote }
      words.push(word)
    }
    if (this.partial && this.at >= this.text.length && !this.open) this.open = { words, current: null, quote: null }
    return words
  }

  private blanks(newlines: boolean): void {
    for (; this.at < this.text.length; this.at++) {
      const char = this.text[this.at] as string
      if (char === '\\' && this.text[this.at + 1] === '\n') this.at++
      else if (char === '#') {
        const end = this.text.indexOf('\n', this.at)
        this.at = (end < 0 ? this.text.length : end) - 1
      } else if (char !== ' ' && char !== '\t' && !(newlines && char === '\n')) return
    }
  }

  /** One word. Gives the quote in which the text ends (partial texts only). */
  private word(word: Word, depth: number, before: Word[]): '"' | "'" | null {
    for (; this.at < this.text.length; ) {
      const char = this.text[this.at] as string
      if (' \t\n;&|<>()'.includes(char)) return null
      if (char === '`') throw this.refusal()
      if (char === '\\') {
        const next = this.text[this.at + 1]
        if (next !== '\n') addText(word, next ?? '\\', true)
        this.at += 2
      } else if (char === "'") {
        const end = this.text.indexOf("'", this.at + 1)
        if (end < 0 && !this.partial) throw this.error('there is no closing quote to this one', this.at)
        addText(word, this.text.slice(this.at + 1, end < 0 ? undefined : end), true)
        this.at = end < 0 ? this.text.length : end + 1
        if (end < 0) return "'"
      } else if (char === '"') {
        if (this.doubleQuoted(word, depth, before)) return '"'
      } else if (char === '$') this.dollar(word, false, depth)
      else {
        addText(word, char, false)
        this.at++
      }
    }
    return null
  }

  /** True when the text ends inside. */
  private doubleQuoted(word: Word, depth: number, before: Word[]): boolean {
    const from = this.at++
    addText(word, '', true)
    for (;;) {
      const char = this.text[this.at]
      if (char === undefined) {
        if (!this.partial) throw this.error('there is no closing quote to this one', from)
        this.open ??= { words: [...before], current: word, quote: '"' }
        return true
      }
      if (char === '"') {
        this.at++
        return false
      }
      if (char === '`') throw this.refusal()
      if (char === '$') this.dollar(word, true, depth)
      else if (char === '\\') {
        const next = this.text[this.at + 1] ?? ''
        if (next !== '\n') addText(word, '$`"\\'.includes(next) && next !== '' ? next : `\\${next}`, true)
        this.at += 2
      } else {
        addText(word, char, true)
        this.at++
      }
    }
  }

  private dollar(word: Word, quoted: boolean, depth: number): void {
    const from = this.at
    const place = this.source.placeOf(from)
    const next = this.text[from + 1] ?? ''
    if (next === '(') {
      if (this.text[from + 2] === '(') throw this.error('arithmetic is not understood here', from)
      if (depth >= LIMITS.depth) throw this.error(`$( is nested deeper than ${LIMITS.depth} levels`, from)
      this.at += 2
      const words = this.words(depth + 1)
      if (this.text[this.at] !== ')') {
        if (this.at < this.text.length)
          throw this.text[this.at] === ';' ? this.error('one command in $(…), please', this.at) : this.refusal()
        if (!this.partial) throw this.error('there is no ) to this $(', from)
      }
      this.at = Math.min(this.at + 1, this.text.length)
      word.parts.push({ kind: 'command', words, quoted, place })
      return
    }
    const braced = next === '{'
    NAME.lastIndex = from + (braced ? 2 : 1)
    const name = NAME.exec(this.text)?.[0]
    const end = from + (braced ? 2 : 1) + (name?.length ?? 0)
    if (braced && (name === undefined || this.text[end] !== '}')) {
      if (!this.partial || end < this.text.length)
        throw this.error('only a plain name is understood in these braces', from)
    }
    if (name !== undefined) {
      word.parts.push({ kind: 'variable', name, quoted, place })
      this.at = Math.min(end + (braced ? 1 : 0), this.text.length)
      return
    }
    if ((next === "'" || next === '"') && !quoted) throw this.error(`$${next} is not understood here`, from)
    if (next !== '' && '?*@#$!-0123456789'.includes(next))
      throw this.error(`$${next} is not understood here: variables are set by NAME=value`, from)
    addText(word, '$', quoted)
    this.at = from + 1
  }

  private error(reason: string, index: number): CliError {
    return new CliError(reason, this.source.placeOf(index))
  }
}

function addText(word: Word, text: string, quoted: boolean): void {
  const last = word.parts.at(-1)
  if (last?.kind === 'text' && last.quoted === quoted) last.text += text
  else word.parts.push({ kind: 'text', text, quoted })
}

/** A word's text when nothing in it is expanded. */
export function plainText(word: Word): string | null {
  let text = ''
  for (const part of word.parts) {
    if (part.kind !== 'text') return null
    text += part.text
  }
  return text
}

function assignment(word: Word): { name: string; value: Word } | null {
  const [first, ...rest] = word.parts
  if (first?.kind !== 'text' || first.quoted) return null
  const [whole, name] = ASSIGNMENT.exec(first.text) ?? []
  if (whole === undefined || name === undefined) return null
  const head = first.text.slice(whole.length)
  return { name, value: { ...word, parts: head === '' ? rest : [{ ...first, text: head }, ...rest] } }
}
