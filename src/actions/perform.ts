/** Does an action: sends its commands, keeps their CLI lines, and puts a refusal where the control is. */
import { printCommand } from '../cli'
import { setUi, ui, world } from '../store'
import type { Command } from '../worker'
import { client, newGesture } from '../worker'
import type { Action } from './types'

export interface Outcome {
  ok: boolean
  answers: unknown[]
  /** CLI lines of the commands sent, refused one included. */
  lines: string[]
  error: { name: string; message: string } | null
}

export const cliLine = ({ service, operation, input }: Command): string => printCommand(service, operation, input)

/** Sends commands one by one; a later one may need earlier answers. Stops at the first refusal. */
async function send(steps: Awaited<ReturnType<NonNullable<Action<never>['commands']>>>): Promise<Outcome> {
  const outcome: Outcome = { ok: true, answers: [], lines: [], error: null }
  const gesture = newGesture()
  for (const step of steps) {
    const next = typeof step === 'function' ? step(outcome.answers) : step
    outcome.lines.push(cliLine(next))
    const result = await client.call(next.service, next.operation, next.input, gesture)
    if (!result.ok) return { ...outcome, ok: false, error: result.error }
    outcome.answers.push(result.output)
  }
  return outcome
}

/**
 * Does `action`. `where` names the control at which a refusal is shown (default: the action's name). Never throws:
 * a refusal is in the answer and in the page's state.
 */
export async function perform<Args>(
  action: Action<Args>,
  ...[args, where]: undefined extends Args ? [args?: Args, where?: string] : [args: Args, where?: string]
): Promise<Outcome> {
  const given = args as Args
  const place = where ?? action.name
  const reason = action.refusal?.(given) ?? null
  if (reason) return refused(place, { ok: false, answers: [], lines: [], error: { name: '', message: reason } })
  const sentMs = world.nowMs
  let outcome: Outcome
  try {
    outcome = await send((await action.commands?.(given)) ?? [])
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return refused(place, { ok: false, answers: [], lines: [], error: { name: '', message } })
  }
  if (outcome.lines.length > 0) setUi({ lastLines: outcome.lines })
  if (!outcome.ok) return refused(place, outcome)
  if (ui().refusal?.where === place) setUi({ refusal: null })
  await action.effect?.(given, outcome.answers, sentMs)
  return outcome
}

function refused(where: string, outcome: Outcome): Outcome {
  if (outcome.error) setUi({ refusal: { where, ...outcome.error, done: outcome.answers.length } })
  return outcome
}

/** The lines an action would send now, for its hint; commands that need answers are left out. */
export async function previewLines<Args>(action: Action<Args>, args: Args): Promise<string[]> {
  const steps = (await (action.preview ?? action.commands)?.(args)) ?? []
  return steps.flatMap((step) => (typeof step === 'function' ? [] : [cliLine(step)]))
}
