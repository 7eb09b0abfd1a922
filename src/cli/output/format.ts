/** What an answer looks like on the command line, in the forms of AWS CLI version 2. */
import type { ModelType } from '../../engine'
import type { OutputForm } from '../command/globals'
import { tableText } from './table'
import { textText } from './text'

export interface FormatOptions {
  output: OutputForm
  /** Title of a table: the operation. */
  title: string
  /** Characters in a line, for tables. Default 80. */
  columns?: number | undefined
  /** Makes YAML; the caller loads it when it is wanted. */
  yaml?: ((value: unknown) => string) | undefined
}

/** The text that is printed, with its last newline; '' when the AWS CLI prints nothing. */
export function formatAnswer(value: unknown, { output, title, columns = 80, yaml }: FormatOptions): string {
  if (isEmptyObject(value)) return ''
  switch (output) {
    case 'json':
      return `${JSON.stringify(value, null, 4)}\n`
    case 'text':
      return textText(value)
    case 'table':
      return tableText(title, value, columns)
    case 'yaml':
      if (!yaml) throw new Error('the YAML writer is not loaded')
      return yaml(value)
  }
}

const isEmptyObject = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length === 0

/**
 * An answer as JSON values, fitted to its type: times as ISO 8601 with offset, as Python's `isoformat` writes them. Members that
 * the model does not have are kept.
 */
export function plainAnswer(type: ModelType | undefined, value: unknown): unknown {
  if (value instanceof Date) return isoTime(value.getTime())
  if (typeof value === 'number' && type?.kind === 'timestamp') return isoTime(value * 1000)
  if (Array.isArray(value)) {
    const element = type?.kind === 'list' ? type.element : undefined
    return value.map((item) => plainAnswer(element, item))
  }
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([, member]) => member !== undefined)
  return Object.fromEntries(
    entries.map(([key, member]) => {
      const memberType =
        type?.kind === 'map' ? type.value : type?.kind === 'structure' ? type.members.get(key)?.type : undefined
      return [key, plainAnswer(memberType, member)]
    }),
  )
}

/** 2026-01-05T09:00:00+00:00, with six digits of a second where there is a part of one. */
function isoTime(ms: number): string {
  const date = new Date(Math.round(ms))
  if (!Number.isFinite(date.getTime())) return String(ms)
  return date
    .toISOString()
    .replace(/(\.\d{3})Z$/, (_, part: string) => (part === '.000' ? '+00:00' : `${part}000+00:00`))
}
