/** Things that move with the simulated clock (arcs, bars, countdowns): painted in the frame, past React. */

import type { RefObject } from 'react'
import { useEffect, useRef } from 'react'
import { onFrame, world } from '../store'
import type { Span } from '../worker'

/** Part of the span that is over, 0…1. */
export function partOver(span: Span, nowMs: number): number {
  const whole = span.untilMs - span.fromMs
  if (whole <= 0) return 1
  return Math.min(1, Math.max(0, (nowMs - span.fromMs) / whole))
}

/** Seconds left, rounded up; 0 when it is over. */
export const secondsLeft = (untilMs: number, nowMs: number): number => Math.max(0, Math.ceil((untilMs - nowMs) / 1_000))

/** Spans that run out draw what is left; the others what is over. */
export const runsOut = (span: Span): boolean => span.kind === 'drain' || span.kind === 'kill'

const painters = new Set<(nowMs: number) => void>()
let paintedMs = -1
onFrame(() => {
  if (world.nowMs === paintedMs) return
  paintedMs = world.nowMs
  for (const paint of painters) paint(world.nowMs)
})

/** Paints now, with every new subject, and whenever the clock has moved; not without a subject. */
export function useLive(subject: unknown, paint: (nowMs: number) => void): void {
  const latest = useRef(paint)
  latest.current = paint
  useEffect(() => {
    if (!subject) return
    const run = (nowMs: number) => latest.current(nowMs)
    run(world.nowMs)
    painters.add(run)
    return () => {
      painters.delete(run)
    }
  }, [subject])
}

/**
 * Drives `--p` (0…1) on an element and the text of another from a span. Writes only when the eye can see a difference.
 */
export function useSpan(
  span: Span | null,
  box: RefObject<HTMLElement | null>,
  figure: RefObject<HTMLElement | null>,
): void {
  const last = useRef({ part: -1, seconds: -1 })
  useEffect(() => {
    last.current = { part: -1, seconds: -1 }
    if (span === null) box.current?.style.removeProperty('--p')
  }, [span, box])
  useLive(span, (nowMs) => {
    if (!span) return
    const over = partOver(span, nowMs)
    const part = Math.round((runsOut(span) ? 1 - over : over) * 60) / 60
    if (part !== last.current.part) box.current?.style.setProperty('--p', String(part))
    const seconds = secondsLeft(span.untilMs, nowMs)
    if (figure.current && seconds !== last.current.seconds)
      figure.current.textContent = seconds > 0 ? `${seconds} s` : ''
    last.current = { part, seconds }
  })
}
