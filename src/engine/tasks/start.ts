/**
 * From PENDING to RUNNING: the agent's queue (S-95), image pulls, container order (D-128), and registration with
 * load balancers (N-90).
 */

import { agentAccountOf } from '../capacity/accounts'
import type { Sim } from '../kernel'
import { registerTarget } from '../loadbalancing'
import type { ContainerInstanceRow, ContainerState, TaskRow } from '../model'
import { isDynamicPort, takeDynamicPort } from '../network'
import { changeContainer, changeContainers, changeTask, containerOf, isOver } from './change'
import { startHealthChecks } from './checks'
import { dependsOn } from './depends'
import { failStart } from './fail'
import { behaviourOf, digestOf, fixDigest, fixedDigest, pullMs, seconds } from './images'
import { scheduleLifeOfProcess } from './script'

/** The task is the agent's now: it queues for the instance's resources, first in, first out. */
export function enterPending(sim: Sim, id: string): void {
  const task = sim.t.tasks.need(id)
  if (task.containerInstanceId) admitWaiting(sim, task.containerInstanceId)
  else admit(sim, id)
}

/** S-95: lets waiting tasks in, strictly in order; the first that does not fit holds back all behind it. */
export function admitWaiting(sim: Sim, containerInstanceId: string): void {
  const instance = sim.t.containerInstances.get(containerInstanceId)
  if (!instance || instance.connectionLost) return
  for (const task of sim.t.tasks.by('liveOfInstance', containerInstanceId)) {
    if (task.admitted || task.lastStatus !== 'PENDING' || task.desiredStatus !== 'RUNNING') continue
    if (!agentHasRoom(sim, instance, task)) return
    admit(sim, task.id)
  }
}

/** What fits beside the tasks the agent has let in and that are not yet really stopped (S-95). */
function agentHasRoom(sim: Sim, instance: ContainerInstanceRow, task: TaskRow): boolean {
  const held = agentAccountOf(sim, instance.id)
  return (
    instance.cpuUnits - held.cpuUnits >= task.cpuUnits &&
    instance.memoryMiB - held.memoryMiB >= task.memoryMiB &&
    (task.networkMode === 'awsvpc' || task.tcpPorts.every((port) => !held.tcpPorts.has(port))) &&
    (task.networkMode === 'awsvpc' || task.udpPorts.every((port) => !held.udpPorts.has(port))) &&
    task.gpuIds.every((gpu) => !held.gpuIds.has(gpu))
  )
}

function admit(sim: Sim, id: string): void {
  const task = sim.t.tasks.need(id)
  const instance = sim.t.containerInstances.get(task.containerInstanceId ?? undefined)
  changeTask(sim, id, { admitted: true, pullStartedAtMs: sim.nowMs })
  if (sim.t.faults.by('target', 'registry').length > 0) {
    sim.schedule(sim.nowMs + seconds(sim.timings.connectivityFailure), 0, 'task.pullUnreachable', id)
    return
  }
  for (const container of task.containers) {
    const { name, image } = container
    const imageDigest = fixedDigest(sim, task, name, image) ?? digestOf(sim, image)
    changeContainer(sim, id, name, { stage: 'pulling', imageDigest })
    if (behaviourOf(sim, image, imageDigest).pullable) {
      sim.schedule(sim.nowMs + pullMs(sim, image, imageDigest, instance), 0, 'task.pulled', id, 0, container.name)
    } else {
      sim.schedule(sim.nowMs + seconds(sim.timings.imagePullFailure), 0, 'task.pullFailed', id, 0, container.name)
    }
  }
}

/** A container's image is there. */
export function pulled(sim: Sim, id: string, name: string): void {
  const task = sim.t.tasks.get(id)
  if (!task || isOver(task) || containerOf(task, name).stage !== 'pulling') return
  rememberImage(sim, task.containerInstanceId, containerOf(task, name).imageDigest)
  fixDigest(sim, task, containerOf(task, name))
  const after = changeContainer(sim, id, name, { stage: 'pulled' })
  if (after.containers.every((c) => c.stage !== 'pulling')) changeTask(sim, id, { pullStoppedAtMs: sim.nowMs })
  startReady(sim, id)
}

