/** Single-key shortcuts: only while focus is on the body, the stage or the transport (screens.md §8, WCAG 2.1.4). */
import { ui } from '../store'
import { keyed } from './keyed'
import { togglePalette } from './page'
import { perform } from './perform'
import { presentNext, presentPrevious, stageSituation } from './situations'
import { redo, undo } from './time'

/** Controls and widgets that use keys themselves. */
const OWN_KEYS =
  'input, textarea, select, [contenteditable=""], [contenteditable="true"], [role="textbox"], [role="slider"], ' +
  '[role="tablist"], [role="menu"], [role="menuitem"], [role="tree"], [role="treegrid"], [role="grid"], table, ' +
  '[role="dialog"], [role="listbox"], [role="combobox"], .cm-editor'

/** Where shortcuts act: nothing focused, or inside one of these. */
const SCOPE = '[data-shortcuts]'

export interface KeyPress {
  key: string
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
  defaultPrevented: boolean
}

/** The part of an element that the scoping rules look at. */
export interface Focus {
  isBody: boolean
  /** Within the stage or the transport. */
  inScope: boolean
  /** Within a control or widget that uses the key itself. */
  inWidget: boolean
  /** Space and Enter press it. */
  isButton: boolean
}

export function focusOf(element: Element | null): Focus {
  if (!element || element === document.body || element === document.documentElement) {
    return { isBody: true, inScope: true, inWidget: false, isButton: false }
  }
  return {
    isBody: false,
    inScope: element.closest(SCOPE) !== null,
    inWidget: element.closest(OWN_KEYS) !== null,
    isButton: element.closest('button, a[href], summary, [role="button"], [role="switch"]') !== null,
  }
}

/** Whether a key press is a shortcut here. */
export function isShortcut(press: KeyPress, focus: Focus, on: boolean): boolean {
  if (!on || press.defaultPrevented || press.ctrlKey || press.metaKey || press.altKey) return false
  if (!focus.inScope || focus.inWidget) return false
  // Space on a button presses it.
  return !(focus.isButton && (press.key === ' ' || press.key === 'Enter'))
}

/** Ctrl/⌘Z and Ctrl/⌘⇧Z (Ctrl+Y): undo and redo where single keys act too. They need no switch: they have a modifier. */
export function undoKey(press: KeyPress & { shiftKey: boolean }, focus: Focus): 'undo' | 'redo' | null {
  const bare = { ...press, ctrlKey: false, metaKey: false }
  if (press.ctrlKey === press.metaKey || !isShortcut(bare, focus, true)) return null
  const key = press.key.toLowerCase()
  if (key === 'z') return press.shiftKey ? 'redo' : 'undo'
  return key === 'y' && press.ctrlKey && !press.shiftKey ? 'redo' : null
}

/** Ctrl+K and ⌘K: the palette, wherever no control uses the key itself. */
export const isPaletteKey = (press: KeyPress, focus: Pick<Focus, 'inWidget'>): boolean =>
  press.key.toLowerCase() === 'k' &&
  press.ctrlKey !== press.metaKey &&
  !press.altKey &&
  !press.defaultPrevented &&
  !focus.inWidget

/** Keys for a room: digits everywhere, what a presentation remote sends in presenter mode; null for any other. */
export function roomKey(key: string, presenting: boolean): (() => Promise<unknown>) | null {
  if (/^[1-9]$/.test(key)) return () => perform(stageSituation, Number(key))
  if (!presenting) return null
  if (key === '.' || key === 'PageDown') return () => perform(presentNext)
  return key === 'PageUp' ? () => perform(presentPrevious) : null
}

/** Those keys, for Help. */
export const ROOM_KEYS: readonly { keys: string; says: string }[] = [
  { keys: 'Ctrl+K', says: 'Find an action or an object (⌘K on a Mac)' },
  { keys: '1 – 9', says: 'Stage a famous situation, paused' },
  { keys: '. PageDown', says: 'Presenter mode: next cause, then the next situation' },
  { keys: 'PageUp', says: 'Presenter mode: previous cause, then the situation before' },
]

/** Listens for shortcuts; returns how to stop. */
export function listenForKeys(target: Document = document): () => void {
  const pressed = (event: KeyboardEvent) => {
    // A bare frame has keys of its own.
    if (ui().bare) return
    if (isPaletteKey(event, focusOf(target.activeElement))) {
      event.preventDefault()
      void perform(togglePalette)
      return
    }
    // The palette is on its way: what is typed meanwhile is meant for it and must not act.
    if (ui().paletteOpen && !focusOf(target.activeElement).inWidget) {
      event.preventDefault()
      return
    }
    const again = undoKey(event, focusOf(target.activeElement))
    if (again) {
      event.preventDefault()
      void perform(again === 'undo' ? undo : redo)
      return
    }
    if (!isShortcut(event, focusOf(target.activeElement), ui().shortcutsOn)) return
    const act = roomKey(event.key, ui().presenting)
    if (act) {
      event.preventDefault()
      void act()
      return
    }
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
    const found = keyed.find((action) => action.key.press === key)
    if (!found) return
    event.preventDefault()
    void perform(found)
  }
  target.addEventListener('keydown', pressed)
  return () => target.removeEventListener('keydown', pressed)
}
