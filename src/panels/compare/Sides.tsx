/** The two runs side by side on one clock with one cursor; below both, what each cost. */
import { Pause, Play } from 'lucide-react'
import { useEffect, useState } from 'react'
import { IconButton, RevisionPlate } from '../../ui'
import type { CompareSide, ComparisonOfSettings } from '../../worker'
import { duration } from '../parts/time'
import { Gauge } from '../service/Gauge'
import { Chart } from './Chart'
import { Figures } from './Figures'
import { existing, healthy, momentAt, revisionsIn, shownUntil } from './series'

export interface Made {
  result: ComparisonOfSettings
  labels: [string, string]
}

/** A whole comparison plays in about this long. */
const PLAYED_IN_MS = 20_000

export function Sides({ result, labels }: Made) {
  const { fromMs } = result
  const { toMs, endMs } = shownUntil(result)
  const sides = result.sides.map((side) => ({ ...side, moments: side.moments.filter((moment) => moment.atMs <= toMs) }))
  const [atMs, setAtMs] = useState(toMs)
  const [playing, setPlaying] = useState(false)
  useEffect(() => {
    if (!playing) return
    const step = (toMs - fromMs) / (PLAYED_IN_MS / 100)
    const timer = setInterval(() => setAtMs((now) => Math.min(toMs, now + step)), 100)
    return () => clearInterval(timer)
  }, [playing, toMs, fromMs])
  useEffect(() => {
    if (atMs >= toMs) setPlaying(false)
  }, [atMs, toMs])
  const press = () => {
    if (!playing && atMs >= toMs) setAtMs(fromMs)
    setPlaying(!playing)
  }
  const moments = sides.flatMap((side) => side.moments)
  const top = Math.max(2, ...moments.map((moment) => Math.max(moment.service.upperBound, existing(moment)) + 1))
  const after = duration(Math.floor((atMs - fromMs) / 1_000) * 1_000)
  return (
    <div className="flex flex-col gap-2 p-2">
      <div className="order-2 flex items-center gap-2 sm:order-1">
        <IconButton
          label={playing ? 'Pause both' : 'Play both'}
          icon={playing ? <Pause size={18} aria-hidden /> : <Play size={18} aria-hidden />}
          onClick={press}
        />
        <input
          type="range"
          aria-label="Clock of both sides"
          aria-valuetext={`${after} after the deployment began`}
          min={fromMs}
          max={toMs}
          step={1_000}
          value={atMs}
          onChange={(event) => setAtMs(Number(event.target.value))}
          className="hit min-w-20 flex-1 accent-accent"
        />
        <time className="min-w-20 text-right font-600 text-16">+{after}</time>
      </div>
      <div className="order-3 grid grid-cols-2 gap-2 max-sm:grid-cols-1 sm:order-2">
        {sides.map((side, at) => (
          <Half
            key={at === 0 ? 'left' : 'right'}
            id={at === 0 ? 'compare-left' : 'compare-right'}
            label={labels[at] ?? ''}
            {...{ side, atMs, fromMs, toMs, top }}
            revisions={revisionsIn(sides)}
          />
        ))}
      </div>
      {toMs < endMs && (
        <p className="order-3 text-12 text-ink-2 sm:order-2">
          Shown: the first {duration(toMs - fromMs)} of the {duration(endMs - fromMs)} that were run.
        </p>
      )}
      <div className="order-1 sm:order-3">
        <Figures result={result} labels={labels} />
      </div>
    </div>
  )
}

interface HalfProps {
  side: CompareSide
  id: string
  label: string
  revisions: readonly number[]
  top: number
  atMs: number
  fromMs: number
  toMs: number
}

function Half({ label, ...chart }: HalfProps) {
  const moment = momentAt(chart.side, chart.atMs)
  if (!moment) return null
  const { service } = moment
  const { sentence, canProgress } = service.why
  return (
    <section aria-label={label} className="min-w-0 rounded-card border border-edge bg-surface px-3 py-2">
      <div className="flex flex-wrap items-start gap-x-4">
        <h3 className="mt-3 font-600 text-16">{label}</h3>
        <div className="min-w-0 overflow-hidden">
          <Gauge service={service} short />
        </div>
      </div>
      <p
        title={sentence}
        className={`mb-1 line-clamp-2 min-h-[2.7em] ${canProgress ? '' : 'rounded-chip bg-bad-tint px-1'}`}
      >
        {sentence}
      </p>
      <Chart {...chart} />
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-13">
        <span>━ healthy {healthy(moment)}</span>
        <span>┄ exist {existing(moment)}</span>
        {service.revisions.map(({ revision, label: image, tasks }) => (
          <span key={revision} className="flex items-center gap-1">
            <RevisionPlate revision={revision} width={20} height={15} numeral={11} />
            {image} ×{tasks}
          </span>
        ))}
        <span className={moment.failed > 0 ? 'font-600 text-bad' : 'text-ink-2'}>✕ failed {moment.failed}</span>
      </p>
    </section>
  )
}
