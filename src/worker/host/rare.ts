/** Rare operations, a chunk of their own in the built worker: whoever wants to run one loads them first. */
import { isMissing } from '../../engine'
import type { RunRecord } from '../protocol'

let loaded: Promise<void> | null = null

export function loadRare(): Promise<void> {
  loaded ??= import('./rare-operations').then(({ provide }) => provide())
  // What did not come may come the next time.
  loaded.catch(() => {
    loaded = null
  })
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

/** What a scenario file, checked or not, names. */
export function commandsOfFile(file: unknown): Named[] {
  const names = (typeof file === 'string' ? file : (JSON.stringify(file) ?? '')).matchAll(
    /"([a-z0-9]{2,12})\.([A-Z][A-Za-z0-9]{2,60})"/g,
  )
  return Array.from(names, ([, service = '', operation = '']) => ({ service, operation }))
}
