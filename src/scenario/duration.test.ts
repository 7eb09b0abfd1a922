import { describe, expect, it } from 'vitest'
import { formatDuration, MAX_TIME_MS, parseDuration } from './duration'

describe('times in a scenario file', () => {
  it.each([
    ['0s', 0],
    ['90s', 90_000],
    ['5m', 300_000],
    ['1h30m', 5_400_000],
    ['1.5s', 1_500],
    ['2d', 172_800_000],
    ['1m500ms', 60_500],
    ['250ms', 250],
    [1234, 1234],
    ['400d', MAX_TIME_MS],
  ])('%s is %d ms', (text, ms) => {
    expect(parseDuration(text)).toBe(ms)
  })

  it.each([
    '',
    '5',
    's',
    '-5s',
    '5s3m',
    '1.5m',
    '1e3s',
    ' 5s',
    '401d',
    '5S',
    -1,
    1.5,
    Number.NaN,
    MAX_TIME_MS + 1,
    null,
    {},
  ])('%j is none', (value) => {
    expect(parseDuration(value)).toBeUndefined()
  })

  it('are written as they are read', () => {
    for (const ms of [0, 1, 999, 1_000, 61_001, 5_400_000, 90_061_001, MAX_TIME_MS])
      expect(parseDuration(formatDuration(ms))).toBe(ms)
    expect(formatDuration(5_400_000)).toBe('1h30m')
  })
})
