export { ApiError, clientException, EngineError, invalidParameter } from './errors'
export type { Phase, QueuedEvent } from './queue'
export { hash32 } from './random'
export {
  type EngineOptions,
  type EventHandler,
  type EventHandlers,
  type Extra,
  type RegistrationNotice,
  Sim,
  type SimState,
} from './sim'
export type { Aggregate, RowBase } from './table'
