/** Commands that a scenario brings along, to be applied when the clock reaches them. Loaded by `values.ts`. */
import type { Scenario } from '../../scenario'
import { checkScenario, parseDuration, parseScenario } from '../../scenario'
import type { AheadStep } from '../protocol'

export { resolveValues } from '../../scenario'

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

/** Where the run that a scenario records was saved, ms; 0 when it records none. */
export const savedAt = ({ digest, until }: Scenario): number =>
  digest === undefined ? 0 : (parseDuration(until ?? 0) ?? 0)
