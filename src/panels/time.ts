/** Readings of the simulated clock: to the second at any length (screens.md §9). Spans are `duration` of parts/time. */

const pad = (value: number): string => String(value).padStart(2, '0')

/** "42 s", "3 min 42 s", "1 h 05 min 10 s", "2 d 3 h 05 min". */
export function timeText(ms: number): string {
  const total = Math.floor(Math.max(0, ms) / 1_000)
  const s = total % 60
  const m = Math.floor(total / 60) % 60
  const h = Math.floor(total / 3_600) % 24
  const d = Math.floor(total / 86_400)
  if (d > 0) return `${d} d ${h} h ${pad(m)} min`
  if (h > 0) return `${h} h ${pad(m)} min ${pad(s)} s`
  if (m > 0) return `${m} min ${s} s`
  return `${s} s`
}

/** "3:42" for narrow places. */
export function shortTime(ms: number): string {
  const total = Math.floor(Math.max(0, ms) / 1_000)
  const h = Math.floor(total / 3_600)
  const rest = `${h > 0 ? pad(Math.floor(total / 60) % 60) : Math.floor(total / 60)}:${pad(total % 60)}`
  return h > 0 ? `${h}:${rest}` : rest
}
