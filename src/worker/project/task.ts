/** A task's row as the page shows it: word, glyph, dots and countdown (screens.md §4.2, §5.1). */
import type { RowTypes } from '../../engine'
import type { Span, Streak, TaskStatusWord, TaskView } from '../views'
import type { Source } from './source'

type TaskRow = RowTypes['tasks']
type TargetRow = RowTypes['targets']

const WORD_BY_STATUS: Partial<Record<TaskRow['lastStatus'], TaskStatusWord>> = {
  PROVISIONING: 'preparing',
  PENDING: 'pending',
  ACTIVATING: 'registering',
  DEACTIVATING: 'draining',
  STOPPING: 'stopping',
  DEPROVISIONING: 'releasing',
  DELETED: 'stopped',
}

/** The word on the chip. `targets` are the rows of the task's own targets. */
export function wordOf(task: TaskRow, targets: readonly TargetRow[]): TaskStatusWord {
  if (task.lastStatus === 'STOPPED') return failureOf(task) === null ? 'stopped' : 'failed'
  const word = WORD_BY_STATUS[task.lastStatus]
  if (word) return word
  if (task.healthStatus === 'UNHEALTHY' || targets.some((t) => t.state === 'unhealthy')) return 'unhealthy'
  return task.countsAsHealthy ? 'healthy' : 'running'
}

/** Why a stopped task failed, in a word or two; null when it was told to stop or still lives. */
export function failureOf(task: TaskRow): string | null {
  if (task.lastStatus !== 'STOPPED') return null
  const text = `${task.stoppedReason ?? ''} ${task.containers.map((c) => c.reason ?? '').join(' ')}`
  if (/CannotPull/i.test(text)) return 'cannot pull'
  if (/OutOfMemory/i.test(text)) return 'out of memory'
  if (/health checks/i.test(text)) return 'failed health check'
  switch (task.stopCode) {
    case 'EssentialContainerExited': {
      const exited = task.containers.find((c) => c.essential && c.exitCode !== null)
      return exited ? `exit ${exited.exitCode}` : 'exited'
    }
    case 'TaskFailedToStart':
      return 'failed to start'
    case 'SpotInterruption':
      return 'Spot reclaimed'
    case 'TerminationNotice':
      return 'host lost'
    default:
      return /host|instance.*terminated/i.test(task.stoppedReason ?? '') ? 'host lost' : null
  }
}

/** Dots while a verdict is still being counted; null when there is nothing to count. */
export function streakOf(task: TaskRow, targets: readonly TargetRow[], source: Source): Streak | null {
  if (task.lastStatus !== 'RUNNING' && task.lastStatus !== 'ACTIVATING') return null
  const target = targets.find((t) => t.state !== 'draining')
  return target ? targetStreak(target, source) : containerStreak(task, source)
}

/** The target's own dots: passes still needed while initial or unhealthy, failures while healthy. */
export function targetStreak(target: TargetRow, source: Source): Streak | null {
  const group = source.row('targetGroups', target.targetGroupId)
  if (!group) return null
  const { passes, failures } = target
  if (target.state === 'healthy') {
    return failures > 0 ? { passed: 0, failed: failures, needed: group.unhealthyThresholdCount } : null
  }
  if (target.state !== 'initial' && target.state !== 'unhealthy') return null
  const oneCheck = target.state === 'initial' && source.timings.initialTargetHealthy === 'oneCheck'
  return { passed: passes, failed: failures, needed: oneCheck ? 1 : group.healthyThresholdCount }
}

function containerStreak(task: TaskRow, source: Source): Streak | null {
  const container = task.containers.find((c) => c.essential && c.health)
  if (!container?.health || container.health.failures === 0) return null
  const definition = source.row('taskDefinitions', task.taskDefinitionId)
  const check = definition?.def.containerDefinitions?.find((c) => c.name === container.name)?.healthCheck
  return { passed: 0, failed: container.health.failures, needed: check?.retries ?? 3 }
}

/** What the task is in the middle of, with its end where that is known. */
export function spanOf(task: TaskRow, targets: readonly TargetRow[], source: Source): Span | null {
  const { timings } = source
  switch (task.lastStatus) {
    case 'PROVISIONING': {
      if (task.networkMode !== 'awsvpc') return null
      const seconds = task.launchType === 'FARGATE' ? timings.eniAttachFargate : timings.eniAttachEc2
      return span('eni', task.createdAtMs, task.createdAtMs + seconds * 1_000)
    }
    case 'PENDING':
      return task.admitted ? pullSpan(task, source) : null
    case 'ACTIVATING':
    case 'RUNNING':
      return task.countsAsHealthy && !targets.some((t) => t.state === 'unhealthy')
        ? null
        : waitSpan(task, targets, source)
    case 'DEACTIVATING':
      return task.drainUntilMs === null
        ? null
        : span('drain', task.stoppingAtMs ?? task.drainUntilMs, task.drainUntilMs)
    case 'STOPPING': {
      const dying = task.containers.find((c) => c.killAtMs !== null && c.stoppedAtMs === null)
      return dying?.killAtMs ? span('kill', dying.signalledAtMs ?? dying.killAtMs, dying.killAtMs) : null
    }
    default:
      return null
  }
}

