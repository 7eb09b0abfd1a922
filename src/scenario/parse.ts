/** Reads a scenario file: everything that can be known to be wrong is found here, with its place and reason, before anything runs. */
import * as v from 'valibot'
import { ApiError, closest, modelledOperations, modelledServices, validateInput } from '../engine'
import { parseDuration } from './duration'
import { placeOf, ScenarioError } from './error'
import type { Root } from './expression'
import { compileExpression, reasonOf } from './expression'
import type { Scenario, Step } from './format'
import { FORMAT, LIMITS, scenarioSchema } from './format'
import { checkMembers } from './members'
import { migrate } from './migrate'

const PROTOTYPE_KEYS = new Set(['__proto__', 'constructor', 'prototype'])

/** A scenario file's text, checked. Throws ScenarioError naming the place and the reason. */
export function parseScenario(text: string): Scenario {
  return checkScenario(parseJson(text))
}

/** The same for a value that is already JSON (its size is the caller's business). */
export function checkScenario(given: unknown): Scenario {
  checkJson(given, '', 0)
  const value = migrate(given)
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new ScenarioError('', 'a scenario is a JSON object')
  const { format } = value as { format?: unknown }
  if (format !== FORMAT) {
    throw new ScenarioError(
      'format',
      format === undefined ? `"${FORMAT}" is missing` : `${shown(format)} is not "${FORMAT}"`,
    )
  }
  const scenario = checked(scenarioSchema, value) as Scenario
  checkTimings(scenario.timings)
  if (scenario.startTime !== undefined && Number.isNaN(Date.parse(scenario.startTime))) {
    throw new ScenarioError('startTime', 'no such time')
  }
  scenario.steps.forEach((step, i) => {
    checkStep(step, `steps[${i}]`)
  })
  return scenario
}

function parseJson(text: string): unknown {
  if (text.length > LIMITS.bytes || new TextEncoder().encode(text).length > LIMITS.bytes) {
    throw new ScenarioError('', 'the file is larger than 1 MiB')
  }
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new ScenarioError(whereInText(text, error), `not JSON: ${reasonOf(error)}`)
  }
}

/** `line 3 column 7`, where the JSON parser says at what position it stopped. */
function whereInText(text: string, error: unknown): string {
  const position = /position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1]
  if (position === undefined) return ''
  const before = text.slice(0, Number(position)).split('\n')
  return `line ${before.length} column ${(before.at(-1) ?? '').length + 1}`
}

/** Depth and names, of every value in the file. */
function checkJson(value: unknown, place: string, depth: number): void {
  if (typeof value !== 'object' || value === null) {
    if (typeof value === 'number' && !Number.isFinite(value)) throw new ScenarioError(place, 'a number out of range')
    return
  }
  if (depth > LIMITS.depth) throw new ScenarioError(place.slice(0, 80), `nested deeper than ${LIMITS.depth} levels`)
  if (Array.isArray(value)) {
    value.forEach((item, i) => {
      checkJson(item, placeOf(place, i), depth + 1)
    })
    return
  }
  for (const key of Object.keys(value)) {
    if (PROTOTYPE_KEYS.has(key)) throw new ScenarioError(placeOf(place, key), 'this member name is not allowed')
    checkJson((value as Record<string, unknown>)[key], placeOf(place, key), depth + 1)
  }
}

/** A value against a schema; the first issue as ScenarioError. */
function checked<T>(schema: v.GenericSchema<unknown, T>, value: unknown): T {
  const result = v.safeParse(schema, value)
  if (result.success) return result.output
  const first = result.issues[0]
  // A misspelt member is both missing and unknown: the unknown one tells more.
  const unknown = isMissing(first)
    ? result.issues.find((issue) => isUnknown(issue) && parentOf(issue) === parentOf(first))
    : undefined
  const issue = unknown ?? first
  const place = placeOfPath(issue.path ?? [])
  if (isUnknown(issue)) throw new ScenarioError(place, unknownMember(schema, issue.path ?? []))
  throw new ScenarioError(place, isMissing(issue) ? 'is missing' : issue.message)
}

type Issue = v.BaseIssue<unknown>
type Path = readonly { input: unknown; key?: unknown }[]

const isUnknown = (issue: Issue) => issue.type === 'strict_object' && issue.expected === 'never'
const isMissing = (issue: Issue) =>
  issue.type === 'strict_object' && issue.received === 'undefined' && issue.path?.at(-1)?.value === undefined
