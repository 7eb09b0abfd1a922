/** The engine as the programs of this room use it. */
import { createEngine, ENGINE_VERSION, restoreEngine } from '../engine'
import type { EngineHost } from '../scenario'

export const engineHost: EngineHost = { version: ENGINE_VERSION, create: createEngine, restore: restoreEngine }
