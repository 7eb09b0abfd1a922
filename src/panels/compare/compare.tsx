/** Two settings side by side on one clock, with the same traffic and faults; the table says what each cost. */
import { X } from 'lucide-react'
import { useState } from 'react'
import { setUi } from '../../store'
import { Button, IconButton } from '../../ui'
import type { ServiceView } from '../../worker'
import { client } from '../../worker'
import { useShownService } from '../service/ServiceBar'
import type { Setting } from './choices'
import { CHOICES, commandsFor, DEPLOYS, deployCommands } from './choices'
import type { Made } from './Sides'
import { Sides } from './Sides'

type DeployId = (typeof DEPLOYS)[number]['id']
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
      {made ? <Sides key={JSON.stringify([made.labels, made.result.fromMs])} {...made} /> : <Invitation />}
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
