/** What the interpreter needs of the world, so that the page (worker client) and tests (engine) can both drive it. */

export interface CliPort {
  /**
   * One call, answered in AWS's shape. Throws or rejects with `{name, message}` for a refusal (name as in the AWS SDK); anything
   * else that is thrown is passed on.
   */
  call(service: string, operation: string, input: Record<string, unknown>): unknown
  /** Lets `ms` of simulated time pass; `until` says what for ("services-stable"). */
  wait(ms: number, reason: string): unknown
  /** True to stop at the next chance (the person pressed Ctrl+C). */
  stopped?(): boolean
}

/** Parts that are loaded when a line wants them: see `loadQuery` and `loadYaml` of the front door. */
export interface CliParts {
  query(): Promise<(text: string) => (answer: unknown) => unknown>
  yaml(): Promise<(value: unknown) => string>
}

/** What one statement printed. */
export interface StatementResult {
  /** Index of the statement in the script. */
  index: number
  /** Its text. */
  source: string
  stdout: string
  stderr: string
  exitCode: number
}

export interface RunResult {
  /** That of the last statement that ran; 0 when all did. */
  exitCode: number
  statements: StatementResult[]
}

/** A refusal by a service, as the AWS CLI names it: Elastic Load Balancing's codes lack the SDK's `Exception`. */
export function serviceError(service: string, operation: string, error: { name: string; message: string }): string {
  return `An error occurred (${wireCode(service, error.name)}) when calling the ${operation} operation: ${error.message}`
}

export const wireCode = (service: string, name: string): string =>
  service === 'elbv2' ? name.replace(/Exception$/, '') : name

export function isRefusal(error: unknown): error is { name: string; message: string } {
  const { name, message } = (error ?? {}) as { name?: unknown; message?: unknown }
  return typeof name === 'string' && typeof message === 'string'
}
