/** Every operation this engine implements, by AWS service. */
import type { Sim } from '../kernel'
import { ApiError } from '../kernel'
import { cloudwatchOperations } from './cloudwatch'
import { ec2Operations } from './ec2'
import { attributeTagSettingOperations } from './ecs/attributes-tags-settings'
import { capacityProviderOperations } from './ecs/capacity-providers'
import { clusterOperations } from './ecs/cluster-operations'
import { containerInstanceOperations } from './ecs/container-instances'
import { serviceOperations } from './ecs/services'
import { taskDefinitionOperations } from './ecs/task-definitions'
import { taskSetOperations } from './ecs/task-sets'
import { taskOperations } from './ecs/tasks'
import { elbv2Operations } from './elbv2'
import { faultOperations } from './playground/faults'
import { hookOperations } from './playground/hooks'
import { imageOperations } from './playground/images'
import { instancePlaygroundOperations } from './playground/instances'
import { timingOperations } from './playground/timings'
import { setTraffic } from './playground/traffic'
import type { ServiceOperations } from './types'
import { validateInput } from './validate'

const SERVICES: Record<string, ServiceOperations> = {
  ecs: {
    ...clusterOperations,
    ...taskDefinitionOperations,
    ...taskOperations,
    ...serviceOperations,
    ...taskSetOperations,
    ...containerInstanceOperations,
    ...capacityProviderOperations,
    ...attributeTagSettingOperations,
  },
  elbv2: elbv2Operations,
  ec2: ec2Operations,
  cloudwatch: cloudwatchOperations,
  playground: {
    ...imageOperations,
    ...hookOperations,
    ...instancePlaygroundOperations,
    ...faultOperations,
    SetTraffic: setTraffic,
    ...timingOperations,
  },
}

/** `service.Operation` of everything implemented. */
export const OPERATIONS: readonly string[] = Object.entries(SERVICES).flatMap(([service, operations]) =>
  Object.keys(operations).map((operation) => `${service}.${operation}`),
)

/** Checks the input against the API model, then runs the operation. Throws ApiError. */
export function runOperation(sim: Sim, service: string, operation: string, input: unknown): unknown {
  const operations = Object.hasOwn(SERVICES, service) ? SERVICES[service] : undefined
  const run = operations && Object.hasOwn(operations, operation) ? operations[operation] : undefined
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
