/** Clusters, zones and container instances as the page shows them. */
import type { RowTypes } from '../../engine'
import type { ClusterView, InstanceView, ZoneView } from '../views'
import type { Source } from './source'

type ContainerInstanceRow = RowTypes['containerInstances']

export const projectCluster = (row: RowTypes['clusters']): ClusterView => ({
  id: row.id,
  name: row.name,
  arn: row.arn,
  status: row.status,
})

/** S-2: the scheduler counts a task until its desiredStatus is STOPPED, or until it is STOPPED, by setting. */
const reserves = (task: RowTypes['tasks'], source: Source): boolean =>
  task.desiredStatus === 'RUNNING' || source.timings.releaseAt === 'stopped'

function statusOf(row: ContainerInstanceRow, source: Source): string {
  const state = source.row('instances', row.instanceId)?.state
  if (state === 'stopped' || state === 'stopping') return 'stopped'
  const gone = state === 'terminated' || state === 'shutting-down'
  return gone || row.connectionLost ? 'lost' : row.status
}

/** Card of a container instance; `used` is what the processes draw, filled in where the engine measures it. */
export function projectInstance(row: ContainerInstanceRow, source: Source): InstanceView {
  const tasks = source.children('tasks', 'liveOfInstance', row.id)
  const holding = tasks.filter((task) => reserves(task, source))
  const ports = holding.flatMap((task) => (task.networkMode === 'awsvpc' ? [] : [...task.tcpPorts, ...task.udpPorts]))
  const sum = (of: (task: RowTypes['tasks']) => number) => holding.reduce((total, task) => total + of(task), 0)
  const using = usage(row, source)
  return {
    id: row.id,
    arn: row.arn,
    ec2InstanceId: row.ec2InstanceId,
    label: `i-${row.n}`,
    clusterId: row.clusterId,
    zone: row.zone,
    instanceType: row.instanceType,
    status: statusOf(row, source),
    agentConnected: row.agentConnected,
    slot: row.slot,
    cpuUnits: { total: row.cpuUnits, reserved: sum((task) => task.cpuUnits), used: using.cpuUnits },
    memoryMiB: { total: row.memoryMiB, reserved: sum((task) => task.memoryMiB), used: using.memoryMiB },
    // S-20: a slot is free again only when the interface is gone, so STOPPING tasks count too.
    eni: { max: row.eniLimit, used: tasks.filter((task) => task.networkMode === 'awsvpc').length },
    portsInUse: [...new Set(ports)].sort((a, b) => a - b),
    taskCount: tasks.length,
  }
}

/** Memory that running processes hold, from what their images say; CPU follows requests and is not measured here. */
function usage(row: ContainerInstanceRow, source: Source): { cpuUnits: number; memoryMiB: number } {
  let memoryMiB = 0
  for (const task of source.children('tasks', 'liveOfInstance', row.id)) {
    for (const container of task.containers) {
      if (container.stage !== 'running' || container.startedAtMs === null) continue
      const behaviour = source.image(container.imageDigest)?.behaviour
      const minutes = Math.floor((source.nowMs - container.startedAtMs) / 60_000)
      memoryMiB += (behaviour?.memoryMiB ?? 64) + (behaviour?.memoryLeakMiBPerMinute ?? 0) * minutes
    }
  }
  return { cpuUnits: 0, memoryMiB: Math.min(memoryMiB, row.memoryMiB) }
}

/** Zones in use, one view per cluster and zone. `idOf` names a zone for good (see `Projector`). */
export function projectZones(source: Source, idOf: (clusterId: string, zone: string) => string): ZoneView[] {
  const zones = new Map<string, ZoneView>()
  const at = (clusterId: string, zone: string): ZoneView => {
    const id = idOf(clusterId, zone)
    let view = zones.get(id)
    if (!view) {
      view = { id, name: zone, clusterId, instanceIds: [], fargate: false }
      zones.set(id, view)
    }
    return view
  }
  const instances = [...source.engine.rows('containerInstances')].filter((row) => row.status !== 'INACTIVE')
  for (const row of instances.sort((a, b) => a.slot - b.slot || a.n - b.n)) {
    at(row.clusterId, row.zone).instanceIds.push(row.id)
  }
  for (const task of source.engine.rows('tasks')) {
    if (task.launchType === 'FARGATE' && task.zone && task.lastStatus !== 'DELETED') {
      at(task.clusterId, task.zone).fargate = true
    }
  }
  for (const service of source.engine.rows('services')) {
    if (service.launchType !== 'FARGATE' || service.status === 'INACTIVE') continue
    for (const subnetId of service.networkConfiguration?.awsvpcConfiguration?.subnets ?? []) {
      const zone = source.zoneOfSubnet(subnetId)
      if (zone) at(service.clusterId, zone).fargate = true
    }
  }
  return [...zones.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.id < b.id ? -1 : 1))
}
