/**
 * What travels between the page and the engine's worker: one batch per frame on a plain port (design.md §4), calls
 * through comlink. Everything here survives structuredClone. Times are simulated ms unless the name says wall.
 */
import type { ApiModelFile } from '../engine'
import type { Mark } from './marks'
import type { DecisionView, ServiceDeploymentView, ServiceEventView, ViewTable, ViewTables } from './views'

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
  /** Given by the user, not by the scenario: undo takes it back. */
  own?: true
  /** Commands of one click share a number and are undone together. */
  gesture?: number
  /** Name under which the scenario keeps the answer. */
  save?: string
}

/** A step of the scenario that has not been reached: its input may hold `$` expressions. */
export interface AheadStep extends Command {
  atMs: number
  fails: string | null
  place: string
  literal: boolean
  save: string | null
}

/** A branch as a command log: the first `shared` commands are those of branch `from`. */
export interface BranchRecord {
  id: string
  name: string
  /** The user gave the name. */
  named: boolean
  /** The branch that it shares its beginning with; null = none. */
  from: string | null
  shared: number
  commands: LoggedCommand[]
  ahead: AheadStep[]
  /** How far it was run. */
  endMs: number
  /** Where it was left. */
  leftMs: number
}

/** What is needed to play a run again. `commands` are those of the branch being played, known future included. */
export interface RunRecord {
  seed: number
  timings: Record<string, unknown>
  startTime: string | null
  commands: LoggedCommand[]
  /** Steps of the scenario still to come. */
  ahead?: AheadStep[]
  /** Where "start over" goes to, ms; default 0. */
  fromMs?: number
  /** How far the branch was run; default: where it is restored to. */
  endMs?: number
  /** Id of the branch being played; default "main". */
  branch?: string
  /** Name of it, when it has another than its default. */
  branchName?: string
  /** The other branches, each after the one that it shares its beginning with. */
  branches?: BranchRecord[]
}

/** Counts of a service from an instant on. */
export interface Sample {
  atMs: number
  healthy: number
  running: number
  lower: number
  upper: number
  /**
   * Tasks whose target takes requests, and requests failed so far at its load balancers. Not there without a load
   * balancer, and of great services only at scheduler ticks: counting them costs.
   */
  serving?: number
  failed?: number
}

/** A branch in the menu. */
export interface BranchView {
  id: string
  name: string
  current: boolean
  endMs: number
  /** Instant from which it differs from the current one; null for the current one. */
  differsFromMs: number | null
  /** Chart of its own time from there on, by service: the ghost. */
  samples: Record<string, Sample[]>
}

/** What of time changes with acts, not with playing. */
export interface TimeState {
  branches: BranchView[]
  /** Operation that undo would take back ("UpdateService", or "start over"); null = nothing to undo. */
  undo: string | null
  redo: string | null
}

/** A refusal or defect as data; `rule` where the sentence cites one. */
export interface CommandError {
  name: string
  message: string
}

/** Operations that only read: they are answered, but are no commands of the run. */
export const isRead = (operation: string): boolean => /^(Describe|List|Get)/.test(operation)

export type ReadResult = { ok: true; output: unknown } | { ok: false; error: CommandError }
export type CommandResult = { ok: true; output: unknown; logged: LoggedCommand } | { ok: false; error: CommandError }

/** A change worth a look (screens.md §6), already merged: `text` is one sentence part such as "3 tasks started". */
export interface Moment {
  atMs: number
  kind: 'task' | 'target' | 'instance' | 'deployment' | 'alarm' | 'service' | 'event' | 'command'
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
  /** How far the branch was ever run, ms: beyond `nowMs` lies a future that is known. */
  endMs?: number
  /** With a reset, and when it changed. */
  time?: TimeState
  /** New marks of the timeline; with a reset all of the branch, its known future included. */
  marks?: Mark[]
  /** New samples of the strip chart by service; with a reset all of them. */
  samples?: Record<string, Sample[]>
}

export type FromPage = { type: 'frame'; dtMs: number }
export type ToPage = { type: 'batch'; batch: Batch }

export interface LoadOptions {
  /** Run this far before showing anything. */
  untilMs?: number
  /** Seed instead of the file's. */
  seed?: number
  playing?: boolean
  /** A step that is refused on the way does not refuse the file: it opens up to there, and `error` tells. */
  upToFailure?: boolean
}

export interface LoadResult {
  ok: boolean
  title: string | null
  nowMs: number
  /** `place` is where in the file: "steps[3].with". */
  error: (CommandError & { place: string }) | null
  /** What the file says of the run that it records: the engine's version, and the digest where it opens. */
  made?: { engine: string | null; digest: string | null }
}

/** A run to be kept: everything of it, at one instant. */
export interface Snapshot {
  engine: string
  record: RunRecord
  nowMs: number
  /** Digest of the world with this instant completed; null when it was not asked for. */
  digest: string | null
}

export interface JumpResult {
  found: boolean
  nowMs: number
  skipped: Skipped[]
}

/** Figures of a branch at its end. */
export interface BranchFigures {
  name: string
  endMs: number
  commands: number
  failedRequests: number
  services: {
    name: string
    lowestHealthy: number
    peakTasks: number
    /** Seconds of the latest deployment; null while it runs. */
    secondsToSteady: number | null
  }[]
}

/** The current branch beside another one. */
export interface BranchComparison {
  here: BranchFigures
  there: BranchFigures
  /** The first command of the logs that is not the same; null on the side that has none there, null when none differs. */
  firstDifference: { here: LoggedCommand | null; there: LoggedCommand | null } | null
}

