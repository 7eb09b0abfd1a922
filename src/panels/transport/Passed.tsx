/** What a jump passed over, for four seconds (screens.md §6). */
import { useEffect, useState } from 'react'
import { useUi } from '../../store'
import { passageText } from './passed'

const SHOWN_WALL_MS = 4_000

export function Passed() {
  const skipped = useUi((state) => state.skipped)
  const [visible, setVisible] = useState(false)
  useEffect(() => {
    if (!skipped) return setVisible(false)
    setVisible(true)
    const timer = setTimeout(() => setVisible(false), SHOWN_WALL_MS)
    return () => clearTimeout(timer)
  }, [skipped])
  if (!visible || !skipped) return null
  return (
    <span data-testid="passed" className="min-w-0 truncate rounded-chip bg-sunken px-2 py-1 text-12">
      {passageText(skipped)}
    </span>
  )
}
