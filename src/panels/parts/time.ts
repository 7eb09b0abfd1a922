/** Simulated time in words (screens.md §9): "3 min 42 s", never a clock of the wall. */

/** `90_000` → "1 min 30 s"; under ten seconds tenths are kept when there are any. */
export function duration(ms: number): string {
  const sign = ms < 0 ? '−' : ''
  const whole = Math.abs(ms)
  if (whole < 10_000 && whole % 1_000 !== 0) return `${sign}${(Math.floor(whole / 100) / 10).toFixed(1)} s`
  const seconds = Math.floor(whole / 1_000)
  const parts = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3_600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [seconds % 60, 's'],
  ] as const
  const shown = parts.filter(([value]) => value > 0).slice(0, 2)
  return shown.length === 0 ? '0 s' : sign + shown.map(([value, unit]) => `${value} ${unit}`).join(' ')
}
