/** Two settings side by side on one clock, with the same traffic and faults; the table says what each cost. */
import { Pause, Play, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { setUi } from '../../store'
import { Button, IconButton } from '../../ui'
import type { CompareSide, ComparisonOfSettings, Sample, ServiceView } from '../../worker'
import { client } from '../../worker'
import type { ChartFrame } from '../dock/chart'
import { areaPath, stepPath, yOf } from '../dock/chart'
import { duration } from '../parts/time'
import { Gauge } from '../service/Gauge'
import { useShownService } from '../service/ServiceBar'
import { timeText } from '../time'
import type { Setting } from './choices'
import { CHOICES, commandsFor, DEPLOYS, deployCommands } from './choices'

type DeployId = (typeof DEPLOYS)[number]['id']
interface Made {
  result: ComparisonOfSettings
  labels: [string, string]
}

export default function Compare() {
  const service = useShownService()
  const [made, setMade] = useState<Made | null>(null)
  const [problem, setProblem] = useState('')
  return (
    <section aria-label="Compare" className="flex h-full min-h-0 flex-col overflow-y-auto bg-bg">
      <div className="flex flex-none items-start gap-2 border-line border-b bg-surface px-3 py-2">
        {service ? (
          <Form service={service} onMade={setMade} onProblem={setProblem} />
        ) : (
          <p className="flex-1">There is no service to compare.</p>
        )}
        <IconButton
          label="Close the comparison"
          icon={<X size={18} aria-hidden />}
          onClick={() => setUi({ comparing: false, dockOpen: true })}
        />
      </div>
      {problem && (
        <p role="alert" className="bg-bad-tint px-3 py-1">
          {problem}
        </p>
      )}
      {made ? <Result key={made.labels.join()} {...made} /> : <Invitation />}
    </section>
  )
}

const Invitation = () => (
  <p className="p-4 text-ink-2">
    The run as it is now is forked twice. Each side gets its setting, then the same deployment, traffic and faults.
  </p>
)

interface FormProps {
  service: ServiceView
  onMade: (made: Made | null) => void
  onProblem: (text: string) => void
}

const look = 'hit min-h-8 rounded-card border border-edge bg-surface px-2'

function Form({ service, onMade, onProblem }: FormProps) {
  const [setting, setSetting] = useState<Setting>('percents')
  const choice = CHOICES.find(({ id }) => id === setting) ?? CHOICES[0]!
  const [values, setValues] = useState<[string, string]>(choice.first)
  const [kind, setKind] = useState<DeployId>('good')
  const [busy, setBusy] = useState(false)
  const wrong = values.map(choice.problem).find((text) => text !== null)
  const run = async () => {
    setBusy(true)
    onProblem('')
    try {
      const changes = values.map((value) => commandsFor(setting, value, service)) as [never, never]
      const deploy = await deployCommands(kind, service.id)
      const result = await client.compareSettings({ serviceId: service.id, changes, deploy })
      const refused = result.sides.find((side) => side.error)?.error
      if (refused) onProblem(`Refused: ${refused.message}`)
      onMade(refused ? null : { result, labels: values })
    } catch (error) {
      onProblem(error instanceof Error ? error.message : String(error))
    }
    setBusy(false)
  }
  return (
    <form
      className="flex min-w-0 flex-1 flex-wrap items-center gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        if (!wrong && !busy) void run()
      }}
    >
      <h2 className="font-600 text-16">Compare</h2>
      <select
        aria-label="What differs"
        className={look}
        value={setting}
        onChange={(event) => {
          const next = CHOICES.find(({ id }) => id === event.target.value)
          if (!next) return
          setSetting(next.id)
          setValues(next.first)
        }}
      >
        {CHOICES.map(({ id, label }) => (
          <option key={id} value={id}>
            {label}
          </option>
        ))}
      </select>
      {values.map((value, at) => (
        <input
          // biome-ignore lint/suspicious/noArrayIndexKey: a side is its place
          key={at}
          aria-label={`${choice.label}, ${at === 0 ? 'left' : 'right'}`}
          aria-invalid={choice.problem(value) !== null}
          className={`${look} w-24`}
          value={value}
          onChange={(event) => setValues(at === 0 ? [event.target.value, values[1]] : [values[0], event.target.value])}
        />
      ))}
      <label className="flex items-center gap-1">
        deploy
        <select className={look} value={kind} onChange={(event) => setKind(event.target.value as DeployId)}>
          {DEPLOYS.map(({ id, label }) => (
            <option key={id} value={id}>
              {label}
            </option>
          ))}
        </select>
      </label>
      <Button type="submit" variant="primary" disabledReason={wrong ?? (busy ? 'It is running.' : undefined)}>
        Run both
      </Button>
    </form>
  )
}

