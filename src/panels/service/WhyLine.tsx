/** What the service waits for, in the engine's own sentence (screens.md "Why-line"). */
import { Ban, Clock3, Hourglass, Milestone, OctagonAlert, Shield } from 'lucide-react'
import type { ReactNode } from 'react'
import { lazy, Suspense, useState } from 'react'
import { light } from '../../store'
import type { StatusWord } from '../../ui'
import { Popover, StatusGlyph } from '../../ui'
import type { ServiceView } from '../../worker'
import { Approximate } from '../parts/Approximate'

const WaysOut = lazy(() => import('./WaysOut'))

const STATUS: Record<string, StatusWord> = {
  steady: 'healthy',
  starting: 'pending',
  health: 'running',
  draining: 'draining',
  completing: 'running',
  deleting: 'stopping',
}

function glyphOf(kind: string): ReactNode {
  const word = STATUS[kind]
  if (word) return <StatusGlyph word={word} size={16} className="mt-0.5 flex-none" />
  const Icon = { placement: Ban, throttled: Hourglass, protected: Shield, stage: Milestone }[kind] ?? Clock3
  return <Icon size={16} aria-hidden className="mt-0.5 flex-none text-ink-2" />
}

export function WhyLine({ service }: { service: ServiceView }) {
  const { sentence, canProgress, subjects, kind, rules } = service.why
  const stuck = !canProgress
  return (
    <div
      onPointerEnter={() => light(subjects)}
      onPointerLeave={() => light()}
      className={`flex min-h-5 min-w-0 items-start gap-1.5 text-14 max-sm:min-h-[4.05em] max-sm:text-13 ${
        stuck ? 'rounded-chip bg-bad-tint px-1.5' : ''
      }`}
    >
      {stuck ? <OctagonAlert size={16} aria-hidden className="mt-0.5 flex-none text-bad" /> : glyphOf(kind)}
      <p data-testid="why-line" title={sentence} className="min-w-0 max-sm:line-clamp-3 sm:truncate">
        {sentence}
      </p>
      <Approximate rules={rules} />
      {stuck && <Ways service={service} />}
    </div>
  )
}

function Ways({ service }: { service: ServiceView }) {
  const [open, setOpen] = useState(false)
  return (
    <Popover
      label={`Ways out for ${service.name}`}
      open={open}
      onOpenChange={setOpen}
      trigger={
        <button
          type="button"
          className="hit h-5 flex-none rounded-chip border border-bad bg-surface px-2 text-12 leading-none text-bad hover:bg-bad-tint"
        >
          Ways out
        </button>
      }
    >
      <Suspense fallback={<p className="text-13">Trying changes…</p>}>
        <WaysOut serviceId={service.id} onTaken={() => setOpen(false)} />
      </Suspense>
    </Popover>
  )
}
