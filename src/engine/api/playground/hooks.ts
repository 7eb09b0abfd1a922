/** SetHookOutcome (design.md §3): what a Lambda function that is a lifecycle hook answers (D-530). */
import type { Sim } from '../../kernel'
import type { HookOutcome } from '../../model'
import type { ServiceOperations } from '../types'

interface SetHookOutcomeInput {
  /** ARN of the function, as the hook's hookTargetArn has it. */
  hookTarget: string
  outcome: HookOutcome
  /** How long an invocation takes; more than 900 is no answer. */
  afterSeconds?: number
}

/** Holds for invocations from now on; a function that nobody described answers SUCCEEDED at once. */
function setHookOutcome(sim: Sim, input: SetHookOutcomeInput): Record<string, never> {
  const { hookTarget, outcome, afterSeconds = 0 } = input
  const former = sim.t.hookOutcomes.find('target', hookTarget)
  const base = former ? { id: former.id, n: former.n } : sim.newRow('hookOutcomes')
  sim.t.hookOutcomes.put({ ...base, hookTarget, outcome, afterSeconds })
  return {}
}

export const hookOperations: ServiceOperations = { SetHookOutcome: setHookOutcome }
