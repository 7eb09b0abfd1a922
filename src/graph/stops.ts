/** The stops of the keyboard's walk, in the order of the layout. */
import { world } from '../store'
import { shownTargets } from './places'
import { getLayout, tasksIn } from './scene'
import type { Stop } from './walk'
import { keyOf } from './walk'

/** Everything on the picture that can be focused, parents before children. */
export function stopsNow(): Stop[] {
  const { boxes, zones } = getLayout()
  const stops: Stop[] = []
  const keysOf = (kind: string) =>
    [...boxes.keys()].filter((key) => key.startsWith(`${kind}:`)).map((key) => key.slice(kind.length + 1))
  for (const id of keysOf('loadBalancer')) stops.push({ kind: 'loadBalancer', id, parent: null })
  for (const id of keysOf('rule')) {
    const listener = world.rows.listeners.get(world.rows.rules.get(id)?.listenerId ?? '')
    stops.push({ kind: 'rule', id, parent: listener ? `loadBalancer:${listener.loadBalancerId}` : null })
  }
  for (const id of keysOf('targetGroup')) {
    const rule = [...world.rows.rules.values()].find((one) =>
      one.forwards.some((forward) => forward.targetGroupId === id),
    )
    stops.push({ kind: 'targetGroup', id, parent: rule ? `rule:${rule.id}` : null })
    for (const target of shownTargets(id, false).ids) {
      const taskId = world.rows.targets.get(target)?.taskId
      stops.push({ kind: 'target', id: target, parent: `targetGroup:${id}`, to: taskId ? `task:${taskId}` : undefined })
    }
  }
  for (const id of keysOf('tray')) stops.push({ kind: 'service', id, parent: null })
  for (const zone of zones) {
    const parent = keyOf({ kind: 'zone', id: zone.id })
    stops.push({ kind: 'zone', id: zone.id, parent: null })
    for (const band of zone.bands)
      for (const card of band.cards) {
        stops.push({ kind: 'instance', id: card.id, parent })
        for (const task of tasksIn(`instance:${card.id}`))
          stops.push({ kind: 'task', id: task.id, parent: `instance:${card.id}` })
      }
    for (const task of tasksIn(`fargate:${zone.id}`)) stops.push({ kind: 'task', id: task.id, parent })
  }
  return stops
}
