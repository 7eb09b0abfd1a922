/**
 * The heart: clock, event queue, tables, random streams, ids, change log and the undo journal of a command. Rooms plug
 * in by registering handlers for the kinds of events they queue; nothing here knows a rule of ECS.
 */
import type { Timings } from '../data/timings'
import type { DecisionRow, RowTypes, TableName, Tables } from '../model'
import { createTables, TABLE_NAMES, TABLE_SPECS } from '../model'
import { EngineError } from './errors'
import type { Phase, QueuedEvent } from './queue'
import { before, heapPop, heapPush } from './queue'
import { base64Of, digitsOf, hash32, hexOf, nextRandom, uuidOf } from './random'
import type { RowBase } from './table'

export interface EngineOptions {
  seed: number
  region: string
  accountId: string
  /** Epoch ms of simulated time 0. */
  startTimeMs: number
}

/** Switches of the host program (not of the simulated world, and not part of a checkpoint). */
export interface Features {
  /** Any well-formed subnet or security-group id is taken as existing (design.md §7, the HTTP endpoint). */
  acceptAnyNetworkIds?: boolean
  /** Members that the API does not have are left out, as on AWS's wire (T-155), instead of refused. */
  ignoreUnknownMembers?: boolean
  /** Placement records hold every candidate, however many (`explain` of a large placement, design.md §3). */
  fullPlacementDetail?: boolean
}

export type EventHandler = (sim: Sim, event: QueuedEvent) => void
export type EventHandlers = Record<string, EventHandler>

/** Things one room must hear of that another room does, without importing each other in a circle. */
export interface Hooks {
  /** A task's status, health or process changed: service scheduler and load balancers look again. */
  taskChanged: ((sim: Sim, taskId: string) => void)[]
  /** A target's state changed. */
  targetChanged: ((sim: Sim, targetRowId: string) => void)[]
  /** A container instance registered, changed status or agent connection. */
  instanceChanged: ((sim: Sim, containerInstanceId: string) => void)[]
  /** What a container's process answers to the network changed (boots, hangs, exits, is replaced). */
  processChanged: ((sim: Sim, taskId: string) => void)[]
  /** Called just before anything that alters how requests flow, so that traffic is counted up to now. */
  beforeRoutingChange: ((sim: Sim) => void)[]
  /** A service task's target was (de)registered; the service event about it appears at `showAtMs` (D-610a, D-610b). */
  registration: ((sim: Sim, notice: RegistrationNotice) => void)[]
}

export interface RegistrationNotice {
  kind: 'registered' | 'deregistered'
  taskId: string
  targetGroupId: string
  showAtMs: number
}

export interface ChangeEntry {
  table: TableName
  id: string
}

/** Everything a run is, as plain data; survives structuredClone. Rows are shared with the engine and never written. */
export interface SimState {
  options: EngineOptions
  timings: Timings
  features: Features
  nowMs: number
  /** True when every event of the current instant has run. */
  instantDone: boolean
  seq: number
  queue: QueuedEvent[]
  cancelled: number[]
  timers: [string, { atMs: number; seq: number }][]
  streams: [string, number][]
  counters: [string, number][]
  changeCount: number
  tables: { [K in TableName]: Map<string, RowTypes[K]> }
  /** Room-owned plain data by room name (e.g. traffic counters in typed arrays); copied by the room's own functions. */
  extras: Record<string, unknown>
}

/** A room's state outside the tables: must give and take plain data. */
export interface Extra {
  save(): unknown
  load(saved: unknown): void
}

interface Journal {
  writes: { table: TableName; id: string; prev: RowBase | undefined }[]
  state: Omit<SimState, 'tables' | 'extras'>
  extras: Record<string, unknown>
}

const EVENTS_PER_INSTANT = 100_000
/** Changes kept for readers; an older cursor is told `truncated`. */
const CHANGE_LOG_LIMIT = 400_000

