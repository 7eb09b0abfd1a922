import type { ReactNode } from 'react'
import type { SelectionKind } from '../../store'
import { light, select } from '../../store'

interface GoToProps {
  kind: SelectionKind
  id: string
  children: ReactNode
}

/** A link to another object: pressing selects it, hovering or focusing lights it on the stage. */
export function GoTo({ kind, id, children }: GoToProps) {
  return (
    <button
      type="button"
      onClick={() => {
        light()
        select({ kind, id })
      }}
      onMouseEnter={() => light([id])}
      onMouseLeave={() => light()}
      onFocus={() => light([id])}
      onBlur={() => light()}
      className="hit rounded text-left text-accent underline decoration-1 underline-offset-2 hover:decoration-2"
    >
      {children}
    </button>
  )
}
