import type { KeyboardEvent, ReactNode } from 'react'
import { useId, useRef } from 'react'
import { Badge } from './Badge'

export interface Tab<Id extends string> {
  id: Id
  label: ReactNode
  /** Short figure beside the label. */
  count?: number | undefined
}

interface TabsProps<Id extends string> {
  tabs: Tab<Id>[]
  value: Id
  onChange: (id: Id) => void
  /** Names the list for screen readers. */
  label: string
  /** Right of the tabs, on the same line. */
  aside?: ReactNode
  /** The chosen tab's content. */
  children: ReactNode
  className?: string
  panelClassName?: string
}

/** Tabs after the ARIA pattern: one stop, arrow keys, Home and End; the panel follows the focus. */
export function Tabs<Id extends string>(props: TabsProps<Id>) {
  const { tabs, value, onChange, label, aside, children, className = '', panelClassName = '' } = props
  const id = useId()
  const list = useRef<HTMLDivElement>(null)
  const walk = (event: KeyboardEvent) => {
    const at = tabs.findIndex((tab) => tab.id === value)
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: tabs.length - 1 }[event.key]
    if (to === undefined) return
    event.preventDefault()
    const next = (to + tabs.length) % tabs.length
    onChange(tabs[next]!.id)
    list.current?.querySelectorAll<HTMLElement>('[role=tab]')[next]?.focus()
  }
  return (
    <div className={`flex min-h-0 flex-col ${className}`}>
      <div className="flex flex-none items-center border-line border-b">
        <div
          ref={list}
          role="tablist"
          aria-label={label}
          onKeyDown={walk}
          className="flex min-w-0 flex-1 overflow-x-auto px-1"
        >
          {tabs.map((tab) => {
            const chosen = tab.id === value
            return (
              <button
                key={tab.id}
                type="button"
                role="tab"
                id={`${id}-${tab.id}`}
                aria-selected={chosen}
                aria-controls={`${id}-panel`}
                tabIndex={chosen ? 0 : -1}
                onClick={() => onChange(tab.id)}
                className={`hit inline-flex h-7 flex-none items-center gap-1 border-b-2 px-2.5 text-13 outline-offset-[-3px]! ${
                  chosen ? 'border-accent font-600 text-ink' : 'border-transparent text-ink-2 hover:text-ink'
                }`}
              >
                {tab.label}
                {tab.count ? <Badge>{tab.count}</Badge> : null}
              </button>
            )
          })}
        </div>
        {aside}
      </div>
      <div
        role="tabpanel"
        id={`${id}-panel`}
        aria-labelledby={`${id}-${value}`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a panel without controls has to be reachable to be scrolled
        tabIndex={0}
        className={`min-h-0 flex-1 outline-offset-[-3px]! ${panelClassName}`}
      >
        {children}
      </div>
    </div>
  )
}
