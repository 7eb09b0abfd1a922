/** The safety envelope: a guess first, then running and healthy between the bounds (screens.md "The question"). */
import { useEffect, useRef, useState } from 'react'
import { historyOf, setUi, useClock, useTimeline, useUi } from '../../store'
import { Button } from '../../ui'
import type { Sample, ServiceView } from '../../worker'
import { duration } from '../parts/time'
import { useShownService } from '../service/ServiceBar'
import { answerOf, dareAfter, figuresText } from './answer'
import type { ChartFrame } from './chart'
import { areaPath, failuresIn, futureOf, servingIn, stepPath, windowOf, xOf, yOf } from './chart'

export function Envelope() {
  const service = useShownService()
  if (!service) return <p className="p-3 text-ink-2">No service yet.</p>
  return (
    <div className="flex h-full min-h-0 gap-3 p-2 max-sm:flex-col">
      <div className="w-64 flex-none overflow-y-auto max-sm:w-full lg:w-104">
        <Question service={service} />
      </div>
      <Chart service={service} />
    </div>
  )
}

/** The question alone: what the phone's sheet shows while it peeks. */
export function QuestionOnly() {
  const service = useShownService()
  return <div className="px-3 pb-1">{service && <Question service={service} />}</div>
}

function useGuess(service: ServiceView) {
  const guess = useUi((state) => state.guess)
  return guess?.serviceId === service.id ? guess : null
}

function Question({ service }: { service: ServiceView }) {
  const guess = useGuess(service)
  const running = guess !== null && guess.forMs !== null
  const ended = running && !service.deploying && service.figures.sinceMs >= (guess.forMs ?? 0)
  if (ended) return <Answer service={service} guess={guess.value} />
  if (running) return <Watching service={service} guess={guess.value} />
  return <Ask service={service} value={guess?.value ?? null} />
}

const MOST_BUTTONS = 9

function Ask({ service, value }: { service: ServiceView; value: number | 'skipped' | null }) {
  const guess = (next: number | 'skipped') => setUi({ guess: { serviceId: service.id, value: next, forMs: null } })
  const numbers = Array.from({ length: service.desired + 1 }, (_, n) => n)
  return (
    <fieldset>
      <legend className="mb-1 text-13">How many tasks will be healthy at the worst moment?</legend>
      <div className="flex flex-wrap items-center gap-1 max-sm:gap-2">
        {numbers.length <= MOST_BUTTONS ? (
          numbers.map((n) => (
            <Button
              key={n}
              size="small"
              aria-pressed={value === n}
              variant={value === n ? 'primary' : 'plain'}
              onClick={() => guess(n)}
            >
              {n}
            </Button>
          ))
        ) : (
          <input
            type="number"
            min={0}
            max={service.desired}
            aria-label="Healthy tasks at the worst moment"
            value={typeof value === 'number' ? value : ''}
            onChange={(event) =>
              event.target.value !== '' && guess(Math.max(0, Math.floor(Number(event.target.value))))
            }
            className="hit min-h-8 w-20 rounded-card border border-edge bg-surface px-2 text-right"
          />
        )}
        <Button size="small" variant="quiet" onClick={() => guess('skipped')}>
          skip
        </Button>
      </div>
      {value !== null && (
        <p className="mt-1 text-12 text-ink-2">
          {value === 'skipped' ? 'Skipped.' : `Your guess: ${value}.`} Now deploy.
        </p>
      )}
    </fieldset>
  )
}

function Watching({ service, guess }: { service: ServiceView; guess: number | 'skipped' | null }) {
  const healthy = service.counts.healthyOld + service.counts.healthyNew
  return (
    <div className="text-13">
      <p>{typeof guess === 'number' ? `Your guess: ${guess}.` : 'Guess skipped.'}</p>
      <p>
        Healthy now {healthy}, lowest so far {service.figures.lowestHealthy}.
      </p>
    </div>
  )
}

