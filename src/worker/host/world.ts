/** The world document, a chunk of its own in the built worker: whoever wants to read it loads it first. */

let loaded: Promise<void> | null = null

/** Once this has come, `engine.world()` answers. */
export function loadWorld(): Promise<void> {
  loaded ??= import('./world-reader').then(({ provide }) => provide())
  return loaded
}
