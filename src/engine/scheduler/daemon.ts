/** S-74: what daemon services set aside on every instance that qualifies, even before their task runs there. */
import { daemonServices, occupyingCount } from '../capacity/accounts'
import type { Sim } from '../kernel'
import type { ContainerInstanceRow, ServiceRow } from '../model'
import { demandOf } from './demand'
import { accepts } from './filters'
import { attributes } from './filters/attributes'
import { memberOf } from './filters/member-of'
import { platform } from './filters/platform'
import type { Host } from './hosts'
import { hostOf, hostsOf } from './hosts'
import { contextOf, isInPool } from './pool'
import type { PlacementContext, PlacementPool, PlacementRequest } from './types'

export interface SetAside {
  cpuUnits: number
  memoryMiB: number
  eniSlots: number
}

/** The daemon services whose reservation a request has to respect, each as the request it would make itself. */
export function daemonsBeside(sim: Sim, request: PlacementRequest): PlacementContext[] {
  const daemons = daemonServices(sim, request.clusterId)
  // A daemon's own task is what the room is kept for.
  if (daemons.length === 0 || daemons.some((service) => service.id === request.serviceId)) return []
  return daemons.map((service) => contextOf(sim, daemonRequest(sim, service)))
}

/** S-73: whether a daemon service wants its task on the instance. */
export function daemonQualifies(sim: Sim, service: ServiceRow, ci: ContainerInstanceRow): boolean {
  return qualifies(contextOf(sim, daemonRequest(sim, service)), hostOf(sim, ci))
}

/** S-73: row ids of the instances that the daemon service wants its task on, in host order. */
export function daemonInstances(sim: Sim, service: ServiceRow): string[] {
  const context = contextOf(sim, daemonRequest(sim, service))
  return hostsOf(sim, service.clusterId).flatMap((host) => (qualifies(context, host) ? [host.ci.id] : []))
}

/** What of the instance is kept for daemons that do not occupy it yet. */
export function setAsideOn(daemons: readonly PlacementContext[], host: Host): SetAside {
  const kept: SetAside = { cpuUnits: 0, memoryMiB: 0, eniSlots: 0 }
  for (const daemon of daemons) {
    const { scope, demand } = daemon.request
    if (occupyingCount(daemon.sim, host.ci.id, scope) > 0 || !qualifies(daemon, host)) continue
    kept.cpuUnits += demand.cpuUnits
    kept.memoryMiB += demand.memoryMiB
    kept.eniSlots += demand.awsvpc ? 1 : 0
  }
  return kept
}

function qualifies(daemon: PlacementContext, host: Host): boolean {
  const filters = [attributes, platform, memberOf]
  return isInPool(daemon.request, host.ci) && filters.every((filter) => accepts(filter, daemon, host))
}

function daemonRequest(sim: Sim, service: ServiceRow): PlacementRequest {
  const definition = sim.t.taskDefinitions.need(service.taskDefinitionId)
  const provider = service.capacityProviderStrategy[0]?.capacityProvider
  const pool: PlacementPool = provider
    ? { capacityProvider: provider }
    : { launchType: service.launchType === 'EXTERNAL' ? 'EXTERNAL' : 'EC2' }
  return {
    clusterId: service.clusterId,
    pool,
    scope: `service:${service.name}`,
    serviceId: service.id,
    demand: demandOf(definition),
    vpcId: null,
    zones: null,
    constraints: [...(definition.def.placementConstraints ?? []), ...service.placementConstraints],
    strategy: [],
  }
}
