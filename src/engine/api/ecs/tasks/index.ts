/** Task operations. */
import type {
  DescribeTasksCommandInput,
  DescribeTasksCommandOutput,
  Failure,
  GetTaskProtectionCommandInput,
  GetTaskProtectionCommandOutput,
  ListTasksCommandInput,
  ListTasksCommandOutput,
  StopTaskCommandInput,
  StopTaskCommandOutput,
  UpdateTaskProtectionCommandInput,
  UpdateTaskProtectionCommandOutput,
} from '@aws-sdk/client-ecs'
import type { Sim } from '../../../kernel'
import { ApiError, invalidParameter } from '../../../kernel'
import type { ClusterRow, TaskRow } from '../../../model'
import { wake } from '../../../services'
import { stopTask } from '../../../tasks'
import { paginate } from '../../paginate'
import { awsTime } from '../../time'
import type { ServiceOperations } from '../../types'
import { findContainerInstance, lastPart, resolveCluster } from '../clusters'
import { findTask, taskArnFor } from './find'
import { runTask, startTask } from './run'
import { taskView } from './view'

export { checkDefinitionSuits, checkExecuteCommand, chooseLaunch, type LaunchChoice } from './request'
export { taskView } from './view'

type Answer<T> = Omit<T, '$metadata'>

/** T-189. */
function stop(sim: Sim, input: StopTaskCommandInput): Answer<StopTaskCommandOutput> {
  const cluster = resolveCluster(sim, input.cluster)
  const task = findTask(sim, cluster, input.task ?? '')
  if (!task) throw invalidParameter('The referenced task was not found.')
  if ((input.reason ?? '').length > 1024) throw invalidParameter('reason must be at most 1024 characters.')
  stopTask(sim, task.id, { stopCode: 'UserInitiated', reason: input.reason ?? 'Task stopped by user', by: 'user' })
  return { task: taskView(sim, sim.t.tasks.need(task.id)) }
}

/** T-165, T-171, D-117. */
function describe(sim: Sim, input: DescribeTasksCommandInput): Answer<DescribeTasksCommandOutput> {
  const cluster = resolveCluster(sim, input.cluster)
  const references = input.tasks ?? []
  if (references.length === 0) throw invalidParameter('Tasks cannot be empty.')
  if (references.length > 100) throw invalidParameter('Tasks cannot exceed 100.')
  const found = new Map<string, TaskRow>()
  const failures: Failure[] = []
  for (const reference of references) {
    const task = findTask(sim, cluster, reference)
    if (task) found.set(task.id, task)
    else failures.push({ arn: taskArnFor(sim, cluster, reference), reason: 'MISSING' })
  }
  const withTags = input.include?.includes('TAGS') ?? false
  const tasks = [...found.values()].map((task) => {
    const view = taskView(sim, task)
    return withTags ? view : { ...view, tags: [] }
  })
  return { tasks, failures }
}

/** T-190, D-106. */
function list(sim: Sim, input: ListTasksCommandInput): Answer<ListTasksCommandOutput> {
  const cluster = resolveCluster(sim, input.cluster)
  const others = [input.containerInstance, input.family, input.serviceName, input.launchType, input.desiredStatus]
  if (input.startedBy !== undefined && others.some((filter) => filter !== undefined)) {
    throw invalidParameter('startedBy must be the only filter specified.')
  }
  const tests = [...filters(sim, cluster, input)]
  const arns = sim.t.tasks
    .by('cluster', cluster.id)
    .filter((task) => tests.every((test) => test(task)))
    .map((task) => task.arn)
  const { maxResults: _, nextToken: __, ...scope } = input
  const page = paginate(arns, input, { max: 100, default: 100, scope: `ListTasks ${JSON.stringify(scope)}` })
  return { taskArns: page.items, ...(page.nextToken ? { nextToken: page.nextToken } : {}) }
}

