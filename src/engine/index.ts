/** The engine's front door: a deterministic simulator of Amazon ECS (design.md §3). */

export { isMissing } from './api'
export { closest } from './api/closest'
export type { TaskDefinitionCheck } from './api/ecs/task-definitions'
export { checkTaskDefinition } from './api/ecs/task-definitions'
export {
  addModelFiles,
  MODEL_FILES,
  type ModelMember,
  type ModelType,
  modelledOperations,
  modelledServices,
  type OperationModel,
  operationModel,
} from './api/model'
export { type ApiModel, type ApiModelFile, compileModel, type StructureType } from './api/model/compile'
export { RARE_FILES } from './api/model/rare'
export { rareOperations } from './api/rare'
export { provideRare } from './api/rare-late'
export { validateInput } from './api/validate'
export { eniSlotsUsed, remaining } from './capacity/accounts'
export type { Timings } from './data/timings'
export { createEngine, restoreEngine } from './engine'
export { ApiError, hash32 } from './kernel'
export type * from './model'
export { LIFECYCLE_STAGES } from './model'
export {
  boundsNow,
  boundsOf,
  breakerOf,
  CANARY_DEFAULTS,
  countsOf,
  DEFAULT_BAKE_MINUTES,
  deploymentFigures,
  failedRequestsOf,
  LINEAR_DEFAULTS,
  servingCount,
  strategyOf,
  thresholdOf,
} from './services'
export { memoryUsedMiB } from './tasks'
export { forwardKey, ratesNow, trafficAt } from './traffic'
export type * from './types'
export { ENGINE_VERSION } from './version'
export { plain, WORLD_READS, WORLD_TABLES, type WorldReads, worldDocument } from './world'
export { cpuUnitsUsed } from './world/playground'
export { provideWorld } from './world-late'
