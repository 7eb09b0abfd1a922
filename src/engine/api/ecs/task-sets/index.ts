/** Task sets of services with the EXTERNAL controller (D-560, T-196). */
import type {
  CreateTaskSetCommandInput,
  CreateTaskSetCommandOutput,
  DeleteTaskSetCommandInput,
  DeleteTaskSetCommandOutput,
  DescribeTaskSetsCommandInput,
  DescribeTaskSetsCommandOutput,
  Failure,
  Scale,
  UpdateServicePrimaryTaskSetCommandInput,
  UpdateServicePrimaryTaskSetCommandOutput,
  UpdateTaskSetCommandInput,
  UpdateTaskSetCommandOutput,
} from '@aws-sdk/client-ecs'
import type { Sim } from '../../../kernel'
import { ApiError, invalidParameter } from '../../../kernel'
import type { ServiceRow } from '../../../model'
import type { TaskSetRow } from '../../../services'
import {
  addTaskSet,
  changeTaskSet,
  hasTaskSets,
  taskSetArn,
  taskSetsOf,
  unsettleTaskSet,
  wake,
} from '../../../services'
import type { ServiceOperations } from '../../types'
import { resolveCluster } from '../clusters'
import { resolveService } from '../services/checks'
import { taskSetView } from '../services/task-set-view'
import { checkAgainstDefinition } from '../services/write'
import { checkTags } from '../tags'
import { resolveTaskDefinition } from '../task-definitions'
import { chooseLaunch } from '../tasks'

type Answer<T> = Omit<T, '$metadata'>

function needService(sim: Sim, input: { cluster?: string | undefined; service?: string | undefined }): ServiceRow {
  const service = resolveService(sim, resolveCluster(sim, input.cluster), input.service ?? '')
  if (service.status !== 'ACTIVE') throw new ApiError('ServiceNotActiveException', 'Service was not ACTIVE.')
  return service
}

/** Task sets are made by hand only under the EXTERNAL controller; CodeDeploy makes its own (text: ASSUMPTION). */
function needExternal(sim: Sim, input: { cluster?: string | undefined; service?: string | undefined }): ServiceRow {
  const service = needService(sim, input)
  if (service.deploymentController.type !== 'EXTERNAL') {
    throw invalidParameter('Task sets can only be managed on services with an EXTERNAL deployment controller.')
  }
  return service
}

/** By id or ARN. */
function findTaskSet(sim: Sim, service: ServiceRow, reference: string | undefined): TaskSetRow | undefined {
  return taskSetsOf(sim, service.id).find((row) => row.deploymentId === reference || taskSetArn(sim, row) === reference)
}

function needTaskSet(sim: Sim, service: ServiceRow, reference: string | undefined): TaskSetRow {
  const row = findTaskSet(sim, service, reference)
  if (!row) throw new ApiError('TaskSetNotFoundException', 'The specified task set does not exist.')
  return row
}

/** D-560; not given: all of the service's desired count (ASSUMPTION). */
function checkScale(scale: Scale | undefined): number {
  const value = scale?.value ?? 100
  if (!(value >= 0 && value <= 100)) throw invalidParameter('The scale value must be between 0 and 100.')
  return value
}

function create(sim: Sim, input: CreateTaskSetCommandInput): Answer<CreateTaskSetCommandOutput> {
  const cluster = resolveCluster(sim, input.cluster)
  const service = needExternal(sim, input)
  const request = JSON.stringify(input)
  const { clientToken } = input
  const twin = clientToken && taskSetsOf(sim, service.id).find(({ taskSet }) => taskSet.clientToken === clientToken)
  if (twin) {
    if (twin.taskSet.createInput === request) return { taskSet: taskSetView(sim, twin) }
    throw invalidParameter('Creation of task set was not idempotent.')
  }
  if ((input.serviceRegistries ?? []).length > 0)
    throw new ApiError('UnsupportedFeatureException', 'serviceRegistries is not available in the simulator.')
  const loadBalancers = input.loadBalancers ?? []
  if (loadBalancers.length > 1) throw invalidParameter('A task set can have one target group only.')
  const scalePercent = checkScale(input.scale)
  const choice = chooseLaunch(cluster, input)
  if (!input.taskDefinition) throw invalidParameter('TaskDefinition can not be empty.')
  const definition = resolveTaskDefinition(sim, input.taskDefinition, 'CreateService')
  const placement = {
    placementConstraints: service.placementConstraints,
    placementStrategy: choice.effective === 'FARGATE' ? [] : service.placementStrategy,
    enableExecuteCommand: service.enableExecuteCommand,
  }
  const checked = checkAgainstDefinition(
    sim,
    definition,
    choice,
    {
      ...placement,
      loadBalancers,
      networkConfiguration: input.networkConfiguration,
      platformVersion: input.platformVersion,
    },
    "task set couldn't be created",
  )
  const row = addTaskSet(sim, service.id, {
    taskDefinitionId: definition.id,
    launchType: choice.launchType,
    capacityProviderStrategy: choice.strategy,
    platformVersion: choice.effective === 'FARGATE' ? (input.platformVersion ?? 'LATEST') : null,
    networkConfiguration: checked.networkConfiguration,
    loadBalancers,
    status: 'ACTIVE',
    scalePercent,
    externalId: input.externalId ?? null,
    startedBy: null,
    clientToken: clientToken ?? null,
    createInput: request,
    tags: checkTags(input.tags),
  })
  sim.t.services.patch(service.id, { steadySinceMs: null })
  wake(sim, service.id)
  return { taskSet: taskSetView(sim, row) }
}

