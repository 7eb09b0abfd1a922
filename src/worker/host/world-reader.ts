/** Hands the world document to the engine of the built worker. */
import { provideWorld, worldDocument } from '../../engine'

export function provide(): void {
  provideWorld(worldDocument)
}
