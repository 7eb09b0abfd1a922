/** The page's mirror of the world and the page's own state. */
export { historyOf } from './history'
export * from './hooks'
export { startLoop } from './loop'
export * from './record'
export { scrubTo, type TimelineState, timeline, useTimeline } from './timeline'
export * from './ui'
/** Famous situations: a chunk of its own. */
export const loadSituations = () => import('./situations')
export { type FrameInfo, getClock, listOf, onFrame, world } from './world'
export { closeXray, openXray, openXrayOfTask, openXrayOfTray } from './xray'
