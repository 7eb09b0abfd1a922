/** How simulated time follows the machine's: outside the engine, in slices short enough that requests get their turn. */
import type { Engine } from '../../engine'
import type { Speed } from './options'
import type { Region } from './regions'

/** Machine ms that may pass before requests get their turn (one instant is never cut). */
export const SLICE_MS = 20
/** `max`: at most one simulated hour per second, while a request was seen in the last 30 s (design.md §7). */
const MAX_RATE = 3_600
const AWAKE_MS = 30_000
/** After a sleep of the machine, or when it cannot keep up, no more than this much of its time is made good. */
const CATCH_UP_MS = 1_000

/** Simulated seconds per second at a speed. */
export const rateOf = (speed: Speed): number => (speed === 'max' ? MAX_RATE : speed)

/**
 * Runs whole instants until simulated time `targetMs` (nothing due at it) or until the machine's clock passes `untilMs`. True when it
 * got there.
 */
export function runSlice(engine: Engine, targetMs: number, clock: () => number, untilMs: number): boolean {
  while (engine.now < targetMs) {
    const next = engine.nextAt()
    if (next === undefined || next >= targetMs) {
      engine.advance(targetMs - engine.now)
      return true
    }
    engine.advance(Math.max(0, next - engine.now))
    engine.settle()
    if (clock() >= untilMs) return engine.now >= targetMs
  }
  return true
}

export interface PacerOptions {
  speed: Speed
  regions: () => readonly Region[]
  /** Monotonic machine ms. */
  clock: () => number
  /** Told of a defect that stops a Region's clock. */
  report: (line: string) => void
}

export class Pacer {
  private lastMs: number
  private lastRequestMs = Number.NEGATIVE_INFINITY

  constructor(private readonly options: PacerOptions) {
    this.lastMs = options.clock()
  }

  /** A request came in: `max` runs on. */
  seen(): void {
    this.lastRequestMs = this.options.clock()
  }

  /** One slice of the time that has passed. True when some of it is left over for the next. */
  tick(): boolean {
    const { speed, clock } = this.options
    const nowMs = clock()
    const passedMs = Math.min(nowMs - this.lastMs, CATCH_UP_MS)
    this.lastMs = nowMs
    const asleep = speed === 'max' && nowMs - this.lastRequestMs > AWAKE_MS
    const regions = this.options.regions().filter((region) => !region.broken)
    let behind = false
    regions.forEach((region, i) => {
      region.owedMs = asleep ? 0 : Math.min(region.owedMs + passedMs * rateOf(speed), CATCH_UP_MS * rateOf(speed))
      // Each Region has its share of the slice.
      this.pay(region, nowMs + (SLICE_MS * (i + 1)) / regions.length)
      behind ||= region.owedMs >= 1
    })
    return behind
  }

  private pay(region: Region, untilMs: number): void {
    const { engine } = region
    const beforeMs = engine.now
    try {
      runSlice(engine, beforeMs + Math.floor(region.owedMs), this.options.clock, untilMs)
      region.owedMs -= engine.now - beforeMs
    } catch (error) {
      this.options.report(`${region.name} stands still: ${(error as Error).message}`)
      region.broken = error as Error
      region.owedMs = 0
    }
  }
}
