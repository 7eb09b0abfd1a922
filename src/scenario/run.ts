/**
 * Runs a scenario (design.md §5): steps in time order, ties in file order. Checks never change the run: they read settled
 * instants, and where commands of the same instant follow they read a checkpoint that is settled and thrown away.
 */
import type { Checkpoint, CreateEngineOptions, Engine } from '../engine'
import { ApiError, plain } from '../engine'
import { parseDuration } from './duration'
import type { Expression } from './expression'
import { compileExpression, reasonOf } from './expression'
import type { DoStep, ExpectStep, Scenario, Step } from './format'
import type { CheckKind, CheckResult, RunError, RunResult } from './result'
import { RESULT_FORMAT } from './result'
import { resolveValues, tablesOf } from './values'
import type { Verdict } from './windows'
import { Window } from './windows'

/** Where engines come from: the front door of `src/engine`, or a test's own. */
export interface EngineHost {
  version: string
  create(options: CreateEngineOptions): Engine
  restore(checkpoint: Checkpoint): Engine
}

/** A step with its place in the file. */
interface Placed<S extends Step> {
  index: number
  step: S
}

/** A check under way: its line in the result and what it watches. */
interface Watched {
  check: CheckResult
  window: Window
}

/** Runs a checked scenario to its end and says how each check came out. Throws nothing that a scenario can cause. */
export function runScenario(scenario: Scenario, host: EngineHost): RunResult {
  return new Run(scenario, host).run()
}

/** Engine options that a scenario's head asks for. */
export function engineOptions(scenario: Scenario): CreateEngineOptions {
  return {
    ...(scenario.seed === undefined ? {} : { seed: scenario.seed }),
    ...(scenario.startTime === undefined ? {} : { startTime: scenario.startTime }),
    ...(scenario.timings === undefined ? {} : { timings: scenario.timings as CreateEngineOptions['timings'] & object }),
  }
}

class Run {
  private readonly engine: Engine
  private readonly checks: CheckResult[] = []
  /** Checks of `do` and `expect` steps by step. */
  private readonly checkOf = new Map<number, CheckResult>()
  private readonly waiting: Watched[] = []
  private active: Watched[] = []
  private readonly stepsAt = new Map<number, Placed<DoStep | ExpectStep>[]>()
  private readonly endMs: number
  private saved: Record<string, unknown> = {}
  private cursor: number

  constructor(
    scenario: Scenario,
    private readonly host: EngineHost,
  ) {
    this.engine = host.create(engineOptions(scenario))
    this.cursor = this.engine.changesSince(0).to
    let endMs = parseDuration(scenario.until ?? 0) ?? 0
    scenario.steps.forEach((step, index) => {
      if ('do' in step || 'expect' in step) {
        const atMs = parseDuration(step.at) ?? 0
        this.stepsAt.set(atMs, [...(this.stepsAt.get(atMs) ?? []), { index, step }])
        endMs = Math.max(endMs, atMs)
        const check = checkOfStep(index, step)
        if (check) {
          this.checks.push(check)
          this.checkOf.set(index, check)
        }
        return
      }
      const text = 'always' in step ? step.always : step.eventually
      const window = new Window(step, compileExpression(text))
      const check = undecided(index, window.kind, text)
      this.checks.push(check)
      this.waiting.push({ check, window })
      endMs = Math.max(endMs, window.fromMs, window.toMs ?? 0)
    })
    this.endMs = endMs
  }

  run(): RunResult {
    const error = this.play()
    const world = this.document(this.engine, null)
    return {
      format: RESULT_FORMAT,
      engine: this.host.version,
      ok: error === undefined && this.checks.every((check) => check.ok),
      checks: this.checks,
      ...(error ? { error } : {}),
      digest: this.engine.digest(),
      world,
    }
  }

  /** Plays every instant that the file names; gives what stopped the run, if anything did. */
  private play(): RunError | undefined {
    let index: number | undefined
    try {
      for (const atMs of this.instants()) {
        index = undefined
        this.advanceTo(atMs)
        this.closeBeforeSteps(atMs)
        const steps = this.stepsAt.get(atMs) ?? []
        const later: Placed<ExpectStep>[] = []
        for (const [i, placed] of steps.entries()) {
          index = placed.index
          if ('do' in placed.step) this.command(placed as Placed<DoStep>)
          else if (steps.slice(i + 1).some(({ step }) => 'do' in step))
            this.expect(placed as Placed<ExpectStep>, this.aside())
          else later.push(placed as Placed<ExpectStep>)
        }
        index = undefined
        this.engine.settle()
        for (const placed of later) this.expect(placed, this.engine)
        this.endOfInstant(atMs)
      }
    } catch (error) {
      const at = index === undefined ? {} : { step: index }
      if (error instanceof Error) return { ...at, name: error.name, message: error.message }
      throw error
    }
    for (const watched of this.active) this.decide(watched, watched.window.end())
    return undefined
  }

  /** Every time that the file names, in order. */
  private instants(): number[] {
    const times = new Set<number>([...this.stepsAt.keys(), this.endMs])
    for (const { window } of this.waiting) {
      times.add(window.fromMs)
      if (window.toMs !== undefined) times.add(window.toMs)
    }
    return [...times].sort((a, b) => a - b)
  }

  /** Goes to an instant, before anything due at it; instant by instant while something is watched. */
  private advanceTo(atMs: number): void {
    const { engine } = this
    while (this.active.length > 0) {
      const next = engine.nextAt()
      if (next === undefined || next >= atMs) break
      engine.advance(next - engine.now)
      engine.settle()
      this.watch()
    }
    if (engine.now < atMs) engine.advance(atMs - engine.now)
  }