function rememberImage(sim: Sim, containerInstanceId: string | null, digest: string | null): void {
  const instance = sim.t.containerInstances.get(containerInstanceId ?? undefined)
  if (!instance || !digest || instance.imageCache.includes(digest)) return
  sim.t.containerInstances.patch(instance.id, { imageCache: [...instance.imageCache, digest] })
}

/** Starts every container whose image is there and whose dependencies are met (D-128). */
export function startReady(sim: Sim, id: string): void {
  const task = sim.t.tasks.need(id)
  if (task.desiredStatus === 'STOPPED') return
  for (const container of task.containers) {
    if (container.stage !== 'pulled') continue
    const verdict = dependenciesOf(sim, task, container)
    if (verdict === 'never') {
      failStart(sim, id, container.name, dependencyReason(sim, task, container), 'Task failed to start')
      return
    }
    if (verdict !== 'met') continue
    if (!bindPorts(sim, id, container.name)) return
    const behaviour = behaviourOf(sim, container.image, container.imageDigest)
    changeContainer(sim, id, container.name, {
      stage: 'starting',
      // networking section J: the boot time counts from the container's start, containerStart before it is RUNNING.
      listensAtMs: sim.nowMs + seconds(behaviour.startSeconds),
    })
    sim.schedule(
      sim.nowMs + seconds(sim.timings.containerStart),
      0,
      'task.containerStarted',
      id,
      container.restartCount,
      container.name,
    )
  }
}

/** 'met', 'waiting', or 'never' when a SUCCESS or HEALTHY condition can no longer come true (D-131). */
function dependenciesOf(sim: Sim, task: TaskRow, container: ContainerState): 'met' | 'waiting' | 'never' {
  let verdict: 'met' | 'waiting' = 'met'
  for (const dependency of dependsOn(sim, task, container.name)) {
    const on = task.containers.find((c) => c.name === dependency.containerName)
    if (!on) continue
    const exited = on.stage === 'stopped'
    switch (dependency.condition) {
      case 'START':
        if (!(on.stage === 'running' || on.stage === 'stopping' || exited)) verdict = 'waiting'
        break
      case 'COMPLETE':
        if (!exited) verdict = 'waiting'
        break
      case 'SUCCESS':
        if (exited && on.exitCode !== 0) return 'never'
        if (!exited) verdict = 'waiting'
        break
      case 'HEALTHY':
        if (on.healthStatus === 'UNHEALTHY' || exited) return 'never'
        if (on.healthStatus !== 'HEALTHY') verdict = 'waiting'
        break
    }
  }
  return verdict
}

function dependencyReason(sim: Sim, task: TaskRow, container: ContainerState): string {
  for (const d of dependsOn(sim, task, container.name)) {
    if (d.condition === 'SUCCESS' || d.condition === 'HEALTHY')
      return `Dependency ${d.containerName} did not reach ${d.condition}`
  }
  return 'Dependency not met'
}

