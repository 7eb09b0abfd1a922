/** The branch being played, when there is more than one: reopen another, or look after them all. */
import { lazy, Suspense, useState } from 'react'
import { perform, reopenBranch } from '../../actions'
import { useTimeline } from '../../store'
import { MenuButton } from '../../ui'
import { timeText } from '../time'

const Branches = lazy(() => import('./Branches'))
const SHOWN = 8

export function BranchChip() {
  const { branches } = useTimeline()
  const [managing, setManaging] = useState(false)
  const current = branches.find((branch) => branch.current)
  if (!managing && branches.length < 2) return null
  const others = branches.filter((branch) => !branch.current).slice(-SHOWN)
  const items = [
    { heading: 'Reopen' },
    ...others.reverse().map(({ id, name, endMs }) => ({
      id,
      label: name,
      hint: `to ${timeText(endMs)}`,
      onSelect: () => void perform(reopenBranch, id),
    })),
    'line' as const,
    { id: 'manage', label: 'Rename, compare, delete…', onSelect: () => setManaging(true) },
  ]
  return (
    <span className="flex-none" data-testid="branch-chip">
      <MenuButton
        hint={`Branch ${current?.name ?? ''}, ${branches.length} branches`}
        label={<span className="max-w-32 truncate text-13">{current?.name}</span>}
        items={items}
      />
      {managing && (
        <Suspense fallback={null}>
          <Branches onClose={() => setManaging(false)} />
        </Suspense>
      )}
    </span>
  )
}
