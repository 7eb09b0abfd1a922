/** Which workspace this tab plays, and which was played last: remembered by name only, so that a first visit opens no database. */

const KEY = 'ecs-playground/workspace'

/** Id of this tab's workspace, else of the one that any tab played last; null when there is none. */
export function lastWorkspace(): string | null {
  try {
    return sessionStorage.getItem(KEY) ?? localStorage.getItem(KEY)
  } catch {
    return null
  }
}

export function rememberWorkspace(id: string | null): void {
  try {
    if (id === null) sessionStorage.removeItem(KEY)
    else sessionStorage.setItem(KEY, id)
    if (id !== null) localStorage.setItem(KEY, id)
  } catch {
    // Storage is not available: the next visit begins with the opening scenario.
  }
}

/** Nothing is kept any more under this id. */
export function forgetWorkspace(id: string): void {
  try {
    if (sessionStorage.getItem(KEY) === id) sessionStorage.removeItem(KEY)
    if (localStorage.getItem(KEY) === id) localStorage.removeItem(KEY)
  } catch {
    // As above.
  }
}
