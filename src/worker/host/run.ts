/**
 * One run: an engine, its record, the script still to come, and what the page has been told. Everything the page
 * sees of a run leaves through `batch`.
 */
import type { Engine, NextKind } from '../../engine'
import { createEngine } from '../../engine'
import { MomentFinder } from '../moments'
import type { PacedStage, PaceState } from '../pacing'
import { advanceFrame, newPace, release } from '../pacing'
import { Projector, projectDecision, projectEvent } from '../project/projector'
import type { Batch, Command, CommandError, JumpResult, LoggedCommand, RunRecord, Skipped, Speed } from '../protocol'
import type { DecisionView, ServiceEventView } from '../views'
import type { ScriptStep } from './script'
import { inputOf } from './script'

/** Live sentences and figures are renewed so often, wall ms; countdowns are drawn by the page. */
const LIVE_EVERY_MS = 200
/** Most work for one frame, wall ms. */
const FRAME_WORK_MS = 12

interface Fresh {
  events: ServiceEventView[]
  decisions: DecisionView[]
  commands: LoggedCommand[]
}

export type RunHead = Omit<RunRecord, 'commands'>

export class Run implements PacedStage {
  readonly engine: Engine
  readonly commands: LoggedCommand[] = []
  private readonly projector: Projector
  private readonly moments = new MomentFinder()
  private readonly saved: Record<string, unknown> = {}
  private pace: PaceState = newPace()
  private cursor = 0
  private seq = 0
  private first = true
  private fresh: Fresh = empty()
  private skipped: Skipped[] | null = null
  /** A command or jump happened: the next batch shows all there is. */
  private force = false
  private sinceLiveMs = 0
  private refusalTold = false
  /** A step of the script was refused; the script ends there. */
  scriptError: (CommandError & { place: string }) | null = null

  constructor(
    readonly head: RunHead,
    private script: ScriptStep[],
  ) {
    this.engine = createEngine({
      seed: head.seed,
      ...(head.startTime ? { startTime: head.startTime } : {}),
      timings: head.timings as never,
    })
    this.projector = new Projector(this.engine)
  }

  // ── the stage that pacing drives ──

  now(): number {
    return this.engine.now
  }
  nextAt(): number | undefined {
    const event = this.engine.nextAt()
    const step = this.script[0]?.atMs
    return event === undefined ? step : step === undefined ? event : Math.min(event, step)
  }
  runInstant(atMs: number): boolean {
    if (atMs > this.engine.now) this.engine.advance(atMs - this.engine.now)
    const commanded = this.applyScript()
    this.engine.settle()
    return this.noteChanges() || commanded
  }
  glide(toMs: number): void {
    this.engine.advance(toMs - this.engine.now)
    this.noteChanges()
  }

  private applyScript(): boolean {
    let applied = false
    for (let step = this.script[0]; step && step.atMs <= this.engine.now; step = this.script[0]) {
      this.script.shift()
      applied = true
      try {
        const input = inputOf(step, () => this.document())
        const { service, operation } = step
        const output = this.engine.call(service, operation, input)
        if (step.fails) throw new Error(`${service}.${operation} was to fail with ${step.fails}`)
        if (step.save) this.saved[step.save] = output
        this.logged({ service, operation, input })
      } catch (error) {
        if (step.fails && (error as Error).name === step.fails) continue
        this.scriptError = { ...asError(error), place: step.place }
        this.script = []
      }
    }
    return applied
  }

  private document(): Record<string, unknown> {
    return { ...this.engine.world(), saved: this.saved }
  }

  private logged(command: Command): LoggedCommand {
    const entry = { atMs: this.engine.now, ...command }
    this.commands.push(entry)
    this.fresh.commands.push(entry)
    return entry
  }

  private noteChanges(): boolean {
    const changes = this.engine.changesSince(this.cursor)
    this.cursor = changes.to
    this.projector.note(changes)
    for (const row of changes.serviceEvents) this.fresh.events.push(projectEvent(row, this.projector.source))
    for (const row of changes.decisions) this.fresh.decisions.push(projectDecision(row))
    return this.moments.note(changes)
  }

  // ── what the page asks for ──

