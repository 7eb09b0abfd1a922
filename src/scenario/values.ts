/** `$` and `$literal` in a step's input (design.md §5). */
import { plain } from '../engine'
import { placeOf, ScenarioError } from './error'
import { compileExpression, reasonOf } from './expression'

/** The tables that the `$` expressions of an input read; null = the whole document; empty when there are none. */
export function tablesOf(value: unknown): readonly string[] | null {
  const tables = new Set<string>()
  let whole = false
  const visit = (here: unknown): void => {
    if (typeof here !== 'object' || here === null) return
    const expression = single(here, '$')
    if (expression !== undefined) {
      const read = compileExpression(expression as string).tables
      if (read) for (const table of read) tables.add(table)
      else whole = true
    } else if (single(here, '$literal') === undefined) Object.values(here).forEach(visit)
  }
  visit(value)
  return whole ? null : [...tables]
}

/**
 * The input with every `{"$": expression}` replaced by its value over `world` and every `{"$literal": X}` by X. Throws ScenarioError
 * naming the place when an expression fails or yields null.
 */
export function resolveValues(value: unknown, world: unknown, place: string): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((item, i) => resolveValues(item, world, placeOf(place, i)))
  const literal = single(value, '$literal')
  if (literal !== undefined) return literal
  const expression = single(value, '$')
  if (expression !== undefined) return evaluatedAt(expression as string, world, placeOf(place, '$'))
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, resolveValues(member, world, placeOf(place, key))]),
  )
}

/** The value so that `resolveValues` gives it back untouched: what looks like `$` or `$literal` is wrapped. */
export function literalOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(literalOf)
  if (single(value, '$') !== undefined || single(value, '$literal') !== undefined) return { $literal: value }
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, literalOf(member)]))
}

/** The value of an object's only member, when that has this name. */
function single(value: object, key: string): unknown {
  const keys = Object.keys(value)
  return keys.length === 1 && keys[0] === key ? (value as Record<string, unknown>)[key] : undefined
}

function evaluatedAt(expression: string, world: unknown, place: string): unknown {
  let value: unknown
  try {
    value = plain(compileExpression(expression).evaluate(world))
  } catch (error) {
    throw new ScenarioError(place, reasonOf(error))
  }
  if (value === null) throw new ScenarioError(place, `${expression} is null`)
  return value
}
