/** Names of operations and types as plain words. */
import type { ModelType } from '../../engine'
import { kebab } from '../print'

const VERBS: Record<string, string> = { put: 'Sets', add: 'Adds', get: 'Shows' }

/** `RegisterTaskDefinition` → `Registers a task definition.` */
export function operationSentence(operation: string): string {
  const [verb = '', ...words] = kebab(operation).split('-')
  const noun = words.join(' ').replace('mib', 'MiB')
  const isPlural = /s( for .*)?$/.test(noun) && !/(ss|us)$/.test(noun)
  const isMass = /(health|protection|state|default|ingress|traffic)$/.test(noun)
  const article = isPlural || isMass ? '' : /^[aeio]/.test(noun) ? 'an ' : 'a '
  return `${VERBS[verb] ?? thirdPerson(verb)} ${article}${noun}.`
}

function thirdPerson(verb: string): string {
  const word = verb.charAt(0).toUpperCase() + verb.slice(1)
  return `${word}${/(s|sh|ch|x)$/.test(word) ? 'es' : 's'}`
}

/** What a flag takes, in few words. */
export function typeWords(type: ModelType): string {
  switch (type.kind) {
    case 'enum':
      return type.values.length <= 8 ? type.values.join(' | ') : 'string'
    case 'integer':
    case 'long':
    case 'float': {
      const { min, max } = type
      const range = min === undefined ? '' : max === undefined ? ` ≥ ${min}` : ` ${min}–${max}`
      return `${type.kind === 'float' ? 'number' : 'integer'}${range}`
    }
    case 'list':
      return `list of ${typeWords(type.element)}`
    case 'structure':
      return `structure: ${[...type.members.keys()].slice(0, 6).join(', ')}${type.members.size > 6 ? ', …' : ''}`
    case 'map':
      return 'map: key=value,…'
    case 'document':
      return 'JSON'
    default:
      return type.kind
  }
}
