/** RunTask and StartTask (T-183 … T-188, S-30, S-40 … S-43). */
import type {
  Failure,
  RunTaskCommandInput,
  RunTaskCommandOutput,
  StartTaskCommandInput,
  StartTaskCommandOutput,
} from '@aws-sdk/client-ecs'
import { remaining } from '../../../capacity/accounts'
import type { Sim } from '../../../kernel'
import { ApiError, invalidParameter } from '../../../kernel'
import type { ClusterRow, TaskDefinitionRow, TaskRow } from '../../../model'
import type { CheckedNetwork } from '../../../network'
import { checkNetworkConfiguration, subnetInZone } from '../../../network'
import {
  decideFargatePlacement,
  decidePlacement,
  demandOf,
  refusalAtStart,
  validatePlacementInput,
} from '../../../scheduler'
import { nextProvider } from '../../../services'
import { effectiveSize, launchTask } from '../../../tasks'
import { findContainerInstance, resolveCluster } from '../clusters'
import { checkTags } from '../tags'
import { resolveTaskDefinition } from '../task-definitions'
import type { LaunchChoice } from './request'
import { checkDefinitionSuits, checkExecuteCommand, checkInstancesExist, checkOverrides, chooseLaunch } from './request'
import { taskView } from './view'

type Answer<T> = Omit<T, '$metadata'>

interface Prepared {
  cluster: ClusterRow
  definition: TaskDefinitionRow
  choice: LaunchChoice
  network: CheckedNetwork | null
  group: string
}

export function runTask(sim: Sim, input: RunTaskCommandInput): Answer<RunTaskCommandOutput> {
  const cluster = resolveCluster(sim, input.cluster)
  const count = input.count ?? 1
  if (!Number.isInteger(count) || count < 1 || count > 10)
    throw invalidParameter('Task count must be between 1 and 10.')
  const repeated = repeatOf(sim, cluster, input)
  if (repeated) return repeated
  const choice = chooseLaunch(cluster, input)
  const definition = resolveTaskDefinition(sim, input.taskDefinition ?? '', 'RunTask')
  const strategy = validatePlacementInput({
    placementConstraints: input.placementConstraints,
    placementStrategy: input.placementStrategy,
    launchType: choice.effective,
    taskDefinitionConstraints: definition.def.placementConstraints,
  })
  const prepared = prepare(sim, cluster, definition, choice, input)
  if (input.propagateTags === 'SERVICE') throw invalidParameter('propagateTags SERVICE is not supported for RunTask.')
  checkInstancesExist(sim, cluster, choice)

  const tasks: TaskRow[] = []
  let failures: Failure[] = []
  for (let i = 0; i < count && failures.length === 0; i++) {
    const placed =
      choice.effective === 'FARGATE'
        ? onFargate(sim, prepared, input, tasks)
        : onInstance(sim, prepared, input, strategy)
    if (Array.isArray(placed)) failures = placed
    else tasks.push(placed)
  }
  rememberToken(sim, cluster, input, tasks)
  return { tasks: tasks.map((task) => taskView(sim, sim.t.tasks.need(task.id))), failures }
}

function prepare(
  sim: Sim,
  cluster: ClusterRow,
  definition: TaskDefinitionRow,
  choice: LaunchChoice,
  input: RunTaskCommandInput | StartTaskCommandInput,
): Prepared {
  checkDefinitionSuits(definition, choice, 'platformVersion' in input ? input.platformVersion : undefined)
  const network = checkNetworkConfiguration(sim, {
    networkMode: definition.derived.networkMode,
    networkConfiguration: input.networkConfiguration,
    launchType: choice.effective,
  })
  checkOverrides(definition, input.overrides, choice.effective === 'FARGATE')
  checkExecuteCommand(definition, input.enableExecuteCommand, "task couldn't be created")
  checkTags(input.tags)
  const startedByLimit = 'containerInstances' in input ? 36 : 128
  if (input.startedBy !== undefined && !/^[A-Za-z0-9/_-]*$/.test(input.startedBy))
    throw invalidParameter('startedBy contains invalid characters.')
  if ((input.startedBy ?? '').length > startedByLimit)
    throw invalidParameter(`startedBy must be at most ${startedByLimit} characters.`)
  const group = input.group ?? `family:${definition.family}`
  if (group.length > 255) throw invalidParameter('group must be at most 255 characters.')
  if (group.startsWith('service:')) throw invalidParameter('group cannot begin with service:.')
  return { cluster, definition, choice, network, group }
}

