/** Where a service's tasks are and where they may be (S-60). */
import type { Sim } from '../../kernel'
import type { ServiceRow, TaskRow } from '../../model'
import { zoneIsDown } from '../../network'

/** Tasks of the service that shall run. */
export function wantedTasks(sim: Sim, serviceId: string): TaskRow[] {
  return sim.t.tasks.by('liveOfService', serviceId).filter((t) => t.desiredStatus === 'RUNNING')
}

/** S-60: the subnets' zones on Fargate, else those with an ACTIVE instance (and, in awsvpc mode, a subnet); 0 where none runs. */
export function tasksByZone(sim: Sim, service: ServiceRow): Map<string, number> {
  const counts = new Map<string, number>()
  for (const zone of configuredZones(sim, service)) counts.set(zone, 0)
  for (const { zone } of wantedTasks(sim, service.id)) {
    const count = counts.get(zone ?? '')
    if (zone !== null && count !== undefined) counts.set(zone, count + 1)
  }
  return counts
}

function configuredZones(sim: Sim, service: ServiceRow): string[] {
  const ids = service.networkConfiguration?.awsvpcConfiguration?.subnets ?? []
  const ofSubnets = new Set(ids.flatMap((id) => sim.t.subnets.find('subnetId', id)?.zone ?? []))
  const fargate =
    service.launchType === 'FARGATE' ||
    service.capacityProviderStrategy.some((item) => item.capacityProvider?.startsWith('FARGATE'))
  // A zone that is down takes nothing (D-810).
  if (fargate) return [...ofSubnets].filter((zone) => !zoneIsDown(sim, zone))
  const zones = new Set<string>()
  for (const ci of sim.t.containerInstances.by('cluster', service.clusterId)) {
    if (ci.status === 'ACTIVE' && !ci.external && (ids.length === 0 || ofSubnets.has(ci.zone))) zones.add(ci.zone)
  }
  return [...zones]
}
