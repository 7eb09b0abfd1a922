/**
 * The page's side of the worker: typed calls, the batch stream, and the watch over both. A worker that crashes or does
 * not answer for 10 s is replaced and the run played again from the record kept here; a command that loses the worker
 * twice is left out and named.
 */
import type { Remote } from 'comlink'
import { releaseProxy, transfer, wrap } from 'comlink'
import type {
  Batch,
  Command,
  CommandResult,
  CompareRequest,
  FromPage,
  LoadOptions,
  LoadResult,
  RunRecord,
  Speed,
  ToPage,
  WorkerApi,
} from './protocol'

const ANSWER_WITHIN_WALL_MS = 10_000
/** Two losses within this time on the wall, in simulated terms, are one and the same. */
const SAME_INSTANT_WALL_MS = 200
/** After so many losses in a row without an answered frame the run is given up. */
const MOST_LOSSES = 6

export interface TroubleReport {
  /** Simulated instant the run was brought back to; null = it could not be. */
  restoredToMs: number | null
  /** The command that was left out, if any. */
  leftOut: Command | null
  reason: string
  record: RunRecord
}

export interface WorkerHandle {
  postMessage(message: unknown, transfer: Transferable[]): void
  terminate(): void
  addEventListener(type: string, listener: (event: Event) => void): void
  removeEventListener(type: string, listener: (event: Event) => void): void
}

const LOST = { name: 'WorkerLost', message: 'The simulation stopped before it answered.' }
const emptyRecord = (): RunRecord => ({ seed: 1, timings: {}, startTime: null, commands: [] })

type Method = Exclude<keyof WorkerApi, 'connect'>

export class Client {
  ready = false
  private worker: WorkerHandle | null = null
  private api: Remote<WorkerApi> | null = null
  private port: MessagePort | null = null
  private generation = 0
  private watch: ReturnType<typeof setInterval> | undefined
  private frameSentAt: number | null = null
  private record: RunRecord = emptyRecord()
  private nowMs = 0
  /** How far the branch was ever run: a command before it makes another branch. */
  private endMs = 0
  private playing = false
  private speed: Speed = 5
  /** Keeps the log after a command was accepted and before its answer is given (design.md §4). */
  keeper: (() => Promise<void>) | null = null
  private losses = 0
  /** What was on its way when the worker was last lost: a command, or the record's last. */
  private suspect: string | null = null
  /** Simulated instant at which the worker was last lost. */
  private lostAtMs = Number.NEGATIVE_INFINITY
  private inFlight: Command | null = null
  /** The command that was tried again after the last loss, and how that came out. */
  private retried: { command: Command; result: CommandResult } | null = null
  /** Fulfilled when the run is back or given up. */
  private recovered: Promise<void> = Promise.resolve()
  private finishRecovery: (() => void) | null = null
  private readonly batchListeners = new Set<(batch: Batch) => void>()
  private readonly restartListeners = new Set<() => void>()
  private readonly troubleListeners = new Set<(report: TroubleReport) => void>()

  constructor(private readonly makeWorker: () => WorkerHandle) {}

  /** Starts the worker; once, at module level. */
  start(): void {
    if (this.worker) return
    this.spawn()
    this.ready = true
    this.watch = setInterval(() => {
      if (this.frameSentAt !== null && performance.now() - this.frameSentAt > ANSWER_WITHIN_WALL_MS) {
        void this.lost('it did not answer a frame for 10 seconds')
      }
    }, 1_000)
  }

  /** Ends the worker and the watch over it. */
  stop(): void {
    clearInterval(this.watch)
    this.worker?.terminate()
    this.port?.close()
    this.worker = null
  }

  onBatch(listener: (batch: Batch) => void): void {
    this.batchListeners.add(listener)
  }
  /** The worker was replaced: nothing that was asked of the old one will be answered. */
  onRestart(listener: () => void): void {
    this.restartListeners.add(listener)
  }
  onTrouble(listener: (report: TroubleReport) => void): void {
    this.troubleListeners.add(listener)
  }

  /** Asks for one frame of `dtMs` wall time. */
  frame(dtMs: number): void {
    this.frameSentAt = performance.now()
    this.port?.postMessage({ type: 'frame', dtMs } satisfies FromPage)
  }

  /** `gesture` (`newGesture`) joins the commands of one click: they are undone together. */
  async call(service: string, operation: string, input: unknown, gesture = newGesture()): Promise<CommandResult> {
    const [result] = await this.run([{ service, operation, input }], gesture)
    return result ?? { ok: false, error: LOST }
  }

  /** Runs commands in order, as one gesture; stops at the first refusal, whose error is the last result. */
  async run(commands: Command[], gesture = newGesture()): Promise<CommandResult[]> {
    const results: CommandResult[] = []
    for (const command of commands) {
      const result = await this.runOne(command, gesture)
      results.push(result)
      if (!result.ok) break
    }
    return results
  }

