/** CreateService, UpdateService, DeleteService (D-300 … D-303, D-710 … D-730, T-192). */
import type {
  CreateServiceCommandInput,
  CreateServiceCommandOutput,
  DeleteServiceCommandInput,
  DeleteServiceCommandOutput,
  UpdateServiceCommandInput,
  UpdateServiceCommandOutput,
} from '@aws-sdk/client-ecs'
import type { Sim } from '../../../kernel'
import { ApiError, invalidParameter } from '../../../kernel'
import { validateServiceLoadBalancers } from '../../../loadbalancing'
import type { ServiceRow, TaskDefinitionRow } from '../../../model'
import { checkNetworkConfiguration } from '../../../network'
import { validatePlacementInput } from '../../../scheduler'
import {
  addTaskSet,
  beginDeployment,
  checkShift,
  emit,
  finishDeleting,
  followGrace,
  followInstances,
  hasTaskSets,
  wake,
} from '../../../services'
import { stopTask } from '../../../tasks'
import { resolveCluster } from '../clusters'
import { checkTags } from '../tags'
import { resolveTaskDefinition } from '../task-definitions'
import type { LaunchChoice } from '../tasks'
import { checkDefinitionSuits, checkExecuteCommand, chooseLaunch } from '../tasks'
import {
  checkDeploymentConfiguration,
  checkDesiredCount,
  checkFailureDetection,
  checkGrace,
  checkSameController,
  checkServiceName,
  checkServiceQuota,
  rebalancingEligible,
  resolveService,
} from './checks'
import { checkController, updateWithTaskSets } from './controllers'
import { checkDaemon } from './daemon-checks'
import { changedConfiguration, serviceView, storedConfiguration } from './view'

type Answer<T> = Omit<T, '$metadata'>

const NOT_IDEMPOTENT = 'Creation of service was not idempotent.'

export function createService(sim: Sim, input: CreateServiceCommandInput): Answer<CreateServiceCommandOutput> {
  const cluster = resolveCluster(sim, input.cluster)
  const name = checkServiceName(input.serviceName)
  const request = JSON.stringify(input)
  const existing = sim.t.services.find('live', `${cluster.id}/${name}`)
  // D-711: a client token stands for one set of parameters, whatever the name.
  const { clientToken } = input
  const used = (other: ServiceRow) => other.clientToken === clientToken && other.status !== 'INACTIVE'
  if (clientToken && clientToken !== existing?.clientToken && sim.t.services.by('cluster', cluster.id).some(used)) {
    throw invalidParameter(NOT_IDEMPOTENT)
  }
  if (existing?.status === 'DRAINING') throw invalidParameter('Unable to Start a service that is still Draining.')
  if (existing) {
    // D-711: only a repeated clientToken with the same parameters answers the existing service.
    if (input.clientToken && existing.clientToken === input.clientToken && existing.createInput === request) {
      return { service: serviceView(sim, existing) }
    }
    throw invalidParameter(NOT_IDEMPOTENT)
  }
  const daemon = input.schedulingStrategy === 'DAEMON'
  const controller = input.deploymentController?.type ?? 'ECS'
  refuseUnmodelled(input)
  checkServiceQuota(sim, cluster)
  if (input.desiredCount === undefined && !daemon) throw invalidParameter('DesiredCount is missing')
  const desiredCount = checkDesiredCount(input.desiredCount ?? 0)
  const deploymentConfiguration = storedConfiguration(input.deploymentConfiguration, daemon)
  const choice = chooseLaunch(cluster, input)
  if (daemon) checkDaemon(input, deploymentConfiguration.maximumPercent ?? 100, choice)
  checkDeploymentConfiguration(deploymentConfiguration, daemon)
  checkFailureDetection(deploymentConfiguration)
  checkController(input)
  if (!input.taskDefinition && controller !== 'EXTERNAL') throw invalidParameter('TaskDefinition can not be empty.')
  const definition = input.taskDefinition ? resolveTaskDefinition(sim, input.taskDefinition, 'CreateService') : null
  checkShift(sim, {
    configuration: deploymentConfiguration,
    loadBalancers: input.loadBalancers ?? [],
    schedulingStrategy: daemon ? 'DAEMON' : 'REPLICA',
    launchType: choice.launchType,
  })
  const checked = definition
    ? checkAgainstDefinition(sim, definition, choice, input, "service couldn't be created")
    : withoutDefinition(input)
  const eligible =
    controller === 'ECS' &&
    rebalancingEligible({
      launchType: choice.launchType,
      maximumPercent: deploymentConfiguration.maximumPercent ?? 200,
      strategy: checked.placementStrategy,
      constraints: input.placementConstraints ?? [],
    })
  if (input.availabilityZoneRebalancing === 'ENABLED' && !eligible)
    throw rebalancingRefused(deploymentConfiguration.maximumPercent ?? 200)

  const base = sim.newRow('services')
  sim.t.services.put({
    ...base,
    arn: sim.arn('ecs', `service/${cluster.name}/${name}`),
    name,
    clusterId: cluster.id,
    status: 'ACTIVE',
    schedulingStrategy: daemon ? 'DAEMON' : 'REPLICA',
    desiredCount,
    taskDefinitionId: definition?.id ?? '',
    launchType: choice.launchType,
    capacityProviderStrategy: choice.strategy,
    platformVersion: choice.effective === 'FARGATE' ? (input.platformVersion ?? 'LATEST') : null,
    deploymentConfiguration,
    deploymentController: { type: controller },
    loadBalancers: input.loadBalancers ?? [],
    serviceRegistries: [],
    networkConfiguration: checked.networkConfiguration,
    placementConstraints: input.placementConstraints ?? [],
    placementStrategy: checked.placementStrategy,
    healthCheckGracePeriodSeconds: checkGrace(input.healthCheckGracePeriodSeconds),
    availabilityZoneRebalancing: input.availabilityZoneRebalancing ?? (eligible ? 'ENABLED' : 'DISABLED'),
    enableECSManagedTags: input.enableECSManagedTags ?? false,
    enableExecuteCommand: input.enableExecuteCommand ?? false,
    propagateTags: input.propagateTags ?? 'NONE',
    clientToken: input.clientToken ?? null,
    createInput: request,
    tags: checkTags(input.tags),
    createdAtMs: sim.nowMs,
    inactiveAtMs: null,
    primaryId: '',
    steadySinceMs: null,
    lastSteadyEventMs: null,
    standing: {},
    placementRetry: null,
    startThrottle: null,
    figures: { sinceMs: sim.nowMs, lowestHealthy: 0, peakTasks: 0, endedMs: null },
    recentStarts: [],
  })
  if (daemon) followInstances(sim, base.id)
  if (controller === 'ECS') beginDeployment(sim, base.id)
  else if (definition) addPrimaryTaskSet(sim, base.id)
  wake(sim, base.id)
  return { service: serviceView(sim, sim.t.services.need(base.id)) }
}

