/** The life of tasks and containers: launch, start, health, stop. Front door of the room. */
import type { EventHandlers, Sim } from '../kernel'
import { createTaskEni } from '../network'
import { changeTask, isOver } from './change'
import { hasNoChecks, uncheckedHealthyMs, updateCounted } from './counted'
import { failStart } from './fail'
import { probe, probeTimeout, tellHealth, wakeProbes } from './probes'
import { containerExits, exits, outOfMemory, tellExits } from './process'
import { activated, admitWaiting, containerStarted, enterPending, listening, pulled, startTimedOut } from './start'
import { abruptDeregister, continueStop, deregister, enterStopping, expire, finishStop } from './stop'

export { changeContainers, changeTask, isOver, tickAfter, tickAtOrAfter } from './change'
export { checkOf } from './checks'
export { graceEndsMs, type UnhealthyCause, unhealthyCause, updateCounted } from './counted'
export { sweepDeletedDefinitions } from './definitions'
export { behaviourOf, DEFAULT_BEHAVIOUR, imageRow, normaliseImage, seconds } from './images'
export { effectiveSize, type LaunchSpec, launchTask } from './launch'
export { containerExits } from './process'
export { memoryUsedMiB } from './script'

export { interruptSpotTask, stopTask, stopTasksOfLostInstance } from './stop'

/** N-38: the interface exists (or could not be made, N-40). */
function eniCreated(sim: Sim, id: string): void {
  const task = sim.t.tasks.get(id)
  if (!task || task.desiredStatus === 'STOPPED') return
  const made = createTaskEni(sim, {
    subnetId: task.subnetId ?? '',
    securityGroupIds: task.networkConfiguration?.awsvpcConfiguration?.securityGroups ?? [],
    taskId: id,
    publicIp: task.networkConfiguration?.awsvpcConfiguration?.assignPublicIp === 'ENABLED',
  })
  if ('failure' in made) {
    // N-40: a task text everywhere, whatever the launch type.
    failStart(sim, id, null, made.failure, made.failure)
    return
  }
  const eni = made.eni
  changeTask(sim, id, {
    eniId: eni.id,
    attachments: task.attachments.map((a) => ({
      ...a,
      status: 'CREATED',
      details: [
        { name: 'subnetId', value: eni.subnetId },
        { name: 'networkInterfaceId', value: eni.networkInterfaceId },
        { name: 'macAddress', value: eni.mac },
        { name: 'privateDnsName', value: eni.privateDnsName },
        { name: 'privateIPv4Address', value: eni.privateIp },
      ],
    })),
  })
}

/** ATTACHING and ATTACHED come together when PENDING begins (N-38). */
function eniAttached(sim: Sim, id: string): void {
  const task = sim.t.tasks.get(id)
  if (!task || task.desiredStatus === 'STOPPED' || task.lastStatus !== 'PROVISIONING') return
  changeTask(sim, id, {
    lastStatus: 'PENDING',
    connectivity: 'CONNECTED',
    connectivityAtMs: sim.nowMs,
    attachments: task.attachments.map((a) => ({ ...a, status: 'ATTACHED' })),
  })
  enterPending(sim, id)
}

/** `${taskId} ${container} ${probe}` */
function probeRef(ref: string): [string, string, number] {
  const [id = '', name = '', k = '0'] = ref.split(' ')
  return [id, name, Number(k)]
}

const PULL_DENIED = (image: string) =>
  `The task can’t pull the image. Check whether the image exists. Error response from daemon: pull access denied for ${image}, repository does not exist or may require 'docker login': denied: requested access to the resource is denied`

/** D-804, T-135: the text differs between the data plane of Fargate and the agent's Docker. */
function pullFailed(sim: Sim, id: string, name: string): void {
  const task = sim.t.tasks.get(id)
  if (!task || isOver(task)) return
  const image = task.containers.find((c) => c.name === name)?.image ?? ''
  const fargate = `pull image manifest has been retried 5 time(s): failed to resolve ref ${image}: ${image}: not found`
  const text = `CannotPullContainerError: ${task.launchType === 'FARGATE' ? fargate : PULL_DENIED(repositoryOf(image))}`
  failStart(sim, id, name, text, 'Task failed to start')
}

