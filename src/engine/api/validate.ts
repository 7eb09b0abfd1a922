/**
 * The generic checks of an operation's input against the API model: JSON types (T-155), required members (T-156), enum values (T-158),
 * unknown members. What ECS says in its own words, and every range, is left to the operation. The answer is a clean copy:
 * only members of the model, plain objects, nulls left out.
 */
import { ApiError } from '../kernel'
import { closest } from './closest'
import type { ModelMember, ModelType, OperationModel, StructureType } from './model'
import { operationModel } from './model'

export interface ValidateOptions {
  /** Members the model does not know: refused with a suggestion, or left out as AWS's wire does (T-155). The playground always refuses. */
  unknown: 'refuse' | 'ignore'
}

const MAX_DEPTH = 64

/** Names that reach an object's prototype instead of a member. */
const PROTOTYPE_KEYS = new Set(['__proto__', 'constructor', 'prototype'])

/**
 * Operations that check these members themselves, because ECS has its own text for them (`*` = all members): missing and
 * unknown values pass here, wrong JSON types do not.
 */
const OWN_WORDS: Record<string, readonly string[]> = {
  'ecs.RegisterTaskDefinition': ['*'], // T-10 ff.
  'ecs.UpdateContainerInstancesState': ['containerInstances', 'status'], // T-171, T-201
  'ecs.DescribeContainerInstances': ['containerInstances'], // T-171
  'ecs.StartTask': ['containerInstances'], // T-171
  'ecs.DescribeTasks': ['tasks'], // T-171
  'ecs.DescribeServices': ['services'], // T-171
  'ecs.PutAttributes': ['attributes'], // T-171
  'ecs.DeleteAttributes': ['attributes'],
  'ecs.ListAttributes': ['targetType'], // T-204
  'ecs.PutAccountSetting': ['name', 'value'], // T-207
  'ecs.PutAccountSettingDefault': ['name', 'value'],
  'ecs.DeleteAccountSetting': ['name'],
  'ecs.ListAccountSettings': ['name'],
  'ec2.RunInstances': ['MinCount', 'MaxCount'],
}

/** Enums whose list ECS prints in another order or shorter than today's model has it (T-158). */
const RECORDED_LISTS: Record<string, string> = {
  LaunchType: 'launch type should be one of [EC2,FARGATE,EXTERNAL]',
  DeploymentLifecycleHookTargetType: 'Invalid targetType. Valid values are: AWS_LAMBDA, PAUSE', // D-503
}

interface Check {
  model: OperationModel
  refuseUnknown: boolean
  own: readonly string[]
}

/**
 * Checks `input` for an operation and gives a clean copy of it. Throws ApiError: `UnknownOperationException` for an operation the
 * model does not have, `SerializationException` naming the place for a wrong JSON type, and the service's own exception for a
 * missing member, an unknown value or (when refused) an unknown member. T-155, T-156, T-158.
 */
export function validateInput(
  service: string,
  operation: string,
  input: unknown,
  options: ValidateOptions = { unknown: 'refuse' },
): Record<string, unknown> {
  const model = operationModel(service, operation)
  if (!model) throw new ApiError('UnknownOperationException', `The operation ${service}.${operation} is not known.`)
  const refuseUnknown = options.unknown === 'refuse' || service === 'playground'
  const check: Check = { model, refuseUnknown, own: OWN_WORDS[`${service}.${operation}`] ?? [] }
  return structureOf(check, model.input, input ?? {}, '', 0, false)
}

function structureOf(check: Check, type: StructureType, value: unknown, path: string, depth: number, own: boolean) {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrongType(value, 'a structure', path)
  if (depth > MAX_DEPTH) throw tooDeep(path)
  const out: Record<string, unknown> = {}
  for (const key of Object.keys(value)) {
    if (PROTOTYPE_KEYS.has(key)) throw forbiddenKey(key, path)
    const member = type.members.get(key)
    if (!member) {
      if (check.refuseUnknown) throw unknownMember(check.model, type, key, path)
      continue
    }
    const given = (value as Record<string, unknown>)[key]
    if (given === null || given === undefined) continue
    const isOwn = own || check.own.includes('*') || (depth === 0 && check.own.includes(key))
    out[key] = checked(check, member.type, given, path === '' ? key : `${path}.${key}`, depth + 1, isOwn)
  }
  for (const name of type.required) {
    if (out[name] !== undefined || own || check.own.includes('*') || (depth === 0 && check.own.includes(name))) continue
    throw missing(check.model, type.members.get(name) as ModelMember, path)
  }
  return out
}

