/** `--output text`: tab-separated lines, members in the order of their names (AWS CLI User Guide, "Text output"; awscli 1.45 checked). */
import type { JsonObject } from './values'
import { byName, isObject, isScalar, python } from './values'

/** The lines of a value, each with its newline. */
export function textText(value: unknown): string {
  const lines: string[] = []
  write(lines, value, null, null)
  return lines.map((line) => `${line}\n`).join('')
}

function write(lines: string[], value: unknown, label: string | null, columns: readonly string[] | null): void {
  if (isObject(value)) writeObject(lines, value, label, columns)
  else if (Array.isArray(value)) writeList(lines, value, label)
  else lines.push(python(value))
}

function writeList(lines: string[], items: readonly unknown[], label: string | null): void {
  if (items.length === 0) return
  if (items.some(isObject)) {
    // Every object of the list has the same columns, empty where it lacks a member.
    const columns = new Set<string>()
    for (const item of items.filter(isObject))
      for (const [key, member] of Object.entries(item)) if (isScalar(member)) columns.add(key)
    for (const item of items) write(lines, item, label, [...columns].sort(byName))
    return
  }
  const scalars = items.filter(isScalar)
  if (scalars.length > 0) {
    if (label === null) lines.push(scalars.map(python).join('\t'))
    else for (const scalar of scalars) lines.push(`${label.toUpperCase()}\t${python(scalar)}`)
  }
  for (const item of items) if (!isScalar(item)) write(lines, item, label, null)
}

function writeObject(
  lines: string[],
  object: JsonObject,
  label: string | null,
  columns: readonly string[] | null,
): void {
  const names = Object.keys(object).sort(byName)
  const own = columns ?? names.filter((name) => isScalar(object[name]))
  if (own.length > 0) {
    const cells = own.map((name) => (Object.hasOwn(object, name) ? python(object[name]) : ''))
    lines.push((label === null ? cells : [label.toUpperCase(), ...cells]).join('\t'))
  }
  for (const name of names) if (!own.includes(name)) write(lines, object[name], name, null)
}
