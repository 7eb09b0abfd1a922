/** What the service waits for, in the engine's own sentence (screens.md "Why-line"). */
import { OctagonAlert } from 'lucide-react'
import { light } from '../../store'
import type { ServiceView } from '../../worker'

export function WhyLine({ service }: { service: ServiceView }) {
  const { sentence, canProgress, subjects } = service.why
  const stuck = !canProgress
  return (
    <p
      data-testid="why-line"
      onPointerEnter={() => light(subjects)}
      onPointerLeave={() => light()}
      className={`flex min-h-5 items-start gap-1.5 text-14 max-sm:line-clamp-2 max-sm:min-h-[2.7em] sm:truncate ${
        stuck ? 'rounded-chip bg-bad-tint px-1.5' : ''
      }`}
      title={sentence}
    >
      {stuck && <OctagonAlert size={16} aria-hidden className="mt-0.5 flex-none text-bad" />}
      <span className="min-w-0 sm:truncate">{sentence}</span>
    </p>
  )
}