const endOf = ({ sides }: ComparisonOfSettings): number =>
  Math.max(...sides.map((side) => side.moments.at(-1)?.atMs ?? 0))

/** A whole comparison plays in about this long. */
const PLAYED_IN_MS = 20_000

function Result({ result, labels }: Made) {
  const toMs = endOf(result)
  const [atMs, setAtMs] = useState(toMs)
  const [playing, setPlaying] = useState(false)
  useEffect(() => {
    if (!playing) return
    const step = (toMs - result.fromMs) / (PLAYED_IN_MS / 100)
    const timer = setInterval(() => setAtMs((now) => Math.min(toMs, now + step)), 100)
    return () => clearInterval(timer)
  }, [playing, toMs, result.fromMs])
  useEffect(() => {
    if (atMs >= toMs) setPlaying(false)
  }, [atMs, toMs])
  const press = () => {
    if (!playing && atMs >= toMs) setAtMs(result.fromMs)
    setPlaying(!playing)
  }
  return (
    <div className="flex flex-col gap-3 p-3">
      <div className="order-2 flex items-center gap-2 sm:order-1">
        <IconButton
          label={playing ? 'Pause both' : 'Play both'}
          icon={playing ? <Pause size={18} aria-hidden /> : <Play size={18} aria-hidden />}
          onClick={press}
        />
        <input
          type="range"
          aria-label="Clock of both sides"
          aria-valuetext={timeText(atMs)}
          min={result.fromMs}
          max={toMs}
          step={1_000}
          value={atMs}
          onChange={(event) => setAtMs(Number(event.target.value))}
          className="hit min-w-20 flex-1 accent-accent"
        />
        <time className="font-600">{timeText(atMs)}</time>
      </div>
      <div className="order-3 grid grid-cols-2 gap-3 max-sm:grid-cols-1 sm:order-2">
        {result.sides.map((side, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a side is its place
          <Half key={at} side={side} label={labels[at] ?? ''} atMs={atMs} fromMs={result.fromMs} toMs={toMs} />
        ))}
      </div>
      <div className="order-1 sm:order-3">
        <Figures result={result} labels={labels} />
      </div>
    </div>
  )
}

const CHART = { width: 560, height: 110 }

interface HalfProps {
  side: CompareSide
  label: string
  atMs: number
  fromMs: number
  toMs: number
}

function Half({ side, label, atMs, fromMs, toMs }: HalfProps) {
  const service = (side.moments.findLast((moment) => moment.atMs <= atMs) ?? side.moments[0])?.service
  if (!service) return null
  const { sentence, canProgress } = service.why
  return (
    <section aria-label={label} className="min-w-0 rounded-card border border-edge bg-surface p-3">
      <h3 className="font-600 text-16">{label}</h3>
      <div className="my-1 min-w-0 overflow-hidden">
        <Gauge service={service} short />
      </div>
      <p className={`min-h-[2.7em] ${canProgress ? '' : 'rounded-chip bg-bad-tint px-1'}`}>{sentence}</p>
      <Strip side={side} atMs={atMs} fromMs={fromMs} toMs={toMs} service={service} />
    </section>
  )
}

