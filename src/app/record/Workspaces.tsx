/** All workspaces of this browser: switch, delete, name a new one. */
import { Trash2 } from 'lucide-react'
import { useEffect } from 'react'
import { deleteWorkspace, newWorkspace, perform, saveFile, switchWorkspace, undoDelete } from '../../actions'
import { openDialog, refreshIndex, useRecord, useUi } from '../../store'
import { Button, Dialog, IconButton } from '../../ui'
import type { RecordDialogProps } from './Dialogs'
import { storageNote } from './useScenarioItems'

export default function Workspaces({ onClose }: RecordDialogProps) {
  const { workspaces, workspaceId, storage, notice } = useRecord()
  const title = useUi((state) => state.title)
  useEffect(() => void refreshIndex(), [])
  const note = storageNote[storage]
  const make = () => {
    openDialog(null)
    void perform(newWorkspace)
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Workspaces"
      description="Kept in this browser only. Nothing leaves it."
      width={520}
      foot={
        <>
          <Button onClick={() => void perform(saveFile)}>Save as file</Button>
          <Button variant="primary" onClick={make}>
            New workspace
          </Button>
        </>
      }
    >
      {note && <p role="status">{note}</p>}
      {workspaceId === null && (
        <p className="mb-2 text-13 text-ink-2">{title} is not kept yet: its first command makes it a workspace.</p>
      )}
      {workspaces.length === 0 && !note && <p>No workspace yet.</p>}
      <ul aria-label="Workspaces">
        {workspaces.map(({ id, name, keptAt }) => (
          <li key={id} className="flex items-center gap-2 border-line border-b py-1">
            <span className="min-w-0 flex-1 truncate">
              {name}
              <span className="block text-12 text-ink-2">
                {id === workspaceId ? 'shown now' : `last kept ${new Date(keptAt).toLocaleString()}`}
              </span>
            </span>
            {id !== workspaceId && (
              <Button aria-label={`Open ${name}`} onClick={() => void perform(switchWorkspace, { id, name })}>
                Open
              </Button>
            )}
            <IconButton
              label={`Delete ${name}`}
              icon={<Trash2 size={16} aria-hidden />}
              onClick={() => void perform(deleteWorkspace, { id, name })}
            />
          </li>
        ))}
      </ul>
      {notice && (
        <p role="status" className="mt-2 flex items-center gap-2">
          {notice.text}
          {notice.undo && (
            <Button size="small" onClick={() => void perform(undoDelete)}>
              Undo
            </Button>
          )}
        </p>
      )}
    </Dialog>
  )
}
