/** The share dialog: the link or the code of a frame, how long it is, what it carries; a run too long for a link goes as a file. */
import { useEffect, useState } from 'react'
import { perform, saveFile } from '../../actions'
import type { LinkChoices } from '../../store'
import { loadWriting, useUi } from '../../store'
import { Button, CopyButton, Dialog, Segmented, Toggle } from '../../ui'
import type { RecordDialogProps } from './Dialogs'

const CHOICES: { id: keyof LinkChoices; label: string; hint?: string }[] = [
  { id: 'moment', label: 'At this moment', hint: 'Else where the run begins.' },
  { id: 'playing', label: 'Playing', hint: 'Else it waits, paused.' },
  { id: 'speed', label: 'With this speed' },
  { id: 'selection', label: 'With what is selected' },
  { id: 'panel', label: 'With this panel' },
]

const FORMS = {
  link: { label: 'Link', copy: 'Copy link' },
  embed: { label: 'Embed code', copy: 'Copy embed code' },
}
type Form = keyof typeof FORMS

type Made = { form: Form; text: string } | { problem: string }

export default function Share({ onClose }: RecordDialogProps) {
  const { selection, playing } = useUi.getState()
  const [choices, setChoices] = useState<LinkChoices>({
    ...{ moment: true, playing, speed: false, selection: selection !== null, panel: false },
  })
  const [form, setForm] = useState<Form>('link')
  const [made, setMade] = useState<Made | null>(null)
  useEffect(() => {
    let current = true
    loadWriting()
      .then(({ shareLink, shareEmbed }) => (form === 'embed' ? shareEmbed : shareLink)(choices))
      .then((text): Made => ({ form, text }))
      .catch((error: unknown): Made => ({ problem: error instanceof Error ? error.message : String(error) }))
      .then((next) => {
        if (current) setMade(next)
      })
    return () => {
      current = false
    }
  }, [choices, form])
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
      <div className="mb-2">
        <Segmented
          label="Share as"
          options={[
            { id: 'link', label: FORMS.link.label },
            { id: 'embed', label: FORMS.embed.label },
          ]}
          value={form}
          onChange={setForm}
        />
      </div>
      {made && 'text' in made && (
        <div className="mb-3">
          <div className="flex items-center gap-1">
            <input
              aria-label={FORMS[made.form].label}
              readOnly
              value={made.text}
              onFocus={(event) => event.target.select()}
              className="min-h-8 min-w-0 flex-1 rounded-card border border-edge bg-surface px-2 font-mono text-12"
            />
            <CopyButton text={made.text} label={FORMS[made.form].copy} />
          </div>
          <p className="text-12 text-ink-2" role="status">
            {made.text.length} characters
            {made.form === 'link' && made.text.length > 2_000 && '; some programs cut links of more than 2,000'}
          </p>
          {made.form === 'embed' && (
            <p className="text-12 text-ink-2">
              For slides and blogs: the picture, play and clock, and a way to the whole page. It waits while out of
              sight.
            </p>
          )}
        </div>
      )}
      <div className="flex flex-col items-start gap-2">
        {CHOICES.filter(({ id }) => form === 'link' || id !== 'panel').map(({ id, label, hint }) => (
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
