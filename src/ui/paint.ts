/** The tokens and revision styles for canvases, which cannot see CSS variables. */
import { revisionStyle } from './revision'

/** Colours of the theme in force, read from the style sheet. */
export interface Palette {
  colour: (token: string) => string
  /** Fill of a revision: a pattern, or its plain colour where cells are too small for one. */
  revision: (revision: number, patterned: boolean) => string | CanvasPattern
  /** Colour of its marks and of the rim round light fills. */
  revisionRim: (revision: number) => string
}

/** Reads the palette; call it again when the theme changes. Patterns are `scale` device pixels to one. */
export function readPalette(ctx: CanvasRenderingContext2D, scale = 1): Palette {
  const style = getComputedStyle(document.documentElement)
  const known = new Map<string, string>()
  const colour = (token: string) => {
    let value = known.get(token)
    if (value === undefined) {
      value = style.getPropertyValue(`--${token}`).trim()
      known.set(token, value)
    }
    return value
  }
  const patterns = new Map<number, CanvasPattern | null>()
  const pattern = (n: 1 | 2 | 3 | 4) => {
    if (!patterns.has(n)) patterns.set(n, ctx.createPattern(tile(n, scale, colour), 'repeat'))
    return patterns.get(n)
  }
  return {
    colour,
    revision: (revision, patterned) => {
      const n = revisionStyle(revision)
      return (patterned && n !== 1 && pattern(n)) || colour(`rev-${n}`)
    },
    revisionRim: (revision) => {
      const n = revisionStyle(revision)
      return colour(n === 2 || n === 4 ? `rev-${n}-mark` : `rev-${n}`)
    },
  }
}

function tile(n: 1 | 2 | 3 | 4, scale: number, colour: (token: string) => string): HTMLCanvasElement {
  const side = Math.round(6 * scale)
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = side
  const ctx = canvas.getContext('2d')!
  ctx.fillStyle = colour(`rev-${n}`)
  ctx.fillRect(0, 0, side, side)
  ctx.fillStyle = ctx.strokeStyle = colour(`rev-${n}-mark`)
  if (n === 2) {
    // Three strokes, so that the diagonal joins itself at the tile's rim.
    ctx.lineWidth = side / 3.4
    ctx.beginPath()
    for (const shift of [-side, 0, side]) {
      ctx.moveTo(shift - 1, side + 1)
      ctx.lineTo(shift + side + 1, -1)
    }
    ctx.stroke()
  } else if (n === 3) {
    ctx.beginPath()
    ctx.arc(side / 2, side / 2, side * 0.24, 0, 2 * Math.PI)
    ctx.fill()
  } else {
    ctx.fillRect(0, 0, side, Math.round(side * 0.32))
  }
  return canvas
}
