/**
 * The task-definition editor (screens.md §7): JSON at the left, what ECS would make of it at the right. This module is
 * loaded on demand; the file's name is the chunk's name, which scripts/check-sizes.ts weighs.
 */
import { useEffect, useMemo, useRef, useState } from 'react'
import type { Outcome } from '../../actions'
import {
  cliLine,
  createServiceOf,
  deployCommands,
  deployDefinition,
  perform,
  registerCommand,
  registerDefinition,
} from '../../actions'
import { setUi, useTable, useUi } from '../../store'
import { Button, Dialog, Menu, SplitButton, Strip } from '../../ui'
import type { Command } from '../../worker'
import { client } from '../../worker'
import type { EditorHandle, Mark } from './CodeEditor'
import { CodeEditor } from './CodeEditor'
import { CreateService } from './CreateService'
import { EXAMPLES, SKELETON } from './examples'
import { Findings } from './Findings'
import { definitionInput, familyOf, isObject, pretty, tidyInput } from './input'
import { findingsOf, pathText, refusalReason } from './marks'
import { Stored } from './Stored'
import { MOST_BYTES, scan } from './scan'
import { useCheck } from './useCheck'

/** The drawer; open while `ui.editing` is an ARN or 'new'. */
export default function DefinitionEditor() {
  const editing = useUi((state) => state.editing)
  const [start, setStart] = useState<{ of: string; text: string } | null>(null)
  useEffect(() => {
    if (editing === null) return setStart(null)
    let stale = false
    void textOf(editing).then((text) => {
      if (!stale) setStart({ of: editing, text })
    })
    return () => {
      stale = true
    }
  }, [editing])
  return editing !== null && start?.of === editing ? <Drawer key={editing} initial={start.text} /> : null
}

/** The text to start with: the definition of an ARN as input, or the skeleton. */
async function textOf(editing: string): Promise<string> {
  if (editing !== 'new') {
    const world = await client.world(['taskDefinitions']).catch(() => null)
    const all = isObject(world) && Array.isArray(world.taskDefinitions) ? world.taskDefinitions : []
    const found = all.find((one) => isObject(one) && one.taskDefinitionArn === editing)
    const given = definitionInput(found)
    if (given) return pretty(tidyInput(given.input))
  }
  return pretty(SKELETON)
}

type Told = { tone: 'good' | 'bad' | 'note'; text: string; detail?: string }