/** D-560: the scale only. */
function update(sim: Sim, input: UpdateTaskSetCommandInput): Answer<UpdateTaskSetCommandOutput> {
  const service = needExternal(sim, input)
  const row = needTaskSet(sim, service, input.taskSet)
  if (row.taskSet.status === 'DRAINING') throw invalidParameter('The task set is draining.')
  if (input.scale?.value === undefined) throw invalidParameter('The scale value must be between 0 and 100.')
  const scaled = changeTaskSet(sim, row, { scalePercent: checkScale(input.scale) })
  const next = scaled.taskSet.scalePercent === row.taskSet.scalePercent ? scaled : unsettleTaskSet(sim, scaled)
  wake(sim, service.id)
  return { taskSet: taskSetView(sim, next) }
}

function remove(sim: Sim, input: DeleteTaskSetCommandInput): Answer<DeleteTaskSetCommandOutput> {
  const service = needExternal(sim, input)
  const row = needTaskSet(sim, service, input.taskSet)
  if (row.taskSet.scalePercent > 0 && !input.force)
    throw invalidParameter('The task set cannot be deleted while it is scaled above 0.')
  const gone = changeTaskSet(sim, row, { status: 'DRAINING', scalePercent: 0 })
  wake(sim, service.id)
  return { taskSet: taskSetView(sim, gone) }
}

function describe(sim: Sim, input: DescribeTaskSetsCommandInput): Answer<DescribeTaskSetsCommandOutput> {
  const service = resolveService(sim, resolveCluster(sim, input.cluster), input.service ?? '')
  if (!hasTaskSets(service)) {
    throw invalidParameter('The service has no task sets: its deployment controller is ECS.')
  }
  const references = input.taskSets ?? []
  const failures: Failure[] = []
  const rows = references.length === 0 ? taskSetsOf(sim, service.id) : []
  for (const reference of new Set(references)) {
    const row = findTaskSet(sim, service, reference)
    if (row) rows.push(row)
    else failures.push({ arn: reference, reason: 'MISSING' })
  }
  const withTags = input.include?.includes('TAGS') ?? false
  const taskSets = rows.map((row) => {
    const { tags, ...view } = taskSetView(sim, row)
    return withTags ? { ...view, tags } : view
  })
  return { taskSets, failures }
}

/** What the PRIMARY task set runs becomes what the service shows. */
function makePrimary(
  sim: Sim,
  input: UpdateServicePrimaryTaskSetCommandInput,
): Answer<UpdateServicePrimaryTaskSetCommandOutput> {
  const service = needExternal(sim, input)
  const row = needTaskSet(sim, service, input.primaryTaskSet)
  if (row.taskSet.status === 'DRAINING') throw invalidParameter('The task set is draining.')
  for (const other of taskSetsOf(sim, service.id)) {
    if (other.id !== row.id && other.taskSet.status === 'PRIMARY') changeTaskSet(sim, other, { status: 'ACTIVE' })
  }
  sim.t.services.patch(service.id, {
    taskDefinitionId: row.taskDefinitionId,
    launchType: row.launchType,
    capacityProviderStrategy: row.capacityProviderStrategy,
    platformVersion: row.platformVersion,
    networkConfiguration: row.networkConfiguration,
    loadBalancers: row.loadBalancers,
  })
  return { taskSet: taskSetView(sim, changeTaskSet(sim, row, { status: 'PRIMARY' })) }
}

export const taskSetOperations: ServiceOperations = {
  CreateTaskSet: create,
  UpdateTaskSet: update,
  DeleteTaskSet: remove,
  DescribeTaskSets: describe,
  UpdateServicePrimaryTaskSet: makePrimary,
}
