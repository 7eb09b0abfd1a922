/** The service's three numbers; each opens its editor in place and shows the line that it will send. */
import type { ReactNode } from 'react'
import { useState } from 'react'
import { cliLine, perform, setDesired, setPercents } from '../../actions'
import { useUi } from '../../store'
import { Button, NumberField, Popover } from '../../ui'
import type { Command, ServiceView } from '../../worker'

const MOST_TASKS = 5_000

interface EditorProps {
  label: string
  /** What stands in the bar. */
  shown: ReactNode
  where: string
  commands: Command[]
  valid: boolean
  onOpen: () => void
  onUpdate: () => Promise<{ ok: boolean }>
  children: ReactNode
}

/** The little window around a number: fields, the CLI line, Update, and ECS's refusal at its place. */
function InPlace({ label, shown, where, commands, valid, onOpen, onUpdate, children }: EditorProps) {
  const [open, setOpen] = useState(false)
  const refusal = useUi((state) => (state.refusal?.where === where ? state.refusal : null))
  const change = (next: boolean) => {
    if (next) onOpen()
    setOpen(next)
  }
  const update = async () => {
    if ((await onUpdate()).ok) setOpen(false)
  }
  return (
    <Popover
      label={label}
      open={open}
      onOpenChange={change}
      trigger={
        <button type="button" className="hit rounded-chip px-1.5 py-0.5 hover:bg-sunken hover:text-ink">
          {shown}
        </button>
      }
    >
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
    </Popover>
  )
}

const commandsOf = (steps: unknown): Command[] => (Array.isArray(steps) ? (steps as Command[]) : [])

export function DesiredEditor({ service }: { service: ServiceView }) {
  const [desiredCount, setCount] = useState(service.desired)
  const args = { serviceId: service.id, desiredCount }
  return (
    <InPlace
      label="Desired count"
      shown={`desired ${service.desired}`}
      where="service.scale"
      commands={commandsOf(setDesired.commands?.(args))}
      valid
      onOpen={() => setCount(service.desired)}
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
    </InPlace>
  )
}

export function PercentsEditor({ service }: { service: ServiceView }) {
  const [minimumHealthyPercent, setMin] = useState(service.minimumHealthyPercent)
  const [maximumPercent, setMax] = useState(service.maximumPercent)
  const args = { serviceId: service.id, minimumHealthyPercent, maximumPercent }
  return (
    <InPlace
      label="Deployment percentages"
      shown={`${service.minimumHealthyPercent}/${service.maximumPercent} %`}
      where="service.percents"
      commands={commandsOf(setPercents.commands?.(args))}
      valid={minimumHealthyPercent <= maximumPercent}
      onOpen={() => {
        setMin(service.minimumHealthyPercent)
        setMax(service.maximumPercent)
      }}
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
    </InPlace>
  )
}
