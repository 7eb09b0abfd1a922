/** The stage's frame work: level and tier, what is mounted, when the canvas paints. */
import { useStoreApi } from '@xyflow/react'
import type { RefObject } from 'react'
import { useEffect, useRef, useState } from 'react'
import { onFrame, ui } from '../store'
import type { Palette } from '../ui'
import { readPalette } from '../ui'
import type { Size, View } from './camera'
import { cardsInView } from './camera'
import type { Level } from './level'
import { HTML_BUDGET, nextLevel, nextTier } from './level'
import { getLayout, takeRepaints } from './scene'

/** The painter of the far level, loaded when that is first shown. */
let painter: typeof import('./farPaint') | null = null
let painterAsked = false

function loadPainter(): void {
  if (painterAsked) return
  painterAsked = true
  import('./farPaint').then(
    (module) => {
      painter = module
    },
    () => {
      painterAsked = false
    },
  )
}

/** New cards that may be mounted in one frame. */
const MOUNT_PER_FRAME = 8
/** Cards just outside of the stage stay mounted, so that a small pan mounts nothing. */
const RIM_PX = 120

export interface StageState {
  level: Level
  /** The canvas draws instances and tasks. */
  canvas: boolean
  /** Instances drawn as HTML. */
  mounted: ReadonlySet<string>
}

/** The view now, without a subscription. */
export function viewOf(store: ReturnType<typeof useStoreApi>): View {
  const [x, y, zoom] = store.getState().transform
  return { x, y, zoom }
}

/**
 * Runs once a frame: decides level, tier and mounted cards (React hears of it only when they change), paints the canvas when
 * something is dirty or moved, and calls `onMove` when the view changed.
 */
export function useStage(
  stage: RefObject<Size>,
  canvas: RefObject<HTMLCanvasElement | null>,
  onMove: (view: View) => void,
): StageState {
  const store = useStoreApi()
  const [state, setState] = useState<StageState>({ level: 'near', canvas: false, mounted: new Set() })
  const now = useRef(state)
  const move = useRef(onMove)
  move.current = onMove

  useEffect(() => {
    let seen = ''
    let palette: Palette | null = null
    let theme = ''
    const frame = () => {
      const view = viewOf(store)
      const layout = getLayout()
      const { width, height } = stage.current
      if (width === 0) return
      const repaints = takeRepaints()
      const { lit, xray } = ui()
      const look = `${view.x} ${view.y} ${view.zoom} ${width} ${height} ${layout.orientation} ${painter !== null}`
      const moved = look !== seen || repaints === 'all'
      seen = look
      const dark = `${document.documentElement.dataset.theme} ${matchMedia('(prefers-color-scheme: dark)').matches}`
      if (moved) {
        move.current(view)
        now.current = settle(now.current, view, { width, height })
      } else now.current = mountMore(now.current, view, { width, height })
      setState(now.current)
      const element = canvas.current
      if (!now.current.canvas || !element) return
      if (!painter) {
        // One that did not come is asked for again when the view moves.
        if (moved) loadPainter()
        return
      }
      if (!moved && !repaints && dark === theme && lit === painted.lit && xray === painted.xray) return
      const scale = Math.min(2, devicePixelRatio)
      const ctx = sized(element, { width, height }, scale)
      if (!ctx) return
      if (dark !== theme || !palette) palette = readPalette(ctx, scale)
      theme = dark
      painted = { lit, xray }
      painter.paintFar({
        ctx,
        layout,
        view,
        stage: { width, height },
        scale,
        palette,
        lit,
        kept: keptBy(xray?.outcome),
      })
    }
    let painted: { lit: unknown; xray: unknown } = { lit: null, xray: null }
    return onFrame(frame)
  }, [store, stage, canvas])
  return state
}

function keptBy(outcome: Record<string, unknown> | undefined): ReadonlySet<string> | null {
  if (!outcome) return null
  return new Set(((outcome.survivors as { id: string }[] | undefined) ?? []).map((one) => one.id))
}

/** Level and tier for a view, and what to mount in it. */
function settle(before: StageState, view: View, stage: Size): StageState {
  const layout = getLayout()
  const level = nextLevel(before.level, layout.sizes.slot.width * view.zoom)
  const budget = HTML_BUDGET[layout.orientation]
  const inView = level === 'far' ? 0 : cardsInView(layout, view, stage, budget.out).length
  const canvas = nextTier(before.canvas, level, inView, budget)
  const next = level === before.level && canvas === before.canvas ? before : { ...before, level, canvas }
  return mountMore(next, view, stage)
}

/** Mounts up to eight more of the cards in view, and lets go of those far outside. */
function mountMore(before: StageState, view: View, stage: Size): StageState {
  if (before.canvas) return before.mounted.size === 0 ? before : { ...before, mounted: new Set() }
  const rim = { ...view, x: view.x + RIM_PX, y: view.y + RIM_PX }
  const wanted = cardsInView(
    getLayout(),
    rim,
    { width: stage.width + 2 * RIM_PX, height: stage.height + 2 * RIM_PX },
    HTML_BUDGET.wide.out * 2,
  ).map((card) => card.id)
  const missing = wanted.filter((id) => !before.mounted.has(id))
  const keep = new Set(wanted)
  const gone = [...before.mounted].some((id) => !keep.has(id))
  if (missing.length === 0 && !gone) return before
  const mounted = new Set([...before.mounted].filter((id) => keep.has(id)))
  for (const id of missing.slice(0, MOUNT_PER_FRAME)) mounted.add(id)
  return { ...before, mounted }
}

function sized(canvas: HTMLCanvasElement, { width, height }: Size, scale: number): CanvasRenderingContext2D | null {
  const [w, h] = [Math.round(width * scale), Math.round(height * scale)]
  if (canvas.width !== w || canvas.height !== h) {
    canvas.width = w
    canvas.height = h
  }
  return canvas.getContext('2d')
}
