/** Registering a written task definition, and putting it to use: an update of a service, or a new service. */
import { setUi, world } from '../store'
import type { Command } from '../worker'
import { clusterName } from './definitions'
import { serviceOf } from './deploy'
import { action, ecs } from './types'

/** Input of RegisterTaskDefinition as written; the worker judges it. */
export type WrittenDefinition = Record<string, unknown>

export const registerCommand = (input: WrittenDefinition): Command => ecs('RegisterTaskDefinition', input)

/** Register, then update: the family alone means its newest ACTIVE revision (T-6). */
export function deployCommands(input: WrittenDefinition, cluster: string, service: string): Command[] {
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
  input: WrittenDefinition,
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
export const targetTypeOf = (input: WrittenDefinition): 'ip' | 'instance' =>
  input.networkMode === 'awsvpc' ? 'ip' : 'instance'

/** Register, then create the service. */
export const createCommands = (input: WrittenDefinition, service: NewService): Command[] => [
  registerCommand(input),
  ecs(
    'CreateService',
    serviceInput(service, {
      ...{ name: input.family, awsvpc: input.networkMode === 'awsvpc', port: firstPort(input) },
    }),
  ),
]

/** Input of CreateService; `name` is the definition's, with or without a revision. */
export function serviceInput(
  service: NewService,
  { name, awsvpc, port }: { name: unknown; awsvpc: boolean; port: ContainerPort | null },
): Record<string, unknown> {
  const { serviceName, cluster, desiredCount, launchType, targetGroupArn, subnets, securityGroups } = service
  return {
    cluster,
    serviceName,
    taskDefinition: name,
    desiredCount,
    launchType,
    ...(port && targetGroupArn !== '' ? { loadBalancers: [{ targetGroupArn, ...port }] } : {}),
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
  }
}

export interface ContainerPort {
  containerName: string
  containerPort: number
}

const objects = (value: unknown): WrittenDefinition[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'object' && item !== null) : []

/** The first container port of a definition, which a target group can send requests to. */
export function firstPort(input: WrittenDefinition): ContainerPort | null {
  for (const container of objects(input.containerDefinitions))
    for (const { containerPort } of objects(container.portMappings))
      if (typeof container.name === 'string' && typeof containerPort === 'number')
        return { containerName: container.name, containerPort }
  return null
}

export const registerDefinition = action<{ input: WrittenDefinition }>({
  name: 'definition.register',
  group: 'definition',
  label: () => 'Register',
  commands: ({ input }) => [registerCommand(input)],
})

export const deployDefinition = action<{ input: WrittenDefinition; serviceId: string }>({
  name: 'definition.deploy',
  group: 'definition',
  label: (args) => `Register and deploy to ${serviceOf(args).name}`,
  commands: ({ input, serviceId }) => {
    const service = serviceOf({ serviceId })
    return deployCommands(input, clusterName(service), service.name)
  },
  effect: ({ serviceId }) => setUi({ serviceId }),
})

export const createServiceOf = action<{ input: WrittenDefinition; service: NewService }>({
  name: 'definition.createService',
  group: 'definition',
  label: () => 'Register and create service',
  refusal: ({ service: { cluster, serviceName } }) => newServiceProblem(cluster, serviceName),
  commands: ({ input, service }) => createCommands(input, service),
})

/** What the form can say before ECS does; null when nothing speaks against it. */
export function newServiceProblem(clusterName: string, serviceName: string): string | null {
  const cluster = [...world.rows.clusters.values()].find(({ name }) => name === clusterName)
  if (!cluster) return 'A cluster is needed first.'
  if (!/^[A-Za-z0-9_-]{1,255}$/.test(serviceName)) return 'Letters, digits, - and _; 1 to 255 of them.'
  const taken = [...world.rows.services.values()].some(
    ({ name, clusterId, status }) => name === serviceName && clusterId === cluster.id && status === 'ACTIVE',
  )
  return taken ? 'A service of this name exists in the cluster.' : null
}
