/**
 * Time in both directions: the engine of the branch being played, the steps that it has applied and those to come,
 * and checkpoints to go back to (design.md §4). Whatever the way to an instant, its state is that of a fresh run to it.
 */
import type { Engine } from '../../engine'
import { createEngine, restoreEngine } from '../../engine'
import type { Command, CommandError, LoggedCommand, RunRecord } from '../protocol'
import type { Branch, Step } from './branches'
import { BRANCHES_KEPT, forkOf, hasFuture, lastGesture, lastOwn, MAIN, newBranch } from './branches'
import type { CheckpointFigures, Kept, Place } from './checkpoints'
import { bytesOf, CheckpointStore, reaches } from './checkpoints'
import { inputOf } from './values'

export type RunHead = Pick<RunRecord, 'seed' | 'timings' | 'startTime'>

/**
 * Work after which the next checkpoint is due: what a step back has to replay at most, instants aside. Its unit is a row
 * written; an event that writes nothing, such as a look of the scheduler at a steady service, counts as well.
 */
const WORK_BETWEEN = 1_000
const WORK_OF_EVENT = 10
/** Simulated ms after which one is due if anything changed. */
const MS_BETWEEN = 30_000
const BUDGET_BYTES = 96 * 1_024 * 1_024
const REDO_KEPT = 50

/** Anything thrown, as plain data. */
export function asError(error: unknown): CommandError {
  if (error instanceof Error) return { name: error.name, message: error.message }
  return { name: 'Error', message: String(error) }
}

export class Timeline {
  engine: Engine
  branch: Branch
  readonly branches: Branch[]
  /** Grows whenever the engine was replaced by another one: what was read of the old one is void. */
  jumps = 0
  /** A step of the script was refused; the script ends there. */
  scriptError: (CommandError & { place: string }) | null = null
  private applied = 0
  private saved: Record<string, unknown> = {}
  private lastKept: Place & { work: number; events: number } = { atMs: 0, done: false, work: 0, events: 0 }
  /** Events that had run on the branch when the engine was restored: its own count begins anew. */
  private eventsBefore = 0
  private readonly store: CheckpointStore
  /** What undo left, oldest first, with the name that the branch had. */
  private redoable: { branch: Branch; left: Place; name: string }[] = []
  private made = 1
  /** The future that the last gesture put aside: it is named after the gesture's last command. */
  private aside: { branch: Branch; gesture: number | null } | null = null
  /** No checkpoint is taken meanwhile. */
  private looking = false

  /** `fromMs` is where starting over goes to. Throws EngineError for an impossible head. */
  constructor(
    readonly head: RunHead,
    steps: Step[],
    public fromMs = 0,
    budgetBytes = BUDGET_BYTES,
  ) {
    this.store = new CheckpointStore(budgetBytes)
    this.engine = createEngine({
      seed: head.seed,
      ...(head.startTime ? { startTime: head.startTime } : {}),
      timings: head.timings as never,
    })
    this.branch = newBranch(MAIN, steps)
    this.branches = [this.branch]
    this.keep()
  }

  /** Takes over what a record says of its branches; before anything was run. */
  adoptBranches(id: string, name: string | null, endMs: number, others: () => Branch[]): void {
    const { branch, store } = this
    const lastMs = branch.steps.findLast((step) => step.logged)?.atMs ?? 0
    branch.end = { atMs: Math.max(endMs, lastMs), done: false }
    branch.name = name ?? branch.name
    const first = this.place
    if (id !== branch.id) {
      store.fork(branch.id, id, first, 0)
      store.drop(branch.id)
      branch.id = id
    }
    for (const other of others()) {
      this.branches.push(other)
      store.fork(id, other.id, first, 0)
    }
    for (const { id: taken } of this.branches) this.made = Math.max(this.made, Number(/^b(\d+)$/.exec(taken)?.[1] ?? 0))
  }

  // ── where it is ──

