/** The task timeline: what each task waited for over simulated time, by pattern and word, never by colour alone. */
import type { ReactNode } from 'react'
import { useMemo, useState } from 'react'
import { light, select, useClock, useTable, useUi } from '../../store'
import { Button, RevisionPlate } from '../../ui'
import type { ServiceView, TaskView } from '../../worker'
import { duration } from '../parts/time'
import { useShownService } from '../service/ServiceBar'
import { timeText } from '../time'
import type { Phase, PhaseKind } from './phases'
import { PHASE_KINDS, PHASE_WORDS, phasesOf, waitingShares } from './phases'
import { Rerun } from './Rerun'

const ROWS_SHOWN = 120
const ROW = 20
/** ECS describes a stopped task for about an hour (D-117). */
const DESCRIBED_MS = 3_600_000
/** Space for plate and id at the left. */
const NAMES = 84
const ZOOMS = [1, 2, 4, 8, 16]
/** Before the deployment's first instant, so that its beginning is seen. */
const LEAD_MS = 15_000

export function Gantt({ toggle }: { toggle: ReactNode }) {
  const service = useShownService()
  const tasks = useTable('tasks')
  const now = useClock()
  const [zoom, setZoom] = useState(1)
  const [whole, setWhole] = useState(false)
  if (!service) return <p className="p-3 text-ink-2">No service yet.</p>
  const { sinceMs, endedMs } = service.figures
  const own = tasks.filter((task) => task.serviceId === service.id)
  const oldestMs = Math.min(now, ...own.map((task) => task.createdAtMs))
  const fromMs = whole ? oldestMs : Math.max(oldestMs, sinceMs - LEAD_MS)
  const shown = own.filter((task) => (task.stoppedAtMs ?? now) >= fromMs).slice(-ROWS_SHOWN)
  const lastMs = whole ? now : Math.max(sinceMs + 1_000, endedMs === null ? now : Math.min(now, endedMs + LEAD_MS))
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="flex flex-none flex-wrap items-center gap-x-3 gap-y-1 border-line border-b px-2 py-1">
        {toggle}
        <Shares tasks={shown} service={service} now={now} />
        <span className="ml-auto flex items-center gap-1">
          <Button size="small" aria-pressed={whole} onClick={() => setWhole(!whole)}>
            {whole ? 'Latest deployment' : 'Whole run'}
          </Button>
          <Button
            size="small"
            aria-label="Zoom out in time"
            onClick={() => setZoom(ZOOMS[Math.max(0, ZOOMS.indexOf(zoom) - 1)] ?? 1)}
          >
            −
          </Button>
          <Button
            size="small"
            aria-label="Zoom in in time"
            onClick={() => setZoom(ZOOMS[Math.min(ZOOMS.length - 1, ZOOMS.indexOf(zoom) + 1)] ?? 1)}
          >
            +
          </Button>
        </span>
      </div>
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls in both directions
        tabIndex={0}
        aria-label="Task timeline"
        className="flex min-h-0 flex-1 flex-col overflow-auto outline-offset-[-3px]!"
      >
        <div className="flex-none" style={{ width: `${zoom * 100}%`, minWidth: '100%' }}>
          <Axis fromMs={fromMs} toMs={lastMs} zoom={zoom} />
          <ul aria-label="Tasks over time">
            {shown.map((task) => (
              <Row key={task.id} task={task} now={now} fromMs={fromMs} toMs={lastMs} />
            ))}
          </ul>
        </div>
        {/* Below the tasks, so that a low dock shows these first; a high one has it at its foot. */}
        <div className="sticky left-0 mt-auto flex flex-none flex-wrap items-center gap-x-4 gap-y-1 border-line border-t px-2 py-1">
          <Legend />
          <Rerun service={service} />
        </div>
      </section>
    </div>
  )
}

