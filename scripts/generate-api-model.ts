/**
 * Writes src/engine/api/model/{ecs,elbv2,ec2,cloudwatch}.generated.json (inputs, which the engine checks) and
 * src/cli/model/….outputs.generated.json (what only answers have, which the command line alone wants) from the installed
 * AWS SDK packages: shapes, members and required members from their schemas, enum values from their declarations, integer
 * or not and ranges from scripts/api-numbers.ts. Run after changing a package or the list of operations:
 * `npx tsx scripts/generate-api-model.ts`.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as cloudwatch from '@aws-sdk/client-cloudwatch'
import * as ec2 from '@aws-sdk/client-ec2'
import * as ecs from '@aws-sdk/client-ecs'
import * as elbv2 from '@aws-sdk/client-elastic-load-balancing-v2'
import ts from 'typescript'
import { NUMBERS } from './api-numbers'
import type { ModelledService } from './api-operations'
import { API_OPERATIONS } from './api-operations'
import { isMain } from './common'

/** The committed form; the notation of a member's type is described in src/engine/api/model/index.ts. */
interface ApiModelFile {
  source: string
  /** Operation → its shapes: input and output, or one of them in a part. */
  operations: Record<string, string[]>
  shapes: Record<string, Record<string, string>>
  enums: Record<string, string[]>
}

const packages: Record<ModelledService, { name: string; schemas: Record<string, unknown> }> = {
  ecs: { name: '@aws-sdk/client-ecs', schemas: ecs },
  elbv2: { name: '@aws-sdk/client-elastic-load-balancing-v2', schemas: elbv2 },
  ec2: { name: '@aws-sdk/client-ec2', schemas: ec2 },
  cloudwatch: { name: '@aws-sdk/client-cloudwatch', schemas: cloudwatch },
}

/** Longer lists of values (EC2's instance types) stay plain strings: the operation knows which ones it takes. */
const LONGEST_ENUM = 100

// A Smithy schema is a number (a simple type, with a bit for list or map), a function that gives one, a pair [schema, traits],
// or a tuple that begins with its kind: 0 simple, 1 list, 2 map, 3 structure, 4 union, 9 operation.
type Schema = number | 'unit' | (() => Schema) | unknown[]
const LIST_BIT = 0b0100_0000
const MAP_BIT = 0b1000_0000
const SIMPLE: Record<number, string> = {
  0: 'string',
  1: 'integer',
  2: 'boolean',
  4: 'timestamp',
  5: 'timestamp',
  6: 'timestamp',
  7: 'timestamp',
  15: 'document',
  17: 'long',
  21: 'blob',
}

/** The model of one service, made afresh. */
export function generateModel(service: ModelledService): ApiModelFile {
  const { name, schemas } = packages[service]
  const root = join('node_modules', name)
  const declared = readDeclarations(join(root, 'dist-types/models'))
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  const model: ApiModelFile = { source: `${name} ${version}`, operations: {}, shapes: {}, enums: {} }

  const typeOf = (schema: Schema, declaration: ts.TypeNode | undefined, place: string): string => {
    if (typeof schema === 'function') return typeOf(schema(), declaration, place)
    if (schema === 'unit') return ''
    if (typeof schema === 'number') {
      if (schema & LIST_BIT) return `[${typeOf(schema & ~LIST_BIT, elementOf(declaration), place)}]`
      if (schema & MAP_BIT) return `{${typeOf(schema & ~MAP_BIT, elementOf(declaration), place)}}`
      const simple = SIMPLE[schema]
      if (!simple) throw new Error(`${place}: simple type ${schema} is not known to this script`)
      if (simple === 'integer') return NUMBERS[service][place] ?? simple
      return (simple === 'string' && enumOf(declaration)) || simple
    }
    if (schema.length === 2) return typeOf(schema[0] as Schema, declaration, place)
    switch (schema[0]) {
      case 0:
        return typeOf(schema[4] as Schema, declaration, place)
      case 1:
        return `[${typeOf(schema[4] as Schema, elementOf(declaration), place)}]`
      case 2:
        return `{${typeOf(schema[5] as Schema, elementOf(declaration), place)}}`
      case 3:
      case 4:
        return structure(schema)
      default:
        throw new Error(`${place}: kind ${schema[0]} is not known to this script`)
    }
  }

  const enumOf = (declaration: ts.TypeNode | undefined): string | undefined => {
    const values =
      declaration && ts.isTypeReferenceNode(declaration) && declared.enums.get(declaration.typeName.getText())
    if (!values || values.length > LONGEST_ENUM) return undefined
    const enumName = (declaration as ts.TypeReferenceNode).typeName.getText()
    model.enums[enumName] = values
    return enumName
  }

  const structure = (schema: unknown[]): string => {
    const [, , shape, , members, types, required = 0] = schema as [
      number,
      string,
      string,
      unknown,
      string[],
      Schema[],
      number?,
    ]
    if (model.shapes[shape]) return shape
    const out: Record<string, string> = {}
    model.shapes[shape] = out
    const declarations = declared.interfaces.get(shape)
    members.forEach((member, i) => {
      const type = typeOf(types[i] as Schema, declarations?.get(member), `${shape}.${member}`)
      out[member] = i < required ? `${type}!` : type
    })
    return shape
  }

  for (const operation of API_OPERATIONS[service]) {
    const schema = schemas[`${operation}$`] as unknown[] | undefined
    if (!schema) throw new Error(`${name} has no operation ${operation}`)
    const [input, output] = [4, 5].map((i) => {
      const shape = typeOf(schema[i] as Schema, undefined, operation)
      // An operation without members has the shape "unit", a plain simple type.
      return model.shapes[shape] ? shape : ''
    })
    model.operations[operation] = [input ?? '', output ?? '']
  }
  const unused = Object.keys(NUMBERS[service]).filter(
    (place) => !model.shapes[place.split('.')[0] ?? '']?.[place.split('.')[1] ?? ''],
  )
  if (unused.length > 0)
    throw new Error(`scripts/api-numbers.ts names members that ${service} does not have: ${unused.join(', ')}`)
  return { ...model, shapes: sorted(model.shapes), enums: sorted(model.enums) }
}