  get place(): Place {
    return { atMs: this.engine.now, done: this.engine.sim.instantDone }
  }
  /** From the beginning of the branch to here. */
  private get work(): number {
    return this.engine.sim.changeCount + WORK_OF_EVENT * this.events
  }
  private get events(): number {
    return this.eventsBefore + this.engine.sim.eventCount
  }
  /** The next step of the branch. */
  get pending(): Step | undefined {
    return this.branch.steps[this.applied]
  }
  /** When something is due next, a step or an event; undefined when nothing ever is. */
  nextAt(): number | undefined {
    const event = this.engine.nextAt()
    const step = this.pending?.atMs
    return event === undefined ? step : step === undefined ? event : Math.min(event, step)
  }
  /** The commands applied so far. */
  commands(): LoggedCommand[] {
    return this.branch.steps.slice(0, this.applied).flatMap((step) => step.logged ?? [])
  }
  /** The future from here is known: acting here makes a branch. */
  get inPast(): boolean {
    return hasFuture(this.branch, this.place)
  }

  // ── going on ──

  /** Completes the instant `atMs`, which is not before now; gives the commands that it began with. */
  runInstant(atMs: number): LoggedCommand[] {
    if (atMs > this.engine.now) this.engine.advance(atMs - this.engine.now)
    const commands = this.applySteps()
    this.engine.settle()
    this.moved()
    return commands
  }

  /** Goes on to `toMs`; nothing is due before it. */
  glide(toMs: number): void {
    this.engine.advance(toMs - this.engine.now)
    this.moved()
  }

  private moved(): void {
    if (!reaches(this.place, this.branch.end)) this.branch.end = this.place
    const { atMs, work } = this.lastKept
    const done = this.work - work
    const due = !this.looking && (done >= WORK_BETWEEN || (done > 0 && this.engine.now - atMs >= MS_BETWEEN))
    if (due) this.keep()
  }

  private applySteps(): LoggedCommand[] {
    const commands: LoggedCommand[] = []
    for (let step = this.pending; step && step.atMs <= this.engine.now; step = this.pending) {
      this.applied++
      try {
        const logged = this.apply(step)
        if (logged) commands.push(logged)
      } catch (error) {
        if (step.fails && (error as Error).name === step.fails) continue
        this.scriptError = { ...asError(error), place: step.place }
        this.branch.steps.length = --this.applied
      }
    }
    return commands
  }

  private apply(step: Step): LoggedCommand | null {
    const { service, operation, save, fails } = step
    const input = step.logged ? step.logged.input : inputOf(step, () => ({ ...this.engine.world(), saved: this.saved }))
    const output = this.engine.call(service, operation, input)
    if (fails) throw new Error(`${service}.${operation} was to fail with ${fails}`)
    if (save) this.saved[save] = output
    step.atMs = this.engine.now
    step.logged ??= { atMs: this.engine.now, service, operation, input, ...(save ? { save } : {}) }
    return step.logged
  }

  // ── acting ──

  /** The instant in which a command given now would apply. */
  get commandAt(): number {
    return this.place.done ? this.engine.now + 1 : this.engine.now
  }

  /**
   * Applies a command of the user now and completes its instant. Where a future is known already this forks: `asFork`
   * names the old one. Throws what the engine throws, and then nothing has changed.
   */
  call(command: Command, gesture: number | null, oldName: () => string): { output: unknown; logged: LoggedCommand } {
    const before = this.place
    const changes = this.engine.sim.changeCount
    if (changes > this.lastKept.work) this.keep()
    const output = this.engine.call(command.service, command.operation, command.input)
    if (hasFuture(this.branch, before)) this.fork(before, oldName(), gesture)
    else if (gesture === null || this.aside?.gesture !== gesture) this.aside = null
    else if (!this.aside.branch.named) this.aside.branch.name = oldName()
    const logged: LoggedCommand = {
      atMs: this.engine.now,
      ...structuredClone(command),
      own: true,
      ...(gesture === null ? {} : { gesture }),
    }
    this.branch.steps.splice(this.applied++, 0, {
      ...{ atMs: logged.atMs, service: logged.service, operation: logged.operation, input: logged.input },
      ...{ fails: null, place: 'command', literal: true, save: null, own: true, gesture, logged },
    })
    this.branch.quiet = false
    this.redoable = []
    this.engine.settle()
    this.moved()
    return { output, logged }
  }