/** The next deployment of a service, to be run twice, each time after other commands. */
export interface CompareRequest {
  serviceId: string
  changes: [Command[], Command[]]
  deploy: Command[]
}

/** The service as it stood from `atMs` on, and the requests that had failed since the beginning. */
export interface CompareMoment {
  atMs: number
  service: ViewTables['services']
  failed: number
}

export interface CompareSide {
  /** The commands were refused: nothing else is there then. */
  error: CommandError | null
  moments: CompareMoment[]
  /** `secondsToSteady`: null when it did not get there. */
  figures: { secondsToSteady: number | null; lowestHealthy: number; peakTasks: number; failedRequests: number }
  /** Capacity beyond the desired count; null when it was refused or the service has no tasks. */
  extra: ExtraCapacity | null
}

export interface ExtraCapacity {
  /** Sizes of the tasks beyond the desired count × how long they were there. */
  vcpuSeconds: number
  gibSeconds: number
  /**
   * On Fargate, by which the tasks' bill exceeds that of the desired count running all the time: below zero when fewer
   * ran. null on instances: they are paid whether or not tasks use them; and where there is no price (Windows).
   */
  usd: number | null
  fargate: boolean
  /** Instances that were launched meanwhile. */
  launched: number
}

export interface ComparisonOfSettings {
  fromMs: number
  /** Date of Fargate's list prices. */
  priceDate: string
  sides: [CompareSide, CompareSide]
}

/** Memory of the checkpoints (an estimate) and how far apart they lie. */
export interface TimeFigures {
  checkpoints: number
  bytes: number
  budgetBytes: number
  branches: number
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

/** A change that was tried on a fork of the present. */
export interface Way {
  id: string
  /** The change in a sentence. */
  words: string
  commands: Command[]
  /** 'refused' by ECS, 'stuck' in a lock again, 'late' when half an hour was not enough. */
  outcome: 'freed' | 'refused' | 'stuck' | 'late'
  /** Simulated seconds until the service is at rest; null unless freed. */
  seconds: number | null
  lowestHealthy: number
  failedRequests: number
  /** ECS's words when it was refused, the why-line at the end when it was not freed. */
  note: string | null
}

/** What would free a service, the gentlest first, and what would not. */
export interface WaysOut {
  atMs: number
  ways: Way[]
  failed: Way[]
  /** Left out because the work of all trials is bounded. */
  untried: number
}

/** Where the next tasks of a service would go if it wanted more of them now, found by trying. */
export interface PlacesAhead {
  serviceId: string
  atMs: number
  /** Container instances, in the order in which they would be chosen. */
  places: string[]
  /** Nothing was refused: there may be more places. */
  more: boolean
  /** Why there is no answer. */
  note: string | null
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
  /** Acting where a future is known already forks: the old future stays as a branch. */
  call(service: string, operation: string, input: unknown, gesture?: number): Promise<CommandResult>
  /** Answers an operation of which `isRead` holds; any other is refused. */
  read(service: string, operation: string, input: unknown): Promise<ReadResult>
  play(): void
  pause(): void
  setSpeed(speed: Speed): void
  stepEvent(): JumpResult
  stepCause(): JumpResult
  /** To the previous instant in which something changed. All of these stop playing. */
  stepBack(): JumpResult
  previousCause(): JumpResult
  /** To the instant before anything due at `ms`, commands of that instant excepted; back, or on. */
  goTo(ms: number): JumpResult
  /** Until no service waits for anything, at most an hour on. */
  runUntilSteady(): JumpResult
  undo(): JumpResult
  redo(): JumpResult
  reopenBranch(id: string): JumpResult
  renameBranch(id: string, name: string): boolean
  deleteBranch(id: string): boolean
  compareBranch(id: string): Promise<BranchComparison | null>
  timeFigures(): TimeFigures
  /** Runs the next deployment under two settings; the present run stays as it is. */
  compareSettings(request: CompareRequest): Promise<ComparisonOfSettings>
  /** A scenario, or the text of a file. A recording opens where it was saved unless `untilMs` says otherwise. */
  load(scenario: unknown, options?: LoadOptions): Promise<LoadResult>
  /** Plays a record again up to `nowMs`; with `upToFailure` what was refused and all after it is left out. */
  restore(record: RunRecord, nowMs: number, upToFailure?: boolean): Promise<LoadResult>
  snapshot(withDigest: boolean): Snapshot
  /** Back to the beginning of the loaded scenario. */
  reset(): LoadResult
  record(): RunRecord
  describe(table: ViewTable, id: string): Promise<unknown>
  decisions(subject: string, limit?: number): DecisionDetail[]
  explain(decisionId: string): DecisionDetail | null
  waiting(serviceId: string): unknown
  /** Tries small changes on forks of the present, within three seconds on the wall; null for an unknown service. */
  waysOut(serviceId: string): Promise<WaysOut | null>
  placesAhead(serviceId: string): Promise<PlacesAhead | null>
  /** The service's deployments, newest first, fifty at most. */
  deploymentHistory(serviceId: string): ServiceDeploymentView[]
  checkTaskDefinition(json: string): Promise<DefinitionCheck>
  world(tables?: string[]): Promise<unknown>
  /** The engine's API model, inputs only: what the command line is made of. */
  apiModel(): Promise<Record<string, ApiModelFile>>
  operations(): string[]
  digest(): string
}