/**
 * Members that the engine reads by itself (RegisterTaskDefinition's) or does not act on: its half of the model says only
 * that they exist, the command line's half what is in them. It keeps the worker small (budgets.md).
 */
const CLOSED: Record<string, readonly string[] | 'structures'> = {
  RegisterTaskDefinitionRequest: 'structures',
  CreateServiceRequest: ['serviceConnectConfiguration', 'volumeConfigurations', 'vpcLatticeConfigurations'],
  UpdateServiceRequest: ['serviceConnectConfiguration', 'volumeConfigurations', 'vpcLatticeConfigurations'],
  RunTaskRequest: ['volumeConfigurations'],
  StartTaskRequest: ['volumeConfigurations'],
  CreateClusterRequest: ['configuration'],
  UpdateClusterRequest: ['configuration'],
  RunInstancesRequest: [
    'BlockDeviceMappings',
    'Monitoring',
    'LaunchTemplate',
    'ElasticGpuSpecification',
    'ElasticInferenceAccelerators',
    'InstanceMarketOptions',
    'CreditSpecification',
    'CpuOptions',
    'CapacityReservationSpecification',
    'HibernationOptions',
    'LicenseSpecifications',
    'MetadataOptions',
    'EnclaveOptions',
    'PrivateDnsNameOptions',
    'MaintenanceOptions',
    'NetworkPerformanceOptions',
    'Operator',
    'NetworkInterfaces',
    'Ipv6Addresses',
  ],
  PutMetricAlarmInput: ['Metrics', 'Dimensions'],
}

/** The shape as the engine has it: closed members are documents. */
function closedShape(
  name: string,
  shape: Record<string, string>,
  shapes: ApiModelFile['shapes'],
): Record<string, string> {
  const closed = CLOSED[name]
  if (!closed) return shape
  const close = (member: string, type: string) =>
    closed === 'structures' ? shapes[baseOf(type)] !== undefined : closed.includes(member)
  return Object.fromEntries(
    Object.entries(shape).map(([member, type]) => [
      member,
      close(member, type) ? `document${type.endsWith('!') ? '!' : ''}` : type,
    ]),
  )
}

const baseOf = (type: string) => type.replace(/[[\]{}!]/g, '').split(' ')[0] ?? ''