  private fork(place: Place, oldName: string, gesture: number | null): void {
    const old = this.branch
    this.aside = { branch: old, gesture }
    this.leave(forkOf(old, this.freshId(), place, this.applied), place)
    if (!old.named) old.name = oldName
    // The whole old future is what the ghost is for.
    old.left = old.end
  }

  /** Makes `next` the branch being played; the old one stays unless it is not worth it. */
  private leave(next: Branch, shared: Place): void {
    const old = this.branch
    old.left = this.place
    if (!this.branches.includes(next)) {
      this.branches.push(next)
      this.store.fork(old.id, next.id, shared, this.applied)
    }
    this.branch = next
    // Played on after an undo: the run without the command is worth comparing.
    if (old.quiet && old.end.atMs > old.startMs && old.resetFrom === null) old.quiet = false
    if (old.quiet) this.forget(old)
    while (this.branches.length > BRANCHES_KEPT + 1) {
      const others = this.branches.filter((branch) => branch !== this.branch)
      const victim = others.find((branch) => branch.quiet) ?? others.find((branch) => !branch.named) ?? others[0]
      if (!victim) return
      this.redoable = this.redoable.filter((entry) => entry.branch !== victim)
      this.forget(victim)
    }
  }

  private forget(branch: Branch): void {
    if (this.redoable.some((entry) => entry.branch === branch)) return
    const at = this.branches.indexOf(branch)
    if (at >= 0) this.branches.splice(at, 1)
    this.store.drop(branch.id)
  }

  private freshId(): string {
    return `b${++this.made}`
  }

  // ── going anywhere ──

  /** To `place` of the current branch, back or on, without telling anyone what happens between. */
  goTo(to: Place): void {
    // An instant with commands is always run as a whole.
    const place = this.branch.steps.some(({ atMs }) => atMs === to.atMs) ? { ...to, done: true } : to
    const here = this.place
    const kept = this.store.nearest(this.branch.id, place)
    if (!reaches(here, place) || (kept && !reaches(kept, here))) this.restore(kept)
    this.replay(place)
  }

  private restore(kept: Kept | undefined): void {
    if (!kept) throw new Error('there is no checkpoint to go back to')
    this.engine = restoreEngine(kept.engine)
    this.eventsBefore = kept.events
    this.applied = kept.applied
    this.saved = { ...kept.saved }
    const { atMs, done, work, events } = kept
    this.lastKept = { atMs, done, work, events }
    this.jumps++
  }

  private replay(place: Place): void {
    const within = (atMs: number) => atMs < place.atMs || (atMs === place.atMs && place.done)
    const commandAt = () => this.pending && this.pending.atMs <= place.atMs
    for (let next = this.nextAt(); next !== undefined; next = this.nextAt()) {
      if (!within(next) && !(commandAt() && this.pending?.atMs === next)) break
      this.runInstant(next)
    }
    if (this.engine.now < place.atMs) this.glide(place.atMs)
    if (place.done && !this.place.done) this.runInstant(place.atMs)
  }

  private keep(): void {
    const engine = this.engine.checkpoint()
    const { work, place, events } = this
    const { lastKept } = this
    const written = work - lastKept.work - WORK_OF_EVENT * (events - lastKept.events)
    const bytes = bytesOf(engine, Math.max(0, written))
    this.lastKept = { ...place, work, events }
    this.store.add(this.branch.id, {
      ...place,
      work,
      events,
      bytes,
      applied: this.applied,
      saved: { ...this.saved },
      engine,
    })
  }

  // ── branches ──

  /**
   * Plays another branch from where it was left. Gives that place, or null when there is none of this id; a
   * branch that was not yet run here is open at the last instant known of it.
   */
  reopen(id: string): Place | null {
    const found = this.branches.find((branch) => branch.id === id)
    if (!found || found === this.branch) return null
    this.redoable = []
    return this.open(found, found.left)
  }

  private open(branch: Branch, place: Place): Place {
    this.leave(branch, this.place)
    const { knownToMs } = branch.journal
    const known: Place = place.atMs <= knownToMs ? place : { atMs: Math.max(0, knownToMs), done: false }
    this.restore(this.store.nearest(branch.id, known))
    if (knownToMs >= 0) this.replay(known)
    return place
  }

