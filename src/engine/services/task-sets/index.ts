/**
 * Task sets of services whose deployments are made elsewhere (CODE_DEPLOY, EXTERNAL; D-550, D-560): each is a row of
 * `deployments` with a scale, kept at its computed count; the percentages do not bound it (D-307).
 */
import { putServiceAction } from '../../eventbridge'
import type { Sim } from '../../kernel'
import type { DeploymentRow, ServiceRow, TaskSetState } from '../../model'
import { emit } from '../events'
import { gatherDeployment, phaseOf } from '../gather'
import type { Plan } from '../plan'
import { planStep } from '../plan'
import { applyStarts } from '../starts'
import { applyStops } from '../stops'
import { titleOf } from './title'

export type TaskSetRow = DeploymentRow & { taskSet: TaskSetState }

export const hasTaskSets = (service: Pick<ServiceRow, 'deploymentController'>): boolean =>
  service.deploymentController.type !== 'ECS'

/** The service's task sets, oldest first, DRAINING ones included. */
export function taskSetsOf(sim: Sim, serviceId: string): TaskSetRow[] {
  return sim.t.deployments.by('current', serviceId).filter((row): row is TaskSetRow => row.taskSet != null)
}

/** D-560: rounded up. Scales have two decimals at most, so hundredths of a percent keep it whole. */
export function computedCount(service: Pick<ServiceRow, 'desiredCount'>, { taskSet }: TaskSetRow): number {
  if (taskSet.status === 'DRAINING') return 0
  return Math.floor((service.desiredCount * Math.round(taskSet.scalePercent * 100) + 9_999) / 10_000)
}

export type NewTaskSet = Pick<
  DeploymentRow,
  | 'taskDefinitionId'
  | 'launchType'
  | 'capacityProviderStrategy'
  | 'platformVersion'
  | 'networkConfiguration'
  | 'loadBalancers'
> &
  Pick<TaskSetState, 'status' | 'scalePercent' | 'externalId' | 'startedBy' | 'clientToken' | 'createInput' | 'tags'>

/** Writes a task set; its tasks come at the service's next evaluation. */
export function addTaskSet(sim: Sim, serviceId: string, given: NewTaskSet): TaskSetRow {
  const { status, scalePercent, externalId, startedBy, clientToken, createInput, tags, ...runs } = given
  const base = sim.newRow('deployments')
  const stability = { stabilityStatus: 'STABILIZING' as const, stabilityAtMs: sim.nowMs }
  const taskSet = { status, scalePercent, externalId, startedBy, clientToken, createInput, tags, ...stability }
  return sim.t.deployments.put({
    ...base,
    ...runs,
    serviceId,
    taskSet,
    deploymentId: `ecs-svc/${sim.digits('deployment', base.n)}`,
    status: 'ACTIVE',
    rolloutState: 'COMPLETED',
    rolloutStateReason: '',
    failedTasks: 0,
    everRan: false,
    rollbackOf: null,
    bakeUntilMs: null,
    alarmsIgnored: false,
    digestsFixed: true,
    createdAtMs: sim.nowMs,
    updatedAtMs: sim.nowMs,
    completedAtMs: sim.nowMs,
    serviceRevisionId: '',
    serviceDeploymentId: '',
  }) as TaskSetRow
}

export function changeTaskSet(sim: Sim, row: TaskSetRow, patch: Partial<TaskSetState>): TaskSetRow {
  const taskSet = { ...row.taskSet, ...patch }
  return sim.t.deployments.patch(row.id, { taskSet, updatedAtMs: sim.nowMs }) as TaskSetRow
}

/** Desired count or scale changed: the set is no longer known to be stable. */
export function unsettleTaskSet(sim: Sim, row: TaskSetRow): TaskSetRow {
  if (row.taskSet.stabilityStatus === 'STABILIZING') return row
  return changeTaskSet(sim, row, { stabilityStatus: 'STABILIZING', stabilityAtMs: sim.nowMs })
}

