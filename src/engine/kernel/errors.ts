/**
 * A refusal by an AWS (or playground) operation. Nothing has changed when it is thrown.
 * `name` is AWS's exception name, `message` its text, `httpStatus` 400 unless AWS answers otherwise (D-700, T-155).
 */
export class ApiError extends Error {
  override readonly name: string
  readonly httpStatus: number
  /** Only ConflictException carries it (D-700). */
  readonly resourceIds?: string[]

  constructor(name: string, message: string, options: { httpStatus?: number; resourceIds?: string[] } = {}) {
    super(message)
    this.name = name
    this.httpStatus = options.httpStatus ?? 400
    if (options.resourceIds) this.resourceIds = options.resourceIds
  }
}

/** A defect of the simulator itself: an instant that does not come to rest, a broken invariant, a foreign checkpoint. */
export class EngineError extends Error {
  override readonly name = 'EngineError'
}

/** `throw invalidParameter('…')`: the exception most ECS operations answer with. */
export const invalidParameter = (message: string) => new ApiError('InvalidParameterException', message)
/** `throw clientException('…')`: RegisterTaskDefinition and its relatives (T-10 ff.). */
export const clientException = (message: string) => new ApiError('ClientException', message)
