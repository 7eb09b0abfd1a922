/**
 * The reader of scenario files and of their `$` expressions, a chunk of its own: JMESPath and the checks of the format
 * are wanted when a file comes, not by a run that goes on.
 */
import type { AheadStep, RunRecord } from '../protocol'
import { loadWorld } from './world'

type Script = typeof import('./script')
let script: Script | null = null

export async function loadScript(): Promise<Script> {
  // An expression reads the world document.
  await loadWorld()
  script ??= await import('./script')
  return script
}

/** Loads the reader when some step of the record that is still to come holds expressions. */
export async function prepareFor({ ahead = [], branches = [] }: RunRecord): Promise<void> {
  const steps = [...ahead, ...branches.flatMap((branch) => branch.ahead)]
  if (steps.some(({ literal }) => !literal)) await loadScript()
}

/** The step's input with its `$` expressions replaced by their values over `world`; the reader must be loaded. */
export function inputOf(step: AheadStep, world: () => unknown): unknown {
  if (step.literal) return step.input
  if (!script) throw new Error('the reader of expressions is not loaded')
  return script.resolveValues(step.input, world(), `${step.place}.with`)
}
