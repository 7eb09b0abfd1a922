/**
 * The whole picture, small, with the part in view framed; a click or drag goes there. Only while the picture is larger than
 * the stage. A help for the pointer: the keyboard walks, and the list is complete.
 */
import { useStoreApi } from '@xyflow/react'
import type { PointerEvent } from 'react'
import { useEffect, useRef } from 'react'
import { onFrame } from '../store'
import { readPalette } from '../ui'
import type { Size, View } from './camera'
import { allInView } from './camera'
import type { Layout } from './layout'
import { viewOf } from './useStage'

const MOST = { width: 180, height: 110 }

interface MinimapProps {
  layout: Layout
  /** The stage's size now. */
  stage: () => Size
  onGo: (view: View) => void
}

export default function Minimap({ layout, stage, onGo }: MinimapProps) {
  const store = useStoreApi()
  const box = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const frame = useRef<HTMLDivElement>(null)
  const { bounds } = layout
  const scale = Math.min(MOST.width / bounds.width, MOST.height / bounds.height)
  const [width, height] = [Math.ceil(bounds.width * scale), Math.ceil(bounds.height * scale)]

  useEffect(() => {
    let theme = ''
    let seen = ''
    return onFrame(() => {
      const dark = `${document.documentElement.dataset.theme} ${matchMedia('(prefers-color-scheme: dark)').matches}`
      if (dark !== theme && canvas.current) paint(canvas.current, layout, scale)
      theme = dark
      const view = viewOf(store)
      const size = stage()
      const now = `${view.x} ${view.y} ${view.zoom} ${size.width} ${size.height}`
      if (now === seen || !frame.current || !box.current) return
      seen = now
      box.current.hidden = allInView(bounds, view, size)
      const put = (x: number) => `${x * scale}px`
      const { style } = frame.current
      style.left = put(-view.x / view.zoom - bounds.x)
      style.top = put(-view.y / view.zoom - bounds.y)
      style.width = put(size.width / view.zoom)
      style.height = put(size.height / view.zoom)
    })
  }, [layout, bounds, scale, stage, store])

  const go = (event: PointerEvent<HTMLDivElement>) => {
    if (event.buttons === 0 || !canvas.current) return
    event.currentTarget.setPointerCapture(event.pointerId)
    const at = canvas.current.getBoundingClientRect()
    const { zoom } = viewOf(store)
    const size = stage()
    const x = bounds.x + (event.clientX - at.left) / scale
    const y = bounds.y + (event.clientY - at.top) / scale
    onGo({ zoom, x: size.width / 2 - x * zoom, y: size.height / 2 - y * zoom })
  }
  return (
    <div ref={box} aria-hidden className="minimap" hidden onPointerDown={go} onPointerMove={go} data-testid="minimap">
      <canvas ref={canvas} width={width * 2} height={height * 2} style={{ width, height }} />
      <div ref={frame} className="inview" />
    </div>
  )
}

/** Once per layout and theme: thousands of rectangles are too much for every frame. */
function paint(canvas: HTMLCanvasElement, { zones, boxes, cards, bounds }: Layout, scale: number): void {
  const ctx = canvas.getContext('2d')
  if (!ctx) return
  const { colour } = readPalette(ctx)
  ctx.setTransform(1, 0, 0, 1, 0, 0)
  ctx.clearRect(0, 0, canvas.width, canvas.height)
  ctx.setTransform(2 * scale, 0, 0, 2 * scale, -2 * scale * bounds.x, -2 * scale * bounds.y)
  const all = (token: string, rects: Iterable<{ x: number; y: number; width: number; height: number }>) => {
    ctx.fillStyle = colour(token)
    for (const { x, y, width, height } of rects) ctx.fillRect(x, y, width, height)
  }
  all(
    'edge',
    [...boxes].flatMap(([key, box]) => (key.startsWith('zone:') ? [] : [box])),
  )
  all('sunken', zones)
  all('edge', cards.values())
}
