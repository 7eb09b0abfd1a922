/** A deployment under way, and what the next one will follow. */
import { world } from '../store'
import type { Command, DeploymentSettings, ServiceDeploymentView } from '../worker'
import { clusterName, documents } from './definitions'
import { serviceOf } from './deploy'
import type { StrategyArgs } from './strategy'
import { action, ecs } from './types'

interface OfDeployment {
  /** Row id of the view. */
  deploymentId: string
}
interface OfService {
  serviceId: string
}

const recordOf = ({ deploymentId }: OfDeployment): ServiceDeploymentView => {
  const record = world.rows.deployments.get(deploymentId)?.record
  if (!record) throw new Error('The deployment has no record')
  return record
}

const over = (args: OfDeployment): string | null => {
  const record = world.rows.deployments.get(args.deploymentId)?.record
  if (!record) return 'ECS keeps no record of it.'
  if (record.finishedAtMs !== null) return 'It is over.'
  return record.rollbackSinceMs === null ? null : 'It is rolling back already.'
}

export const rollBack = action<OfDeployment>({
  name: 'deployment.rollBack',
  group: 'service',
  label: () => 'Roll back',
  refusal: over,
  commands: (args) => [
    ecs('StopServiceDeployment', { serviceDeploymentArn: recordOf(args).arn, stopType: 'ROLLBACK' }),
  ],
})

const answer = (name: string, label: string, choice: 'CONTINUE' | 'ROLLBACK') =>
  action<OfDeployment & { hookId: string }>({
    name: `deployment.${name}`,
    group: 'service',
    label: () => label,
    refusal: over,
    commands: ({ deploymentId, hookId }) => [
      ecs('ContinueServiceDeployment', {
        serviceDeploymentArn: recordOf({ deploymentId }).arn,
        hookId,
        action: choice,
      }),
    ],
  })

export const continuePause = answer('continue', 'Continue', 'CONTINUE')
export const rollBackPause = answer('rollBackPause', 'Roll back at the pause', 'ROLLBACK')

const configure = (serviceId: string, deploymentConfiguration: Record<string, unknown>): Command[] => {
  const service = serviceOf({ serviceId })
  return [ecs('UpdateService', { cluster: clusterName(service), service: service.name, deploymentConfiguration })]
}

export const setBreaker = action<OfService & DeploymentSettings['breaker']>({
  name: 'service.breaker',
  group: 'service',
  label: () => 'Update circuit breaker',
  commands: ({ serviceId, enable, rollback, resetOnHealthyTask, type, value }) =>
    configure(serviceId, {
      deploymentCircuitBreaker: {
        enable,
        rollback,
        ...(enable ? { resetOnHealthyTask, thresholdConfiguration: { type, value } } : {}),
      },
    }),
})

export const setAlarms = action<OfService & DeploymentSettings['alarms'] & { bakeMinutes: number }>({
  name: 'service.alarms',
  group: 'service',
  label: () => 'Update deployment alarms',
  commands: ({ serviceId, enable, rollback, names, bakeMinutes }) =>
    configure(serviceId, { alarms: { alarmNames: names, enable, rollback }, bakeTimeInMinutes: bakeMinutes }),
})

const about = ({ serviceId }: OfService) => {
  const service = serviceOf({ serviceId })
  return { service, cluster: clusterName(service), documents }
}

export const setStrategy = action<StrategyArgs>({
  name: 'service.strategy',
  group: 'service',
  label: ({ create }) => (create ? 'Create and update service' : 'Update deployment strategy'),
  commands: async (args) => (await import('./strategy')).strategySteps(args, about(args)),
  preview: async (args) => (await import('./strategy')).strategyPreview(args, about(args)),
})

/** A way out of a lock that was tried on a fork: its commands as they were tried. */
export const takeWay = action<{ commands: Command[] }>({
  name: 'service.wayOut',
  group: 'service',
  label: () => 'Try it',
  commands: ({ commands }) => commands,
})