  private async runOne(command: Command, gesture: number): Promise<CommandResult> {
    this.inFlight = command
    const generation = this.generation
    try {
      const result = await this.ask('call', command.service, command.operation, command.input, gesture)
      await this.accept(result)
      if (this.inFlight === command) this.inFlight = null
      if (result.ok) await this.keeper?.()
      return result
    } catch (error) {
      // The worker went while it had the command: it is tried once more on the restored run, then left out.
      if (generation === this.generation) void this.lost(messageOf(error))
      await this.recovered
      return this.retried?.command === command ? this.retried.result : { ok: false, error: LOST }
    }
  }

  async load(scenario: unknown, options?: LoadOptions): Promise<LoadResult> {
    const result = await this.ask('load', scenario, options)
    if (result.ok) await this.takeRecord()
    return result
  }
  /** Plays a kept record up to `nowMs` in the place of the present run; a refused one leaves it as it is. */
  async open(record: RunRecord, nowMs: number, upToFailure = false): Promise<LoadResult> {
    const result = await this.ask('restore', record, nowMs, upToFailure)
    if (result.ok) await this.takeRecord()
    return result
  }
  async reset(): Promise<LoadResult> {
    const result = await this.ask('reset')
    await this.takeRecord()
    return result
  }
  private async takeRecord(): Promise<void> {
    this.record = await this.ask('record')
    this.endMs = this.record.endMs ?? 0
  }
  /** Adds an accepted command to the record; one that forked makes it another record. */
  private async accept(result: CommandResult): Promise<void> {
    if (!result.ok) return
    if (result.logged.atMs < this.endMs) return this.takeRecord()
    this.record.commands.push(result.logged)
    this.endMs = result.logged.atMs
  }

  stepBack = () => this.ask('stepBack')
  previousCause = () => this.ask('previousCause')
  goTo = (ms: number) => this.ask('goTo', ms)
  runUntilSteady = () => this.ask('runUntilSteady')
  compareBranch = (id: string) => this.ask('compareBranch', id)
  timeFigures = () => this.ask('timeFigures')
  compareSettings = (request: CompareRequest) => this.ask('compareSettings', request)
  undo = () => this.act('undo')
  redo = () => this.act('redo')
  reopenBranch = (id: string) => this.act('reopenBranch', id)
  renameBranch = (id: string, name: string) => this.act('renameBranch', id, name)
  deleteBranch = (id: string) => this.act('deleteBranch', id)

  /** An act on branches: the record is another one afterwards. */
  private async act<M extends 'undo' | 'redo' | 'reopenBranch' | 'renameBranch' | 'deleteBranch'>(
    method: M,
    ...args: Parameters<WorkerApi[M]>
  ): Promise<ReturnType<WorkerApi[M]>> {
    const answer = await this.ask(method, ...args)
    await this.takeRecord()
    return answer
  }

  play(): void {
    this.playing = true
    void this.tell('play')
  }
  pause(): void {
    this.playing = false
    void this.tell('pause')
  }
  setSpeed(speed: Speed): void {
    this.speed = speed
    void this.tell('setSpeed', speed)
  }

  stepEvent = () => this.ask('stepEvent')
  stepCause = () => this.ask('stepCause')
  describe = (...args: Parameters<WorkerApi['describe']>) => this.ask('describe', ...args)
  decisions = (...args: Parameters<WorkerApi['decisions']>) => this.ask('decisions', ...args)
  explain = (decisionId: string) => this.ask('explain', decisionId)
  waiting = (serviceId: string) => this.ask('waiting', serviceId)
  waysOut = (serviceId: string) => this.ask('waysOut', serviceId)
  placesAhead = (serviceId: string) => this.ask('placesAhead', serviceId)
  deploymentHistory = (serviceId: string) => this.ask('deploymentHistory', serviceId)
  checkTaskDefinition = (json: string) => this.ask('checkTaskDefinition', json)
  world = (tables?: string[]) => this.ask('world', tables)
  read = (service: string, operation: string, input: unknown) => this.ask('read', service, operation, input)
  operations = () => this.ask('operations')
  apiModel = () => this.ask('apiModel')
  digest = () => this.ask('digest')
  snapshot = (withDigest = false) => this.ask('snapshot', withDigest)
  /** The record as the page holds it: what a report or a file needs. */
  log = (): RunRecord => structuredClone(this.record)

  private async tell<M extends Method>(method: M, ...args: Parameters<WorkerApi[M]>): Promise<void> {
    const generation = this.generation
    try {
      await this.ask(method, ...args)
    } catch (error) {
      if (generation === this.generation) await this.lost(messageOf(error))
    }
  }

