/** Which of the three frames the window takes (screens.md §2, §3). */
import { useSyncExternalStore } from 'react'

export type Frame = 'phone' | 'middle' | 'wide'

const queries = { phone: '(max-width: 639.98px)', wide: '(min-width: 1024px)' }

function subscribe(listener: () => void): () => void {
  const lists = Object.values(queries).map((query) => window.matchMedia(query))
  for (const list of lists) list.addEventListener('change', listener)
  return () => {
    for (const list of lists) list.removeEventListener('change', listener)
  }
}

const read = (): Frame =>
  window.matchMedia(queries.phone).matches ? 'phone' : window.matchMedia(queries.wide).matches ? 'wide' : 'middle'

export const useFrame = (): Frame => useSyncExternalStore(subscribe, read)
