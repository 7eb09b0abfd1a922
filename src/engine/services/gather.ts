/** From rows to what the plan reads. */
import type { Sim } from '../kernel'
import type { ServiceRow, TaskRow } from '../model'
import { graceEndsMs, unhealthyCause } from '../tasks'
import { digestGate } from './digest-gate'
import type { PlanInput, PlanTask } from './plan'

const RUNNING_LATER = new Set(['DEACTIVATING', 'STOPPING'])

/** D-111: pending, running, stopping; DEPROVISIONING counts no more (D-305). */
export function phaseOf(task: TaskRow): PlanTask['phase'] {
  if (task.lastStatus === 'DEPROVISIONING' || task.lastStatus === 'STOPPED' || task.lastStatus === 'DELETED')
    return 'gone'
  if (RUNNING_LATER.has(task.lastStatus) || task.desiredStatus === 'STOPPED') return 'stopping'
  return task.lastStatus === 'RUNNING' ? 'running' : 'pending'
}

export function gather(sim: Sim, service: ServiceRow): PlanInput {
  const ages = new Map<string, number>()
  const current = sim.t.deployments.by('current', service.id).reverse()
  for (const [age, deployment] of current.entries())
    ages.set(deployment.id, deployment.id === service.primaryId ? 0 : age + 1)
  const tasks = sim.t.tasks.by('liveOfService', service.id).map((task) => planTask(sim, service, task, ages))
  const { minimumHealthyPercent, maximumPercent } = service.deploymentConfiguration
  const primary = sim.t.deployments.get(service.primaryId)
  return {
    desired: service.desiredCount,
    minimumHealthyPercent: minimumHealthyPercent ?? 100,
    maximumPercent: maximumPercent ?? 200,
    tasks,
    countStoppingTowardsMax: sim.timings.countStoppingTowardsMax,
    primaryFailed: primary?.rolloutState === 'FAILED',
    // D-361: after an early success the old revision only goes.
    oldLost: current.length > 1 && primary?.rolloutState !== 'COMPLETED' ? oldLost(sim, service) : 0,
    startsAtMost: digestGate(sim, service),
    rebalancing: service.rebalancing?.taskIds.length ?? 0,
  }
}

/** D-511: one deployment's tasks alone, to be `desired` of them and never more than `upper`. */
export function gatherDeployment(
  sim: Sim,
  service: ServiceRow,
  deploymentId: string,
  desired: number,
  upper: number,
): PlanInput {
  const tasks = sim.t.tasks.by('liveOfService', service.id).filter((task) => task.deploymentId === deploymentId)
  const ages = new Map([[deploymentId, 0]])
  const green = deploymentId === service.primaryId
  return {
    desired,
    minimumHealthyPercent: service.deploymentConfiguration.minimumHealthyPercent ?? 100,
    maximumPercent: 100,
    tasks: tasks.map((task) => ({ ...planTask(sim, service, task, ages), primary: true })),
    countStoppingTowardsMax: false,
    primaryFailed: false,
    oldLost: 0,
    startsAtMost: green ? digestGate(sim, service) : null,
    upper,
  }
}

function planTask(sim: Sim, service: ServiceRow, task: TaskRow, ages: Map<string, number>): PlanTask {
  const instance = sim.t.containerInstances.get(task.containerInstanceId ?? undefined)
  const phase = phaseOf(task)
  const unhealthy = phase === 'running' && sim.nowMs >= graceEndsMs(sim, task) && unhealthyCause(sim, task) !== null
  return {
    id: task.id,
    primary: task.deploymentId === service.primaryId,
    deploymentAge: ages.get(task.deploymentId ?? '') ?? 99,
    wanted: task.desiredStatus === 'RUNNING',
    phase,
    counted: task.countsAsHealthy,
    unhealthy,
    protected: task.protectedUntilMs !== null && task.protectedUntilMs > sim.nowMs,
    onDrainingInstance: instance?.status === 'DRAINING',
    replaces: task.replaces,
  }
}

/**
 * D-225, D-226: tasks of superseded deployments that went by themselves (or are unhealthy) since the present deployment
 * began, less those already started anew.
 */
function oldLost(sim: Sim, service: ServiceRow): number {
  const { sinceMs } = service.figures
  let lost = 0
  for (const task of sim.t.tasks.by('service', service.id)) {
    if (task.deploymentId === service.primaryId || task.startedAtMs === null) continue
    const deployment = sim.t.deployments.get(task.deploymentId ?? undefined)
    if (deployment?.status !== 'ACTIVE' || deployment.rolloutState === 'FAILED') continue
    const wentByItself = task.desiredStatus === 'STOPPED' && task.stopCode !== 'ServiceSchedulerInitiated'
    if (wentByItself && (task.stoppingAtMs ?? 0) >= sinceMs) lost++
    if (task.desiredStatus === 'RUNNING' && unhealthyCause(sim, task) !== null) lost++
    if (task.createdAtMs > sinceMs) lost--
  }
  return Math.max(0, lost)
}