function checked(check: Check, type: ModelType, value: unknown, path: string, depth: number, own: boolean): unknown {
  switch (type.kind) {
    case 'string':
    case 'blob':
      if (typeof value !== 'string') throw wrongType(value, 'a String', path)
      return value
    case 'enum':
      if (typeof value !== 'string') throw wrongType(value, 'a String', path)
      if (!own && !type.has.has(value)) throw unknownValue(check.model, type, value, path)
      return value
    case 'boolean':
      if (typeof value !== 'boolean') throw wrongType(value, 'a Boolean', path)
      return value
    case 'integer':
      if (typeof value !== 'number' || (value | 0) !== value) throw wrongType(value, 'an Integer', path)
      return inRange(check, type, value, path)
    case 'long':
      if (!Number.isSafeInteger(value)) throw wrongType(value, 'a Long', path)
      return inRange(check, type, value as number, path)
    case 'float':
      if (!Number.isFinite(value)) throw wrongType(value, 'a Double', path)
      return inRange(check, type, value as number, path)
    case 'timestamp':
      return epochSeconds(value, path)
    case 'list':
      if (!Array.isArray(value)) throw wrongType(value, 'a list', path)
      return value.map((item, i) => checked(check, type.element, item, `${path}[${i}]`, depth + 1, own))
    case 'map':
      return mapOf(check, type.value, value, path, depth, own)
    case 'document':
      return copyOf(value, path, depth)
    case 'structure':
      return structureOf(check, type, value, path, depth, own)
  }
}

function mapOf(check: Check, type: ModelType, value: unknown, path: string, depth: number, own: boolean) {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrongType(value, 'a map', path)
  const out: Record<string, unknown> = {}
  for (const key of Object.keys(value)) {
    if (PROTOTYPE_KEYS.has(key)) throw forbiddenKey(key, path)
    const given = (value as Record<string, unknown>)[key]
    if (given === null || given === undefined) continue
    out[key] = checked(check, type, given, `${path}.${key}`, depth + 1, own)
  }
  return out
}

/** Any JSON value, copied. */
function copyOf(value: unknown, path: string, depth: number): unknown {
  if (depth > MAX_DEPTH) throw tooDeep(path)
  if (Array.isArray(value)) return value.map((item, i) => copyOf(item, `${path}[${i}]`, depth + 1))
  if (typeof value === 'object' && value !== null) {
    const out: Record<string, unknown> = {}
    for (const key of Object.keys(value)) {
      if (PROTOTYPE_KEYS.has(key)) throw forbiddenKey(key, path)
      out[key] = copyOf((value as Record<string, unknown>)[key], `${path}.${key}`, depth + 1)
    }
    return out
  }
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value)) return value
  throw wrongType(value, 'a document', path)
}

const ISO_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/

/** A time as the wire has it, seconds since 1970 (T-154); ISO 8601 in UTC is taken too. */
function epochSeconds(value: unknown, path: string): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value
  if (typeof value === 'string' && ISO_TIME.test(value)) {
    const ms = new Date(value).getTime()
    if (Number.isFinite(ms)) return ms / 1000
  }
  throw wrongType(value, 'a Timestamp', path)
}

// ── refusals ───────────────────────────────────────────────────────────────

/** What the wire calls a JSON value. */
function wireName(value: unknown): string {
  if (typeof value === 'string') return 'STRING_VALUE'
  if (typeof value === 'number') return Number.isInteger(value) ? 'NUMBER_VALUE' : 'DECIMAL_VALUE'
  if (value === true) return 'TRUE_VALUE'
  if (value === false) return 'FALSE_VALUE'
  if (value === null || value === undefined) return 'NULL_VALUE'
  return Array.isArray(value) ? 'START_ARRAY' : 'START_OBJECT'
}

