/** How starts wait for image digests (D-318); who opens the gate stands in digests.ts. */
import type { Sim } from '../kernel'
import type { ServiceRow } from '../model'

/** How many tasks of the PRIMARY deployment may start now: null = any number, else 1 or 0. */
export function digestGate(sim: Sim, service: ServiceRow): number | null {
  if (sim.t.deployments.get(service.primaryId)?.digestsFixed !== false) return null
  const first = sim.t.tasks
    .by('liveOfService', service.id)
    .some((t) => t.deploymentId === service.primaryId && t.desiredStatus === 'RUNNING')
  return first ? 0 : 1
}