/** Why it took so long: for how much of the deployment some task was in each kind of waiting. */
function Shares({ tasks, service, now }: { tasks: TaskView[]; service: ServiceView; now: number }) {
  const { sinceMs, endedMs } = service.figures
  const toMs = endedMs ?? now
  const shares = useMemo(
    () =>
      waitingShares(
        tasks.flatMap((task) => phasesOf(task, now)),
        sinceMs,
        toMs,
      ).slice(0, 3),
    [tasks, now, sinceMs, toMs],
  )
  // Ended tasks are described for an hour: after that what they waited for cannot be counted.
  if (now - sinceMs > DESCRIBED_MS)
    return (
      <p className="min-w-0 text-13" data-testid="shares">
        Latest deployment: {duration(Math.max(0, toMs - sinceMs))}. What ended over an hour ago is no longer described.
      </p>
    )
  const parts = shares.map(({ kind, ms }) => `${PHASE_WORDS[kind]} ${duration(ms)}`)
  return (
    <p className="min-w-0 text-13" data-testid="shares">
      {service.deploying ? 'Deploying for' : 'Latest deployment:'} {duration(Math.max(0, toMs - sinceMs))}
      {parts.length > 0 && <>, in which some task waited for {parts.join(', ')}.</>}
    </p>
  )
}

/** A round step of time for at most about eight ticks per width. */
function tickStep(spanMs: number, zoom: number): number {
  const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1_800, 3_600, 7_200, 21_600, 86_400]
  return (steps.find((seconds) => (seconds * 1_000 * 6 * zoom) / spanMs >= 1) ?? 86_400) * 1_000
}

function Axis({ fromMs, toMs, zoom }: { fromMs: number; toMs: number; zoom: number }) {
  const step = tickStep(toMs - fromMs, zoom)
  const ticks: number[] = []
  for (let at = Math.ceil(fromMs / step) * step; at < toMs && ticks.length < 200; at += step) ticks.push(at)
  return (
    <div aria-hidden className="sticky top-0 z-10 h-4 bg-surface text-11 text-ink-2">
      {ticks.map((at) => (
        <span
          key={at}
          className="absolute whitespace-nowrap border-edge border-l pl-0.5"
          style={{ left: `calc(${NAMES}px + (100% - ${NAMES}px) * ${(at - fromMs) / (toMs - fromMs)})` }}
        >
          {timeText(at)}
        </span>
      ))}
    </div>
  )
}

const sentence = (phase: Phase): string =>
  `${PHASE_WORDS[phase.kind]} ${duration(phase.untilMs - phase.fromMs)}${phase.open ? ' so far' : ''}`

function Row({ task, now, fromMs, toMs }: { task: TaskView; now: number; fromMs: number; toMs: number }) {
  const lit = useUi((state) => state.lit.has(task.id) || state.selection?.id === task.id)
  const phases = phasesOf(task, now)
  const words = `Task ${task.shortId}, revision ${task.revision}: ${phases.map(sentence).join(', ')}`
  return (
    <li className={`flex items-center ${lit ? 'bg-accent/12' : 'hover:bg-sunken'}`} style={{ height: ROW }}>
      <button
        type="button"
        aria-label={words}
        onClick={() => select({ kind: 'task', id: task.id })}
        onPointerEnter={() => light([task.id, ...task.targetIds])}
        onPointerLeave={() => light()}
        onFocus={() => light([task.id, ...task.targetIds])}
        onBlur={() => light()}
        className="flex h-full w-full items-center text-left outline-offset-[-3px]!"
      >
        <span
          className="sticky left-0 z-[1] flex flex-none items-center gap-1 bg-surface px-1"
          style={{ width: NAMES }}
        >
          <RevisionPlate revision={task.revision} width={22} height={16} numeral={11} />
          <span className="font-mono text-12">{task.shortId}</span>
        </span>
        <span className="relative h-full flex-1 overflow-hidden">
          {phases.map((phase) => {
            const left = Math.max(0, (phase.fromMs - fromMs) / (toMs - fromMs))
            const right = Math.min(1, (phase.untilMs - fromMs) / (toMs - fromMs))
            if (right <= left) return null
            const style = { left: `${left * 100}%`, width: `max(2px, ${(right - left) * 100}%)` }
            return (
              <span
                key={phase.kind}
                title={sentence(phase)}
                className={`phase phase-${phase.kind} absolute top-[3px] h-[14px]`}
                style={style}
              />
            )
          })}
        </span>
      </button>
    </li>
  )
}

function Legend() {
  return (
    <ul aria-label="Patterns" className="flex flex-wrap items-center gap-x-3 text-12 text-ink-2">
      {PHASE_KINDS.map((kind: PhaseKind) => (
        <li key={kind} className="flex items-center gap-1">
          <span aria-hidden className={`phase phase-${kind} inline-block h-3 w-5`} />
          {PHASE_WORDS[kind]}
        </li>
      ))}
    </ul>
  )
}
