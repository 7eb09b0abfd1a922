/** `--generate-cli-skeleton`: the shape of an input or of an answer, to be filled in. */
import type { ModelType } from '../../engine'

const MAX_DEPTH = 64

/**
 * The skeleton of a type as the AWS CLI gives it: `''`, `0`, `true`, the first value of an enum, lists with one element. In an
 * answer texts are their members' names. A shape inside itself is empty.
 */
export function skeletonOf(
  type: ModelType,
  form: 'input' | 'output',
  name = '',
  inside: readonly string[] = [],
): unknown {
  switch (type.kind) {
    case 'structure': {
      if (inside.includes(type.name) || inside.length > MAX_DEPTH) return {}
      const around = [...inside, type.name]
      return Object.fromEntries(
        [...type.members.values()].map((member) => [member.name, skeletonOf(member.type, form, member.name, around)]),
      )
    }
    case 'list':
      return [skeletonOf(type.element, form, nameOf(type.element), inside)]
    case 'map':
      return { KeyName: skeletonOf(type.value, form, nameOf(type.value), inside) }
    case 'enum':
      return type.values[0] ?? ''
    case 'boolean':
      return true
    case 'integer':
    case 'long':
      return 0
    case 'float':
      return 0.0
    case 'timestamp':
      return form === 'input' ? '1970-01-01T00:00:00' : '1970-01-01T00:00:00+00:00'
    case 'document':
      return {}
    default:
      return form === 'output' ? name : ''
  }
}

const nameOf = (type: ModelType): string => (type.kind === 'string' ? 'String' : '')
