/** The circuit-breaker meter: fills with each failed task, empties when a healthy one resets it (interaction rule 15). */
import { Zap } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { ServiceDeploymentView } from '../../worker'
import { meterOf } from './meter'

/** Count from which the meter was emptied last; null again with the next failure. */
function useEmptied(id: string, count: number): number | null {
  const before = useRef({ id, count })
  const [emptied, setEmptied] = useState<number | null>(null)
  useEffect(() => {
    const was = before.current
    before.current = { id, count }
    if (was.id !== id || count > was.count) setEmptied(null)
    else if (count < was.count) setEmptied(was.count)
  }, [id, count])
  return emptied
}

export function Meter({ record }: { record: ServiceDeploymentView }) {
  const { cells, full, text, count, threshold, state } = meterOf(record)
  const emptied = useEmptied(record.id, count)
  if (record.breaker.status === 'DISABLED') return null
  const words = emptied === null || count > 0 ? `${count} of ${threshold}` : `reset, was ${emptied}`
  const tripped = record.breaker.status === 'TRIGGERED'
  const note = emptied === null ? text : `${text} A task became healthy and set it back from ${emptied}.`
  return (
    // biome-ignore lint/a11y/useSemanticElements: <meter> cannot show cells, nor be styled alike everywhere
    <div
      role="meter"
      aria-label="Circuit breaker"
      aria-valuemin={0}
      aria-valuemax={threshold}
      aria-valuenow={Math.min(count, threshold)}
      aria-valuetext={note}
      title={note}
      data-state={state}
      className={`flex flex-none items-center gap-1.5 rounded-chip border px-1.5 py-0.5 text-12 ${
        tripped ? 'border-bad bg-bad-tint' : 'border-edge'
      }`}
    >
      <Zap size={13} aria-hidden className={tripped ? 'text-bad' : 'text-ink-2'} />
      <span aria-hidden className="flex gap-px">
        {Array.from({ length: cells }, (_, at) => (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its place
            key={at}
            className={`h-3 w-2 rounded-[2px] border transition-colors duration-500 motion-reduce:duration-100 ${
              at < full ? 'border-bad bg-bad' : 'border-edge bg-sunken'
            }`}
          />
        ))}
      </span>
      <span aria-hidden className="tabular-nums">
        {tripped ? 'triggered' : words}
      </span>
    </div>
  )
}
