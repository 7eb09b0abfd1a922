/**
 * The instances' places in the picture (design.md §8): which cards of a zone are taken follows from the rows alone, as
 * an aggregate, since a full cluster has 5,000.
 */
import type { Aggregate, Sim } from '../kernel'
import type { ContainerInstanceRow } from '../model'

interface Lane {
  /** Card → how many stand on it. */
  taken: Map<number, number>
  /** Every card below this one is taken. */
  fullBelow: number
}

class Cards implements Aggregate<ContainerInstanceRow> {
  private readonly lanes = new Map<string, Lane>()

  clear() {
    this.lanes.clear()
  }

  apply(prev: ContainerInstanceRow | undefined, next: ContainerInstanceRow | undefined) {
    const before = prev && prev.status !== 'INACTIVE' ? prev : undefined
    const after = next && next.status !== 'INACTIVE' ? next : undefined
    if (before && after && before.slot === after.slot) return
    if (before) {
      const lane = this.lane(before.clusterId, before.zone)
      const left = (lane.taken.get(before.slot) ?? 0) - 1
      if (left > 0) lane.taken.set(before.slot, left)
      else {
        lane.taken.delete(before.slot)
        lane.fullBelow = Math.min(lane.fullBelow, before.slot)
      }
    }
    if (after) {
      const { taken } = this.lane(after.clusterId, after.zone)
      taken.set(after.slot, (taken.get(after.slot) ?? 0) + 1)
    }
  }

  lane(clusterId: string, zone: string): Lane {
    const key = `${clusterId} ${zone}`
    let lane = this.lanes.get(key)
    if (!lane) {
      lane = { taken: new Map(), fullBelow: 0 }
      this.lanes.set(key, lane)
    }
    return lane
  }
}

const cardsBySim = new WeakMap<Sim, Cards>()

/** The lowest free card of a zone in a cluster. */
export function lowestFreeCard(sim: Sim, clusterId: string, zone: string): number {
  let cards = cardsBySim.get(sim)
  if (!cards) {
    cards = new Cards()
    cardsBySim.set(sim, cards)
    sim.t.containerInstances.addAggregate(cards)
  }
  const lane = cards.lane(clusterId, zone)
  while (lane.taken.has(lane.fullBelow)) lane.fullBelow++
  return lane.fullBelow
}
