/** The engine's host in the browser, seen from the page: types and the client. */
export { client } from './client'
export * from './protocol'
export * from './views'
