/** How a container instance is lost: host gone, agent cut off, deregistered (S-76 … S-80, S-103, D-806 … D-810). */
import type { Sim } from '../kernel'
import type { ContainerInstanceRow, InstanceRow } from '../model'
import { deleteEni } from '../network'
import { changeTask, stopTasksOfLostInstance } from '../tasks'
import { changeContainerInstance, decideCapacity } from './changes'
import { seconds } from './register'

export type LossKind = 'terminated' | 'stopped'

/** What `capacity.hostGone` carries: whether ECS deregisters the instance by itself (S-76, S-78). */
const STOPPED = 0
const TERMINATED = 1
const TERMINATED_UNSEEN = 2

/** Every registered container instance on an EC2 instance: one, or none. */
function registeredOn(sim: Sim, instanceId: string): ContainerInstanceRow[] {
  return sim.t.containerInstances.by('instance', instanceId).filter((ci) => ci.status !== 'INACTIVE')
}

/** Tells traffic and probes that what runs on the host answers differently from now on. */
function hostAnswersDifferently(sim: Sim, containerInstanceId: string): void {
  for (const task of sim.t.tasks.by('liveOfInstance', containerInstanceId)) {
    for (const hook of sim.hooks.processChanged) hook(sim, task.id)
  }
}

/**
 * An EC2 instance goes down: its processes and the agent's connection are gone at once, its tasks are STOPPED after
 * `hostLossDetection` (D-806, D-807). Terminated with its agent connected, it also leaves its cluster then (S-76);
 * otherwise it stays registered (S-77, S-78). No effect on an instance that is already going.
 */
export function loseHost(sim: Sim, instance: InstanceRow, kind: LossKind): void {
  const { state } = instance
  if (state === 'terminated' || state === 'shutting-down') return
  if (kind === 'stopped' && state !== 'running' && state !== 'pending') return
  for (const hook of sim.hooks.beforeRoutingChange) hook(sim)
  sim.t.instances.patch(
    instance.id,
    kind === 'stopped' ? { state: 'stopping' } : { state: 'shutting-down', terminatedAtMs: sim.nowMs },
  )
  let seen = true
  for (const ci of registeredOn(sim, instance.id)) {
    seen = ci.agentConnected
    sim.cancelTimer(`agent ${ci.id}`)
    const rules = kind === 'stopped' ? ['S-77', 'D-807'] : seen ? ['S-76', 'D-806'] : ['S-78']
    decideCapacity(sim, ci, rules, `EC2 instance ${ci.ec2InstanceId} is being ${kind}.`, { agentConnected: false })
    changeContainerInstance(sim, ci.id, { agentConnected: false, connectionLost: true })
    hostAnswersDifferently(sim, ci.id)
  }
  const code = kind === 'stopped' ? STOPPED : seen ? TERMINATED : TERMINATED_UNSEEN
  sim.schedule(sim.nowMs + seconds(sim.timings.hostLossDetection), 0, 'capacity.hostGone', instance.id, code)
}

/** EC2 has finished, and ECS has noticed. */
export function hostGone(sim: Sim, id: string, code: number): void {
  const instance = sim.t.instances.get(id)
  if (instance?.state !== (code === STOPPED ? 'stopping' : 'shutting-down')) return
  const { instanceId } = instance
  if (code === STOPPED) {
    if (instance.eniId) sim.t.networkInterfaces.patch(instance.eniId, { publicIp: null })
    sim.t.instances.patch(id, { state: 'stopped', publicIp: null })
  } else {
    if (instance.eniId) deleteEni(sim, instance.eniId)
    sim.t.instances.patch(id, { state: 'terminated', publicIp: null, eniId: null })
    sim.schedule(sim.nowMs + seconds(sim.timings.inactiveRetention), 0, 'capacity.forgetInstance', id)
  }
  const reason = `Host EC2 (instance ${instanceId}) ${code === STOPPED ? 'stopped' : 'terminated'}.`
  for (const ci of registeredOn(sim, id)) {
    stopTasksOfLostInstance(sim, ci.id, 'TerminationNotice', reason)
    if (code === TERMINATED) leaveCluster(sim, ci.id, ['S-76', 'D-806'], reason)
    else changeContainerInstance(sim, ci.id, {})
  }
}

/** Out of the cluster: INACTIVE at once, or after the trunk is removed (S-103). */
export function leaveCluster(sim: Sim, id: string, rules: string[], because: string): void {
  const ci = sim.t.containerInstances.need(id)
  const status = ci.trunkEniId === null ? 'INACTIVE' : 'DEREGISTERING'
  decideCapacity(sim, ci, rules, because, { status })
  if (status === 'INACTIVE') becomeInactive(sim, id)
  else {
    sim.schedule(sim.nowMs + seconds(sim.timings.eniDetach), 0, 'capacity.trunkRemoved', id)
    changeContainerInstance(sim, id, { status, agentConnected: false })
  }
}

