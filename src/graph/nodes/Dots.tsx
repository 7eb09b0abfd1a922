import { memo } from 'react'
import type { Streak } from '../../worker'

/** At most so many dots; longer counts are written. */
const MOST = 6

/** Health checks: passed are discs, failed are crosses, still needed are rings. */
export const Dots = memo(function Dots({ streak: { passed, failed, needed } }: { streak: Streak }) {
  const done = failed > 0 ? failed : passed
  if (needed > MOST)
    return (
      <span className={failed > 0 ? 'text-bad' : ''}>
        {failed > 0 ? '✕' : '●'} {done}/{needed}
      </span>
    )
  const shape = failed > 0 ? 'miss' : 'hit-dot'
  return (
    <span className="dots" role="img" aria-label={`${done} of ${needed} checks ${failed > 0 ? 'failed' : 'passed'}`}>
      {Array.from({ length: needed }, (_, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the dots have no other name
        <i key={i} className={i < done ? shape : 'need'} />
      ))}
    </span>
  )
})
