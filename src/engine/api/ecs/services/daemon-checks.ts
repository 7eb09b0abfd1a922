/** What DAEMON services may not have (D-230, D-231, D-320, S-57). */
import type { CreateServiceCommandInput, UpdateServiceCommandInput } from '@aws-sdk/client-ecs'
import { invalidParameter } from '../../../kernel'
import type { LaunchChoice } from '../tasks'

type Input = Pick<
  CreateServiceCommandInput & UpdateServiceCommandInput,
  'desiredCount' | 'placementStrategy' | 'availabilityZoneRebalancing' | 'deploymentController'
>

/**
 * Refuses what the scheduling strategy rules out; texts of the first three rows as recorded, launch types and
 * controllers worded alike.
 * @throws ApiError InvalidParameterException
 */
export function checkDaemon(input: Input, maximumPercent: number, choice: LaunchChoice): void {
  const unsupported = (what: string, advice: string) =>
    invalidParameter(`The daemon scheduling strategy does not support ${what}. ${advice} and try again`)
  if (input.desiredCount !== undefined && input.desiredCount !== null)
    throw unsupported('a desired count for services', 'Remove the desired count value')
  if ((input.placementStrategy ?? []).length > 0)
    throw unsupported('placement strategies', 'Remove the placement strategy')
  if (maximumPercent > 100) {
    throw unsupported(
      'values above 100 for maximumPercent on a deployment configuration',
      'Change the maximumPercent value to 100,',
    )
  }
  if (choice.effective === 'FARGATE') throw unsupported('the launch type FARGATE', 'Change the launch type')
  const controller = input.deploymentController?.type ?? 'ECS'
  if (controller !== 'ECS')
    throw unsupported(`the deployment controller ${controller}`, 'Change the deployment controller')
  if (input.availabilityZoneRebalancing === 'ENABLED') {
    throw invalidParameter(
      "The service couldn't be created because Availability Zone Rebalancing does not support DAEMON as scheduling strategy. Update scheduling strategy and try again.",
    )
  }
}
