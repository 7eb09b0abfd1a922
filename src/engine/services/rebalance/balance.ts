/** How a service's tasks should lie over its Availability Zones (S-59, S-61): pure arithmetic. */

export interface ZoneShare {
  zone: string
  have: number
  /** q or q + 1 of S-59; the zones with the most tasks keep the larger share. */
  target: number
}

/** The share of each configured zone, in name order, for `total` tasks. */
export function sharesOf(counts: ReadonlyMap<string, number>, total: number): ZoneShare[] {
  const zones = [...counts].map(([zone, have]) => ({ zone, have }))
  zones.sort((a, b) => b.have - a.have || (a.zone < b.zone ? -1 : 1))
  const each = zones.length > 0 ? Math.floor(total / zones.length) : 0
  let larger = total - each * zones.length
  const shares = zones.map(({ zone, have }) => ({ zone, have, target: larger-- > 0 ? each + 1 : each }))
  return shares.sort((a, b) => (a.zone < b.zone ? -1 : 1))
}

/** S-59: every zone has its share. */
export const isBalanced = (shares: readonly ZoneShare[]): boolean => shares.every((s) => s.have === s.target)

/** Zones that lack tasks, the poorest first, equally poor by name (S-61). */
export const poorZones = (shares: readonly ZoneShare[]): ZoneShare[] =>
  shares.filter((s) => s.have < s.target).sort((a, b) => a.have - b.have || (a.zone < b.zone ? -1 : 1))

/** Zones with too many, the richest first. */
export const richZones = (shares: readonly ZoneShare[]): ZoneShare[] =>
  shares.filter((s) => s.have > s.target).sort((a, b) => b.have - a.have || (a.zone < b.zone ? -1 : 1))

/** `3 tasks in us-east-1a, 1 tasks in us-east-1b` (D-614). */
export const shareText = (shares: readonly ZoneShare[]): string =>
  shares.map((s) => `${s.have} tasks in ${s.zone}`).join(', ')
