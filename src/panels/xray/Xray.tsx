/** The X-ray of one placement (screens.md §7): the funnel, who was left with rank and tie-break, who was refused and why. */
import { useRow, useUi } from '../../store'
import type { DecisionDetail } from '../../worker'
import { GoTo } from '../parts/GoTo'
import { Rules } from '../parts/Rules'
import { timeText } from '../time'
import type { Placement } from './sentences'
import { funnelSentence, placementOf, refusedByReason, stepLines } from './sentences'

export function Xray({ decision }: { decision: DecisionDetail }) {
  const placement = placementOf(decision.outcome)
  const service = useRow('services', decision.serviceId)
  const task = useRow('tasks', decision.subject)
  if (!placement) return <p className="text-13 text-ink-2">{decision.because}</p>
  const who = task ? `${task.family}:${task.revision}` : (service?.name ?? 'a task')
  const onFargate = placement.funnel[0]?.step !== 'pool'
  return (
    <div className="flex flex-col gap-3">
      <div>
        <p className="font-600">
          Placing {who}, at {timeText(decision.atMs)}
        </p>
        <p className="text-16">{funnelSentence(placement, onFargate ? 'zone' : 'instance')}</p>
        <p className="text-13 text-ink-2">{decision.because}</p>
      </div>
      <Steps placement={placement} />
      <Survivors placement={placement} />
      <Refused placement={placement} />
      <Rules rules={decision.rules} />
    </div>
  )
}

function Steps({ placement }: { placement: Placement }) {
  const lines = stepLines(placement)
  if (lines.length === 0) return null
  return (
    <ul aria-label="Steps of the choice" className="flex flex-col">
      {lines.map(({ id, text, out }) => (
        <li key={id} className="flex gap-2 border-line border-t py-0.5 text-13">
          <span className="min-w-0 flex-1">{text}</span>
          <span className="text-ink-2">{out} out</span>
        </li>
      ))}
    </ul>
  )
}

function Survivors({ placement }: { placement: Placement }) {
  const { survivors, chosen } = placement
  if (survivors.length === 0) return null
  return (
    <section aria-label="Candidates that fit">
      <h3 className="font-600 text-13">Fit, best first</h3>
      <ol className="flex flex-col">
        {survivors.map(({ id, rank, because }) => (
          <Row key={id} id={id}>
            <span className={id === chosen ? 'font-600' : ''}>
              {rank} of {survivors.length}
              {id === chosen && ' · chosen'}
            </span>
            <span className="block text-12 text-ink-2">{because}</span>
          </Row>
        ))}
      </ol>
    </section>
  )
}

function Refused({ placement }: { placement: Placement }) {
  const groups = refusedByReason(placement)
  if (groups.length === 0) return null
  return (
    <section aria-label="Candidates that were refused">
      <h3 className="font-600 text-13">Refused</h3>
      {groups.map(({ reason, words, who }) => (
        <details key={reason} open={who.length <= 6}>
          <summary className="hit cursor-pointer rounded py-0.5 text-13">
            <span aria-hidden className="text-bad">
              ✕{' '}
            </span>
            {words} · {who.length}
            {words !== reason && <span className="text-12 text-ink-2"> ({reason})</span>}
          </summary>
          <ul>
            {who.map(({ id, detail }) => (
              <Row key={id} id={id}>
                <span className="text-12">{detail}</span>
              </Row>
            ))}
          </ul>
        </details>
      ))}
    </section>
  )
}

/** One candidate: an instance, or on Fargate a zone. The selected one stands out. */
function Row({ id, children }: { id: string; children: React.ReactNode }) {
  const instance = useRow('instances', id)
  const selected = useUi((state) => state.selection?.id === id)
  return (
    <li className={`flex gap-2 border-line border-t py-1 text-13 ${selected ? 'bg-accent/12' : ''}`}>
      <span className="w-24 flex-none">
        {instance ? (
          <GoTo kind="instance" id={id}>
            {instance.label}
          </GoTo>
        ) : (
          id
        )}
        {instance && <span className="block text-11 text-ink-2">{instance.zone}</span>}
      </span>
      <span className="min-w-0 flex-1 break-words">{children}</span>
    </li>
  )
}
