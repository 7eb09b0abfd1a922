/** The check of an input's names and types that the AWS CLI makes before it sends anything, in its words (botocore). */
import type { ModelType, StructureType } from '../../engine'
import { timestampValue } from './shorthand'

const PYTHON_TYPES: Record<string, string> = {
  string: "<class 'str'>",
  enum: "<class 'str'>",
  blob: "<class 'bytes'>, <class 'bytearray'>, file-like object",
  integer: "<class 'int'>",
  long: "<class 'int'>",
  float: "<class 'float'>, <class 'decimal.Decimal'>, <class 'int'>",
  boolean: "<class 'bool'>",
  timestamp: "<class 'datetime.datetime'>, timestamp-string",
  list: "<class 'list'>, <class 'tuple'>",
  map: "<class 'dict'>",
  structure: "<class 'dict'>",
}
const MAX_DEPTH = 64
const MOST_REPORTED = 20

export interface Problem {
  /** The place in the input: `containerDefinitions[0].cpu`, '' for the whole. */
  name: string
  text: string
}

/** What is wrong with an input; empty when nothing is. */
export function problemsOf(type: StructureType, input: Record<string, unknown>): Problem[] {
  const problems: Problem[] = []
  check(type, input, '', 0, problems)
  return problems.slice(0, MOST_REPORTED)
}

function check(type: ModelType, value: unknown, name: string, depth: number, problems: Problem[]): void {
  if (depth > MAX_DEPTH) {
    problems.push({ name, text: `${name.slice(0, 80)}: nested deeper than ${MAX_DEPTH} levels` })
    return
  }
  if (!fits(type, value)) {
    const given = typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
    problems.push({
      name,
      text: `Invalid type for parameter ${name}, value: ${given.slice(0, 200)}, type: ${pythonType(value)}, valid types: ${PYTHON_TYPES[type.kind]}`,
    })
    return
  }
  if (type.kind === 'list')
    for (const [i, item] of (value as unknown[]).entries())
      check(type.element, item, `${name}[${i}]`, depth + 1, problems)
  else if (type.kind === 'map')
    for (const [key, item] of Object.entries(value as object)) {
      if (key === '__proto__') problems.push({ name, text: `Unknown parameter in ${name}: "__proto__"` })
      else check(type.value, item, `${name}.${key}`, depth + 1, problems)
    }
  else if (type.kind === 'structure') checkMembers(type, value as Record<string, unknown>, name, depth, problems)
}

function checkMembers(
  type: StructureType,
  value: Record<string, unknown>,
  name: string,
  depth: number,
  problems: Problem[],
): void {
  const place = name === '' ? 'input' : name
  for (const required of type.required)
    if (!Object.hasOwn(value, required))
      problems.push({ name, text: `Missing required parameter in ${place}: "${required}"` })
  for (const [key, item] of Object.entries(value)) {
    const member = type.members.get(key)
    if (member) check(member.type, item, name === '' ? key : `${name}.${key}`, depth + 1, problems)
    else
      problems.push({
        name,
        text: `Unknown parameter in ${place}: "${key}", must be one of: ${[...type.members.keys()].join(', ')}`,
      })
  }
}

function fits(type: ModelType, value: unknown): boolean {
  switch (type.kind) {
    case 'string':
    case 'enum':
    case 'blob':
      return typeof value === 'string'
    case 'boolean':
      return typeof value === 'boolean'
    case 'integer':
    case 'long':
      return Number.isSafeInteger(value)
    case 'timestamp':
      return typeof (typeof value === 'string' ? timestampValue(value) : value) === 'number'
    case 'float':
      return typeof value === 'number' && Number.isFinite(value)
    case 'list':
      return Array.isArray(value)
    case 'map':
    case 'structure':
      return typeof value === 'object' && value !== null && !Array.isArray(value)
    case 'document':
      return value !== undefined
  }
}

function pythonType(value: unknown): string {
  if (value === null || value === undefined) return "<class 'NoneType'>"
  if (Array.isArray(value)) return "<class 'list'>"
  if (typeof value === 'number') return Number.isInteger(value) ? "<class 'int'>" : "<class 'float'>"
  return { string: "<class 'str'>", boolean: "<class 'bool'>" }[typeof value as string] ?? "<class 'dict'>"
}
