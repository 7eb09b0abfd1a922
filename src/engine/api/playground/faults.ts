/** InjectFault and ClearFault (design.md §3, deployments.md section 8). */
import type { Sim } from '../../kernel'
import { invalidParameter } from '../../kernel'
import type { TaskRow } from '../../model'
import { zoneNames } from '../../network'
import { containerExits, interruptSpotTask } from '../../tasks'
import type { ServiceOperations } from '../types'
import { clearInstanceFault, instanceFaults } from './instance-faults'

interface FaultInput {
  kind: string
  target?: string
  containerName?: string
  exitCode?: number
  check?: 'container' | 'target' | 'both'
  forSeconds?: number
}

type Answer = { faultId: string }

function needTask(sim: Sim, target: string | undefined): TaskRow {
  const reference = target ?? ''
  const task = sim.t.tasks.find(reference.startsWith('arn:') ? 'arn' : 'taskId', reference)
  if (!task || task.lastStatus === 'STOPPED') throw invalidParameter(`The task ${reference} was not found.`)
  return task
}

/** Faults that are over as soon as they have struck leave a cleared record; others last until cleared or `forSeconds`. */
export function recordFault(
  sim: Sim,
  input: FaultInput,
  target: string,
  targetRowId: string | null,
  lasts: boolean,
): Answer {
  const base = sim.newRow('faults')
  const untilMs = lasts && input.forSeconds !== undefined ? sim.nowMs + Math.round(input.forSeconds * 1000) : null
  sim.t.faults.put({
    ...base,
    kind: input.kind,
    target,
    targetRowId,
    detail: { ...input },
    fromMs: sim.nowMs,
    untilMs,
    clearedAtMs: lasts ? null : sim.nowMs,
  })
  if (untilMs !== null) sim.schedule(untilMs, 0, 'fault.over', base.id)
  return { faultId: base.id }
}

function processChanged(sim: Sim, targetRowId: string | null): void {
  if (!targetRowId || !sim.t.tasks.has(targetRowId)) return
  for (const hook of sim.hooks.processChanged) hook(sim, targetRowId)
}

/** D-800, D-802: the process of one container (default: the first essential one) ends. */
function killContainer(sim: Sim, input: FaultInput, exitCode: number, reason: string | null): Answer {
  const task = needTask(sim, input.target)
  const container = input.containerName
    ? task.containers.find((c) => c.name === input.containerName)
    : task.containers.find((c) => c.essential)
  if (!container) throw invalidParameter(`The container ${input.containerName ?? ''} was not found in the task.`)
  if (container.stage !== 'running' || container.unseenExit)
    throw invalidParameter(`The container ${container.name} is not running.`)
  const answer = recordFault(sim, input, task.arn, task.id, false)
  containerExits(sim, task.id, container.name, exitCode, reason)
  return answer
}

const taskFaults: Record<string, (sim: Sim, input: FaultInput) => Answer> = {
  stopContainer: (sim, input) => killContainer(sim, input, input.exitCode ?? 1, null),
  outOfMemory: (sim, input) => {
    const fargate = needTask(sim, input.target).launchType === 'FARGATE'
    return killContainer(
      sim,
      input,
      137,
      `OutOfMemoryError: ${fargate ? 'container' : 'Container'} killed due to memory usage`,
    )
  },
  failHealthChecks: (sim, input) => {
    const task = needTask(sim, input.target)
    for (const hook of sim.hooks.beforeRoutingChange) hook(sim)
    const answer = recordFault(sim, { ...input, check: input.check ?? 'both' }, task.arn, task.id, true)
    processChanged(sim, task.id)
    return answer
  },
}

/** Faults on what has no row of its own: looked up by name where they bite. */
const namedFaults: Record<string, { targets: readonly string[] | null; name: string | null }> = {
  capacityUnavailable: { targets: null, name: null },
  registryDown: { targets: null, name: 'registry' },
}

/** D-811, S-136: every Fargate Spot task, or those of one zone, is told to go. */
function reclaimFargateSpot(sim: Sim, input: FaultInput, target: string): Answer {
  for (const hook of sim.hooks.beforeRoutingChange) hook(sim)
  for (const task of [...sim.t.tasks.values()]) {
    if (task.capacityProviderName !== 'FARGATE_SPOT' || task.desiredStatus === 'STOPPED') continue
    if (target === 'FARGATE_SPOT' || task.zone === target) interruptSpotTask(sim, task.id)
  }
  return recordFault(sim, input, target, null, false)
}

function inject(sim: Sim, input: FaultInput): Answer {
  const onTask = taskFaults[input.kind]
  if (onTask) return onTask(sim, input)
  const target = input.target ?? ''
  const spot = input.kind === 'spotReclaim' && (target === 'FARGATE_SPOT' || zoneNames(sim).includes(target))
  if (spot) return reclaimFargateSpot(sim, input, target)
  const onInstance = instanceFaults[input.kind]
  if (onInstance) return onInstance(sim, input as never) as Answer
  const named = namedFaults[input.kind]
  if (!named) throw invalidParameter(`The fault ${input.kind} is not available in the simulator yet.`)
  const on = named.name ?? input.target ?? 'FARGATE'
  const zones = [...sim.t.subnets.values()].map((subnet) => subnet.zone)
  if (input.kind === 'capacityUnavailable' && !['FARGATE', 'FARGATE_SPOT', ...zones].includes(on)) {
    throw invalidParameter(`${on} is not FARGATE, FARGATE_SPOT or an Availability Zone of this Region.`)
  }
  return recordFault(sim, input, on, null, true)
}

/** Ends a lasting fault. */
function clear(sim: Sim, input: { faultId: string }): Record<string, never> {
  const fault = sim.t.faults.get(input.faultId)
  if (!fault) throw invalidParameter(`The fault ${input.faultId} was not found.`)
  endFault(sim, fault.id)
  return {}
}

export function endFault(sim: Sim, id: string): void {
  const fault = sim.t.faults.get(id)
  if (!fault || fault.clearedAtMs !== null || clearInstanceFault(sim, fault)) return
  for (const hook of sim.hooks.beforeRoutingChange) hook(sim)
  sim.t.faults.patch(id, { clearedAtMs: sim.nowMs })
  processChanged(sim, fault.targetRowId)
}

export const faultOperations: ServiceOperations = { InjectFault: inject, ClearFault: clear }
