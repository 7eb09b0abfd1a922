/** The shell: the frame for the window's width, and what lies over it. */
import { lazy, Suspense, useEffect, useState } from 'react'
import { DefinitionEditor, NewForms } from '../panels'
import { setUi, useUi } from '../store'
import { TooltipProvider } from '../ui'
import { PhoneFrame } from './PhoneFrame'
import { RecordDialogs } from './record/Dialogs'
import { useFrame } from './useWidth'
import { WideFrame } from './WideFrame'

const PresenterFrame = lazy(() => import('./PresenterFrame'))
const BareFrame = lazy(() => import('./BareFrame'))
const Help = lazy(() => import('./Help'))
const Palette = lazy(() => import('./palette/Palette'))

export function App() {
  const frame = useFrame()
  const presenting = useUi((state) => state.presenting)
  const bare = useUi((state) => state.bare)
  if (bare) {
    return (
      <TooltipProvider>
        <Suspense fallback={null}>
          <BareFrame bare={bare} />
        </Suspense>
        <LiveRegion />
      </TooltipProvider>
    )
  }
  return (
    <TooltipProvider>
      <button
        type="button"
        onClick={() => document.getElementById('stage')?.focus()}
        className="sr-only z-50 rounded-card bg-accent px-3 py-2 text-on-accent focus:not-sr-only focus:absolute focus:top-2 focus:left-2"
      >
        Skip to the stage
      </button>
      {presenting ? (
        <Suspense fallback={null}>
          <PresenterFrame phone={frame === 'phone'} />
        </Suspense>
      ) : frame === 'phone' ? (
        <PhoneFrame />
      ) : (
        <WideFrame overlayInspector={frame === 'middle'} />
      )}
      <OnDemand />
      <RecordDialogs />
      <LiveRegion />
    </TooltipProvider>
  )
}

/** Windows that load when they are first wanted. */
function OnDemand() {
  const editing = useUi((state) => state.editing !== null)
  const helpOpen = useUi((state) => state.helpOpen)
  const paletteOpen = useUi((state) => state.paletteOpen)
  const creating = useUi((state) => state.creating !== null)
  const [editorLoaded, setEditorLoaded] = useState(editing)
  useEffect(() => {
    if (editing) setEditorLoaded(true)
  }, [editing])
  return (
    <Suspense fallback={null}>
      {editorLoaded && <DefinitionEditor />}
      {creating && <NewForms />}
      {paletteOpen && <Palette onClose={() => setUi({ paletteOpen: false })} />}
      {helpOpen && <Help onClose={() => setUi({ helpOpen: false })} />}
    </Suspense>
  )
}

function LiveRegion() {
  const spoken = useUi((state) => state.spoken)
  return (
    <div aria-live="polite" className="sr-only" data-testid="live-region">
      {spoken}
    </div>
  )
}
