/** `--query`, apart from the rest because JMESPath is large: load this module when a query is wanted. */
import { compileExpression } from '../../scenario'

/** Compiles an expression over an answer. Throws Error with the reason. */
export function compileQuery(text: string): (answer: unknown) => unknown {
  const expression = compileExpression(text, 'any')
  return (answer) => expression.evaluate(answer)
}
