/** Files of older formats, brought to the present one step by step before they are checked. */
import { ScenarioError } from './error'
import { FORMAT } from './format'
import { literalOf } from './values'

type Fields = Record<string, unknown>

/** By the format of a file: what makes the next newer format of it. What does not fit is left for the checks to refuse. */
export const MIGRATIONS: Readonly<Record<string, (old: Fields) => unknown>> = {
  // Drafts from before the format had steps: the log as the worker kept it, times in ms.
  'ecs-playground/0': ({ format: _, commands, nowMs, ...rest }) => ({
    format: 'ecs-playground/1',
    ...rest,
    ...(nowMs === undefined ? {} : { until: nowMs }),
    steps: Array.isArray(commands) ? commands.map(stepOfDraft) : commands,
  }),
  // A bug report carries the run that it is about.
  'ecs-playground-report/1': ({ scenario }) => scenario,
}

function stepOfDraft(command: unknown): unknown {
  if (typeof command !== 'object' || command === null) return command
  const { atMs, service, operation, input, ...rest } = command as Fields
  return { at: atMs, do: `${String(service)}.${String(operation)}`, with: literalOf(input ?? {}), ...rest }
}

/** The value in the present format, when it is of one that is known. Throws ScenarioError for one that comes later. */
export function migrate(value: unknown): unknown {
  let here = value
  for (let steps = 0; steps <= Object.keys(MIGRATIONS).length; steps++) {
    const format = typeof here === 'object' && here !== null ? (here as Fields).format : undefined
    if (typeof format !== 'string' || !Object.hasOwn(MIGRATIONS, format)) break
    here = MIGRATIONS[format]?.(here as Fields)
  }
  const format = typeof here === 'object' && here !== null ? (here as Fields).format : undefined
  const version = typeof format === 'string' ? /^ecs-playground\/(\d{1,6})$/.exec(format)?.[1] : undefined
  if (version !== undefined && Number(version) > Number(FORMAT.split('/')[1])) {
    throw new ScenarioError('format', `the file was made by a newer version of the playground ("${format}")`)
  }
  return here
}
