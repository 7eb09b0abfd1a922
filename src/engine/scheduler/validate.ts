/** The checks of placement members at the API, before any instance is looked at (S-5 … S-11). */
import type { PlacementConstraint, PlacementStrategy } from '@aws-sdk/client-ecs'
import { invalidParameter } from '../kernel'
import { parseExpression } from './query'

export interface PlacementInput {
  placementConstraints?: readonly PlacementConstraint[] | undefined
  placementStrategy?: readonly PlacementStrategy[] | undefined
  /** As resolved: the launch type asked for, FARGATE also for a strategy of Fargate providers. */
  launchType: 'EC2' | 'FARGATE' | 'EXTERNAL' | 'MANAGED_INSTANCES'
  /** placementConstraints of the task definition. */
  taskDefinitionConstraints?: readonly PlacementConstraint[] | undefined
  schedulingStrategy?: 'REPLICA' | 'DAEMON' | undefined
}

const MAX_STRATEGIES = 5
const MAX_CONSTRAINTS = 10
const SPREAD_FIELD = /^(?:instanceId|host|attribute:[A-Za-z0-9_\-/\\.]{1,128})$/

/**
 * Checks what RunTask, CreateService or UpdateService was given. Returns the strategies as ECS stores them (S-8:
 * `host` → `instanceId`, cpu and memory in upper case).
 * @throws ApiError InvalidParameterException with the text of S-6 … S-11, D-320
 */
export function validatePlacementInput(input: PlacementInput): PlacementStrategy[] {
  const strategies = input.placementStrategy ?? []
  const constraints = input.placementConstraints ?? []
  const ofDefinition = input.taskDefinitionConstraints ?? []
  if (input.schedulingStrategy === 'DAEMON' && strategies.length > 0) {
    throw invalidParameter(
      'The daemon scheduling strategy does not support placement strategies. Remove the placement strategy and try again',
    )
  }
  refuseOnLaunchType(input.launchType, strategies.length, constraints.length + ofDefinition.length)
  if (strategies.length > MAX_STRATEGIES) throw invalidParameter(`Maximum number of strategies is ${MAX_STRATEGIES}.`)
  if (constraints.length + ofDefinition.length > MAX_CONSTRAINTS) {
    throw invalidParameter(`placementConstraints cannot exceed ${MAX_CONSTRAINTS}.`) // T-170
  }
  constraints.forEach(checkConstraint)
  return strategies.map(normalised)
}

/** S-9, S-10 */
function refuseOnLaunchType(launchType: PlacementInput['launchType'], strategies: number, constraints: number): void {
  const takesNeither = launchType === 'FARGATE'
  if (strategies > 0 && (takesNeither || launchType === 'MANAGED_INSTANCES')) {
    throw invalidParameter(`Placement strategies are not supported with ${launchType} launch type.`)
  }
  if (constraints > 0 && takesNeither) {
    throw invalidParameter('Placement constraints are not supported with FARGATE launch type.')
  }
}

/** S-7; the expression itself: S-83. */
function checkConstraint({ type, expression }: PlacementConstraint): void {
  if (type === 'distinctInstance') {
    if (expression !== undefined) throw invalidParameter('distinctInstance expression should not be specified.')
  } else if (type === 'memberOf') {
    parseExpression(expression ?? '')
  } else {
    throw invalidParameter(`placement constraint type '${type ?? ''}' is invalid.`)
  }
}

/** S-8 */
function normalised({ type, field }: PlacementStrategy): PlacementStrategy {
  if (type === 'random') {
    if (field !== undefined) throw invalidParameter('random field should not be specified.')
    return { type }
  }
  if (type === 'spread') {
    if (!SPREAD_FIELD.test(field ?? '')) throw invalidParameter(`spread field '${field ?? ''}' is invalid.`)
    return { type, field: field === 'host' ? 'instanceId' : (field as string) }
  }
  if (type === 'binpack') {
    const resource = field?.toUpperCase()
    if (resource !== 'CPU' && resource !== 'MEMORY')
      throw invalidParameter(`binpack field '${field ?? ''}' is invalid.`)
    return { type, field: resource }
  }
  throw invalidParameter(`placement strategy type '${type ?? ''}' is invalid.`)
}