/** D-550: CodeDeploy's first task set is there with the service. */
function addPrimaryTaskSet(sim: Sim, serviceId: string): void {
  const {
    taskDefinitionId,
    launchType,
    capacityProviderStrategy,
    platformVersion,
    networkConfiguration,
    loadBalancers,
  } = sim.t.services.need(serviceId)
  addTaskSet(sim, serviceId, {
    taskDefinitionId,
    launchType,
    capacityProviderStrategy,
    platformVersion,
    networkConfiguration,
    loadBalancers,
    status: 'PRIMARY',
    scalePercent: 100,
    externalId: null,
    startedBy: 'CODE_DEPLOY',
    clientToken: null,
    createInput: '',
    tags: [],
  })
}

/** An EXTERNAL service has its placement only; what runs comes with the task sets. */
function withoutDefinition(input: CreateServiceCommandInput) {
  const placementStrategy = validatePlacementInput({
    placementConstraints: input.placementConstraints,
    placementStrategy: input.placementStrategy,
    launchType: 'EC2',
  })
  return { placementStrategy, networkConfiguration: null }
}

/** S-57, D-320. */
function rebalancingRefused(maximumPercent: number) {
  if (maximumPercent <= 100) {
    return invalidParameter(
      'The max running tasks value must be greater than 100 when Availability Zone rebalancing is turned on.',
    )
  }
  return invalidParameter(
    "The service couldn't be created because Availability Zone Rebalancing does not support its placement strategy, constraints or launch type.",
  )
}

/** Members whose effect the simulator does not have yet are refused, not swallowed. */
function refuseUnmodelled(input: CreateServiceCommandInput | UpdateServiceCommandInput): void {
  const members = [
    'serviceRegistries',
    'serviceConnectConfiguration',
    'volumeConfigurations',
    'vpcLatticeConfigurations',
  ] as const
  for (const member of members) {
    const value = input[member]
    const used = Array.isArray(value)
      ? value.length > 0
      : value !== undefined && (value as { enabled?: boolean }).enabled !== false
    if (used) throw new ApiError('UnsupportedFeatureException', `${member} is not available in the simulator.`)
  }
}

interface DefinitionInput {
  networkConfiguration?: CreateServiceCommandInput['networkConfiguration']
  placementConstraints?: CreateServiceCommandInput['placementConstraints']
  placementStrategy?: CreateServiceCommandInput['placementStrategy']
  loadBalancers?: CreateServiceCommandInput['loadBalancers']
  platformVersion?: string | undefined
  enableExecuteCommand?: boolean | undefined
}

