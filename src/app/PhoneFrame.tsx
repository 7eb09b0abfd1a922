/** The frame under 640 px: card, stage, a sheet that peeks, Deploy, transport (screens.md §3). */
import { Suspense } from 'react'
import { DeployButton, DockTabs, Inspector, QuestionOnly, ServiceBar, Transport, useShownService } from '../panels'
import { setUi, ui, useUi } from '../store'
import { StageArea } from './StageArea'
import { Terminal } from './Terminal'
import { PhoneBar } from './TopBar'
import { TroubleStrip } from './TroubleStrip'

// Half leaves room for the whole picture of a few instances; full takes all that the bars leave.
const HEIGHTS = { peek: '112px', half: 'max(200px, min(40dvh, 100dvh - 505px))', full: '72dvh' } as const
const NEXT = { peek: 'half', half: 'full', full: 'peek' } as const

export function PhoneFrame() {
  const service = useShownService()
  return (
    <div className="flex h-dvh flex-col overflow-hidden">
      <PhoneBar />
      <ServiceBar phone />
      <TroubleStrip />
      <div className="grid min-h-0 flex-1">
        <StageArea />
      </div>
      <Sheet />
      {service && (
        <div className="flex h-[52px] flex-none items-center border-line border-t bg-surface px-3">
          <DeployButton service={service} size="large" className="w-full" />
        </div>
      )}
      <Transport phone />
    </div>
  )
}

function Sheet() {
  const sheet = useUi((state) => state.sheet)
  const inspecting = useUi((state) => state.selection !== null || state.xray !== null)
  const height = inspecting && sheet === 'peek' ? HEIGHTS.half : HEIGHTS[sheet]
  return (
    <section
      aria-label={inspecting ? 'Inspector' : 'Dock'}
      className="flex min-h-[112px] flex-col border-line border-t bg-surface"
      style={{ height }}
    >
      <button
        type="button"
        aria-label={`Sheet: ${sheet}. Make it ${NEXT[sheet]}`}
        onClick={() => setUi({ sheet: NEXT[ui().sheet] })}
        className="relative z-10 mx-auto -mt-6 flex h-11 w-24 flex-none items-end justify-center pb-2"
      >
        <span className="h-1 w-10 rounded-full bg-edge" />
      </button>
      <div className="min-h-0 flex-1">
        {inspecting ? (
          <Suspense fallback={null}>
            <Inspector />
          </Suspense>
        ) : sheet === 'peek' ? (
          <QuestionOnly />
        ) : (
          <DockTabs terminal={<Terminal />} />
        )}
      </div>
    </section>
  )
}
