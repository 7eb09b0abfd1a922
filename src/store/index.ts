/** The page's mirror of the world and the page's own state. */
export { historyOf, type Sample } from './history'
export * from './hooks'
export { startLoop } from './loop'
export * from './ui'
export { type FrameInfo, getClock, listOf, onFrame, world } from './world'
export { closeXray, openXray, openXrayOfTask, openXrayOfTray } from './xray'
