/** Hands the rare operations and their model to the engine of the built worker. */
import { addModelFiles, provideRare, RARE_FILES, rareOperations } from '../../engine'

export function provide(): void {
  addModelFiles(RARE_FILES)
  provideRare(rareOperations())
}
