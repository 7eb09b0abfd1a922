/** Links to rows by id: name, glyph and word as everywhere. */
import type { SelectionKind } from '../../store'
import { useRow } from '../../store'
import { StatusGlyph } from '../../ui'
import { GoTo } from './GoTo'
import { labelOf, TABLE_OF } from './words'

interface RowLinkProps {
  kind: SelectionKind
  id: string | null | undefined
  /** Only the name up to its first dot, for tables. */
  short?: boolean
}

/** Nothing when the row is gone. */
export function RowLink({ kind, id, short }: RowLinkProps) {
  const row = useRow(TABLE_OF[kind], id)
  if (!row) return null
  const { name, status, glyph } = labelOf(kind, row)
  return (
    <span className="inline-flex max-w-full flex-wrap items-center gap-x-1">
      {glyph && <StatusGlyph word={glyph} size={14} />}
      <GoTo kind={kind} id={row.id}>
        {short ? name.split(' · ')[0] : name}
      </GoTo>
      {status && !short && <span className="text-12 text-ink-2">{status}</span>}
    </span>
  )
}

const SHOWN = 12

/** The first dozen, and how many more there are (the list view has them all). */
export function RowLinks({ kind, ids }: { kind: SelectionKind; ids: readonly string[] }) {
  if (ids.length === 0) return <span className="text-ink-2">none</span>
  return (
    <ul className="flex flex-col gap-0.5">
      {ids.slice(0, SHOWN).map((id) => (
        <li key={id}>
          <RowLink kind={kind} id={id} />
        </li>
      ))}
      {ids.length > SHOWN && <li className="text-12 text-ink-2">and {ids.length - SHOWN} more</li>}
    </ul>
  )
}
