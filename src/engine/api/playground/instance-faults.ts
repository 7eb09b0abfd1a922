/** Faults on instances and zones, for InjectFault and ClearFault (design.md §3, D-806 … D-812). */
import {
  cutAgent,
  loseHost,
  loseZone,
  reclaimSpot,
  reconnectAgent,
  seconds,
  setImpaired,
  startInstance,
} from '../../capacity'
import type { EventHandlers, Sim } from '../../kernel'
import { invalidParameter } from '../../kernel'
import type { ContainerInstanceRow, FaultRow, InstanceRow } from '../../model'
import { zoneIsDown, zoneNames } from '../../network'
import { wake } from '../../services'
import { findHost } from './instances'

export interface InstanceFaultInput {
  /** Container-instance ARN or EC2 id; for zone faults the zone's name. */
  target?: string
  forSeconds?: number
}

type Inject = (sim: Sim, input: InstanceFaultInput) => { faultId: string }

/** Writes the fault's record; `lasting` ones end by ClearFault or after `forSeconds`, the others are over at once. */
function record(
  sim: Sim,
  kind: string,
  target: string,
  targetRowId: string | null,
  input: InstanceFaultInput,
  lasting: boolean,
): { faultId: string } {
  const untilMs = lasting && input.forSeconds !== undefined ? sim.nowMs + seconds(input.forSeconds) : null
  const row = sim.t.faults.put({
    ...sim.newRow('faults'),
    kind,
    target,
    targetRowId,
    detail: {},
    fromMs: sim.nowMs,
    untilMs,
    clearedAtMs: lasting ? null : sim.nowMs,
  })
  if (untilMs !== null) sim.schedule(untilMs, 0, 'fault.instanceEnds', row.id)
  return { faultId: row.id }
}

function needEc2(sim: Sim, input: InstanceFaultInput): { instance: InstanceRow; ci: ContainerInstanceRow | undefined } {
  const { instance, ci } = findHost(sim, input.target ?? '')
  if (!instance) throw invalidParameter('An external instance is not an EC2 instance.')
  return { instance, ci }
}

function needAgent(sim: Sim, input: InstanceFaultInput): ContainerInstanceRow {
  const { ci } = findHost(sim, input.target ?? '')
  if (!ci) throw invalidParameter(`No agent runs on '${input.target}'.`)
  return ci
}

function needZone(sim: Sim, input: InstanceFaultInput): string {
  const zone = input.target ?? ''
  if (!zoneNames(sim).includes(zone)) throw invalidParameter(`There is no Availability Zone '${zone}'.`)
  return zone
}

const refuseTwice = (what: string) => invalidParameter(`${what} already.`)

/** One function per kind: checks, acts, answers the id of the fault's record. */
export const instanceFaults: Record<string, Inject> = {
  terminateInstance(sim, input) {
    const { instance, ci } = needEc2(sim, input)
    if (instance.state === 'shutting-down' || instance.state === 'terminated')
      throw refuseTwice('The instance is terminated')
    loseHost(sim, instance, 'terminated')
    return record(sim, 'terminateInstance', instance.instanceId, ci?.id ?? instance.id, input, false)
  },

  stopInstance(sim, input) {
    const { instance, ci } = needEc2(sim, input)
    if (instance.state !== 'running' && instance.state !== 'pending') {
      throw invalidParameter(`The instance is ${instance.state}.`)
    }
    if (input.forSeconds !== undefined && input.forSeconds < sim.timings.hostLossDetection) {
      throw invalidParameter(`A stop takes ${sim.timings.hostLossDetection} seconds at least.`)
    }
    loseHost(sim, instance, 'stopped')
    return record(sim, 'stopInstance', instance.instanceId, ci?.id ?? instance.id, input, true)
  },

  disconnectAgent(sim, input) {
    const ci = needAgent(sim, input)
    if (ci.connectionLost) throw refuseTwice('The agent is cut off')
    cutAgent(sim, ci)
    return record(sim, 'disconnectAgent', ci.ec2InstanceId, ci.id, input, true)
  },

  impairInstance(sim, input) {
    const { instance, ci } = needEc2(sim, input)
    if (instance.impaired) throw refuseTwice('The instance is impaired')
    const answer = record(sim, 'impairInstance', instance.instanceId, ci?.id ?? instance.id, input, true)
    setImpaired(sim, instance, true)
    return answer
  },

  spotReclaim(sim, input) {
    const { instance, ci } = needEc2(sim, input)
    if (instance.state !== 'running') throw invalidParameter(`The instance is ${instance.state}.`)
    reclaimSpot(sim, instance)
    return record(sim, 'spotReclaim', instance.instanceId, ci?.id ?? instance.id, input, false)
  },

  zoneDown(sim, input) {
    const zone = needZone(sim, input)
    if (zoneIsDown(sim, zone)) throw refuseTwice(`${zone} is down`)
    for (const hook of sim.hooks.beforeRoutingChange) hook(sim)
    const answer = record(sim, 'zoneDown', zone, null, input, true)
    loseZone(sim, zone)
    return answer
  },

  zoneUp(sim, input) {
    const zone = needZone(sim, input)
    if (!zoneIsDown(sim, zone)) throw refuseTwice(`${zone} is up`)
    for (const fault of sim.t.faults.by('target', zone)) if (fault.kind === 'zoneDown') clearInstanceFault(sim, fault)
    return record(sim, 'zoneUp', zone, null, input, false)
  },
}

/** Ends a fault of this file: the agent is back, the instance starts, the zone is up. False for another kind. */
export function clearInstanceFault(sim: Sim, fault: FaultRow): boolean {
  if (!Object.hasOwn(instanceFaults, fault.kind)) return false
  if (fault.clearedAtMs !== null) return true
  const ci = sim.t.containerInstances.get(fault.targetRowId ?? undefined)
  const instance = sim.t.instances.find('instanceId', fault.target)
  if (fault.kind === 'stopInstance' && instance?.state === 'stopping') {
    throw invalidParameter('The instance is still stopping.')
  }
  sim.t.faults.patch(fault.id, { clearedAtMs: sim.nowMs })
  if (fault.kind === 'disconnectAgent' && ci) reconnectAgent(sim, ci)
  if (fault.kind === 'stopInstance' && instance) startInstance(sim, instance.id)
  // What waits for room, or for a better spread (S-60), looks again.
  if (fault.kind === 'zoneDown') for (const service of sim.t.services.values()) wake(sim, service.id)
  if (fault.kind === 'impairInstance' && instance?.impaired) setImpaired(sim, instance, false)
  return true
}

export const instanceFaultEvents: EventHandlers = {
  'fault.instanceEnds': (sim, e) => {
    const fault = sim.t.faults.get(e.ref)
    if (fault) clearInstanceFault(sim, fault)
  },
}
