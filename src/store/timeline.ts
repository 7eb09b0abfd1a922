/** What the page knows of time beyond the clock: how far the run is known, marks, branches, what can be undone. */
import { useSyncExternalStore } from 'react'
import type { Batch, BranchView, Mark } from '../worker'
import { client, MarkList } from '../worker'
import { onApplied, onFrame } from './world'

export interface TimelineState {
  /** Up to here the branch is known, ms. */
  endMs: number
  branches: readonly BranchView[]
  /** Operation that undo would take back; null = nothing. */
  undo: string | null
  redo: string | null
  marks: readonly Mark[]
}

let state: TimelineState = { endMs: 0, branches: [], undo: null, redo: null, marks: [] }
let list = new MarkList()
let changed = false
const listeners = new Set<() => void>()

export const timeline = (): TimelineState => state

/** Takes over a batch. */
function take({ reset, time, marks, endMs = state.endMs }: Pick<Batch, 'reset' | 'time' | 'marks' | 'endMs'>): void {
  if (endMs === state.endMs && !reset && !time && !marks?.length) return
  if (reset || time) list = new MarkList()
  for (const mark of marks ?? []) list.add(mark)
  const renewed = reset || time || marks?.length
  const { branches, undo, redo } = time ?? state
  state = { endMs, branches, undo, redo, marks: renewed ? list.all() : state.marks }
  changed = true
}

const RENEWED_EVERY_WALL_MS = 120
let toldAtWallMs = 0

onApplied((batch) => {
  if (batch.reset || batch.time) toldAtWallMs = 0
  take(batch)
})
onFrame(() => {
  const wallMs = performance.now()
  if (!changed || wallMs - toldAtWallMs < RENEWED_EVERY_WALL_MS) return
  changed = false
  toldAtWallMs = wallMs
  for (const listener of listeners) listener()
})

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}

/** Renewed about eight times a second while playing. */
export const useTimeline = (): TimelineState => useSyncExternalStore(subscribe, timeline)

let wantedMs: number | null = null
let travelling = false

/** Goes to `ms`; while one jump is under way only the last of those wanted meanwhile is made. */
export async function scrubTo(ms: number): Promise<void> {
  wantedMs = Math.round(ms)
  if (travelling) return
  travelling = true
  try {
    while (wantedMs !== null) {
      const to: number = wantedMs
      wantedMs = null
      await client.goTo(to)
    }
  } finally {
    travelling = false
  }
}
