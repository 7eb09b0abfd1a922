import { expect, it } from 'vitest'
import type { PaletteItem } from './items'
import { ofMenu, search, wordsOf } from './items'

const item = (section: string, label: string, hint = ''): PaletteItem => ({
  id: label,
  section,
  label,
  hint,
  run: () => {},
})
const ITEMS = [
  item('Service web', 'Force new deployment'),
  item('Service web', 'Deploy v2'),
  item('Scenarios', 'Deadlock by rounding', 'Why does nothing move when you deploy?'),
]
const found = (query: string) => search(ITEMS, wordsOf(query)).map(({ label }) => label)

it('finds what holds every word, wherever it stands; what begins with the first comes first', () => {
  expect(found('')).toEqual(['Force new deployment', 'Deploy v2', 'Deadlock by rounding'])
  expect(found('deploy')).toEqual(['Deploy v2', 'Force new deployment', 'Deadlock by rounding'])
  expect(found('WEB  force')).toEqual(['Force new deployment'])
  expect(found('web rounding')).toEqual([])
  // Words that only a hint holds come last.
  expect(search([item('A', 'One', 'drain it'), item('B', 'Not drained')], ['drain']).map(({ id }) => id)).toEqual([
    'Not drained',
    'One',
  ])
})

it('takes the entries of a menu, not its headings and lines, and keeps why one is disabled', () => {
  const entries = [
    { heading: 'Take out' },
    'line' as const,
    { id: 'a', label: 'A', keys: 'R', disabledReason: 'not now', onSelect: () => {} },
  ]
  expect(ofMenu('This run', entries)).toMatchObject([
    { section: 'This run', label: 'A', keys: 'R', refusal: 'not now' },
  ])
})
