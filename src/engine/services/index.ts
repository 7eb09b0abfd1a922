/** The service scheduler: reconciliation, rolling updates, health replacement, service events. Front door of the room. */
import type { EventHandlers, Sim } from '../kernel'
import { graceEndsMs, isOver, sweepDeletedDefinitions, unhealthyCause, updateCounted } from '../tasks'
import { countFailure, failureOf, noteHealthy } from './breaker'
import { wake } from './clock'
import { wakeDaemonsBeside } from './daemon'
import { flushNotices, installNotices } from './notices'
import { lookAtBalance } from './rebalance'
import { noteStart, placementMayHaveChanged } from './retries'
import { hookAnswers, hookExpires } from './shift'
import { countsOf, installTally } from './tally'
import { tick } from './tick'

export { boundsNow } from './bounds'
export { wake } from './clock'
export { followInstances } from './daemon'
export { finishDeleting } from './deleting'
export { beginDeployment, boundsOf } from './deployments'

export { emit } from './events'
export { deploymentFigures, failedRequestsOf, servingCount } from './figures'
export { phaseOf } from './gather'
export type { Plan, PlanInput, PlanTask } from './plan'
export { nextProvider } from './providers'

export {
  CANARY_DEFAULTS,
  checkShift,
  DEFAULT_BAKE_MINUTES,
  decideHook,
  LINEAR_DEFAULTS,
  shiftOf,
  strategyOf,
} from './shift'
export { type Counts, countsOf, deploymentCountsOf } from './tally'
export {
  addTaskSet,
  changeTaskSet,
  computedCount,
  hasTaskSets,
  type NewTaskSet,
  type TaskSetRow,
  taskSetArn,
  taskSetsOf,
  unsettleTaskSet,
} from './task-sets'
export { breakerOf, thresholdOf } from './threshold'
export { type Waiting, waitingOf } from './waiting'

export const serviceEvents: EventHandlers = {
  'services.tick': (sim, e) => tick(sim, e.ref),
  'services.notices': (sim, e) => {
    if (flushNotices(sim, e.ref)) wake(sim, e.ref)
  },
  'services.rebalance': (sim, e) => lookAtBalance(sim, e.ref),
  'services.expire': (sim, e) => forget(sim, e.ref),
  'services.hookAnswers': (sim, e) => wakeAfterHook(sim, e.ref, hookAnswers(sim, e.ref, e.text, e.n)),
  'services.hookExpires': (sim, e) => wakeAfterHook(sim, e.ref, hookExpires(sim, e.ref, e.text)),
  'services.graceEnded': (sim, e) => {
    // D-209: from here on an unhealthy result counts.
    updateCounted(sim, e.ref)
    const serviceId = sim.t.tasks.get(e.ref)?.serviceId
    if (serviceId) wake(sim, serviceId)
  },
}

/** A hook has a new status: the service's next evaluation takes it up. */
function wakeAfterHook(sim: Sim, recordId: string, changed: boolean): void {
  const record = sim.t.serviceDeployments.get(recordId)
  if (changed && record) wake(sim, record.serviceId)
}

/** D-730: an INACTIVE service is described for a while; then it and its records are gone. */
function forget(sim: Sim, serviceId: string): void {
  for (const row of sim.t.serviceEvents.by('service', serviceId)) sim.t.serviceEvents.delete(row.id)
  for (const row of sim.t.deployments.by('service', serviceId)) sim.t.deployments.delete(row.id)
  for (const row of sim.t.serviceDeployments.by('service', serviceId)) sim.t.serviceDeployments.delete(row.id)
  for (const row of sim.t.serviceRevisions.by('service', serviceId)) sim.t.serviceRevisions.delete(row.id)
  sim.t.services.delete(serviceId)
  sweepDeletedDefinitions(sim)
}

export function installServices(sim: Sim): void {
  installTally(sim)
  installNotices(sim)
  sim.hooks.taskChanged.push((s, id) => {
    const task = s.t.tasks.get(id)
    if (!task) return
    // S-2: for the scheduler its place is free when the stop is decided, for the instance when it is over.
    if (isOver(task) || task.stoppingAtMs === s.nowMs) placementMayHaveChanged(s, task.clusterId)
    if (isOver(task)) wakeDaemonsBeside(s, task)
    if (!task.serviceId) return
    const service = s.t.services.get(task.serviceId)
    if (!service) return
    if (task.deploymentId === service.primaryId) {
      // D-240: an essential container may exit while another one still waits for its dependency.
      const failedToStart = task.stopCode === 'TaskFailedToStart' || task.stopCode === 'EssentialContainerExited'
      if (isOver(task) && task.startedAtMs === null && failedToStart) {
        if (!task.failureCounted) noteStart(s, service.id, 'neverRan')
      }
      const failure = failureOf(task)
      if (failure) countFailure(s, service.id, id, failure)
      if (task.countsAsHealthy && task.countedSinceMs === s.nowMs) noteHealthy(s, service.id)
      if (task.lastStatus === 'RUNNING' && task.startedAtMs === s.nowMs) {
        const primary = s.t.deployments.need(service.primaryId)
        if (!primary.everRan) s.t.deployments.patch(primary.id, { everRan: true })
        noteStart(s, service.id, 'ran')
      }
    }
    trackFigures(s, service.id)
    watchGrace(s, id)
    wake(s, service.id)
  })
  sim.hooks.targetChanged.push((s, targetRowId) => {
    const taskId = s.t.targets.get(targetRowId)?.taskId
    const serviceId = s.t.tasks.get(taskId ?? undefined)?.serviceId
    if (!taskId || !serviceId) return
    watchGrace(s, taskId)
    wake(s, serviceId)
  })
  sim.hooks.instanceChanged.push((s, containerInstanceId) => {
    const instance = s.t.containerInstances.get(containerInstanceId)
    if (!instance) return
    placementMayHaveChanged(s, instance.clusterId)
    // D-230: a new instance gets its daemon tasks first.
    const services = s.t.services.by('cluster', instance.clusterId)
    for (const service of services) if (service.schedulingStrategy === 'DAEMON') wake(s, service.id)
    for (const service of services) wake(s, service.id)
  })
}

/** D-210: the service has another grace period, which may be over for some of its tasks already. */
export function followGrace(sim: Sim, serviceId: string): void {
  for (const { id } of sim.t.tasks.by('liveOfService', serviceId)) {
    updateCounted(sim, id)
    watchGrace(sim, id)
  }
}

/** D-210: the scheduler looks again when the grace period of an unhealthy task ends. */
function watchGrace(sim: Sim, taskId: string): void {
  const task = sim.t.tasks.need(taskId)
  if (task.desiredStatus !== 'RUNNING' || unhealthyCause(sim, task) === null) return
  const endsMs = graceEndsMs(sim, task)
  if (endsMs > sim.nowMs) sim.timer(`grace ${taskId}`, endsMs, 0, 'services.graceEnded', taskId, 'replace')
}

/** Lowest healthy and most tasks since the latest deployment began (design.md §6, playground). */
function trackFigures(sim: Sim, serviceId: string): void {
  const service = sim.t.services.need(serviceId)
  const { healthy, existing } = countsOf(sim, serviceId)
  const { lowestHealthy, peakTasks } = service.figures
  if (healthy >= lowestHealthy && existing <= peakTasks) return
  const figures = {
    ...service.figures,
    lowestHealthy: Math.min(lowestHealthy, healthy),
    peakTasks: Math.max(peakTasks, existing),
  }
  sim.t.services.patch(serviceId, { figures })
}