function Answer({ service, guess }: { service: ServiceView; guess: number | 'skipped' | null }) {
  const verdict =
    typeof guess !== 'number'
      ? ''
      : guess === service.figures.lowestHealthy
        ? 'You were right. '
        : `You said ${guess}. `
  return (
    <div className="flex flex-col gap-0.5 text-13 leading-[1.2]">
      <p data-testid="answer">
        {verdict}
        <strong className="font-600">{answerOf(service)}</strong> {figuresText(service)}
      </p>
      <div className="flex items-start gap-2">
        <p className="text-ink-2">{dareAfter(service.taskDefinition.revision)}</p>
        <Button size="small" className="flex-none" onClick={() => setUi({ guess: null })}>
          Ask again
        </Button>
      </div>
    </div>
  )
}

/** Size of an element in px, followed. */
function useSize() {
  const ref = useRef<HTMLDivElement>(null)
  const [size, setSize] = useState({ width: 0, height: 0 })
  useEffect(() => {
    const element = ref.current
    if (!element) return
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setSize({ width: Math.floor(entry.contentRect.width), height: Math.floor(entry.contentRect.height) })
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return [ref, size] as const
}

function Chart({ service }: { service: ServiceView }) {
  const [ref, { width, height }] = useSize()
  return (
    <div ref={ref} className="min-h-16 min-w-0 flex-1 overflow-hidden rounded-chip border border-line bg-surface">
      {width > 40 && height > 20 && <Strip service={service} width={width} height={height} />}
    </div>
  )
}

/** Room for the labels at the right: as wide as the longest of them. */
const roomFor = (...counts: number[]): number => 66 + 6.5 * Math.max(...counts.map((count) => String(count).length))

function Strip({ service, width, height }: { service: ServiceView; width: number; height: number }) {
  const now = useClock()
  const guess = useGuess(service)
  const { figures, lowerBound: lower, upperBound: upper } = service
  const samples = historyOf(service.id)
  const deploymentFromMs = guess === null || guess.forMs === null ? null : figures.sinceMs
  const view = windowOf(now, deploymentFromMs, samples[0]?.atMs ?? now)
  const labels = Math.ceil(roomFor(upper, service.running, samples.at(-1)?.failed ?? 0))
  const frame: ChartFrame = { width: Math.max(40, width - labels), height, ...view, top: Math.max(upper + 1, 2) }
  const healthyLine = stepPath(samples, (sample) => sample.healthy, now, frame)
  const runningLine = stepPath(samples, (sample) => sample.running, now, frame)
  const serving = servingIn(samples)
  const servingLine = stepPath(serving, (sample) => sample.serving, now, frame)
  const serves = serving.findLast((sample) => sample.atMs <= now)?.serving
  const failures = failuresIn(samples, now, frame)
  const failed = failures.reduce((sum, { count }) => sum + count, 0)
  const ghostLine = useGhost(service.id, samples, now, frame)
  const healthy = service.counts.healthyOld + service.counts.healthyNew
  const words = `Last ${duration(view.toMs - view.fromMs)}: ${healthy} healthy and ${service.running} running now; lower bound ${lower}, upper bound ${upper}; lowest healthy ${figures.lowestHealthy}, peak ${figures.peakTasks} in the latest deployment;${serves === undefined ? '' : ` ${serves} take requests,`} ${failed} requests failed.`
  return (
    <svg role="img" aria-label={words} width={width} height={height} className="block">
      <defs>
        <pattern id="envelope-forbid" width={6} height={6} patternUnits="userSpaceOnUse" patternTransform="rotate(-45)">
          <rect width={6} height={6} fill="var(--forbid)" />
          <rect width={2} height={6} fill="var(--bad)" opacity={0.35} />
        </pattern>
      </defs>
      <rect width={frame.width} height={yOf(upper, frame)} fill="url(#envelope-forbid)" />
      <rect
        y={yOf(lower, frame)}
        width={frame.width}
        height={height - yOf(lower, frame)}
        fill="url(#envelope-forbid)"
      />
      <path d={areaPath(healthyLine, now, frame)} fill="var(--good-tint)" />
      <path d={healthyLine} fill="none" stroke="var(--good)" strokeWidth={2.5} />
      <path data-ghost d={ghostLine} fill="none" stroke="var(--off)" strokeWidth={2} strokeDasharray="3 3" />
      <path d={runningLine} fill="none" stroke="var(--ink)" strokeWidth={1.5} strokeDasharray="5 3" />
      <path d={`M0 ${yOf(upper, frame)}H${frame.width}M0 ${yOf(lower, frame)}H${frame.width}`} stroke="var(--edge)" />
      <path d={servingLine} fill="none" stroke="var(--flow)" strokeWidth={2} strokeDasharray="1 3" />
      {failures.map(({ x, width: wide, count }) => (
        <rect key={x} x={x} y={height - ERRORS} width={wide} height={ERRORS} fill="var(--bad)">
          <title>{count} requests failed</title>
        </rect>
      ))}
      {typeof guess?.value === 'number' && (
        <path
          d={`M0 ${yOf(guess.value, frame)}H${frame.width}`}
          stroke="var(--accent)"
          strokeWidth={2}
          strokeDasharray="2 4"
        />
      )}
      <path d={`M${xOf(now, frame)} 0V${height}`} stroke="var(--edge)" strokeDasharray="1 3" />
      <Labels
        frame={frame}
        lower={lower}
        upper={upper}
        healthy={healthy}
        running={service.running}
        serving={serves}
        failed={failed}
      />
    </svg>
  )
}

/** Healthy tasks as they are known to come, or as they came in the future that was left last. */
function useGhost(serviceId: string, samples: readonly Sample[], now: number, frame: ChartFrame): string {
  const { branches } = useTimeline()
  const left = branches.filter((branch) => !branch.current).at(-1)?.samples[serviceId] ?? []
  const own = futureOf(samples, now)
  const future = own.length > 1 ? own : futureOf(left, left[0] ? Math.max(left[0].atMs, frame.fromMs) : now)
  const lastMs = Math.min(frame.toMs, future.at(-1)?.atMs ?? now)
  return future.length > 1 ? stepPath(future, (sample) => sample.healthy, lastMs, frame) : ''
}

const LINE_HEIGHT = 12

/** Height of the lane of failed requests. */
const ERRORS = 7

interface LabelsProps {
  frame: ChartFrame
  lower: number
  upper: number
  healthy: number
  running: number
  serving: number | undefined
  failed: number
}

function Labels({ frame, lower, upper, healthy, running, serving, failed }: LabelsProps) {
  const wanted = [
    { text: `at most ${upper}`, count: upper, colour: 'var(--ink-2)' },
    { text: `at least ${lower}`, count: lower, colour: 'var(--ink-2)' },
    { text: `┄ running ${running}`, count: running + 0.5, colour: 'var(--ink)' },
    { text: `━ healthy ${healthy}`, count: healthy - 0.4, colour: 'var(--good)' },
    ...(serving === undefined ? [] : [{ text: `┈ serving ${serving}`, count: serving - 0.5, colour: 'var(--flow)' }]),
    ...(failed === 0 ? [] : [{ text: `✕ failed ${failed}`, count: -1, colour: 'var(--bad)' }]),
  ].sort((a, b) => b.count - a.count)
  // From the top down, each label at its line or below the one above it; then pushed up from the bottom edge.
  const ys: number[] = []
  for (const [at, label] of wanted.entries()) {
    ys.push(Math.max(yOf(label.count, frame) + 4, (ys[at - 1] ?? -2) + LINE_HEIGHT))
  }
  for (let at = ys.length - 1, limit = frame.height - 3; at >= 0; at--, limit -= LINE_HEIGHT)
    ys[at] = Math.min(ys[at] ?? 0, limit)
  return (
    <g fontSize={11}>
      {wanted.map((label, at) => (
        <text key={label.text} x={frame.width + 5} y={ys[at]} fill={label.colour}>
          {label.text}
        </text>
      ))}
    </g>
  )
}
