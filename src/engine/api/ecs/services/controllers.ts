/** Services whose deployments CodeDeploy or somebody else makes (D-550, D-560, D-701). */
import type { CreateServiceCommandInput, UpdateServiceCommandInput } from '@aws-sdk/client-ecs'
import type { Sim } from '../../../kernel'
import { invalidParameter } from '../../../kernel'
import type { ServiceRow } from '../../../model'
import { validatePlacementInput } from '../../../scheduler'
import { taskSetsOf, unsettleTaskSet, wake } from '../../../services'
import { checkDeploymentConfiguration, checkDesiredCount, checkFailureDetection, checkGrace } from './checks'
import { storedConfiguration } from './view'

const given = (value: unknown) => value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0)

/** D-701, D-550, D-307: what CreateService refuses because of the controller. */
export function checkController(input: CreateServiceCommandInput): void {
  const type = input.deploymentController?.type ?? 'ECS'
  if (type === 'ECS') return
  checkOnlyRolling(input.deploymentConfiguration, type)
  if (type === 'EXTERNAL') {
    if (given(input.taskDefinition)) throw invalidParameter('TaskDefinition must be blank.')
    if (given(input.loadBalancers)) throw invalidParameter('LoadBalancers must be empty or null.')
  } else if (!given(input.loadBalancers)) {
    throw invalidParameter(
      'When specifying the CODE_DEPLOY deployment controller type, the service requires an Application Load Balancer or Network Load Balancer.',
    )
  }
}

/** D-400, D-430, D-500: these belong to the ECS controller. */
function checkOnlyRolling(configuration: CreateServiceCommandInput['deploymentConfiguration'], type: string): void {
  const only = (what: string) =>
    invalidParameter(`${what} is not supported on services with a ${type} deployment controller.`)
  if (configuration?.deploymentCircuitBreaker?.enable) throw only('The deployment circuit breaker')
  if (configuration?.alarms?.enable) throw only('Failure detection by alarms')
  if ((configuration?.strategy ?? 'ROLLING') !== 'ROLLING') throw only(`The strategy ${configuration?.strategy}`)
  if (configuration?.earlySuccessCriteria?.enable) throw only('earlySuccessCriteria')
}

/** Members that only a deployment changes, as the texts call them; the first two as seen in reports. */
const DEPLOYED: [member: keyof UpdateServiceCommandInput, words: string][] = [
  ['taskDefinition', 'task definition'],
  ['networkConfiguration', 'network parameters'],
  ['loadBalancers', 'load balancers'],
  ['platformVersion', 'platform version'],
  ['serviceRegistries', 'service registries'],
  ['capacityProviderStrategy', 'capacity provider strategy'],
]

/** UpdateService for such a service: the count, the configuration, placement, grace period and tag options alone. */
export function updateWithTaskSets(sim: Sim, service: ServiceRow, input: UpdateServiceCommandInput): void {
  const { type } = service.deploymentController
  const advice = type === 'CODE_DEPLOY' ? 'Use AWS CodeDeploy' : 'Create a task set'
  const ending = `on services with a ${type} deployment controller. ${advice} to trigger a new deployment.`
  for (const [member, words] of DEPLOYED) {
    if (given(input[member])) throw invalidParameter(`Unable to update ${words} ${ending}`)
  }
  if (input.forceNewDeployment) throw invalidParameter(`Cannot force a new deployment ${ending}`)
  checkOnlyRolling(input.deploymentConfiguration, type)
  const deploymentConfiguration = input.deploymentConfiguration
    ? storedConfiguration({ ...service.deploymentConfiguration, ...input.deploymentConfiguration }, false)
    : service.deploymentConfiguration
  checkDeploymentConfiguration(deploymentConfiguration)
  checkFailureDetection(deploymentConfiguration)
  const desiredCount = input.desiredCount === undefined ? service.desiredCount : checkDesiredCount(input.desiredCount)
  const placementConstraints = input.placementConstraints ?? service.placementConstraints
  const placementStrategy = validatePlacementInput({
    placementConstraints,
    placementStrategy: input.placementStrategy ?? service.placementStrategy,
    launchType: service.launchType ?? 'EC2',
  })
  sim.t.services.patch(service.id, {
    desiredCount,
    deploymentConfiguration,
    placementConstraints,
    placementStrategy,
    ...(input.healthCheckGracePeriodSeconds === undefined
      ? {}
      : { healthCheckGracePeriodSeconds: checkGrace(input.healthCheckGracePeriodSeconds) }),
    ...(input.enableECSManagedTags === undefined ? {} : { enableECSManagedTags: input.enableECSManagedTags }),
    ...(input.enableExecuteCommand === undefined ? {} : { enableExecuteCommand: input.enableExecuteCommand }),
    ...(input.propagateTags === undefined ? {} : { propagateTags: input.propagateTags }),
  })
  if (desiredCount !== service.desiredCount) {
    sim.t.services.patch(service.id, { steadySinceMs: null })
    for (const row of taskSetsOf(sim, service.id)) unsettleTaskSet(sim, row)
  }
  wake(sim, service.id)
}
