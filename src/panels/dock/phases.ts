/** A task's life as phases of waiting, from its timestamps. Pure. */
import type { TaskView } from '../../worker'

export type PhaseKind = 'before' | 'pull' | 'start' | 'health' | 'healthy' | 'drain' | 'sigterm' | 'release'

export interface Phase {
  kind: PhaseKind
  fromMs: number
  untilMs: number
  /** It goes on. */
  open: boolean
}

/** What the task waits for in each, as the legend and the table say it. */
export const PHASE_WORDS: Record<PhaseKind, string> = {
  before: 'place and network interface',
  pull: 'image pull',
  start: 'container start',
  health: 'health checks',
  healthy: 'healthy',
  drain: 'drain',
  sigterm: 'SIGTERM to exit',
  release: 'release',
}
export const PHASE_KINDS = Object.keys(PHASE_WORDS) as PhaseKind[]

type Task = Pick<TaskView, 'createdAtMs' | 'startedAtMs' | 'stoppedAtMs' | 'times'>

/** Phases in order, without gaps, up to `nowMs` or the task's end; empty ones are left out. */
export function phasesOf({ createdAtMs, startedAtMs, stoppedAtMs, times }: Task, nowMs: number): Phase[] {
  const { pullFromMs, pulledMs, healthyMs, stoppingMs, signalMs, exitedMs } = times
  const begins: [PhaseKind, number | null][] = [
    ['before', createdAtMs],
    ['pull', pullFromMs],
    ['start', pulledMs],
    ['health', startedAtMs],
    ['healthy', healthyMs],
    // A task that ends by itself has no drain: it stops at once.
    ['drain', stoppingMs !== null && (signalMs ?? exitedMs) !== stoppingMs ? stoppingMs : null],
    ['sigterm', signalMs],
    ['release', exitedMs],
  ]
  const known = begins.filter((begin): begin is [PhaseKind, number] => begin[1] !== null)
  const endMs = Math.min(nowMs, stoppedAtMs ?? nowMs)
  const phases: Phase[] = []
  known.forEach(([kind, fromMs], at) => {
    const next = known[at + 1]?.[1] ?? null
    const untilMs = Math.min(endMs, next ?? endMs)
    const open = next === null && stoppedAtMs === null
    if (untilMs > fromMs || (open && untilMs === fromMs)) phases.push({ kind, fromMs, untilMs, open })
  })
  return phases
}

export interface Share {
  kind: PhaseKind
  ms: number
}

/**
 * For how much of the time from `fromMs` to `toMs` some task was in each kind of waiting, longest first. Kinds overlap;
 * being healthy is no waiting.
 */
export function waitingShares(phases: readonly Phase[], fromMs: number, toMs: number): Share[] {
  const shares: Share[] = []
  for (const kind of PHASE_KINDS) {
    if (kind === 'healthy') continue
    const spans = phases
      .filter((phase) => phase.kind === kind && phase.untilMs > fromMs && phase.fromMs < toMs)
      .map((phase): [number, number] => [Math.max(fromMs, phase.fromMs), Math.min(toMs, phase.untilMs)])
      .sort((a, b) => a[0] - b[0])
    let ms = 0
    let reachedMs = fromMs
    for (const [start, end] of spans) {
      ms += Math.max(0, end - Math.max(start, reachedMs))
      reachedMs = Math.max(reachedMs, end)
    }
    if (ms > 0) shares.push({ kind, ms })
  }
  return shares.sort((a, b) => b.ms - a.ms)
}
