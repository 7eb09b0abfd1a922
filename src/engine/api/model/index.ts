/**
 * Shapes of every operation, as the AWS packages give them (scripts/generate-api-model.ts) and, for the playground, as design.md §3
 * does. Notation of a member's type in the files: `string`, `boolean`, `timestamp`, `blob`, `document`, `integer`, `long`,
 * `float`, a number with its range (`integer 1..10`), the name of a shape or an enum, `[X]` a list, `{X}` a map with string keys;
 * `!` at the end marks a required member.
 */
import { EngineError } from '../../kernel'
import cloudwatch from './cloudwatch.generated.json'
import ec2 from './ec2.generated.json'
import ecs from './ecs.generated.json'
import elbv2 from './elbv2.generated.json'
import { playgroundModel } from './playground'

/** The form of a model file. */
export interface ApiModelFile {
  source: string
  /** Operation → shapes of its input and output. */
  operations: Record<string, readonly string[]>
  /** Shape → member → type. */
  shapes: Record<string, Record<string, string>>
  /** Enum → values. */
  enums: Record<string, readonly string[]>
}

export type ModelType =
  | { kind: 'string' | 'boolean' | 'timestamp' | 'blob' | 'document' }
  | { kind: 'integer' | 'long' | 'float'; min?: number; max?: number }
  | { kind: 'enum'; name: string; values: readonly string[]; has: ReadonlySet<string> }
  | { kind: 'list'; element: ModelType }
  | { kind: 'map'; value: ModelType }
  | StructureType

export interface StructureType {
  kind: 'structure'
  name: string
  members: ReadonlyMap<string, ModelMember>
  required: readonly string[]
}

export interface ModelMember {
  name: string
  type: ModelType
  required: boolean
}

export interface OperationModel {
  service: string
  operation: string
  input: StructureType
  output: StructureType
}

const files: Record<string, ApiModelFile> = {
  ecs: ecs as ApiModelFile,
  elbv2: elbv2 as ApiModelFile,
  ec2: ec2 as ApiModelFile,
  cloudwatch: cloudwatch as ApiModelFile,
  playground: playgroundModel,
}

/** Compiled shapes, made when first asked for. */
const compiled = new Map<string, StructureType>()
const operations = new Map<string, OperationModel>()

export const MODELLED_SERVICES: readonly string[] = Object.keys(files)

/** The operations of a service that the model knows, in the order of the files; none for an unknown service. */
export function modelledOperations(service: string): string[] {
  return Object.hasOwn(files, service) ? Object.keys((files[service] as ApiModelFile).operations) : []
}

/** Input and output of an operation; undefined when the model does not know it. */
export function operationModel(service: string, operation: string): OperationModel | undefined {
  const key = `${service}.${operation}`
  const known = operations.get(key)
  if (known) return known
  if (!Object.hasOwn(files, service)) return undefined
  const file = files[service] as ApiModelFile
  if (!Object.hasOwn(file.operations, operation)) return undefined
  const [input = '', output = ''] = file.operations[operation] as readonly string[]
  const model = { service, operation, input: structure(service, input), output: structure(service, output) }
  operations.set(key, model)
  return model
}

function structure(service: string, shape: string): StructureType {
  const key = `${service}.${shape}`
  const known = compiled.get(key)
  if (known) return known
  // An operation that answers nothing names no shape.
  const described = shape === '' ? {} : files[service]?.shapes[shape]
  if (!described) throw new EngineError(`the API model of ${service} has no shape ${shape}`)
  const members = new Map<string, ModelMember>()
  const required: string[] = []
  const type: StructureType = { kind: 'structure', name: shape, members, required }
  // Entered before its members are compiled: shapes may contain themselves.
  compiled.set(key, type)
  for (const [name, text] of Object.entries(described)) {
    const isRequired = text.endsWith('!')
    if (isRequired) required.push(name)
    members.set(name, { name, required: isRequired, type: typeOf(service, isRequired ? text.slice(0, -1) : text) })
  }
  return type
}

function typeOf(service: string, text: string): ModelType {
  if (text.startsWith('[')) return { kind: 'list', element: typeOf(service, text.slice(1, -1)) }
  if (text.startsWith('{')) return { kind: 'map', value: typeOf(service, text.slice(1, -1)) }
  const [name = '', range] = text.split(' ')
  switch (name) {
    case 'string':
    case 'boolean':
    case 'timestamp':
    case 'blob':
    case 'document':
      return { kind: name }
    case 'integer':
    case 'long':
    case 'float': {
      if (!range) return { kind: name }
      const [min, max] = range.split('..')
      return { kind: name, ...(min ? { min: Number(min) } : {}), ...(max ? { max: Number(max) } : {}) }
    }
  }
  const values = files[service]?.enums[name]
  return values ? { kind: 'enum', name, values, has: new Set(values) } : structure(service, name)
}