  /** Takes back the last gesture before now: the instant before it, on a branch without it. Null when there is none. */
  undo(nameOf: (command: LoggedCommand) => string): Place | null {
    const first = lastGesture(this.branch.steps, this.applied)
    const step = this.branch.steps[first]
    const old = this.branch
    const last = old.steps[lastOwn(old.steps, this.applied)]?.logged
    if (!step || !last) return this.undoReset()
    const place: Place = { atMs: step.atMs, done: false }
    const next = forkOf(old, this.freshId(), place, first)
    next.quiet = true
    this.redoable.push({ branch: old, left: this.place, name: old.name })
    if (this.redoable.length > REDO_KEPT) this.redoable.shift()
    this.shareAndOpen(old, next, place, first)
    if (!old.named) old.name = nameOf({ ...last, atMs: place.atMs })
    return place
  }

  private undoReset(): Place | null {
    const from = this.branches.find((branch) => branch.id === this.branch.resetFrom)
    if (!from) return null
    this.redoable.push({ branch: this.branch, left: this.place, name: this.branch.name })
    this.branch.quiet = true
    return this.open(from, from.left)
  }

  /** The branch that the last undo left, where it left it; null when there is none. */
  redo(): Place | null {
    const last = this.redoable.pop()
    if (!last) return null
    if (!last.branch.named) last.branch.name = last.name
    return this.open(last.branch, last.left)
  }

  /** Starts over: the scenario alone, where it was begun. The run so far stays as a branch. */
  reset(nameOf: () => string): void {
    const old = this.branch
    const from: Place = { atMs: 0, done: false }
    const next = forkOf(old, this.freshId(), from, 0)
    next.resetFrom = old.id
    const acted = old.steps.some((step) => step.own)
    this.redoable = []
    this.shareAndOpen(old, next, from, 0)
    if (!old.named) old.name = nameOf()
    // Nothing was done in it: playing shows it again.
    if (!acted) old.quiet = true
    this.scriptError = null
  }

  private shareAndOpen(old: Branch, next: Branch, place: Place, applied: number): void {
    this.branches.push(next)
    this.store.fork(old.id, next.id, place, applied)
    this.leave(next, place)
    this.restore(this.store.nearest(next.id, place, applied))
    this.replay(place)
  }

  rename(id: string, name: string): boolean {
    const found = this.branches.find((branch) => branch.id === id)
    if (!found || name === '') return false
    found.name = name
    found.named = true
    return true
  }

  /** Deletes a branch that is not the current one. */
  remove(id: string): boolean {
    const found = this.branches.find((branch) => branch.id === id)
    if (!found || found === this.branch) return false
    this.redoable = this.redoable.filter((entry) => entry.branch !== found)
    this.forget(found)
    return true
  }

  /** Operation that undo takes back, and the one that redo brings back. */
  acts(): { undo: string | null; redo: string | null } {
    const { steps, resetFrom } = this.branch
    const last = steps[lastOwn(steps, this.applied)]
    const undo = last?.operation ?? (this.branches.some(({ id }) => id === resetFrom) ? 'StartOver' : null)
    const again = this.redoable.at(-1)
    const redone = again?.branch.steps[lastOwn(again.branch.steps)]
    return { undo, redo: again ? (redone?.operation ?? 'StartOver') : null }
  }

  /** The engine of a branch at its end, the present run untouched. */
  engineAtEnd(branch: Branch): Engine {
    const here = { place: this.place, branch: this.branch, engine: this.engine, applied: this.applied }
    const { saved, lastKept, jumps, scriptError, eventsBefore } = this
    const before = { saved, lastKept, jumps, scriptError, eventsBefore }
    try {
      this.looking = true
      this.branch = branch
      this.restore(this.store.nearest(branch.id, branch.end))
      this.goTo(branch.end)
      return this.engine
    } finally {
      this.looking = false
      Object.assign(this, before, { branch: here.branch, engine: here.engine, applied: here.applied })
    }
  }

  figures(): CheckpointFigures {
    return this.store.figures()
  }
}
