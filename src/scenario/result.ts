/** What a run of a scenario comes to: `ecs-playground-result/1` (design.md §7). */

export const RESULT_FORMAT = 'ecs-playground-result/1'

export type CheckKind = 'expect' | 'always' | 'eventually' | 'fails' | 'returns'

export interface CheckResult {
  /** Index in the file's `steps`, from 0. */
  step: number
  kind: CheckKind
  /** The expression; for `fails` the name of the exception. */
  expression: string
  ok: boolean
  /** Simulated time, ISO 8601 with milliseconds; null when the run stopped before. */
  decidedAt: string | null
  /** What the expression gave when it was decided; an evaluation that failed gives `{error}`. */
  value: unknown
}

export interface RunError {
  /** Index of the step that stopped the run; absent when no step did. */
  step?: number
  name: string
  message: string
}

export interface RunResult {
  format: typeof RESULT_FORMAT
  /** Version of the engine that ran it. */
  engine: string
  /** All checks hold and nothing stopped the run. */
  ok: boolean
  checks: CheckResult[]
  error?: RunError
  digest: string
  /** The world document at the end. */
  world: Record<string, unknown>
}
