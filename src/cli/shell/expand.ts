/** What a word becomes: variables and commands put in, unquoted ones split at blanks, as a shell does. */
import type { Place } from '../error'
import { CliError } from '../error'
import type { Part, Word } from './parse'

/** One argument of a command. Opaque: its text is known only when the command runs. */
export interface Argument {
  text: string
  place: Place
  opaque: boolean
}

export interface Values {
  /** The value of a variable; undefined when it is not set. */
  variable(name: string): string | undefined
  /** What a command in `$(…)` prints. */
  command(part: Part & { kind: 'command' }): Promise<string>
}

/** The words of a command as they can be known before it runs. */
export function unexpanded(words: readonly Word[]): Argument[] {
  return words.map(({ parts, place }) => ({
    text: parts.map((part) => (part.kind === 'text' ? part.text : '')).join(''),
    place,
    opaque: parts.some((part) => part.kind !== 'text'),
  }))
}

/** The words of a command as it gets them. Throws CliError for a variable that is not set. */
export async function expandWords(words: readonly Word[], values: Values): Promise<Argument[]> {
  const all: Argument[] = []
  for (const word of words) {
    for (const text of await fieldsOf(word, values)) all.push({ text, place: word.place, opaque: false })
  }
  return all
}

/** `A=$A$A` a few dozen times would fill the memory. */
const LONGEST_VALUE = 1_000_000

/** The one value of a word on the right of an assignment: nothing is split. */
export async function expandValue(word: Word, values: Values): Promise<string> {
  let text = ''
  for (const part of word.parts) text += await partValue(part, values)
  if (text.length > LONGEST_VALUE)
    throw new CliError(`a variable holds at most ${LONGEST_VALUE} characters`, word.place)
  return text
}

async function fieldsOf(word: Word, values: Values): Promise<string[]> {
  const fields: string[] = []
  let current: string | null = null
  for (const part of word.parts) {
    const value = await partValue(part, values)
    if (part.kind === 'text' || part.quoted) {
      current = (current ?? '') + value
      continue
    }
    const pieces = value.split(/[ \t\n]+/)
    for (const [i, piece] of pieces.entries()) {
      if (i > 0 && current !== null) {
        fields.push(current)
        current = null
      }
      if (piece !== '') current = (current ?? '') + piece
    }
  }
  if (current !== null) fields.push(current)
  return fields
}

async function partValue(part: Part, values: Values): Promise<string> {
  if (part.kind === 'text') return part.text
  if (part.kind === 'command') return withoutLastNewlines(await values.command(part))
  const value = values.variable(part.name)
  if (value === undefined) throw notSet(part.name, part.place)
  return value
}

export const notSet = (name: string, place: Place): CliError => new CliError(`the variable ${name} is not set`, place)

function withoutLastNewlines(text: string): string {
  let end = text.length
  while (text[end - 1] === '\n') end--
  return text.slice(0, end)
}
