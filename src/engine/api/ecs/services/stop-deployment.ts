/** StopServiceDeployment (D-356). */
import type { StopServiceDeploymentCommandInput, StopServiceDeploymentCommandOutput } from '@aws-sdk/client-ecs'
import type { Sim } from '../../../kernel'
import { ApiError, invalidParameter } from '../../../kernel'
import { wake } from '../../../services'

const TERMINAL = new Set(['SUCCESSFUL', 'STOPPED', 'ROLLBACK_SUCCESSFUL', 'ROLLBACK_FAILED'])
const ASKED_ALREADY = new Set(['STOP_REQUESTED', 'ROLLBACK_REQUESTED', 'ROLLBACK_IN_PROGRESS'])

/** Asks for the way back; the scheduler takes it at its next evaluation. Works without any rollback option. */
export function stopServiceDeployment(
  sim: Sim,
  input: StopServiceDeploymentCommandInput,
): Omit<StopServiceDeploymentCommandOutput, '$metadata'> {
  const record = sim.t.serviceDeployments.find('arn', input.serviceDeploymentArn ?? '')
  if (!record) throw new ApiError('ServiceDeploymentNotFoundException', 'The service deployment does not exist.')
  const stopType = input.stopType ?? 'ROLLBACK'
  if (stopType !== 'ROLLBACK') throw invalidParameter('stopType should be one of [ROLLBACK]')
  if (TERMINAL.has(record.status)) {
    throw new ApiError('ConflictException', 'Cannot stop service deployment because it is in a terminal state.', {
      resourceIds: [record.arn],
    })
  }
  if (!ASKED_ALREADY.has(record.status)) {
    sim.t.serviceDeployments.patch(record.id, { status: 'ROLLBACK_REQUESTED', updatedAtMs: sim.nowMs })
    wake(sim, record.serviceId)
  }
  return { serviceDeploymentArn: record.arn }
}
