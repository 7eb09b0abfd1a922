/** A run's log as a scenario file: what "Save as file" writes and a share link carries. */
import { formatDuration } from './duration'
import { ScenarioError } from './error'
import type { DoStep, Scenario } from './format'
import { FORMAT, LIMITS } from './format'
import { literalOf } from './values'

/** A command that was applied at `atMs` with exactly this input, or (not `literal`) a step still to come that may hold `$`. */
export interface RecordedStep {
  atMs: number
  service: string
  operation: string
  input: unknown
  literal?: boolean
  /** Name of the exception that it has to meet. */
  fails?: string | null
  /** Name under which its answer is kept. */
  save?: string | null
}

export interface Recording {
  title: string
  seed: number
  timings: Readonly<Record<string, unknown>>
  startTime: string | null
  /** In the order of the log. */
  commands: readonly RecordedStep[]
  /** Steps of the scenario that were not reached. */
  ahead?: readonly RecordedStep[]
  /** The instant that the file opens at, ms. */
  untilMs: number
  /** Version of the engine, and digest of its world at `untilMs` (null: not known). */
  engine: string
  digest: string | null
}

/** The run as `ecs-playground/1`: commands with literal inputs, then what the scenario still had to come. */
export function scenarioOfRecording(recording: Recording): Scenario {
  const { title, seed, timings, startTime, commands, ahead = [], untilMs, engine, digest } = recording
  return {
    format: FORMAT,
    title,
    seed,
    ...(startTime === null ? {} : { startTime }),
    ...(Object.keys(timings).length === 0 ? {} : { timings: { ...timings } }),
    engine,
    ...(digest === null ? {} : { digest }),
    until: shortTime(untilMs),
    steps: [...commands.map((step) => stepOf({ literal: true, ...step })), ...ahead.map(stepOf)],
  }
}

function stepOf({ atMs, service, operation, input, literal, fails, save }: RecordedStep): DoStep {
  const given = (literal ? literalOf(input ?? {}) : (input ?? {})) as Record<string, unknown>
  return {
    at: shortTime(atMs),
    do: `${service}.${operation}`,
    ...(Object.keys(given).length === 0 ? {} : { with: given }),
    ...(fails ? { fails } : {}),
    ...(save && !fails ? { save } : {}),
  }
}

/** Words where they are short, else ms. */
const shortTime = (ms: number): string | number => (ms % 1_000 === 0 ? formatDuration(ms) : ms)

/** The file's text, one step a line. Throws ScenarioError when it is more than a file may hold. */
export function scenarioText(scenario: Scenario): string {
  const { steps, ...head } = scenario
  if (steps.length > LIMITS.steps) {
    throw new ScenarioError('steps', `the run has ${steps.length} commands; a file holds at most ${LIMITS.steps}`)
  }
  const lines = Object.entries(head).map(([member, value]) => `  ${JSON.stringify(member)}: ${JSON.stringify(value)}`)
  const list = steps.map((step) => `    ${JSON.stringify(step)}`).join(',\n')
  const text = `{\n${lines.join(',\n')},\n  "steps": [${list === '' ? '' : `\n${list}\n  `}]\n}\n`
  if (new TextEncoder().encode(text).length > LIMITS.bytes) {
    throw new ScenarioError('', 'the run needs a file larger than 1 MiB, which could not be opened again')
  }
  return text
}
