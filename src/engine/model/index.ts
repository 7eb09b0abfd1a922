export type * from './ecs'
export type * from './network'
export type * from './playground'
export * from './tables'
