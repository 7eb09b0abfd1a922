/** Changes to a service: numbers, placement, networking, launch type. */
import { world } from '../store'
import { clusterName, definitionOf, documents, registerAndUpdate } from './definitions'
import { serviceOf } from './deploy'
import { forwardWhenHealthy } from './forwards'
import type { Step } from './types'
import { action, ecs, elbv2 } from './types'

interface OfService {
  serviceId: string
}

const update = (serviceId: string, members: Record<string, unknown>): Step[] => {
  const service = serviceOf({ serviceId })
  return [ecs('UpdateService', { cluster: clusterName(service), service: service.name, ...members })]
}

export const setDesired = action<OfService & { desiredCount: number }>({
  name: 'service.scale',
  group: 'service',
  label: ({ desiredCount }) => `Update service to ${desiredCount} tasks`,
  commands: ({ serviceId, desiredCount }) => update(serviceId, { desiredCount }),
})

export const setPercents = action<OfService & { minimumHealthyPercent: number; maximumPercent: number }>({
  name: 'service.percents',
  group: 'service',
  label: () => 'Update deployment configuration',
  commands: ({ serviceId, minimumHealthyPercent, maximumPercent }) =>
    update(serviceId, { deploymentConfiguration: { minimumHealthyPercent, maximumPercent } }),
})

export const setPlacement = action<
  OfService & {
    placementStrategy?: { type: string; field?: string }[]
    placementConstraints?: { type: string; expression?: string }[]
  }
>({
  name: 'service.placement',
  group: 'service',
  label: () => 'Update placement',
  commands: ({ serviceId, placementStrategy, placementConstraints }) =>
    update(serviceId, { placementStrategy, placementConstraints }),
})

export const setGracePeriod = action<OfService & { healthCheckGracePeriodSeconds: number }>({
  name: 'service.gracePeriod',
  group: 'service',
  label: () => 'Update health check grace period',
  commands: ({ serviceId, healthCheckGracePeriodSeconds }) => update(serviceId, { healthCheckGracePeriodSeconds }),
})

export const forceDeployment = action<OfService>({
  name: 'service.forceNewDeployment',
  group: 'service',
  label: () => 'Force new deployment',
  commands: ({ serviceId }) => update(serviceId, { forceNewDeployment: true }),
})

export const deleteService = action<OfService & { force?: boolean }>({
  name: 'service.delete',
  group: 'service',
  label: () => 'Delete service',
  commands: ({ serviceId, force }) => {
    const service = serviceOf({ serviceId })
    return [ecs('DeleteService', { cluster: clusterName(service), service: service.name, force })]
  },
})

/** Subnets and the security group that a service in awsvpc mode gets when it had none. */
async function networkFor(serviceId: string, assignPublicIp: 'ENABLED' | 'DISABLED') {
  const service = serviceOf({ serviceId })
  const { subnets = [] } = await documents('subnets')
  const chosen = service.subnets.length > 0 ? service.subnets : subnets.map((subnet) => String(subnet.SubnetId))
  return { awsvpcConfiguration: { subnets: chosen, securityGroups: service.securityGroups, assignPublicIp } }
}

export type NetworkMode = 'bridge' | 'host' | 'awsvpc'

/** Port mappings that the mode accepts (N-14: host and awsvpc take the container's own port). */
const portsFor = (mode: NetworkMode, mappings: unknown): unknown =>
  Array.isArray(mappings)
    ? mappings.map((mapping: Record<string, unknown>) => {
        const { hostPort: _, ...rest } = mapping
        return mode === 'bridge' ? { ...rest, hostPort: 0 } : rest
      })
    : mappings

/**
 * A service whose targets change kind (instance ⇄ ip) needs another target group behind the same rules: made first,
 * put beside the old one in every forward (with weight 0 until it has targets: `forwardOn`), then named by the service.
 */
async function otherTargetGroup(
  serviceId: string,
  targetType: 'instance' | 'ip',
): Promise<{ steps: Step[]; more: object }> {
  const service = serviceOf({ serviceId })
  const old = world.rows.targetGroups.get(service.targetGroupIds[0] ?? '')
  if (!old || old.targetType === targetType) return { steps: [], more: {} }
  const { targetGroups = [], listeners = [] } = await documents('targetGroups', 'listeners')
  const described = targetGroups.find((group) => group.TargetGroupArn === old.arn)
  const definition = await definitionOf(service)
  const container = definition.containerDefinitions[0]
  const containerPort = (container?.portMappings as { containerPort?: number }[] | undefined)?.[0]?.containerPort ?? 80
  const create = elbv2('CreateTargetGroup', {
    Name: `${old.name.replace(/-(ip|in)$/, '')}-${targetType === 'ip' ? 'ip' : 'in'}`,
    Protocol: old.protocol,
    Port: old.port,
    VpcId: described?.VpcId,
    TargetType: targetType,
    HealthCheckIntervalSeconds: old.healthCheck.intervalSeconds,
    HealthCheckPath: old.healthCheck.path,
  })
  const arnOf = (answers: readonly unknown[]): string => madeGroup(answers) ?? ''
  const affected = listeners.filter((listener) => JSON.stringify(listener.DefaultActions).includes(old.arn))
  const forwards: Step[] = affected.map((listener) => (answers) => {
    const TargetGroups = [
      { TargetGroupArn: old.arn, Weight: 1 },
      { TargetGroupArn: arnOf(answers), Weight: 0 },
    ]
    return elbv2('ModifyListener', {
      ListenerArn: listener.ListenerArn,
      DefaultActions: [{ Type: 'forward', ForwardConfig: { TargetGroups } }],
    })
  })
  const delay: Step = (answers) =>
    elbv2('ModifyTargetGroupAttributes', {
      TargetGroupArn: arnOf(answers),
      Attributes: [{ Key: 'deregistration_delay.timeout_seconds', Value: String(old.deregistrationDelaySeconds) }],
    })
  const loadBalancers = (answers: readonly unknown[]) => [
    { targetGroupArn: arnOf(answers), containerName: container?.name, containerPort },
  ]
  return { steps: [create, delay, ...forwards], more: { loadBalancers } }
}

