/** What the page can ask of the worker. Nothing it is sent may end it: errors go back as data. */
import { ScenarioError } from '../../scenario'
import type {
  Batch,
  CommandResult,
  DecisionDetail,
  DefinitionCheck,
  FromPage,
  JumpResult,
  LoadOptions,
  LoadResult,
  RunRecord,
  Speed,
  ToPage,
  WorkerApi,
} from '../protocol'
import { SPEEDS } from '../protocol'
import type { ViewTable } from '../views'
import { checkDefinition } from './definition'
import { describeRow } from './describe'
import type { RunHead } from './run'
import { asError, Run } from './run'
import type { ScriptStep } from './script'
import { scriptOf, scriptOfRecord } from './script'

const emptyHead = (): RunHead => ({ seed: 1, timings: {}, startTime: null })
const LONGEST_RUN_MS = 400 * 86_400_000

export class Host implements WorkerApi {
  private run = new Run(emptyHead(), [])
  private playing = false
  private speed: Speed = 5
  /** How to begin again. */
  private origin: { head: RunHead; steps: ScriptStep[]; untilMs: number; title: string | null } = {
    head: emptyHead(),
    steps: [],
    untilMs: 0,
    title: null,
  }

  constructor(private readonly clock: () => number = () => performance.now()) {}

  connect(port: MessagePort): void {
    port.onmessage = (event: MessageEvent<FromPage>) => {
      const dtMs = Number(event.data?.dtMs)
      const batch = this.frame(Number.isFinite(dtMs) ? Math.min(1_000, Math.max(0, dtMs)) : 0)
      port.postMessage({ type: 'batch', batch } satisfies ToPage)
    }
  }

  /** One frame of `dtMs` wall time: what the stream's port asks for. */
  frame(dtMs: number): Batch {
    const batch = this.run.frame(dtMs, this.playing, this.speed, this.clock)
    if (this.run.scriptError) this.playing = false
    return batch
  }

  call(service: string, operation: string, input: unknown): CommandResult {
    try {
      const command = { service: String(service), operation: String(operation), input: input ?? {} }
      return { ok: true, ...this.run.call(command) }
    } catch (error) {
      return { ok: false, error: asError(error) }
    }
  }

  play(): void {
    this.playing = true
  }
  pause(): void {
    this.playing = false
    this.run.showNow()
  }
  setSpeed(speed: Speed): void {
    if (SPEEDS.includes(speed)) this.speed = speed
  }

  stepEvent(): JumpResult {
    this.playing = false
    return this.run.stepEvent()
  }
  stepCause(): JumpResult {
    this.playing = false
    return this.run.stepCause()
  }

  load(file: unknown, options: LoadOptions = {}): LoadResult {
    try {
      const { scenario, steps } = scriptOf(file)
      const head: RunHead = {
        seed: options.seed ?? scenario.seed ?? 1,
        timings: scenario.timings ?? {},
        startTime: scenario.startTime ?? null,
      }
      const untilMs = Math.min(LONGEST_RUN_MS, Math.max(0, Math.floor(options.untilMs ?? 0)))
      return this.begin({ head, steps, untilMs, title: scenario.title ?? null }, options.playing ?? false)
    } catch (error) {
      return this.refused(error)
    }
  }

  restore(record: RunRecord, nowMs: number): LoadResult {
    try {
      const { commands, ...head } = record
      const run = new Run(head, scriptOfRecord({ ...head, commands }))
      run.runTo(nowMs)
      if (run.scriptError) return this.failed(run)
      this.run = run
      return { ok: true, title: this.origin.title, nowMs: run.now(), error: null }
    } catch (error) {
      return this.refused(error)
    }
  }

  reset(): LoadResult {
    return this.begin(this.origin, this.playing)
  }

  /** Makes the run from its origin; a refused one leaves the present run as it is. */
  private begin(origin: Host['origin'], playing: boolean): LoadResult {
    const run = new Run(origin.head, structuredClone(origin.steps))
    run.runTo(origin.untilMs)
    if (run.scriptError) return this.failed(run)
    this.origin = origin
    this.run = run
    this.playing = playing
    return { ok: true, title: origin.title, nowMs: run.now(), error: null }
  }

  private refused(error: unknown): LoadResult {
    const place = error instanceof ScenarioError ? error.place : ''
    return { ok: false, title: null, nowMs: this.run.now(), error: { ...asError(error), place } }
  }
  private failed(run: Run): LoadResult {
    return { ok: false, title: null, nowMs: this.run.now(), error: run.scriptError }
  }

  record(): RunRecord {
    return { ...this.run.head, commands: this.run.commands.slice() }
  }

  describe(table: ViewTable, id: string): unknown {
    return guarded(() => describeRow(this.run.engine, table, id))
  }

  decisions(subject: string, limit = 50): DecisionDetail[] {
    const out: DecisionDetail[] = []
    for (const row of this.run.engine.rows('decisions')) {
      if (row.subject === subject || row.serviceId === subject) out.push(row as unknown as DecisionDetail)
    }
    return out.slice(-Math.max(1, limit)).reverse()
  }
  explain(decisionId: string): DecisionDetail | null {
    return guarded(() => (this.run.engine.explain(decisionId) ?? null) as unknown as DecisionDetail | null)
  }
  waiting(serviceId: string): unknown {
    return guarded(() => this.run.engine.waiting(serviceId) ?? null)
  }
  checkTaskDefinition(json: string): DefinitionCheck {
    return checkDefinition(String(json))
  }
  world(tables?: string[]): unknown {
    return guarded(() => this.run.engine.world(tables))
  }
  operations(): string[] {
    return [...this.run.engine.operations]
  }
  digest(): string {
    return this.run.engine.digest()
  }
}

/** An unknown table or id gives null instead of an error. */
function guarded<T>(read: () => T): T | null {
  try {
    return read()
  } catch {
    return null
  }
}