export class Sim {
  readonly t: Tables
  nowMs = 0
  instantDone = false
  timings: Timings
  readonly hooks: Hooks = {
    taskChanged: [],
    targetChanged: [],
    instanceChanged: [],
    processChanged: [],
    beforeRoutingChange: [],
    registration: [],
  }
  readonly extras: Record<string, Extra> = {}
  features: Features = {}
  /** Runs after every event when set (tests and development): `touched` are the rows the event wrote. */
  afterEvent: ((sim: Sim, touched: ChangeEntry[]) => void) | null = null
  /** Told of every event before it runs, when set: what a step skipped. */
  onEvent: ((event: QueuedEvent) => void) | null = null
  /** Total events run, for benches. */
  eventCount = 0

  private queue: QueuedEvent[] = []
  private cancelled = new Set<number>()
  private timers = new Map<string, { atMs: number; seq: number }>()
  private streams = new Map<string, number>()
  private counters = new Map<string, number>()
  private seq = 0
  private changes: ChangeEntry[] = []
  private changeBase = 0
  private journal: Journal | null = null
  private handlers: EventHandlers = {}

  constructor(
    readonly options: EngineOptions,
    timings: Timings,
  ) {
    this.timings = { ...timings }
    this.t = createTables((table, id, prev) => this.written(table as TableName, id, prev))
  }

  register(handlers: EventHandlers): void {
    for (const [kind, handler] of Object.entries(handlers)) {
      if (this.handlers[kind]) throw new EngineError(`two handlers for ${kind}`)
      this.handlers[kind] = handler
    }
  }

  // ── time and events ──────────────────────────────────────────────────────

  /** Queues an event; an instant in the past is a defect. Returns its number, for `cancel`. */
  schedule(atMs: number, phase: Phase, kind: string, ref = '', n = 0, text = ''): number {
    if (atMs < this.nowMs) throw new EngineError(`event ${kind} for ${ref} lies ${this.nowMs - atMs} ms in the past`)
    const seq = ++this.seq
    heapPush(this.queue, { atMs, phase, seq, kind, ref, n, text })
    return seq
  }

  cancel(seq: number): void {
    this.cancelled.add(seq)
  }

  /**
   * A timer with a name: at most one is pending per name. `earliest` keeps the sooner of the two (a controller that
   * is woken), `replace` the newer (a deadline that moves). The handler runs with `ref`.
   */
  timer(name: string, atMs: number, phase: Phase, kind: string, ref: string, mode: 'earliest' | 'replace'): void {
    const pending = this.timers.get(name)
    if (pending) {
      if (pending.atMs === atMs || (mode === 'earliest' && pending.atMs < atMs)) return
      this.cancelled.add(pending.seq)
    }
    this.timers.set(name, { atMs, seq: this.schedule(atMs, phase, kind, ref, 0, name) })
  }

  cancelTimer(name: string): void {
    const pending = this.timers.get(name)
    if (!pending) return
    this.cancelled.add(pending.seq)
    this.timers.delete(name)
  }

  timerAt(name: string): number | undefined {
    return this.timers.get(name)?.atMs
  }

  /** When the next event is due, or undefined when nothing ever happens again. */
  nextAt(): number | undefined {
    return this.peek()?.atMs
  }

  /** Runs every event of the current instant, in the order phase 0, phase 1, and what they cause at the same instant. */
  settle(): void {
    let count = 0
    const last: string[] = []
    for (let next = this.peek(); next && next.atMs === this.nowMs; next = this.peek()) {
      heapPop(this.queue)
      if (next.text !== '' && this.timers.get(next.text)?.seq === next.seq) this.timers.delete(next.text)
      const handler = this.handlers[next.kind]
      if (!handler) throw new EngineError(`no handler for event ${next.kind}`)
      const mark = this.changeCount
      this.onEvent?.(next)
      handler(this, next)
      this.eventCount++
      last.push(`${next.kind} ${next.ref}`)
      if (last.length > 20) last.shift()
      if (++count > EVENTS_PER_INSTANT) {
        throw new EngineError(`the instant ${this.nowMs} ms does not come to rest; last events: ${last.join(', ')}`)
      }
      if (this.afterEvent) this.afterEvent(this, this.changesFrom(mark))
    }
    this.instantDone = true
  }