/** N-35: the trunk is gone. */
export function trunkRemoved(sim: Sim, id: string): void {
  const ci = sim.t.containerInstances.get(id)
  if (ci?.status !== 'DEREGISTERING') return
  if (ci.trunkEniId) deleteEni(sim, ci.trunkEniId)
  sim.t.containerInstances.patch(id, { trunkEniId: null })
  becomeInactive(sim, id)
}

function becomeInactive(sim: Sim, id: string): void {
  sim.cancelTimer(`agent ${id}`)
  sim.schedule(sim.nowMs + seconds(sim.timings.inactiveRetention), 0, 'capacity.forgetContainerInstance', id)
  changeContainerInstance(sim, id, { status: 'INACTIVE', agentConnected: false, inactiveAtMs: sim.nowMs })
}

/** S-103: an INACTIVE instance can be described for a while; kept longer while a task's record still names it. */
export function forgetContainerInstance(sim: Sim, id: string): void {
  if (sim.t.tasks.countBy('liveOfInstance', id) === 0) sim.t.containerInstances.delete(id)
}

/**
 * S-80: DeregisterContainerInstance with force ends the records of its tasks; the containers run on unseen. The caller
 * has refused the call without force (T-202).
 */
export function deregister(sim: Sim, ci: ContainerInstanceRow): void {
  const reason = 'Container instance deregistration forced by user'
  stopTasksOfLostInstance(sim, ci.id, 'UserInitiated', reason)
  leaveCluster(sim, ci.id, ['S-103', 'T-202'], 'Deregistered by a user.')
}

/** The agent's connection is cut on a living host; ECS notices `agentDisconnectDetection` later (S-79, D-808). */
export function cutAgent(sim: Sim, ci: ContainerInstanceRow): void {
  if (ci.connectionLost) return
  sim.t.containerInstances.patch(ci.id, { connectionLost: true })
  const at = sim.nowMs + seconds(sim.timings.agentDisconnectDetection)
  sim.timer(`agent ${ci.id}`, at, 0, 'capacity.cutNoticed', ci.id, 'replace')
}

export function cutNoticed(sim: Sim, id: string): void {
  const ci = sim.t.containerInstances.get(id)
  if (!ci?.connectionLost || !ci.agentConnected) return
  decideCapacity(sim, ci, ['S-79', 'D-808'], 'The agent has not been heard of; its tasks are left alone.', {
    agentConnected: false,
  })
  showConnectivity(sim, id, 'DISCONNECTED')
  changeContainerInstance(sim, id, { agentConnected: false })
}

/** The agent is back: what was decided meanwhile is carried out (D-808). A cut nobody noticed leaves no trace. */
export function reconnectAgent(sim: Sim, ci: ContainerInstanceRow): void {
  const host = sim.t.instances.get(ci.instanceId ?? undefined)
  if (!ci.connectionLost || ci.status === 'INACTIVE' || (host && host.state !== 'running')) return
  sim.cancelTimer(`agent ${ci.id}`)
  if (!ci.agentConnected) {
    decideCapacity(sim, ci, ['S-79', 'D-808'], 'The agent is connected again.', { agentConnected: true })
    showConnectivity(sim, ci.id, 'CONNECTED')
  }
  sim.t.containerInstances.patch(ci.id, {
    agentConnected: true,
    connectionLost: false,
    version: ci.version + (ci.agentConnected ? 0 : 1),
  })
  for (const hook of sim.hooks.instanceChanged) hook(sim, ci.id)
  // A trunk that was due meanwhile is asked for again.
  if (ci.status === 'REGISTERING') sim.schedule(sim.nowMs, 0, 'capacity.trunkAttached', ci.id)
}

function showConnectivity(sim: Sim, id: string, connectivity: 'CONNECTED' | 'DISCONNECTED'): void {
  for (const task of sim.t.tasks.by('liveOfInstance', id)) changeTask(sim, task.id, { connectivity })
}

/** D-809: the instance's own health check; EC2 services take no notice. */
export function setImpaired(sim: Sim, instance: InstanceRow, impaired: boolean): void {
  sim.t.instances.patch(instance.id, { impaired })
  for (const ci of registeredOn(sim, instance.id)) {
    changeContainerInstance(sim, ci.id, {})
    hostAnswersDifferently(sim, ci.id)
  }
}
