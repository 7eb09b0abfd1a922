/**
 * One run as the page sees it: a timeline, and what the page has been told of it. Everything the page sees of a run
 * leaves through `batch`.
 */
import type { Engine } from '../../engine'
import { MomentFinder } from '../moments'
import type { PacedStage, PaceState } from '../pacing'
import { advanceFrame, newPace, release } from '../pacing'
import { Projector, projectDecision, projectEvent } from '../project/projector'
import type { Batch, Command, JumpResult, LoggedCommand, Skipped, Speed } from '../protocol'
import type { DecisionView, ServiceEventView } from '../views'
import { branchNames, nameAfter, nameOfReset, timeStateOf } from './branch-views'
import type { Place } from './checkpoints'
import { ServiceCounts } from './counts'
import type { Added } from './journal'
import type { Timeline } from './timeline'

/** Live sentences and figures are renewed so often, wall ms; countdowns are drawn by the page. */
const LIVE_EVERY_MS = 200
/** Most work for one frame, wall ms. */
const FRAME_WORK_MS = 12
/** Most work of one jump, wall ms: the page waits for it. */
const JUMP_WORK_MS = 4_000
/** How far a jump looks, simulated ms. */
const CAUSE_WITHIN_MS = 86_400_000
const STEADY_WITHIN_MS = 3_600_000

interface Fresh extends Added {
  events: ServiceEventView[]
  decisions: DecisionView[]
  commands: LoggedCommand[]
}

export class Run implements PacedStage {
  private projector!: Projector
  private moments!: MomentFinder
  private counts!: ServiceCounts
  private pace: PaceState = newPace()
  private cursor = 0
  private seq = 0
  private first = true
  private fresh: Fresh = empty()
  private skipped: Skipped[] | null = null
  /** A command or jump happened: the next batch shows all there is. */
  private force = false
  /** Since figures that time alone changes were last told: wall ms, and the simulated instant of it. */
  private sinceLiveMs = 0
  private liveAtMs = -1
  private refusalTold = false
  private timeTold = ''
  private jumps = 0

  constructor(readonly timeline: Timeline) {
    this.adopt()
  }

  get engine(): Engine {
    return this.timeline.engine
  }
  get scriptError() {
    return this.timeline.scriptError
  }

  /** Takes over the timeline's engine after it was replaced: the next batch resets the page. */
  private adopt(): void {
    const { engine } = this.timeline
    this.projector = new Projector(engine)
    this.moments = new MomentFinder()
    this.counts = new ServiceCounts(engine)
    this.fresh = empty()
    this.cursor = 0
    this.first = true
    this.jumps = this.timeline.jumps
    this.noteChanges([], true)
    // What happened before anyone looked is no news; events and decisions are those that the engine still holds.
    this.moments.take()
    this.fresh.commands = this.timeline.commands()
  }

  // ── the stage that pacing drives ──

  now(): number {
    return this.engine.now
  }
  nextAt(): number | undefined {
    return this.timeline.nextAt()
  }
  runInstant(atMs: number): boolean {
    const commands = this.timeline.runInstant(atMs)
    this.fresh.commands.push(...commands)
    return this.noteChanges(commands) || commands.length > 0
  }
  glide(toMs: number): void {
    this.timeline.glide(toMs)
    this.noteChanges([])
  }

  /**
   * Reads what changed since the last call; true when it held a key moment. `all`: what is read is the whole world,
   * not an instant.
   */
  private noteChanges(commands: readonly LoggedCommand[], all = false): boolean {
    const changes = this.engine.changesSince(this.cursor)
    this.cursor = changes.to
    // A new projector has looked at the whole world already.
    if (!all) this.projector.note(changes)
    for (const row of changes.serviceEvents) this.fresh.events.push(projectEvent(row, this.projector.source))
    for (const row of changes.decisions) this.fresh.decisions.push(projectDecision(row))
    const key = this.moments.note(changes)
    const samples = this.counts.note(changes)
    if (all || changes.truncated) return key
    this.timeline.branch.journal.reach(this.engine.now)
    const { marks, samples: added } = this.timeline.branch.journal.note({
      ...{ atMs: this.engine.now, changes, key, commands, samples },
    })
    this.fresh.marks.push(...marks)
    this.fresh.samples.push(...added)
    return key
  }

