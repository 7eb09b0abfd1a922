/** The shift a service is in, and the facts that its stages are judged by (D-500 … D-519). */
import type { DeploymentConfiguration } from '@aws-sdk/client-ecs'
import type { Sim } from '../../kernel'
import type { DeploymentRow, ServiceDeploymentRow, ServiceRow, ShiftState } from '../../model'
import type { StageFacts } from './stages'
import { DEFAULT_BAKE_MINUTES, stepBakeMs, strategyOf, trafficSteps } from './steps'

/** D-514. */
const NETWORK_LOAD_BALANCER_MS = 600_000

export interface Shift {
  record: ServiceDeploymentRow
  state: ShiftState
  /** The PRIMARY deployment: the new revision, or on the way back the one it returns to. */
  primary: DeploymentRow
}

/** The state of a deployment that begins: null for a rolling update without hooks or exchangeable target groups. */
export function newShift(service: ServiceRow): ShiftState | null {
  const configuration = service.deploymentConfiguration
  const strategy = strategyOf(configuration)
  const plain = (configuration.lifecycleHooks ?? []).length === 0
  if (strategy === 'ROLLING' && plain && service.loadBalancers.every((lb) => !lb.advancedConfiguration)) return null
  return {
    strategy,
    stage: null,
    stageSinceMs: 0,
    step: 0,
    steps: trafficSteps(configuration),
    untilMs: null,
    testWeight: 0,
    productionWeight: 0,
    hooks: [],
    routes: [],
    blueId: null,
    rollback: null,
    track: [],
    passed: [],
  }
}

/** The unfinished deployment of the service with its state; null when it has none or is a plain rolling update. */
function underWay(sim: Sim, service: ServiceRow): Shift | null {
  const primary = sim.t.deployments.get(service.primaryId)
  if (primary?.rolloutState !== 'IN_PROGRESS') return null
  const own = sim.t.deployments.get(primary.rollbackOf ?? undefined) ?? primary
  const record = sim.t.serviceDeployments.get(own.serviceDeploymentId)
  return record?.shift ? { record, state: record.shift, primary } : null
}

/** The traffic shift that is under way, forwards or back. */
export function shiftOf(sim: Sim, service: ServiceRow): Shift | null {
  const shift = underWay(sim, service)
  return shift && shift.state.strategy !== 'ROLLING' ? shift : null
}

/** The rolling update under way that has hooks or exchangeable target groups (D-540). */
export function rollingOf(sim: Sim, service: ServiceRow): Shift | null {
  const shift = underWay(sim, service)
  return shift && shift.state.strategy === 'ROLLING' && shift.primary.rollbackOf === null ? shift : null
}

/** D-723: the service's present configuration, while it has the strategy that the deployment began with. */
export function configurationOf(service: ServiceRow, shift: Shift): DeploymentConfiguration {
  const present = service.deploymentConfiguration
  return strategyOf(present) === shift.state.strategy ? present : shift.record.deploymentConfiguration
}

/** Tasks of a service that are not STOPPED, those wanted and those counted healthy, by deployment. */
export function tasksByDeployment(sim: Sim, serviceId: string) {
  const counts = new Map<string, { live: number; wanted: number; healthy: number }>()
  for (const task of sim.t.tasks.by('liveOfService', serviceId)) {
    const key = task.deploymentId ?? ''
    const count = counts.get(key) ?? { live: 0, wanted: 0, healthy: 0 }
    counts.set(key, count)
    count.live++
    if (task.desiredStatus === 'RUNNING') count.wanted++
    if (task.countsAsHealthy) count.healthy++
  }
  return (deploymentId: string | null) => counts.get(deploymentId ?? '') ?? { live: 0, wanted: 0, healthy: 0 }
}

export function factsOf(sim: Sim, service: ServiceRow, shift: Shift): StageFacts {
  const configuration = configurationOf(service, shift)
  const tasks = tasksByDeployment(sim, service.id)
  const { state, primary } = shift
  let old = 0
  let strangers = 0
  for (const deployment of sim.t.deployments.by('service', service.id)) {
    if (deployment.id === primary.id) continue
    const { live } = tasks(deployment.id)
    old += live
    if (deployment.id !== state.blueId) strangers += live
  }
  return {
    nowMs: sim.nowMs,
    createdAtMs: shift.record.createdAtMs,
    desired: service.desiredCount,
    newHealthy: tasks(primary.id).healthy,
    strangers,
    old,
    bakeMs: 60_000 * (configuration.bakeTimeInMinutes ?? DEFAULT_BAKE_MINUTES),
    stepBakeMs: stepBakeMs(configuration),
    balancerMs: state.routes.some((route) => route.network) ? NETWORK_LOAD_BALANCER_MS : 0,
  }
}

/** Writes the state anew. */
export function patchShift(sim: Sim, recordId: string, patch: Partial<ShiftState>): ShiftState {
  const record = sim.t.serviceDeployments.need(recordId)
  const shift = { ...(record.shift as ShiftState), ...patch }
  sim.t.serviceDeployments.patch(recordId, { shift, updatedAtMs: sim.nowMs })
  return shift
}