/** The checks that need the definition: platform, network, placement, load balancers, exec. */
export function checkAgainstDefinition(
  sim: Sim,
  definition: TaskDefinitionRow,
  choice: LaunchChoice,
  input: DefinitionInput,
  what: string,
) {
  checkDefinitionSuits(definition, choice, input.platformVersion)
  checkNetworkConfiguration(sim, {
    networkMode: definition.derived.networkMode,
    networkConfiguration: input.networkConfiguration,
    launchType: choice.effective,
  })
  const placementStrategy = validatePlacementInput({
    placementConstraints: input.placementConstraints,
    placementStrategy: input.placementStrategy,
    launchType: choice.effective,
    taskDefinitionConstraints: definition.def.placementConstraints,
  })
  validateServiceLoadBalancers(sim, {
    loadBalancers: input.loadBalancers ?? [],
    taskDefinition: definition,
    launchType: choice.effective,
  })
  checkExecuteCommand(definition, input.enableExecuteCommand, what)
  return { placementStrategy, networkConfiguration: input.networkConfiguration ?? null }
}

export function updateService(sim: Sim, input: UpdateServiceCommandInput): Answer<UpdateServiceCommandOutput> {
  const cluster = resolveCluster(sim, input.cluster)
  const service = resolveService(sim, cluster, input.service ?? '')
  if (service.status !== 'ACTIVE') throw new ApiError('ServiceNotActiveException', 'Service was not ACTIVE.')
  checkSameController(service, input.deploymentController?.type)
  refuseUnmodelled(input)
  if (hasTaskSets(service)) {
    updateWithTaskSets(sim, service, input)
    if (input.healthCheckGracePeriodSeconds !== undefined) followGrace(sim, service.id)
    return { service: serviceView(sim, sim.t.services.need(service.id)) }
  }
  const daemon = service.schedulingStrategy === 'DAEMON'
  const deploymentConfiguration = input.deploymentConfiguration
    ? storedConfiguration(changedConfiguration(service.deploymentConfiguration, input.deploymentConfiguration), daemon)
    : service.deploymentConfiguration
  const choice = launchChoiceOf(cluster, service, input)
  if (daemon) checkDaemon(input, deploymentConfiguration.maximumPercent ?? 100, choice)
  checkDeploymentConfiguration(deploymentConfiguration, daemon)
  checkFailureDetection(deploymentConfiguration)
  const desiredCount = input.desiredCount === undefined ? service.desiredCount : checkDesiredCount(input.desiredCount)
  const definition = input.taskDefinition
    ? resolveTaskDefinition(sim, input.taskDefinition, 'UpdateService')
    : sim.t.taskDefinitions.need(service.taskDefinitionId)
  const merged = mergeForChecks(service, definition, choice, input)
  checkShift(sim, {
    configuration: deploymentConfiguration,
    loadBalancers: merged.loadBalancers,
    schedulingStrategy: service.schedulingStrategy,
    launchType: choice.launchType,
  })
  const checked = checkAgainstDefinition(sim, definition, choice, merged, "service couldn't be updated")
  const healthCheckGracePeriodSeconds =
    input.healthCheckGracePeriodSeconds === undefined
      ? service.healthCheckGracePeriodSeconds
      : checkGrace(input.healthCheckGracePeriodSeconds)
  const availabilityZoneRebalancing = input.availabilityZoneRebalancing ?? service.availabilityZoneRebalancing
  const eligible = rebalancingEligible({
    launchType: choice.launchType,
    maximumPercent: deploymentConfiguration.maximumPercent ?? 200,
    strategy: checked.placementStrategy,
    constraints: merged.placementConstraints,
  })
  if (input.availabilityZoneRebalancing === 'ENABLED' && !eligible)
    throw rebalancingRefused(deploymentConfiguration.maximumPercent ?? 200)

  const next: Partial<ServiceRow> = {
    desiredCount,
    deploymentConfiguration,
    taskDefinitionId: definition.id,
    launchType: choice.launchType,
    capacityProviderStrategy: choice.strategy,
    platformVersion:
      choice.effective === 'FARGATE' ? (input.platformVersion ?? service.platformVersion ?? 'LATEST') : null,
    loadBalancers: merged.loadBalancers,
    networkConfiguration: checked.networkConfiguration,
    placementConstraints: merged.placementConstraints,
    placementStrategy: checked.placementStrategy,
    healthCheckGracePeriodSeconds,
    availabilityZoneRebalancing: eligible ? availabilityZoneRebalancing : 'DISABLED',
    ...(input.enableECSManagedTags === undefined ? {} : { enableECSManagedTags: input.enableECSManagedTags }),
    ...(input.enableExecuteCommand === undefined ? {} : { enableExecuteCommand: input.enableExecuteCommand }),
    ...(input.propagateTags === undefined ? {} : { propagateTags: input.propagateTags }),
  }
  const deploys = startsDeployment(service, next, input)
  sim.t.services.patch(service.id, {
    ...next,
    ...(desiredCount === service.desiredCount ? {} : { steadySinceMs: null }),
  })
  if (input.healthCheckGracePeriodSeconds !== undefined) followGrace(sim, service.id)
  if (deploys) beginDeployment(sim, service.id)
  wake(sim, service.id)
  return { service: serviceView(sim, sim.t.services.need(service.id)) }
}