const parentOf = (issue: Issue) => placeOfPath((issue.path ?? []).slice(0, -1))

function placeOfPath(path: Path): string {
  return path.reduce((before, { key }) => placeOf(before, key as string | number), '')
}

/** "unknown member. Did you mean …?" with the members of the object it stands in. */
function unknownMember(schema: unknown, path: Path): string {
  const meant = closest(String(path.at(-1)?.key), membersAt(schema, path))
  return `unknown member${meant ? `. Did you mean ${meant}?` : ''}`
}

/** The members that the schema knows where the path ends. */
function membersAt(schema: unknown, path: Path): string[] {
  let here = schema as {
    entries?: Record<string, unknown>
    item?: unknown
    wrapped?: unknown
    getter?: (input: unknown) => unknown
  }
  for (const { input, key } of path) {
    while (here.getter || here.wrapped) here = (here.getter ? here.getter(input) : here.wrapped) as typeof here
    if (here.entries && !Object.hasOwn(here.entries, String(key))) return Object.keys(here.entries)
    here = (here.entries ? here.entries[String(key)] : here.item) as typeof here
    if (here === undefined) return []
  }
  return []
}

function checkTimings(timings: Record<string, unknown> | undefined): void {
  if (timings === undefined) return
  try {
    validateInput('playground', 'SetTimings', timings)
  } catch (error) {
    if (error instanceof ApiError) throw new ScenarioError('timings', error.message)
    throw error
  }
}

function checkStep(step: Step, place: string): void {
  if ('do' in step) {
    checkOperation(step.do, step.fails !== undefined, place)
    if (step.fails !== undefined && (step.returns !== undefined || step.save !== undefined)) {
      throw new ScenarioError(place, 'a step that fails has no answer to check or save')
    }
    if (step.returns !== undefined) checkExpression(step.returns, `${place}.returns`, 'any')
    checkValues(step.with, `${place}.with`)
    // A step that wants a refusal may well ask for one with a member that does not exist.
    const [service = '', operation = ''] = step.do.split('.')
    if (step.fails === undefined) checkMembers(service, operation, step.with, `${place}.with`)
    return
  }
  if ('expect' in step) {
    checkExpression(step.expect, `${place}.expect`)
    return
  }
  const from = parseDuration(step.from ?? 0) ?? 0
  const to = step.to === undefined ? undefined : parseDuration(step.to)
  if (to !== undefined && to < from) throw new ScenarioError(`${place}.to`, 'lies before from')
  if ('always' in step) checkExpression(step.always, `${place}.always`)
  else checkExpression(step.eventually, `${place}.eventually`)
}

/** An operation that no one knows is a slip, unless the step wants to see it refused. */
function checkOperation(name: string, mayFail: boolean, place: string): void {
  const [service = '', operation = ''] = name.split('.')
  const known = modelledOperations(service)
  if (known.includes(operation) || (mayFail && known.length > 0)) return
  const all = modelledServices().flatMap((each) => modelledOperations(each).map((one) => `${each}.${one}`))
  const meant = closest(name, all)
  throw new ScenarioError(`${place}.do`, `unknown operation ${shown(name)}${meant ? `. Did you mean ${meant}?` : ''}`)
}

/** `{"$": expression}` anywhere in the input; `{"$literal": X}` hides X. */
function checkValues(value: unknown, place: string): void {
  if (typeof value !== 'object' || value === null) return
  if (Array.isArray(value)) {
    value.forEach((item, i) => {
      checkValues(item, placeOf(place, i))
    })
    return
  }
  const keys = Object.keys(value)
  if (keys.length === 1 && keys[0] === '$literal') return
  if (keys.length === 1 && keys[0] === '$') {
    const { $ } = value as { $: unknown }
    if (typeof $ !== 'string' || $.length > LIMITS.expression)
      throw new ScenarioError(`${place}.$`, 'not a JMESPath expression')
    checkExpression($, `${place}.$`)
    return
  }
  for (const key of keys) checkValues((value as Record<string, unknown>)[key], placeOf(place, key))
}

function checkExpression(text: string, place: string, root: Root = 'world'): void {
  try {
    compileExpression(text, root)
  } catch (error) {
    throw new ScenarioError(place, reasonOf(error))
  }
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value)
  return text.length > 80 ? `${text.slice(0, 80)}…` : text
}
