/** The far level: the same picture as cells or bars on one canvas (screens.md §4.2). */
import { world } from '../store'
import type { Palette } from '../ui'
import { statusStyle } from '../ui'
import type { TaskView } from '../worker'
import type { Size, View } from './camera'
import { cardsInView } from './camera'
import { fargateSlotRect, slotRect } from './geometry'
import type { CardBox, Layout } from './layout'
import { tasksIn } from './scene'

/** Cells need this many px of height; below it an instance is one bar. */
const CELL_PX = 6
/** From this height on a cell shows its revision's pattern. */
const PATTERN_PX = 9

export interface Paint {
  ctx: CanvasRenderingContext2D
  layout: Layout
  view: View
  stage: Size
  /** Device pixels to one. */
  scale: number
  palette: Palette
  /** Row ids to mark. */
  lit: ReadonlySet<string>
  /** Instances that a placement chose from; null = no placement is shown. */
  kept: ReadonlySet<string> | null
}

/** Paints everything in view. */
export function paintFar(paint: Paint): void {
  const { ctx, layout, view, stage, scale, palette } = paint
  ctx.setTransform(1, 0, 0, 1, 0, 0)
  ctx.clearRect(0, 0, stage.width * scale, stage.height * scale)
  ctx.setTransform(scale * view.zoom, 0, 0, scale * view.zoom, scale * view.x, scale * view.y)
  ctx.fillStyle = palette.colour('sunken')
  for (const zone of layout.zones) ctx.fillRect(zone.x, zone.y, zone.width, zone.height)

  const cellPx = layout.sizes.slot.height * view.zoom
  for (const card of cardsInView(layout, view, stage, Number.POSITIVE_INFINITY)) {
    ctx.globalAlpha = paint.kept && !paint.kept.has(card.id) ? 0.35 : 1
    if (cellPx >= CELL_PX) paintCard(paint, card, cellPx)
    else paintBar(paint, card)
  }
  ctx.globalAlpha = 1
  for (const zone of layout.zones) {
    const block = zone.fargate
    if (!block) continue
    for (const task of tasksIn(`fargate:${zone.id}`)) {
      const { x, y, width, height } = fargateSlotRect(block, task.slot, layout.orientation)
      if (cellPx >= 2) paintCell(paint, task, x, y, width, height, cellPx)
      else {
        ctx.fillStyle = palette.revision(task.revision, false)
        ctx.fillRect(x, y, width, height)
      }
    }
  }
}

function frameCard({ ctx, palette, view }: Paint, card: CardBox): void {
  ctx.fillStyle = palette.colour('surface')
  ctx.fillRect(card.x, card.y, card.width, card.height)
  const status = world.rows.instances.get(card.id)
  ctx.lineWidth = Math.min(4, 1 / view.zoom)
  ctx.strokeStyle = palette.colour(status?.status === 'ACTIVE' && status.agentConnected ? 'edge' : 'warn')
  ctx.setLineDash(status?.status === 'ACTIVE' ? [] : [6 / view.zoom, 4 / view.zoom])
  ctx.strokeRect(card.x, card.y, card.width, card.height)
  ctx.setLineDash([])
}

function paintCard(paint: Paint, card: CardBox, cellPx: number): void {
  frameCard(paint, card)
  for (const task of tasksIn(`instance:${card.id}`)) {
    const { x, y, width, height } = slotRect(card, task.slot, paint.layout.sizes)
    paintCell(paint, task, x, y, width, height, cellPx)
  }
}

