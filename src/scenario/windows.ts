/** `always` and `eventually`: one of them followed over its span, from instant to instant (design.md §5). */
import { parseDuration } from './duration'
import type { Expression } from './expression'
import type { AlwaysStep, EventuallyStep } from './format'

export interface Verdict {
  ok: boolean
  value: unknown
}

export class Window {
  readonly fromMs: number
  /** undefined: to the end of the run. */
  readonly toMs: number | undefined
  readonly kind: 'always' | 'eventually'
  private last: unknown = null

  constructor(
    step: AlwaysStep | EventuallyStep,
    readonly expression: Expression,
  ) {
    this.kind = 'always' in step ? 'always' : 'eventually'
    this.fromMs = parseDuration(step.from ?? 0) ?? 0
    this.toMs = step.to === undefined ? undefined : parseDuration(step.to)
  }

  /** Whether what changed since the last look (row tables; null = anything) can have changed the value. */
  concerns(changed: ReadonlySet<string> | null): boolean {
    const { rows, clock } = this.expression
    if (clock || rows === null || changed === null) return true
    for (const table of changed) if (rows.has(table)) return true
    return false
  }

  /** Looks at one instant: a verdict when it is decided now. */
  look(value: unknown): Verdict | undefined {
    this.last = value
    if (this.kind === 'always') return value === true ? undefined : { ok: false, value }
    return value === true ? { ok: true, value } : undefined
  }

  /** The verdict when the span ends undecided. */
  end(): Verdict {
    return { ok: this.kind === 'always', value: this.last }
  }
}