  // ── what the page asks for ──

  /** Applies a command now and logs it; what was withheld is shown. Throws what the engine throws. */
  call(command: Command, gesture: number | null = null): { output: unknown; logged: LoggedCommand } {
    const { timeline } = this
    // The scenario's own steps come first in their instant.
    for (let step = timeline.pending; step && !step.own && step.atMs <= timeline.commandAt; step = timeline.pending) {
      this.runInstant(step.atMs)
    }
    const answer = timeline.call(command, gesture, () => nameAfter(this.engine.now, command.operation))
    this.fresh.commands.push(answer.logged)
    this.noteChanges([answer.logged])
    this.showNow()
    return answer
  }

  /** Runs without showing anything up to `untilMs`, script included. */
  runTo(untilMs: number): void {
    for (let next = this.nextAt(); next !== undefined && next < untilMs; next = this.nextAt()) {
      this.runInstant(next)
      if (this.scriptError) return
    }
    if (untilMs > this.engine.now) this.glide(untilMs)
    // Commands at the very end are part of it: they come first in their instant.
    const step = this.timeline.pending
    if (step && step.atMs <= untilMs) this.runInstant(this.engine.now)
    // What happened before anyone looked is no news.
    this.moments.take()
    this.showNow()
  }

  /** Completes the present instant, as steps and jumps do. */
  complete(): void {
    if (this.nextAt() === this.engine.now) this.runInstant(this.engine.now)
    this.moments.take()
    this.showNow()
  }

  /** To the next visible change. */
  stepEvent(clock: () => number): JumpResult {
    return this.jump((skipped) =>
      this.runUntil(CAUSE_WITHIN_MS, clock, skipped, (cursor, shown) => shown || this.cursor > cursor),
    )
  }

  /** To the next key moment or command; what was passed over is told. */
  stepCause(clock: () => number): JumpResult {
    return this.jump((skipped) => this.runUntil(CAUSE_WITHIN_MS, clock, skipped, (_, shown) => shown))
  }

  /** Until no service waits for anything. */
  runUntilSteady(clock: () => number): JumpResult {
    return this.jump((skipped) => {
      if (this.steady()) return true
      return this.runUntil(STEADY_WITHIN_MS, clock, skipped, (cursor) => this.cursor > cursor && this.steady())
    })
  }

  private steady(): boolean {
    for (const service of this.engine.rows('services')) {
      if (service.status !== 'INACTIVE' && this.engine.waiting(service.id)) return false
    }
    return true
  }

  /** Runs instants until `found`, telling by kind what happened; `shown` is whether it held a key moment or command. */
  private runUntil(
    withinMs: number,
    clock: () => number,
    skipped: Skipped[],
    found: (cursorBefore: number, shown: boolean) => boolean,
  ): boolean {
    const limitMs = this.engine.now + withinMs
    const stopAt = clock() + JUMP_WORK_MS
    const kinds = new Map<string, { count: number; firstMs: number; lastMs: number }>()
    const { sim } = this.engine
    sim.onEvent = ({ kind, atMs }) => {
      const entry = kinds.get(kind) ?? { count: 0, firstMs: atMs, lastMs: atMs }
      kinds.set(kind, { ...entry, count: entry.count + 1, lastMs: atMs })
    }
    let done = false
    try {
      for (let next = this.nextAt(); next !== undefined && next <= limitMs && !done; next = this.nextAt()) {
        const cursor = this.cursor
        done = found(cursor, this.runInstant(next))
        if (this.scriptError || clock() > stopAt) break
      }
    } finally {
      sim.onEvent = null
    }
    for (const [kind, { count, firstMs, lastMs }] of kinds) skipped.push({ kind, count, spanMs: lastMs - firstMs })
    return done
  }

