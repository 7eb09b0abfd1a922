/** A value that is edited where it stands: press it, change it, see the command, send it. */
import { Pencil } from 'lucide-react'
import type { ReactNode } from 'react'
import { useEffect, useState } from 'react'
import type { Action } from '../../actions'
import { Popover } from '../../ui'
import { CodeBlock } from '../parts/CodeBlock'
import { Do, Refusal, useLines } from './Do'

interface EditProps<Args, Draft> {
  /** What is edited: "Desired count". */
  label: string
  /** Its value as text. */
  shown: ReactNode
  /** Value to start from, each time it is opened. */
  value: Draft
  action: Action<Args>
  args: (draft: Draft) => Args
  /** On the button, instead of the action's label. */
  verb?: string
  /** For an editor of many fields. */
  wide?: boolean
  /** The fields. */
  children: (draft: Draft, change: (part: Partial<Draft>) => void) => ReactNode
}

export function Edit<Args, Draft extends object>(props: EditProps<Args, Draft>) {
  const { label, shown, value, action, args, verb, wide, children } = props
  const [open, setOpen] = useState(false)
  const [draft, setDraft] = useState(value)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change from outside while it is open must not undo typing
  useEffect(() => {
    if (open) setDraft(value)
  }, [open])
  const lines = useLines(action, args(draft), open)
  return (
    <Popover
      label={label}
      // Beside the inspector there is the whole height for it.
      side={wide && innerWidth >= 640 ? 'left' : 'bottom'}
      open={open}
      onOpenChange={setOpen}
      trigger={
        <button
          type="button"
          aria-label={`${label}: edit`}
          className="hit inline-flex max-w-full items-center gap-1.5 rounded border border-transparent px-1 text-left hover:border-edge hover:bg-sunken"
        >
          <span className="min-w-0 break-words">{shown}</span>
          <Pencil size={12} aria-hidden className="flex-none text-accent" />
        </button>
      }
    >
      <div className={`flex max-w-full flex-col gap-2 ${wide ? 'w-90' : 'w-72'}`}>
        {children(draft, (part) => setDraft((old) => ({ ...old, ...part })))}
        {lines.length > 0 && (
          <CodeBlock label="Command that will be sent" className="max-h-28 text-11">
            {lines.join('\n')}
          </CodeBlock>
        )}
        <Refusal of={[action]} />
        <div className="flex justify-end">
          <Do
            action={action}
            args={args(draft)}
            variant="primary"
            {...(verb ? { label: verb } : {})}
            onDone={() => setOpen(false)}
          />
        </div>
      </div>
    </Popover>
  )
}
