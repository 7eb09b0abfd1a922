/**
 * Compiles model files: the text of a member's type becomes a tree. Apart from the files themselves, so that the page can compile
 * files it was sent.
 */

/** The form of a model file. */
export interface ApiModelFile {
  source: string
  /** Operation → shapes of its input and output; '' or absent where it has none, or where the files leave it out. */
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

/** Compiled files. */
export interface ApiModel {
  services: readonly string[]
  /** The operations of a service that the model knows, in the order of the files; none for an unknown service. */
  operations(service: string): string[]
  /** Input and output of an operation; undefined when the model does not know it. */
  operation(service: string, operation: string): OperationModel | undefined
}

/** Compiles files by service; each shape when it is first asked for. Throws Error for a shape that no file has. */
export function compileModel(files: Readonly<Record<string, ApiModelFile>>): ApiModel {
  const shapes = new Map<string, StructureType>()
  const known = new Map<string, OperationModel>()

  function structure(service: string, shape: string): StructureType {
    const key = `${service}.${shape}`
    const made = shapes.get(key)
    if (made) return made
    // An operation without an answer has no shape for it.
    const described = shape === '' ? {} : files[service]?.shapes[shape]
    if (!described) throw new Error(`the API model of ${service} has no shape ${shape}`)
    const members = new Map<string, ModelMember>()
    const required: string[] = []
    const type: StructureType = { kind: 'structure', name: shape, members, required }
    // Entered before its members are compiled: shapes may contain themselves.
    shapes.set(key, type)
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

  const fileOf = (service: string) => (Object.hasOwn(files, service) ? files[service] : undefined)
  return {
    services: Object.keys(files),
    operations: (service) => Object.keys(fileOf(service)?.operations ?? {}),
    operation(service, operation) {
      const key = `${service}.${operation}`
      const made = known.get(key)
      if (made) return made
      const described = fileOf(service)?.operations
      if (!described || !Object.hasOwn(described, operation)) return undefined
      const [input = '', output = ''] = described[operation] as readonly string[]
      const model = { service, operation, input: structure(service, input), output: structure(service, output) }
      known.set(key, model)
      return model
    },
  }
}
