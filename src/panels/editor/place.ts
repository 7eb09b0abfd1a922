/** From the path of a member to its place in the text, through the syntax tree that the editor keeps anyway. */
import type { SyntaxNode, Tree } from '@lezer/common'

export type PathPart = string | number

/** `containerDefinitions[0].portMappings[1].hostPort` → its parts; `$`, `/a/0/b` and quoted names are understood too. */
export function pathParts(path: string): PathPart[] {
  const parts: PathPart[] = []
  const pattern = /\[(\d+)\]|\[(?:"((?:[^"\\]|\\.)*)"|'([^']*)')\]|([^.[\]/]+)/g
  for (const [, index, quoted, single, name] of path.replace(/^\$/, '').matchAll(pattern)) {
    if (index !== undefined) parts.push(Number(index))
    else if (quoted !== undefined) parts.push(JSON.parse(`"${quoted}"`))
    else if (single !== undefined) parts.push(single)
    else if (name !== undefined) parts.push(path.startsWith('/') && /^\d+$/.test(name) ? Number(name) : name)
  }
  return parts
}

export interface Place {
  from: number
  to: number
  /** How many parts of the path exist; fewer than asked means that the place is the nearest thing around it. */
  found: number
}

/**
 * Where the value of a path stands. Of an object or list only its name or opening bracket is meant, so that a mark stays
 * on one line. What does not exist is shown at the nearest thing that does.
 */
export function placeOf(tree: Tree, text: string, parts: readonly PathPart[]): Place {
  let node = valueIn(tree.topNode)
  let name: SyntaxNode | null = null
  let found = 0
  for (const part of parts) {
    const next = node && step(node, text, part)
    if (!next) break
    node = next.value ?? node
    name = next.name
    found++
    if (!next.value) break
  }
  if (!node) return { from: 0, to: 0, found }
  if (node.name !== 'Object' && node.name !== 'Array') return { from: node.from, to: node.to, found }
  return name ? { from: name.from, to: name.to, found } : { from: node.from, to: node.from + 1, found }
}

/** The names and indexes that lead to an offset, and whether it stands in a member's name. */
export function pathAt(tree: Tree, text: string, offset: number): { parts: PathPart[]; inName: boolean } {
  const parts: PathPart[] = []
  const start = tree.resolveInner(offset, -1)
  const inName = start.name === 'PropertyName'
  for (let node: SyntaxNode | null = start; node; node = node.parent) {
    const parent: SyntaxNode | null = node.parent
    if (node.name === 'Property' && !(inName && node === start.parent)) {
      const label = node.getChild('PropertyName')
      if (label) parts.unshift(nameOf(label, text))
    }
    if (parent?.name === 'Array' && isValue(node))
      parts.unshift(itemsOf(parent).findIndex((item) => item.from === node.from))
  }
  return { parts, inName }
}

const isValue = (node: SyntaxNode): boolean => /^(Object|Array|String|Number|True|False|Null)$/.test(node.name)

function itemsOf(node: SyntaxNode): SyntaxNode[] {
  const items: SyntaxNode[] = []
  for (let child = node.firstChild; child; child = child.nextSibling) if (isValue(child)) items.push(child)
  return items
}

const valueIn = (node: SyntaxNode): SyntaxNode | null => itemsOf(node).at(-1) ?? null

function nameOf(label: SyntaxNode, text: string): string {
  const raw = text.slice(label.from, label.to)
  try {
    return String(JSON.parse(raw))
  } catch {
    return raw.replaceAll('"', '')
  }
}

function step(
  node: SyntaxNode,
  text: string,
  part: PathPart,
): { name: SyntaxNode | null; value: SyntaxNode | null } | null {
  if (typeof part === 'number') {
    const item = node.name === 'Array' ? itemsOf(node)[part] : undefined
    return item ? { name: null, value: item } : null
  }
  if (node.name !== 'Object') return null
  // JSON.parse keeps the last of two equal names, so the last is the one meant.
  const property = node.getChildren('Property').findLast((child) => {
    const label = child.getChild('PropertyName')
    return label !== null && nameOf(label, text) === part
  })
  return property ? { name: property.getChild('PropertyName'), value: valueIn(property) } : null
}