/** Without a new launch type or strategy the service keeps its own (S-120). */
function launchChoiceOf(
  cluster: Parameters<typeof chooseLaunch>[0],
  service: ServiceRow,
  input: UpdateServiceCommandInput,
): LaunchChoice {
  if (input.capacityProviderStrategy && input.capacityProviderStrategy.length > 0) return chooseLaunch(cluster, input)
  const launchType = service.launchType ?? (input.capacityProviderStrategy ? 'EC2' : null)
  if (launchType) return { launchType, strategy: [], effective: launchType }
  return { launchType: null, strategy: service.capacityProviderStrategy, effective: 'FARGATE' }
}

/** What the service will have: given members win; a network configuration no longer meant for the mode is dropped. */
function mergeForChecks(
  service: ServiceRow,
  definition: TaskDefinitionRow,
  choice: LaunchChoice,
  input: UpdateServiceCommandInput,
) {
  const keepNetwork =
    definition.derived.networkMode === 'awsvpc' ? (service.networkConfiguration ?? undefined) : undefined
  const keepPlacement = choice.effective !== 'FARGATE'
  return {
    networkConfiguration: input.networkConfiguration ?? keepNetwork,
    placementConstraints: input.placementConstraints ?? (keepPlacement ? service.placementConstraints : []),
    placementStrategy: input.placementStrategy ?? (keepPlacement ? service.placementStrategy : []),
    loadBalancers: input.loadBalancers ?? service.loadBalancers,
    platformVersion: input.platformVersion,
    enableExecuteCommand: input.enableExecuteCommand ?? service.enableExecuteCommand,
  }
}

/** D-300, D-301, D-302. */
function startsDeployment(service: ServiceRow, next: Partial<ServiceRow>, input: UpdateServiceCommandInput): boolean {
  if (input.forceNewDeployment) return true
  const differs = (
    member: 'taskDefinitionId' | 'networkConfiguration' | 'platformVersion' | 'loadBalancers' | 'launchType',
  ) => JSON.stringify(next[member]) !== JSON.stringify(service[member])
  return (['taskDefinitionId', 'networkConfiguration', 'platformVersion', 'loadBalancers', 'launchType'] as const).some(
    differs,
  )
}

export function deleteService(sim: Sim, input: DeleteServiceCommandInput): Answer<DeleteServiceCommandOutput> {
  const cluster = resolveCluster(sim, input.cluster)
  const service = resolveService(sim, cluster, input.service ?? '')
  if (service.status !== 'ACTIVE') throw new ApiError('ServiceNotActiveException', 'Service was not ACTIVE.')
  // D-730: a DAEMON's count cannot be set to 0 first.
  if (service.desiredCount > 0 && !input.force && service.schedulingStrategy === 'REPLICA') {
    throw invalidParameter('The service cannot be stopped while it is scaled above 0.')
  }
  const running = sim.t.tasks.by('liveOfService', service.id).filter((t) => t.desiredStatus === 'RUNNING')
  sim.t.services.patch(service.id, { status: 'DRAINING', desiredCount: 0, steadySinceMs: null })
  if (running.length > 0) {
    const ids = running.map((t) => `(task ${t.taskId})`).join(' ')
    emit(sim, service.id, 'D-604', `(service ${service.name}) has stopped ${running.length} running tasks: ${ids}.`)
  }
  for (const task of running) {
    const reason = `Scaling activity initiated by (deployment ${task.startedBy})`
    stopTask(sim, task.id, { stopCode: 'ServiceSchedulerInitiated', reason, by: 'scheduler' })
  }
  // deployments V-49: with tasks to stop it is DRAINING until the scheduler next looks.
  if (running.length === 0) finishDeleting(sim, sim.t.services.need(service.id))
  return { service: serviceView(sim, sim.t.services.need(service.id)) }
}
