/** Line and column of a pasted text, both from 1; columns count UTF-16 units. */
export interface Place {
  line: number
  column: number
}

/** Exit codes of the AWS CLI: 252 a line it does not understand, 254 a service's refusal, 255 anything else. */
export const EXIT = { usage: 252, service: 254, general: 255 } as const

/** A text that is refused: `message` is what the AWS CLI (or a shell) would print, `place` where the text is at fault. */
export class CliError extends Error {
  override readonly name = 'CliError'

  constructor(
    message: string,
    readonly place: Place,
    readonly exitCode: number = EXIT.usage,
  ) {
    super(message)
  }
}
