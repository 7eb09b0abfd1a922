/** What an action is. Buttons, menus, keys, palette and help are views of the one list in `all.ts`. */
import type { Command } from '../worker'

/** A command, or one that needs the answers of those before it. */
export type Step = Command | ((answers: readonly unknown[]) => Command)

export interface Action<Args> {
  /** Stable name: "service.deploy". */
  name: string
  group: 'time' | 'view' | 'service' | 'definition' | 'task' | 'instance' | 'traffic' | 'balancer' | 'record'
  /** A verb of ECS. */
  label: (args: Args) => string
  /** Single key, as `KeyboardEvent.key` gives it, and as it is shown. */
  key?: { press: string; shown: string }
  /** Why it cannot be done now, in a sentence; null when it can. */
  refusal?: (args: Args) => string | null
  /** The commands it sends, in order; the first refusal ends it. */
  commands?: (args: Args) => Step[] | Promise<Step[]>
  /** The same as they will look, where answers that are not known before would leave some out. */
  preview?: (args: Args) => Promise<Command[]>
  /**
   * What it does to the page itself; runs after its commands were accepted. `sentMs` is the clock when they were sent:
   * by now it may have run on.
   */
  effect?: (args: Args, answers: readonly unknown[], sentMs: number) => void | Promise<void>
}

export const action = <Args = undefined>(definition: Action<Args>): Action<Args> => definition

const isAction = (value: unknown): value is Action<never> =>
  typeof value === 'object' && value !== null && 'name' in value && 'label' in value && 'group' in value

/** The actions among what a module exports. */
export const actionsIn = (module: object): Action<never>[] => Object.values(module).filter(isAction)

export const command = (service: string, operation: string, input: Record<string, unknown>): Command => ({
  service,
  operation,
  input,
})
export const ecs = (operation: string, input: Record<string, unknown>) => command('ecs', operation, input)
export const elbv2 = (operation: string, input: Record<string, unknown>) => command('elbv2', operation, input)
export const playground = (operation: string, input: Record<string, unknown>) => command('playground', operation, input)
