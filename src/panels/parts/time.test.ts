import { expect, it } from 'vitest'
import { duration } from './time'

it('durations read as people say them', () => {
  expect([0, 999, 4_000, 4_250, 42_000, 222_000, 3_600_000, 3_725_000, 90_061_000, -5_000].map(duration)).toEqual([
    '0 s',
    '0.9 s',
    '4 s',
    '4.2 s',
    '42 s',
    '3 min 42 s',
    '1 h',
    '1 h 2 min',
    '1 d 1 h',
    '−5 s',
  ])
})
