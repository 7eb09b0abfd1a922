/** The engine's host in the browser, seen from the page: types and the client. */
export { client, type TroubleReport } from './client'
export * from './protocol'
export * from './views'
