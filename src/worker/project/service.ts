/** A service's row as the page shows it: numbers, gauge, why-line, tray, legend (screens.md §2). */
import type { RowTypes, WaitingAnswer } from '../../engine'
import { boundsNow } from '../../engine'
import type { DeploymentView, GaugeState, ServiceView } from '../views'
import { projectRecord, recordOf, settingsOf } from './deployment'
import { projectShift } from './shift'
import type { Source } from './source'

type ServiceRow = RowTypes['services']
type TaskRow = RowTypes['tasks']
type Waiting = WaitingAnswer | null

/** Boxes of the gauge. `primaryId` is the deployment whose tasks are the new ones; without an old one all are old. */
export function countTasks(
  tasks: readonly TaskRow[],
  primaryId: string,
  deploying: boolean,
): ServiceView['counts'] & { running: number; pending: number } {
  const counts = { healthyOld: 0, healthyNew: 0, notCounted: 0, starting: 0, stopping: 0, running: 0, pending: 0 }
  for (const task of tasks) {
    if (task.desiredStatus === 'STOPPED') counts.stopping++
    else if (task.lastStatus !== 'RUNNING') counts.starting++
    else if (!task.countsAsHealthy) counts.notCounted++
    else if (deploying && task.deploymentId === primaryId) counts.healthyNew++
    else counts.healthyOld++
    if (task.lastStatus === 'RUNNING') counts.running++
    if (task.lastStatus === 'PENDING' || task.lastStatus === 'PROVISIONING' || task.lastStatus === 'ACTIVATING')
      counts.pending++
  }
  return counts
}

const GAUGE_ORDER: readonly GaugeState[] = ['healthy', 'notCounted', 'starting', 'stopping']

function gaugeState(task: TaskRow): GaugeState {
  if (task.desiredStatus === 'STOPPED') return 'stopping'
  if (task.lastStatus !== 'RUNNING') return 'starting'
  return task.countsAsHealthy ? 'healthy' : 'notCounted'
}

/** Tasks by state and revision, in the gauge's order; those of the primary deployment last within a state. */
export function boxesOf(
  tasks: readonly TaskRow[],
  primaryId: string,
  revisionOf: (task: TaskRow) => number,
): ServiceView['boxes'] {
  const groups = new Map<string, ServiceView['boxes'][number] & { primary: boolean }>()
  for (const task of tasks) {
    const state = gaugeState(task)
    const revision = revisionOf(task)
    const primary = task.deploymentId === primaryId
    const key = `${state} ${revision} ${primary}`
    const group = groups.get(key)
    if (group) group.count++
    else groups.set(key, { state, revision, primary, count: 1 })
  }
  return [...groups.values()]
    .sort(
      (a, b) =>
        GAUGE_ORDER.indexOf(a.state) - GAUGE_ORDER.indexOf(b.state) ||
        Number(a.primary) - Number(b.primary) ||
        a.revision - b.revision,
    )
    .map(({ state, revision, count }) => ({ state, revision, count }))
}

/** `library/shop:1` → `shop:1`. */
export const shortImage = (image: string): string => image.slice(image.lastIndexOf('/') + 1)

function definitionOf(row: RowTypes['taskDefinitions'] | undefined): ServiceView['taskDefinition'] {
  const image = row?.def.containerDefinitions?.[0]?.image ?? ''
  return { family: row?.family ?? '', revision: row?.revision ?? 0, arn: row?.arn ?? '', image }
}

function revisionsOf(tasks: readonly TaskRow[], source: Source): ServiceView['revisions'] {
  const byDefinition = new Map<string, number>()
  for (const task of tasks) byDefinition.set(task.taskDefinitionId, (byDefinition.get(task.taskDefinitionId) ?? 0) + 1)
  return [...byDefinition]
    .map(([id, count]) => {
      const row = source.row('taskDefinitions', id)
      const image = shortImage(row?.def.containerDefinitions?.[0]?.image ?? '')
      return { revision: row?.revision ?? 0, label: image || `${row?.family}:${row?.revision}`, tasks: count }
    })
    .sort((a, b) => a.revision - b.revision)
}

function trayOf(waiting: Waiting, service: ServiceRow, tasks: readonly TaskRow[]): ServiceView['tray'] {
  const reasons = Object.entries(waiting?.reasons ?? {})
  if (!waiting || reasons.length === 0) return null
  const wanted = service.desiredCount - tasks.filter((task) => task.desiredStatus === 'RUNNING').length
  if (wanted <= 0 && waiting.kind !== 'placement') return null
  return {
    wanted: Math.max(1, wanted),
    reasons: reasons.map(([reason, count]) => ({ reason, count })).sort((a, b) => b.count - a.count),
    decisionId: service.placementRetry?.decisionId ?? null,
  }
}

