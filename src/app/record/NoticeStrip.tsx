/** One quiet sentence about a workspace, with its undo. */
import { perform, undoDelete } from '../../actions'
import { setRecord, useRecord } from '../../store'
import { Button, Strip } from '../../ui'

export function NoticeStrip() {
  const notice = useRecord((state) => state.notice)
  if (!notice) return null
  const undo = (
    <Button size="small" onClick={() => void perform(undoDelete)}>
      Undo
    </Button>
  )
  return (
    <Strip tone="note" onClose={() => setRecord({ notice: null })} actions={notice.undo ? undo : undefined}>
      {notice.text}
    </Strip>
  )
}
