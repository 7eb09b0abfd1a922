/** Keys of a bare frame: time, and what a presentation remote sends. None that changes the run or wants a panel. */
import {
  faster,
  focusOf,
  isShortcut,
  perform,
  playPause,
  previousCause,
  roomKey,
  slower,
  stepBack,
  stepCause,
  stepEvent,
} from '../actions'
import { select, ui } from '../store'

const TIME = [playPause, stepBack, stepEvent, stepCause, faster, slower]

/** What the key does; null for a key that the frame leaves alone. */
function bareKey(key: string): (() => unknown) | null {
  const { bare, presenting, selection } = ui()
  // A picture on a wall follows the remote; an embed stays with its link.
  const room = bare === 'picture' && presenting ? roomKey(key, true) : null
  if (room) return room
  if (key === '.' || (presenting && key === 'PageDown')) return () => perform(stepCause)
  if (presenting && key === 'PageUp') return () => perform(previousCause)
  if (key === 'Escape') return selection && (() => select(null))
  const pressed = key.length === 1 ? key.toLowerCase() : key
  const action = TIME.find((candidate) => candidate.key?.press === pressed)
  return action ? () => perform(action) : null
}

/** Listens for them; returns how to stop. */
export function listenForBareKeys(): () => void {
  const pressed = (event: KeyboardEvent) => {
    if (!isShortcut(event, focusOf(document.activeElement), ui().shortcutsOn)) return
    const act = bareKey(event.key)
    if (!act) return
    event.preventDefault()
    void act()
  }
  document.addEventListener('keydown', pressed)
  return () => document.removeEventListener('keydown', pressed)
}
