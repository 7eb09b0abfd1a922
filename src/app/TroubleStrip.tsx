/** What went wrong with the simulation or a refused command that has no other place; a strip takes room; a refusal lies over the stage for as long. */
import { setUi, useUi } from '../store'
import { CopyButton, Strip } from '../ui'
import { NoticeStrip } from './record/NoticeStrip'

/** Refusals that are shown by the control itself. */
const SHOWN_ELSEWHERE = /^(service\.(deploy|scale|percents)|inspector|new\.)/

export function TroubleStrip() {
  const trouble = useUi((state) => state.trouble)
  const refusal = useUi((state) => state.refusal)
  const selected = useUi((state) => state.selection !== null)
  const loose = refusal && !selected && !SHOWN_ELSEWHERE.test(refusal.where) ? refusal : null
  return (
    <>
      {trouble && (
        <Strip
          tone={trouble.tone}
          onClose={() => setUi({ trouble: null })}
          actions={trouble.report ? <CopyButton text={trouble.report} label="Copy report" /> : undefined}
        >
          {trouble.text}
        </Strip>
      )}
      <NoticeStrip />
      {loose && (
        <div className="relative z-20">
          <div className="floating absolute top-2 left-2 max-w-[min(40rem,calc(100vw-16px))] overflow-hidden">
            <Strip tone="bad" onClose={() => setUi({ refusal: null })}>
              {loose.name ? `ECS says: ${loose.message}` : loose.message}
            </Strip>
          </div>
        </div>
      )}
    </>
  )
}