function Strip({ side, atMs, fromMs, toMs, service }: Omit<HalfProps, 'label'> & { service: ServiceView }) {
  const samples = side.moments.map(({ atMs: at, service: then }): Sample => {
    const healthy = then.counts.healthyOld + then.counts.healthyNew
    return { atMs: at, healthy, running: then.running, lower: then.lowerBound, upper: then.upperBound }
  })
  const top = Math.max(2, ...samples.map((sample) => Math.max(sample.upper, sample.running) + 1))
  const frame: ChartFrame = { ...CHART, fromMs, toMs: Math.max(toMs, fromMs + 1_000), top }
  const healthy = stepPath(samples, (sample) => sample.healthy, atMs, frame)
  const now = samples.findLast((sample) => sample.atMs <= atMs)
  const words = `${now?.healthy ?? 0} healthy and ${now?.running ?? 0} running; at least ${service.lowerBound}, at most ${service.upperBound}.`
  return (
    <>
      <svg role="img" aria-label={words} viewBox={`0 0 ${CHART.width} ${CHART.height}`} className="block w-full">
        <rect width={CHART.width} height={yOf(service.upperBound, frame)} fill="var(--forbid)" />
        <rect
          y={yOf(service.lowerBound, frame)}
          width={CHART.width}
          height={CHART.height - yOf(service.lowerBound, frame)}
          fill="var(--forbid)"
        />
        <path d={areaPath(healthy, atMs, frame)} fill="var(--good-tint)" />
        <path d={healthy} fill="none" stroke="var(--good)" strokeWidth={2.5} />
        <path
          d={stepPath(samples, (sample) => sample.running, atMs, frame)}
          fill="none"
          stroke="var(--ink)"
          strokeWidth={1.5}
          strokeDasharray="5 3"
        />
        <path
          d={`M0 ${yOf(service.upperBound, frame)}H${CHART.width}M0 ${yOf(service.lowerBound, frame)}H${CHART.width}`}
          stroke="var(--edge)"
        />
      </svg>
      <p className="text-12 text-ink-2">
        ━ healthy {now?.healthy ?? 0} · ┄ running {now?.running ?? 0} · at least {service.lowerBound}, at most{' '}
        {service.upperBound}
      </p>
    </>
  )
}

const usdText = (usd: number): string => `$${usd.toFixed(usd < 0.1 ? 4 : 2)}`

function costText({ extra }: CompareSide): string {
  if (!extra) return 'no list price here'
  return `${usdText(extra.usd)} (${extra.instanceHours.toFixed(3)} h of ${extra.instanceType})`
}

function Figures({ result, labels }: Made) {
  const rows: [string, (side: CompareSide) => string][] = [
    [
      'Time to steady',
      ({ figures }) => (figures.secondsToSteady === null ? 'never' : duration(figures.secondsToSteady * 1_000)),
    ],
    ['Lowest healthy', ({ figures }) => String(figures.lowestHealthy)],
    ['Peak tasks', ({ figures }) => String(figures.peakTasks)],
    ['Failed requests', ({ figures }) => String(figures.failedRequests)],
    ['Cost of the extra capacity', costText],
  ]
  return (
    <div className="overflow-x-auto">
      <table className="w-full border-collapse rounded-card border border-edge bg-surface text-left">
        <thead>
          <tr>
            <td className="px-3 py-1" />
            {labels.map((label, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a side is its place
              <th key={at} scope="col" className="px-3 py-1 font-600">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, text]) => (
            <tr key={name} className="border-line border-t">
              <th scope="row" className="px-3 py-1 font-400 text-ink-2">
                {name}
              </th>
              {result.sides.map((side, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a side is its place
                <td key={at} className="px-3 py-1">
                  {text(side)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="mt-1 text-12 text-ink-2">
        Extra capacity: tasks beyond the desired count, as parts of an instance, at the list price (us-east-1, Linux, on
        demand) of {result.priceDate}. “Never”: not within an hour, or locked.
      </p>
    </div>
  )
}
