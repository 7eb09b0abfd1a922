/** The strip chart's geometry: counts over time as step lines. Pure; units are px. */
import type { Sample } from '../../worker'

export interface ChartFrame {
  width: number
  height: number
  fromMs: number
  toMs: number
  /** Count at the top edge. */
  top: number
}

const WINDOW_MS = 180_000
const LEAD_MS = 15_000

/**
 * What is in view: from shortly before the deployment began to now, at least three minutes; nothing from before the
 * first sample, so that a young run grows from the left edge.
 */
export function windowOf(
  nowMs: number,
  deploymentFromMs: number | null,
  firstMs: number,
): { fromMs: number; toMs: number } {
  const since = deploymentFromMs === null ? nowMs - WINDOW_MS : deploymentFromMs - LEAD_MS
  const fromMs = Math.max(0, firstMs, Math.min(since, nowMs - WINDOW_MS))
  return { fromMs, toMs: Math.max(nowMs, fromMs + WINDOW_MS) }
}

export const xOf = (atMs: number, frame: ChartFrame): number =>
  Math.round(((Math.max(frame.fromMs, atMs) - frame.fromMs) / (frame.toMs - frame.fromMs)) * frame.width * 10) / 10
export const yOf = (count: number, frame: ChartFrame): number =>
  Math.round((1 - Math.min(count, frame.top) / frame.top) * (frame.height - 2) * 10) / 10 + 1

/** A step line from the last sample before the window to `nowMs`; '' when there is nothing to draw. */
export function stepPath<S extends Sample>(
  samples: readonly S[],
  of: (sample: S) => number,
  nowMs: number,
  frame: ChartFrame,
): string {
  let path = ''
  let last: S | undefined
  for (const sample of samples) {
    if (sample.atMs > nowMs) break
    if (sample.atMs <= frame.fromMs) {
      last = sample
      continue
    }
    if (path === '' && last) path = `M${xOf(frame.fromMs, frame)} ${yOf(of(last), frame)}`
    path += `${path === '' ? 'M' : 'H'}${xOf(sample.atMs, frame)}${path === '' ? ' ' : 'V'}${yOf(of(sample), frame)}`
    last = sample
  }
  if (!last) return ''
  if (path === '') path = `M${xOf(frame.fromMs, frame)} ${yOf(of(last), frame)}`
  return `${path}H${xOf(nowMs, frame)}`
}

/** The same line closed along the bottom, for an area. */
export function areaPath(line: string, nowMs: number, frame: ChartFrame): string {
  const start = /^M([\d.]+)/.exec(line)?.[1]
  return line === '' || start === undefined ? '' : `${line}H${xOf(nowMs, frame)}V${frame.height}H${start}Z`
}

/** The samples from the one that holds at `fromMs` on. */
export function futureOf(samples: readonly Sample[], fromMs: number): readonly Sample[] {
  const at = samples.findLastIndex((sample) => sample.atMs <= fromMs)
  return samples.slice(Math.max(0, at))
}

/** Stretches of time in which requests failed, by the samples at their ends; px and counts. */
export function failuresIn(
  samples: readonly Sample[],
  nowMs: number,
  frame: ChartFrame,
): { x: number; width: number; count: number }[] {
  const out: { x: number; width: number; count: number }[] = []
  let before: { atMs: number; failed: number } | null = null
  for (const { atMs, failed } of samples) {
    if (atMs > nowMs) break
    if (failed === undefined) continue
    if (before && failed > before.failed && atMs > frame.fromMs) {
      const x = xOf(before.atMs, frame)
      out.push({ x, width: Math.max(2, xOf(atMs, frame) - x), count: failed - before.failed })
    }
    before = { atMs, failed }
  }
  return out
}

/** The samples that know how many tasks serve. */
export const servingIn = (samples: readonly Sample[]): (Sample & { serving: number })[] =>
  samples.filter((sample): sample is Sample & { serving: number } => sample.serving !== undefined)
