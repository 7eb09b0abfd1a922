/**
 * What a request to a target's port meets (N-84, N-132), from the rows alone. A health check names its path; a
 * client's request has path null: an application that fails its health path still serves clients (V-24).
 */
import type { Sim } from '../kernel'
import type {
  ContainerState,
  FaultRow,
  ImageBehaviour,
  LoadBalancerRow,
  TargetGroupRow,
  TargetRow,
  TaskRow,
} from '../model'
import { behaviourOf, seconds } from '../tasks/images'
import { loadBalancerOf } from './association'
import { admits } from './reach'

export type Answer =
  | { kind: 'refused' | 'noRoute' | 'hang' }
  /** `ms` from request to answer; of a client's requests, `errorPercent` percent get a 500 instead. */
  | { kind: 'status'; code: number; ms: number; errorPercent?: number }

const REFUSED: Answer = { kind: 'refused' }
const NO_ROUTE: Answer = { kind: 'noRoute' }

/**
 * What the task answers on a container port. `path` is the health check's path, or null for a client's request; `atMs`
 * is the instant whose faults count (traffic looks back at the interval that ends now).
 */
export function answerOfTask(
  sim: Sim,
  task: TaskRow,
  containerPort: number,
  path: string | null,
  atMs: number = sim.nowMs,
): Answer {
  if (!hasRoute(sim, task)) return NO_ROUTE
  const container = containerOnPort(sim, task, containerPort)
  if (!container) return REFUSED
  if (container.process === 'hung') return { kind: 'hang' }
  if (container.process !== 'listening') return REFUSED
  const behaviour = behaviourOf(sim, container.image, container.imageDigest)
  if (behaviour.listensOn !== null && !behaviour.listensOn.includes(containerPort)) return REFUSED
  const faults = activeFaults(sim, task, atMs)
  if (faults.some((fault) => fault.kind === 'hang')) return { kind: 'hang' }
  if (path === null) return { kind: 'status', code: 200, ms: behaviour.requestMs, errorPercent: behaviour.errorPercent }
  if (faults.some(failsTargetChecks)) return { kind: 'status', code: 503, ms: 0 }
  const right = behaviour.healthCheckPath === null || behaviour.healthCheckPath === path
  if (!right) return { kind: 'status', code: 404, ms: 0 }
  return { kind: 'status', code: isWell(behaviour, container, atMs) ? 200 : 503, ms: 0 }
}

/** Whether packets reach the address the task answers on: its ENI, or its instance (N-6). */
function hasRoute(sim: Sim, task: TaskRow): boolean {
  if (task.containerInstanceId !== null) {
    const { instanceId } = sim.t.containerInstances.need(task.containerInstanceId)
    const instance = instanceId === null ? undefined : sim.t.instances.get(instanceId)
    // D-809: an IMPAIRED instance goes on serving.
    if (instance && instance.state !== 'running') return false
  }
  if (task.networkMode !== 'awsvpc') return task.networkMode !== 'none'
  return task.lastStatus !== 'STOPPED' && task.lastStatus !== 'DELETED' && sim.t.networkInterfaces.has(task.eniId ?? '')
}

/** The container whose definition maps the port. */
function containerOnPort(sim: Sim, task: TaskRow, containerPort: number): ContainerState | undefined {
  const definitions = sim.t.taskDefinitions.need(task.taskDefinitionId).def.containerDefinitions ?? []
  const definition = definitions.find((d) =>
    d.portMappings?.some((m) => m.containerPort === containerPort || inRange(m.containerPortRange, containerPort)),
  )
  return definition && task.containers.find((container) => container.name === definition.name)
}

function inRange(range: string | undefined, port: number): boolean {
  if (range === undefined) return false
  const [first, last] = range.split('-')
  return port >= Number(first) && port <= Number(last)
}

/** The image's own health over time: well from `healthyAfterSeconds` until `unhealthyAfterSeconds` after its start. */
function isWell(behaviour: ImageBehaviour, container: ContainerState, nowMs: number): boolean {
  const ageMs = nowMs - (container.startedAtMs ?? nowMs)
  const { healthyAfterSeconds, unhealthyAfterSeconds } = behaviour
  return (
    ageMs >= seconds(healthyAfterSeconds) && (unhealthyAfterSeconds === null || ageMs < seconds(unhealthyAfterSeconds))
  )
}

function activeFaults(sim: Sim, task: TaskRow, atMs: number): FaultRow[] {
  const faults = sim.t.faults.by('target', task.id)
  return faults.filter((f) => f.fromMs <= atMs && (f.untilMs === null || f.untilMs > atMs))
}

function failsTargetChecks(fault: FaultRow): boolean {
  return fault.kind === 'failHealthChecks' && fault.detail.check !== 'container'
}