  private jump(go: (skipped: Skipped[]) => boolean): JumpResult {
    const skipped: Skipped[] = []
    const found = go(skipped)
    this.showNow()
    this.skipped = skipped
    return { found, nowMs: this.engine.now, skipped }
  }

  /** To the instant before anything due at `ms`; commands of that instant are applied. Known ground is not told. */
  goTo(ms: number): JumpResult {
    const knownMs = Math.max(0, this.timeline.branch.journal.knownToMs)
    this.travel(() => this.timeline.goTo({ atMs: Math.min(ms, knownMs), done: false }))
    if (ms > this.engine.now) this.runTo(ms)
    return this.arrived(true)
  }

  /** To the previous instant in which something changed, completed. */
  back(what: 'event' | 'cause'): JumpResult {
    const { timeline } = this
    const atMs = timeline.branch.journal.before(this.engine.now, what)
    const { now } = this.engine
    if (atMs === null && now === 0) return this.arrived(false)
    this.travel(() => timeline.goTo(atMs === null ? { atMs: 0, done: false } : { atMs, done: true }))
    return this.arrived(true)
  }

  undo(): JumpResult {
    return this.landed(this.travel(() => this.timeline.undo(({ atMs, operation }) => nameAfter(atMs, operation))))
  }
  redo(): JumpResult {
    return this.landed(this.travel(() => this.timeline.redo()))
  }
  reopen(id: string): JumpResult {
    return this.landed(this.travel(() => this.timeline.reopen(id)))
  }
  startOver(): void {
    this.travel(() => this.timeline.reset(() => nameOfReset(this.engine.now)))
    this.goTo(this.timeline.fromMs)
  }

  private travel<T>(go: () => T): T {
    const answer = go()
    if (this.timeline.jumps !== this.jumps) this.adopt()
    else this.noteChanges([])
    this.moments.take()
    this.showNow()
    return answer
  }
  /** Of a branch that came with a record nothing is known yet: it is run before our eyes. */
  private landed(place: Place | null): JumpResult {
    if (place && place.atMs >= this.engine.now) this.runTo(place.atMs)
    if (place?.done) this.complete()
    return this.arrived(place !== null)
  }
  private arrived(found: boolean): JumpResult {
    return { found, nowMs: this.engine.now, skipped: [] }
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

  /** Whoever loaded the run has been answered with it. */
  refusalIsTold(): void {
    this.refusalTold = this.scriptError !== null
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
    const due = playing ? this.sinceLiveMs >= LIVE_EVERY_MS : this.liveAtMs !== this.engine.now
    const live = this.force || this.first || due
    if (live && !silent) {
      this.sinceLiveMs = 0
      this.liveAtMs = this.engine.now
    }
    if (!silent) this.fresh = empty()
    const batch: Batch = {
      seq: ++this.seq,
      nowMs: this.engine.now,
      branch: this.timeline.branch.id,
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
      endMs: this.timeline.branch.end.atMs,
      ...(silent ? {} : this.timeOf(fresh)),
    }
    if (!silent) this.first = this.force = false
    this.skipped = null
    return batch
  }

  /** The batch's part about the timeline; marks and samples are complete whenever `time` is there. */
  private timeOf(fresh: Fresh): Pick<Batch, 'time' | 'marks' | 'samples'> {
    const told = JSON.stringify([this.timeline.branch.id, this.timeline.acts(), branchNames(this.timeline)])
    if (this.first || told !== this.timeTold) {
      this.timeTold = told
      return { time: timeStateOf(this.timeline), ...this.timeline.branch.journal.everything() }
    }
    const part: Pick<Batch, 'marks' | 'samples'> = {}
    if (fresh.marks.length > 0) part.marks = fresh.marks
    for (const [id, sample] of fresh.samples) {
      part.samples ??= {}
      const list = part.samples[id]
      if (list) list.push(sample)
      else part.samples[id] = [sample]
    }
    return part
  }
}

const empty = (): Fresh => ({ events: [], decisions: [], commands: [], marks: [], samples: [] })