/** N-52: no path to the registry. */
function pullUnreachable(sim: Sim, id: string): void {
  const task = sim.t.tasks.get(id)
  if (!task || isOver(task)) return
  const container = task.containers[0]
  const host = 'registry-1.docker.io'
  const text =
    task.launchType === 'FARGATE'
      ? `CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref docker.io/library/${container?.image}: failed to do request: Head "https://${host}/v2/…": dial tcp 203.0.113.1:443: i/o timeout`
      : `CannotPullContainerError: The task can’t pull the image. Check your network configuration. Error response from daemon: Get "https://${host}/v2/": net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)`
  failStart(sim, id, container?.name ?? null, text, 'Task failed to start')
}

function repositoryOf(image: string): string {
  const colon = image.lastIndexOf(':')
  return colon > image.lastIndexOf('/') ? image.slice(0, colon) : image
}

export const taskEvents: EventHandlers = {
  'task.eniCreated': (sim, e) => eniCreated(sim, e.ref),
  'task.eniAttached': (sim, e) => eniAttached(sim, e.ref),
  'task.admit': (sim, e) => admitWaiting(sim, e.ref),
  'task.pulled': (sim, e) => pulled(sim, e.ref, e.text),
  'task.pullFailed': (sim, e) => pullFailed(sim, e.ref, e.text),
  'task.pullUnreachable': (sim, e) => pullUnreachable(sim, e.ref),
  'task.containerStarted': (sim, e) => containerStarted(sim, e.ref, e.text, e.n),
  'task.listening': (sim, e) => listening(sim, e.ref, e.text, e.n),
  'task.startTimeout': (sim, e) => startTimedOut(sim, e.ref, e.text, e.n),
  'task.activated': (sim, e) => activated(sim, e.ref),
  'task.exit': (sim, e) => exits(sim, e.ref, e.text, e.n),
  'task.oom': (sim, e) => outOfMemory(sim, e.ref, e.text, e.n),
  'task.probe': (sim, e) => probe(sim, ...probeRef(e.ref)),
  'task.probeTimeout': (sim, e) => probeTimeout(sim, ...probeRef(e.ref), e.n),
  'task.counted': (sim, e) => updateCounted(sim, e.ref),
  'task.deregister': (sim, e) => deregister(sim, e.ref),
  'task.abruptDeregister': (sim, e) => abruptDeregister(sim, e.ref),
  'task.signal': (sim, e) => enterStopping(sim, e.ref),
  'task.exited': (sim, e) => {
    const container = sim.t.tasks.get(e.ref)?.containers.find((c) => c.name === e.text)
    if (container?.stage === 'stopping') containerExits(sim, e.ref, e.text, e.n, null)
  },
  'task.released': (sim, e) => finishStop(sim, e.ref),
  'task.expire': (sim, e) => expire(sim, e.ref),
}

export function installTasks(sim: Sim): void {
  sim.hooks.taskChanged.push((s, id) => {
    const task = s.t.tasks.get(id)
    if (!task) return
    if (task.startedAtMs === s.nowMs && task.lastStatus === 'RUNNING' && task.serviceId && hasNoChecks(s, task)) {
      s.timer(`counted ${id}`, uncheckedHealthyMs(s, task), 0, 'task.counted', id, 'replace')
    }
    updateCounted(s, id)
  })
  sim.hooks.targetChanged.push((s, targetRowId) => {
    const taskId = s.t.targets.get(targetRowId)?.taskId
    if (taskId) updateCounted(s, taskId)
  })
  sim.hooks.processChanged.push((s, id) => wakeProbes(s, id))
  sim.hooks.instanceChanged.push((s, containerInstanceId) => {
    // D-808: when the agent is back, what was decided meanwhile is carried out.
    if (s.t.containerInstances.get(containerInstanceId)?.connectionLost) return
    for (const { id, lastStatus } of s.t.tasks.by('liveOfInstance', containerInstanceId)) {
      tellHealth(s, id)
      tellExits(s, id)
      if (lastStatus === 'STOPPING') continueStop(s, id)
    }
    admitWaiting(s, containerInstanceId)
  })
}