/** What one evaluation does for a task set. Twice the count leaves room to replace unhealthy tasks first (D-221). */
export function planTaskSet(sim: Sim, service: ServiceRow, row: TaskSetRow): Plan {
  const count = computedCount(service, row)
  return { ...planStep(gatherDeployment(sim, service, row.id, count, count * 2)), deadlocked: false }
}

/** The plan of the first set that has something to do, for the why-line; of the first one otherwise. */
export function planOfTaskSets(sim: Sim, service: ServiceRow): Plan {
  const plans = taskSetsOf(sim, service.id).map((row) => planTaskSet(sim, service, row))
  const acts = plans.find((plan) => plan.starts + plan.stops.length + plan.surplusBudget + plan.replace.length > 0)
  return acts ?? plans[0] ?? planStep(gatherDeployment(sim, service, '', 0, 0))
}

/** The evaluation of all task sets; answers how many tasks were stopped and started. */
export function stepTaskSets(sim: Sim, serviceId: string): number {
  let acted = 0
  for (const row of taskSetsOf(sim, serviceId)) {
    const service = sim.t.services.need(serviceId)
    const plan = planTaskSet(sim, service, row)
    const stopped = applyStops(sim, { ...service, name: titleOf(service, row) }, plan)
    const started = applyStarts(sim, service, plan, row)
    if (stopped + started > 0) unsettleTaskSet(sim, sim.t.deployments.need(row.id) as TaskSetRow)
    else settleTaskSet(sim, row.id)
    acted += stopped + started
  }
  return acted
}

/** D-560, D-250: STEADY_STATE with its count running, nothing pending, all healthy; DRAINING ends with the last task. */
function settleTaskSet(sim: Sim, id: string): void {
  const row = sim.t.deployments.need(id) as TaskSetRow
  const service = sim.t.services.need(row.serviceId)
  const tasks = sim.t.tasks.by('liveOfService', service.id).filter((t) => t.deploymentId === id)
  const present = tasks.filter((t) => phaseOf(t) !== 'gone')
  if (row.taskSet.status === 'DRAINING') {
    if (present.length === 0) sim.t.deployments.patch(id, { status: 'INACTIVE', updatedAtMs: sim.nowMs })
    return
  }
  const draining = (instanceId: string | null) =>
    sim.t.containerInstances.get(instanceId ?? undefined)?.status === 'DRAINING'
  const wanted = present.filter((t) => t.desiredStatus === 'RUNNING')
  const steady =
    wanted.length === computedCount(service, row) &&
    wanted.every((t) => t.countsAsHealthy && !draining(t.containerInstanceId)) &&
    !present.some((t) => t.lastStatus === 'DEACTIVATING' && t.drainUntilMs === null)
  if (!steady) {
    unsettleTaskSet(sim, row)
    return
  }
  if (row.taskSet.stabilityStatus === 'STEADY_STATE') return
  changeTaskSet(sim, row, { stabilityStatus: 'STEADY_STATE', stabilityAtMs: sim.nowMs })
  emit(sim, service.id, 'D-561', `(service ${titleOf(service, row)}) has reached a steady state.`)
  putServiceAction(sim, service.id, 'INFO', 'TASKSET_STEADY_STATE', { taskSetArns: [taskSetArn(sim, row)] })
}

/** Every set has its count and is stable; a service without a set has nothing to wait for. */
export const taskSetsAreSteady = (sim: Sim, serviceId: string): boolean =>
  taskSetsOf(sim, serviceId).every(({ taskSet }) => taskSet.stabilityStatus === 'STEADY_STATE')

export function taskSetArn(sim: Sim, row: DeploymentRow): string {
  const service = sim.t.services.need(row.serviceId)
  const cluster = sim.t.clusters.get(service.clusterId)?.name ?? ''
  return sim.arn('ecs', `task-set/${cluster}/${service.name}/${row.deploymentId}`)
}
