/** What CreateService and UpdateService ask of a `loadBalancers` list (N-86, N-87). */
import type { LoadBalancer } from '@aws-sdk/client-ecs'
import type { Sim } from '../kernel'
import { invalidParameter } from '../kernel'
import type { TargetGroupRow, TaskDefinitionRow } from '../model'
import { loadBalancerOf } from './association'

export interface ServiceLoadBalancers {
  loadBalancers: readonly LoadBalancer[]
  taskDefinition: TaskDefinitionRow
  launchType: 'EC2' | 'FARGATE' | 'EXTERNAL' | null
}

/** Throws InvalidParameterException with the text of N-86 for the first entry that cannot be. */
export function validateServiceLoadBalancers(sim: Sim, input: ServiceLoadBalancers): void {
  const { loadBalancers, taskDefinition, launchType } = input
  if (loadBalancers.length === 0) return
  if (loadBalancers.length > 5) throw invalidParameter('loadBalancers can have at most 5 items.')
  if (launchType === 'EXTERNAL') throw invalidParameter('Load balancers are not supported for this launch type.')
  const mode = taskDefinition.derived.networkMode
  if (mode === 'none') throw invalidParameter('Load balancers are not supported for this network mode.')
  for (const entry of loadBalancers) {
    if (entry.targetGroupArn && entry.loadBalancerName) {
      throw invalidParameter(
        'loadBalancerName and targetGroupArn cannot both be specified. ' +
          'You must specify either a loadBalancerName or a targetGroupArn in all loadBalancer entries',
      )
    }
    checkContainer(entry, taskDefinition)
    const alternate = entry.advancedConfiguration?.alternateTargetGroupArn
    if (alternate) checkTargetType(sim, alternate, mode)
    if (entry.targetGroupArn) checkGroup(sim, entry.targetGroupArn, mode)
    else if (launchType === 'FARGATE')
      throw invalidParameter('Classic Load Balancers are not supported with Fargate.') // N-80
    else throw invalidParameter('Classic Load Balancers are not supported.') // N-80: legacy, not modelled
  }
}

function checkContainer(entry: LoadBalancer, taskDefinition: TaskDefinitionRow): void {
  const { containerName = '', containerPort } = entry
  const container = taskDefinition.def.containerDefinitions?.find((d) => d.name === containerName)
  if (!container) throw invalidParameter(`The container ${containerName} does not exist in the task definition.`)
  const mapped = container.portMappings?.some((m) => {
    const [first, last] = (m.containerPortRange ?? '').split('-')
    return (
      m.containerPort === containerPort ||
      (Number(containerPort) >= Number(first) && Number(containerPort) <= Number(last))
    )
  })
  if (!mapped)
    throw invalidParameter(`The container ${containerName} did not have a container port ${containerPort} defined.`)
}

function checkTargetType(sim: Sim, arn: string, mode: string): TargetGroupRow {
  const group = sim.t.targetGroups.find('arn', arn)
  if (!group) throw invalidParameter(`The target group ${arn} was not found.`)
  // N-86: awsvpc tasks have an address of their own; the others answer on their instance's.
  if ((mode === 'awsvpc') !== (group.targetType === 'ip')) {
    throw invalidParameter(
      `The provided target group ${arn} has target type ${group.targetType}, which is incompatible with the ` +
        `${mode} network mode specified in the task definition.`,
    )
  }
  return group
}

function checkGroup(sim: Sim, arn: string, mode: string): void {
  const group = checkTargetType(sim, arn, mode)
  if (!loadBalancerOf(sim, group)) {
    throw invalidParameter(`The target group with targetGroupArn ${arn} does not have an associated load balancer.`)
  }
}
