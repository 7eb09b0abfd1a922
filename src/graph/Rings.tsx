import { forwardRef, useImperativeHandle, useRef } from 'react'
import type { Selection } from '../store'
import { useUi, world } from '../store'
import type { View } from './camera'
import { onScreen } from './camera'
import type { Rect } from './geometry'
import { rectOf } from './places'
import { getLayout } from './scene'
import { shortZone } from './words'

/** Marks stay at least this large, px on screen (screens.md §4.1). */
const LEAST = 12

export interface RingsHandle {
  /** Puts every mark where its object is on screen. */
  place: (view: View) => void
}

interface RingsProps {
  /** What the keyboard is on; null when the stage has no focus. */
  focused: Selection | null
  canvas: boolean
}

/**
 * Selection, keyboard focus, placement tags and far zone names: drawn over the picture in px on screen, so that they are
 * there at every level, over HTML and canvas alike.
 */
export const Rings = forwardRef<RingsHandle, RingsProps>(function Rings({ focused, canvas }, handle) {
  const selection = useUi((state) => state.selection)
  const xray = useUi((state) => state.xray)
  const layer = useRef<HTMLDivElement>(null)
  const ahead = useUi((state) => state.ahead)
  const tags = xray ? tagsOf(xray.outcome) : ahead ? tagsAhead(ahead.places) : []
  useImperativeHandle(handle, () => ({
    place: (view) => {
      for (const element of layer.current?.children ?? []) {
        if (!(element instanceof HTMLElement)) continue
        const { kind, id } = element.dataset
        const rect = kind && id ? rectOf({ kind, id } as Selection) : null
        const box = rect && onScreen(rect, view)
        element.hidden =
          box === null || (element.className === 'zonetag' && box.height < LEAST && box.width < 2 * LEAST)
        if (box) put(element, box)
      }
    },
  }))
  return (
    <div ref={layer} className="rings">
      {selection && <div className="mark-ring chosen" data-kind={selection.kind} data-id={selection.id} />}
      {focused && !(selection?.kind === focused.kind && selection.id === focused.id) && (
        <div className="mark-ring focus" data-kind={focused.kind} data-id={focused.id} />
      )}
      {tags.map(({ id, text, kind }) => (
        <div key={id} className={`tag ${kind}`} data-kind="instance" data-id={id}>
          <span>{text}</span>
        </div>
      ))}
      {canvas &&
        getLayout().zones.map(({ id }) => (
          <div key={id} className="zonetag" data-kind="zone" data-id={id}>
            <span>{shortZone(world.rows.zones.get(id)?.name ?? id)}</span>
          </div>
        ))}
    </div>
  )
})

function put(element: HTMLElement, { x, y, width, height }: Rect): void {
  const w = Math.max(LEAST, width)
  const h = Math.max(LEAST, height)
  element.style.transform = `translate(${x - (w - width) / 2}px, ${y - (h - height) / 2}px)`
  element.style.width = `${w}px`
  element.style.height = `${h}px`
}

interface Tag {
  id: string
  text: string
  kind: 'refused' | 'chosen' | 'rank' | 'rank room' | 'chosen room'
}

const circled = (n: number): string => (n <= 20 ? String.fromCodePoint(0x245f + n) : String(n))

/** How many of the next tasks are named by their turn. */
const TURNS = 3

/** One tag for each instance that has room: whose turn it would be, and how many more it takes. */
function tagsAhead(places: readonly string[]): Tag[] {
  const tags = new Map<string, { turns: string[]; room: number }>()
  for (const [at, id] of places.entries()) {
    const tag = tags.get(id) ?? { turns: [], room: 0 }
    if (at < TURNS) tag.turns.push(circled(at + 1))
    tags.set(id, { ...tag, room: tag.room + 1 })
  }
  return [...tags].map(([id, { turns, room }]): Tag => {
    const next = turns.length > 0 ? `next ${turns.join(' ')} · ` : ''
    return { id, text: `${next}room for ${room}`, kind: turns.includes(circled(1)) ? 'chosen room' : 'rank room' }
  })
}

/** One tag for each instance of a placement: why not, or which rank and why. */
function tagsOf(outcome: Record<string, unknown>): Tag[] {
  const refused = (outcome.refused as { id: string; reason: string; detail: string }[] | undefined) ?? []
  const survivors = (outcome.survivors as { id: string; rank: number; because: string }[] | undefined) ?? []
  return [
    ...refused.map(({ id, reason, detail }): Tag => ({ id, text: `✕ ${reason}: ${detail}`, kind: 'refused' })),
    ...survivors.map(
      ({ id, rank, because }): Tag => ({
        id,
        text: `${circled(rank)} of ${survivors.length} · ${because}`,
        kind: id === outcome.chosen ? 'chosen' : 'rank',
      }),
    ),
  ]
}
