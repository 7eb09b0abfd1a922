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
  const text = passageText(skipped)
  return (
    // Over what stands there, so that nothing grows or moves.
    <span
      data-testid="passed"
      title={text}
      className="absolute inset-x-0 top-1/2 z-10 -translate-y-1/2 rounded-chip bg-sunken px-2 py-1 text-12 leading-tight max-sm:pointer-events-none"
    >
      <span className="line-clamp-3">{text}</span>
    </span>
  )
}
