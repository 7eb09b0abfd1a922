/** Tasks, container instances, target groups and traffic. */
import { world } from '../store'
import { action, ecs, elbv2, playground } from './types'

interface OfTask {
  taskId: string
}
interface OfInstance {
  instanceId: string
}

const taskOf = ({ taskId }: OfTask) => {
  const task = world.rows.tasks.get(taskId)
  if (!task) throw new Error('The task is gone')
  return task
}
const instanceOf = ({ instanceId }: OfInstance) => {
  const instance = world.rows.instances.get(instanceId)
  if (!instance) throw new Error('The instance is gone')
  return instance
}
const nameOfCluster = (id: string): string => world.rows.clusters.get(id)?.name ?? 'default'

const stopping = (args: OfTask): string | null =>
  world.rows.tasks.get(args.taskId)?.desiredStatus === 'RUNNING' ? null : 'The task is stopping already.'

export const stopTask = action<OfTask>({
  name: 'task.stop',
  group: 'task',
  label: () => 'Stop task',
  refusal: stopping,
  commands: (args) => {
    const task = taskOf(args)
    return [ecs('StopTask', { cluster: nameOfCluster(task.clusterId), task: task.taskId })]
  },
})

const fault = (name: string, label: string, kind: string, detail: Record<string, unknown> = {}) =>
  action<OfTask>({
    name: `task.${name}`,
    group: 'task',
    label: () => label,
    refusal: stopping,
    commands: (args) => [playground('InjectFault', { kind, target: taskOf(args).arn, ...detail })],
  })

export const crashTask = fault('crash', 'Crash its container', 'stopContainer', { exitCode: 1 })
export const exhaustTask = fault('outOfMemory', 'Let it run out of memory', 'outOfMemory')
export const sickenTask = fault('failHealthChecks', 'Let its health checks fail', 'failHealthChecks', { check: 'both' })

const setStatus = (name: string, label: string, status: 'ACTIVE' | 'DRAINING', reason: string) =>
  action<OfInstance>({
    name: `instance.${name}`,
    group: 'instance',
    label: () => label,
    refusal: (args) => (world.rows.instances.get(args.instanceId)?.status === status ? reason : null),
    commands: (args) => {
      const instance = instanceOf(args)
      const cluster = nameOfCluster(instance.clusterId)
      return [ecs('UpdateContainerInstancesState', { cluster, containerInstances: [instance.arn], status })]
    },
  })

export const drainInstance = setStatus('drain', 'Drain', 'DRAINING', 'It is DRAINING already.')
export const activateInstance = setStatus('activate', 'Activate', 'ACTIVE', 'It is ACTIVE already.')

const instanceFault = (name: string, label: string, kind: string) =>
  action<OfInstance>({
    name: `instance.${name}`,
    group: 'instance',
    label: () => label,
    commands: (args) => [playground('InjectFault', { kind, target: instanceOf(args).arn })],
  })

export const terminateInstance = instanceFault('terminate', 'Terminate instance', 'terminateInstance')
export const stopInstance = instanceFault('stop', 'Stop instance', 'stopInstance')
export const disconnectAgent = instanceFault('disconnect', 'Disconnect its agent', 'disconnectAgent')

export const createCluster = action<{ clusterName: string }>({
  name: 'cluster.create',
  group: 'instance',
  label: ({ clusterName }) => `Create cluster ${clusterName}`,
  commands: ({ clusterName }) => [ecs('CreateCluster', { clusterName })],
})

export const setTraffic = action<{ loadBalancerId: string; requestsPerSecond: number }>({
  name: 'traffic.set',
  group: 'traffic',
  label: ({ requestsPerSecond }) => `Send ${requestsPerSecond} requests a second`,
  commands: ({ loadBalancerId, requestsPerSecond }) => {
    const target = world.rows.loadBalancers.get(loadBalancerId)?.arn
    return [playground('SetTraffic', { target, requestsPerSecond })]
  },
})

const groupArn = (targetGroupId: string): string => world.rows.targetGroups.get(targetGroupId)?.arn ?? ''

export const setHealthCheck = action<{
  targetGroupId: string
  path?: string
  intervalSeconds?: number
  timeoutSeconds?: number
  healthyThreshold?: number
  unhealthyThreshold?: number
}>({
  name: 'balancer.healthCheck',
  group: 'balancer',
  label: () => 'Modify health check',
  commands: ({ targetGroupId, path, intervalSeconds, timeoutSeconds, healthyThreshold, unhealthyThreshold }) => [
    elbv2('ModifyTargetGroup', {
      TargetGroupArn: groupArn(targetGroupId),
      HealthCheckPath: path,
      HealthCheckIntervalSeconds: intervalSeconds,
      HealthCheckTimeoutSeconds: timeoutSeconds,
      HealthyThresholdCount: healthyThreshold,
      UnhealthyThresholdCount: unhealthyThreshold,
    }),
  ],
})

export const setDeregistrationDelay = action<{ targetGroupId: string; seconds: number }>({
  name: 'balancer.deregistrationDelay',
  group: 'balancer',
  label: ({ seconds }) => `Set deregistration delay to ${seconds} s`,
  commands: ({ targetGroupId, seconds }) => [
    elbv2('ModifyTargetGroupAttributes', {
      TargetGroupArn: groupArn(targetGroupId),
      Attributes: [{ Key: 'deregistration_delay.timeout_seconds', Value: String(seconds) }],
    }),
  ],
})