  /** One call with the 10 s watch. Rejects when the worker is gone or silent. */
  private ask<M extends Method>(
    method: M,
    ...args: Parameters<WorkerApi[M]>
  ): Promise<Awaited<ReturnType<WorkerApi[M]>>> {
    const { api, worker } = this
    if (!api || !worker) return Promise.reject(new Error('the simulation is not running'))
    return new Promise((resolve, reject) => {
      const stop = (error: Error) => {
        clearTimeout(timer)
        this.pendingStops.delete(stop)
        reject(error)
      }
      const timer = setTimeout(
        () => stop(new Error(`${method} was not answered for 10 seconds`)),
        ANSWER_WITHIN_WALL_MS,
      )
      this.pendingStops.add(stop)
      const call = api[method] as unknown as (...args: unknown[]) => Promise<Awaited<ReturnType<WorkerApi[M]>>>
      call(...args).then(
        (answer) => {
          clearTimeout(timer)
          this.pendingStops.delete(stop)
          resolve(answer)
        },
        (error) => stop(error instanceof Error ? error : new Error(String(error))),
      )
    })
  }
  private readonly pendingStops = new Set<(error: Error) => void>()

  private spawn(): void {
    const worker = this.makeWorker()
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = (event: MessageEvent<ToPage>) => this.answered(event.data)
    worker.addEventListener('error', (event) => {
      if (worker === this.worker) void this.lost((event as ErrorEvent).message || 'it crashed')
    })
    this.worker = worker
    this.port = port1
    this.api = wrap<WorkerApi>(worker as Worker)
    // Should the worker never come up, the watch over the first call finds out.
    this.api.connect(transfer(port2, [port2])).catch(() => undefined)
  }

  private answered(message: ToPage): void {
    this.frameSentAt = null
    this.losses = 0
    this.nowMs = message.batch.nowMs
    this.endMs = message.batch.endMs ?? this.endMs
    this.playing = message.batch.playing
    for (const listener of this.batchListeners) listener(message.batch)
  }

  /** Replaces the worker and plays the record again. */
  private async lost(reason: string): Promise<void> {
    const generation = ++this.generation
    this.ready = false
    if (!this.finishRecovery) {
      this.recovered = new Promise((resolve) => {
        this.finishRecovery = resolve
      })
    }
    this.frameSentAt = null
    this.worker?.terminate()
    this.port?.close()
    this.api?.[releaseProxy]()
    for (const stop of [...this.pendingStops]) stop(new Error(LOST.message))
    const { leftOut, retry } = this.judge()
    this.spawn()
    if (++this.losses > MOST_LOSSES) return this.report(null, leftOut, reason)
    try {
      const result = await this.ask('restore', { ...this.record, endMs: this.endMs }, this.nowMs)
      if (!result.ok) throw new Error(result.error?.message ?? 'the record could not be played')
      if (retry) await this.retry(retry)
      await this.ask('setSpeed', this.speed)
      if (this.playing) await this.ask('play')
    } catch (error) {
      if (generation === this.generation) await this.lost(messageOf(error))
      return
    }
    this.ready = true
    for (const listener of this.restartListeners) listener()
    this.report(this.nowMs, leftOut, reason)
  }

  /**
   * Who is to blame: the command on its way, or the last one when the run was lost at the same instant as before. A
   * command that is to blame twice is taken out of the record.
   */
  private judge(): { leftOut: Command | null; retry: Command | null } {
    const { commands } = this.record
    const last = commands.findLastIndex(({ atMs }) => atMs <= this.nowMs)
    const command = this.inFlight ?? commands[last] ?? null
    const key = command && JSON.stringify(command)
    const sameInstant = Math.abs(this.nowMs - this.lostAtMs) <= this.speed * SAME_INSTANT_WALL_MS
    const again = key !== null && key === this.suspect && (this.inFlight !== null || sameInstant)
    this.suspect = key
    this.lostAtMs = this.nowMs
    if (!again) return { leftOut: null, retry: this.inFlight }
    if (!this.inFlight) commands.splice(last, 1)
    this.inFlight = null
    return { leftOut: command, retry: null }
  }

  private async retry(command: Command): Promise<void> {
    this.inFlight = command
    const result = await this.ask('call', command.service, command.operation, command.input)
    await this.accept(result)
    this.retried = { command, result }
    this.inFlight = null
  }

  private report(restoredToMs: number | null, leftOut: Command | null, reason: string): void {
    this.finishRecovery?.()
    this.finishRecovery = null
    for (const listener of this.troubleListeners) listener({ restoredToMs, leftOut, reason, record: this.log() })
  }
}

let gestures = Date.now()
/** A number for the commands of one click, also after a reload another one than before. */
export const newGesture = (): number => ++gestures

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** The page's one client. */
export const client = new Client(
  () => new Worker(new URL('./host/main.ts', import.meta.url), { type: 'module', name: 'engine' }),
)
