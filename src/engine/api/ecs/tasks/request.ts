/** What RunTask, StartTask, CreateService and UpdateService check alike (T-183, T-184, S-5). */
import type { CapacityProviderStrategyItem, TaskOverride } from '@aws-sdk/client-ecs'
import { fargateSizeError, isFargateSize } from '../../../data/fargate-sizes'
import type { Sim } from '../../../kernel'
import { ApiError, invalidParameter } from '../../../kernel'
import type { ClusterRow, TaskDefinitionRow, TaskRow } from '../../../model'

export type LaunchType = TaskRow['launchType']

export interface LaunchChoice {
  /** null when a capacity provider strategy is used. */
  launchType: LaunchType | null
  strategy: CapacityProviderStrategyItem[]
  /** What the checks of network and placement go by: FARGATE also for Fargate providers. */
  effective: LaunchType
}

/** S-5: launch type, else strategy, else the cluster's default strategy, else EC2. */
export function chooseLaunch(
  cluster: ClusterRow,
  input: { launchType?: string | undefined; capacityProviderStrategy?: CapacityProviderStrategyItem[] | undefined },
): LaunchChoice {
  const given = input.capacityProviderStrategy ?? []
  if (input.launchType && given.length > 0) {
    throw invalidParameter(
      'Specifying both a launch type and capacity provider strategy is not supported. Remove one and try again.',
    )
  }
  if (input.launchType && !['EC2', 'FARGATE', 'EXTERNAL'].includes(input.launchType)) {
    throw invalidParameter('launch type should be one of [EC2,FARGATE,EXTERNAL]')
  }
  if (input.launchType) {
    const launchType = input.launchType as LaunchType
    return { launchType, strategy: [], effective: launchType }
  }
  const strategy = given.length > 0 ? given : cluster.defaultCapacityProviderStrategy
  if (strategy.length === 0) return { launchType: 'EC2', strategy: [], effective: 'EC2' }
  checkStrategy(cluster, strategy)
  return {
    launchType: null,
    strategy: strategy.map((item) => ({ ...item, weight: item.weight ?? 0, base: item.base ?? 0 })),
    effective: 'FARGATE',
  }
}

/** S-114, S-115, T-177, T-178. */
function checkStrategy(cluster: ClusterRow, strategy: CapacityProviderStrategyItem[]): void {
  if (strategy.length > 20) throw invalidParameter('capacityProviderStrategy cannot exceed 20.')
  for (const item of strategy) {
    if (!cluster.capacityProviders.includes(item.capacityProvider ?? '')) {
      throw invalidParameter(
        'The specified capacity provider strategy cannot contain a capacity provider that is not associated with the cluster. Associate the capacity provider with the cluster or specify a valid capacity provider and try again.',
      )
    }
    if ((item.weight ?? 0) < 0 || (item.weight ?? 0) > 1000)
      throw invalidParameter('weight must be between 0 and 1000.')
    if ((item.base ?? 0) < 0 || (item.base ?? 0) > 100_000) throw invalidParameter('base must be between 0 and 100000.')
  }
  if (strategy.filter((item) => (item.base ?? 0) > 0).length > 1) {
    throw invalidParameter(
      'There are multiple capacity providers in the specified capacity provider strategy with a base value greater than zero. Only one capacity provider can have a base value greater than zero. Specify a valid capacity provider strategy and try again.',
    )
  }
  if (strategy.length > 1 && !strategy.some((item) => (item.weight ?? 0) > 0)) {
    throw invalidParameter(
      'There are no capacity providers in the capacity provider strategy with a weight value greater than zero. Specify a weight value greater than zero for at least one capacity provider and try again.',
    )
  }
}

/** T-112, T-184: the definition must suit the launch type, and a platform version only Fargate. */
export function checkDefinitionSuits(
  definition: TaskDefinitionRow,
  choice: LaunchChoice,
  platformVersion?: string,
): void {
  const { effective } = choice
  if (effective === 'FARGATE' && !definition.derived.compatibilities.includes('FARGATE')) {
    throw invalidParameter('Task definition does not support launch_type FARGATE.')
  }
  if (effective === 'EXTERNAL' && !definition.derived.compatibilities.includes('EXTERNAL')) {
    throw invalidParameter('Task definition does not support launch_type EXTERNAL.')
  }
  if (!platformVersion) return
  if (effective !== 'FARGATE') {
    throw invalidParameter(`The platform version must be null when specifying an ${effective} launch type.`)
  }
  if (!['LATEST', '1.4.0'].includes(platformVersion)) {
    throw new ApiError('PlatformUnknownException', 'The specified platform does not exist.')
  }
}

/** T-184, T-185; `fargate`: the size must be one that Fargate has (T-111). */
export function checkOverrides(
  definition: TaskDefinitionRow,
  overrides: TaskOverride | undefined,
  fargate: boolean,
): void {
  if (!overrides) return
  for (const override of overrides.containerOverrides ?? []) {
    if (!definition.def.containerDefinitions?.some((c) => c.name === override.name)) {
      throw invalidParameter(`Override for container named ${override.name} is not a container in the TaskDefinition`)
    }
  }
  if (JSON.stringify(overrides).length > 8192)
    throw invalidParameter('Container Overrides length must be at most 8192.')
  for (const member of ['cpu', 'memory'] as const) {
    const value = overrides[member]
    if (value !== undefined && !/^[1-9]\d{0,8}$/.test(value))
      throw invalidParameter(`Invalid '${member}' setting for task.`)
  }
  if (!fargate) return
  const [cpu, memory] = [Number(overrides.cpu ?? definition.def.cpu), Number(overrides.memory ?? definition.def.memory)]
  const windows = definition.def.runtimePlatform?.operatingSystemFamily?.startsWith('WINDOWS')
  if (!isFargateSize(cpu, memory, windows ? 'WINDOWS' : 'LINUX')) throw invalidParameter(fargateSizeError(cpu, memory))
}

/** T-184 last rows: ECS Exec needs a task role. */
export function checkExecuteCommand(definition: TaskDefinitionRow, enabled: boolean | undefined, what: string): void {
  if (!enabled || definition.def.taskRoleArn) return
  throw invalidParameter(
    `The ${what} because a valid taskRoleArn is not being used. Specify a valid task role in your task definition and try again.`,
  )
}

/** S-13: no ACTIVE instance of the launch type at all. */
export function checkInstancesExist(sim: Sim, cluster: ClusterRow, choice: LaunchChoice): void {
  if (choice.effective === 'FARGATE') return
  const external = choice.effective === 'EXTERNAL'
  const found = sim.t.containerInstances
    .by('cluster', cluster.id)
    .some((ci) => ci.status === 'ACTIVE' && ci.external === external)
  if (!found) throw invalidParameter('No Container Instances were found in your cluster.')
}
