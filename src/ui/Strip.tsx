import { CircleAlert, CircleCheck, Info, OctagonAlert, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { IconButton } from './Button'

type Tone = 'note' | 'good' | 'warn' | 'bad'

const tones = {
  note: { look: 'bg-sunken', icon: Info, colour: 'text-ink-2' },
  good: { look: 'bg-good-tint', icon: CircleCheck, colour: 'text-good' },
  warn: { look: 'bg-warn-tint', icon: CircleAlert, colour: 'text-warn' },
  bad: { look: 'bg-bad-tint', icon: OctagonAlert, colour: 'text-bad' },
}

interface StripProps {
  tone?: Tone
  children: ReactNode
  /** Buttons at the right. */
  actions?: ReactNode
  onClose?: () => void
}

/** A line across the page that says what happened and what can be done. */
export function Strip({ tone = 'note', children, actions, onClose }: StripProps) {
  const { look, icon: Icon, colour } = tones[tone]
  return (
    <div
      role={tone === 'bad' ? 'alert' : 'status'}
      className={`flex items-center gap-2 px-3 py-1.5 text-13 text-ink ${look}`}
    >
      <Icon size={18} aria-hidden className={`flex-none ${colour}`} />
      <div className="min-w-0 flex-1">{children}</div>
      {actions}
      {onClose && <IconButton label="Dismiss" icon={<X size={16} aria-hidden />} onClick={onClose} />}
    </div>
  )
}