const serialization = (message: string) => new ApiError('SerializationException', message)
const at = (path: string) => (path === '' ? 'input' : path)
/** T-155: `path` in the form `containerDefinitions[0].cpu`, '' for the whole input. */
export const wrongType = (value: unknown, wanted: string, path: string) =>
  serialization(`${at(path)}: ${wireName(value)} can not be converted to ${wanted}`)
const tooDeep = (path: string) => serialization(`${at(path)}: nested deeper than ${MAX_DEPTH} levels`)
const forbiddenKey = (key: string, path: string) => serialization(`${at(path)}: the member name ${key} is not allowed`)

function missing(model: OperationModel, member: ModelMember, path: string): ApiError {
  const place = path === '' ? member.name : `${path}.${member.name}`
  switch (model.service) {
    case 'ec2':
      return new ApiError('MissingParameter', `The request must contain the parameter ${place}`)
    case 'cloudwatch':
    case 'elbv2':
      return validation(`Value null at '${lowerFirst(place)}' failed to satisfy constraint: Member must not be null`)
    case 'playground':
      return invalid(`${place} is required.`)
  }
  // T-156: the place is named only where the bare name would not tell.
  const name = member.name.charAt(0).toUpperCase() + member.name.slice(1)
  return invalid(path === '' ? `${name} can not be empty.` : `${path}: ${name} can not be empty.`)
}

function unknownValue(
  model: OperationModel,
  type: ModelType & { kind: 'enum' },
  value: string,
  path: string,
): ApiError {
  switch (model.service) {
    case 'ec2':
      return new ApiError('InvalidParameterValue', `Value (${value}) for parameter ${path} is invalid.`)
    case 'cloudwatch':
    case 'elbv2': {
      const list = type.values.join(', ')
      return validation(
        `Value '${value}' at '${lowerFirst(path)}' failed to satisfy constraint: Member must satisfy enum value set: [${list}]`,
      )
    }
    case 'playground':
      return invalid(`${path} should be one of [${type.values.join(', ')}]${meant(value, type.values)}`)
  }
  // T-158
  const name = path.slice(path.lastIndexOf('.') + 1).replace(/\[\d+\]$/, '')
  const label = name.replace(/[A-Z]/g, (capital) => ` ${capital.toLowerCase()}`)
  return invalid(RECORDED_LISTS[type.name] ?? `${label} should be one of [${type.values.join(',')}]`)
}

function unknownMember(model: OperationModel, type: StructureType, key: string, path: string): ApiError {
  const place = path === '' ? key : `${path}.${key}`
  const suggestion = meant(key, [...type.members.keys()])
  if (model.service === 'ec2')
    return new ApiError('UnknownParameter', `The parameter ${place} is not recognized${suggestion}`)
  const message = `Unknown parameter in input: ${place}${suggestion}`
  const validated = model.service === 'elbv2' || model.service === 'cloudwatch'
  return validated ? new ApiError('ValidationError', message) : invalid(message)
}

/** Ranges are the playground's own contract; AWS's operations have their own words for theirs. */
function inRange(check: Check, type: { min?: number; max?: number }, value: number, path: string): number {
  const { min, max } = type
  if (
    check.model.service !== 'playground' ||
    ((min === undefined || value >= min) && (max === undefined || value <= max))
  )
    return value
  throw invalid(
    max === undefined ? `${path} must be at least ${min}.` : `${path} must be between ${min ?? 'any'} and ${max}.`,
  )
}

const invalid = (message: string) => new ApiError('InvalidParameterException', message)
const validation = (message: string) => new ApiError('ValidationError', `1 validation error detected: ${message}`)
const lowerFirst = (path: string) => path.charAt(0).toLowerCase() + path.slice(1)

function meant(word: string, known: readonly string[]): string {
  const best = closest(word, known)
  return best === undefined ? '' : `. Did you mean ${best}?`
}
