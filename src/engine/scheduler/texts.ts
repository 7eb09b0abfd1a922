/** Service-event texts about placement (S-46, S-47, D-611 … D-611d). */
import type { Sim } from '../kernel'
import type { FargatePlacement } from './fargate'
import type { InstancePlacement, Refusal } from './types'

const UNPLACED = 'was unable to place a task because no container instance met all of its requirements.'
const SEE_ALSO = 'For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.'

/** What follows `The closest matching (container-instance ID) `; every other reason is quoted (S-46). */
const CONTINUATIONS: Record<string, string> = {
  'RESOURCE:CPU': 'has insufficient CPU units available.',
  'RESOURCE:MEMORY': 'has insufficient memory available.',
  'RESOURCE:PORTS': 'is already using a port required by your task.',
  ATTRIBUTE: 'is missing an attribute required by your task.',
  LOCATION: 'is missing an attribute required by your task.',
}

/** `The closest matching (container-instance ID) has insufficient CPU units available.` (S-46) */
export function closestText(sim: Sim, { containerInstanceId, reason }: Refusal): string {
  const { shortId } = sim.t.containerInstances.need(containerInstanceId)
  return `The closest matching (container-instance ${shortId}) ${CONTINUATIONS[reason] ?? `encountered error "${reason}".`}`
}

/** The whole text of the service event for a placement that found no place (S-46, D-611, D-611b, D-611d). */
export function placementEventText(
  sim: Sim,
  serviceName: string,
  result: Pick<InstancePlacement, 'closest' | 'pool'> | Extract<FargatePlacement, { reason: string }>,
): string {
  if ('reason' in result) return `(service ${serviceName}) was unable to place a task. Reason: ${result.reason}.`
  if (result.closest) return `(service ${serviceName}) ${UNPLACED} ${closestText(sim, result.closest)} ${SEE_ALSO}`
  if ('capacityProvider' in result.pool) {
    return `(service ${serviceName}) was unable to reach steady state. Reason: No Container Instances were found in your capacity provider.`
  }
  return `(service ${serviceName}) ${UNPLACED} Reason: No Container Instances were found in your cluster. ${SEE_ALSO}`
}
