/** The stages of a deployment that shifts traffic as a track: behind, here, ahead; what ends the present one. */
import { continuePause, rollBackPause } from '../../../actions'
import { useClock, useRow } from '../../../store'
import { StatusGlyph } from '../../../ui'
import type { DeploymentView, ShiftView } from '../../../worker'
import { Part } from '../../parts/Facts'
import { duration } from '../../parts/time'
import { timeText } from '../../time'
import { Do, Refusal } from '../Do'
import { STAGE_WORDS, stageName, stepsText } from './words'

const GLYPH = { done: 'healthy', now: 'running', ahead: 'unused', stopped: 'failed' } as const
const SPOKEN = { done: 'done', now: 'now', ahead: 'not reached', stopped: 'it ended here' }

export function Track({ row, shift }: { row: DeploymentView; shift: ShiftView }) {
  return (
    <Part title="Stages">
      {shift.strategy !== 'ROLLING' && <Weights shift={shift} />}
      <ol aria-label="Stages" className="flex flex-col text-13">
        {shift.stages.map((stage) => (
          <li
            key={stage.name}
            data-state={stage.state}
            aria-current={stage.state === 'now' ? 'step' : undefined}
            className={`flex items-start gap-2 rounded-chip px-1 py-0.5 ${stage.state === 'now' ? 'bg-accent/12' : ''}`}
          >
            <StatusGlyph word={GLYPH[stage.state]} size={16} className="mt-px flex-none" />
            <div className="min-w-0 flex-1">
              <span className={stage.state === 'ahead' ? 'text-ink-2' : ''} title={STAGE_WORDS[stage.name]}>
                {stageName(stage.name)}
              </span>
              <span className="sr-only">, {SPOKEN[stage.state]}</span>
              {stage.state === 'now' && <Now row={row} shift={shift} />}
            </div>
            <span className="flex-none text-12 text-ink-2">{stage.fromMs === null ? '' : timeText(stage.fromMs)}</span>
          </li>
        ))}
      </ol>
      {shift.rollingBack && <Back row={row} />}
      <Hooks row={row} shift={shift} />
    </Part>
  )
}

/** What the stage is for, what holds it now, and when time alone ends it. */
function Now({ row, shift }: { row: DeploymentView; shift: ShiftView }) {
  const nowMs = useClock()
  const service = useRow('services', row.serviceId)
  const step = shift.stage?.startsWith('P') ? stepsText(shift.steps, shift.step) : ''
  return (
    <div className="text-12 text-ink-2">
      <p>
        {STAGE_WORDS[shift.stage ?? '']} {step !== '' && <span className="text-ink">{step}.</span>}
      </p>
      {service && <p className="text-ink">{service.why.sentence}</p>}
      {shift.endsAtMs !== null && <p>Ends in {duration(Math.max(0, shift.endsAtMs - nowMs))}.</p>}
    </div>
  )
}

/** The way back has no stages of its own. */
function Back({ row }: { row: DeploymentView }) {
  const service = useRow('services', row.serviceId)
  return (
    <div aria-current="step" className="rounded-chip bg-accent/12 px-1 py-0.5 text-13">
      <p className="font-600">Rolling back to the old revision</p>
      {service && <p className="text-12">{service.why.sentence}</p>}
    </div>
  )
}

/** Shares of the new revision; a bar and its figure. */
function Weights({ shift }: { shift: ShiftView }) {
  const { production, test } = shift.weights
  return (
    <div className="flex flex-col gap-1 text-12">
      {(
        [
          ['production', production],
          ['test', test],
        ] as const
      ).map(([name, percent]) => (
        <div key={name} className="flex items-center gap-2">
          <span className="w-36 flex-none text-ink-2">new revision, {name}</span>
          <span aria-hidden className="h-2 min-w-0 flex-1 rounded-full border border-edge bg-sunken">
            <span className="block h-full rounded-full bg-cap" style={{ width: `${percent}%` }} />
          </span>
          <span className="w-12 flex-none text-right">{percent} %</span>
        </div>
      ))}
    </div>
  )
}

function Hooks({ row, shift }: { row: DeploymentView; shift: ShiftView }) {
  const nowMs = useClock()
  if (shift.hooks.length === 0) return null
  return (
    <div className="flex flex-col gap-1">
      <ul aria-label="Hooks" className="flex flex-col gap-1 text-13">
        {shift.hooks.map((hook) => {
          const args = { deploymentId: row.id, hookId: hook.hookId }
          const waits = hook.status === 'AWAITING_ACTION'
          const open = waits || hook.status === 'IN_PROGRESS'
          return (
            <li key={hook.hookId} className="card flex flex-col gap-1 px-2 py-1">
              <div className="flex flex-wrap items-baseline gap-x-2">
                <span className="font-600">{hook.target?.split(':').at(-1) ?? 'Pause'}</span>
                <span>{hook.status}</span>
              </div>
              {open && (
                <p className="text-12 text-ink-2">
                  {hook.timeoutAction === 'CONTINUE' ? 'Goes on' : 'Rolls back'} without an answer in{' '}
                  {duration(Math.max(0, hook.expiresAtMs - nowMs))}.
                </p>
              )}
              {waits && (
                <div className="flex gap-1.5">
                  <Do action={continuePause} args={args} variant="primary" />
                  <Do action={rollBackPause} args={args} label="Roll back" />
                </div>
              )}
            </li>
          )
        })}
      </ul>
      <Refusal of={[continuePause, rollBackPause]} />
    </div>
  )
}
