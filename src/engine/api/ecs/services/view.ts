/** A service and its deployments as DescribeServices shows them (T-194, D-340, D-341, D-306). */
import type { Deployment, DeploymentConfiguration, Service, ServiceEvent } from '@aws-sdk/client-ecs'
import type { Sim } from '../../../kernel'
import type { DeploymentRow, ServiceRow } from '../../../model'
import {
  CANARY_DEFAULTS,
  countsOf,
  DEFAULT_BAKE_MINUTES,
  deploymentCountsOf,
  hasTaskSets,
  LINEAR_DEFAULTS,
  taskSetsOf,
} from '../../../services'
import { awsTime } from '../../time'
import { taskSetView } from './task-set-view'

/** D-600: newest first, at most 100. */
const EVENTS_SHOWN = 100

/** What a service that declares nothing reads back (D-306). */
export function storedConfiguration(
  given: DeploymentConfiguration | undefined,
  daemon: boolean,
): DeploymentConfiguration {
  const breaker = given?.deploymentCircuitBreaker
  const strategy = given?.strategy ?? 'ROLLING'
  const shifting = strategy !== 'ROLLING'
  return {
    deploymentCircuitBreaker: {
      enable: breaker?.enable ?? false,
      rollback: breaker?.rollback ?? false,
      resetOnHealthyTask: breaker?.resetOnHealthyTask ?? true,
      thresholdConfiguration: breaker?.thresholdConfiguration ?? { type: 'BOUNDED_PERCENT', value: 50 },
    },
    maximumPercent: given?.maximumPercent ?? (daemon ? 100 : 200),
    minimumHealthyPercent: given?.minimumHealthyPercent ?? (daemon ? 0 : 100),
    alarms: given?.alarms ?? { alarmNames: [], enable: false, rollback: false },
    strategy,
    bakeTimeInMinutes: given?.bakeTimeInMinutes ?? (shifting ? DEFAULT_BAKE_MINUTES : 0),
    ...(given?.lifecycleHooks && given.lifecycleHooks.length > 0 ? { lifecycleHooks: given.lifecycleHooks } : {}),
    ...(strategy === 'LINEAR' || given?.linearConfiguration
      ? { linearConfiguration: { ...LINEAR_DEFAULTS, ...given?.linearConfiguration } }
      : {}),
    ...(strategy === 'CANARY' || given?.canaryConfiguration
      ? { canaryConfiguration: { ...CANARY_DEFAULTS, ...given?.canaryConfiguration } }
      : {}),
    ...(given?.earlySuccessCriteria ? { earlySuccessCriteria: given.earlySuccessCriteria } : {}),
  }
}

/** UpdateService: given members win; what belongs to a strategy that is given up goes with it (D-501). */
export function changedConfiguration(
  before: DeploymentConfiguration,
  given: DeploymentConfiguration,
): DeploymentConfiguration {
  if (given.strategy === undefined || given.strategy === before.strategy) return { ...before, ...given }
  const { bakeTimeInMinutes: _b, linearConfiguration: _l, canaryConfiguration: _c, ...kept } = before
  return { ...kept, ...given }
}

