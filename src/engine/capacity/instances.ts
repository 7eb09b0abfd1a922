/** The life of an EC2 instance, and of its agent where it is in a cluster (S-76 … S-78, S-103, D-806, D-807). */
import { instanceType } from '../data/instance-types'
import type { Sim } from '../kernel'
import type { InstanceRow } from '../model'
import { createInterface, zoneIsDown } from '../network'
import { changeContainerInstance, decideCapacity } from './changes'
import { registerInstance, seconds } from './register'
import { effectiveSetting } from './settings'

export interface LaunchSpec {
  /** AWS id; without it one is drawn. */
  instanceId?: string
  instanceType: string
  imageId?: string
  /** AWS id of an existing subnet. */
  subnetId: string
  securityGroupIds: readonly string[]
  userData: string | null
  /** Settings of the agent; `ECS_CLUSTER` names the cluster to join, without it the instance stays outside. */
  agentConfig: Record<string, string>
  tags: { Key?: string; Value?: string }[]
  reservationId: string
  /** ms from now until EC2 calls it running, and until the agent registers. 0 = at once. */
  runningAfterMs: number
  registerAfterMs: number
}

/** Seconds of a launch, from the timings (S section 9): running after ec2Launch, registered ec2Register later. */
export function launchDelays(sim: Sim): { runningAfterMs: number; registerAfterMs: number } {
  const runningAfterMs = seconds(sim.timings.ec2Launch)
  return { runningAfterMs, registerAfterMs: runningAfterMs + seconds(sim.timings.ec2Register) }
}

/** Launches an instance, or answers null when its subnet has no free address. The caller has checked everything else. */
export function launchInstance(sim: Sim, spec: LaunchSpec): InstanceRow | null {
  const subnet = sim.t.subnets.find('subnetId', spec.subnetId)
  if (!subnet) return null
  const base = sim.newRow('instances')
  const { subnetId, securityGroupIds } = spec
  const publicIp = subnet.mapPublicIpOnLaunch
  const eni = createInterface(sim, { subnetId, securityGroupIds, owner: 'instance', ownerId: base.id, publicIp })
  if (!eni) return null
  const row = sim.t.instances.put({
    ...base,
    instanceId: spec.instanceId ?? `i-0${sim.hex('instance', base.n, 16)}`,
    instanceType: spec.instanceType,
    imageId: spec.imageId ?? defaultImage(sim, spec.instanceType),
    state: 'pending',
    zone: subnet.zone,
    subnetId,
    vpcId: subnet.vpcId,
    privateIp: eni.privateIp,
    publicIp: eni.publicIp,
    eniId: eni.id,
    securityGroupIds: eni.securityGroupIds,
    launchedAtMs: sim.nowMs,
    terminatedAtMs: null,
    userData: spec.userData,
    clusterName: spec.agentConfig.ECS_CLUSTER ?? null,
    tags: spec.tags,
    impaired: false,
    reservationId: spec.reservationId,
    agentConfig: spec.agentConfig,
    launchedWithTrunking: effectiveSetting(sim, 'awsvpcTrunking') === 'enabled',
  })
  bootInstance(sim, row, spec.runningAfterMs, spec.registerAfterMs)
  return sim.t.instances.need(row.id)
}

/** The ECS-optimized image of the type's architecture. */
function defaultImage(sim: Sim, typeName: string): string {
  return `ami-0${sim.hex(`ami ${instanceType(typeName)?.arch ?? 'x86_64'}`, 1, 16)}`
}

function bootInstance(sim: Sim, instance: InstanceRow, runningAfterMs: number, registerAfterMs: number): void {
  if (runningAfterMs === 0) becomesRunning(sim, instance.id)
  else sim.schedule(sim.nowMs + runningAfterMs, 0, 'capacity.running', instance.id)
  if (instance.clusterName === null) return
  if (registerAfterMs === 0) agentStarts(sim, instance.id, 0)
  else sim.schedule(sim.nowMs + registerAfterMs, 0, 'capacity.agentStarts', instance.id)
}

export function becomesRunning(sim: Sim, id: string): void {
  if (sim.t.instances.get(id)?.state === 'pending') sim.t.instances.patch(id, { state: 'running' })
}

/** Backoff of an agent that finds no cluster, and how long it tries (S section 9). */
const FIRST_RETRY_SECONDS = 3
const LAST_RETRY_SECONDS = 192
const GIVE_UP_SECONDS = 3600

/** The agent of a running instance starts: it reconnects as its old self, or registers, or tries again later. */
export function agentStarts(sim: Sim, id: string, retrySeconds: number): void {
  const instance = sim.t.instances.get(id)
  if (instance?.state !== 'running' || instance.clusterName === null) return
  const known = sim.t.containerInstances.by('instance', id).find((ci) => ci.status !== 'INACTIVE')
  if (known) {
    if (!known.connectionLost) return
    decideCapacity(sim, known, ['S-77'], 'The instance is running again and its agent is back.', {
      agentConnected: true,
    })
    // N-23: a restarted agent begins its dynamic ports anew.
    changeContainerInstance(sim, known.id, { agentConnected: true, connectionLost: false, lastDynamicPort: 0 })
    return
  }
  const cluster = sim.t.clusters.find('name', instance.clusterName)
  if (cluster) {
    registerInstance(sim, { cluster, instance })
    return
  }
  const delay = Math.min(LAST_RETRY_SECONDS, retrySeconds === 0 ? FIRST_RETRY_SECONDS : retrySeconds * 2)
  if (sim.nowMs + delay * 1000 > instance.launchedAtMs + GIVE_UP_SECONDS * 1000) return
  sim.schedule(sim.nowMs + delay * 1000, 0, 'capacity.agentStarts', id, delay)
}

/** EC2 StartInstances: the warm start of S section 9, after which the agent is back under its old ARN (S-77). */
export function startInstance(sim: Sim, id: string): void {
  const instance = sim.t.instances.need(id)
  if (instance.state !== 'stopped' || zoneIsDown(sim, instance.zone)) return
  const started = sim.t.instances.patch(id, { state: 'pending' })
  const total = seconds(sim.timings.ec2WarmStart)
  bootInstance(sim, started, Math.min(seconds(sim.timings.ec2Launch), total), total)
}
