/** Commands that a scenario or a record brings along, to be applied when the clock reaches them. */
import type { Scenario } from '../../scenario'
import { checkScenario, parseDuration, resolveValues } from '../../scenario'
import type { Command, RunRecord } from '../protocol'

export interface ScriptStep extends Command {
  atMs: number
  /** Name of the exception that the step must meet; null = it must be accepted. */
  fails: string | null
  /** Where it stands: `steps[3]`. */
  place: string
  /** Of a record: taken as it is, without `$`. */
  literal: boolean
  /** Name under which the answer is kept in the world document's `saved`. */
  save: string | null
}

/** A scenario file, checked, with the steps that do something in time order, ties in file order. Throws ScenarioError. */
export function scriptOf(file: unknown): { scenario: Scenario; steps: ScriptStep[] } {
  const scenario = checkScenario(file)
  const steps: ScriptStep[] = []
  scenario.steps.forEach((step, index) => {
    if (!('do' in step)) return
    const [service = '', operation = ''] = step.do.split('.')
    const fails = typeof step.fails === 'object' ? step.fails.name : (step.fails ?? null)
    const place = `steps[${index}]`
    const atMs = parseDuration(step.at) ?? 0
    steps.push({
      atMs,
      service,
      operation,
      input: step.with ?? {},
      fails,
      place,
      literal: false,
      save: step.save ?? null,
    })
  })
  // A stable sort: ties stay in file order.
  steps.sort((a, b) => a.atMs - b.atMs)
  return { scenario, steps }
}

/** A record's commands as steps. */
export const scriptOfRecord = (record: RunRecord): ScriptStep[] =>
  record.commands.map((command, index) => ({
    ...command,
    fails: null,
    place: `commands[${index}]`,
    literal: true,
    save: null,
  }))

/** The step's input with its `$` expressions replaced by their values over `world`. */
export const inputOf = (step: ScriptStep, world: () => unknown): unknown =>
  step.literal ? step.input : resolveValues(step.input, world(), `${step.place}.with`)
