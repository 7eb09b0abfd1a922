import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const sheet = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8')

/** The declarations of the n-th block whose selector is `selector`. */
function block(selector: string): Record<string, string> {
  const start = sheet.indexOf(`${selector} {`)
  expect(start, selector).toBeGreaterThan(-1)
  const body = sheet.slice(start, sheet.indexOf('}', start))
  return Object.fromEntries([...body.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/g)].map((m) => [m[1]!, m[2]!]))
}

const light = block(':root')
const dark = block(':root[data-theme="dark"]')

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const c = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!
}

function contrast(a: string, b: string): number {
  const [dim, bright] = [luminance(a), luminance(b)].sort((x, y) => x - y)
  return (bright! + 0.05) / (dim! + 0.05)
}

const grounds = ['bg', 'surface', 'sunken']
/** [token, the grounds it has to be seen on, least ratio] (WCAG 2.2: text 4.5, shapes 3). */
const bounds: [string, string[], number][] = [
  ['edge', grounds, 3],
  ...['ink', 'ink-2', 'accent', 'good', 'wait', 'warn', 'bad', 'off'].map((token): [string, string[], number] => [
    token,
    grounds,
    4.5,
  ]),
  ['flow', grounds, 3],
  ['cap', grounds, 3],
  ['on-accent', ['accent'], 4.5],
  ...['good', 'warn', 'bad'].flatMap((token): [string, string[], number][] => [
    [token, [`${token}-tint`], 4.5],
    ['ink', [`${token}-tint`], 4.5],
  ]),
  ['ink', ['forbid'], 4.5],
  ...[1, 2, 3, 4].map((n): [string, string[], number] => [`rev-${n}-ink`, [`rev-${n}`], 4.5]),
  ...[2, 3, 4].map((n): [string, string[], number] => [`rev-${n}-mark`, [`rev-${n}`], 3]),
]

describe.each([
  ['light', light],
  ['dark', dark],
])('tokens, %s', (_, tokens) => {
  it.each(bounds)('%s on %s is at least %s', (token, on, least) => {
    for (const ground of on) expect(contrast(tokens[token]!, tokens[ground]!), ground).toBeGreaterThanOrEqual(least)
  })

  it.each([1, 2, 3, 4])('revision style %s stands out by its fill or its rim', (n) => {
    const rim = tokens[`rev-${n}-mark`] ?? tokens[`rev-${n}`]!
    for (const ground of grounds) {
      const best = Math.max(contrast(tokens[`rev-${n}`]!, tokens[ground]!), contrast(rim, tokens[ground]!))
      expect(best, ground).toBeGreaterThanOrEqual(3)
    }
  })

  it('neighbouring revisions alternate dark and light fills in the light theme and differ in grey', () => {
    for (const [a, b] of [
      [1, 2],
      [2, 3],
      [3, 4],
      [4, 1],
    ])
      expect(contrast(tokens[`rev-${a}`]!, tokens[`rev-${b}`]!)).toBeGreaterThan(tokens === light ? 3 : 1.8)
  })
})

it('has the same tokens in both themes, and the same dark ones twice', () => {
  expect(Object.keys(dark).sort()).toEqual(Object.keys(light).sort())
  expect(Object.keys(light).length).toBe(32)
  expect(block(':root:not([data-theme="light"])')).toEqual(dark)
})
