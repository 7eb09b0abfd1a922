/** The tabs beside Now: Why, Events, JSON. */
import type { Selection } from '../../store'
import { openXray, useEvents, useRow, useUi } from '../../store'
import { Button, CopyButton } from '../../ui'
import type { DecisionDetail, ServiceEventView } from '../../worker'
import { CodeBlock } from '../parts/CodeBlock'
import { Rules } from '../parts/Rules'
import { TABLE_OF } from '../parts/words'
import { timeText } from '../time'
import { Xray } from '../xray/Xray'
import { aboutIn } from './about'
import { useDecisionsAbout, useDescribed } from './useAsked'

const KINDS: Record<string, string> = {
  placement: 'Placement',
  stopChoice: 'Which task stops',
  rollingStep: 'Deployment step',
  health: 'Health',
  breaker: 'Circuit breaker',
  scaling: 'Scaling',
  capacity: 'Capacity',
  protection: 'Protection',
}

export function WhyTab({ subjects }: { subjects: readonly string[] }) {
  const decisions = useDecisionsAbout(subjects)
  if (decisions === null) return <p className="text-ink-2">Asking…</p>
  if (decisions.length === 0) return <p className="text-ink-2">ECS has decided nothing about this yet.</p>
  return (
    <ol aria-label="Decisions, newest first" className="flex flex-col gap-2">
      {decisions.map((decision) => (
        <Decision key={decision.id} decision={decision} />
      ))}
    </ol>
  )
}

function Decision({ decision }: { decision: DecisionDetail }) {
  const shown = useUi((state) => state.xray?.id === decision.id)
  const isPlacement = decision.kind === 'placement'
  return (
    <li className="card flex flex-col gap-1 px-2 py-1.5 text-13">
      <div className="flex gap-2 text-12 text-ink-2">
        <span className="flex-1 font-600">{KINDS[decision.kind] ?? decision.kind}</span>
        <span>{timeText(decision.atMs)}</span>
      </div>
      <p className="break-words">{decision.because}</p>
      <Rules rules={decision.rules} />
      {isPlacement ? (
        <div>
          <Button size="small" aria-pressed={shown} onClick={() => void openXray(decision.id)}>
            X-ray this placement
          </Button>
        </div>
      ) : (
        <details>
          <summary className="hit cursor-pointer rounded text-12 text-ink-2">Figures</summary>
          <CodeBlock label="Figures of the decision" className="max-h-60">
            {JSON.stringify({ ...decision.inputs, ...decision.outcome }, null, 2)}
          </CodeBlock>
        </details>
      )}
    </li>
  )
}

/** The placement that is laid over the stage. */
export function XrayTab() {
  const decision = useUi((state) => state.xray)
  return decision && <Xray decision={decision} />
}

const MOST_EVENTS = 200

export function EventsTab({ selection }: { selection: Selection }) {
  const row = useRow(TABLE_OF[selection.kind], selection.id)
  const events = useEvents()
  const about: ServiceEventView[] = row ? events.filter(aboutIn(selection.kind, row)).slice(-MOST_EVENTS).reverse() : []
  if (about.length === 0) return <p className="text-ink-2">No service event names it.</p>
  return (
    <ol aria-label="Service events, newest first" className="flex flex-col">
      {about.map((event) => (
        <li key={event.id} className="border-line border-t py-1 text-13">
          <div className="flex gap-2 text-12 text-ink-2">
            <span className="flex-1">{event.serviceName}</span>
            <span>{timeText(event.atMs)}</span>
          </div>
          <p className="break-words">{event.message}</p>
        </li>
      ))}
    </ol>
  )
}

export function JsonTab({ selection }: { selection: Selection }) {
  const described = useDescribed(TABLE_OF[selection.kind], selection.id)
  if (described === null) return <p className="text-ink-2">AWS has no Describe call for this.</p>
  const text = JSON.stringify(described, null, 2)
  return (
    <div className="flex flex-col gap-1">
      <div className="flex items-center">
        <span className="flex-1 text-12 text-ink-2">As AWS describes it; “playground” is what the simulator adds.</span>
        <CopyButton text={text} label="Copy JSON" />
      </div>
      <CodeBlock label="JSON">{text}</CodeBlock>
    </div>
  )
}
