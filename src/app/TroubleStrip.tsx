/** What went wrong with the simulation or a refused command that has no other place; never over the picture. */
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
        <Strip tone="bad" onClose={() => setUi({ refusal: null })}>
          {loose.name ? `ECS says: ${loose.message}` : loose.message}
        </Strip>
      )}
    </>
  )
}
