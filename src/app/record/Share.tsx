/** The share dialog: the link, how long it is, and what it carries; a run too long for a link goes as a file. */
import { useEffect, useState } from 'react'
import { perform, saveFile } from '../../actions'
import type { LinkChoices } from '../../store'
import { loadWriting, useUi } from '../../store'
import { Button, CopyButton, Dialog, Toggle } from '../../ui'
import type { RecordDialogProps } from './Dialogs'

const CHOICES: { id: keyof LinkChoices; label: string; hint?: string }[] = [
  { id: 'moment', label: 'At this moment', hint: 'Else where the run begins.' },
  { id: 'playing', label: 'Playing', hint: 'Else it waits, paused.' },
  { id: 'speed', label: 'With this speed' },
  { id: 'selection', label: 'With what is selected' },
  { id: 'panel', label: 'With this panel' },
]

type Made = { link: string } | { problem: string }

export default function Share({ onClose }: RecordDialogProps) {
  const { selection, playing } = useUi.getState()
  const [choices, setChoices] = useState<LinkChoices>({
    ...{ moment: true, playing, speed: false, selection: selection !== null, panel: false },
  })
  const [made, setMade] = useState<Made | null>(null)
  useEffect(() => {
    let current = true
    loadWriting()
      .then(({ shareLink }) => shareLink(choices))
      .then((link): Made => ({ link }))
      .catch((error: unknown): Made => ({ problem: error instanceof Error ? error.message : String(error) }))
      .then((next) => {
        if (current) setMade(next)
      })
    return () => {
      current = false
    }
  }, [choices])
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Share"
      description="The link holds the whole run; it goes through no server, and opening it changes nothing of yours."
      width={560}
    >
      {made && 'problem' in made && (
        <div role="alert" className="mb-3 flex flex-col items-start gap-2 rounded-card bg-warn-tint p-3">
          <p>This run does not fit a link: {made.problem}</p>
          <p className="text-13">A file holds it; whoever gets the file opens it with “Open file” or drops it here.</p>
          <Button variant="primary" onClick={() => void perform(saveFile)}>
            Save as file
          </Button>
        </div>
      )}
      {made && 'link' in made && (
        <div className="mb-3">
          <div className="flex items-center gap-1">
            <input
              aria-label="Link"
              readOnly
              value={made.link}
              onFocus={(event) => event.target.select()}
              className="min-h-8 min-w-0 flex-1 rounded-card border border-edge bg-surface px-2 font-mono text-12"
            />
            <CopyButton text={made.link} label="Copy link" />
          </div>
          <p className="text-12 text-ink-2" role="status">
            {made.link.length} characters
            {made.link.length > 2_000 && '; some programs cut links of more than 2,000'}
          </p>
        </div>
      )}
      <div className="flex flex-col items-start gap-2">
        {CHOICES.map(({ id, label, hint }) => (
          <Toggle
            key={id}
            label={label}
            hint={hint}
            on={choices[id]}
            onChange={(on) => setChoices({ ...choices, [id]: on })}
          />
        ))}
      </div>
    </Dialog>
  )
}
