/** The little forms behind the service's numbers: fields, the CLI line that they will send, Update, and ECS's refusal at its place. */
import type { ReactNode } from 'react'
import { useState } from 'react'
import { cliLine, perform, setDesired, setPercents } from '../../actions'
import { useUi } from '../../store'
import { Button, NumberField } from '../../ui'
import type { Command, ServiceView } from '../../worker'

const MOST_TASKS = 5_000

interface FormProps {
  where: string
  commands: Command[]
  valid: boolean
  onUpdate: () => Promise<{ ok: boolean }>
  onDone: () => void
  children: ReactNode
}

function Form({ where, commands, valid, onUpdate, onDone, children }: FormProps) {
  const refusal = useUi((state) => (state.refusal?.where === where ? state.refusal : null))
  const update = async () => {
    if ((await onUpdate()).ok) onDone()
  }
  return (
    <form
      className="flex w-72 flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        if (valid) void update()
      }}
    >
      {children}
      <code className="break-words font-mono text-12 text-ink-2">{commands.map(cliLine).join('\n')}</code>
      {refusal && (
        <p role="alert" className="text-13 text-bad">
          ECS says: {refusal.message}
        </p>
      )}
      <div className="flex justify-end">
        <Button variant="primary" type="submit" disabledReason={valid ? undefined : 'Correct the number first.'}>
          Update service
        </Button>
      </div>
    </form>
  )
}

interface Props {
  service: ServiceView
  onDone: () => void
}

const commandsOf = (steps: unknown): Command[] => (Array.isArray(steps) ? (steps as Command[]) : [])

export function DesiredForm({ service, onDone }: Props) {
  const [desiredCount, setCount] = useState(service.desired)
  const args = { serviceId: service.id, desiredCount }
  return (
    <Form
      where="service.scale"
      commands={commandsOf(setDesired.commands?.(args))}
      valid
      onDone={onDone}
      onUpdate={() => perform(setDesired, args)}
    >
      <NumberField
        label="Desired count"
        hint="How many tasks ECS keeps running."
        value={desiredCount}
        onChange={setCount}
        min={0}
        max={MOST_TASKS}
        autoFocus
      />
    </Form>
  )
}

export function PercentsForm({ service, onDone }: Props) {
  const [minimumHealthyPercent, setMin] = useState(service.minimumHealthyPercent)
  const [maximumPercent, setMax] = useState(service.maximumPercent)
  const args = { serviceId: service.id, minimumHealthyPercent, maximumPercent }
  return (
    <Form
      where="service.percents"
      commands={commandsOf(setPercents.commands?.(args))}
      valid={minimumHealthyPercent <= maximumPercent}
      onDone={onDone}
      onUpdate={() => perform(setPercents, args)}
    >
      <NumberField
        label="minimumHealthyPercent"
        unit="%"
        hint={`This part of ${service.desired}, rounded up, must stay healthy.`}
        value={minimumHealthyPercent}
        onChange={setMin}
        min={0}
        max={100}
        autoFocus
      />
      <NumberField
        label="maximumPercent"
        unit="%"
        hint={`This part of ${service.desired}, rounded down, may exist at once.`}
        value={maximumPercent}
        onChange={setMax}
        min={0}
        max={10_000}
      />
    </Form>
  )
}
