import type { ReactNode } from 'react'

interface CodeBlockProps {
  label: string
  className?: string
  children: ReactNode
}

/** Text in a box that scrolls; the keyboard reaches it. */
export function CodeBlock({ label, className = '', children }: CodeBlockProps) {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard has to reach it
      tabIndex={0}
      className={`overflow-auto rounded-card bg-sunken p-2 ${className}`}
    >
      <pre className="m-0 whitespace-pre-wrap wrap-anywhere font-mono text-12">{children}</pre>
    </section>
  )
}
