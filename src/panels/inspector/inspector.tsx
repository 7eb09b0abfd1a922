/**
 * The inspector (screens.md §7): what is selected, now and why, its events, its JSON, its actions. Loaded on demand.
 * It shows the X-ray too, which needs no selection.
 */
import { X } from 'lucide-react'
import type { KeyboardEvent, ReactNode } from 'react'
import { useEffect, useRef, useState } from 'react'
import type { Selection, SelectionKind } from '../../store'
import { closeXray, getClock, select, setUi, ui, useRow, useUi } from '../../store'
import { IconButton, StatusGlyph, Tabs } from '../../ui'
import type { ViewTable, ViewTables } from '../../worker'
import { client } from '../../worker'
import { RowLink } from '../parts/Links'
import { KIND_WORDS, labelOf, TABLE_OF } from '../parts/words'
import { useShownService } from '../service/ServiceBar'
import { placementOf } from '../xray/sentences'
import { subjectsOf } from './about'
import { DeploymentNow } from './deployment/DeploymentNow'
import { Foot } from './Foot'
import { ClusterNow, InstanceNow, ZoneNow } from './PlaceNow'
import { changesSoon } from './pause'
import { ServiceNow } from './ServiceNow'
import { EventsTab, JsonTab, WhyTab, XrayTab } from './Tabs'
import { TaskNow } from './TaskNow'
import { ListenerNow, LoadBalancerNow, RuleNow, TargetGroupNow, TargetNow } from './TrafficNow'

type TabId = 'now' | 'why' | 'events' | 'json'
const TABS: { id: TabId; label: string }[] = [
  { id: 'now', label: 'Now' },
  { id: 'why', label: 'Why' },
  { id: 'events', label: 'Events' },
  { id: 'json', label: 'JSON' },
]

/** Fills its frame; nothing when nothing is selected and no X-ray is open. */
export default function Inspector() {
  const selection = useUi((state) => state.selection)
  const xray = useUi((state) => state.xray)
  usePauseWhileLooking(selection)
  useXrayFollows(selection)
  const giveBack = useFocusBack(selection)
  const close = (shut: () => void) => {
    giveBack()
    shut()
  }
  if (xray)
    return (
      <Frame
        onClose={() => close(closeXray)}
        head={
          <Head
            kind="X-ray"
            name={placementOf(xray.outcome)?.chosen ? 'why it stands there' : 'why it has no place'}
            closeLabel="Close X-ray"
            onClose={() => close(closeXray)}
          />
        }
      >
        <div className="min-h-0 flex-1 overflow-y-auto px-3 py-2">
          <XrayTab />
        </div>
      </Frame>
    )
  if (!selection) return null
  return (
    <Selected
      key={`${selection.kind} ${selection.id}`}
      selection={selection}
      onClose={() => close(() => select(null))}
    />
  )
}

/** What is left to say of an object that is no more. */
function Gone({ kind }: { kind: SelectionKind }) {
  const service = useShownService()
  return (
    <div className="flex flex-col gap-1 px-3 py-2 text-ink-2">
      <p>ECS no longer describes it.</p>
      {kind === 'deployment' && service && (
        <p>
          How it went stands in the history of <RowLink kind="service" id={service.id} />.
        </p>
      )}
    </div>
  )
}

/** The tab stays while one object after the other is looked at. */
let lastTab: TabId = 'now'

function Selected({ selection, onClose }: { selection: Selection; onClose: () => void }) {
  const { kind, id } = selection
  const row = useRow(TABLE_OF[kind], id)
  const [tab, setTab] = useState<TabId>(lastTab)
  const choose = (next: TabId) => {
    lastTab = next
    setTab(next)
  }
  if (!row)
    return (
      <Frame
        onClose={onClose}
        head={<Head kind={KIND_WORDS[kind]} name="gone" closeLabel="Close inspector" onClose={onClose} />}
      >
        <Gone kind={kind} />
      </Frame>
    )
  const { name, status, glyph } = labelOf(kind, row)
  return (
    <Frame
      onClose={onClose}
      head={
        <Head
          kind={KIND_WORDS[kind]}
          name={name}
          status={status}
          glyph={glyph && <StatusGlyph word={glyph} size={22} />}
          closeLabel="Close inspector"
          onClose={onClose}
        />
      }
    >
      <Tabs
        tabs={TABS}
        value={tab}
        onChange={choose}
        label={`About this ${KIND_WORDS[kind].toLowerCase()}`}
        className="flex-1"
        panelClassName="overflow-y-auto px-3 py-2"
      >
        <div className="flex flex-col gap-3">
          {tab === 'now' && <Now kind={kind} row={row} />}
          {tab === 'why' && <WhyTab subjects={subjectsOf(kind, row)} />}
          {tab === 'events' && <EventsTab selection={selection} />}
          {tab === 'json' && <JsonTab selection={selection} />}
        </div>
      </Tabs>
      <Foot selection={selection} />
    </Frame>
  )
}