/** ARN of the target group that the first command made, if it made one. */
const madeGroup = (answers: readonly unknown[]): string | undefined =>
  (answers[0] as { TargetGroups?: { TargetGroupArn?: string }[] } | undefined)?.TargetGroups?.[0]?.TargetGroupArn

/** After a move to another target group: the requests follow as soon as it has healthy targets. */
const forwardOn = (_: unknown, answers: readonly unknown[]): void => {
  const made = madeGroup(answers)
  if (made) forwardWhenHealthy(made)
}

/** Members whose value needs the answers so far. */
function withAnswers(step: Step, more: object): Step {
  return (answers) => {
    const made = typeof step === 'function' ? step(answers) : step
    const members = Object.entries(more).map(([name, value]) => [
      name,
      typeof value === 'function' ? value(answers) : value,
    ])
    return { ...made, input: { ...(made.input as object), ...Object.fromEntries(members) } }
  }
}

export const setNetworkMode = action<OfService & { mode: NetworkMode }>({
  name: 'service.networkMode',
  group: 'service',
  label: ({ mode }) => `Register and deploy with network mode ${mode}`,
  commands: async ({ serviceId, mode }) => {
    const service = serviceOf({ serviceId })
    const definition = await definitionOf(service)
    const containerDefinitions = definition.containerDefinitions.map((container) => ({
      ...container,
      portMappings: portsFor(mode, container.portMappings),
    }))
    const network = mode === 'awsvpc' ? await networkFor(serviceId, 'DISABLED') : undefined
    const group = await otherTargetGroup(serviceId, mode === 'awsvpc' ? 'ip' : 'instance')
    const [register, move] = registerAndUpdate(service, { ...definition, networkMode: mode, containerDefinitions })
    if (!register || !move) return []
    return [...group.steps, register, withAnswers(move, { networkConfiguration: network, ...group.more })]
  },
  effect: forwardOn,
})

/** Smallest Fargate size that holds the containers (fargate sizes start at 256 CPU units and 512 MiB). */
const FARGATE_SIZE = { cpu: '256', memory: '512' }

export const setLaunchType = action<OfService & { launchType: 'EC2' | 'FARGATE' }>({
  name: 'service.launchType',
  group: 'service',
  label: ({ launchType }) => `Move to ${launchType === 'FARGATE' ? 'Fargate' : 'EC2'}`,
  commands: async ({ serviceId, launchType }) => {
    const service = serviceOf({ serviceId })
    const definition = await definitionOf(service)
    if (launchType === 'EC2') {
      const onEc2 = { ...definition, requiresCompatibilities: ['EC2'] }
      // A public address is Fargate's only; on instances the interface gets none.
      const network = definition.networkMode === 'awsvpc' ? await networkFor(serviceId, 'DISABLED') : undefined
      return registerAndUpdate(service, onEc2, {
        capacityProviderStrategy: [],
        forceNewDeployment: true,
        networkConfiguration: network,
      })
    }
    const containerDefinitions = definition.containerDefinitions.map((container) => ({
      ...container,
      portMappings: portsFor('awsvpc', container.portMappings),
    }))
    const onFargate = {
      ...FARGATE_SIZE,
      ...definition,
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      containerDefinitions,
    }
    const group = await otherTargetGroup(serviceId, 'ip')
    const [register, move] = registerAndUpdate(service, onFargate)
    if (!register || !move) return []
    const cluster = clusterName(service)
    const provider = { capacityProvider: 'FARGATE', weight: 1 }
    const offer = ecs('PutClusterCapacityProviders', {
      cluster,
      capacityProviders: ['FARGATE'],
      defaultCapacityProviderStrategy: [],
    })
    return [
      ...group.steps,
      offer,
      register,
      withAnswers(move, {
        capacityProviderStrategy: [provider],
        forceNewDeployment: true,
        networkConfiguration: await networkFor(serviceId, 'ENABLED'),
        // Fargate takes no placement members.
        placementStrategy: [],
        placementConstraints: [],
        ...group.more,
      }),
    ]
  },
  effect: forwardOn,
})
