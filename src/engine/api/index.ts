/** Every operation this engine implements, by AWS service. */
import type { Sim } from '../kernel'
import { ApiError } from '../kernel'
import { capacityProviderOperations } from './ecs/capacity-providers'
import { clusterOperations } from './ecs/cluster-operations'
import { containerInstanceOperations } from './ecs/container-instances'
import { serviceOperations } from './ecs/services'
import { taskDefinitionOperations } from './ecs/task-definitions'
import { taskOperations } from './ecs/tasks'
import { elbv2Operations } from './elbv2'
import { faultOperations } from './playground/faults'
import { hookOperations } from './playground/hooks'
import { imageOperations } from './playground/images'
import { instancePlaygroundOperations } from './playground/instances'
import { timingOperations } from './playground/timings'
import { setTraffic } from './playground/traffic'
import { isMissing, RARE_OPERATIONS, rareOperations } from './rare'
import type { Operation, ServiceOperations } from './types'
import { namesOf } from './types'
import { validateInput } from './validate'

const SERVICES: Record<string, ServiceOperations> = {
  ecs: {
    ...clusterOperations,
    ...taskDefinitionOperations,
    ...taskOperations,
    ...serviceOperations,
    ...containerInstanceOperations,
    ...capacityProviderOperations,
  },
  elbv2: elbv2Operations,
  playground: {
    ...imageOperations,
    ...hookOperations,
    ...instancePlaygroundOperations,
    ...faultOperations,
    SetTraffic: setTraffic,
    ...timingOperations,
  },
}

export { isMissing }

/** `service.Operation` of everything implemented. */
export const OPERATIONS: readonly string[] = [...namesOf(SERVICES), ...RARE_OPERATIONS]

function operationOf(service: string, name: string): Operation | undefined {
  for (const services of [SERVICES, rareOperations()]) {
    const operations = Object.hasOwn(services, service) ? services[service] : undefined
    if (operations && Object.hasOwn(operations, name)) return operations[name]
  }
  return undefined
}

/** Checks the input against the API model, then runs the operation. Throws ApiError. */
export function runOperation(sim: Sim, service: string, operation: string, input: unknown): unknown {
  const run = operationOf(service, operation)
  if (!run)
    throw new ApiError(
      'UnknownOperationException',
      `The operation ${service}.${operation} is not available in the simulator.`,
    )
  // RegisterTaskDefinition reads any JSON itself, exactly as the editor's check does.
  if (service === 'ecs' && operation === 'RegisterTaskDefinition') return run(sim, input)
  return run(
    sim,
    validateInput(service, operation, input, { unknown: sim.features.ignoreUnknownMembers ? 'ignore' : 'refuse' }),
  )
}
