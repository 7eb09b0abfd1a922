/** A verdict as marks in the text, and as the lines of the list beside it. */
import type { JsonPath } from '../../worker'
import type { Mark } from './CodeEditor'
import type { Checked } from './useCheck'

export interface Finding extends Mark {
  id: string
  /** Plain words, first. */
  teaching: string
  /** ECS's own words, if it has any. */
  ecsSays: string | null
  /** Where, as people write it. */
  where: string
}

/** `containerDefinitions[0].name`; the whole document is "the definition". */
export function pathText(path: JsonPath): string {
  const text = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`)).join('')
  return text.replace(/^\./, '') || 'the definition'
}

const lastOf = (path: JsonPath): string => pathText(path.slice(-1))

/** Everything there is to say about a text, worst first. */
export function findingsOf(checked: Checked): Finding[] {
  if (checked.kind === 'malformed') {
    const { at, line, column, reason } = checked.problem
    return [finding('error', { at }, `line ${line}, column ${column}`, reason, null, 0)]
  }
  if (checked.kind !== 'checked') return []
  const { problems, unknown, notModelled } = checked.check
  return [
    ...problems.map(({ path, teaching, name, message }, n) =>
      finding('error', { path }, pathText(path), teaching ?? message, `${name}: ${message}`, n),
    ),
    ...unknown.map(({ path, suggestion }, n) => {
      const text = `ECS does not know ${lastOf(path)}${suggestion ? `; did you mean ${suggestion}?` : '.'} It is not sent.`
      return finding('warning', { path }, pathText(path), text, null, n)
    }),
    ...notModelled.map(({ path, note }, n) => finding('info', { path }, pathText(path), note, null, n)),
  ]
}

function finding(
  severity: Finding['severity'],
  place: Finding['place'],
  where: string,
  teaching: string,
  ecsSays: string | null,
  n: number,
): Finding {
  const message = ecsSays ? `${teaching}\nECS says: ${ecsSays}` : teaching
  return { id: `${severity}-${n}-${where}`, severity, place, where, teaching, ecsSays, message }
}

/** Why it cannot be registered now, or undefined. */
export function refusalReason(checked: Checked, text: string): string | undefined {
  if (checked.kind === 'checking' || checked.text !== text) return 'Being checked.'
  if (checked.kind === 'malformed') return 'This is not JSON yet.'
  if (checked.kind === 'unavailable') return 'The simulation did not answer the check.'
  const count = checked.check.problems.length
  if (count === 0) return undefined
  return count === 1 ? 'ECS would refuse this: 1 problem.' : `ECS would refuse this: ${count} problems.`
}
