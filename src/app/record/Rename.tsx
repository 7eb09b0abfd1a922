/** Names the workspace. */
import { useState } from 'react'
import { perform, rename } from '../../actions'
import { useUi } from '../../store'
import { Button, Dialog, TextField } from '../../ui'
import type { RecordDialogProps } from './Dialogs'

export default function Rename({ onClose }: RecordDialogProps) {
  const title = useUi((state) => state.title)
  const [name, setName] = useState(title)
  const problem = name.trim() === '' ? 'A workspace needs a name.' : undefined
  const done = () => {
    if (!problem) void perform(rename, name)
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Rename"
      description="A named run is kept in this browser."
      width={420}
      foot={
        <Button variant="primary" disabledReason={problem} onClick={done}>
          Rename
        </Button>
      }
    >
      <TextField
        label="Name"
        value={name}
        maxLength={80}
        error={problem}
        onChange={setName}
        onKeyDown={(event) => event.key === 'Enter' && done()}
      />
    </Dialog>
  )
}
