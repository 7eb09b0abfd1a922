/** Members of a command's input that the API does not have: a slip, found before the run. */
import type { ModelType } from '../engine'
import { closest, operationModel } from '../engine'
import { placeOf, ScenarioError } from './error'

/**
 * Throws ScenarioError at the first member of `input` that the operation's model does not know, with the nearest known
 * name. What stands in `$` or `$literal` is not looked at; an operation without a model passes.
 */
export function checkMembers(service: string, operation: string, input: unknown, place: string): void {
  const model = operationModel(service, operation)
  if (model) walk(model.input, input, place)
}

function walk(type: ModelType, value: unknown, place: string): void {
  if (typeof value !== 'object' || value === null || isStandIn(value)) return
  if (type.kind === 'list' && Array.isArray(value)) {
    value.forEach((item, i) => {
      walk(type.element, item, placeOf(place, i))
    })
    return
  }
  if (Array.isArray(value)) return
  if (type.kind === 'map') {
    for (const [key, item] of Object.entries(value)) walk(type.value, item, placeOf(place, key))
    return
  }
  if (type.kind !== 'structure') return
  for (const [key, item] of Object.entries(value)) {
    const member = type.members.get(key)
    if (!member)
      throw new ScenarioError(placeOf(place, key), `unknown member${suggestion(key, [...type.members.keys()])}`)
    walk(member.type, item, placeOf(place, key))
  }
}

function suggestion(key: string, known: readonly string[]): string {
  const meant = closest(key, known)
  return meant ? `. Did you mean ${meant}?` : ''
}

/** `{"$": expression}` or `{"$literal": X}`. */
function isStandIn(value: object): boolean {
  const keys = Object.keys(value)
  return keys.length === 1 && (keys[0] === '$' || keys[0] === '$literal')
}
