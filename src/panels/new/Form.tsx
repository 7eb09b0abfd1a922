/** A short form of "New": its fields, the lines that they make, and what ECS said when it refused one of them. */
import type { FormEvent, ReactNode } from 'react'
import { useCallback, useId, useState } from 'react'
import { create, perform } from '../../actions'
import { Button, CopyButton, Dialog } from '../../ui'
import type { Applied, Creation } from './creations'
import { creationLines, remaining } from './creations'

export interface FormProps {
  onClose: () => void
}

interface NewFormProps extends FormProps {
  title: string
  description: ReactNode
  /** The verb on the button. */
  verb: string
  creation: Creation
  /** Why it cannot be sent as it is; null when nothing is known against it. */
  problem?: string | null
  children: ReactNode
}

interface Refused {
  line: string
  message: string
}

export function NewForm(props: NewFormProps) {
  const { title, description, verb, creation, problem = null, onClose, children } = props
  const id = useId()
  const [applied, setApplied] = useState<readonly Applied[]>([])
  const [refused, setRefused] = useState<Refused | null>(null)
  const [busy, setBusy] = useState(false)
  const { done, steps } = remaining(creation, applied)
  // The window leaves the focus where it finds it inside; without this it would take the cross.
  const enter = useCallback((form: HTMLFormElement | null) => {
    form?.querySelector<HTMLElement>('input, select')?.focus()
  }, [])

  const send = async () => {
    setBusy(true)
    const outcome = await perform(create, { title, steps })
    setBusy(false)
    const accepted = outcome.answers.map((answer, n) => ({ line: outcome.lines[n] ?? '', answer }))
    if (outcome.ok) return onClose()
    setApplied([...done, ...accepted])
    setRefused({ line: outcome.lines[accepted.length] ?? '', message: outcome.error?.message ?? '' })
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!busy && problem === null) void send()
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
      title={title}
      description={description}
      width={560}
      foot={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={id} variant="primary" disabledReason={problem ?? undefined}>
            {done.length > 0 ? `${verb}: send the rest` : verb}
          </Button>
        </>
      }
    >
      <form ref={enter} id={id} onSubmit={submit} className="flex flex-col gap-3">
        {children}
        <Lines lines={creationLines(creation)} applied={done.length} refused={refused !== null} />
        {refused && (
          <div role="alert" className="rounded-card bg-bad-tint px-3 py-2 text-13">
            {done.length > 0 && (
              <p>
                {done.length === 1 ? 'The first command was' : `The first ${done.length} commands were`} applied and{' '}
                {done.length === 1 ? 'stays' : 'stay'}; the next was refused.
              </p>
            )}
            <p className="break-words">ECS says: {refused.message}</p>
          </div>
        )}
      </form>
    </Dialog>
  )
}

/** What will be sent, growing as one types. */
function Lines({ lines, applied, refused }: { lines: string[]; applied: number; refused: boolean }) {
  return (
    <div>
      <div className="flex items-center">
        <span className="flex-1 text-12 text-ink-2">Will be sent</span>
        <CopyButton text={lines.join('\n')} label="Copy commands" />
      </div>
      <ol
        aria-label="Commands that will be sent"
        className="flex flex-col gap-1.5 rounded-card bg-sunken p-2 font-mono text-12"
      >
        {lines.map((line, n) => (
          <li key={line} className="wrap-anywhere">
            <code>{line}</code>
            {n < applied && <span className="font-sans text-good"> ✓ applied</span>}
            {refused && n === applied && <span className="font-sans text-bad"> ✕ refused</span>}
          </li>
        ))}
      </ol>
    </div>
  )
}
