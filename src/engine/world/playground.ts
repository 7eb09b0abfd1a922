/** The `playground` members of the world document (design.md §6): what AWS does not say about its own entities. */
import { eniSlotsUsed, remaining } from '../capacity/accounts'
import type { Sim } from '../kernel'
import type { ContainerInstanceRow, ServiceRow, TaskRow } from '../model'
import { boundsNow, breakerOf, countsOf, thresholdOf, waitingOf } from '../services'
import { behaviourOf, memoryUsedMiB } from '../tasks'
import { ratesNow } from '../traffic'

/** Slots, ports and the agent's queue of a container instance. */
export function instancePlayground(sim: Sim, row: ContainerInstanceRow) {
  const { takenTcpPorts } = remaining(sim, row)
  return {
    enisUsed: eniSlotsUsed(sim, row.id),
    enisMax: row.eniLimit,
    portsInUse: takenTcpPorts.filter((port) => !row.reservedTcpPorts.includes(port)),
    // S-95: placed here, not yet let in by the agent.
    queuedTasks: sim.t.tasks.by('liveOfInstance', row.id).filter((task) => !task.admitted).length,
    slot: row.slot,
  }
}

/** Health counts, bounds (D-304, D-306), the why-line, and the figures since the latest deployment began. */
export function servicePlayground(sim: Sim, row: ServiceRow) {
  const { lower, upper } = boundsNow(sim, row)
  const waiting = waitingOf(sim, row)
  const { sinceMs, endedMs, lowestHealthy, peakTasks } = row.figures
  return {
    healthyCount: countsOf(sim, row.id).healthy,
    lowerBound: lower,
    upperBound: upper,
    waitingFor: waiting?.sentence ?? null,
    canProgress: waiting?.canProgress ?? true,
    lowestHealthy,
    peakTasks,
    deploymentSeconds: ((endedMs ?? sim.nowMs) - sinceMs) / 1000,
    failureCount: sim.t.deployments.get(row.primaryId)?.failedTasks ?? 0,
    // D-401; null while the circuit breaker is off.
    failureThreshold: breakerOf(row).enable ? thresholdOf(row) : null,
  }
}

/** Where a task stands and what it waits for. */
export function taskPlayground(sim: Sim, row: TaskRow) {
  return {
    revision: sim.t.taskDefinitions.get(row.taskDefinitionId)?.revision ?? null,
    containerInstanceId: sim.t.containerInstances.get(row.containerInstanceId ?? undefined)?.shortId ?? null,
    countsAsHealthy: row.countsAsHealthy,
    waitingFor: taskWaitsFor(row),
    eni: sim.t.networkInterfaces.get(row.eniId ?? undefined)?.networkInterfaceId ?? null,
    slot: row.slot,
    cpuUnitsUsed: cpuUnitsUsed(sim, row),
    memoryMiBUsed: memoryUsedMiB(sim, row),
  }
}

/** What stands between a task and its next status, in a few words (D-110 ff.); null when it has arrived. */
function taskWaitsFor(row: TaskRow): string | null {
  switch (row.lastStatus) {
    case 'PROVISIONING':
      return row.networkMode === 'awsvpc' && (row.containerInstanceId !== null || row.launchType === 'FARGATE')
        ? 'network interface'
        : 'capacity'
    case 'PENDING':
      if (!row.admitted) return 'resources of stopping tasks'
      return row.containers.some(({ stage }) => stage === 'pulling') ? 'image pull' : 'container start'
    case 'ACTIVATING':
      return 'target registration'
    case 'RUNNING':
      return row.countsAsHealthy ? null : 'health'
    case 'DEACTIVATING':
      return 'target deregistration'
    case 'STOPPING':
      return 'container exit'
    case 'DEPROVISIONING':
      return 'network interface release'
    default:
      return null
  }
}

/** CPU units that the requests of this moment ask for: requests per second × cpuUnitsPerRequest of the images that serve them. */
export function cpuUnitsUsed(sim: Sim, row: TaskRow): number {
  if (row.targetIds.length === 0) return 0
  let units = 0
  for (const id of row.targetIds) {
    const target = sim.t.targets.get(id)
    const container = row.containers.find(({ name }) => name === target?.containerName)
    if (container?.stage !== 'running') continue
    const { cpuUnitsPerRequest } = behaviourOf(sim, container.image, container.imageDigest)
    if (cpuUnitsPerRequest === 0) continue
    units += ((ratesAt(sim).get(id) ?? 0) * cpuUnitsPerRequest) / 1000
  }
  return Math.floor(units)
}

const rates = new WeakMap<Sim, { atMs: number; changeCount: number; targets: ReadonlyMap<string, number> }>()

/** Requests per second by target in thousandths, computed once for a moment. */
function ratesAt(sim: Sim): ReadonlyMap<string, number> {
  const known = rates.get(sim)
  if (known && known.atMs === sim.nowMs && known.changeCount === sim.changeCount) return known.targets
  const { targets } = ratesNow(sim)
  rates.set(sim, { atMs: sim.nowMs, changeCount: sim.changeCount, targets })
  return targets
}
