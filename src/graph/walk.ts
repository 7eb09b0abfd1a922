/** Walking the picture by arrow keys: along the flow and among siblings (screens.md §8). A pure function of the layout's order. */
import type { Selection } from '../store'

/** One object and where it leads. */
export interface Stop extends Selection {
  /** Key of the parent up the flow; null for the first. */
  parent: string | null
  /** Key of what it leads to when it has no children of its own: a target's task. */
  to?: string | undefined
}

export type Step = 'forth' | 'back' | 'next' | 'previous' | 'first' | 'last'

export const keyOf = ({ kind, id }: Selection): string => `${kind}:${id}`

/**
 * The stop that a step leads to. `stops` are in reading order, parents before their children. Back goes to the parent, forth
 * to the first child or else to the next kind's first, next and previous stay within the kind and cross over to
 * neighbouring parents.
 */
export function walk(stops: readonly Stop[], from: Selection | null, step: Step): Stop | null {
  if (stops.length === 0) return null
  const at = from ? stops.findIndex((stop) => stop.kind === from.kind && stop.id === from.id) : -1
  const here = stops[at]
  if (!here) return stops[0]!
  const siblings = stops.filter((stop) => stop.kind === here.kind)
  const rank = siblings.indexOf(here)
  switch (step) {
    case 'back':
      return stops.find((stop) => keyOf(stop) === here.parent) ?? before(stops, here) ?? here
    case 'forth':
      return stops.find((stop) => stop.parent === keyOf(here) || keyOf(stop) === here.to) ?? after(stops, here) ?? here
    case 'next':
      return siblings[rank + 1] ?? here
    case 'previous':
      return siblings[rank - 1] ?? here
    case 'first':
      return siblings[0]!
    case 'last':
      return siblings[siblings.length - 1]!
  }
}

/** First stop of the kind that follows in the flow, for objects without children. */
function after(stops: readonly Stop[], here: Stop): Stop | undefined {
  const order = kinds(stops)
  const kind = order[order.indexOf(here.kind) + 1]
  return stops.find((stop) => stop.kind === kind)
}

function before(stops: readonly Stop[], here: Stop): Stop | undefined {
  const order = kinds(stops)
  const kind = order[order.indexOf(here.kind) - 1]
  return stops.find((stop) => stop.kind === kind)
}

const flowOrder = ['loadBalancer', 'rule', 'targetGroup', 'target', 'service', 'zone', 'instance', 'task']
const kinds = (stops: readonly Stop[]): string[] => flowOrder.filter((kind) => stops.some((stop) => stop.kind === kind))
