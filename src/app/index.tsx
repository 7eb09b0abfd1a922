/** The page: starts the worker and the frame loop once, then draws. */
import { createRoot } from 'react-dom/client'
import { listenForKeys } from '../actions'
import { prefetch } from '../panels'
import { startLoop } from '../store'
import { loadTerminal } from '../terminal'
import { client } from '../worker'
import { App } from './App'
import { begin } from './begin'
import { followArrivals } from './record/arrivals'
import { followTheme } from './theme'

client.start()
startLoop()
followTheme()
listenForKeys()
followArrivals()
void begin()

const PREFETCH_AFTER_WALL_MS = 3_000

/** Draws the page into `root`. */
export function start(root: HTMLElement): void {
  createRoot(root).render(<App />)
  // Not every browser tells when it is idle; three seconds after the first picture it is. A failure is met again, and told, on use.
  setTimeout(
    () => void Promise.all([prefetch(), loadTerminal(), import('./palette/Palette')]).catch(() => undefined),
    PREFETCH_AFTER_WALL_MS,
  )
}