function Drawer({ initial }: { initial: string }) {
  useFocusReturn()
  const [text, setText] = useState(initial)
  const [kept, setKept] = useState(initial)
  const [told, setTold] = useState<Told | null>(null)
  const [asking, setAsking] = useState(false)
  const [creating, setCreating] = useState(false)
  const [busy, setBusy] = useState(false)
  const editor = useRef<EditorHandle>(null)
  const file = useRef<HTMLInputElement>(null)
  const checked = useCheck(text)
  const findings = useMemo(() => findingsOf(checked), [checked])
  useEffect(() => editor.current?.setMarks(findings), [findings])

  const services = useTable('services')
  const clusters = useTable('clusters')
  const chosenId = useUi((state) => state.serviceId)
  const active = services.filter((service) => service.status === 'ACTIVE')
  const given = checked.kind === 'checked' ? checked.given : null
  const input = given?.input ?? null
  const family = familyOf(input)
  const target =
    active.find((service) => service.id === chosenId) ??
    active.find((service) => service.taskDefinition.family === family) ??
    active[0]
  const clusterName = (clusterId: string) => clusters.find((cluster) => cluster.id === clusterId)?.name ?? ''
  const refusal = busy ? 'Being sent.' : refusalReason(checked, text)

  const close = () => setUi({ editing: null })
  const askToClose = (open: boolean) => {
    if (open || editor.current?.closeInner()) return
    if (text === kept || asking) return asking ? setAsking(false) : close()
    setAsking(true)
  }

  /** Sends and says what came of it; true when all of it was taken. */
  const send = async (sending: Promise<Outcome>, done: string): Promise<boolean> => {
    setBusy(true)
    const { ok, answers, error } = await sending
    setBusy(false)
    const registered = answers.length > 0
    if (registered) setKept(text)
    if (ok) setTold({ tone: 'good', text: done })
    else
      setTold({
        tone: 'bad',
        text: registered ? 'The definition was registered; what came after was refused.' : 'Nothing was registered.',
        detail: `${error?.name}: ${error?.message}`,
      })
    return ok
  }
  const deploy = async (serviceId: string) => {
    if (input && (await send(perform(deployDefinition, { input, serviceId }), 'Deploying.'))) close()
  }

  /** What replaces everything when a describe answer is pasted or dropped; null = leave the paste alone. */
  const cleaned = (pasted: string): string | null => {
    const read = scan(pasted)
    if (!read.ok) return null
    const found = definitionInput(read.value)
    if (!found || (found.dropped.length === 0 && !found.unwrapped)) return null
    const names = found.dropped.join(', ')
    setTold({
      tone: 'note',
      text: `Left out, because only ECS sets it: ${names || 'the wrapper around the definition'}.`,
    })
    return pretty(found.input)
  }
  const takeFile = async (taken: File | undefined) => {
    if (!taken) return
    if (taken.size > MOST_BYTES) return setTold({ tone: 'bad', text: `${taken.name} is larger than 2 MB.` })
    const content = await taken.text()
    editor.current?.setText(cleaned(content) ?? content)
    editor.current?.focus()
  }
  const startFrom = (definition: unknown) => {
    setTold(null)
    editor.current?.setText(pretty(definition))
    editor.current?.focus()
  }

  const foot = asking ? (
    <div role="alertdialog" aria-label="Discard changes" className="flex flex-1 flex-wrap items-center gap-2">
      <span className="flex-1 font-600">Discard your changes to this definition?</span>
      <Button autoFocus onClick={() => setAsking(false)}>
        Keep editing
      </Button>
      <Button variant="danger" onClick={close}>
        Discard
      </Button>
    </div>
  ) : creating ? null : (
    <>
      <Button
        disabledReason={refusal}
        hint={input && hintOf([registerCommand(input)])}
        onClick={() => input && send(perform(registerDefinition, { input }), `Registered a new revision of ${family}.`)}
      >
        Register
      </Button>
      <Button disabledReason={refusal} onClick={() => setCreating(true)}>
        Register and create a service…
      </Button>
      {target && (
        <SplitButton
          label={`Register and deploy to ${target.name}`}
          menuLabel="Deploy to another service"
          disabledReason={refusal}
          hint={input && hintOf(deployCommands(input, clusterName(target.clusterId), target.name))}
          onPress={() => void deploy(target.id)}
          items={active.map((service) => ({
            id: service.id,
            label: service.name,
            hint: `in ${clusterName(service.clusterId)}, now ${service.taskDefinition.family}:${service.taskDefinition.revision}`,
            disabledReason: refusal,
            onSelect: () => void deploy(service.id),
          }))}
        />
      )}
    </>
  )

  return (
    <Dialog
      open
      onOpenChange={askToClose}
      place="right"
      width={720}
      title="Task definition"
      description="What RegisterTaskDefinition takes. Nothing you paste leaves this browser."
      foot={foot}
    >
      <div className="flex min-h-full flex-col gap-2 sm:h-full">
        <div className="flex flex-wrap items-center gap-2">
          <Menu
            trigger={<Button size="small">Start from ▾</Button>}
            items={[
              { heading: 'Definitions in use' },
              ...active.map((service) => ({
                id: service.id,
                label: `${service.taskDefinition.family}:${service.taskDefinition.revision}`,
                hint: `of service ${service.name}`,
                onSelect: () => void textOf(service.taskDefinition.arn).then((t) => editor.current?.setText(t)),
              })),
              { heading: 'Examples' },
              ...EXAMPLES.map(({ id, label, hint, definition }) => ({
                id,
                label,
                hint,
                onSelect: () => startFrom(definition),
              })),
              'line',
              { id: 'empty', label: 'Almost nothing', onSelect: () => startFrom(SKELETON) },
            ]}
          />
          <Button size="small" onClick={() => file.current?.click()}>
            Open a file…
          </Button>
          <input
            ref={file}
            type="file"
            accept=".json,application/json"
            aria-label="Definition file"
            tabIndex={-1}
            className="sr-only"
            onChange={(event) => {
              void takeFile(event.target.files?.[0])
              event.target.value = ''
            }}
          />
          <span role="status" className="ml-auto text-13 text-ink-2">
            {verdict(checked, findings)}
          </span>
        </div>
        {told && (
          <Strip tone={told.tone} onClose={() => setTold(null)}>
            {told.text}
            {told.detail && <span className="block text-12 text-ink-2">ECS says: {told.detail}</span>}
          </Strip>
        )}
        <div className="grid min-h-0 flex-1 gap-3 sm:grid-cols-[minmax(0,1fr)_280px]">
          {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a shortcut of "Open a file" */}
          <div
            className="h-[45dvh] min-h-0 sm:h-auto"
            onDragOver={(event) => event.dataTransfer.types.includes('Files') && event.preventDefault()}
            onDrop={(event) => {
              if (event.dataTransfer.files.length === 0) return
              event.preventDefault()
              event.stopPropagation()
              void takeFile(event.dataTransfer.files[0])
            }}
          >
            <CodeEditor
              initial={initial}
              label="Task definition JSON"
              onChange={setText}
              onPasteAll={cleaned}
              handle={editor}
            />
          </div>
          <div className="flex min-h-0 flex-col gap-3 sm:overflow-y-auto sm:pr-1">
            {creating && input ? (
              <CreateService
                input={input}
                refusal={refusal}
                onBack={() => setCreating(false)}
                onCreate={async (service) => {
                  if (await send(perform(createServiceOf, { input, service }), 'Created.')) close()
                }}
              />
            ) : (
              <>
                <Findings findings={findings} goTo={(place: Mark['place']) => editor.current?.goTo(place)} />
                {checked.kind === 'checked' && (
                  <>
                    {checked.check.dropped.length > 0 && (
                      <p className="text-13 text-ink-2">
                        Not sent, because only ECS sets it:{' '}
                        {checked.check.dropped.map(({ path }) => pathText(path)).join(', ')}.
                      </p>
                    )}
                    <section aria-label="What ECS will store" className="flex flex-col gap-1">
                      <h3 className="font-600 text-14">What ECS will store</h3>
                      <Stored stored={checked.check.ok ? checked.check.stored : null} given={checked.given.input} />
                    </section>
                  </>
                )}
              </>
            )}
          </div>
        </div>
      </div>
    </Dialog>
  )
}

/** Puts the focus back where it was before the drawer opened; a dialog without a trigger does not do it by itself. */
function useFocusReturn(): void {
  const [before] = useState(() => document.activeElement)
  useEffect(
    () => () => {
      setTimeout(() => before instanceof HTMLElement && before.isConnected && before.focus())
    },
    [before],
  )
}

const HINT_CHARACTERS = 160

/** The command lines as a tooltip; a definition on the command line is long, so each is cut. */
const hintOf = (commands: readonly Command[]): string =>
  commands
    .map(cliLine)
    .map((line) => (line.length > HINT_CHARACTERS ? `${line.slice(0, HINT_CHARACTERS)}…` : line))
    .join(' && ')

function verdict(checked: ReturnType<typeof useCheck>, findings: readonly Mark[]): string {
  if (checked.kind === 'checking') return 'Checking…'
  if (checked.kind === 'malformed') return 'Not JSON yet'
  if (checked.kind === 'unavailable') return 'Could not be checked'
  const errors = findings.filter((finding) => finding.severity === 'error').length
  if (errors === 0) return 'ECS would take this'
  return errors === 1 ? '1 problem' : `${errors} problems`
}
