/** Ways out of a lock: small changes that the worker tried on forks, each with what it would cost (interaction rule 12). */
import { useEffect, useState } from 'react'
import { cliLine, perform, takeWay } from '../../actions'
import { useUi } from '../../store'
import { Button } from '../../ui'
import type { WaysOut as Found, Way } from '../../worker'
import { client } from '../../worker'
import { CodeBlock } from '../parts/CodeBlock'
import { duration } from '../parts/time'

export default function WaysOut({ serviceId, onTaken }: { serviceId: string; onTaken?: () => void }) {
  const [found, setFound] = useState<Found | null | 'lost'>(null)
  useEffect(() => {
    let gone = false
    client.waysOut(serviceId).then(
      (answer) => !gone && setFound(answer ?? 'lost'),
      () => !gone && setFound('lost'),
    )
    return () => {
      gone = true
    }
  }, [serviceId])
  if (found === null) return <p className="text-13">Trying changes on a copy of this moment…</p>
  if (found === 'lost') return <p className="text-13">The changes could not be tried now.</p>
  const { ways, failed, untried } = found
  return (
    <div className="flex max-h-[min(60vh,28rem)] w-[22rem] max-w-full flex-col gap-2 overflow-y-auto">
      <h2 className="font-600 text-14">
        {ways.length === 0 ? 'No small change was found that frees it' : 'Each of these was tried and frees it'}
      </h2>
      <ol aria-label="Ways out" className="flex flex-col gap-2">
        {ways.map((way) => (
          <li key={way.id} className="card flex flex-col gap-1 px-2 py-1.5">
            <Told way={way} onTaken={onTaken} />
          </li>
        ))}
      </ol>
      <Refused />
      {failed.length > 0 && (
        <details className="text-13">
          <summary className="hit cursor-pointer rounded text-ink-2">Tried, but no help: {failed.length}</summary>
          <ul className="mt-1 flex flex-col gap-1.5">
            {failed.map((way) => (
              <li key={way.id}>
                {way.words}
                <span className="block text-12 text-ink-2">{whyNot(way)}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
      {untried > 0 && <p className="text-12 text-ink-2">{untried} more were not tried: that took too long.</p>}
    </div>
  )
}

/** What the trial came to, in one line. */
export function costOf({ seconds, lowestHealthy, failedRequests }: Way): string {
  const requests = failedRequests === 0 ? 'no failed request' : `${failedRequests} failed requests`
  return `At rest after ${duration((seconds ?? 0) * 1_000)}; lowest healthy ${lowestHealthy}; ${requests}.`
}

export function whyNot({ outcome, note }: Way): string {
  if (outcome === 'refused') return `ECS says: ${note}`
  return outcome === 'late' ? 'Not at rest after half an hour.' : (note ?? '')
}

function Told({ way, onTaken }: { way: Way; onTaken: (() => void) | undefined }) {
  const take = async () => {
    if ((await perform(takeWay, { commands: way.commands })).ok) onTaken?.()
  }
  return (
    <>
      <p className="text-13">{way.words}</p>
      <p className="text-12 text-ink-2">{costOf(way)}</p>
      <CodeBlock label={`Commands: ${way.words}`} className="max-h-20 text-11">
        {way.commands.map(cliLine).join('\n')}
      </CodeBlock>
      <div className="flex justify-end">
        <Button size="small" variant="primary" aria-label={`Try it: ${way.words}`} onClick={() => void take()}>
          Try it
        </Button>
      </div>
    </>
  )
}

function Refused() {
  const refusal = useUi((state) => (state.refusal?.where === takeWay.name ? state.refusal : null))
  return (
    refusal && (
      <p role="alert" className="rounded-card bg-bad-tint px-2 py-1 text-13">
        ECS says: {refusal.message}
      </p>
    )
  )
}
