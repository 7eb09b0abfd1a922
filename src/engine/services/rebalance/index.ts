/**
 * Availability Zone rebalancing (D-260, D-261, S-57 … S-64): in steady state a look every `azRebalanceCheck`; first a
 * start in the poorest zones, when those count as healthy a stop in the richest.
 */
import { putServiceAction } from '../../eventbridge'
import type { Sim } from '../../kernel'
import type { ServiceRow, TaskRow } from '../../model'
import { chooseTasksToStop } from '../../scheduler'
import { stopTask, tickAtOrAfter } from '../../tasks'
import { boundsOf } from '../deployments'
import { emit, emitStanding } from '../events'
import { phaseOf } from '../gather'
import { placeTask } from '../place'
import { startsAllowed } from '../retries'
import { countsOf } from '../tally'
import type { ZoneShare } from './balance'
import { isBalanced, poorZones, richZones, sharesOf, shareText } from './balance'
import { completeRebalancing, stopRebalancing } from './end'
import { tasksByZone, wantedTasks } from './zones'

const ids = (tasks: readonly TaskRow[]) => tasks.map((t) => `(task ${t.taskId})`).join(' ')

/** The shares as they are, for the tasks that the configured zones should hold between them. */
function spreadOf(sim: Sim, service: ServiceRow): ZoneShare[] {
  const counts = tasksByZone(sim, service)
  const extra = wantedTasks(sim, service.id).length - service.desiredCount
  let total = -Math.max(0, extra)
  for (const count of counts.values()) total += count
  return sharesOf(counts, Math.max(0, total))
}

/** S-64: the next look, when the service is steady and not balanced; nothing is queued for one that is. */
export function armRebalancing(sim: Sim, service: ServiceRow): void {
  if (service.availabilityZoneRebalancing !== 'ENABLED' || service.desiredCount < 2 || service.steadySinceMs === null)
    return
  if (sim.timerAt(`rebalance ${service.id}`) !== undefined || isBalanced(spreadOf(sim, service))) return
  const every = sim.timings.azRebalanceCheck * 1000
  const looks = every > 0 ? Math.floor((sim.nowMs - service.steadySinceMs) / every) + 1 : 1
  const atMs = tickAtOrAfter(sim, Math.max(sim.nowMs + 1, service.steadySinceMs + looks * every))
  sim.timer(`rebalance ${service.id}`, atMs, 1, 'services.rebalance', service.id, 'earliest')
}

/** A look (S-61): says that the service is not balanced and starts what the poor zones lack. */
export function lookAtBalance(sim: Sim, serviceId: string): void {
  const service = sim.t.services.get(serviceId)
  if (service?.status !== 'ACTIVE' || service.steadySinceMs === null || service.rebalancing) return
  if (service.availabilityZoneRebalancing !== 'ENABLED') return
  const shares = spreadOf(sim, service)
  if (isBalanced(shares)) return
  if (isProtected(sim, service, shares)) {
    armRebalancing(sim, service)
    return
  }
  const text = `(service ${service.name}) is not AZ balanced with ${shareText(shares)}. AZ Rebalancing in progress.`
  if (emitStanding(sim, serviceId, 'D-614a', text))
    putServiceAction(sim, serviceId, 'INFO', 'SERVICE_REBALANCING_STARTED')
  sim.t.services.patch(serviceId, { rebalancing: { taskIds: [], desired: service.desiredCount } })
  if (startInPoorZones(sim, serviceId) > 0) sim.t.services.patch(serviceId, { steadySinceMs: null })
  else {
    stopRebalancing(sim, serviceId)
    armRebalancing(sim, sim.t.services.need(serviceId))
  }
}

/** D-206, D-614e: a rich zone whose surplus is protected is not begun with. */
function isProtected(sim: Sim, service: ServiceRow, shares: ZoneShare[]): boolean {
  let held = 0
  for (const { zone, have, target } of richZones(shares)) {
    const free = wantedTasks(sim, service.id).filter((t) => t.zone === zone && !protectedNow(sim, t)).length
    if (free < have - target) held += have - free
  }
  if (held > 0) sayProtected(sim, service, held)
  return held > 0
}

const protectedNow = (sim: Sim, t: TaskRow) => t.protectedUntilMs !== null && t.protectedUntilMs > sim.nowMs

function sayProtected(sim: Sim, service: ServiceRow, count: number): void {
  const taskSet = sim.t.deployments.need(service.primaryId).deploymentId
  const text = `(service ${service.name}) was unable to AZ Rebalance because (taskSet ${taskSet}) was unable to scale in due to (reason ${count} tasks under protection).`
  if (emitStanding(sim, service.id, 'D-614e', text))
    putServiceAction(sim, service.id, 'INFO', 'TASKSET_SCALE_IN_FAILURE_BY_TASK_PROTECTION')
}