/** Host ports at container creation (N-23, N-24); a failure ends the start (S-111). False when it failed. */
function bindPorts(sim: Sim, id: string, name: string): boolean {
  const task = sim.t.tasks.need(id)
  const instance = sim.t.containerInstances.get(task.containerInstanceId ?? undefined)
  if (!instance || (task.networkMode !== 'bridge' && task.networkMode !== 'default')) return true
  const def = sim.t.taskDefinitions.need(task.taskDefinitionId).def
  const mappings = def.containerDefinitions?.find((c) => c.name === name)?.portMappings ?? []
  const bindings: ContainerState['networkBindings'] = []
  for (const mapping of mappings) {
    const protocol = mapping.protocol === 'udp' ? 'udp' : 'tcp'
    if (mapping.containerPortRange) {
      const [first = 0, last = 0] = mapping.containerPortRange.split('-').map(Number)
      const n = last - first + 1
      const block = takeDynamicPort(sim, instance.id, n, protocol)
      if ('failure' in block) return hostPortFailure(sim, id, name, block.failure)
      bindings.push({
        bindIP: '0.0.0.0',
        containerPortRange: mapping.containerPortRange,
        hostPortRange: `${block.port}-${block.port + n - 1}`,
        protocol,
      })
      continue
    }
    let hostPort = mapping.hostPort ?? 0
    if (hostPort === 0) {
      const taken = takeDynamicPort(sim, instance.id, 1, protocol)
      if ('failure' in taken) return hostPortFailure(sim, id, name, taken.failure)
      hostPort = taken.port
    } else if (isDynamicPort(sim, instance.id, hostPort, protocol)) {
      const text = `driver failed programming external connectivity on endpoint ${name}: Bind for 0.0.0.0:${hostPort} failed: port is already allocated`
      return hostPortFailure(sim, id, name, `CannotStartContainerError: Error response from daemon: ${text}`)
    }
    bindings.push({ bindIP: '0.0.0.0', containerPort: mapping.containerPort ?? 0, hostPort, protocol })
    // Written at once, so that the next mapping of this task sees the port as taken.
    changeContainer(sim, id, name, { networkBindings: [...bindings] })
  }
  changeContainer(sim, id, name, { networkBindings: bindings })
  return true
}

function hostPortFailure(sim: Sim, id: string, name: string, text: string): false {
  failStart(sim, id, name, text, 'Task failed to start')
  return false
}

/** The container runs: its process boots, its health checks and dependents begin. */
export function containerStarted(sim: Sim, id: string, name: string, restart: number): void {
  const task = sim.t.tasks.get(id)
  if (!task || isOver(task)) return
  const container = containerOf(task, name)
  if (container.stage !== 'starting' || container.restartCount !== restart) return
  const listensAtMs = container.listensAtMs ?? sim.nowMs
  changeContainer(sim, id, name, {
    stage: 'running',
    lastStatus: 'RUNNING',
    process: listensAtMs <= sim.nowMs ? 'listening' : 'booting',
    startedAtMs: sim.nowMs,
    runtimeId: container.runtimeId ?? runtimeId(sim, task, container),
  })
  if (listensAtMs > sim.nowMs) sim.schedule(listensAtMs, 0, 'task.listening', id, restart, name)
  scheduleLifeOfProcess(sim, id, name)
  startHealthChecks(sim, id, name)
  scheduleStartTimeout(sim, id, name)
  startReady(sim, id)
  runIfReady(sim, id)
}

/** D-132, D-133: the startTimeout of the container being waited for, counted from its start. */
function scheduleStartTimeout(sim: Sim, id: string, name: string): void {
  const task = sim.t.tasks.need(id)
  const def = sim.t.taskDefinitions.need(task.taskDefinitionId).def
  const timeout = def.containerDefinitions?.find((c) => c.name === name)?.startTimeout
  if (timeout) sim.schedule(sim.nowMs + timeout * 1000, 0, 'task.startTimeout', id, timeout, name)
}

/** D-134: whoever still waits for `name` (other than for its START) gives up. */
export function startTimedOut(sim: Sim, id: string, name: string, timeoutSeconds: number): void {
  const task = sim.t.tasks.get(id)
  if (!task || isOver(task) || task.startedAtMs !== null || task.desiredStatus === 'STOPPED') return
  for (const container of task.containers) {
    if (container.stage !== 'pulled') continue
    const unmet = dependsOn(sim, task, container.name).find((d) => d.containerName === name && d.condition !== 'START')
    if (!unmet || dependenciesOf(sim, task, container) === 'met') continue
    const reason = `Dependency did not reach ${unmet.condition} within ${timeoutSeconds} seconds`
    failStart(sim, id, container.name, reason, 'Task failed to start')
    return
  }
}

/** D-101: `{taskId}-{number}` on Fargate, 64 hex characters on EC2. */
function runtimeId(sim: Sim, task: TaskRow, container: ContainerState): string {
  const n = sim.count('runtime')
  return task.launchType === 'FARGATE'
    ? `${task.taskId}-${sim.digits(`runtime ${container.name}`, n, 10)}`
    : sim.hex('runtime', n, 64)
}

