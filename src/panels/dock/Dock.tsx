/** The dock: one tab at a time under the stage, its height dragged or set with the arrow keys and remembered. */
import { ChevronDown, ChevronUp } from 'lucide-react'
import type { KeyboardEvent, PointerEvent } from 'react'
import { lazy, Suspense, useMemo } from 'react'
import { heightForTerminal } from '../../actions'
import type { DockTab } from '../../store'
import { setUi, ui, useEvents, useUi } from '../../store'
import type { Tab } from '../../ui'
import { IconButton, Tabs } from '../../ui'
import { Envelope } from './Envelope'
import { rowsOf } from './events'

const events = () => import('./Events')
const tasks = () => import('./Tasks')
const commands = () => import('./Commands')
const Events = lazy(events)
const Tasks = lazy(tasks)
const Commands = lazy(commands)

/** Loads the tabs that are not shown first. */
export const prefetchDock = (): Promise<unknown> => Promise.all([events(), tasks(), commands()])

const LEAST = 124
const STEP = 24
const most = (): number => Math.max(LEAST, Math.floor(window.innerHeight / 2))
const clamp = (height: number): number => Math.round(Math.min(most(), Math.max(LEAST, height)))

interface DockProps {
  /** The command line: a room of its own, which the shell brings along. */
  terminal: React.ReactNode
}

/** Tabs and panel; used by the dock and by the phone's sheet. */
export function DockTabs({ aside, className, terminal }: DockProps & { aside?: React.ReactNode; className?: string }) {
  const tab = useUi((state) => state.dockTab)
  const log = useEvents()
  const rows = useMemo(() => rowsOf(log, '', null).length, [log])
  const tabs: Tab<DockTab>[] = [
    { id: 'envelope', label: 'Envelope' },
    { id: 'events', label: 'Events', count: rows },
    { id: 'tasks', label: 'Tasks' },
    { id: 'commands', label: 'Commands' },
    { id: 'terminal', label: 'Terminal' },
  ]
  const shown = tabs.some(({ id }) => id === tab) ? tab : 'envelope'
  return (
    <Tabs
      label="Dock"
      tabs={tabs}
      value={shown}
      onChange={(dockTab) =>
        setUi({
          dockTab,
          dockOpen: true,
          ...(dockTab === 'terminal' || dockTab === 'tasks' ? { dockHeight: heightForTerminal() } : {}),
        })
      }
      aside={aside}
      className={`h-full ${className ?? ''}`}
      panelClassName="overflow-hidden"
    >
      <Suspense fallback={null}>
        {shown === 'envelope' && <Envelope />}
        {shown === 'events' && <Events />}
        {shown === 'tasks' && <Tasks />}
        {shown === 'commands' && <Commands />}
        {shown === 'terminal' && terminal}
      </Suspense>
    </Tabs>
  )
}

export function Dock({ terminal }: DockProps) {
  const height = useUi((state) => state.dockHeight)
  const open = useUi((state) => state.dockOpen)
  const toggle = (
    <IconButton
      label={open ? 'Fold the dock' : 'Open the dock'}
      icon={open ? <ChevronDown size={16} aria-hidden /> : <ChevronUp size={16} aria-hidden />}
      onClick={() => setUi({ dockOpen: !open })}
      className="size-7!"
    />
  )
  return (
    <section
      aria-label="Dock"
      className="relative border-line border-t bg-surface"
      style={{ height: open ? clamp(height) : 29 }}
    >
      {open && <Handle height={clamp(height)} />}
      <DockTabs aside={toggle} terminal={terminal} />
    </section>
  )
}

function Handle({ height }: { height: number }) {
  const drag = (down: PointerEvent<HTMLElement>) => {
    const startY = down.clientY
    const start = ui().dockHeight
    down.currentTarget.setPointerCapture(down.pointerId)
    const move = (event: globalThis.PointerEvent) => setUi({ dockHeight: clamp(start + startY - event.clientY) })
    const element = down.currentTarget
    element.addEventListener('pointermove', move)
    element.addEventListener('lostpointercapture', () => element.removeEventListener('pointermove', move), {
      once: true,
    })
  }
  const keys = (event: KeyboardEvent) => {
    const by = { ArrowUp: STEP, ArrowDown: -STEP, Home: -most(), End: most() }[event.key]
    if (by === undefined) return
    event.preventDefault()
    setUi({ dockHeight: clamp(ui().dockHeight + by) })
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a separator that moves is a widget, <hr> is not
    <div
      role="separator"
      aria-orientation="horizontal"
      aria-label="Height of the dock"
      aria-valuenow={height}
      aria-valuemin={LEAST}
      aria-valuemax={most()}
      tabIndex={0}
      onPointerDown={drag}
      onKeyDown={keys}
      className="absolute inset-x-0 -top-1 z-10 h-2 cursor-row-resize touch-none"
    />
  )
}