export function serviceView(sim: Sim, service: ServiceRow): Service {
  const counts = countsOf(sim, service.id)
  const definition = sim.t.taskDefinitions.get(service.taskDefinitionId)
  const managed = hasTaskSets(service)
  // D-550: task sets stand in for deployments.
  const deployments = managed ? [] : sim.t.deployments.by('current', service.id).reverse()
  const latest = sim.t.serviceDeployments.by('service', service.id).at(-1)
  return {
    serviceArn: service.arn,
    serviceName: service.name,
    clusterArn: sim.t.clusters.get(service.clusterId)?.arn ?? '',
    loadBalancers: service.loadBalancers,
    serviceRegistries: service.serviceRegistries,
    status: service.status,
    desiredCount: service.desiredCount,
    runningCount: counts.running,
    pendingCount: counts.pending,
    ...launchMembers(service),
    ...(isFargate(service) ? { platformVersion: service.platformVersion ?? 'LATEST', platformFamily: 'Linux' } : {}),
    ...(definition ? { taskDefinition: definition.arn } : {}),
    deploymentConfiguration: service.deploymentConfiguration,
    deployments: deployments.map((deployment) => deploymentView(sim, service, deployment)),
    ...(managed ? { taskSets: taskSetsOf(sim, service.id).map((row) => taskSetView(sim, row)) } : {}),
    roleArn: sim
      .arn('iam', 'role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS')
      .replace(`:${sim.options.region}:`, '::'),
    events: eventsView(sim, service),
    createdAt: awsTime(sim, service.createdAtMs),
    placementConstraints: service.placementConstraints,
    placementStrategy: service.placementStrategy,
    ...(service.networkConfiguration ? { networkConfiguration: service.networkConfiguration } : {}),
    healthCheckGracePeriodSeconds: service.healthCheckGracePeriodSeconds,
    schedulingStrategy: service.schedulingStrategy,
    deploymentController: service.deploymentController,
    createdBy: sim.arn('iam', 'root').replace(`:${sim.options.region}:`, '::'),
    enableECSManagedTags: service.enableECSManagedTags,
    propagateTags: service.propagateTags as NonNullable<Service['propagateTags']>,
    enableExecuteCommand: service.enableExecuteCommand,
    availabilityZoneRebalancing: service.availabilityZoneRebalancing,
    ...(latest ? { currentServiceDeployment: latest.arn } : {}),
    currentServiceRevisions: deployments.map((deployment) => {
      const { running, pending } = deploymentCountsOf(sim, deployment.id)
      return {
        arn: sim.t.serviceRevisions.get(deployment.serviceRevisionId)?.arn ?? '',
        requestedTaskCount: deployment.id === service.primaryId ? service.desiredCount : running + pending,
        runningTaskCount: running,
        pendingTaskCount: pending,
      }
    }),
    tags: service.tags,
  }
}

const isFargate = (row: ServiceRow | DeploymentRow) =>
  row.launchType === 'FARGATE' ||
  row.capacityProviderStrategy.some((item) => item.capacityProvider?.startsWith('FARGATE'))

function launchMembers(row: ServiceRow | DeploymentRow) {
  if (row.launchType) return { launchType: row.launchType }
  return row.capacityProviderStrategy.length > 0 ? { capacityProviderStrategy: row.capacityProviderStrategy } : {}
}

/** D-407: of a failed deployment nothing is wanted any more; an older one keeps what it still has. */
function desiredOf(service: ServiceRow, deployment: DeploymentRow, existing: number): number {
  if (deployment.id === service.primaryId) return service.desiredCount
  return deployment.rolloutState === 'FAILED' ? 0 : existing
}

export function deploymentView(sim: Sim, service: ServiceRow, deployment: DeploymentRow): Deployment {
  const counts = deploymentCountsOf(sim, deployment.id)
  const primary = deployment.id === service.primaryId
  return {
    id: deployment.deploymentId,
    status: primary ? 'PRIMARY' : 'ACTIVE',
    taskDefinition: sim.t.taskDefinitions.get(deployment.taskDefinitionId)?.arn ?? '',
    desiredCount: desiredOf(service, deployment, counts.running + counts.pending),
    pendingCount: counts.pending,
    runningCount: counts.running,
    failedTasks: deployment.failedTasks,
    createdAt: awsTime(sim, deployment.createdAtMs),
    updatedAt: awsTime(sim, deployment.updatedAtMs),
    ...launchMembers(deployment),
    ...(isFargate(deployment) ? { platformVersion: '1.4.0', platformFamily: 'Linux' } : {}),
    ...(deployment.networkConfiguration ? { networkConfiguration: deployment.networkConfiguration } : {}),
    rolloutState: deployment.rolloutState,
    rolloutStateReason: deployment.rolloutStateReason,
  }
}

function eventsView(sim: Sim, service: ServiceRow): ServiceEvent[] {
  return sim.t.serviceEvents
    .by('service', service.id)
    .slice(-EVENTS_SHOWN)
    .reverse()
    .map((event) => ({ id: event.eventId, createdAt: awsTime(sim, event.atMs), message: event.message }))
}
