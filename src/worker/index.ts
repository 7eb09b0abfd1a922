/** The engine's host in the browser, seen from the page: types and the client. */
export { client, newGesture, type TroubleReport } from './client'
export { type Mark, type MarkKind, MarkList } from './marks'
export * from './protocol'
export * from './views'
