/** A side of the comparison as lines and areas over time, and what it counts at an instant. Pure; units are px. */
import type { CompareMoment, CompareSide, ComparisonOfSettings } from '../../worker'
import { duration } from '../parts/time'

export interface Frame {
  width: number
  height: number
  fromMs: number
  toMs: number
  /** Count at the top edge. */
  top: number
}

export const xAt = (atMs: number, { fromMs, toMs, width }: Frame): number =>
  Math.round(((atMs - fromMs) / Math.max(1, toMs - fromMs)) * width * 10) / 10
export const yAt = (count: number, { top, height }: Frame): number =>
  Math.round((1 - Math.min(count, top) / top) * height * 10) / 10

type Of = (moment: CompareMoment) => number

/** A step line over all moments, on to the right edge. */
export function lineOf(moments: readonly CompareMoment[], of: Of, frame: Frame): string {
  const [first, ...rest] = moments
  if (!first) return ''
  const steps = rest.map((moment) => `H${xAt(moment.atMs, frame)}V${yAt(of(moment), frame)}`)
  return `M${xAt(first.atMs, frame)} ${yAt(of(first), frame)}${steps.join('')}H${frame.width}`
}

/** The area between two step lines; '' when it has no height anywhere. */
export function areaOf(moments: readonly CompareMoment[], low: Of, high: Of, frame: Frame): string {
  if (moments.every((moment) => high(moment) <= low(moment))) return ''
  const back: string[] = []
  for (let at = moments.length - 1; at >= 0; at--) {
    const moment = moments[at] as CompareMoment
    back.push(`V${yAt(low(moment), frame)}H${xAt(moment.atMs, frame)}`)
  }
  return `${lineOf(moments, high, frame)}${back.join('')}Z`
}

export const existing: Of = ({ service }) => service.boxes.reduce((sum, { count }) => sum + count, 0)
export const healthy: Of = ({ service }) => service.counts.healthyOld + service.counts.healthyNew

/** Tasks of a revision: those counted healthy, or the others (on their way up or down). */
const tasksOf = ({ service }: CompareMoment, revision: number, counted: boolean): number =>
  service.boxes.reduce(
    (sum, box) => sum + (box.revision === revision && (box.state === 'healthy') === counted ? box.count : 0),
    0,
  )

/** Revisions that had tasks at any moment, ascending. */
export const revisionsIn = (sides: readonly CompareSide[]): number[] =>
  [
    ...new Set(sides.flatMap(({ moments }) => moments.flatMap(({ service }) => service.boxes.map((b) => b.revision)))),
  ].sort((a, b) => a - b)

export interface Band {
  revision: number
  counted: boolean
  path: string
}

/** The tasks stacked: the healthy ones of each revision first, then all others, as the gauge has them from the left. */
export function bandsOf(moments: readonly CompareMoment[], revisions: readonly number[], frame: Frame): Band[] {
  const bands = [true, false].flatMap((counted) => revisions.map((revision) => ({ revision, counted })))
  return bands.flatMap((band, at) => {
    const below = bands.slice(0, at)
    const low: Of = (moment) =>
      below.reduce((sum, { revision, counted }) => sum + tasksOf(moment, revision, counted), 0)
    const high: Of = (moment) => low(moment) + tasksOf(moment, band.revision, band.counted)
    const path = areaOf(moments, low, high, frame)
    return path === '' ? [] : [{ ...band, path }]
  })
}

/** Stretches in which requests failed. */
export function failuresOf(moments: readonly CompareMoment[]): { fromMs: number; toMs: number; count: number }[] {
  return moments.flatMap(({ atMs, failed }, at) => {
    const before = moments[at - 1]
    const count = failed - (before?.failed ?? 0)
    return count > 0 ? [{ fromMs: before?.atMs ?? atMs, toMs: atMs, count }] : []
  })
}

export const momentAt = ({ moments }: CompareSide, atMs: number): CompareMoment | undefined =>
  moments.findLast((moment) => moment.atMs <= atMs) ?? moments[0]

/** Of a side that never comes to rest so much is shown when the other does not either. */
const NEVER_SHOWN_MS = 300_000
const LEAST_SHOWN_MS = 120_000

/**
 * Until when both are shown: to the end when both come to rest; else a quarter longer than the one that does took. An
 * hour of a crash loop would leave no room to see how it began.
 */
export function shownUntil({ sides, fromMs }: ComparisonOfSettings): { toMs: number; endMs: number } {
  const endMs = Math.max(fromMs + 1_000, ...sides.map((side) => side.moments.at(-1)?.atMs ?? 0))
  const took = sides.flatMap(({ figures }) => figures.secondsToSteady ?? [])
  if (took.length === sides.length) return { toMs: endMs, endMs }
  const enough = took.length === 0 ? NEVER_SHOWN_MS : Math.max(LEAST_SHOWN_MS, Math.max(...took) * 1_250)
  return { toMs: Math.min(endMs, fromMs + enough), endMs }
}

/** "3 healthy of at least 3; 6 exist of at most 6; 0 requests failed." */
export function countsText(moment: CompareMoment): string {
  const { lowerBound, upperBound } = moment.service
  const failed = `${moment.failed} ${moment.failed === 1 ? 'request' : 'requests'} failed`
  return `${healthy(moment)} healthy of at least ${lowerBound}; ${existing(moment)} exist of at most ${upperBound}; ${failed}.`
}

/** Round instants for at most `most` ticks between the two, the beginning included. */
export function ticksOf(fromMs: number, toMs: number, most: number): number[] {
  const steps = [5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600]
  const seconds = steps.find((step) => (toMs - fromMs) / 1_000 / step <= most) ?? 7_200
  const ticks: number[] = []
  for (let at = fromMs; at < toMs; at += seconds * 1_000) ticks.push(at)
  return ticks
}

const ROWS_SHOWN = 200

/** Both sides at every instant at which the counts of either changed: the charts as a table. */
export function rowsOf(sides: readonly CompareSide[], fromMs: number): { after: string; counts: string[] }[] {
  const instants = [...new Set(sides.flatMap(({ moments }) => moments.map(({ atMs }) => atMs)))].sort((a, b) => a - b)
  const rows: { after: string; counts: string[] }[] = []
  for (const atMs of instants) {
    const counts = sides.map((side) => {
      const moment = momentAt(side, atMs)
      return moment ? countsText(moment) : ''
    })
    if (counts.join() !== rows.at(-1)?.counts.join()) rows.push({ after: duration(atMs - fromMs), counts })
  }
  return rows.slice(0, ROWS_SHOWN)
}

const usdText = (usd: number): string => `${usd < 0 ? '−' : ''}$${Math.abs(usd).toFixed(Math.abs(usd) < 0.1 ? 4 : 2)}`
const minutesText = (seconds: number): string => (seconds / 60).toFixed(1)

/** What the extra capacity cost, and what room it took. */
export function costText({ extra }: CompareSide): string {
  if (!extra) return 'no tasks'
  const { vcpuSeconds, gibSeconds, usd, fargate, launched } = extra
  const room = `extra room ${minutesText(vcpuSeconds)} vCPU-min, ${minutesText(gibSeconds)} GB-min`
  if (usd !== null) return `${usdText(usd)}; ${room}`
  if (fargate) return `no price for Windows here; ${room}`
  const more = launched === 0 ? '' : `, ${launched} more ${launched === 1 ? 'was' : 'were'} launched`
  return `instances are paid anyway${more}; ${room}`
}
