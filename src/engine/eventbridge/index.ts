/** What ECS tells EventBridge (D-630 … D-637): small records, written here and expanded by the world document when read. */
import { remaining } from '../capacity/accounts'
import type { Sim } from '../kernel'
import type {
  ContainerInstanceRow,
  EventBridgeEventRow,
  HookState,
  LifecycleStage,
  ServiceDeploymentRow,
  ServiceRow,
  TaskRow,
} from '../model'

/** Kept at least; the oldest go in batches of `SLACK`. */
export const EVENTS_KEPT = 1_000
const SLACK = 250

/** Records an event of now. `detail` holds what a reader cannot find in the rows later; see the row type for its times. */
export function putEvent(sim: Sim, event: Omit<EventBridgeEventRow, 'id' | 'n' | 'atMs'>): void {
  const { eventBridgeEvents } = sim.t
  eventBridgeEvents.put({ ...sim.newRow('eventBridgeEvents'), atMs: sim.nowMs, ...event })
  if (eventBridgeEvents.size <= EVENTS_KEPT + SLACK) return
  let surplus = eventBridgeEvents.size - EVENTS_KEPT
  for (const { id } of [...eventBridgeEvents.values()]) if (surplus-- > 0) eventBridgeEvents.delete(id)
}

type Level = 'INFO' | 'WARN' | 'ERROR'

/** `ECS Service Action` about the service (D-634); `more` are further members of the detail. */
export function putServiceAction(
  sim: Sim,
  serviceId: string,
  eventType: Level,
  eventName: string,
  more: Record<string, unknown> = {},
): void {
  const service = sim.t.services.need(serviceId)
  putEvent(sim, {
    detailType: 'ECS Service Action',
    resource: service.arn,
    subject: null,
    detail: { eventType, eventName, clusterArn: clusterArn(sim, service), ...more, createdAtMs: sim.nowMs },
  })
}

/** `ECS Deployment State Change` (D-635). */
export function putDeploymentEvent(
  sim: Sim,
  serviceId: string,
  eventName: 'SERVICE_DEPLOYMENT_IN_PROGRESS' | 'SERVICE_DEPLOYMENT_COMPLETED' | 'SERVICE_DEPLOYMENT_FAILED',
  deploymentId: string,
  reason: string,
): void {
  putEvent(sim, {
    detailType: 'ECS Deployment State Change',
    resource: sim.t.services.need(serviceId).arn,
    subject: null,
    detail: {
      eventType: eventName === 'SERVICE_DEPLOYMENT_FAILED' ? 'ERROR' : 'INFO',
      eventName,
      deploymentId,
      updatedAtMs: sim.nowMs,
      reason,
    },
  })
}

/** `ECS Hook State Change` (D-636): the event is named for the hook's status. */
export function putHookEvent(
  sim: Sim,
  record: ServiceDeploymentRow,
  lifecycleStage: LifecycleStage | null,
  hook: HookState,
): void {
  const service = sim.t.services.need(record.serviceId)
  putEvent(sim, {
    detailType: 'ECS Hook State Change',
    resource: record.arn,
    subject: null,
    detail: {
      eventType: hook.status === 'FAILED' || hook.status === 'TIMED_OUT' ? 'ERROR' : 'INFO',
      eventName: `HOOK_${hook.status}`,
      hookId: hook.hookId,
      hookType: hook.targetType,
      expiresAtMs: hook.expiresAtMs,
      lifecycleStage,
      clusterArn: clusterArn(sim, service),
      serviceArn: service.arn,
      serviceDeploymentArn: record.arn,
      updatedAtMs: sim.nowMs,
    },
  })
}

/** Whether the change of a task's row is one that ECS sends (D-632); only then does `version` rise (D-104). */
export function isTaskEvent(prev: TaskRow, next: TaskRow): boolean {
  return (
    prev.lastStatus !== next.lastStatus ||
    prev.desiredStatus !== next.desiredStatus ||
    (prev.containers !== next.containers &&
      prev.containers.some((c, i) => c.lastStatus !== next.containers[i]?.lastStatus)) ||
    (prev.attachments !== next.attachments && prev.attachments.some((a, i) => a.status !== next.attachments[i]?.status))
  )
}

/** `ECS Task State Change`; placement and release are also news of the container instance (D-633). */
export function putTaskEvent(sim: Sim, task: TaskRow): void {
  putEvent(sim, {
    detailType: 'ECS Task State Change',
    resource: task.arn,
    subject: task.id,
    detail: {
      version: task.version,
      lastStatus: task.lastStatus,
      desiredStatus: task.desiredStatus,
      connectivity: task.connectivity,
      containers: task.containers.map((c) => c.lastStatus),
      attachments: task.attachments.map((a) => a.status),
    },
  })
  if (task.version !== 1 && task.lastStatus !== 'STOPPED') return
  const instance = sim.t.containerInstances.get(task.containerInstanceId ?? undefined)
  if (!instance || instance.status === 'INACTIVE') return
  putInstanceEvent(sim, sim.t.containerInstances.patch(instance.id, { version: instance.version + 1 }))
}

/** `ECS Container Instance State Change` (D-633). */
export function putInstanceEvent(sim: Sim, instance: ContainerInstanceRow): void {
  const left = remaining(sim, instance)
  putEvent(sim, {
    detailType: 'ECS Container Instance State Change',
    resource: instance.arn,
    subject: instance.id,
    detail: {
      version: instance.version,
      status: instance.status,
      agentConnected: instance.agentConnected,
      cpuUnits: left.cpuUnits,
      memoryMiB: left.memoryMiB,
      tcpPorts: left.takenTcpPorts,
      udpPorts: left.takenUdpPorts,
    },
  })
}

function clusterArn(sim: Sim, service: ServiceRow): string {
  return sim.t.clusters.get(service.clusterId)?.arn ?? ''
}

export function installEventBridge(sim: Sim): void {
  sim.hooks.instanceChanged.push((s, id) => {
    const instance = s.t.containerInstances.get(id)
    if (instance) putInstanceEvent(s, instance)
  })
}
