/** The cluster query language as data (S-81, S-82). */

import type { Pattern } from './pattern'

export type Operator = '==' | '!=' | '>' | '>=' | '<' | '<=' | '=~' | '!~' | 'in' | '!in' | 'exists' | '!exists'

export type Subject =
  | 'agentConnected'
  | 'agentVersion'
  | 'ec2InstanceId'
  | 'registeredAt'
  | 'runningTasksCount'
  | 'task:group'
  | 'attribute'

/** A comparison with its literals as written; `pattern` only for =~ and !~. */
export interface Comparison {
  kind: 'comparison'
  subject: Subject
  /** The name behind `attribute:`; '' for the other subjects. */
  attribute: string
  operator: Operator
  literals: string[]
  /** Literals as numbers: ms since 1970 for registeredAt, the count for runningTasksCount. */
  numbers: number[]
  pattern: Pattern | null
}

export type Expression =
  | Comparison
  | { kind: 'not'; operand: Expression }
  | { kind: 'and' | 'or'; operands: Expression[] }

/** Symbols and their word forms (S-81). Longer symbols first: `>=` before `>`. */
export const SYMBOLS: readonly Operator[] = ['==', '!=', '>=', '<=', '=~', '!~', '>', '<', '!in', '!exists']
export const WORDS: ReadonlyMap<string, Operator> = new Map([
  ['equals', '=='],
  ['not_equals', '!='],
  ['greater_than', '>'],
  ['greater_than_equal', '>='],
  ['less_than', '<'],
  ['less_than_equal', '<='],
  ['matches', '=~'],
  ['not_matches', '!~'],
  ['in', 'in'],
  ['not_in', '!in'],
  ['exists', 'exists'],
  ['not_exists', '!exists'],
])

const TEXT: readonly Operator[] = ['==', '!=', 'in', '!in', '=~', '!~']
const ORDER: readonly Operator[] = ['==', '!=', '>', '>=', '<', '<=']
const EXIST: readonly Operator[] = ['exists', '!exists']

/** S-82: which operators a subject knows. */
export const OPERATORS: Record<Subject, readonly Operator[]> = {
  agentConnected: TEXT,
  agentVersion: ORDER,
  ec2InstanceId: TEXT,
  registeredAt: ORDER,
  runningTasksCount: ORDER,
  'task:group': [...TEXT, ...EXIST],
  attribute: [...ORDER, ...TEXT, ...EXIST],
}

export const nameOf = (c: Pick<Comparison, 'subject' | 'attribute'>) =>
  c.subject === 'attribute' ? `attribute:${c.attribute}` : c.subject

/** The expression in its plainest spelling; parsing it again gives the same expression. */
export function printExpression(expression: Expression): string {
  switch (expression.kind) {
    case 'comparison':
      return printComparison(expression)
    case 'not':
      return `not(${printExpression(expression.operand)})`
    default:
      return expression.operands
        .map((operand) =>
          operand.kind === 'or' || operand.kind === 'and' ? `(${printExpression(operand)})` : printExpression(operand),
        )
        .join(` ${expression.kind} `)
  }
}

function printComparison(comparison: Comparison): string {
  const { operator, literals } = comparison
  const head = `${nameOf(comparison)} ${operator}`
  if (operator === 'exists' || operator === '!exists') return head
  const written = literals.map((text) => (text.includes("'") ? `"${text}"` : `'${text}'`))
  return operator === 'in' || operator === '!in' ? `${head} [${written.join(', ')}]` : `${head} ${written[0]}`
}
