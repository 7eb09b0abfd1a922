import { describe, expect, it } from 'vitest'
import { actions } from './all'
import { nextImage } from './definitions'
import { keyed } from './keyed'
import type { Focus, KeyPress } from './keys'
import { isPaletteKey, isShortcut, undoKey } from './keys'

describe('nextImage', () => {
  it.each([
    ['shop:1', 'shop:2'],
    ['shop:v9', 'shop:v10'],
    ['registry.example:5000/team/shop:1.4', 'registry.example:5000/team/shop:1.5'],
    ['registry.example:5000/team/shop', 'registry.example:5000/team/shop:2'],
    ['shop:latest', 'shop:2'],
    ['shop@sha256:abc', 'shop:2'],
  ])('%s → %s', (image, next) => {
    expect(nextImage(image)).toBe(next)
  })
})

describe('the list of actions', () => {
  it('has each name and each key once', () => {
    const names = actions.map((action) => action.name)
    expect(new Set(names).size).toBe(names.length)
    const keys = keyed.map((action) => action.key.press)
    expect(new Set<unknown>(keyed)).toEqual(new Set<unknown>(actions.filter((action) => action.key)))
    expect(new Set(keys).size).toBe(keys.length)
    expect(keys).toEqual(
      expect.arrayContaining([' ', 'ArrowRight', 'ArrowLeft', 'n', '+', '-', 'u', 'r', '?', 'Escape']),
    )
  })
})

describe('isShortcut', () => {
  const press = (more: Partial<KeyPress> = {}): KeyPress => ({
    key: 'n',
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    defaultPrevented: false,
    ...more,
  })
  const on = (more: Partial<Focus> = {}): Focus => ({
    isBody: false,
    inScope: true,
    inWidget: false,
    isButton: false,
    ...more,
  })

  it('acts on body, stage and transport only', () => {
    expect(isShortcut(press(), on(), true)).toBe(true)
    expect(isShortcut(press(), on({ inScope: false }), true)).toBe(false)
    expect(isShortcut(press(), on({ inWidget: true }), true)).toBe(false)
  })

  it('never acts with a modifier, on a used key, or when switched off', () => {
    expect(isShortcut(press({ ctrlKey: true }), on(), true)).toBe(false)
    expect(isShortcut(press({ metaKey: true }), on(), true)).toBe(false)
    expect(isShortcut(press({ altKey: true }), on(), true)).toBe(false)
    expect(isShortcut(press({ defaultPrevented: true }), on(), true)).toBe(false)
    expect(isShortcut(press(), on(), false)).toBe(false)
  })

  it('leaves Space and Enter to a button', () => {
    expect(isShortcut(press({ key: ' ' }), on({ isButton: true }), true)).toBe(false)
    expect(isShortcut(press({ key: 'n' }), on({ isButton: true }), true)).toBe(true)
    expect(isShortcut(press({ key: ' ' }), on(), true)).toBe(true)
  })

  it('Ctrl+K and ⌘K open the palette from anywhere but where the key is used', () => {
    const k = (more: object) => press({ key: 'k', ...more })
    expect(isPaletteKey(k({ ctrlKey: true }), on())).toBe(true)
    expect(isPaletteKey(k({ metaKey: true, key: 'K' }), on({ inScope: false }))).toBe(true)
    expect(isPaletteKey(k({ ctrlKey: true }), on({ inWidget: true }))).toBe(false)
    expect(isPaletteKey(k({}), on())).toBe(false)
    expect(isPaletteKey(k({ ctrlKey: true, altKey: true }), on())).toBe(false)
  })

  it('takes Ctrl or ⌘ with Z for undo where single keys act', () => {
    const held = (more: Partial<KeyPress & { shiftKey: boolean }>) => ({
      ...press({ key: 'z' }),
      shiftKey: false,
      ...more,
    })
    expect(undoKey(held({ ctrlKey: true }), on())).toBe('undo')
    expect(undoKey(held({ metaKey: true, shiftKey: true, key: 'Z' }), on())).toBe('redo')
    expect(undoKey(held({ ctrlKey: true, key: 'y' }), on())).toBe('redo')
    expect(undoKey(held({}), on())).toBeNull()
    expect(undoKey(held({ ctrlKey: true, altKey: true }), on())).toBeNull()
    expect(undoKey(held({ ctrlKey: true }), on({ inWidget: true }))).toBeNull()
    expect(undoKey(held({ ctrlKey: true }), on({ inScope: false }))).toBeNull()
  })
})
