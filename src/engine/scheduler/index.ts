/** The scheduler: where a task goes, and which task goes away. It decides and writes nothing but decision records. */

export { daemonInstances } from './daemon'
export { demandOf } from './demand'
export {
  decideFargatePlacement,
  type FargatePlacement,
  type FargateRequest,
} from './fargate'
export { decidePlacement, refusalAtStart } from './place'
export { type Expression, matches, parseExpression } from './query'
export { chooseTasksToStop, type StopChoice, type StopStep } from './stop-choice'
export { placementEventText } from './texts'
export type { InstancePlacement, PlacementDemand, PlacementPool, PlacementRequest, Refusal } from './types'
export { type PlacementInput, validatePlacementInput } from './validate'
