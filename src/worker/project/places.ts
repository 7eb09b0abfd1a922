/** Clusters, zones and container instances as the page shows them. */
import type { Engine, RowTypes } from '../../engine'
import { cpuUnitsUsed, eniSlotsUsed, memoryUsedMiB, remaining } from '../../engine'
import type { ClusterView, InstanceView, ZoneView } from '../views'
import type { Source } from './source'

type Sim = Engine['sim']
type ContainerInstanceRow = RowTypes['containerInstances']

export const projectCluster = (row: RowTypes['clusters']): ClusterView => ({
  id: row.id,
  name: row.name,
  arn: row.arn,
  status: row.status,
})

function statusOf(row: ContainerInstanceRow, source: Source): string {
  const state = source.row('instances', row.instanceId)?.state
  if (state === 'stopped' || state === 'stopping') return 'stopped'
  const gone = state === 'terminated' || state === 'shutting-down'
  return gone || row.connectionLost ? 'lost' : row.status
}

/** Card of a container instance: reserved is what placement counts, used what the processes draw. */
export function projectInstance(row: ContainerInstanceRow, source: Source): InstanceView {
  const { sim } = source.engine
  const tasks = source.children('tasks', 'liveOfInstance', row.id)
  const left = remaining(sim, row)
  const total = (of: (sim: Sim, task: RowTypes['tasks']) => number) =>
    tasks.reduce((sum, task) => sum + of(sim, task), 0)
  const reservedPorts = new Set([...row.reservedTcpPorts, ...row.reservedUdpPorts])
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
    cpuUnits: { total: row.cpuUnits, reserved: row.cpuUnits - left.cpuUnits, used: total(cpuUnitsUsed) },
    memoryMiB: { total: row.memoryMiB, reserved: row.memoryMiB - left.memoryMiB, used: total(memoryUsedMiB) },
    eni: { max: row.eniLimit, used: eniSlotsUsed(sim, row.id) },
    portsInUse: [...new Set([...left.takenTcpPorts, ...left.takenUdpPorts])]
      .filter((port) => !reservedPorts.has(port))
      .sort((a, b) => a - b),
    taskCount: tasks.length,
  }
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
