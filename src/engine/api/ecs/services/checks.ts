/** What CreateService and UpdateService refuse (D-320, D-701, S-57, S-58, T-192, T-193). */
import type { DeploymentConfiguration, PlacementConstraint, PlacementStrategy } from '@aws-sdk/client-ecs'
import type { Sim } from '../../../kernel'
import { ApiError, invalidParameter } from '../../../kernel'
import type { ClusterRow, ServiceRow } from '../../../model'
import { lastPart } from '../clusters'

export const MAX_DESIRED_COUNT = 5_000
const MAX_SERVICES = 5_000
const MAX_GRACE_SECONDS = 2_147_483_647

/** D-710, T-164. */
export function checkServiceName(name: string | undefined): string {
  if (!name || !/^[a-zA-Z0-9\-_]{1,255}$/.test(name)) {
    throw invalidParameter(`ServiceName must match ^[a-zA-Z0-9\\\\-_]{1,255}$, but was ${name ?? ''}`)
  }
  return name
}

/** S-154 quota table, T-214: 5,000 tasks per service. */
export function checkDesiredCount(value: number): number {
  if (!Number.isInteger(value) || value < 0)
    throw invalidParameter('DesiredCount must be a whole number of at least 0.')
  if (value > MAX_DESIRED_COUNT) throw invalidParameter(`DesiredCount must be at most ${MAX_DESIRED_COUNT}.`)
  return value
}

export function checkServiceQuota(sim: Sim, cluster: ClusterRow): void {
  const live = sim.t.services.by('cluster', cluster.id).filter((s) => s.status !== 'INACTIVE').length
  if (live >= MAX_SERVICES)
    throw new ApiError('LimitExceededException', `The limit of ${MAX_SERVICES} services per cluster has been reached.`)
}

/** D-320; the texts of the first rows are recorded. A DAEMON may have 100/100 and locks itself (D-231). */
export function checkDeploymentConfiguration(merged: DeploymentConfiguration, daemon = false): void {
  const min = merged.minimumHealthyPercent ?? 100
  const max = merged.maximumPercent ?? 200
  if (min > 100) throw invalidParameter('minimumHealthyPercent must be at most 100')
  if (min < 0) throw invalidParameter('minimumHealthyPercent must be at least 0')
  if (max < 100) throw invalidParameter('maximumPercent must be at least 100')
  if (max > 1000) throw invalidParameter('maximumPercent must be at most 1000')
  if (min === 100 && max === 100 && !daemon) {
    throw invalidParameter(
      'Both maximumPercent and minimumHealthyPercent cannot be 100 as this will block deployments.',
    )
  }
}

/** D-401, D-432, D-360, D-501. */
export function checkFailureDetection(merged: DeploymentConfiguration): void {
  const given = merged.deploymentCircuitBreaker?.thresholdConfiguration
  if (given) {
    const value = given.value ?? 50
    const most = given.type === 'COUNT' ? Number.MAX_SAFE_INTEGER : 100
    if (!Number.isInteger(value) || value < 1 || value > most) {
      throw invalidParameter(
        `thresholdConfiguration value must be ${given.type === 'COUNT' ? 'at least 1' : 'between 1 and 100'}.`,
      )
    }
  }
  if (merged.alarms?.enable && (merged.alarms.alarmNames ?? []).length === 0) {
    throw invalidParameter('alarmNames cannot be empty when deployment alarms are enabled.')
  }
  const bake = merged.bakeTimeInMinutes ?? 0
  if (!Number.isInteger(bake) || bake < 0 || bake > 1440)
    throw invalidParameter('bakeTimeInMinutes must be between 0 and 1440.')
  const early = merged.earlySuccessCriteria
  if (!early?.enable) return
  const percent = early.healthyPercent ?? 100
  if (percent < 0 || percent > 100) throw invalidParameter('healthyPercent must be between 0 and 100.')
  if (percent < (merged.minimumHealthyPercent ?? 100)) {
    throw invalidParameter('healthyPercent must be greater than or equal to minimumHealthyPercent.')
  }
}

/** What the simulator does not do is refused by name rather than ignored: a service keeps its controller (D-500). */
export function checkSameController(service: ServiceRow, controller: string | undefined): void {
  if (!controller || controller === service.deploymentController.type) return
  throw new ApiError(
    'UnsupportedFeatureException',
    `Changing the deployment controller to ${controller} is not available in the simulator.`,
  )
}

/** D-210. */
export function checkGrace(seconds: number | undefined): number {
  const value = seconds ?? 0
  if (!Number.isInteger(value) || value < 0 || value > MAX_GRACE_SECONDS) {
    throw invalidParameter(`healthCheckGracePeriodSeconds must be between 0 and ${MAX_GRACE_SECONDS}.`)
  }
  return value
}

/** S-58. */
export function rebalancingEligible(input: {
  launchType: string | null
  maximumPercent: number
  strategy: readonly PlacementStrategy[]
  constraints: readonly PlacementConstraint[]
}): boolean {
  const first = input.strategy[0]
  if (first && !(first.type === 'spread' && first.field === 'attribute:ecs.availability-zone')) return false
  if (input.launchType === 'EXTERNAL' || input.maximumPercent <= 100) return false
  return !input.constraints.some((c) => c.expression?.includes('attribute:ecs.availability-zone'))
}

/** The service of the cluster with this name or ARN, ACTIVE or DRAINING; D-701, D-702. */
export function resolveService(sim: Sim, cluster: ClusterRow, reference: string): ServiceRow {
  const row = findService(sim, cluster, reference)
  if (!row) throw new ApiError('ServiceNotFoundException', 'Service not found.')
  return row
}

/** The newest service of this name or ARN, INACTIVE ones included (D-730). */
export function findService(sim: Sim, cluster: ClusterRow, reference: string): ServiceRow | undefined {
  const row = sim.t.services.find('latest', `${cluster.id}/${lastPart(reference)}`)
  if (!row || !reference.startsWith('arn:')) return row
  // T-161: the old ARN form without the cluster is understood.
  return reference === row.arn || reference === sim.arn('ecs', `service/${row.name}`) ? row : undefined
}
