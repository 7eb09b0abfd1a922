/** ContinueServiceDeployment: somebody decides about a pause (D-542). */
import type { ContinueServiceDeploymentCommandInput, ContinueServiceDeploymentCommandOutput } from '@aws-sdk/client-ecs'
import type { Sim } from '../../../kernel'
import { ApiError, invalidParameter } from '../../../kernel'
import { decideHook, wake } from '../../../services'

const TERMINAL = new Set(['SUCCESSFUL', 'STOPPED', 'ROLLBACK_SUCCESSFUL', 'ROLLBACK_FAILED'])

/** The hook is decided at once, the scheduler acts on it at its next evaluation. */
export function continueServiceDeployment(
  sim: Sim,
  input: ContinueServiceDeploymentCommandInput,
): Omit<ContinueServiceDeploymentCommandOutput, '$metadata'> {
  const record = sim.t.serviceDeployments.find('arn', input.serviceDeploymentArn ?? '')
  if (!record) throw new ApiError('ServiceDeploymentNotFoundException', 'The service deployment does not exist.')
  const hookId = input.hookId ?? ''
  if (!/^ecs-[a-z]+-.+$/.test(hookId))
    throw invalidParameter('Invalid hookId: hookId must follow the format: ecs-{hookType}-{id}')
  if (TERMINAL.has(record.status)) {
    throw invalidParameter('Continuing a service deployment is not allowed for service deployment in terminal states.')
  }
  if (!decideHook(sim, record.id, hookId, input.action ?? 'CONTINUE')) {
    throw invalidParameter(
      'Provided hookId is either completed, unavailable, or not associated with the given Resource ARN',
    )
  }
  wake(sim, record.serviceId)
  return { serviceDeploymentArn: record.arn }
}
