/**
 * The page's mirror of the world: mutable maps outside React, changed once a frame by `flush()`. Rows are replaced,
 * never written, so a row's identity is its version.
 */
import type { Batch, DecisionView, LoggedCommand, Moment, ServiceEventView, ViewTable, ViewTables } from '../worker'

type Rows = { [T in ViewTable]: Map<string, ViewTables[T]> }
type Dirty = { [T in ViewTable]: Set<string> }

const VIEW_TABLES: readonly ViewTable[] = [
  'clusters',
  'zones',
  'instances',
  'tasks',
  'services',
  'deployments',
  'loadBalancers',
  'listeners',
  'rules',
  'targetGroups',
  'targets',
  'images',
]

/** Kept of each stream; the rest can be asked for. */
const EVENTS_KEPT = 2_000
const DECISIONS_KEPT = 2_000

const perTable = <V>(make: () => V) => Object.fromEntries(VIEW_TABLES.map((table) => [table, make()]))

export const world = {
  rows: perTable(() => new Map()) as unknown as Rows,
  nowMs: 0,
  seq: 0,
  branch: 'main',
  playing: false,
  holding: false,
  behind: false,
  /** Oldest first; a new array when it grew. */
  events: [] as readonly ServiceEventView[],
  decisions: [] as readonly DecisionView[],
  commands: [] as readonly LoggedCommand[],
}

/** What one flush changed: painters read it in `onFrame`. */
export interface FrameInfo {
  nowMs: number
  reset: boolean
  dirty: Readonly<Dirty>
  /** Tables in which an id appeared or went. */
  idsChanged: ReadonlySet<ViewTable>
  moments: readonly Moment[]
  /** True when there was a batch; a frame without one only moves animations. */
  changed: boolean
}

type Listener = () => void
const rowListeners = perTable(() => new Map<string, Set<Listener>>()) as unknown as Record<
  ViewTable,
  Map<string, Set<Listener>>
>
const tableListeners = perTable(() => new Set<Listener>()) as unknown as Record<ViewTable, Set<Listener>>
const idListeners = perTable(() => new Set<Listener>()) as unknown as Record<ViewTable, Set<Listener>>
const streamListeners = new Set<Listener>()
const frameListeners = new Set<(frame: FrameInfo) => void>()
const batchListeners = new Set<(batch: Batch) => void>()
const idsCache = new Map<ViewTable, readonly string[]>()
const listCache = new Map<ViewTable, readonly unknown[]>()

let pending: Batch[] = []

/** Batches wait here until the next frame. */
export function receive(batch: Batch): void {
  pending.push(batch)
}

function cleanDirty(): Dirty {
  return perTable(() => new Set<string>()) as unknown as Dirty
}

function applyTable<T extends ViewTable>(table: T, batch: Batch, dirty: Dirty, idsChanged: Set<ViewTable>): void {
  const delta = batch.tables[table]
  if (!delta) return
  const rows = world.rows[table] as Map<string, ViewTables[T]>
  for (const id of delta.removed ?? []) {
    if (!rows.delete(id)) continue
    dirty[table].add(id)
    idsChanged.add(table)
  }
  for (const view of delta.upserts ?? []) {
    if (!rows.has(view.id)) idsChanged.add(table)
    rows.set(view.id, view as ViewTables[T])
    dirty[table].add(view.id)
  }
}

function clearAll(dirty: Dirty, idsChanged: Set<ViewTable>): void {
  for (const table of VIEW_TABLES) {
    if (world.rows[table].size === 0) continue
    for (const id of world.rows[table].keys()) dirty[table].add(id)
    world.rows[table].clear()
    idsChanged.add(table)
  }
  world.events = []
  world.decisions = []
  world.commands = []
}

/**
 * Applies the batches that wait, then tells who listens, all within one frame so that React commits once.
 * Returns what changed.
 */
