/** Image digest resolution (D-318): the first task of a deployment fixes the digests, the others wait for its pull. */
import type { Sim } from '../kernel'
import { failDeployment } from './rollback'
import { breakerOf } from './threshold'

const ATTEMPTS = 3

/**
 * Opens the gate when the first task has pulled its images. After three failed attempts the deployment goes on without
 * digests, or fails if its circuit breaker is on. True when it failed.
 */
export function resolveDigests(sim: Sim, serviceId: string): boolean {
  const service = sim.t.services.need(serviceId)
  const primary = sim.t.deployments.get(service.primaryId)
  if (!primary || primary.digestsFixed || primary.rolloutState !== 'IN_PROGRESS') return false
  let failed = 0
  let pulled = false
  for (const task of sim.t.tasks.by('service', serviceId)) {
    if (task.deploymentId !== primary.id) continue
    if (task.stopCode === 'TaskFailedToStart' && task.startedAtMs === null) failed++
    else if (task.pullStoppedAtMs !== null) pulled = true
  }
  if (!pulled && failed < ATTEMPTS) return false
  const breaker = breakerOf(service)
  const gone = !pulled && breaker.enable
  const because = pulled
    ? 'The first task has pulled its images: their digests hold for the whole deployment.'
    : `${ATTEMPTS} tasks could not pull their images: ${gone ? 'the deployment fails' : 'it goes on without digests'}.`
  sim.decide({
    kind: 'rollingStep',
    subject: serviceId,
    serviceId,
    rules: ['D-318'],
    because,
    inputs: { failedAttempts: failed },
    outcome: { digestsFixed: pulled },
  })
  sim.t.deployments.patch(primary.id, { digestsFixed: true, updatedAtMs: sim.nowMs })
  if (!gone) return false
  failDeployment(sim, serviceId, {
    kind: 'breaker',
    rollback: breaker.rollback,
    rolloutStateReason: 'ECS deployment circuit breaker: tasks failed to start.',
    eventTail: 'tasks failed to start.',
    statusReason: 'Service deployment rolled back because the circuit breaker threshold was exceeded.',
    alarms: [],
  })
  return true
}
