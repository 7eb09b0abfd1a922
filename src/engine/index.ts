/** The engine's front door: what other rooms may use. */
export { closest } from './api/closest'
export { MODELLED_SERVICES, modelledOperations, operationModel } from './api/model'
export { validateInput } from './api/validate'
export type { Timings } from './data/timings'
export { ApiError, EngineError, hash32 } from './kernel'
export type { RowTypes, TableName } from './model'
export type * from './types'
export { plain, WORLD_READS, WORLD_TABLES, type WorldReads } from './world'
