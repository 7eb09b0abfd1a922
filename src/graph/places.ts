/** Where an object stands on the picture, and what stands at a point: arithmetic on the layout, at every level. */
import type { Selection } from '../store'
import { world } from '../store'
import type { Rect } from './geometry'
import { contains, fargateSlotRect, slotRect } from './geometry'
import type { Layout } from './layout'
import { getLayout, parentKey, tasksIn } from './scene'

/** Rows that a target group shows: unhealthy and draining ones first when not all fit (screens.md §4.4). */
export function shownTargets(groupId: string, onlyBad: boolean): { ids: string[]; more: number } {
  const all = world.rows.targetGroups.get(groupId)?.targetIds ?? []
  const states = all.map((id) => world.rows.targets.get(id)?.state)
  const isBad = (i: number) => states[i] === 'unhealthy' || states[i] === 'draining'
  const wanted = onlyBad ? all.filter((_, i) => isBad(i)) : all
  if (wanted.length <= 8) return { ids: wanted, more: 0 }
  const bad = all.filter((_, i) => isBad(i)).slice(0, 8)
  const rest = onlyBad ? [] : all.filter((_, i) => !isBad(i)).slice(0, 8 - bad.length)
  const chosen = new Set([...bad, ...rest])
  return { ids: wanted.filter((id) => chosen.has(id)), more: wanted.length - chosen.size }
}

/** The rectangle of an object in px at zoom 1, or null when it is not on the picture. */
export function rectOf({ kind, id }: Selection): Rect | null {
  const layout = getLayout()
  if (kind === 'task') return taskRect(layout, id)
  if (kind === 'instance') return layout.cards.get(id) ?? null
  if (kind === 'target') return targetRect(layout, id)
  if (kind === 'service') return layout.boxes.get(`tray:${id}`) ?? null
  return layout.boxes.get(`${kind}:${id}`) ?? null
}

function taskRect(layout: Layout, id: string): Rect | null {
  const task = world.rows.tasks.get(id)
  const key = task && parentKey(task)
  if (!task || !key) return null
  const card = task.containerInstanceId ? layout.cards.get(task.containerInstanceId) : undefined
  if (card) return slotRect(card, task.slot, layout.sizes)
  const block = layout.zones.find((zone) => `fargate:${zone.id}` === key)?.fargate
  return block ? fargateSlotRect(block, task.slot, layout.orientation) : null
}

function targetRect(layout: Layout, id: string): Rect | null {
  const target = world.rows.targets.get(id)
  const group = target && layout.boxes.get(`targetGroup:${target.targetGroupId}`)
  if (!target || !group) return null
  const { head, row } = layout.sizes.targetGroup
  const at = shownTargets(target.targetGroupId, false).ids.indexOf(id)
  return at < 0 || row === 0
    ? group
    : { x: group.x + 2, y: group.y + head + at * row, width: group.width - 4, height: row }
}

/** The smallest object at a point of the picture, or null on bare ground. */
export function objectAt(x: number, y: number): Selection | null {
  const layout = getLayout()
  for (const zone of layout.zones) {
    if (!contains(zone, x, y)) continue
    for (const band of zone.bands) {
      if (y < band.y || y >= band.y + band.height) continue
      const card = band.cards.find((box) => contains(box, x, y))
      if (!card) continue
      const task = tasksIn(`instance:${card.id}`).find((one) => contains(slotRect(card, one.slot, layout.sizes), x, y))
      return task ? { kind: 'task', id: task.id } : { kind: 'instance', id: card.id }
    }
    const { fargate } = zone
    if (fargate && contains(fargate, x, y)) {
      const task = tasksIn(`fargate:${zone.id}`).find((one) =>
        contains(fargateSlotRect(fargate, one.slot, layout.orientation), x, y),
      )
      if (task) return { kind: 'task', id: task.id }
    }
    return { kind: 'zone', id: zone.id }
  }
  return null
}
