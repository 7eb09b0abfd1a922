/** What the page can ask of the worker. Nothing it is sent may end it: errors go back as data. */
import type { ApiModelFile } from '../../engine'
import { ENGINE_VERSION, MODEL_FILES, restoreEngine } from '../../engine'
import { historyOf } from '../project/deployment'
import type {
  Batch,
  BranchComparison,
  CommandResult,
  CompareRequest,
  ComparisonOfSettings,
  DecisionDetail,
  DefinitionCheck,
  FromPage,
  JumpResult,
  LoadOptions,
  LoadResult,
  PlacesAhead,
  ReadResult,
  RunRecord,
  Snapshot,
  Speed,
  TimeFigures,
  ToPage,
  WaysOut,
  WorkerApi,
} from '../protocol'
import { isRead, SPEEDS } from '../protocol'
import type { ServiceDeploymentView, ViewTable } from '../views'
import { cleanName } from './branches'
import { commandsOfRecord, loadRare, rareOf } from './rare'
import { recordOf, stepsOfScript, timelineOf } from './records'
import { Run } from './run'
import type { RunHead } from './timeline'
import { asError, Timeline } from './timeline'
import { loadScript, prepareFor } from './values'
import { loadWorld } from './world'

const emptyHead = (): RunHead => ({ seed: 1, timings: {}, startTime: null })
const LONGEST_RUN_MS = 400 * 86_400_000

