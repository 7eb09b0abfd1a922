/** The page's mirror of the world and the page's own state. */
export { historyOf, type Sample } from './history'
export * from './hooks'
export { startLoop } from './loop'
export * from './ui'
export {
  type FrameInfo,
  getClock,
  idsOf,
  listOf,
  onFrame,
  subscribeIds,
  subscribeRow,
  subscribeStreams,
  subscribeTable,
  tableVersion,
  VIEW_TABLES,
  world,
} from './world'
export { closeXray, openXray, openXrayOfTask, openXrayOfTray } from './xray'
