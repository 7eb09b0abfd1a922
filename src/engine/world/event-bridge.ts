/** An EventBridge event as a rule's target receives it (D-630): the small record with what the rows still say of its subject. */
import { containerInstanceView } from '../api/ecs/container-instance-view'
import { taskView } from '../api/ecs/tasks'
import type { Sim } from '../kernel'
import type { ContainerInstanceRow, EventBridgeEventRow, TaskRow } from '../model'
import { iso } from './plain'

export function eventBridgeEventView(sim: Sim, row: EventBridgeEventRow): object {
  return {
    version: '0',
    id: sim.uuid('eventbridge', row.n),
    'detail-type': row.detailType,
    source: 'aws.ecs',
    account: sim.options.accountId,
    // EventBridge counts whole seconds.
    time: iso(sim.options.startTimeMs, row.atMs).replace(/\.\d{3}Z$/, 'Z'),
    region: sim.options.region,
    resources: [row.resource],
    detail: detailOf(sim, row),
  }
}

/** The row that the event's detail is expanded from; undefined when it is gone or there is none. */
export function eventSubject(sim: Sim, row: EventBridgeEventRow): TaskRow | ContainerInstanceRow | undefined {
  if (row.subject === null) return undefined
  return sim.t.tasks.get(row.subject) ?? sim.t.containerInstances.get(row.subject)
}

function detailOf(sim: Sim, row: EventBridgeEventRow): object {
  const updatedAt = iso(sim.options.startTimeMs, row.atMs)
  if (row.detailType === 'ECS Task State Change') {
    const task = sim.t.tasks.get(row.subject ?? undefined)
    return { ...(task ? taskView(sim, asItWas(task, row)) : bare('taskArn', row)), updatedAt }
  }
  if (row.detailType === 'ECS Container Instance State Change') {
    const instance = sim.t.containerInstances.get(row.subject ?? undefined)
    return { ...(instance ? instanceAsItWas(sim, instance, row) : bare('containerInstanceArn', row)), updatedAt }
  }
  return withTimes(sim, row.detail)
}

/** What is left to say of a task or instance whose record has expired. */
function bare(member: string, { resource, detail }: EventBridgeEventRow): object {
  const { version, status, agentConnected, lastStatus, desiredStatus } = detail
  return { [member]: resource, version, status, agentConnected, lastStatus, desiredStatus }
}

/** `createdAtMs` → `createdAt` in ISO 8601. */
function withTimes(sim: Sim, detail: Record<string, unknown>): object {
  const out: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(detail)) {
    if (name.endsWith('AtMs') && typeof value === 'number') out[name.slice(0, -2)] = iso(sim.options.startTimeMs, value)
    else out[name] = value
  }
  return out
}

/** The task at the moment of the event: later times, codes and statuses taken off again. */
function asItWas(task: TaskRow, { atMs, detail }: EventBridgeEventRow): TaskRow {
  const then = detail as Pick<TaskRow, 'version' | 'lastStatus' | 'desiredStatus' | 'connectivity'> & {
    containers: TaskRow['containers'][number]['lastStatus'][]
    attachments: TaskRow['attachments'][number]['status'][]
  }
  const reached = (ms: number | null) => (ms !== null && ms <= atMs ? ms : null)
  const stopping = then.desiredStatus === 'STOPPED'
  return {
    ...task,
    version: then.version,
    lastStatus: then.lastStatus,
    desiredStatus: then.desiredStatus,
    connectivity: then.connectivity,
    connectivityAtMs: reached(task.connectivityAtMs),
    pullStartedAtMs: reached(task.pullStartedAtMs),
    pullStoppedAtMs: reached(task.pullStoppedAtMs),
    startedAtMs: reached(task.startedAtMs),
    stoppingAtMs: stopping ? reached(task.stoppingAtMs) : null,
    executionStoppedAtMs: reached(task.executionStoppedAtMs),
    stoppedAtMs: then.lastStatus === 'STOPPED' ? reached(task.stoppedAtMs) : null,
    stopCode: stopping ? task.stopCode : null,
    stoppedReason: stopping ? task.stoppedReason : null,
    containers: task.containers.map((container, i) => {
      const lastStatus = then.containers[i] ?? container.lastStatus
      return lastStatus === 'STOPPED'
        ? { ...container, lastStatus }
        : { ...container, lastStatus, exitCode: null, reason: null }
    }),
    attachments: task.attachments.map((a, i) => ({ ...a, status: then.attachments[i] ?? a.status })),
  }
}

function instanceAsItWas(sim: Sim, instance: ContainerInstanceRow, { detail }: EventBridgeEventRow): object {
  const then = detail as Pick<
    ContainerInstanceRow,
    'version' | 'status' | 'agentConnected' | 'cpuUnits' | 'memoryMiB'
  > & {
    tcpPorts: number[]
    udpPorts: number[]
  }
  const view = containerInstanceView(sim, { ...instance, ...statusOf(then) }, [])
  const now: Record<string, object> = {
    CPU: { integerValue: then.cpuUnits },
    MEMORY: { integerValue: then.memoryMiB },
    PORTS: { stringSetValue: then.tcpPorts.map(String) },
    PORTS_UDP: { stringSetValue: then.udpPorts.map(String) },
  }
  const { runningTasksCount: _, pendingTasksCount: __, ...rest } = view
  return {
    ...rest,
    remainingResources: (view.remainingResources ?? []).map((r) => ({ ...r, ...now[r.name ?? ''] })),
  }
}

const statusOf = ({
  version,
  status,
  agentConnected,
}: Pick<ContainerInstanceRow, 'version' | 'status' | 'agentConnected'>) => ({
  version,
  status,
  agentConnected,
})
