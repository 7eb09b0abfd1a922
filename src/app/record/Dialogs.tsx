/** The dialogs of the record; each loads when it is first wanted. */
import { lazy, Suspense } from 'react'
import { openDialog, useRecord } from '../../store'

const Gallery = lazy(() => import('./Gallery'))
const Share = lazy(() => import('./Share'))
const Workspaces = lazy(() => import('./Workspaces'))
const Rename = lazy(() => import('./Rename'))

const dialogs = { gallery: Gallery, share: Share, workspaces: Workspaces, rename: Rename }

export interface RecordDialogProps {
  onClose: () => void
}

export function RecordDialogs() {
  const dialog = useRecord((state) => state.dialog)
  if (!dialog) return null
  const Shown = dialogs[dialog]
  return (
    <Suspense fallback={null}>
      <Shown onClose={() => openDialog(null)} />
    </Suspense>
  )
}