function Now({ kind, row }: { kind: SelectionKind; row: ViewTables[ViewTable] }) {
  const Part = NOW[kind] as (props: { row: ViewTables[ViewTable] }) => ReactNode
  return <Part row={row} />
}

const NOW: { [K in SelectionKind]: (props: { row: ViewTables[(typeof TABLE_OF)[K]] }) => ReactNode } = {
  task: TaskNow,
  instance: InstanceNow,
  service: ServiceNow,
  deployment: DeploymentNow,
  cluster: ClusterNow,
  zone: ZoneNow,
  loadBalancer: LoadBalancerNow,
  listener: ListenerNow,
  rule: RuleNow,
  targetGroup: TargetGroupNow,
  target: TargetNow,
}

/** The frame around it (an aside, a sheet) belongs to the shell. */
function Frame({ head, onClose, children }: { head: ReactNode; onClose: () => void; children: ReactNode }) {
  // A popover stands outside of it in the document and takes Esc for itself; a tooltip closes along with the inspector.
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && event.currentTarget.contains(event.target as Node)) onClose()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Esc closes from anywhere inside
    <div data-inspector onKeyDown={press} className="flex h-full min-h-0 w-full flex-col bg-surface text-ink">
      {head}
      {children}
    </div>
  )
}

interface HeadProps {
  kind: string
  name: string
  status?: string
  glyph?: ReactNode
  closeLabel: string
  onClose: () => void
}

function Head({ kind, name, status, glyph, closeLabel, onClose }: HeadProps) {
  return (
    <header className="flex flex-none items-start gap-2 border-line border-b px-3 py-2">
      {glyph && <span className="mt-0.5">{glyph}</span>}
      <div className="min-w-0 flex-1">
        <p className="text-12 text-ink-2">
          {kind}
          {status && ` · ${status}`}
        </p>
        <h2 className="break-words font-600 text-16">{name}</h2>
      </div>
      <IconButton label={closeLabel} keys="Esc" icon={<X size={18} aria-hidden />} onClick={onClose} />
    </header>
  )
}

/** Opening pauses only for what is about to change; closing resumes only then (interaction.md 11). */
function usePauseWhileLooking(selection: Selection | null): void {
  const paused = useRef(false)
  const row = useRow(TABLE_OF[selection?.kind ?? 'task'], selection?.id)
  const looked = useRef<string | null>(null)
  useEffect(() => {
    const key = selection && row ? `${selection.kind} ${selection.id}` : null
    if (key === looked.current) return
    looked.current = key
    if (!selection || !row) return goOn(paused)
    if (!ui().playing || !changesSoon(selection.kind, row, getClock(), ui().speed)) return
    setUi({ playing: false })
    client.pause()
    paused.current = true
  }, [selection, row])
  useEffect(() => {
    // Whoever presses play in between has taken over.
    const stop = useUi.subscribe((state, before) => {
      if (state.playing && !before.playing) paused.current = false
    })
    return () => {
      stop()
      // The frame takes the inspector away when nothing is selected.
      goOn(paused)
    }
  }, [])
}

/** Plays again if it was paused here. */
function goOn(paused: { current: boolean }): void {
  if (!paused.current) return
  paused.current = false
  setUi({ playing: true })
  client.play()
}

/** Selecting something that the X-ray does not speak of ends the X-ray. */
function useXrayFollows(selection: Selection | null): void {
  const before = useRef(selection)
  useEffect(() => {
    if (before.current === selection) return
    before.current = selection
    const { xray } = ui()
    const placement = xray && placementOf(xray.outcome)
    if (!xray || !selection || selection.id === xray.subject || selection.id === xray.serviceId) return
    const spokenOf = [...(placement?.survivors ?? []), ...(placement?.refused ?? [])].some(
      ({ id }) => id === selection.id,
    )
    if (!spokenOf) closeXray()
  }, [selection])
}

/** Where the focus was when the object was selected; the answer puts it back when that is still here. */
function useFocusBack(selection: Selection | null): () => void {
  const outside = useRef<HTMLElement | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: each selection is looked at once
  useEffect(() => {
    const { activeElement } = document
    // A link inside the inspector selects too; what was remembered before it stays.
    if (activeElement instanceof HTMLElement && !activeElement.closest('[data-inspector]'))
      outside.current = activeElement
  }, [selection])
  return () => {
    const target = outside.current
    if (document.activeElement?.closest('[data-inspector]') && target?.isConnected) target.focus()
  }
}