  /** Applies a command now and logs it; what was withheld is shown. Throws what the engine throws. */
  call(command: Command): { output: unknown; logged: LoggedCommand } {
    const output = this.engine.call(command.service, command.operation, command.input)
    const logged = this.logged(structuredClone(command))
    this.engine.settle()
    this.noteChanges()
    this.showNow()
    return { output, logged }
  }

  /** Runs without showing anything up to `untilMs`, script included. */
  runTo(untilMs: number): void {
    for (let next = this.nextAt(); next !== undefined && next < untilMs; next = this.nextAt()) {
      this.runInstant(next)
      if (this.scriptError) return
    }
    if (untilMs > this.engine.now) this.glide(untilMs)
    // Commands at the very end are part of it: they come first in their instant.
    if (this.script[0] && this.script[0].atMs <= untilMs) this.runInstant(this.engine.now)
    // What happened before anyone looked is no news.
    this.moments.take()
    this.showNow()
  }

  /** To the next visible change. */
  stepEvent(): JumpResult {
    return this.jump((skipped) => {
      for (let count = 0; count < 500; count++) {
        const next = this.nextAt()
        if (next === undefined) return false
        const before = this.cursor
        const key = this.runInstant(next)
        if (key || this.cursor > before) return true
        skipped.push({ kind: 'event', count: 1, spanMs: 0 })
      }
      return false
    })
  }

  /** To the next cause; what the engine passed over is told. */
  stepCause(): JumpResult {
    return this.jump((skipped) => {
      const step = this.script[0]
      const limitMs = step ? Math.max(0, step.atMs - this.engine.now) : 86_400_000
      const result = this.engine.advanceToNext('cause' satisfies NextKind, limitMs)
      skipped.push(...result.skipped)
      this.noteChanges()
      if (result.found || !step) return result.found
      this.runInstant(step.atMs)
      return true
    })
  }

  private jump(go: (skipped: Skipped[]) => boolean): JumpResult {
    const skipped: Skipped[] = []
    const found = go(skipped)
    this.showNow()
    this.skipped = skipped
    return { found, nowMs: this.engine.now, skipped }
  }

  /** Ends a hold: the next batch shows everything. */
  showNow(): void {
    release(this.pace, this.engine.now)
    this.force = true
  }

  /** One frame's worth of simulated time and what it changed. */
  frame(dtMs: number, playing: boolean, speed: Speed, clock: () => number): Batch {
    const startedAt = clock()
    this.sinceLiveMs += dtMs
    let holding = false
    let behind = false
    if (playing) {
      const hasTime = () => clock() - startedAt < FRAME_WORK_MS
      ;({ holding, behind } = advanceFrame(this, this.pace, dtMs, speed, hasTime))
    } else if (this.pace.withheld) this.showNow()
    return this.batch({ workMs: clock() - startedAt, holding, behind }, playing, speed)
  }

  /** The script's refused step, told once. */
  private takeRefusal(): Batch['refused'] {
    const refused = this.refusalTold ? null : this.scriptError
    this.refusalTold = this.scriptError !== null
    return refused
  }

  private batch(load: Batch['load'], playing: boolean, speed: Speed): Batch {
    const silent = this.pace.withheld && !this.first
    const fresh = silent ? empty() : this.fresh
    const live = this.force || this.first || this.sinceLiveMs >= LIVE_EVERY_MS
    if (live && !silent) this.sinceLiveMs = 0
    if (!silent) this.fresh = empty()
    const batch: Batch = {
      seq: ++this.seq,
      nowMs: this.engine.now,
      branch: 'main',
      ...(this.first ? { reset: true as const } : {}),
      tables: silent ? {} : this.projector.take(live),
      moments: silent ? [] : this.moments.take(),
      refused: this.takeRefusal(),
      skipped: this.skipped,
      load,
      playing,
      speed,
      serviceEvents: fresh.events,
      decisions: fresh.decisions,
      commands: fresh.commands,
    }
    if (!silent) this.first = this.force = false
    this.skipped = null
    return batch
  }
}

const empty = (): Fresh => ({ events: [], decisions: [], commands: [] })

/** Anything thrown, as plain data. */
export function asError(error: unknown): CommandError {
  if (error instanceof Error) return { name: error.name, message: error.message }
  return { name: 'Error', message: String(error) }
}