function whyOf(waiting: Waiting, healthy: number, desired: number): ServiceView['why'] {
  if (waiting) {
    const { sentence, canProgress, kind, subjects, rules, untilMs } = waiting
    return { sentence, canProgress, kind, subjects, rules, untilMs }
  }
  const sentence = `Steady: ${healthy} of ${desired} healthy.`
  return { sentence, canProgress: true, kind: 'steady', subjects: [], rules: [], untilMs: null }
}

export function projectService(service: ServiceRow, source: Source): ServiceView {
  const tasks = source.children('tasks', 'liveOfService', service.id)
  const deployments = source.children('deployments', 'ofService', service.id)
  const primary = source.row('deployments', service.primaryId)
  const definition = source.row('taskDefinitions', service.taskDefinitionId)
  const deploying = deployments.length > 1 || primary?.rolloutState === 'IN_PROGRESS'
  const { running, pending, ...counts } = countTasks(tasks, service.primaryId, deploying && deployments.length > 1)
  const bounds = boundsNow(source.engine.sim, service)
  const waiting = source.engine.waiting(service.id) ?? null
  const vpc = service.networkConfiguration?.awsvpcConfiguration
  const record = recordOf(service, source.engine)
  return {
    id: service.id,
    name: service.name,
    arn: service.arn,
    clusterId: service.clusterId,
    status: service.status,
    launchType: service.launchType ?? service.capacityProviderStrategy[0]?.capacityProvider ?? 'EC2',
    schedulingStrategy: service.schedulingStrategy,
    desired: service.desiredCount,
    minimumHealthyPercent: service.deploymentConfiguration.minimumHealthyPercent ?? 100,
    maximumPercent: service.deploymentConfiguration.maximumPercent ?? 200,
    lowerBound: bounds.lower,
    upperBound: bounds.upper,
    counts,
    boxes: boxesOf(
      tasks,
      service.primaryId,
      (task) => source.row('taskDefinitions', task.taskDefinitionId)?.revision ?? 0,
    ),
    running,
    pending,
    steady: waiting === null,
    why: whyOf(waiting, counts.healthyOld + counts.healthyNew, service.desiredCount),
    tray: trayOf(waiting, service, tasks),
    taskDefinition: definitionOf(definition),
    revisions: revisionsOf(tasks, source),
    deploying,
    figures: service.figures,
    deployment: record ? projectRecord(record, source.engine) : null,
    settings: settingsOf(service),
    targetGroupIds: service.loadBalancers.flatMap((lb) => source.targetGroupByArn(lb.targetGroupArn)?.id ?? []),
    healthCheckGracePeriodSeconds: service.healthCheckGracePeriodSeconds,
    networkMode: definition?.derived.networkMode ?? 'bridge',
    placementStrategy: service.placementStrategy.map((s) => ({ type: s.type ?? '', field: s.field ?? '' })),
    placementConstraints: service.placementConstraints.map((c) => ({
      type: c.type ?? '',
      expression: c.expression ?? '',
    })),
    subnets: vpc?.subnets ?? [],
    securityGroups: vpc?.securityGroups ?? [],
    assignPublicIp: vpc?.assignPublicIp ?? 'DISABLED',
  }
}

export function projectDeployment(row: RowTypes['deployments'], source: Source): DeploymentView {
  const service = source.row('services', row.serviceId)
  const tasks = source
    .children('tasks', 'liveOfService', row.serviceId)
    .filter((task) => task.deploymentId === row.id && task.desiredStatus === 'RUNNING')
  const running = tasks.filter((task) => task.lastStatus === 'RUNNING').length
  const record = source.row('serviceDeployments', row.serviceDeploymentId)
  return {
    id: row.id,
    deploymentId: row.deploymentId,
    serviceId: row.serviceId,
    status: row.status,
    revision: source.row('taskDefinitions', row.taskDefinitionId)?.revision ?? 0,
    rolloutState: row.rolloutState,
    rolloutStateReason: row.rolloutStateReason,
    desired: row.status === 'PRIMARY' ? (service?.desiredCount ?? 0) : tasks.length,
    running,
    pending: tasks.length - running,
    failedTasks: row.failedTasks,
    createdAtMs: row.createdAtMs,
    shift: projectShift(row, source),
    record: record ? projectRecord(record, source.engine) : null,
  }
}