function pullSpan(task: TaskRow, source: Source): Span | null {
  const from = task.pullStartedAtMs
  const pulling = task.containers.find((c) => c.stage === 'pulling')
  if (from === null || !pulling) return null
  const { imagePullBase, imagePullMiBPerSecond, imagePullCached, imagePullFailure } = source.timings
  const image = source.currentImage(pulling.image)
  if (image && !image.behaviour.pullable) return span('pull', from, from + imagePullFailure * 1_000)
  const instance = source.row('containerInstances', task.containerInstanceId)
  const cached = image !== undefined && instance?.imageCache.includes(image.digest)
  const sizeMiB = image?.behaviour.sizeMiB ?? 420
  const ms = cached
    ? imagePullCached * 1_000
    : imagePullBase * 1_000 + Math.ceil((sizeMiB * 1_000) / imagePullMiBPerSecond)
  return span('pull', from, from + ms)
}

function waitSpan(task: TaskRow, targets: readonly TargetRow[], source: Source): Span | null {
  const target = targets.find((t) => t.state === 'initial' || t.state === 'unhealthy')
  if (target) {
    const group = source.row('targetGroups', target.targetGroupId)
    const interval = (group?.healthCheckIntervalSeconds ?? 30) * 1_000
    const next = target.anchorMs + Math.max(0, Math.ceil((source.nowMs - target.anchorMs) / interval)) * interval
    return span('check', Math.max(target.registeredAtMs, next - interval), next)
  }
  const booting = task.containers.find((c) => c.process === 'booting' && c.listensAtMs !== null)
  if (booting?.listensAtMs) return span('start', booting.startedAtMs ?? booting.listensAtMs, booting.listensAtMs)
  if (task.startedAtMs === null || targets.length > 0) return null
  return span('wait40', task.startedAtMs, task.startedAtMs + source.timings.healthyWaitNoChecks * 1_000)
}

const span = (kind: Span['kind'], fromMs: number, untilMs: number): Span => ({ kind, fromMs, untilMs })

function addressOf(task: TaskRow, source: Source): string {
  const eni = source.row('networkInterfaces', task.eniId)
  if (eni) return eni.privateIp
  for (const container of task.containers) {
    const bound = container.networkBindings.find((binding) => binding.hostPort)
    if (bound?.hostPort) return `:${bound.hostPort}`
  }
  const port = task.tcpPorts[0] ?? task.udpPorts[0]
  return port === undefined ? '' : `:${port}`
}

function markOf(task: TaskRow, nowMs: number): string | null {
  if (!task.admitted && task.containerInstanceId !== null && task.desiredStatus === 'RUNNING')
    return "in the agent's queue"
  if (task.protectedUntilMs !== null && task.protectedUntilMs > nowMs) return 'protected from scale-in'
  return null
}

/** Rows of the targets that belong to the task. */
export const targetsOf = (task: TaskRow, source: Source): TargetRow[] => source.children('targets', 'ofTask', task.id)

const earliest = (times: (number | null)[]): number | null => {
  const known = times.filter((ms) => ms !== null)
  return known.length === 0 ? null : Math.min(...known)
}

function timesOf(task: TaskRow): TaskView['times'] {
  return {
    pullFromMs: task.pullStartedAtMs,
    pulledMs: task.pullStoppedAtMs,
    healthyMs: task.firstCountedMs ?? null,
    stoppingMs: task.stoppingAtMs,
    signalMs: earliest(task.containers.map((container) => container.signalledAtMs)),
    exitedMs: task.executionStoppedAtMs,
  }
}

export function projectTask(task: TaskRow, source: Source): TaskView {
  const targets = targetsOf(task, source)
  const definition = source.row('taskDefinitions', task.taskDefinitionId)
  return {
    id: task.id,
    shortId: task.taskId.slice(0, 4),
    taskId: task.taskId,
    arn: task.arn,
    clusterId: task.clusterId,
    serviceId: task.serviceId,
    deploymentId: task.deploymentId,
    family: definition?.family ?? '',
    revision: definition?.revision ?? 0,
    containerInstanceId: task.containerInstanceId,
    fargate: task.launchType === 'FARGATE',
    zone: task.zone,
    slot: task.slot,
    lastStatus: task.lastStatus,
    desiredStatus: task.desiredStatus,
    healthStatus: task.healthStatus,
    word: wordOf(task, targets),
    failure: failureOf(task),
    address: addressOf(task, source),
    hostPorts: task.networkMode === 'awsvpc' ? [] : [...task.tcpPorts, ...task.udpPorts],
    awsvpc: task.networkMode === 'awsvpc',
    streak: streakOf(task, targets, source),
    span: spanOf(task, targets, source),
    mark: markOf(task, source.nowMs),
    targetIds: targets.map((target) => target.id),
    createdAtMs: task.createdAtMs,
    startedAtMs: task.startedAtMs,
    stoppedAtMs: task.stoppedAtMs,
    times: timesOf(task),
  }
}
