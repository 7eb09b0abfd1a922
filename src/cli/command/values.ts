/** The value of a flag: its words as the AWS CLI reads them for the type of the member (JSON, shorthand, lists side by side). */
import type { ModelType } from '../../engine'
import type { Place } from '../error'
import { CliError } from '../error'
import type { Argument } from '../shell/expand'
import type { Flag } from './flags'
import { fitShorthand, parseShorthand, ShorthandError, scalarValue } from './shorthand'

const isNested = (type: ModelType): boolean => ['structure', 'list', 'map', 'document'].includes(type.kind)
const looksLikeJson = (text: string): boolean => /^\s*[[{]/.test(text)

/** Reads what stands after `--flag`. Throws CliError at the word that is refused. */
export function readValue(flag: Flag, words: readonly Argument[]): unknown {
  const { type } = flag
  const first = words[0]
  if (type.kind !== 'list') return readOne(flag, type, first as Argument)
  if (first === undefined) return []
  if (words.length === 1 && first.text.trimStart().startsWith('[')) return readJson(`--${flag.name}`, first)
  return words.map((word) => readOne(flag, type.element, word))
}

function readOne(flag: Flag, type: ModelType, word: Argument): unknown {
  refuseFile(word)
  if (type.kind === 'document') return readJson(`--${flag.name}`, word)
  try {
    if (!isNested(type)) return scalarValue(type, word.text)
    if (!looksLikeJson(word.text)) return fitShorthand(type, parseShorthand(word.text))
  } catch (error) {
    throw shorthandError(error, flag, word.place, isNested(type))
  }
  return readJson(`--${flag.name}`, word)
}

/** A ShorthandError as the AWS CLI prints it. */
export function shorthandError(error: unknown, flag: Flag, place: Place, named: boolean): unknown {
  if (!(error instanceof ShorthandError)) return error
  const { message } = error
  const isPython = /^(invalid literal|could not convert)/.test(message)
  return new CliError(named && !isPython ? `Error parsing parameter '--${flag.name}': ${message}` : message, place)
}

/** The value of a JSON word. Throws CliError. */
export function readJson(name: string, word: Argument): unknown {
  refuseFile(word)
  try {
    return JSON.parse(word.text)
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/\s+/g, ' ').slice(0, 200) : 'it is nested too deeply'
    throw new CliError(
      `Error parsing parameter '${name}': Invalid JSON: ${reason}\nJSON received: ${word.text.slice(0, 400)}`,
      word.place,
    )
  }
}

/** There are no files in the page. */
function refuseFile(word: Argument): void {
  const [scheme] = /^fileb?:\/\//.exec(word.text) ?? []
  if (scheme === undefined) return
  throw new CliError(
    `${scheme} reads a file, and there are no files here: put its content in its place, in quotes`,
    word.place,
  )
}