function* filters(sim: Sim, cluster: ClusterRow, input: ListTasksCommandInput): Generator<(task: TaskRow) => boolean> {
  const desired = input.desiredStatus ?? 'RUNNING'
  if (input.startedBy === undefined) yield (task) => task.desiredStatus === desired
  else yield (task) => task.startedBy === input.startedBy && task.desiredStatus === 'RUNNING'
  if (input.launchType) yield (task) => task.launchType === input.launchType
  if (input.family !== undefined) {
    if (!/^[a-zA-Z0-9\-_]+$/.test(input.family)) throw invalidParameter('family must match ^[a-zA-Z0-9\\-_]+$')
    yield (task) => sim.t.taskDefinitions.need(task.taskDefinitionId).family === input.family
  }
  if (input.serviceName !== undefined) {
    const service = sim.t.services.find('latest', `${cluster.id}/${lastPart(input.serviceName)}`)
    if (!service) throw new ApiError('ServiceNotFoundException', 'Service not found.')
    yield (task) => task.serviceId === service.id
  }
  if (input.containerInstance !== undefined) {
    const instance = findContainerInstance(sim, cluster, input.containerInstance)
    if (!instance) throw invalidParameter('The referenced container instance was not found.')
    yield (task) => task.containerInstanceId === instance.id
  }
}

const DEFAULT_PROTECTION_MINUTES = 120

/** D-206, T-167, T-191. */
function protect(sim: Sim, input: UpdateTaskProtectionCommandInput): Answer<UpdateTaskProtectionCommandOutput> {
  const cluster = resolveCluster(sim, input.cluster)
  const references = input.tasks ?? []
  if (references.length === 0) throw invalidParameter('Tasks cannot be empty.')
  if (references.length > 10) throw invalidParameter('Tasks cannot exceed 10.')
  const minutes = input.expiresInMinutes ?? DEFAULT_PROTECTION_MINUTES
  if (!Number.isInteger(minutes) || minutes < 1 || minutes > 2880)
    throw invalidParameter('expiresInMinutes must be between 1 and 2880')
  const protectedTasks: NonNullable<UpdateTaskProtectionCommandOutput['protectedTasks']> = []
  const failures: Failure[] = []
  for (const reference of references) {
    const task = findTask(sim, cluster, reference)
    if (!task) {
      failures.push({ arn: taskArnFor(sim, cluster, reference), reason: 'MISSING' })
    } else if (!task.serviceId || task.desiredStatus === 'STOPPED') {
      failures.push({ arn: task.arn, reason: 'TASK_NOT_VALID' })
    } else {
      const protectedUntilMs = input.protectionEnabled ? sim.nowMs + minutes * 60_000 : null
      sim.t.tasks.patch(task.id, { protectedUntilMs })
      // The scheduler looks again when the protection lapses, or now that it is off.
      wake(sim, task.serviceId, protectedUntilMs ?? sim.nowMs)
      protectedTasks.push({
        taskArn: task.arn,
        protectionEnabled: input.protectionEnabled ?? false,
        ...(protectedUntilMs === null ? {} : { expirationDate: awsTime(sim, protectedUntilMs) }),
      })
    }
  }
  return { protectedTasks, failures }
}

function protection(sim: Sim, input: GetTaskProtectionCommandInput): Answer<GetTaskProtectionCommandOutput> {
  const cluster = resolveCluster(sim, input.cluster)
  const failures: Failure[] = []
  const tasks: TaskRow[] = []
  for (const reference of input.tasks ?? []) {
    const task = findTask(sim, cluster, reference)
    if (task) tasks.push(task)
    else failures.push({ arn: taskArnFor(sim, cluster, reference), reason: 'MISSING' })
  }
  const listed = input.tasks ? tasks : sim.t.tasks.by('cluster', cluster.id).filter((t) => isProtected(sim, t))
  return {
    protectedTasks: listed.map((task) => ({
      taskArn: task.arn,
      protectionEnabled: isProtected(sim, task),
      ...(isProtected(sim, task) && task.protectedUntilMs !== null
        ? { expirationDate: awsTime(sim, task.protectedUntilMs) }
        : {}),
    })),
    failures,
  }
}

const isProtected = (sim: Sim, task: TaskRow) => task.protectedUntilMs !== null && task.protectedUntilMs > sim.nowMs

export const taskOperations: ServiceOperations = {
  RunTask: runTask,
  StartTask: startTask,
  StopTask: stop,
  DescribeTasks: describe,
  ListTasks: list,
  UpdateTaskProtection: protect,
  GetTaskProtection: protection,
}
