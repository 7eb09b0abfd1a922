/** Tasks of one side by revision over time, between the bounds, with the failed requests and the cursor of both. */
import { RevisionPatterns, revisionStyle } from '../../ui'
import type { CompareSide } from '../../worker'
import { useWidth } from '../parts/useWidth'
import { shortTime } from '../time'
import type { Frame } from './series'
import {
  areaOf,
  bandsOf,
  countsText,
  existing,
  failuresOf,
  healthy,
  lineOf,
  momentAt,
  ticksOf,
  xAt,
  yAt,
} from './series'

const HEIGHT = 104
/** Lane of failed requests, and of the times. */
const LANE = 7
const AXIS = 15
const PX_PER_TICK = 90

interface ChartProps {
  side: CompareSide
  /** Distinguishes the patterns of the two. */
  id: string
  revisions: readonly number[]
  top: number
  atMs: number
  fromMs: number
  toMs: number
}

export function Chart(props: ChartProps) {
  const [ref, width] = useWidth<HTMLDivElement>()
  return (
    <div ref={ref} className="min-w-0" style={{ height: HEIGHT + LANE + AXIS }}>
      {width > 60 && <Drawing {...props} width={width} />}
    </div>
  )
}

function Drawing({ side, id, revisions, top, atMs, fromMs, toMs, width }: ChartProps & { width: number }) {
  const frame: Frame = { width, height: HEIGHT, fromMs, toMs, top }
  const { moments, figures } = side
  const now = momentAt(side, atMs)
  const x = xAt(atMs, frame)
  const lower = ({ service }: (typeof moments)[number]) => service.lowerBound
  const upper = ({ service }: (typeof moments)[number]) => service.upperBound
  const { secondsToSteady } = figures
  const ended = secondsToSteady === null ? undefined : momentAt(side, fromMs + secondsToSteady * 1_000)
  return (
    <svg
      role="img"
      aria-label={now ? `At the cursor: ${countsText(now)}` : 'Nothing happened.'}
      width={width}
      height={HEIGHT + LANE + AXIS}
      className="block"
    >
      <RevisionPatterns prefix={id} />
      <defs>
        <pattern id={`${id}-forbid`} width={6} height={6} patternUnits="userSpaceOnUse" patternTransform="rotate(-45)">
          <rect width={6} height={6} fill="var(--forbid)" />
          <rect width={2} height={6} fill="var(--bad)" opacity={0.35} />
        </pattern>
      </defs>
      <rect width={width} height={HEIGHT} fill="var(--sunken)" />
      <path d={areaOf(moments, upper, () => top, frame)} fill={`url(#${id}-forbid)`} />
      {bandsOf(moments, revisions, frame).map(({ revision, counted, path }) => (
        <path
          key={`${revision} ${counted}`}
          data-revision={revision}
          d={path}
          fill={`url(#${id}-${revisionStyle(revision)})`}
          opacity={counted ? 1 : 0.4}
        />
      ))}
      <path
        d={areaOf(moments, healthy, (moment) => Math.max(lower(moment), healthy(moment)), frame)}
        fill={`url(#${id}-forbid)`}
      />
      <path
        d={lineOf(moments, existing, frame)}
        fill="none"
        stroke="var(--ink)"
        strokeWidth={1.5}
        strokeDasharray="5 3"
      />
      <path d={lineOf(moments, healthy, frame)} fill="none" stroke="var(--ink)" strokeWidth={2.5} />
      <path d={lineOf(moments, lower, frame)} fill="none" stroke="var(--bad)" strokeWidth={1.5} />
      <path d={lineOf(moments, upper, frame)} fill="none" stroke="var(--bad)" strokeWidth={1.5} />
      {failuresOf(moments).map((part) => {
        const left = xAt(part.fromMs, frame)
        return (
          <rect
            key={part.toMs}
            data-failed={part.count}
            x={left}
            y={HEIGHT + 1}
            width={Math.max(2, xAt(part.toMs, frame) - left)}
            height={LANE - 1}
            fill="var(--bad)"
          />
        )
      })}
      {/* What the cursor has not come to yet. */}
      <rect x={x} width={Math.max(0, width - x)} height={HEIGHT + LANE} fill="var(--surface)" opacity={0.62} />
      {ended && secondsToSteady !== null && (
        <EndMark x={xAt(fromMs + secondsToSteady * 1_000, frame)} width={width} y={yAt(healthy(ended), frame)} />
      )}
      <path d={`M0 ${HEIGHT}H${width}`} stroke="var(--edge)" />
      <Axis frame={frame} />
      <path data-cursor d={`M${x} 0V${HEIGHT + LANE}`} stroke="var(--accent)" strokeWidth={2} />
      <path d={`M${x - 5} 0h10l-5 7Z`} fill="var(--accent)" />
    </svg>
  )
}

/** Where the service came to rest. */
function EndMark({ x, y, width }: { x: number; y: number; width: number }) {
  const left = x > width - 60
  return (
    <g>
      <path d={`M${x} 14V${HEIGHT}`} stroke="var(--good)" strokeWidth={2} strokeDasharray="2 3" />
      <text
        x={left ? x - 4 : x + 4}
        y={Math.max(24, y - 5)}
        textAnchor={left ? 'end' : 'start'}
        fontSize={12}
        fontWeight={600}
        fill="var(--good)"
        stroke="var(--surface)"
        strokeWidth={3}
        paintOrder="stroke"
      >
        ✓ steady
      </text>
    </g>
  )
}

function Axis({ frame }: { frame: Frame }) {
  const ticks = ticksOf(frame.fromMs, frame.toMs, Math.max(2, Math.floor(frame.width / PX_PER_TICK)))
  return (
    <g fontSize={11} fill="var(--ink-2)" aria-hidden>
      {ticks.map((at) => {
        const x = xAt(at, frame)
        return x > frame.width - 42 ? null : (
          <g key={at}>
            <path d={`M${x} ${HEIGHT}v${LANE + 3}`} stroke="var(--edge)" />
            <text x={x + 3} y={HEIGHT + LANE + AXIS - 3}>
              +{shortTime(at - frame.fromMs)}
            </text>
          </g>
        )
      })}
    </g>
  )
}