  // ── commands ─────────────────────────────────────────────────────────────

  private command({ index, step }: Placed<DoStep>): void {
    const [service = '', operation = ''] = step.do.split('.')
    const tables = tablesOf(step.with)
    const world = tables?.length === 0 ? {} : this.document(this.engine, tables)
    const input = resolveValues(step.with ?? {}, world, `steps[${index}].with`)
    if (step.fails !== undefined) {
      this.refusal(index, step.fails, () => this.engine.call(service, operation, input))
      return
    }
    const answer = plain(this.engine.call(service, operation, input) ?? {})
    if (step.save !== undefined) this.saved = { ...this.saved, [step.save]: answer }
    if (step.returns !== undefined) {
      const value = evaluated(compileExpression(step.returns, 'any'), answer)
      this.decideStep(index, { ok: value === true, value })
    }
  }

  /** Exactly this exception, its message containing the text given, and nothing changed. */
  private refusal(index: number, wanted: NonNullable<DoStep['fails']>, call: () => unknown): void {
    const before = this.engine.digest()
    try {
      call()
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      const fits = typeof wanted === 'string' || error.message.includes(wanted.message ?? '')
      const ok = error.name === refusalName(wanted) && fits && this.engine.digest() === before
      this.decideStep(index, { ok, value: { name: error.name, message: error.message } })
      return
    }
    this.decideStep(index, { ok: false, value: null })
  }

  // ── checks ───────────────────────────────────────────────────────────────

  private expect({ index, step }: Placed<ExpectStep>, engine: Engine): void {
    const value = this.value(compileExpression(step.expect), engine)
    this.decideStep(index, { ok: value === true, value })
  }

  /** This instant completed on an engine of its own, which is thrown away. */
  private aside(): Engine {
    const engine = this.host.restore(this.engine.checkpoint())
    engine.settle()
    return engine
  }

  /** Spans that end here are looked at a last time without this instant's own steps. */
  private closeBeforeSteps(atMs: number): void {
    const closing = this.active.filter(({ window }) => window.toMs === atMs)
    if (closing.length === 0) return
    this.active = this.active.filter((watched) => !closing.includes(watched))
    const engine = this.stepsAt.has(atMs) ? this.aside() : this.settled()
    for (const watched of closing) {
      const value = this.value(watched.window.expression, engine)
      this.decide(watched, watched.window.look(value) ?? watched.window.end())
    }
  }

  private settled(): Engine {
    this.engine.settle()
    return this.engine
  }

  /** The spans under way look at the end of this instant; those that begin here look for the first time. */
  private endOfInstant(atMs: number): void {
    this.watch(atMs === this.endMs)
    const opening = this.waiting.filter(({ window }) => window.fromMs === atMs)
    for (const watched of opening) {
      const verdict = watched.window.look(this.value(watched.window.expression, this.engine))
      if (verdict) this.decide(watched, verdict)
      else if (watched.window.toMs === atMs) this.decide(watched, watched.window.end())
      else this.active.push(watched)
    }
  }

  /** Looks again where something that is read has changed (everywhere, when `all`). */
  private watch(all = false): void {
    const changed = this.changedRows()
    if (!all && changed !== null && changed.size === 0) return
    this.active = this.active.filter((watched) => {
      if (!all && !watched.window.concerns(changed)) return true
      const verdict = watched.window.look(this.value(watched.window.expression, this.engine))
      if (verdict) this.decide(watched, verdict)
      return verdict === undefined
    })
  }

  /** Row tables written since the last call; null = cannot be told. */
  private changedRows(): ReadonlySet<string> | null {
    const changes = this.engine.changesSince(this.cursor)
    this.cursor = changes.to
    if (changes.truncated) return null
    return new Set([...Object.keys(changes.upserts), ...Object.keys(changes.removed)])
  }

  private value(expression: Expression, engine: Engine): unknown {
    return evaluated(expression, this.document(engine, expression.tables))
  }

  private document(engine: Engine, tables: readonly string[] | null): Record<string, unknown> {
    const world = tables ? engine.world(tables) : engine.world()
    return tables === null || tables.includes('saved') ? { ...world, saved: this.saved } : world
  }

  private decideStep(index: number, verdict: Verdict): void {
    const check = this.checkOf.get(index)
    if (check) Object.assign(check, verdict, { decidedAt: this.now() })
  }

  private decide({ check }: Watched, verdict: Verdict): void {
    Object.assign(check, verdict, { decidedAt: this.now() })
  }

  private now(): string {
    return new Date(this.engine.options.startTimeMs + this.engine.now).toISOString()
  }
}

function checkOfStep(index: number, step: DoStep | ExpectStep): CheckResult | undefined {
  if ('expect' in step) return undecided(index, 'expect', step.expect)
  if (step.fails !== undefined) return undecided(index, 'fails', refusalName(step.fails))
  return step.returns === undefined ? undefined : undecided(index, 'returns', step.returns)
}

function undecided(step: number, kind: CheckKind, expression: string): CheckResult {
  return { step, kind, expression, ok: false, decidedAt: null, value: null }
}

function refusalName(fails: NonNullable<DoStep['fails']>): string {
  return typeof fails === 'string' ? fails : fails.name
}

function evaluated(expression: Expression, document: unknown): unknown {
  try {
    return expression.evaluate(document) ?? null
  } catch (error) {
    return { error: reasonOf(error) }
  }
}
