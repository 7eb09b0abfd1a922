/** The flags that every command of the AWS CLI takes. */
import type { Place } from '../error'
import { CliError } from '../error'
import type { Argument } from '../shell/expand'
import { invalidChoice } from './choices'

export const OUTPUTS = ['json', 'text', 'table', 'yaml'] as const
export type OutputForm = (typeof OUTPUTS)[number]

export interface Options {
  output: OutputForm
  /** A JMESPath expression over the answer, and where it stands. */
  query: { text: string; place: Place } | null
  /** False: one call, one page. */
  paginate: boolean
  /** Stop after so many items. */
  maxItems: number | null
  /** Items asked for in one call. */
  pageSize: number | null
  /** Where an earlier `--max-items` stopped. */
  startingToken: string | null
}

export const defaultOptions = (): Options => ({
  output: 'json',
  query: null,
  paginate: true,
  maxItems: null,
  pageSize: null,
  startingToken: null,
})

/** Flags with one value; those that are null mean nothing here. */
const WITH_VALUE: Record<string, ((options: Options, word: Argument, program: string) => void) | null> = {
  output: (options, word, program) => {
    if (!(OUTPUTS as readonly string[]).includes(word.text))
      throw invalidChoice(program, '--output', word.text, OUTPUTS, word.place)
    options.output = word.text as OutputForm
  },
  query: (options, word) => {
    options.query = { text: word.text, place: word.place }
  },
  region: null,
  profile: null,
  color: null,
  'cli-read-timeout': null,
  'cli-connect-timeout': null,
  'cli-binary-format': null,
}
const WITHOUT_VALUE: Record<string, ((options: Options) => void) | null> = {
  'no-paginate': (options) => {
    options.paginate = false
  },
  'no-cli-pager': null,
  'no-cli-auto-prompt': null,
  'no-sign-request': null,
  'no-verify-ssl': null,
  debug: null,
}

export const GLOBAL_FLAGS: readonly string[] = [...Object.keys(WITH_VALUE), ...Object.keys(WITHOUT_VALUE)]

/** How many values a global flag takes; undefined when there is no such flag. */
export function globalArity(name: string): 0 | 1 | undefined {
  return Object.hasOwn(WITH_VALUE, name) ? 1 : Object.hasOwn(WITHOUT_VALUE, name) ? 0 : undefined
}

/** Sets what a global flag stands for. Throws CliError for a value that is refused. */
export function applyGlobal(
  options: Options,
  name: string,
  word: Argument | null,
  program: string,
  region: string,
): void {
  WITHOUT_VALUE[name]?.(options)
  if (!word || word.opaque) return
  if (name === 'region' && word.text !== region)
    throw new CliError(`the simulator has one Region: ${region}, not ${word.text.slice(0, 80)}`, word.place)
  WITH_VALUE[name]?.(options, word, program)
}

/** `--max-items`, `--page-size` and `--starting-token` of operations that come in pages. */
export function applyPaging(options: Options, name: string, word: Argument, program: string): void {
  if (word.opaque) return
  if (name === 'starting-token') {
    options.startingToken = word.text
    return
  }
  if (!/^\s*[+-]?\d{1,9}\s*$/.test(word.text))
    throw new CliError(
      `${program}: error: argument --${name}: invalid int value: '${word.text.slice(0, 80)}'`,
      word.place,
    )
  if (name === 'max-items') options.maxItems = Number(word.text)
  else options.pageSize = Number(word.text)
}
