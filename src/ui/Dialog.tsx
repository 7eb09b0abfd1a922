import * as Radix from '@radix-ui/react-dialog'
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { IconButton } from './Button'

interface DialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: ReactNode
  /** One sentence under the title. */
  description?: ReactNode
  /** In the middle, or a drawer from the right over the stage. */
  place?: 'middle' | 'right'
  /** Width in px on wide screens. */
  width?: number
  /** Buttons at the foot. */
  foot?: ReactNode
  children: ReactNode
}

const places = {
  middle:
    'left-1/2 top-1/2 max-h-[min(90dvh,52rem)] -translate-x-1/2 -translate-y-1/2 rounded-lane max-sm:inset-0 max-sm:max-h-none max-sm:translate-none max-sm:rounded-none',
  right: 'right-0 top-0 h-dvh rounded-l-lane',
}

/** A window over the page: focus stays inside, Esc and the cross close it, focus returns. */
export function Dialog(props: DialogProps) {
  const { open, onOpenChange, title, description, place = 'middle', width = 640, foot, children } = props
  // It has no trigger of its own, so it remembers by itself where the focus was.
  const [before] = useState(() => document.activeElement)
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-black/40" />
        <Radix.Content
          {...(description ? {} : { 'aria-describedby': undefined })}
          className={`floating fixed flex flex-col ${places[place]}`}
          style={{ width: `min(${width}px, 100vw)` }}
          onOpenAutoFocus={(event) => {
            // Not the cross, whose tooltip would lie on the content: the first field, else the title.
            event.preventDefault()
            const find = (what: string) => (event.currentTarget as HTMLElement).querySelector<HTMLElement>(what)
            ;(find('input, textarea, select') ?? find('h2'))?.focus()
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            if (before instanceof HTMLElement && before.isConnected) before.focus()
          }}
        >
          <header className="flex items-start gap-2 border-line border-b px-4 py-3">
            <div className="min-w-0 flex-1">
              <Radix.Title tabIndex={-1} className="font-600 text-16 outline-none">
                {title}
              </Radix.Title>
              {description && <Radix.Description className="text-13 text-ink-2">{description}</Radix.Description>}
            </div>
            <Radix.Close asChild>
              <IconButton label="Close" keys="Esc" icon={<X size={18} aria-hidden />} />
            </Radix.Close>
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto px-4 py-3">{children}</div>
          {foot && <footer className="flex flex-wrap justify-end gap-2 border-line border-t px-4 py-3">{foot}</footer>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
