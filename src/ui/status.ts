/** Status as words, colours and rims (the glyphs are in StatusGlyph.tsx). Shape says it; colour only helps. */

/** Words on a chip. Targets use them too: initial = running, healthy, unhealthy, draining, unused. */
export type StatusWord =
  | 'preparing'
  | 'pending'
  | 'registering'
  | 'running'
  | 'healthy'
  | 'unhealthy'
  | 'draining'
  | 'stopping'
  | 'releasing'
  | 'stopped'
  | 'failed'
  | 'unused'

/** Tokens that status may take its colour from. */
export type StatusColour = 'wait' | 'good' | 'bad' | 'warn' | 'off'

export interface StatusStyle {
  colour: StatusColour
  rim: 'solid' | 'dashed' | 'dotted'
  /** Rim in px. */
  rimWidth: number
  /** Of the whole chip. */
  opacity: number
  /** Nothing of it is left but the outline. */
  ghost: boolean
  /** Where on its way: up, there, down, gone. Decides the far level's shape. */
  phase: 'up' | 'notCounted' | 'healthy' | 'unhealthy' | 'down' | 'gone'
}

const up: StatusStyle = { colour: 'wait', rim: 'dashed', rimWidth: 2, opacity: 1, ghost: false, phase: 'up' }
const down: StatusStyle = { colour: 'warn', rim: 'dotted', rimWidth: 2, opacity: 1, ghost: false, phase: 'down' }
const gone: StatusStyle = { colour: 'off', rim: 'dashed', rimWidth: 1.5, opacity: 1, ghost: true, phase: 'gone' }

export const statusStyle: Record<StatusWord, StatusStyle> = {
  preparing: { ...up, rim: 'dotted' },
  pending: up,
  registering: up,
  running: { ...up, rim: 'solid', rimWidth: 1.5, phase: 'notCounted' },
  healthy: { colour: 'good', rim: 'solid', rimWidth: 1.5, opacity: 1, ghost: false, phase: 'healthy' },
  unhealthy: { colour: 'bad', rim: 'solid', rimWidth: 3, opacity: 1, ghost: false, phase: 'unhealthy' },
  draining: down,
  stopping: down,
  releasing: { ...down, colour: 'off', opacity: 0.6 },
  stopped: gone,
  failed: { ...gone, colour: 'bad', rim: 'solid', rimWidth: 3 },
  unused: { ...gone, ghost: false },
}
