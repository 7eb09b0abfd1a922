/** How rooms offer operations: one record per AWS service, composed in `src/engine/api/index.ts`. */
import type { Sim } from '../kernel'

/**
 * One operation. `input` has already passed the generic checks of the API model (types, enums, required members);
 * the operation refuses what ECS refuses (throws ApiError) before it writes anything, or applies and answers in AWS's shape.
 */
// biome-ignore lint/suspicious/noExplicitAny: each operation narrows to its own SDK input type
export type Operation = (sim: Sim, input: any) => unknown

export type ServiceOperations = Record<string, Operation>

/** `service.Operation` of each. */
export const namesOf = (services: Record<string, ServiceOperations>): string[] =>
  Object.entries(services).flatMap(([service, operations]) =>
    Object.keys(operations).map((operation) => `${service}.${operation}`),
  )
