/** Commands that a scenario or a record brings along, to be applied when the clock reaches them. */
import type { Scenario } from '../../scenario'
import { checkScenario, parseDuration, parseScenario, resolveValues } from '../../scenario'
import type { AheadStep } from '../protocol'

/** `fails` names the exception that the step must meet, `place` is where it stands: `steps[3]`. */
export type ScriptStep = AheadStep

/** A scenario file (or its text), checked, with the steps that do something in time order, ties in file order. Throws ScenarioError. */
export function scriptOf(file: unknown): { scenario: Scenario; steps: ScriptStep[] } {
  const scenario = typeof file === 'string' ? parseScenario(file) : checkScenario(file)
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

/** The step's input with its `$` expressions replaced by their values over `world`. */
export const inputOf = (step: ScriptStep, world: () => unknown): unknown =>
  step.literal ? step.input : resolveValues(step.input, world(), `${step.place}.with`)