/** One task: filled healthy, half filled not counted, hollow on the way up, lower half on the way down, crossed unhealthy. */
function paintCell(paint: Paint, task: TaskView, x: number, y: number, w: number, h: number, cellPx: number): void {
  const { ctx, palette, view, lit } = paint
  const { phase, ghost } = statusStyle[task.word]
  const line = Math.min(6, 1.2 / view.zoom)
  ctx.lineWidth = line
  const rim = palette.revisionRim(task.revision)
  if (!ghost) {
    ctx.fillStyle = palette.revision(task.revision, cellPx >= PATTERN_PX)
    if (phase === 'healthy' || phase === 'unhealthy') ctx.fillRect(x, y, w, h)
    else if (phase === 'notCounted') ctx.fillRect(x, y, w / 2, h)
    else if (phase === 'down') ctx.fillRect(x, y + h / 2, w, h / 2)
  }
  ctx.strokeStyle = ghost ? palette.colour(statusStyle[task.word].colour) : rim
  if (phase === 'up') ctx.setLineDash([3 / view.zoom, 2 / view.zoom])
  ctx.strokeRect(x + line / 2, y + line / 2, w - line, h - line)
  ctx.setLineDash([])
  if (phase === 'unhealthy' || task.word === 'failed') {
    ctx.strokeStyle = palette.colour('bad')
    ctx.lineWidth = Math.min(12, 2.5 / view.zoom)
    ctx.strokeRect(x, y, w, h)
    ctx.beginPath()
    ctx.moveTo(x, y)
    ctx.lineTo(x + w, y + h)
    ctx.moveTo(x + w, y)
    ctx.lineTo(x, y + h)
    ctx.stroke()
  }
  if (lit.has(task.id)) {
    ctx.strokeStyle = palette.colour('accent')
    ctx.lineWidth = 3 / view.zoom
    const grow = Math.max(0, (12 / view.zoom - w) / 2) + 2 / view.zoom
    ctx.strokeRect(x - grow, y - grow, w + 2 * grow, h + 2 * grow)
  }
}

/** One bar for all tasks of an instance: parts by revision, a red corner for unhealthy, a notch for draining. */
function paintBar(paint: Paint, card: CardBox): void {
  const { ctx, palette, view, layout } = paint
  ctx.fillStyle = palette.colour('surface')
  ctx.fillRect(card.x, card.y, card.width, card.height)
  const bar = barOf(card.id)
  const step = card.width / (card.rows * layout.sizes.slot.perRow)
  let x = card.x
  for (const [revision, tasks] of bar.revisions) {
    ctx.fillStyle = palette.revision(revision, false)
    ctx.fillRect(x, card.y, tasks * step, card.height)
    x += tasks * step
  }
  if (bar.down > 0) {
    ctx.fillStyle = palette.colour('sunken')
    ctx.fillRect(x - bar.down * step, card.y, bar.down * step, card.height / 2)
  }
  if (bar.unhealthy > 0) {
    const side = Math.min(card.height, Math.max(card.height / 2, 3 / view.zoom))
    ctx.fillStyle = palette.colour('bad')
    ctx.beginPath()
    ctx.moveTo(card.x + card.width - side, card.y)
    ctx.lineTo(card.x + card.width, card.y)
    ctx.lineTo(card.x + card.width, card.y + side)
    ctx.fill()
  }
}

interface Bar {
  /** The tasks it was made from: the same array until one of them changes. */
  tasks: readonly TaskView[]
  revisions: [revision: number, tasks: number][]
  unhealthy: number
  down: number
}

const bars = new Map<string, Bar>()

function barOf(instanceId: string): Bar {
  const tasks = tasksIn(`instance:${instanceId}`)
  const known = bars.get(instanceId)
  if (known && known.tasks === tasks) return known
  const byRevision = new Map<number, number>()
  const bar: Bar = { tasks, revisions: [], unhealthy: 0, down: 0 }
  for (const task of tasks) {
    const { phase, ghost } = statusStyle[task.word]
    if (ghost) continue
    byRevision.set(task.revision, (byRevision.get(task.revision) ?? 0) + 1)
    if (phase === 'unhealthy') bar.unhealthy++
    if (phase === 'down') bar.down++
  }
  bar.revisions = [...byRevision].sort((a, b) => a[0] - b[0])
  bars.set(instanceId, bar)
  return bar
}