export class Host implements WorkerApi {
  private run = new Run(new Timeline(emptyHead(), []))
  private playing = false
  private speed: Speed = 5
  private title: string | null = null
  private loading: Promise<void> = Promise.resolve()

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
    if (batch.refused) this.playing = false
    return batch
  }

  async call(service: string, operation: string, input: unknown, gesture?: number): Promise<CommandResult> {
    const { run } = this
    try {
      await this.ready({ service, operation })
      if (run !== this.run) throw new Error('Another run was opened before this command.')
    } catch (error) {
      return { ok: false, error: asError(error) }
    }
    return this.callNow(service, operation, input, gesture)
  }
  /** The same where the operation is there already. */
  callNow(service: string, operation: string, input: unknown, gesture?: number): CommandResult {
    try {
      const command = { service: String(service), operation: String(operation), input: input ?? {} }
      return { ok: true, ...this.run.call(command, gesture ?? null) }
    } catch (error) {
      return { ok: false, error: asError(error) }
    }
  }

  async read(service: string, operation: string, input: unknown): Promise<ReadResult> {
    try {
      if (!isRead(String(operation))) throw new Error(`${operation} is no operation that only reads`)
      await this.ready({ service, operation })
      return { ok: true, output: this.run.engine.call(String(service), String(operation), input ?? {}) }
    } catch (error) {
      return { ok: false, error: asError(error) }
    }
  }

  /** Loads a rare operation. Commands behind one that waits for it wait too, so that they keep their order. */
  private async ready(command: { service: string; operation: string }): Promise<void> {
    const load = rareOf([command])
    if (load) this.loading = load.catch(() => {})
    await (load ?? this.loading)
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
    return this.still(() => this.run.stepEvent(this.clock))
  }
  stepCause(): JumpResult {
    return this.still(() => this.run.stepCause(this.clock))
  }
  stepBack(): JumpResult {
    return this.still(() => this.run.back('event'))
  }
  previousCause(): JumpResult {
    return this.still(() => this.run.back('cause'))
  }
  goTo(ms: number): JumpResult {
    const toMs = Math.min(LONGEST_RUN_MS, Math.max(0, Math.floor(Number(ms) || 0)))
    return this.still(() => this.run.goTo(toMs))
  }
  runUntilSteady(): JumpResult {
    return this.still(() => this.run.runUntilSteady(this.clock))
  }
  undo(): JumpResult {
    return this.still(() => this.run.undo())
  }
  redo(): JumpResult {
    return this.still(() => this.run.redo())
  }
  reopenBranch(id: string): JumpResult {
    return this.still(() => this.run.reopen(id))
  }
  private still(go: () => JumpResult): JumpResult {
    this.playing = false
    return go()
  }

  renameBranch(id: string, name: string): boolean {
    return this.run.timeline.rename(id, cleanName(String(name)))
  }
  deleteBranch(id: string): boolean {
    return this.run.timeline.remove(id)
  }
  async compareBranch(id: string): Promise<BranchComparison | null> {
    const [{ compareBranches }] = await Promise.all([import('./branch-compare'), loadWorld()])
    return guarded(() => compareBranches(this.run.timeline, id))
  }
  async compareSettings(request: CompareRequest): Promise<ComparisonOfSettings> {
    const [{ compareSettings }] = await Promise.all([import('./compare'), loadRare()])
    return compareSettings(this.run.engine, request, this.clock)
  }
  timeFigures(): TimeFigures {
    const { count, bytes, budgetBytes } = this.run.timeline.figures()
    return { checkpoints: count, bytes, budgetBytes, branches: this.run.timeline.branches.length }
  }

  async load(file: unknown, options: LoadOptions = {}): Promise<LoadResult> {
    try {
      const { savedAt, scenario, steps } = await this.readScript(file)
      const head: RunHead = {
        seed: options.seed ?? scenario.seed ?? 1,
        timings: scenario.timings ?? {},
        startTime: scenario.startTime ?? null,
      }
      const savedAtMs = savedAt(scenario)
      const untilMs = Math.min(LONGEST_RUN_MS, Math.max(0, Math.floor(options.untilMs ?? savedAtMs)))
      const run = new Run(new Timeline(head, stepsOfScript(steps), untilMs))
      run.runTo(untilMs)
      // A recording was saved with its instant complete.
      if (!run.scriptError && scenario.digest !== undefined && untilMs === savedAtMs) run.complete()
      if (run.scriptError && !options.upToFailure) return this.failed(run)
      this.title = scenario.title ?? null
      this.playing = options.playing ?? false
      const { engine = null, digest = null } = scenario
      return { ...this.began(run), made: { engine, digest: untilMs === savedAtMs ? digest : null } }
    } catch (error) {
      return this.refused(error)
    }
  }

  /** A file that is refused may name what is not loaded yet. */
  private async readScript(file: unknown) {
    const { scriptOf, savedAt } = await loadScript()
    const read = () => ({ savedAt, ...scriptOf(file) })
    try {
      const script = read()
      await rareOf(script.steps)
      return script
    } catch {
      await loadRare()
      return read()
    }
  }

  async restore(record: RunRecord, nowMs: number, upToFailure = false): Promise<LoadResult> {
    try {
      await Promise.all([prepareFor(record), rareOf(commandsOfRecord(record))])
      const run = new Run(timelineOf(record))
      run.runTo(nowMs)
      // What the page last showed of a step or jump was its whole instant.
      if (!run.scriptError) run.complete()
      if (run.scriptError && !upToFailure) return this.failed(run)
      return this.began(run)
    } catch (error) {
      return this.refused(error)
    }
  }

  reset(): LoadResult {
    this.run.startOver()
    return this.began(this.run)
  }

  private began(run: Run): LoadResult {
    this.run = run
    run.refusalIsTold()
    return { ok: true, title: this.title, nowMs: run.now(), error: run.scriptError }
  }

  private refused(error: unknown): LoadResult {
    // A ScenarioError knows its place.
    const place = error instanceof Error && 'place' in error ? String(error.place) : ''
    return { ok: false, title: null, nowMs: this.run.now(), error: { ...asError(error), place } }
  }
  private failed(run: Run): LoadResult {
    return { ok: false, title: null, nowMs: this.run.now(), error: run.scriptError }
  }

  record(): RunRecord {
    return recordOf(this.run.timeline)
  }
  snapshot(withDigest: boolean): Snapshot {
    // Opened again, an instant is complete: one that is yet to happen is left to the moment before it.
    const before = this.run.now() > 0 && this.run.nextAt() === this.run.now()
    return {
      engine: ENGINE_VERSION,
      record: this.record(),
      nowMs: this.run.now() - (before ? 1 : 0),
      digest: withDigest && !before ? this.settledDigest() : null,
    }
  }
  /** The digest does not depend on whether this instant is complete; the run itself stays as it is. */
  private settledDigest(): string {
    const copy = restoreEngine(this.run.engine.checkpoint())
    copy.settle()
    return copy.digest()
  }

  async describe(table: ViewTable, id: string): Promise<unknown> {
    const [{ describeRow }] = await Promise.all([import('./describe'), loadWorld()])
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
  /** Loaded when first asked: the worker is small at its start. */
  async waysOut(serviceId: string): Promise<WaysOut | null> {
    const [{ waysOut }] = await Promise.all([import('../ways'), loadRare()])
    return guarded(() => waysOut(this.run.engine, serviceId, this.clock))
  }
  async placesAhead(serviceId: string): Promise<PlacesAhead | null> {
    const { placesAhead } = await import('../ways/ahead')
    return guarded(() => placesAhead(this.run.engine, serviceId))
  }
  deploymentHistory(serviceId: string): ServiceDeploymentView[] {
    return guarded(() => historyOf(serviceId, this.run.engine)) ?? []
  }
  async checkTaskDefinition(json: string): Promise<DefinitionCheck> {
    const { checkDefinition } = await import('./definition')
    return checkDefinition(String(json))
  }
  async world(tables?: string[]): Promise<unknown> {
    await loadWorld()
    return this.worldNow(tables)
  }
  /** The same where the world document is there already. */
  worldNow(tables?: string[]): unknown {
    return guarded(() => this.run.engine.world(tables))
  }
  async apiModel(): Promise<Record<string, ApiModelFile>> {
    await loadRare()
    return MODEL_FILES
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
