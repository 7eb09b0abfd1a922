/** The engine's front door as types (design.md §3): what other rooms may rely on. */
import type { Timings } from './data/timings'
import type { Features, Sim, SimState } from './kernel/sim'
import type { DecisionRow, RowTypes, ServiceEventRow, ServiceWaiting, TableName } from './model'

export interface CreateEngineOptions {
  /** Whole number; default 1. */
  seed?: number
  /** Default us-east-1. */
  region?: string
  /** Twelve digits; default 123456789012. */
  accountId?: string
  /** ISO 8601; default 2026-01-05T09:00:00Z. */
  startTime?: string
  timings?: Partial<Timings>
  /** Switches that are no timings (an endpoint accepts any network id). */
  features?: Features
  /** Check the invariants after every event (tests, development). Default false. */
  checkInvariants?: boolean
}

export type NextKind = 'event' | 'decision' | 'cause'

export interface NextResult {
  found: boolean
  /** What happened between, by kind of event: how many and over what span. */
  skipped: { kind: string; count: number; spanMs: number }[]
}

export interface ChangeSet {
  /** Cursor asked for and cursor reached: pass `to` next time. */
  from: number
  to: number
  nowMs: number
  upserts: { [K in TableName]?: RowTypes[K][] }
  removed: { [K in TableName]?: string[] }
  serviceEvents: ServiceEventRow[]
  decisions: DecisionRow[]
  /** True when the log did not reach back: `upserts` then holds every row and nothing is in `removed`. */
  truncated?: boolean
}

export interface Checkpoint {
  engine: string
  state: SimState
}

/** The world document (design.md §6). Tables are arrays of AWS-shaped objects with a `playground` member. */
export type WorldDocument = Record<string, unknown>

export interface WaitingAnswer extends ServiceWaiting {
  /** The why-line: one sentence, at most 120 characters (screens.md §2). */
  sentence: string
  /** The row ids the sentence speaks of. */
  subjects: string[]
}

export interface Engine {
  /** Simulated ms since start. */
  readonly now: number
  readonly options: Readonly<{ seed: number; region: string; accountId: string; startTimeMs: number }>
  /**
   * One operation of AWS (`ecs`, `elbv2`, `ec2`) or of the playground. All or nothing: throws ApiError and leaves no
   * trace, or applies. In an instant that is already complete the clock first moves on by 1 ms.
   */
  call(service: string, operation: string, input: unknown): unknown
  /** Operations this engine implements, as `service.Operation`. */
  readonly operations: readonly string[]
  settle(): void
  advance(ms: number): void
  advanceToNext(kind: NextKind, limitMs?: number): NextResult
  changesSince(cursor: number): ChangeSet
  checkpoint(): Checkpoint
  world(tables?: readonly string[]): WorldDocument
  /** null when the service is steady. Unknown id: undefined. */
  waiting(serviceId: string): WaitingAnswer | null | undefined
  explain(decisionId: string): DecisionRow | undefined
  /** 16 hex characters over the whole state. */
  digest(): string
  /** Throws EngineError naming the rule when an invariant does not hold. */
  checkInvariants(): void
  /** When the next event is due, undefined when none is. */
  nextAt(): number | undefined
  /** Read-only row access for projections; never write. */
  rows<K extends TableName>(table: K): Iterable<RowTypes[K]>
  row<K extends TableName>(table: K, id: string): RowTypes[K] | undefined
  /** The simulation behind the door, for the engine's own projections and tests. */
  readonly sim: Sim
}
