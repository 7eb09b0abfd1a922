/**
 * Stands in for the world document in the built worker (vite.config.ts), which loads it when somebody asks: `provideWorld`
 * hands it over. The simulation itself never reads it.
 */
import type { Sim } from './kernel'
import { EngineError } from './kernel'
import type { WorldDocument } from './types'

type Read = (sim: Sim, tables?: readonly string[]) => WorldDocument
let read: Read | null = null

/** From now on `engine.world()` answers with this. */
export function provideWorld(real: Read): void {
  read = real
}

export function worldDocument(sim: Sim, tables?: readonly string[]): WorldDocument {
  if (!read) throw new EngineError('the world document is not loaded yet')
  return read(sim, tables)
}
