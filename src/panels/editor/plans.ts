/** What the editor's buttons send, as commands. */
import { printCommand } from '../../cli'
import type { Command } from '../../worker'
import type { ContainerPort, Json } from './input'
import { firstPort } from './input'

const ecs = (operation: string, input: Json): Command => ({ service: 'ecs', operation, input })

export const registerCommand = (input: Json): Command => ecs('RegisterTaskDefinition', input)

/** Register, then update: the family alone means its newest ACTIVE revision (T-6). */
export function deployCommands(input: Json, cluster: string, service: string): Command[] {
  return [registerCommand(input), ecs('UpdateService', { cluster, service, taskDefinition: input.family })]
}

export interface NewService {
  serviceName: string
  cluster: string
  desiredCount: number
  launchType: 'EC2' | 'FARGATE'
  /** ARN, or '' for none. */
  targetGroupArn: string
  subnets: string[]
  securityGroups: string[]
}

/** What a new service of this definition starts from. */
export function proposedService(
  input: Json,
  given: Pick<NewService, 'cluster' | 'subnets' | 'securityGroups'>,
): NewService {
  const fargate = Array.isArray(input.requiresCompatibilities) && input.requiresCompatibilities.includes('FARGATE')
  return {
    ...given,
    serviceName: typeof input.family === 'string' ? input.family : '',
    desiredCount: 2,
    launchType: fargate ? 'FARGATE' : 'EC2',
    targetGroupArn: '',
  }
}

/** Target groups that can reach tasks of this definition: by address in awsvpc mode, by instance otherwise. */
export const targetTypeOf = (input: Json): 'ip' | 'instance' => (input.networkMode === 'awsvpc' ? 'ip' : 'instance')

/** Register, then create the service. */
export function createCommands(input: Json, service: NewService): Command[] {
  const { serviceName, cluster, desiredCount, launchType, subnets, securityGroups } = service
  const awsvpc = input.networkMode === 'awsvpc'
  const port = service.targetGroupArn === '' ? null : firstPort(input)
  return [
    registerCommand(input),
    ecs('CreateService', {
      cluster,
      serviceName,
      taskDefinition: input.family,
      desiredCount,
      launchType,
      ...(port ? { loadBalancers: [loadBalancerOf(service.targetGroupArn, port)] } : {}),
      ...(awsvpc
        ? {
            networkConfiguration: {
              awsvpcConfiguration: {
                subnets,
                ...(securityGroups.length > 0 ? { securityGroups } : {}),
                // Fargate pulls its image through the task's own interface, which needs a way out.
                ...(launchType === 'FARGATE' ? { assignPublicIp: 'ENABLED' } : {}),
              },
            },
          }
        : {}),
    }),
  ]
}

const loadBalancerOf = (targetGroupArn: string, port: ContainerPort) => ({ targetGroupArn, ...port })

/** The AWS CLI lines of commands. */
export const cliLines = (commands: readonly Command[]): string[] =>
  commands.map(({ service, operation, input }) => printCommand(service, operation, input))
