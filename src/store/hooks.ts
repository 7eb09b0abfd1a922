/** How components read the mirror. Each hook renders again only when what it returns is another value. */
import { useCallback, useSyncExternalStore } from 'react'
import type { DecisionView, LoggedCommand, ServiceEventView, ViewTable, ViewTables } from '../worker'
import {
  getClock,
  idsOf,
  listOf,
  onFrame,
  subscribeIds,
  subscribeRow,
  subscribeStreams,
  subscribeTable,
  world,
} from './world'

/** One row, or undefined when there is none (also for an empty id). */
export function useRow<T extends ViewTable>(table: T, id: string | null | undefined): ViewTables[T] | undefined {
  const key = id ?? ''
  const subscribe = useCallback((listener: () => void) => subscribeRow(table, key, listener), [table, key])
  return useSyncExternalStore(subscribe, () => world.rows[table].get(key) as ViewTables[T] | undefined)
}

/** Ids of the table; a new array only when one appears or goes. */
export function useIds(table: ViewTable): readonly string[] {
  const subscribe = useCallback((listener: () => void) => subscribeIds(table, listener), [table])
  return useSyncExternalStore(subscribe, () => idsOf(table))
}

/** All rows of a small table (not tasks on the stage); a new array when any of them changes. */
export function useTable<T extends ViewTable>(table: T): readonly ViewTables[T][] {
  const subscribe = useCallback((listener: () => void) => subscribeTable(table, listener), [table])
  return useSyncExternalStore(subscribe, () => listOf(table))
}

export const useEvents = (): readonly ServiceEventView[] => useSyncExternalStore(subscribeStreams, () => world.events)
export const useDecisions = (): readonly DecisionView[] => useSyncExternalStore(subscribeStreams, () => world.decisions)
export const useCommandLog = (): readonly LoggedCommand[] =>
  useSyncExternalStore(subscribeStreams, () => world.commands)

const CLOCK_EVERY_WALL_MS = 120
let shownClock = 0
let shownAtWallMs = 0
const clockListeners = new Set<() => void>()
onFrame(() => {
  const now = getClock()
  if (now === shownClock) return
  const wall = performance.now()
  // Stopped clocks are exact: the last value is shown at once.
  if (world.playing && wall - shownAtWallMs < CLOCK_EVERY_WALL_MS) return
  shownClock = now
  shownAtWallMs = wall
  for (const listener of clockListeners) listener()
})
function subscribeClock(listener: () => void): () => void {
  clockListeners.add(listener)
  return () => {
    clockListeners.delete(listener)
  }
}

/** Simulated ms, renewed about eight times a second; painters use `getClock()` in `onFrame` instead. */
export const useClock = (): number => useSyncExternalStore(subscribeClock, () => shownClock)

const holding = (): boolean => world.holding
const flagListeners = new Set<() => void>()
let lastHolding = false
onFrame(() => {
  if (world.holding === lastHolding) return
  lastHolding = world.holding
  for (const listener of flagListeners) listener()
})
function subscribeFlags(listener: () => void): () => void {
  flagListeners.add(listener)
  return () => {
    flagListeners.delete(listener)
  }
}

/** The clock waits because a key moment is held. */
export const useHolding = (): boolean => useSyncExternalStore(subscribeFlags, holding)
