/** Levels of detail by the size of one task slot on screen, with bands so that they do not flicker (screens.md §4.1). */
export type Level = 'near' | 'mid' | 'far'

const NEAR = { in: 100, out: 92 }
const MID = { in: 30, out: 26 }

/** The level for a slot that is `slotPx` wide on screen, given the level so far. */
export function nextLevel(level: Level, slotPx: number): Level {
  if (slotPx >= (level === 'near' ? NEAR.out : NEAR.in)) return 'near'
  if (slotPx >= (level === 'far' ? MID.in : MID.out)) return 'mid'
  return 'far'
}

/** How many instances may be drawn as HTML at once; above it the canvas takes over (rendering.md, tiers). */
export const HTML_BUDGET = { wide: { in: 80, out: 100 }, tall: { in: 24, out: 30 } }

/** Whether the canvas draws, given whether it drew before and how many instances are in view. */
export function nextTier(canvas: boolean, level: Level, inView: number, budget: { in: number; out: number }): boolean {
  if (level === 'far') return true
  return inView > (canvas ? budget.in : budget.out)
}
