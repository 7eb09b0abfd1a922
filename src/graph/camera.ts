/** Where the stage looks: fitting, panning by the least, and what of the picture is in view. */
import type { Orientation, Rect } from './geometry'
import type { CardBox, Layout } from './layout'

export interface View {
  x: number
  y: number
  zoom: number
}

export interface Size {
  width: number
  height: number
}

const MIN_ZOOM = 0.002
export const MAX_ZOOM = 3
/** A small cluster is not blown up further than this by itself. */
const FIT_ZOOM = 1.7
/** On phones tiles stay big enough to tap, and more zones scroll sideways. */
const TALL_MIN_ZOOM = 0.9
/** A phone's stage that the sheet leaves little of shows all of the picture down to here: tiles keep glyph and numeral. */
const SHORT_MIN_ZOOM = 0.56
const MARGIN = { wide: 10, tall: 6 }
/** Below the picture of a bare frame: the attribution is not to lie on it. */
const BARE_FOOT = 14

export function orientationOf({ width, height }: Size): Orientation {
  return width < 640 || height > width ? 'tall' : 'wide'
}

/** The view that shows all of the picture, as large as sensible; in a bare frame all of it, however small. */
export function fitView({ bounds, orientation, cards, zones }: Layout, given: Size, bare = false): View {
  const stage = bare ? { ...given, height: given.height - BARE_FOOT } : given
  const margin = MARGIN[orientation]
  const high = (stage.height - 2 * margin) / Math.max(1, bounds.height)
  const whole = Math.min((stage.width - 2 * margin) / Math.max(1, bounds.width), high)
  // Many instances are an overview; a few stay readable.
  const few = orientation === 'tall' && cards.size <= 24 && !bare
  const least = few ? Math.min(TALL_MIN_ZOOM, high < SHORT_MIN_ZOOM ? TALL_MIN_ZOOM : high) : MIN_ZOOM
  const zoom = Math.min(FIT_ZOOM, Math.max(least, whole))
  const overflowsX = bounds.width * zoom > stage.width
  const overflowsY = bounds.height * zoom > stage.height
  // Where the path would take more than a third, the tasks are what is shown.
  const first = zones[0]?.y ?? bounds.y
  const top = overflowsY && few && (first - bounds.y) * zoom > stage.height / 3 ? first : bounds.y
  return {
    zoom,
    x: overflowsX ? margin - bounds.x * zoom : (stage.width - bounds.width * zoom) / 2 - bounds.x * zoom,
    // Columns hang from the top: below them is room to grow.
    y:
      overflowsY || (orientation === 'tall' && !bare)
        ? margin - top * zoom
        : (stage.height - bounds.height * zoom) / 2 - bounds.y * zoom,
  }
}

/** How far out it makes sense to go: the picture stays at least a few hundred px long. */
export function leastZoom({ width, height }: Rect): number {
  return Math.min(0.3, Math.max(MIN_ZOOM, 240 / Math.max(1, width, height)))
}

/** A rectangle of the picture in px on screen. */
export function onScreen(rect: Rect, { x, y, zoom }: View): Rect {
  return { x: rect.x * zoom + x, y: rect.y * zoom + y, width: rect.width * zoom, height: rect.height * zoom }
}

/** The view moved by the least that brings `rect` into the stage; the same view when it is inside already. */
export function panInto(rect: Rect, view: View, stage: Size, margin = 16): View {
  const { x, y, width, height } = onScreen(rect, view)
  const dx = shift(x, width, stage.width, margin)
  const dy = shift(y, height, stage.height, margin)
  return dx === 0 && dy === 0 ? view : { ...view, x: view.x + dx, y: view.y + dy }
}

function shift(at: number, length: number, room: number, margin: number): number {
  if (at < margin || length > room - 2 * margin) return margin - at
  return Math.min(0, room - margin - (at + length))
}

/** True when all of the picture is on screen. */
export function allInView(bounds: Rect, view: View, stage: Size): boolean {
  const { x, y, width, height } = onScreen(bounds, view)
  return x >= -1 && y >= -1 && x + width <= stage.width + 1 && y + height <= stage.height + 1
}

/** Cards in the stage, found lane by lane and row by row; at most `most` are counted. */
export function cardsInView(layout: Layout, view: View, stage: Size, most: number): CardBox[] {
  const left = -view.x / view.zoom
  const top = -view.y / view.zoom
  const right = left + stage.width / view.zoom
  const bottom = top + stage.height / view.zoom
  const found: CardBox[] = []
  for (const zone of layout.zones) {
    if (zone.y > bottom || zone.y + zone.height < top || zone.x > right || zone.x + zone.width < left) continue
    for (const band of zone.bands) {
      if (band.y > bottom || band.y + band.height < top) continue
      for (const card of band.cards) {
        if (card.x > right) break
        if (card.x + card.width >= left) found.push(card)
        if (found.length > most) return found
      }
    }
  }
  return found
}
