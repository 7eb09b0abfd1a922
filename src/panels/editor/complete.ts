/** Completion: which member names or values fit at a place of a task definition. */
import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete'
import { syntaxTree } from '@codemirror/language'
import type { SyntaxNode } from '@lezer/common'
import { ROOT_SHAPE, shapes } from './members'
import type { PathPart } from './place'
import { pathAt } from './place'

/** The type at a path, in the notation of members.ts; null where the table knows nothing. */
export function typeAt(parts: readonly PathPart[]): string | null {
  let type: string | null = ROOT_SHAPE
  for (const part of parts) {
    if (type === null) return null
    if (typeof part === 'number') type = type.startsWith('[') ? type.slice(1, -1) : null
    else if (type.startsWith('{')) type = type.slice(1, -1)
    else type = shapes[type]?.[part] ?? null
  }
  return type
}

/** Values that a type allows, as JSON text; none where anything goes. */
export function valuesOf(type: string | null): string[] {
  if (type === 'boolean') return ['true', 'false']
  return type && /^[^[{]+\|/.test(`${type}|`) && isEnum(type) ? type.split('|').map((value) => `"${value}"`) : []
}

const BASIC = ['string', 'boolean', 'integer', 'long', 'float', 'timestamp', 'document']
const isEnum = (type: string): boolean => !BASIC.includes(type) && !shapes[type]

/** How a type is spoken of beside a member's name. */
export function typeLabel(type: string): string {
  if (type.startsWith('[')) return `list of ${typeLabel(type.slice(1, -1))}`
  if (type.startsWith('{')) return 'map'
  if (shapes[type]) return 'object'
  return isEnum(type) ? type.replaceAll('|', ' · ') : type
}

/** Text of an empty value of a type, and where in it the cursor goes. */
function emptyValue(type: string): [text: string, cursor: number] {
  if (type.startsWith('[')) return shapes[type.slice(1, -1)] ? ['[{}]', 2] : ['[]', 1]
  if (type.startsWith('{') || shapes[type]) return ['{}', 1]
  if (type === 'string' || isEnum(type)) return ['""', 1]
  return ['', 0]
}

/** Member names that an object of this shape may still take. */
export function membersLeft(shape: string | null, present: readonly string[]): { name: string; type: string }[] {
  return Object.entries((shape && shapes[shape]) || {})
    .filter(([name]) => !present.includes(name))
    .map(([name, type]) => ({ name, type }))
}

/** The completion source of the editor. */
export function completeDefinition(context: CompletionContext): CompletionResult | null {
  const tree = syntaxTree(context.state)
  const text = context.state.doc.toString()
  const inner = tree.resolveInner(context.pos, -1)
  // Brackets are nodes of their own.
  const node = /^[[{]$/.test(inner.name) && inner.parent ? inner.parent : inner
  const { parts } = pathAt(tree, text, context.pos)
  const type = typeAt(parts)
  if (node.name === 'PropertyName') return names(node.from, node.to, type, text, node.parent?.parent ?? null)
  if (node.name === 'Object' && context.explicit) return names(context.pos, context.pos, type, text, node)
  if (node.name === 'String') return values(node.from, type)
  const word = context.matchBefore(/\w+/)
  if (word && (node.name === 'True' || node.name === 'False' || node.type.isError)) return values(word.from, type)
  if (context.explicit && node.name === 'Property') return values(context.pos, type)
  if (context.explicit && node.name === 'Array') return values(context.pos, typeAt([...parts, 0]))
  return null
}

function values(from: number, type: string | null): CompletionResult | null {
  const options = valuesOf(type).map(
    (label): Completion => ({
      label,
      type: 'enum',
      apply: (view, _completion, start, end) =>
        view.dispatch({
          changes: { from: start, to: end + restOfWord(view.state.sliceDoc(end, end + 256)), insert: label },
          selection: { anchor: start + label.length },
          userEvent: 'input.complete',
        }),
    }),
  )
  return options.length > 0 ? { from, options, validFor: /^"?[\w-]*"?$/ } : null
}

/** Characters after the cursor that belong to the word being typed, its closing quote included. */
const restOfWord = (after: string): number => /^[\w-]*"?/.exec(after)?.[0].length ?? 0

function names(
  from: number,
  to: number,
  shape: string | null,
  text: string,
  object: SyntaxNode | null,
): CompletionResult | null {
  const present = object
    ?.getChildren('Property')
    .map((property) => property.getChild('PropertyName'))
    .filter((label) => label && label.from !== from)
    .map((label) => (label ? text.slice(label.from + 1, label.to - 1) : ''))
  const hasColon = /^\s*:/.test(text.slice(to))
  // Another member follows.
  const comma = /^\s*"/.test(text.slice(to)) ? ',' : ''
  const options = membersLeft(shape, present ?? []).map(({ name, type }): Completion => {
    const [empty, cursor] = emptyValue(type)
    const insert = hasColon ? `"${name}"` : `"${name}": ${empty}${comma}`
    return {
      label: `"${name}"`,
      displayLabel: name,
      detail: typeLabel(type),
      type: 'property',
      apply: (view, _completion, start, end) =>
        view.dispatch({
          // The rest of a name that is being typed goes too; more of it may stand there than when the list opened.
          changes: {
            from: start,
            to: from === to ? end : end + restOfWord(view.state.sliceDoc(end, end + 256)),
            insert,
          },
          selection: { anchor: start + insert.length - (hasColon ? 0 : empty.length - cursor + comma.length) },
          userEvent: 'input.complete',
        }),
    }
  })
  return options.length > 0 ? { from, options, validFor: /^"?\w*"?$/ } : null
}