  /** Runs every instant before `untilMs` completely and stops there, before anything due at it. */
  runUntil(untilMs: number): void {
    if (untilMs <= this.nowMs) return
    this.settle()
    for (let next = this.peek(); next && next.atMs < untilMs; next = this.peek()) {
      this.nowMs = next.atMs
      this.settle()
    }
    this.nowMs = untilMs
    this.instantDone = false
  }

  private peek(): QueuedEvent | undefined {
    for (;;) {
      const top = this.queue[0]
      if (!top || !this.cancelled.has(top.seq)) return top
      this.cancelled.delete(top.seq)
      heapPop(this.queue)
    }
  }

  // ── randomness and names ─────────────────────────────────────────────────

  /** A whole number in [0, n) from the named stream of the seed. */
  random(stream: string, n: number): number {
    const state = this.streams.get(stream) ?? hash32(`stream ${stream}`, this.options.seed)
    const next = nextRandom(state)
    this.streams.set(stream, next.state)
    return next.value % n
  }

  /** The n-th of its kind, from 1. */
  count(kind: string): number {
    const n = (this.counters.get(kind) ?? 0) + 1
    this.counters.set(kind, n)
    return n
  }

  /** How many of a kind there have been. */
  countOf(kind: string): number {
    return this.counters.get(kind) ?? 0
  }

  /** Id and ordinal for a new row: `{id: 'task-17', n: 17}`. */
  newRow(table: TableName): RowBase {
    const prefix = TABLE_SPECS[table].prefix
    const n = this.count(prefix)
    return { id: `${prefix}-${n}`, n }
  }

  hex(kind: string, n: number, length = 32): string {
    return hexOf(`${kind} ${n}`, this.options.seed, length)
  }
  digits(kind: string, n: number, length = 19): string {
    return digitsOf(`${kind} ${n}`, this.options.seed, length)
  }
  base64(kind: string, n: number, length = 21): string {
    return base64Of(`${kind} ${n}`, this.options.seed, length)
  }
  uuid(kind: string, n: number): string {
    return uuidOf(`${kind} ${n}`, this.options.seed)
  }
  /** `arn:aws:{service}:{region}:{account}:{rest}` */
  arn(service: string, rest: string): string {
    return `arn:aws:${service}:${this.options.region}:${this.options.accountId}:${rest}`
  }

  // ── records ──────────────────────────────────────────────────────────────

  /** Leaves a decision record; the newest 2,000 and the last 50 per service are kept. Returns its id. */
  decide(decision: Omit<DecisionRow, 'id' | 'n' | 'atMs'>): string {
    const row = this.t.decisions.put({ ...this.newRow('decisions'), atMs: this.nowMs, ...decision })
    this.trimDecisions()
    return row.id
  }

  private trimDecisions(): void {
    const { decisions } = this.t
    if (decisions.size <= 2_600) return
    const newest = row2000(decisions.values(), decisions.size)
    const perService = new Map<string, number>()
    const rows = [...decisions.values()].reverse()
    for (const row of rows) {
      const key = row.serviceId ?? ''
      const seen = (perService.get(key) ?? 0) + 1
      perService.set(key, seen)
      if (row.n < newest && (key === '' || seen > 50)) decisions.delete(row.id)
    }
  }

  // ── changes ──────────────────────────────────────────────────────────────

  /** Number of row writes so far: a cursor. */
  get changeCount(): number {
    return this.changeBase + this.changes.length
  }

  /** Rows written since the cursor (repeats included), or null when the log no longer reaches back that far. */
  changesSince(cursor: number): ChangeEntry[] | null {
    return cursor < this.changeBase ? null : this.changesFrom(cursor)
  }

  private changesFrom(cursor: number): ChangeEntry[] {
    return this.changes.slice(cursor - this.changeBase)
  }

