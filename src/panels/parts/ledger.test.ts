import { expect, it } from 'vitest'
import { shortcutsIn } from './ledger'

it('names the rules that are not followed to the letter, each once', () => {
  const entries = new Map([
    ['D-200', { rule: 'D-200', status: 'approximate' as const, how: 'Ticks lie on whole tens.' }],
    ['D-322', { rule: 'D-322', status: 'exact' as const }],
    ['D-900', { rule: 'D-900', status: 'notModelled' as const, how: 'Left out.' }],
  ])
  const found = shortcutsIn(entries, ['D-322', 'D-200', 'D-900', 'D-200', 'X-1'])
  expect(found.map(({ rule }) => rule)).toEqual(['D-200', 'D-900'])
  expect(shortcutsIn(null, ['D-200'])).toEqual([])
})
