/** A pasted text within its limits, and the line and column of its positions. */
import type { Place } from '../error'
import { CliError } from '../error'

export const LIMITS = { bytes: 64 * 1024, lines: 2_000, depth: 8 } as const

export class Source {
  readonly text: string
  private readonly lineStarts: number[] = [0]

  /** Throws CliError for a text over the limits. */
  constructor(given: string) {
    this.text = given.replaceAll('\r\n', '\n')
    for (let i = this.text.indexOf('\n'); i >= 0; i = this.text.indexOf('\n', i + 1)) this.lineStarts.push(i + 1)
    if (this.lineStarts.length > LIMITS.lines)
      throw new CliError(`more than ${LIMITS.lines} lines`, { line: LIMITS.lines + 1, column: 1 })
    const over = beyond(this.text, LIMITS.bytes)
    if (over >= 0) throw new CliError(`more than ${LIMITS.bytes / 1024} KiB`, this.placeOf(over))
  }

  placeOf(index: number): Place {
    let low = 0
    let high = this.lineStarts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((this.lineStarts[middle] ?? 0) <= index) low = middle
      else high = middle - 1
    }
    return { line: low + 1, column: index - (this.lineStarts[low] ?? 0) + 1 }
  }
}

/** The position at which the UTF-8 form of a text grows beyond `limit` bytes, or -1. */
function beyond(text: string, limit: number): number {
  if (text.length * 3 <= limit) return -1
  let bytes = 0
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    // Each half of a surrogate pair is counted as two of the pair's four bytes.
    bytes += unit < 0x80 ? 1 : unit < 0x800 || (unit >= 0xd800 && unit < 0xe000) ? 2 : 3
    if (bytes > limit) return i
  }
  return -1
}
