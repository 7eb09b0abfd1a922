import type { ApiError } from '../../kernel'
import { invalidParameter } from '../../kernel'

/** S-83: every fault of an expression, as the operations that take one answer it. */
export const invalidExpression = (detail: string): ApiError => invalidParameter(`Invalid expression: ${detail}`)
