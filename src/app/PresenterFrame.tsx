/** Presenter mode: bars and dock fold into the edges, the transport is a thin line with the clock (screens.md §7). */
import { ChevronUp, MonitorX, Pause, Play } from 'lucide-react'
import type { RefObject } from 'react'
import { Suspense, useEffect, useRef } from 'react'
import { perform, playPause, togglePresenter } from '../actions'
import { Dock, Inspector, ServiceBar, Timeline } from '../panels'
import { setUi, useClock, useUi } from '../store'
import { IconButton } from '../ui'
import { StageArea } from './StageArea'
import { Terminal } from './Terminal'
import { TopBar } from './TopBar'
import { TroubleStrip } from './TroubleStrip'

const OWN_PLACES = 'main, aside, [aria-label="Dock"]'

/** A button of the bars that got the focus by pointer gives it to the stage: the remote's keys go on working there. */
function useFocusOnStage(frame: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    let byPointer = false
    const pressed = ({ type }: Event) => {
      byPointer = type === 'pointerdown'
    }
    const focused = ({ target }: FocusEvent) => {
      const button =
        byPointer && target instanceof Element && frame.current?.contains(target) && target.closest('button')
      // An open menu has taken the focus and will give it back.
      if (!button || button.closest(OWN_PLACES) || button.ariaExpanded === 'true') return
      document.getElementById('stage')?.focus({ preventScroll: true })
    }
    document.addEventListener('pointerdown', pressed, true)
    document.addEventListener('keydown', pressed, true)
    document.addEventListener('focusin', focused)
    return () => {
      document.removeEventListener('pointerdown', pressed, true)
      document.removeEventListener('keydown', pressed, true)
      document.removeEventListener('focusin', focused)
    }
  }, [frame])
}

export default function PresenterFrame({ phone }: { phone: boolean }) {
  const inspecting = useUi((state) => state.selection !== null || state.xray !== null)
  const dock = useUi((state) => state.presentDock)
  const frame = useRef<HTMLDivElement>(null)
  useFocusOnStage(frame)
  return (
    <div ref={frame} className="relative flex h-dvh flex-col overflow-hidden">
      <div className="group absolute inset-x-0 top-0 z-30 h-2">
        <div className="-translate-y-full group-focus-within:translate-y-0 group-hover:translate-y-0">
          <TopBar narrow={phone} />
        </div>
      </div>
      <ServiceBar phone={phone} />
      <TroubleStrip />
      <div className="relative grid min-h-0 flex-1 grid-rows-[minmax(0,1fr)_auto]">
        <StageArea />
        {inspecting && (
          <aside
            aria-label="Inspector"
            data-over
            className="absolute inset-y-0 right-0 z-20 w-[440px] max-w-full border-line border-l bg-surface shadow-lg"
          >
            <Suspense fallback={null}>
              <Inspector />
            </Suspense>
          </aside>
        )}
        <div className="col-start-1 row-start-2 min-w-0">
          {dock ? (
            <Dock terminal={<Terminal />} />
          ) : (
            <button
              type="button"
              aria-label="Open the dock"
              onClick={() => setUi({ presentDock: true, dockOpen: true })}
              className="hit flex h-3 w-full items-center justify-center border-line border-t bg-surface text-ink-2"
            >
              <ChevronUp size={12} aria-hidden />
            </button>
          )}
        </div>
      </div>
      <ThinTransport />
    </div>
  )
}

function ThinTransport() {
  const playing = useUi((state) => state.playing)
  return (
    <section
      data-shortcuts
      aria-label="Transport"
      className="flex h-9 flex-none items-center gap-2 border-line border-t bg-surface px-2 pb-[env(safe-area-inset-bottom)]"
    >
      <IconButton
        label={playing ? 'Pause' : 'Play'}
        keys="Space"
        icon={playing ? <Pause size={18} aria-hidden /> : <Play size={18} aria-hidden />}
        onClick={() => void perform(playPause)}
      />
      <Timeline className="min-w-20 flex-1" />
      <Clock />
      <IconButton
        label="Leave presenter mode"
        icon={<MonitorX size={18} aria-hidden />}
        onClick={() => void perform(togglePresenter)}
      />
    </section>
  )
}

function Clock() {
  const now = useClock()
  const seconds = Math.floor(now / 1_000)
  const text = `${Math.floor(seconds / 60)} min ${seconds % 60} s`
  return (
    <time data-testid="clock" dateTime={`PT${now / 1_000}S`} className="flex-none whitespace-nowrap font-600 text-14">
      {text}
    </time>
  )
}