export function flush(): FrameInfo {
  const batches = pending
  pending = []
  const dirty = cleanDirty()
  const idsChanged = new Set<ViewTable>()
  const moments: Moment[] = []
  let reset = false
  let streams = false
  for (const batch of batches) {
    if (batch.reset) {
      reset = streams = true
      clearAll(dirty, idsChanged)
    }
    for (const table of VIEW_TABLES) applyTable(table, batch, dirty, idsChanged)
    world.nowMs = batch.nowMs
    world.seq = batch.seq
    world.branch = batch.branch
    world.playing = batch.playing
    world.holding = batch.load.holding
    world.behind = batch.load.behind
    if (batch.serviceEvents.length + batch.decisions.length + batch.commands.length > 0) {
      streams = true
      world.events = [...world.events, ...batch.serviceEvents].slice(-EVENTS_KEPT)
      world.decisions = [...world.decisions, ...batch.decisions].slice(-DECISIONS_KEPT)
      world.commands = [...world.commands, ...batch.commands]
    }
    moments.push(...batch.moments)
    for (const listener of batchListeners) listener(batch)
  }
  for (const table of VIEW_TABLES) {
    if (dirty[table].size === 0) continue
    listCache.delete(table)
    if (idsChanged.has(table)) idsCache.delete(table)
  }
  const frame: FrameInfo = { nowMs: world.nowMs, reset, dirty, idsChanged, moments, changed: batches.length > 0 }
  notify(frame, streams)
  return frame
}

function notify(frame: FrameInfo, streams: boolean): void {
  for (const table of VIEW_TABLES) {
    if (frame.dirty[table].size === 0) continue
    for (const id of frame.dirty[table]) for (const listener of rowListeners[table].get(id) ?? []) listener()
    for (const listener of tableListeners[table]) listener()
    if (frame.idsChanged.has(table)) for (const listener of idListeners[table]) listener()
  }
  if (streams) for (const listener of streamListeners) listener()
  for (const listener of frameListeners) listener(frame)
}

export function subscribeRow(table: ViewTable, id: string, listener: Listener): () => void {
  const byId = rowListeners[table]
  let listeners = byId.get(id)
  if (!listeners) {
    listeners = new Set()
    byId.set(id, listeners)
  }
  const own = listeners
  own.add(listener)
  return () => {
    own.delete(listener)
    if (own.size === 0 && byId.get(id) === own) byId.delete(id)
  }
}

const subscribeTo =
  <L>(listeners: Set<L>) =>
  (listener: L) => {
    listeners.add(listener)
    return () => {
      listeners.delete(listener)
    }
  }

/** Any row of the table changed. */
export const subscribeTable = (table: ViewTable, listener: Listener) => subscribeTo(tableListeners[table])(listener)
/** A row of the table appeared or went. */
export const subscribeIds = (table: ViewTable, listener: Listener) => subscribeTo(idListeners[table])(listener)
/** Events, decisions or commands grew. */
export const subscribeStreams = subscribeTo(streamListeners)
/** After each flush, in the frame callback: the place for painters. Returns how to stop. */
export const onFrame = subscribeTo(frameListeners)
/** Each batch, as it is applied and before anyone is told: for who keeps more of it than the mirror. */
export const onApplied = subscribeTo(batchListeners)

/** Ids in the order in which they appeared; the same array until an id appears or goes. */
export function idsOf(table: ViewTable): readonly string[] {
  let ids = idsCache.get(table)
  if (!ids) {
    ids = [...world.rows[table].keys()]
    idsCache.set(table, ids)
  }
  return ids
}

/** All rows; the same array until one of them changes. */
export function listOf<T extends ViewTable>(table: T): readonly ViewTables[T][] {
  let list = listCache.get(table) as readonly ViewTables[T][] | undefined
  if (!list) {
    list = [...world.rows[table].values()] as ViewTables[T][]
    listCache.set(table, list)
  }
  return list
}

/** The simulated clock, ms. */
export const getClock = (): number => world.nowMs
