/** Times in a scenario file: `"90s"`, `"5m"`, `"1h30m"`, `"2d"`, `"1m500ms"`, or whole milliseconds (design.md §5). */

/** The longest run: 400 days. */
export const MAX_TIME_MS = 400 * 86_400_000

const UNITS = /^(?:(\d{1,3})d)?(?:(\d{1,4})h)?(?:(\d{1,6})m(?!s))?(?:(\d{1,8})(?:\.(\d{1,3}))?s)?(?:(\d{1,11})ms)?$/

/** Milliseconds, or undefined when it is no time between 0 and 400 days. */
export function parseDuration(value: unknown): number | undefined {
  if (typeof value === 'number')
    return Number.isInteger(value) && value >= 0 && value <= MAX_TIME_MS ? value : undefined
  if (typeof value !== 'string' || value === '') return undefined
  const parts = UNITS.exec(value)
  if (!parts) return undefined
  const [, d, h, m, s, fraction, ms] = parts
  const seconds = Number(d ?? 0) * 86_400 + Number(h ?? 0) * 3_600 + Number(m ?? 0) * 60 + Number(s ?? 0)
  const total = seconds * 1000 + Number((fraction ?? '').padEnd(3, '0')) + Number(ms ?? 0)
  return total <= MAX_TIME_MS ? total : undefined
}

/** The shortest text that `parseDuration` reads as `ms`: 5400000 → `1h30m`, 0 → `0s`. */
export function formatDuration(ms: number): string {
  const parts: string[] = []
  let rest = ms
  for (const [unit, size] of [
    ['d', 86_400_000],
    ['h', 3_600_000],
    ['m', 60_000],
    ['s', 1_000],
    ['ms', 1],
  ] as const) {
    if (rest >= size) parts.push(`${Math.floor(rest / size)}${unit}`)
    rest %= size
  }
  return parts.join('') || '0s'
}