/** The model in two parts: what the engine needs of inputs, and everything else. The second over the first is the whole. */
export function splitModel(whole: ApiModelFile): { inputs: ApiModelFile; outputs: ApiModelFile } {
  const model = {
    ...whole,
    shapes: Object.fromEntries(
      Object.entries(whole.shapes).map(([name, shape]) => [name, closedShape(name, shape, whole.shapes)]),
    ),
  }
  const used = new Set<string>()
  const visit = (name: string): void => {
    if (used.has(name)) return
    used.add(name)
    for (const type of Object.values(model.shapes[name] ?? {})) visit(baseOf(type))
  }
  for (const [input = ''] of Object.values(model.operations)) visit(input)
  const part = (index: number, from: ApiModelFile, isIn: (name: string) => boolean): ApiModelFile => {
    const only = <T>(record: Record<string, T>) =>
      Object.fromEntries(Object.entries(record).filter(([name]) => isIn(name)))
    const operations = Object.entries(model.operations).map(([name, shapes]) => [name, [shapes[index] ?? '']])
    return {
      source: model.source,
      operations: Object.fromEntries(operations),
      shapes: only(from.shapes),
      enums: only(from.enums),
    }
  }
  return {
    inputs: part(0, model, (name) => used.has(name)),
    outputs: part(1, whole, (name) => !used.has(name) || name in CLOSED),
  }
}

/** The text of a committed file: one shape to a line, so that a change shows as one. */
export function modelText(model: ApiModelFile): string {
  const lines = (record: Record<string, unknown>) =>
    Object.entries(record)
      .map(([key, value]) => `    ${JSON.stringify(key)}: ${JSON.stringify(value)}`)
      .join(',\n')
  const parts = (['operations', 'shapes', 'enums'] as const).map((key) => `  "${key}": {\n${lines(model[key])}\n  }`)
  return `{\n  "source": ${JSON.stringify(model.source)},\n${parts.join(',\n')}\n}\n`
}

export const inputsFile = (service: ModelledService) => `src/engine/api/model/${service}.generated.json`
export const outputsFile = (service: ModelledService) => `src/cli/model/${service}.outputs.generated.json`

function sorted<T>(record: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** `X | undefined` → X */
function withoutUndefined(node: ts.TypeNode): ts.TypeNode {
  if (!ts.isUnionTypeNode(node)) return node
  return node.types.find((type) => type.kind !== ts.SyntaxKind.UndefinedKeyword) ?? node
}

/** `X[]` and `Record<string, X>` → X */
function elementOf(node: ts.TypeNode | undefined): ts.TypeNode | undefined {
  if (node && ts.isArrayTypeNode(node)) return withoutUndefined(node.elementType)
  if (node && ts.isParenthesizedTypeNode(node)) return elementOf(node.type)
  if (node && ts.isTypeReferenceNode(node) && node.typeName.getText() === 'Record') return node.typeArguments?.[1]
  return undefined
}

interface Declarations {
  interfaces: Map<string, Map<string, ts.TypeNode>>
  enums: Map<string, string[]>
}

/** Interfaces (member → type) and enums (values in the order given) of a package's declaration files. */
function readDeclarations(folder: string): Declarations {
  const found: Declarations = { interfaces: new Map(), enums: new Map() }
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.d.ts'))) {
    const source = ts.createSourceFile(file, readFileSync(join(folder, file), 'utf8'), ts.ScriptTarget.Latest, true)
    for (const statement of source.statements) {
      if (ts.isInterfaceDeclaration(statement)) {
        const members = new Map<string, ts.TypeNode>()
        for (const member of statement.members)
          if (ts.isPropertySignature(member) && member.type)
            members.set(member.name.getText(), withoutUndefined(member.type))
        found.interfaces.set(statement.name.text, members)
      }
      if (ts.isVariableStatement(statement)) readEnum(statement, found.enums)
    }
  }
  return found
}

/** `declare const X: { readonly A: "a"; … }` */
function readEnum(statement: ts.VariableStatement, enums: Map<string, string[]>): void {
  const declaration = statement.declarationList.declarations[0]
  if (!declaration?.type || !ts.isTypeLiteralNode(declaration.type)) return
  const values = declaration.type.members.flatMap((member) =>
    ts.isPropertySignature(member) &&
    member.type &&
    ts.isLiteralTypeNode(member.type) &&
    ts.isStringLiteral(member.type.literal)
      ? [member.type.literal.text]
      : [],
  )
  enums.set(declaration.name.getText(), values)
}

if (isMain(import.meta.url)) {
  for (const service of Object.keys(API_OPERATIONS) as ModelledService[]) {
    const { inputs, outputs } = splitModel(generateModel(service))
    for (const [file, part] of [[inputsFile(service), inputs] as const, [outputsFile(service), outputs] as const]) {
      const text = modelText(part)
      writeFileSync(file, text)
      console.log(`${file}: ${API_OPERATIONS[service].length} operations, ${text.length} bytes`)
    }
  }
}
