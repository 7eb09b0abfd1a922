/** The frame from 640 px up: bars above, stage and dock with the inspector beside them, transport below. */
import { Suspense } from 'react'
import { Dock, Inspector, ServiceBar, Transport } from '../panels'
import { useUi } from '../store'
import { StageArea } from './StageArea'
import { Terminal } from './Terminal'
import { TopBar } from './TopBar'
import { TroubleStrip } from './TroubleStrip'

export function WideFrame({ overlayInspector }: { overlayInspector: boolean }) {
  const inspecting = useUi((state) => state.selection !== null || state.xray !== null)
  // The order of the elements is the order of focus: graph, inspector, dock; the grid puts the dock under the stage.
  const columns = inspecting && !overlayInspector ? 'grid-cols-[minmax(0,1fr)_352px]' : 'grid-cols-[minmax(0,1fr)]'
  return (
    <div className="flex h-dvh flex-col overflow-hidden">
      <TopBar narrow={overlayInspector} />
      <ServiceBar phone={false} />
      <TroubleStrip />
      <div className={`relative grid min-h-0 flex-1 grid-rows-[minmax(0,1fr)_auto] ${columns}`}>
        <StageArea />
        {inspecting && (
          <aside
            aria-label="Inspector"
            data-over={overlayInspector || undefined}
            className={`border-line border-l bg-surface ${
              overlayInspector
                ? 'absolute inset-y-0 right-0 z-20 w-[352px] max-w-full shadow-lg'
                : 'col-start-2 row-span-2 row-start-1 min-h-0'
            }`}
          >
            <Suspense fallback={null}>
              <Inspector />
            </Suspense>
          </aside>
        )}
        <div className="col-start-1 row-start-2 min-w-0">
          <Dock terminal={<Terminal />} />
        </div>
      </div>
      <Transport phone={false} />
    </div>
  )
}