/** What a health check of the group sees at this target; with group null, what a client's request meets. */
export function answerOfTarget(
  sim: Sim,
  target: TargetRow,
  check: TargetGroupRow | null,
  atMs: number = sim.nowMs,
  lb: LoadBalancerRow | undefined = loadBalancerOf(sim, check ?? sim.t.targetGroups.need(target.targetGroupId)),
): Answer {
  const task = taskBehind(sim, target)
  const group = check ?? sim.t.targetGroups.need(target.targetGroupId)
  const ownPort = check !== null && check.healthCheckPort !== 'traffic-port'
  if (!admits(sim, lb, target, task, ownPort ? Number(check.healthCheckPort) : target.port)) {
    return NO_ROUTE
  }
  if (!task) return group.targetType === 'instance' && instanceRuns(sim, target.targetId) ? REFUSED : NO_ROUTE
  const port = ownPort && task.networkMode !== 'bridge' ? Number(check.healthCheckPort) : containerPortOf(task, target)
  return answerOfTask(sim, task, port, check === null ? null : check.healthCheckPath, atMs)
}

/**
 * What becomes of requests under way at a target after its task's process changed: they finish, are cut (the process is
 * gone: N-82, N-84), or get no answer any more (it hangs, or its host is lost).
 */
export function fateOfRequests(sim: Sim, target: TargetRow): 'finish' | 'cut' | 'stall' {
  const task = taskBehind(sim, target)
  if (!task) return 'cut'
  if (task.lastStatus === 'STOPPED' || task.lastStatus === 'DELETED') return 'cut'
  const container = containerOnPort(sim, task, containerPortOf(task, target))
  if (container?.process === 'hung' || !hasRoute(sim, task)) return 'stall'
  return container?.process === 'listening' || container?.process === 'draining' ? 'finish' : 'cut'
}

function instanceRuns(sim: Sim, instanceId: string): boolean {
  return sim.t.instances.find('instanceId', instanceId)?.state === 'running'
}

/** The task a target leads to: the one it was registered for, or whichever holds its address and port now. */
export function taskBehind(sim: Sim, target: TargetRow): TaskRow | undefined {
  if (target.taskId !== null) return sim.t.tasks.get(target.taskId)
  const instance = sim.t.instances.find('instanceId', target.targetId)
  if (instance) {
    for (const host of sim.t.containerInstances.by('instance', instance.id)) {
      const found = sim.t.tasks.by('liveOfInstance', host.id).find((task) => holdsHostPort(task, target.port))
      if (found) return found
    }
    return undefined
  }
  const { vpcId } = sim.t.targetGroups.need(target.targetGroupId)
  for (const subnet of sim.t.subnets.by('vpc', vpcId)) {
    const eni = sim.t.networkInterfaces.find('address', `${subnet.subnetId} ${target.targetId}`)
    if (eni?.owner === 'task') return sim.t.tasks.get(eni.ownerId)
  }
  return undefined
}

/** A target registered by hand knows only the port of its address. */
function containerPortOf(task: TaskRow, target: TargetRow): number {
  if (target.taskId !== null) return target.containerPort
  for (const { networkBindings } of task.containers) {
    const binding = networkBindings.find((b) => b.hostPort === target.port)
    if (binding?.containerPort !== undefined) return binding.containerPort
  }
  return target.port
}

function holdsHostPort(task: TaskRow, port: number): boolean {
  if (task.networkMode === 'host') return task.tcpPorts.includes(port)
  return task.containers.some((container) => container.networkBindings.some((binding) => binding.hostPort === port))
}

/** The next instant at which the answer to a health check changes by itself, or null (parked targets wake then). */
export function answerChangesAt(sim: Sim, target: TargetRow, group: TargetGroupRow): number | null {
  const task = taskBehind(sim, target)
  if (!task) return null
  const times: number[] = []
  const container = containerOnPort(sim, task, containerPortOf(task, target))
  if (container && container.startedAtMs !== null) {
    const { healthyAfterSeconds, unhealthyAfterSeconds } = behaviourOf(sim, container.image, container.imageDigest)
    times.push(container.startedAtMs + seconds(healthyAfterSeconds))
    if (unhealthyAfterSeconds !== null) times.push(container.startedAtMs + seconds(unhealthyAfterSeconds))
  }
  for (const fault of activeFaults(sim, task, sim.nowMs)) if (fault.untilMs !== null) times.push(fault.untilMs)
  const last = target.anchorMs + (target.probes - 1) * seconds(group.healthCheckIntervalSeconds)
  const later = times.filter((ms) => ms > last)
  return later.length === 0 ? null : Math.max(sim.nowMs, Math.min(...later))
}