function specOf(prepared: Prepared, input: RunTaskCommandInput | StartTaskCommandInput) {
  return {
    clusterId: prepared.cluster.id,
    serviceId: null,
    deploymentId: null,
    taskDefinition: prepared.definition,
    group: prepared.group,
    startedBy: input.startedBy ?? null,
    networkConfiguration: input.networkConfiguration ?? null,
    ...(input.overrides ? { overrides: input.overrides } : {}),
    enableExecuteCommand: input.enableExecuteCommand ?? false,
    tags: [...(input.tags ?? []), ...(input.propagateTags === 'TASK_DEFINITION' ? prepared.definition.tags : [])],
  }
}

/** Size as the overrides make it (T-185). */
function demandFor(prepared: Prepared, input: RunTaskCommandInput | StartTaskCommandInput) {
  const size = effectiveSize({
    taskDefinition: prepared.definition,
    ...(input.overrides ? { overrides: input.overrides } : {}),
  })
  return { ...demandOf(prepared.definition), ...size }
}

function onFargate(sim: Sim, prepared: Prepared, input: RunTaskCommandInput, earlier: TaskRow[]): TaskRow | Failure[] {
  const { cluster, choice, network, group } = prepared
  const provider = nextProvider(
    choice.strategy,
    (name) => earlier.filter((t) => t.capacityProviderName === name).length,
  )
  const found = decideFargatePlacement(
    sim,
    {
      clusterId: cluster.id,
      subnetIds: network?.subnetIds ?? [],
      scope: group,
      serviceId: null,
      capacityProvider: provider === 'FARGATE_SPOT' ? 'FARGATE_SPOT' : 'FARGATE',
      demand: demandFor(prepared, input),
    },
    cluster.id,
  )
  if ('reason' in found) return [{ reason: found.reason }] // S-42
  const task = launchTask(sim, {
    ...specOf(prepared, input),
    launchType: 'FARGATE',
    capacityProviderName: provider,
    containerInstanceId: null,
    subnetId: found.subnetId,
    zone: found.zone,
    platformVersion: '1.4.0',
  })
  sim.t.decisions.patch(found.decisionId, { subject: task.id })
  return task
}

function onInstance(
  sim: Sim,
  prepared: Prepared,
  input: RunTaskCommandInput,
  strategy: ReturnType<typeof validatePlacementInput>,
): TaskRow | Failure[] {
  const { cluster, definition, choice, network, group } = prepared
  const demand = demandFor(prepared, input)
  const result = decidePlacement(
    sim,
    {
      clusterId: cluster.id,
      pool: { launchType: choice.effective === 'EXTERNAL' ? 'EXTERNAL' : 'EC2' },
      scope: group,
      serviceId: null,
      demand,
      vpcId: network?.vpcId ?? null,
      zones: network?.zones ?? null,
      constraints: [...(definition.def.placementConstraints ?? []), ...(input.placementConstraints ?? [])],
      strategy,
    },
    cluster.id,
  )
  if (!result.containerInstanceId) {
    // S-40: one entry per instance of the pool, in host order, not repeated per missing task.
    return result.refusals.map(({ containerInstanceId, reason }) => ({
      arn: sim.t.containerInstances.need(containerInstanceId).arn,
      reason,
    }))
  }
  const task = launchOn(sim, prepared, input, result.containerInstanceId, demand.gpus)
  sim.t.decisions.patch(result.decisionId, { subject: task.id })
  return task
}

