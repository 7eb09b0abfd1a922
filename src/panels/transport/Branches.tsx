/** All branches: reopen, rename, delete, and compare with the one being played. */
import { useState } from 'react'
import { deleteBranch, perform, renameBranch, reopenBranch } from '../../actions'
import { useTimeline } from '../../store'
import { Button, Dialog, TextField } from '../../ui'
import type { BranchComparison, BranchView } from '../../worker'
import { client } from '../../worker'
import { timeText } from '../time'
import { compareRows } from './compare'

export default function Branches({ onClose }: { onClose: () => void }) {
  const { branches, endMs } = useTimeline()
  const [comparison, setComparison] = useState<BranchComparison | null>(null)
  const compare = async (id: string) => setComparison(await client.compareBranch(id))
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
      title="Branches"
      description="Acting in the past keeps the future that was there. Each branch is a log of commands."
      width={720}
    >
      <div className="flex flex-col gap-4 p-4">
        <ul aria-label="Branches" className="flex flex-col gap-2">
          {branches.map((branch) => (
            <Branch
              key={branch.id}
              branch={branch}
              endMs={branch.current ? endMs : branch.endMs}
              onReopen={() => {
                void perform(reopenBranch, branch.id)
                onClose()
              }}
              onCompare={() => void compare(branch.id)}
            />
          ))}
        </ul>
        {comparison && <Comparison comparison={comparison} />}
      </div>
    </Dialog>
  )
}

function Branch(props: { branch: BranchView; endMs: number; onReopen: () => void; onCompare: () => void }) {
  const { branch, endMs, onReopen, onCompare } = props
  const [name, setName] = useState<string | null>(null)
  const rename = () => {
    if (name !== null && name.trim() !== '') void perform(renameBranch, { id: branch.id, name })
    setName(null)
  }
  const differs = branch.differsFromMs === null ? '' : `, differs from ${timeText(branch.differsFromMs)} on`
  return (
    <li className="flex flex-wrap items-center gap-2 rounded-card border border-line p-2">
      <div className="min-w-40 flex-1">
        {name === null ? (
          <p className="font-600">{branch.name}</p>
        ) : (
          <form
            onSubmit={(event) => {
              event.preventDefault()
              rename()
            }}
          >
            <TextField label="Name" value={name} maxLength={80} onChange={setName} />
          </form>
        )}
        <p className="text-12 text-ink-2">
          {branch.current ? 'Being played, ' : ''}to {timeText(endMs)}
          {differs}
        </p>
      </div>
      {name === null ? (
        <Button size="small" onClick={() => setName(branch.name)} aria-label={`Rename ${branch.name}`}>
          Rename
        </Button>
      ) : (
        <Button size="small" variant="primary" onClick={rename}>
          Keep name
        </Button>
      )}
      {!branch.current && (
        <>
          <Button size="small" onClick={onReopen} aria-label={`Reopen ${branch.name}`}>
            Reopen
          </Button>
          <Button size="small" onClick={onCompare} aria-label={`Compare ${branch.name}`}>
            Compare
          </Button>
          <Button
            size="small"
            variant="danger"
            onClick={() => void perform(deleteBranch, branch.id)}
            aria-label={`Delete ${branch.name}`}
          >
            Delete
          </Button>
        </>
      )}
    </li>
  )
}

function Comparison({ comparison }: { comparison: BranchComparison }) {
  return (
    <table className="w-full text-13">
      <caption className="mb-1 text-left font-600">Compared at the end of each</caption>
      <thead>
        <tr className="text-left text-ink-2">
          <th scope="col" />
          <th scope="col" className="px-2">
            {comparison.here.name}
          </th>
          <th scope="col" className="px-2">
            {comparison.there.name}
          </th>
        </tr>
      </thead>
      <tbody>
        {compareRows(comparison).map((row) => (
          <tr key={row.name} className="border-line border-t align-top">
            <th scope="row" className="py-1 text-left font-400">
              {row.name}
            </th>
            <td className="break-words px-2 py-1">{row.here}</td>
            <td className="break-words px-2 py-1">{row.there}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
