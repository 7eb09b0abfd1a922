/** The run as a track: where the clock stands, what happened when, and the futures that were left (interaction.md 9, 10). */
import { useMemo, useRef } from 'react'
import { goTo, perform, stepBack, stepEvent } from '../../actions'
import { useClock, useTimeline } from '../../store'
import type { MarkKind } from '../../worker'
import { useWidth } from '../parts/useWidth'
import { timeText } from '../time'
import type { PlacedMark } from './marks'
import { markText, placeMarks, trackEnd, xOfMs } from './marks'

const HEIGHT = 36
const MIDDLE = 22
/** Room for half a thumb at each end. */
const INSET = 9
const MOST_GHOSTS = 2
/** PageUp and PageDown go this part of the track. */
const PAGE = 10

export function Timeline({ className = '' }: { className?: string }) {
  const [ref, width] = useWidth<HTMLDivElement>()
  const now = useClock()
  const { endMs, branches, marks } = useTimeline()
  const ghosts = useMemo(() => branches.filter((branch) => !branch.current).slice(-MOST_GHOSTS), [branches])
  const lastMs = Math.max(endMs, now)
  const toMs = trackEnd(lastMs, ghosts)
  const inner = Math.max(0, width - 2 * INSET)
  const placed = useMemo(() => placeMarks(marks, toMs, inner), [marks, toMs, inner])
  const dragging = useRef(false)

  const seek = (event: React.PointerEvent) => {
    const { left } = event.currentTarget.getBoundingClientRect()
    const ms = ((event.clientX - left - INSET) / Math.max(1, inner)) * toMs
    void perform(goTo, Math.min(lastMs, Math.max(0, ms)))
  }
  const pressed = (event: React.KeyboardEvent) => {
    const go = keyJump(event.key, now, lastMs)
    if (!go || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    go()
  }
  return (
    <div
      ref={ref}
      role="slider"
      tabIndex={0}
      aria-label="Timeline"
      aria-valuemin={0}
      aria-valuemax={Math.floor(lastMs / 1_000)}
      aria-valuenow={Math.floor(now / 1_000)}
      aria-valuetext={`${timeText(now)} of ${timeText(lastMs)}`}
      onKeyDown={pressed}
      onPointerDown={(event) => {
        if (event.button !== 0) return
        dragging.current = true
        event.currentTarget.setPointerCapture(event.pointerId)
        seek(event)
      }}
      onPointerMove={(event) => dragging.current && seek(event)}
      onPointerUp={() => {
        dragging.current = false
      }}
      onPointerCancel={() => {
        dragging.current = false
      }}
      className={`hit min-w-0 cursor-pointer touch-none rounded-chip ${className}`}
      style={{ height: HEIGHT }}
    >
      {inner > 0 && (
        <svg aria-hidden width={width} height={HEIGHT} className="block">
          <g transform={`translate(${INSET} 0)`}>
            <path d={`M0 ${MIDDLE}H${xOfMs(lastMs, toMs, inner)}`} stroke="var(--edge)" strokeWidth={3} />
            <path d={`M0 ${MIDDLE}H${xOfMs(now, toMs, inner)}`} stroke="var(--ink-2)" strokeWidth={3} />
            {ghosts.map((ghost, at) => (
              <path
                key={ghost.id}
                data-ghost={ghost.name}
                d={`M${xOfMs(ghost.differsFromMs ?? 0, toMs, inner)} ${MIDDLE}V${MIDDLE + 6 + 4 * at}H${xOfMs(ghost.endMs, toMs, inner)}`}
                fill="none"
                stroke="var(--off)"
                strokeWidth={2}
                strokeDasharray="4 3"
              >
                <title>{ghost.name}</title>
              </path>
            ))}
            {placed.map((mark) => (
              <MarkShape key={`${mark.kind} ${mark.atMs}`} mark={mark} />
            ))}
            <circle
              cx={xOfMs(now, toMs, inner)}
              cy={MIDDLE}
              r={7}
              fill="var(--surface)"
              stroke="var(--accent)"
              strokeWidth={3}
            />
          </g>
        </svg>
      )}
    </div>
  )
}

/** What a key of the slider does; null for other keys. Arrows step events, as they do on the stage. */
function keyJump(key: string, now: number, lastMs: number): (() => void) | null {
  const to = (ms: number) => () => void perform(goTo, Math.min(lastMs, Math.max(0, ms)))
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return () => void perform(stepBack)
    case 'ArrowRight':
    case 'ArrowUp':
      return () => void perform(stepEvent)
    case 'PageDown':
      return to(now - lastMs / PAGE)
    case 'PageUp':
      return to(now + lastMs / PAGE)
    case 'Home':
      return to(0)
    case 'End':
      return to(lastMs)
    default:
      return null
  }
}

/** Shapes tell the kinds apart: tick, triangle, diamond, cross. */
const SHAPES: Record<MarkKind, { d: string; fill: string; stroke: string }> = {
  decision: { d: 'M0 -5V-9', fill: 'none', stroke: 'var(--edge)' },
  command: { d: 'M0 -5L-4 -13H4Z', fill: 'var(--ink)', stroke: 'none' },
  deployment: { d: 'M0 -5L-5 -11L0 -17L5 -11Z', fill: 'var(--surface)', stroke: 'var(--ink)' },
  fault: { d: 'M-4 -14L4 -6M4 -14L-4 -6', fill: 'none', stroke: 'var(--bad)' },
}

function MarkShape({ mark }: { mark: PlacedMark }) {
  const { d, fill, stroke } = SHAPES[mark.kind]
  return (
    <g data-mark={mark.kind} transform={`translate(${mark.x} ${MIDDLE})`}>
      <title>{markText(mark)}</title>
      <path d="M-4 -17H4V-4H-4Z" fill="transparent" />
      <path d={d} fill={fill} stroke={stroke} strokeWidth={mark.kind === 'fault' ? 2.5 : 1.5} />
    </g>
  )
}
