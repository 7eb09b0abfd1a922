/**
 * What travels between the page and the engine's worker: one batch per frame on a plain port (design.md §4), calls
 * through comlink. Everything here survives structuredClone. Times are simulated ms unless the name says wall.
 */
import type { DecisionView, ServiceEventView, ViewTable, ViewTables } from './views'

/** Simulated seconds per second on the wall (screens.md §6). */
export const SPEEDS = [0.25, 1, 5, 10, 60, 600] as const
export type Speed = (typeof SPEEDS)[number]

/** One command: an AWS operation or a playground call. */
export interface Command {
  service: string
  operation: string
  input: unknown
}

/** A command of the record, with the instant before which it was applied. */
export interface LoggedCommand extends Command {
  atMs: number
}

/** What is needed to play a run again. */
export interface RunRecord {
  seed: number
  timings: Record<string, unknown>
  startTime: string | null
  commands: LoggedCommand[]
}

/** A refusal or defect as data; `rule` where the sentence cites one. */
export interface CommandError {
  name: string
  message: string
}

export type CommandResult = { ok: true; output: unknown; logged: LoggedCommand } | { ok: false; error: CommandError }

/** A change worth a look (screens.md §6), already merged: `text` is one sentence part such as "3 tasks started". */
export interface Moment {
  atMs: number
  kind: 'task' | 'target' | 'instance' | 'deployment' | 'service' | 'event' | 'command'
  /** Row ids of the views it is about. */
  ids: string[]
  text: string
}

export interface Skipped {
  kind: string
  count: number
  spanMs: number
}

export interface TableDelta<V> {
  upserts?: V[]
  removed?: string[]
}
export type TableDeltas = { [T in ViewTable]?: TableDelta<ViewTables[T]> }

/** The answer to one `frame`. `reset` means: forget everything, `tables` hold all there is. */
export interface Batch {
  seq: number
  nowMs: number
  branch: string
  reset?: true
  tables: TableDeltas
  moments: Moment[]
  /** A later step of the scenario was refused: its script ended there. */
  refused: (CommandError & { place: string }) | null
  /** What a jump passed over, in the batch that follows it. */
  skipped: Skipped[] | null
  load: {
    /** Work of the engine for this frame, wall ms. */
    workMs: number
    /** The clock waits because a key moment is being held. */
    holding: boolean
    /** The engine did not reach the instant that the speed asked for. */
    behind: boolean
  }
  playing: boolean
  speed: Speed
  serviceEvents: ServiceEventView[]
  decisions: DecisionView[]
  /** Commands applied since the last batch, in the order of the log. */
  commands: LoggedCommand[]
}

export type FromPage = { type: 'frame'; dtMs: number }
export type ToPage = { type: 'batch'; batch: Batch }

export interface LoadOptions {
  /** Run this far before showing anything. */
  untilMs?: number
  /** Seed instead of the file's. */
  seed?: number
  playing?: boolean
}

export interface LoadResult {
  ok: boolean
  title: string | null
  nowMs: number
  /** `place` is where in the file: "steps[3].with". */
  error: (CommandError & { place: string }) | null
}

export interface JumpResult {
  found: boolean
  nowMs: number
  skipped: Skipped[]
}

/** Member names and list positions that lead to a place in the JSON as given. */
export type JsonPath = readonly (string | number)[]

/** One problem of a task definition: a teaching line and ECS's own words. */
export interface DefinitionProblem {
  path: JsonPath
  teaching: string | null
  /** Exception name and text as RegisterTaskDefinition answers them. */
  name: string
  message: string
  rule: string
}

export interface DefinitionCheck {
  ok: boolean
  /** What ECS would store, in the shape of DescribeTaskDefinition's taskDefinition; null when it refuses. */
  stored: unknown
  problems: DefinitionProblem[]
  /** Read-only members that were left out (a pasted DescribeTaskDefinition answer). */
  dropped: { path: JsonPath; why: string }[]
  /** Members that ECS does not know, with the nearest one it does. */
  unknown: { path: JsonPath; suggestion: string | null }[]
  /** Members that are kept but change nothing in the simulator ("≈"). */
  notModelled: { path: JsonPath; note: string }[]
}

/** A full decision, as the X-ray and the Why tab show it. */
export interface DecisionDetail extends DecisionView {
  inputs: Record<string, unknown>
  outcome: Record<string, unknown>
}

/** Calls of the page, through comlink. None of them rejects for bad input: errors come back as data. */
export interface WorkerApi {
  /** Takes the port of the batch stream. */
  connect(port: MessagePort): void
  call(service: string, operation: string, input: unknown): CommandResult
  play(): void
  pause(): void
  setSpeed(speed: Speed): void
  stepEvent(): JumpResult
  stepCause(): JumpResult
  load(scenario: unknown, options?: LoadOptions): LoadResult
  /** Plays a record again up to `nowMs`. */
  restore(record: RunRecord, nowMs: number): LoadResult
  /** Back to the beginning of the loaded scenario. */
  reset(): LoadResult
  record(): RunRecord
  describe(table: ViewTable, id: string): unknown
  decisions(subject: string, limit?: number): DecisionDetail[]
  explain(decisionId: string): DecisionDetail | null
  waiting(serviceId: string): unknown
  checkTaskDefinition(json: string): DefinitionCheck
  world(tables?: string[]): unknown
  operations(): string[]
  digest(): string
}