function launchOn(
  sim: Sim,
  prepared: Prepared,
  input: RunTaskCommandInput | StartTaskCommandInput,
  containerInstanceId: string,
  gpus: number,
): TaskRow {
  const instance = sim.t.containerInstances.need(containerInstanceId)
  return launchTask(sim, {
    ...specOf(prepared, input),
    launchType: instance.external ? 'EXTERNAL' : 'EC2',
    capacityProviderName: null,
    containerInstanceId,
    subnetId: prepared.network ? subnetInZone(sim, prepared.network.subnetIds, instance.zone) : null,
    zone: instance.zone,
    gpuIds: remaining(sim, instance).gpuIds.slice(0, gpus),
  })
}

/** D-711, T-184: the same clientToken with the same parameters answers the earlier tasks, with others a conflict. */
function repeatOf(sim: Sim, cluster: ClusterRow, input: RunTaskCommandInput): Answer<RunTaskCommandOutput> | null {
  if (!input.clientToken) return null
  if (input.clientToken.length > 64) throw invalidParameter('clientToken must be at most 64 characters.')
  const earlier = cluster.runTokens?.[input.clientToken]
  if (!earlier) return null
  const tasks = earlier.taskIds.flatMap((id) => sim.t.tasks.get(id) ?? [])
  if (earlier.request !== JSON.stringify(input)) {
    throw new ApiError(
      'ConflictException',
      'The RunTask request could not be processed because the clientToken was used with other parameters.',
      {
        resourceIds: tasks.map((t) => t.arn),
      },
    )
  }
  return { tasks: tasks.map((task) => taskView(sim, task)), failures: [] }
}

function rememberToken(sim: Sim, cluster: ClusterRow, input: RunTaskCommandInput, tasks: TaskRow[]): void {
  if (!input.clientToken || tasks.length === 0) return
  const entry = { request: JSON.stringify(input), taskIds: tasks.map((t) => t.id) }
  sim.t.clusters.patch(cluster.id, {
    runTokens: { ...sim.t.clusters.need(cluster.id).runTokens, [input.clientToken]: entry },
  })
}

export function startTask(sim: Sim, input: StartTaskCommandInput): Answer<StartTaskCommandOutput> {
  const cluster = resolveCluster(sim, input.cluster)
  const references = input.containerInstances ?? []
  if (references.length === 0) throw invalidParameter('Container Instances cannot be empty.')
  if (references.length > 10) throw invalidParameter('Container Instances cannot exceed 10.')
  const definition = resolveTaskDefinition(sim, input.taskDefinition ?? '', 'StartTask')
  const choice: LaunchChoice = { launchType: 'EC2', strategy: [], effective: 'EC2' }
  const prepared = prepare(sim, cluster, definition, choice, input)
  const demand = demandFor(prepared, input)
  const tasks: TaskRow[] = []
  const failures: Failure[] = []
  for (const reference of references) {
    const instance = findContainerInstance(sim, cluster, reference)
    const request = {
      clusterId: cluster.id,
      pool: { launchType: 'EC2' as const },
      scope: prepared.group,
      serviceId: null,
      demand,
      vpcId: prepared.network?.vpcId ?? null,
      zones: prepared.network?.zones ?? null,
      constraints: [],
      strategy: [],
    }
    const refusal = refusalAtStart(sim, request, instance)
    if (refusal || !instance) {
      const arn =
        instance?.arn ??
        (reference.startsWith('arn:') ? reference : sim.arn('ecs', `container-instance/${cluster.name}/${reference}`))
      failures.push({ arn, reason: refusal?.reason ?? 'MISSING' })
    } else {
      tasks.push(launchOn(sim, prepared, input, instance.id, demand.gpus))
    }
  }
  return { tasks: tasks.map((task) => taskView(sim, sim.t.tasks.need(task.id))), failures }
}
