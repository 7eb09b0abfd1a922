/** Rare operations, a chunk of their own in the built worker: whoever wants to run one loads them first. */
import { isMissing } from '../../engine'
import type { RunRecord } from '../protocol'

let loaded: Promise<void> | null = null

export function loadRare(): Promise<void> {
  loaded ??= import('./rare-operations').then(
    ({ provide }) => provide(),
    () => {
      // What did not come may come the next time.
      loaded = null
      throw new Error('A part of the simulator that this needs could not be loaded. Nothing was done; try again.')
    },
  )
  return loaded
}

type Named = { service: string; operation: string }

/** null when these commands can run at once. */
export const rareOf = (commands: readonly Named[]): Promise<void> | null =>
  commands.some(({ service, operation }) => isMissing(`${service}.${operation}`)) ? loadRare() : null

export const commandsOfRecord = ({ commands, ahead = [], branches = [] }: RunRecord): Named[] => [
  ...commands,
  ...ahead,
  ...branches.flatMap((branch) => [...branch.commands, ...branch.ahead]),
]
