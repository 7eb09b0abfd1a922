/** ExecuteCommand (T-139 … T-141): who may open a session, and the session's shape. Nothing runs at the other end. */
import type { ExecuteCommandCommandInput, ExecuteCommandCommandOutput } from '@aws-sdk/client-ecs'
import type { Sim } from '../../../kernel'
import { ApiError, invalidParameter } from '../../../kernel'
import type { ServiceOperations } from '../../types'
import { resolveCluster } from '../clusters'
import { findTask } from './find'

const NOT_POSSIBLE =
  'The execute command failed because execute command was not enabled when the task was run or the execute command agent isn’t running. Wait and try again or run a new task with execute command enabled and try again.'

/**
 * @throws ApiError InvalidParameterException, or TargetNotConnectedException when the agent on the host is cut off (T-141)
 */
function executeCommand(sim: Sim, input: ExecuteCommandCommandInput): Omit<ExecuteCommandCommandOutput, '$metadata'> {
  const cluster = resolveCluster(sim, input.cluster)
  if (!input.interactive) throw invalidParameter('Interactive is the only mode supported currently.')
  const task = findTask(sim, cluster, input.task ?? '')
  if (!task) throw invalidParameter('The referenced task was not found.')
  if (input.container === undefined && task.containers.length > 1)
    throw invalidParameter('A container name is required for a task with several containers.')
  const container = input.container ? task.containers.find((c) => c.name === input.container) : task.containers[0]
  if (!container) throw invalidParameter(`The container ${input.container} was not found in the task.`)
  if (!task.enableExecuteCommand || container.stage !== 'running') throw invalidParameter(NOT_POSSIBLE)
  if (sim.t.containerInstances.get(task.containerInstanceId ?? undefined)?.connectionLost) {
    throw new ApiError('TargetNotConnectedException', 'The execute command agent is not connected.')
  }
  const n = sim.count('exec session')
  const sessionId = `ecs-execute-command-${sim.hex('exec session', n, 17)}`
  return {
    clusterArn: cluster.arn,
    containerArn: container.containerArn,
    containerName: container.name,
    interactive: true,
    session: {
      sessionId,
      streamUrl: `wss://ssmmessages.${sim.options.region}.amazonaws.com/v1/data-channel/${sessionId}?role=publish_subscribe`,
      tokenValue: sim.base64('exec token', n, 64),
    },
    taskArn: task.arn,
  }
}

export const executeOperations: ServiceOperations = { ExecuteCommand: executeCommand }
