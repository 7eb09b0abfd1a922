/** The gauge: boxes between the two bounds of a deployment (screens.md "Gauge"). */
import { memo } from 'react'
import { RevisionPatterns, revisionStyle } from '../../ui'
import type { ServiceView } from '../../worker'
import type { GaugeBox, GaugeModel } from './gauge'
import { gaugeOf } from './gauge'

const BOX = 18
const STEP = 22
const TOP = 15
const BAR_WIDTH = 24 * STEP
/** Room for the words beside the upper bound: digits and letters of 11 px are hardly wider. */
const LETTER = 6.2

const fillOf = (revision: number): string => `url(#gauge-${revisionStyle(revision)})`
/** Light fills carry a rim of their mark's colour. */
const rimOf = (revision: number): string => {
  const style = revisionStyle(revision)
  return style === 2 || style === 4 ? `var(--rev-${style}-mark)` : `var(--rev-${style})`
}

export const Gauge = memo(function Gauge({ service, short }: { service: ServiceView; short: boolean }) {
  const model = gaugeOf(service)
  const width = model.boxes.length > 0 ? model.scale * STEP : BAR_WIDTH
  const at = (tasks: number) => (tasks * width) / model.scale - 2
  const least = short ? `≥ ${model.lower}` : `at least ${model.lower}`
  const upper = short ? `≤ ${model.upper}` : `at most ${model.upper}`
  // A lower bound near zero has no room at its left: its words join those of the upper bound.
  const joined = at(model.lower) < least.length * 6
  const most = joined ? `${least}, ${upper}` : upper
  const full = Math.ceil(Math.max(width + 4, at(model.upper) + 8 + most.length * LETTER))
  return (
    <svg
      role="img"
      aria-label={model.text}
      viewBox={`-2 0 ${full} ${TOP + BOX + 9}`}
      width={full}
      height={TOP + BOX + 9}
      className="max-w-full flex-none"
    >
      <RevisionPatterns prefix="gauge" />
      <defs>
        <pattern id="gauge-forbid" width={6} height={6} patternUnits="userSpaceOnUse" patternTransform="rotate(-45)">
          <rect width={6} height={6} fill="var(--forbid)" />
          <rect width={2} height={6} fill="var(--bad)" opacity={0.35} />
        </pattern>
      </defs>
      {model.boxes.length > 0 ? (
        // biome-ignore lint/suspicious/noArrayIndexKey: a box is its place
        model.boxes.map((box, index) => <Box key={index} box={box} x={index * STEP} />)
      ) : (
        <Bar model={model} at={at} />
      )}
      <Bound x={at(model.lower)} words={joined ? '' : least} anchor="end" />
      <Bound x={at(model.upper)} words={most} anchor="start" />
      <path d={`M${at(model.desired)} ${TOP + BOX + 2.5}l4 6h-8Z`} fill="var(--ink-2)" />
    </svg>
  )
})

function Box({ box, x }: { box: GaugeBox; x: number }) {
  const outline = { x: x + 1, y: TOP + 1, width: BOX - 2, height: BOX - 2, rx: 3 }
  const rim = box.revision > 0 ? rimOf(box.revision) : 'var(--line)'
  return (
    <>
      {box.forbidden && <rect x={x - 2} y={TOP} width={STEP} height={BOX} fill="url(#gauge-forbid)" />}
      {box.state === 'empty' && !box.forbidden && <rect {...outline} fill="var(--sunken)" stroke="var(--line)" />}
      {box.state === 'healthy' && <rect {...outline} fill={fillOf(box.revision)} stroke={rim} strokeWidth={1.5} />}
      {box.state === 'notCounted' && (
        <>
          <rect {...outline} fill="var(--surface)" stroke={rim} strokeWidth={2} />
          <rect x={x + 2} y={TOP + 2} width={BOX / 2 - 2} height={BOX - 4} fill={fillOf(box.revision)} />
        </>
      )}
      {(box.state === 'starting' || box.state === 'stopping') && (
        <rect
          {...outline}
          fill="var(--surface)"
          stroke={rim}
          strokeWidth={2}
          strokeDasharray={box.state === 'starting' ? '4 3' : '1.5 2.5'}
        />
      )}
    </>
  )
}

function Bar({ model, at }: { model: GaugeModel; at: (tasks: number) => number }) {
  let from = 0
  const rect = (start: number, end: number, fill: string, key: string, opacity = 1) => (
    <rect
      key={key}
      x={at(start) + 2}
      y={TOP + 1}
      width={Math.max(0, at(end) - at(start))}
      height={BOX - 2}
      fill={fill}
      opacity={opacity}
    />
  )
  return (
    <>
      {rect(0, model.scale, 'var(--sunken)', 'all')}
      {model.parts.map((part) => {
        const start = from
        from += part.count
        const opacity = part.state === 'healthy' ? 1 : part.state === 'notCounted' ? 0.6 : 0.3
        return rect(start, from, fillOf(part.revision), `${part.state}${part.revision}`, opacity)
      })}
      {model.healthy < model.lower && rect(model.healthy, model.lower, 'url(#gauge-forbid)', 'below')}
      {rect(model.upper, model.scale, 'url(#gauge-forbid)', 'above')}
    </>
  )
}

/** A bound's bar with its words; `anchor` says on which side of it they stand. */
function Bound({ x, words, anchor }: { x: number; words: string; anchor: 'start' | 'end' }) {
  return (
    <>
      <path d={`M${x} 2V${TOP + BOX + 3}`} stroke="var(--ink)" strokeWidth={2.5} />
      <text x={anchor === 'end' ? x - 4 : x + 4} y={10.5} textAnchor={anchor} fontSize={11} fill="var(--ink-2)">
        {words}
      </text>
    </>
  )
}
