/** The tree at the left, after the ARIA tree pattern: one stop, arrows walk, letters jump, Enter selects. */
import { ChevronDown, ChevronRight } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import { memo, useEffect, useRef } from 'react'
import { useUi } from '../../store'
import { Badge, StatusGlyph } from '../../ui'
import { spokenLabel } from '../parts/words'
import type { TreeNode, TreeRow } from './tree'
import { moveIn } from './tree'

interface TreeProps {
  rows: readonly TreeRow[]
  /** Key of the row that is the tree's one stop. */
  current: string | null
  onMove: (key: string) => void
  onToggle: (key: string, open: boolean) => void
  onChoose: (node: TreeNode) => void
}

export function Tree({ rows, current, onMove, onToggle, onChoose }: TreeProps) {
  const list = useRef<HTMLDivElement>(null)
  const following = useRef(false)
  const stop = rows.some((row) => row.node.key === current) ? current : (rows[0]?.node.key ?? null)
  useEffect(() => {
    if (!following.current) return
    following.current = false
    const item = list.current?.querySelector<HTMLElement>('[role=treeitem][tabindex="0"]')
    item?.focus({ preventScroll: true })
    item?.scrollIntoView({ block: 'nearest' })
  })
  const press = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const here = rows.find((row) => row.node.key === stop)
    if ((event.key === 'Enter' || event.key === ' ') && here) {
      event.preventDefault()
      onChoose(here.node)
      return
    }
    const move = moveIn(rows, stop, event.key)
    if (!move) return
    event.preventDefault()
    following.current = true
    if ('focus' in move) onMove(move.focus)
    else if ('open' in move) onToggle(move.open, true)
    else onToggle(move.close, false)
  }
  return (
    <div ref={list} role="tree" aria-label="Everything, as a tree" onKeyDown={press} className="text-13" tabIndex={-1}>
      {rows.map((row) => (
        <Item key={row.node.key} row={row} stop={row.node.key === stop} onToggle={onToggle} onChoose={onChoose} />
      ))}
    </div>
  )
}

interface ItemProps {
  row: TreeRow
  stop: boolean
  onToggle: (key: string, open: boolean) => void
  onChoose: (node: TreeNode) => void
}

const Item = memo(function Item({ row, stop, onToggle, onChoose }: ItemProps) {
  const { node, level, position, siblings, expanded } = row
  const { selection } = node
  const selected = useUi(
    (state) => selection !== null && state.selection?.id === selection.id && state.selection.kind === selection.kind,
  )
  const lit = useUi((state) => selection !== null && state.lit.has(selection.id))
  const Arrow = expanded ? ChevronDown : ChevronRight
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree handles the keys
    <div
      role="treeitem"
      aria-level={level}
      aria-posinset={position}
      aria-setsize={siblings}
      aria-selected={selected}
      {...(expanded === null ? {} : { 'aria-expanded': expanded })}
      aria-label={selection ? spokenLabel(selection.kind, node) : node.name}
      tabIndex={stop ? 0 : -1}
      onClick={() => onChoose(node)}
      style={{ paddingLeft: `${(level - 1) * 14 + 4}px` }}
      className={`hit flex cursor-pointer items-center gap-1 rounded py-0.5 pr-2 -outline-offset-3! ${
        selected ? 'bg-accent/12 font-600' : lit ? 'bg-sunken' : 'hover:bg-sunken'
      }`}
    >
      <span
        aria-hidden
        className="flex size-5 flex-none items-center justify-center"
        onClick={(event) => {
          if (expanded === null) return
          event.stopPropagation()
          onToggle(node.key, !expanded)
        }}
      >
        {expanded !== null && <Arrow size={14} />}
      </span>
      {node.glyph && <StatusGlyph word={node.glyph} size={14} />}
      <span className={`min-w-0 flex-1 truncate ${selection ? '' : 'text-ink-2'}`}>{node.name}</span>
      {node.status && <span className="flex-none text-12 text-ink-2">{node.status}</span>}
      {expanded === false && <Badge>{node.children.length}</Badge>}
    </div>
  )
})
