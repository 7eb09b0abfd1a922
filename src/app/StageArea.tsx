/** The stage: the graph, or its text twin. */
import { lazy, Suspense } from 'react'
import { Stage } from '../graph'
import { Compare, ListView } from '../panels'
import { useIds, useUi } from '../store'

const StageNotes = lazy(() => import('./StageNotes'))

export function StageArea() {
  const view = useUi((state) => state.stageView)
  const comparing = useUi((state) => state.comparing)
  const asking = useUi((state) => state.asking)
  const lens = useUi((state) => state.lens)
  const ready = useUi((state) => state.ready)
  const empty = useIds('clusters').length === 0
  return (
    <main
      id="stage"
      tabIndex={-1}
      data-shortcuts
      className="relative col-start-1 row-start-1 min-h-0 min-w-0 bg-bg outline-none"
    >
      {comparing ? (
        <Suspense fallback={null}>
          <Compare />
        </Suspense>
      ) : view === 'graph' ? (
        <Stage />
      ) : (
        <Suspense fallback={null}>
          <ListView />
        </Suspense>
      )}
      <Suspense fallback={null}>{(asking || lens === 'placement' || (ready && empty)) && <StageNotes />}</Suspense>
    </main>
  )
}