/** D-123: RUNNING when every container has reached RUNNING, or has already exited being non-essential. */
export function runIfReady(sim: Sim, id: string): void {
  const task = sim.t.tasks.need(id)
  if (task.desiredStatus !== 'RUNNING' || task.startedAtMs !== null) return
  if (task.lastStatus !== 'PENDING') return
  const ready = task.containers.every((c) => c.stage === 'running' || (c.stage === 'stopped' && !c.essential))
  if (!ready) return
  const hasLoadBalancer = loadBalancersOf(sim, task).length > 0
  // D-108: ACTIVATING is visited with a load balancer, and (instantly) on Fargate.
  if (hasLoadBalancer || task.launchType === 'FARGATE') changeTask(sim, id, { lastStatus: 'ACTIVATING' })
  const wait = hasLoadBalancer ? seconds(sim.timings.activatingLb) : 0
  if (wait > 0) sim.schedule(sim.nowMs + wait, 0, 'task.activated', id)
  else activated(sim, id)
}

/** N-90: registration and RUNNING are one instant. */
export function activated(sim: Sim, id: string): void {
  const task = sim.t.tasks.get(id)
  if (!task || isOver(task) || task.desiredStatus !== 'RUNNING' || task.startedAtMs !== null) return
  changeTask(sim, id, { lastStatus: 'RUNNING', startedAtMs: sim.nowMs })
  registerWithTargetGroups(sim, id)
}

/** The target groups of the deployment the task belongs to. */
export function loadBalancersOf(sim: Sim, task: TaskRow) {
  return sim.t.deployments.get(task.deploymentId ?? undefined)?.loadBalancers ?? []
}

function registerWithTargetGroups(sim: Sim, id: string): void {
  const task = sim.t.tasks.need(id)
  const targetIds: string[] = []
  for (const entry of loadBalancersOf(sim, task)) {
    const group = sim.t.targetGroups.find('arn', entry.targetGroupArn ?? '')
    if (!group) continue
    const address = addressFor(sim, task, entry.containerName ?? '', entry.containerPort ?? 0)
    if (!address) continue
    const target = registerTarget(sim, {
      targetGroupId: group.id,
      targetId: address.targetId,
      port: address.port,
      zone: task.zone ?? '',
      taskId: id,
      containerName: entry.containerName ?? null,
      containerPort: entry.containerPort ?? 0,
    })
    targetIds.push(target.id)
    for (const hook of sim.hooks.registration) {
      hook(sim, { kind: 'registered', taskId: id, targetGroupId: group.id, showAtMs: sim.nowMs })
    }
  }
  if (targetIds.length > 0) changeTask(sim, id, { targetIds })
}

/** N-63: what ECS registers, by network mode. */
function addressFor(
  sim: Sim,
  task: TaskRow,
  containerName: string,
  containerPort: number,
): { targetId: string; port: number } | null {
  if (task.networkMode === 'awsvpc') {
    const eni = sim.t.networkInterfaces.get(task.eniId ?? undefined)
    return eni ? { targetId: eni.privateIp, port: containerPort } : null
  }
  const instance: ContainerInstanceRow | undefined = sim.t.containerInstances.get(task.containerInstanceId ?? undefined)
  if (!instance) return null
  if (task.networkMode === 'host') return { targetId: instance.ec2InstanceId, port: containerPort }
  const binding = task.containers
    .find((c) => c.name === containerName)
    ?.networkBindings.find((b) => b.containerPort === containerPort)
  return binding?.hostPort ? { targetId: instance.ec2InstanceId, port: binding.hostPort } : null
}

/** The process starts to answer. */
export function listening(sim: Sim, id: string, name: string, restart: number): void {
  const task = sim.t.tasks.get(id)
  if (!task || isOver(task)) return
  const container = containerOf(task, name)
  if (container.process !== 'booting' || container.restartCount !== restart) return
  changeContainers(sim, id, (c) => (c.name === name ? { process: 'listening' } : null))
}
