/**
 * JMESPath with an end: a short expression can name one value so often that writing it out fills the memory
 * (`[@,@]|[@,@]|…`). Values too large, and too many steps, are refused while the expression runs.
 */
import type { compile, JSONValue } from '@jmespath-community/jmespath'
import { TreeInterpreter } from '@jmespath-community/jmespath'

type Node = ReturnType<typeof compile>
type Visit = (this: unknown, node: Node, value: JSONValue) => unknown

/** Members of lists and objects, what is named twice counted twice; ten characters count as one. */
const MOST_MEMBERS = 3_000_000
const MOST_STEPS = 5_000_000
const MOST_PADDING = 100_000

const sizes = new WeakMap<object, number>()
function sizeOf(value: unknown): number {
  if (typeof value === 'string') return 1 + value.length / 10
  if (typeof value !== 'object' || value === null) return 1
  const known = sizes.get(value)
  if (known !== undefined) return known
  let size = 1
  for (const member of Object.values(value)) size += sizeOf(member)
  sizes.set(value, size)
  return size
}

/** Nodes whose value may hold more than what it was made of. */
const multiplies = new WeakMap<object, boolean>()
function canMultiply(node: Node): boolean {
  if (node.type === 'MultiSelectList' || node.type === 'MultiSelectHash' || node.type === 'Function') return true
  if (!node.type.endsWith('Projection')) return false
  let known = multiplies.get(node)
  if (known === undefined) {
    known = /"type":"(?:Variable|Root)"/.test(JSON.stringify(node))
    multiplies.set(node, known)
  }
  return known
}

let steps = 0
const prototype = Object.getPrototypeOf(TreeInterpreter) as { visit: Visit }
const visit = prototype.visit
prototype.visit = function (node, value) {
  if (++steps > MOST_STEPS) throw new Error('the expression takes too many steps')
  if (node.type === 'Function' && node.name.startsWith('pad_') && node.children[1]) {
    if (Number(visit.call(this, node.children[1], value)) > MOST_PADDING) throw tooLarge()
  }
  const result = visit.call(this, node, value)
  if (canMultiply(node) && sizeOf(result) > MOST_MEMBERS) throw tooLarge()
  return result
}

const tooLarge = () => new Error('the expression makes too large a value')

export function evaluate(node: Node, document: unknown): unknown {
  steps = 0
  return TreeInterpreter.search(node, document as JSONValue)
}
