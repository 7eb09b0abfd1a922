/** The page: starts the worker and the frame loop once, then draws. */
import { createRoot } from 'react-dom/client'
import { listenForKeys } from '../actions'
import { startLoop } from '../store'
import { client } from '../worker'
import { App } from './App'
import { begin } from './begin'
import { followTheme } from './theme'

client.start()
startLoop()
followTheme()
listenForKeys()
void begin()

/** Draws the page into `root`. */
export function start(root: HTMLElement): void {
  createRoot(root).render(<App />)
}
