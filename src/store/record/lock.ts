/** One tab plays a workspace: a Web Lock for as long as it does. */

const WAIT_WALL_MS = 400

let release: (() => void) | null = null

/**
 * Takes the lock of a workspace and lets go of the one before. False when another tab holds it (then nothing changed);
 * a tab that was just reloaded may hold it for a moment still. Browsers without locks always get it.
 */
export async function lockWorkspace(id: string): Promise<boolean> {
  if (!('locks' in navigator)) return true
  const next = await take(`ecs-playground/${id}`)
  if (!next) return false
  release?.()
  release = next
  return true
}

export function unlockWorkspace(): void {
  release?.()
  release = null
}

/** True when no tab plays the workspace. */
export async function isFree(id: string): Promise<boolean> {
  if (!('locks' in navigator)) return true
  const { held } = await navigator.locks.query()
  return !held?.some((lock) => lock.name === `ecs-playground/${id}`)
}

/** Resolves with how to let go, or null. */
function take(name: string): Promise<(() => void) | null> {
  return new Promise((resolve) => {
    const waiting = new AbortController()
    const timer = setTimeout(() => waiting.abort(), WAIT_WALL_MS)
    const held = () =>
      new Promise<void>((letGo) => {
        clearTimeout(timer)
        resolve(letGo)
      })
    navigator.locks.request(name, { signal: waiting.signal }, held).catch(() => resolve(null))
  })
}
