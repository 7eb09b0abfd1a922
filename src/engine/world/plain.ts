/** From AWS's shapes (Dates, members left undefined) to the plain JSON of the world document. */

/**
 * A copy as JSON holds it: times ISO 8601 in UTC with milliseconds, members that are undefined left out. Throws on what JSON cannot
 * hold (a function, a number that is not finite): that is a defect of the view.
 */
export function plain(value: unknown): unknown {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new Error(`the world document cannot hold the number ${value}`)
    return value
  }
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object') throw new Error(`the world document cannot hold a ${typeof value}`)
  const { toISOString } = value as { toISOString?: () => string }
  if (typeof toISOString === 'function') return toISOString.call(value)
  const out: Record<string, unknown> = {}
  for (const [key, member] of Object.entries(value)) if (member !== undefined) out[key] = plain(member)
  return out
}

/** Simulated ms as ISO 8601 in UTC with milliseconds. */
export function iso(startTimeMs: number, ms: number): string {
  return new Date(startTimeMs + ms).toISOString()
}
