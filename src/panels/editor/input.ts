/** From what people paste to what RegisterTaskDefinition takes. */

export type Json = Record<string, unknown>

/** What ECS adds to a definition when it describes it; none of it can be sent back (T-97). */
const READ_ONLY = [
  'taskDefinitionArn',
  'revision',
  'status',
  'registeredAt',
  'registeredBy',
  'deregisteredAt',
  'deleteRequestedAt',
  'compatibilities',
  'requiresAttributes',
  // The world document's own member (design.md §6).
  'playground',
]

export interface DefinitionInput {
  input: Json
  /** Read-only members that were left out. */
  dropped: string[]
  /** True when it stood in `{"taskDefinition": …}`, as `aws ecs describe-task-definition` answers. */
  unwrapped: boolean
}

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The input of RegisterTaskDefinition in a value; null when it is no object. */
export function definitionInput(value: unknown): DefinitionInput | null {
  if (!isObject(value)) return null
  const inner = value.taskDefinition
  const unwrapped = isObject(inner) && !('containerDefinitions' in value)
  const source: Json = unwrapped ? { ...inner, ...tagsOf(value) } : value
  const dropped = READ_ONLY.filter((member) => Object.hasOwn(source, member))
  const input = Object.fromEntries(Object.entries(source).filter(([member]) => !dropped.includes(member)))
  return { input, dropped, unwrapped }
}

/** The answer carries the tags beside the definition, the input inside it; an empty list is refused (T-9). */
const tagsOf = (answer: Json): Json =>
  Array.isArray(answer.tags) && answer.tags.length > 0 ? { tags: answer.tags } : {}

/** A described definition as people write it: family first, empty tags left out (T-9). */
export function tidyInput({ family, tags, ...rest }: Json): Json {
  const hasTags = Array.isArray(tags) && tags.length > 0
  return { ...(family === undefined ? {} : { family }), ...rest, ...(hasTags ? { tags } : {}) }
}

export const pretty = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`

export const familyOf = (input: Json | null): string | null =>
  typeof input?.family === 'string' && input.family !== '' ? input.family : null

export interface StoredLine {
  text: string
  /** ECS wrote this line; the input does not have it. */
  added: boolean
}

/** The stored definition as lines of JSON, those that ECS adds to the input marked. */
export function storedLines(stored: unknown, input: unknown): StoredLine[] {
  const lines: StoredLine[] = []
  const put = (depth: number, text: string, added: boolean) => lines.push({ text: '  '.repeat(depth) + text, added })
  const write = (value: unknown, given: unknown, depth: number, before: string, after: string, added: boolean) => {
    const isList = Array.isArray(value)
    const entries: [string, unknown, boolean, unknown][] = isList
      ? value.map((item, at) => ['', item, added, Array.isArray(given) ? given[at] : undefined])
      : isObject(value)
        ? Object.entries(value).map(([name, item]) => [
            `${JSON.stringify(name)}: `,
            item,
            added || !(isObject(given) && Object.hasOwn(given, name)),
            isObject(given) ? given[name] : undefined,
          ])
        : []
    if (entries.length === 0) {
      put(depth, before + JSON.stringify(value) + after, added)
      return
    }
    put(depth, before + (isList ? '[' : '{'), added)
    entries.forEach(([name, item, isAdded, givenItem], at) => {
      write(item, givenItem, depth + 1, name, at < entries.length - 1 ? ',' : '', isAdded)
    })
    put(depth, (isList ? ']' : '}') + after, added)
  }
  write(stored, input, 0, '', '', false)
  return lines
}
