/**
 * JMESPath over the world document: checked before a run (syntax, functions, tables), compiled once, and the tables an expression
 * reads taken from its parse tree (design.md §6).
 */
import { compile, getRegisteredFunctions, isRegistered } from '@jmespath-community/jmespath'
import type { WorldReads } from '../engine'
import { closest, WORLD_READS, WORLD_TABLES } from '../engine'
import { evaluate } from './bounded'

type Node = ReturnType<typeof compile>

export interface Expression {
  text: string
  /** Tables of the world document that it reads, or null when it looks at the whole document. */
  tables: readonly string[] | null
  /** Rows whose change can change its value, or null when any can. */
  rows: ReadonlySet<string> | null
  /** True when its value can change with the clock alone. */
  clock: boolean
  /** Throws what JMESPath throws at run time: a wrong type given to a function. */
  evaluate(document: unknown): unknown
}

/** Functions that show every member of an object, those that move with the clock included. */
const SEES_ALL = new Set(['items', 'to_string', 'values'])

/** What an expression over some other value (an operation's answer) may name: anything. */
export type Root = 'world' | 'any'

/** Compiles and checks an expression. Throws Error with the reason: bad syntax, unknown function, unknown table or variable. */
export function compileExpression(text: string, root: Root = 'world'): Expression {
  let node: Node
  try {
    node = compile(text)
  } catch (error) {
    throw new Error(`not a JMESPath expression: ${reasonOf(error)}`)
  }
  const reads = new Reads()
  if (reads.visit(node, true, new Map())) reads.whole = true
  const tables = root === 'world' && !reads.whole ? [...reads.names] : null
  if (root === 'world') for (const name of reads.names) requireTable(name)
  const described = (tables ?? []).map((name) => WORLD_READS[name as keyof typeof WORLD_READS] as WorldReads)
  return {
    text,
    tables,
    rows: tables ? new Set(described.flatMap((table) => table.rows)) : null,
    clock:
      tables === null ||
      described.some(({ clock }) => clock?.some((member) => member === '*' || reads.sees || reads.fields.has(member))),
    evaluate: (document) => evaluate(node, document),
  }
}

/** An error's text on one line, for people. */
export function reasonOf(error: unknown): string {
  const text =
    error instanceof RangeError ? 'nested too deeply' : error instanceof Error ? error.message : String(error)
  return text.replace(/\s+/g, ' ').slice(0, 300)
}

function requireTable(name: string): void {
  if (Object.hasOwn(WORLD_READS, name)) return
  const meant = closest(name, WORLD_TABLES)
  throw new Error(`the world document has no table ${name}${meant ? `. Did you mean ${meant}?` : ''}`)
}

/** Walks a parse tree. `visit` says whether a node's value is the document itself, given whether the current value is. */
class Reads {
  readonly names = new Set<string>()
  readonly fields = new Set<string>()
  /** The document is looked at as a whole. */
  whole = false
  /** Something lists all members of an object. */
  sees = false

  visit(node: Node, isRoot: boolean, scope: ReadonlyMap<string, boolean>): boolean {
    switch (node.type) {
      case 'Identity':
      case 'Current':
        return isRoot
      case 'Root':
        return true
      case 'Variable': {
        const bound = scope.get(node.name)
        if (bound === undefined) throw new Error(`the variable $${node.name} is not bound`)
        return bound
      }
      case 'Field':
        if (node.name in {}) throw new Error(`the member name ${node.name} is not allowed`)
        this.fields.add(node.name)
        if (isRoot) this.names.add(node.name)
        return false
      case 'Literal':
      case 'Index':
      case 'Slice':
        return false
      case 'Subexpression':
      case 'Pipe':
      case 'IndexExpression':
        return this.visit(node.right, this.visit(node.left, isRoot, scope), scope)
      case 'Projection':
        this.use(node.left, isRoot, scope)
        return this.element(node.right, scope)
      case 'ValueProjection':
        this.sees = true
        this.use(node.left, isRoot, scope)
        return this.element(node.right, scope)
      case 'FilterProjection':
        this.use(node.left, isRoot, scope)
        this.element(node.condition, scope)
        return this.element(node.right, scope)
      case 'Flatten':
      case 'NotExpression':
        this.use(node.child, isRoot, scope)
        return false
      case 'ExpressionReference':
        return this.element(node.child, scope)
      case 'AndExpression':
      case 'OrExpression': {
        const left = this.visit(node.left, isRoot, scope)
        return this.visit(node.right, isRoot, scope) || left
      }
      case 'Ternary': {
        this.use(node.condition, isRoot, scope)
        const left = this.visit(node.trueExpr, isRoot, scope)
        return this.visit(node.falseExpr, isRoot, scope) || left
      }
      case 'Comparator':
      case 'Arithmetic':
        this.use(node.left, isRoot, scope)
        this.use(node.right, isRoot, scope)
        return false
      case 'Unary':
        this.use(node.operand, isRoot, scope)
        return false
      case 'MultiSelectList':
        for (const child of node.children) this.use(child, isRoot, scope)
        return false
      case 'MultiSelectHash':
        for (const child of node.children) this.use(child.value, isRoot, scope)
        return false
      case 'Function':
        requireFunction(node.name)
        if (SEES_ALL.has(node.name)) this.sees = true
        for (const child of node.children) this.use(child, isRoot, scope)
        return false
      case 'LetExpression': {
        const inner = new Map(scope)
        for (const { variable, reference } of node.bindings) inner.set(variable, this.visit(reference, isRoot, scope))
        return this.visit(node.expression, isRoot, inner)
      }
      case 'Binding':
        return this.visit(node.reference, isRoot, scope)
    }
  }

  /** A value that is looked at as a whole. */
  private use(node: Node, isRoot: boolean, scope: ReadonlyMap<string, boolean>): void {
    if (this.visit(node, isRoot, scope)) this.whole = true
  }

  /** What stands inside a projection sees elements, never the document. */
  private element(node: Node, scope: ReadonlyMap<string, boolean>): boolean {
    if (this.visit(node, false, scope)) this.whole = true
    return false
  }
}

function requireFunction(name: string): void {
  if (isRegistered(name)) return
  const meant = closest(name, getRegisteredFunctions())
  throw new Error(`unknown function ${name}()${meant ? `. Did you mean ${meant}()?` : ''}`)
}