  private written(table: TableName, id: string, prev: RowBase | undefined): void {
    this.changes.push({ table, id })
    if (this.changes.length > CHANGE_LOG_LIMIT && !this.journal) {
      this.changes = this.changes.slice(CHANGE_LOG_LIMIT / 2)
      this.changeBase += CHANGE_LOG_LIMIT / 2
    }
    this.journal?.writes.push({ table, id, prev })
  }

  // ── all or nothing ───────────────────────────────────────────────────────

  /** Runs `work`; if it throws, every row, event, stream, counter and extra is as before. */
  atomically<T>(work: () => T): T {
    if (this.journal) return work()
    const extras: Record<string, unknown> = {}
    for (const [name, extra] of Object.entries(this.extras)) extras[name] = extra.save()
    this.journal = { writes: [], state: this.saveScalars(), extras }
    try {
      return work()
    } catch (error) {
      this.rollBack(this.journal)
      throw error
    } finally {
      this.journal = null
    }
  }

  private rollBack(journal: Journal): void {
    const touched = new Map<TableName, Map<string, RowBase | undefined>>()
    for (const write of journal.writes) {
      let ids = touched.get(write.table)
      if (!ids) {
        ids = new Map()
        touched.set(write.table, ids)
      }
      if (!ids.has(write.id)) ids.set(write.id, write.prev)
    }
    for (const [name, ids] of touched) {
      const table = this.t[name]
      const rows = table.snapshot() as Map<string, RowBase>
      for (const [id, prev] of ids) {
        if (prev) rows.set(id, prev)
        else rows.delete(id)
      }
      ;(table as { load(rows: Iterable<RowBase>): void }).load(rows.values())
    }
    this.loadScalars(journal.state)
    for (const [name, saved] of Object.entries(journal.extras)) this.extras[name]?.load(saved)
  }

  // ── checkpoints ──────────────────────────────────────────────────────────

  save(): SimState {
    const tables: Partial<Record<TableName, Map<string, RowBase>>> = {}
    for (const name of TABLE_NAMES) tables[name] = this.t[name].snapshot()
    const extras: Record<string, unknown> = {}
    for (const [name, extra] of Object.entries(this.extras)) extras[name] = extra.save()
    return { ...this.saveScalars(), tables: tables as unknown as SimState['tables'], extras }
  }

  /** Takes over a saved state; readers' cursors from before it are told `truncated`. */
  load(state: SimState): void {
    this.loadScalars(state)
    for (const name of TABLE_NAMES) {
      ;(this.t[name] as { load(rows: Iterable<RowBase>): void }).load(state.tables[name].values())
    }
    this.changes = []
    this.changeBase = state.changeCount
    for (const [name, saved] of Object.entries(state.extras)) this.extras[name]?.load(saved)
  }

  private saveScalars(): Omit<SimState, 'tables' | 'extras'> {
    return {
      options: this.options,
      timings: { ...this.timings },
      features: { ...this.features },
      nowMs: this.nowMs,
      instantDone: this.instantDone,
      seq: this.seq,
      queue: this.queue.slice(),
      cancelled: [...this.cancelled],
      timers: [...this.timers],
      streams: [...this.streams],
      counters: [...this.counters],
      changeCount: this.changeCount,
    }
  }

  private loadScalars(state: Omit<SimState, 'tables' | 'extras'>): void {
    this.timings = { ...state.timings }
    this.features = { ...state.features }
    this.nowMs = state.nowMs
    this.instantDone = state.instantDone
    this.seq = state.seq
    this.queue = state.queue.slice()
    this.cancelled = new Set(state.cancelled)
    this.timers = new Map(state.timers)
    this.streams = new Map(state.streams)
    this.counters = new Map(state.counters)
  }

  /** The queued events in order, cancelled ones left out (tests and the report). */
  pendingEvents(): QueuedEvent[] {
    return this.queue.filter((e) => !this.cancelled.has(e.seq)).sort((a, b) => (before(a, b) ? -1 : 1))
  }
}

/** The ordinal from which on the newest 2,000 decisions stand. */
function row2000(rows: Iterable<DecisionRow>, size: number): number {
  let skip = size - 2_000
  for (const row of rows) if (skip-- <= 0) return row.n
  return 0
}
