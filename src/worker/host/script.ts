/** Commands that a scenario or a record brings along, to be applied when the clock reaches them. */
import { search } from '@jmespath-community/jmespath'
import type { Command, RunRecord, ScenarioFile } from '../protocol'

export interface ScriptStep {
  atMs: number
  service: string
  operation: string
  input: unknown
  /** Name of the exception that the step must meet; null = it must be accepted. */
  fails: string | null
  /** Position in the file, from 1, for messages. */
  step: number
  /** Of a record: taken literally, without `$`. */
  literal: boolean
  save: string | null
}

export class ScriptError extends Error {
  override readonly name = 'ScenarioError'
  constructor(
    message: string,
    readonly step: number,
  ) {
    super(message)
  }
}

const LONGEST_RUN_MS = 400 * 86_400_000
const MOST_STEPS = 5_000

/** "90s", "1h30m" or milliseconds. */
export function parseAt(at: unknown, step: number): number {
  if (at === undefined) return 0
  if (typeof at === 'number' && Number.isInteger(at) && at >= 0 && at <= LONGEST_RUN_MS) return at
  const match = typeof at === 'string' && /^(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/.exec(at)
  if (!match || at === '')
    throw new ScriptError(`"${String(at)}" is no time: write "90s", "1h30m" or milliseconds`, step)
  const [d = 0, h = 0, m = 0, s = 0, ms = 0] = match.slice(1).map((part) => Number(part ?? 0))
  const total = (((d * 24 + h) * 60 + m) * 60 + s) * 1_000 + ms
  if (total > LONGEST_RUN_MS) throw new ScriptError(`${String(at)} lies beyond 400 days`, step)
  return total
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The steps that do something, in time order, ties in file order. Throws ScriptError with the place. */
export function scriptOf(file: unknown): { scenario: ScenarioFile; steps: ScriptStep[] } {
  if (!isObject(file)) throw new ScriptError('a scenario is a JSON object', 0)
  if (file.format !== 'ecs-playground/1') throw new ScriptError('format must be "ecs-playground/1"', 0)
  if (!Array.isArray(file.steps)) throw new ScriptError('steps must be a list', 0)
  if (file.steps.length > MOST_STEPS) throw new ScriptError(`more than ${MOST_STEPS} steps`, 0)
  const steps: ScriptStep[] = []
  file.steps.forEach((raw: unknown, index) => {
    const step = index + 1
    if (!isObject(raw)) throw new ScriptError('a step is an object', step)
    if (raw.do === undefined) return
    const [service, operation] = String(raw.do).split('.')
    if (!service || !operation)
      throw new ScriptError(`"${String(raw.do)}" is no operation: write "ecs.CreateCluster"`, step)
    const fails = isObject(raw.fails) ? String(raw.fails.name) : raw.fails === undefined ? null : String(raw.fails)
    const save = typeof raw.save === 'string' ? raw.save : null
    steps.push({
      atMs: parseAt(raw.at, step),
      service,
      operation,
      input: raw.with ?? {},
      fails,
      step,
      literal: false,
      save,
    })
  })
  steps.sort((a, b) => a.atMs - b.atMs || a.step - b.step)
  return { scenario: file as unknown as ScenarioFile, steps }
}

/** A record's commands as steps. */
export const scriptOfRecord = (record: RunRecord): ScriptStep[] =>
  record.commands.map((command, index) => ({ ...command, fails: null, step: index + 1, literal: true, save: null }))

const DEEPEST = 64

/** `with` with every `{$: expression}` replaced by its value over the world; `{$literal: X}` gives X untouched. */
export function resolve(value: unknown, world: () => Record<string, unknown>, step: number, depth = 0): unknown {
  if (depth > DEEPEST) throw new ScriptError(`nested deeper than ${DEEPEST}`, step)
  if (Array.isArray(value)) return value.map((item) => resolve(item, world, step, depth + 1))
  if (!isObject(value)) return value
  const keys = Object.keys(value)
  if (keys.length === 1 && keys[0] === '$literal') return value.$literal
  if (keys.length === 1 && keys[0] === '$') {
    const found: unknown = search(world() as never, String(value.$))
    if (found === null || found === undefined) throw new ScriptError(`${String(value.$)} gives nothing`, step)
    return found
  }
  return Object.fromEntries(keys.map((key) => [key, resolve(value[key], world, step, depth + 1)]))
}

export const commandOf = ({ service, operation }: ScriptStep, input: unknown): Command => ({
  service,
  operation,
  input,
})