/** Starts up to the upper bound (S-61); answers how many. */
function startInPoorZones(sim: Sim, serviceId: string): number {
  const service = sim.t.services.need(serviceId)
  const primary = sim.t.deployments.need(service.primaryId)
  const { existing, stopping } = countsOf(sim, serviceId)
  const occupied = sim.timings.countStoppingTowardsMax ? existing : existing - stopping
  let room = Math.min(boundsOf(service).upper - occupied, startsAllowed(sim, service, true))
  const started: TaskRow[] = []
  for (const { zone, have, target } of poorZones(spreadOf(sim, service))) {
    const batch: TaskRow[] = []
    for (let i = have; i < target && room > 0; i++, room--) {
      const placed = placeTask(sim, sim.t.services.need(serviceId), primary, null, { zone })
      if ('noPlace' in placed) {
        const why = service.launchType === 'FARGATE' || placed.noPlace.reason === 'RESOURCE:FARGATE' ? '' : NO_INSTANCE
        const text = `(service ${service.name}) is unable to place a task in ${zone}${why}.`
        emitStanding(sim, serviceId, 'D-614e', text, placed.noPlace.decisionId)
        break
      }
      batch.push(placed.task)
    }
    if (batch.length === 0) continue
    started.push(...batch)
    const text = `(service ${service.name}) has started ${batch.length} tasks in ${zone} to AZ Rebalance: ${ids(batch)}.`
    emit(sim, serviceId, 'D-614c', text)
    putServiceAction(sim, serviceId, 'INFO', 'TASKS_STARTED', { taskArns: batch.map((t) => t.arn) })
  }
  if (started.length > 0) remember(sim, serviceId, started)
  return started.length
}

const NO_INSTANCE = ' because no container instance met all of its requirements'

function remember(sim: Sim, serviceId: string, started: TaskRow[]): void {
  const service = sim.t.services.need(serviceId)
  const { taskIds = [], desired = service.desiredCount } = service.rebalancing ?? {}
  sim.t.services.patch(serviceId, {
    rebalancing: { taskIds: [...taskIds, ...started.map((t) => t.id)], desired },
    recentStarts: [...service.recentStarts, [sim.nowMs, started.length]],
  })
}

/** The part of an evaluation about a rebalancing under way: ends it, waits, stops the surplus, starts more. Answers how many. */
export function continueRebalancing(sim: Sim, serviceId: string): number {
  const service = sim.t.services.need(serviceId)
  const { rebalancing } = service
  if (!rebalancing) return 0
  const wanted = wantedTasks(sim, serviceId)
  const extra = wanted.filter((t) => rebalancing.taskIds.includes(t.id))
  const disturbed =
    service.desiredCount !== rebalancing.desired ||
    extra.length !== rebalancing.taskIds.length ||
    wanted.length !== service.desiredCount + extra.length ||
    service.availabilityZoneRebalancing !== 'ENABLED'
  if (disturbed) {
    stopRebalancing(sim, serviceId)
    return 0
  }
  if (!extra.every((t) => t.countsAsHealthy)) return 0
  const stopped = stopInRichZones(sim, service, wanted.length - service.desiredCount)
  if (stopped < extra.length) {
    stopRebalancing(sim, serviceId)
    return stopped
  }
  sim.t.services.patch(serviceId, { rebalancing: { taskIds: [], desired: service.desiredCount } })
  const shares = spreadOf(sim, service)
  if (isBalanced(shares)) {
    completeRebalancing(sim, serviceId, shareText(shares))
    return stopped
  }
  const started = startInPoorZones(sim, serviceId)
  const leaving = sim.t.tasks.by('liveOfService', serviceId).some((t) => phaseOf(t) === 'stopping')
  if (started === 0 && !leaving) stopRebalancing(sim, serviceId)
  return stopped + started
}

/** S-51, S-62: the surplus of the richest zones, at most `count` in all. */
function stopInRichZones(sim: Sim, service: ServiceRow, count: number): number {
  let left = count
  for (const { zone, have, target } of richZones(spreadOf(sim, service))) {
    const candidates = wantedTasks(sim, service.id).filter((t) => t.zone === zone)
    const free = candidates.filter((t) => !protectedNow(sim, t))
    const take = Math.min(left, have - target, free.length)
    if (free.length < Math.min(left, have - target)) sayProtected(sim, service, candidates.length - free.length)
    if (take <= 0) continue
    const choice = chooseTasksToStop(sim, service.id, free, take, service.placementStrategy)
    sim.decide(choice.decision)
    const rows = choice.taskIds.map((id) => sim.t.tasks.need(id))
    for (const task of rows) {
      const deployment = sim.t.deployments.get(task.deploymentId ?? undefined)?.deploymentId
      const reason = `Availability-zone rebalancing initiated by (deployment ${deployment})`
      stopTask(sim, task.id, { stopCode: 'ServiceSchedulerInitiated', reason, by: 'scheduler' })
    }
    left -= rows.length
    const text = `(service ${service.name}) has stopped ${rows.length} running tasks in ${zone} due to AZ rebalancing: ${ids(rows)}.`
    emit(sim, service.id, 'D-614d', text)
    putServiceAction(sim, service.id, 'INFO', 'TASKS_STOPPED')
  }
  return count - left
}
