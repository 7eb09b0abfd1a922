/** What can differ between the two sides, and the commands that make it so. */
import { deploy, deployCrashing, deploySlow } from '../../actions'
import { world } from '../../store'
import type { Command, ServiceView } from '../../worker'

export type Setting = 'percents' | 'deregistrationDelay' | 'healthCheckInterval' | 'breaker' | 'desired'

export interface Choice {
  id: Setting
  label: string
  /** Values of the two sides to begin with, as typed. */
  first: [string, string]
  /** What is wrong with a value, or null. */
  problem: (value: string) => string | null
}

const within = (least: number, most: number) => (value: string) =>
  /^\d{1,7}$/.test(value.trim()) && Number(value) >= least && Number(value) <= most
    ? null
    : `A whole number from ${least} to ${most}.`

export const CHOICES: readonly Choice[] = [
  {
    id: 'percents',
    label: 'minimum / maximum percent',
    first: ['75/150', '100/200'],
    problem: (value) => {
      const [, least, most] = /^\s*(\d{1,3})\s*\/\s*(\d{1,5})\s*$/.exec(value) ?? []
      if (least === undefined || Number(least) > 100 || Number(most) <= Number(least)) return 'Two numbers: 75/150.'
      return null
    },
  },
  {
    id: 'deregistrationDelay',
    label: 'deregistration delay, s',
    first: ['20', '300'],
    problem: within(0, 3_600),
  },
  { id: 'healthCheckInterval', label: 'health check interval, s', first: ['10', '30'], problem: within(5, 300) },
  {
    id: 'breaker',
    label: 'circuit breaker with rollback',
    first: ['on', 'off'],
    problem: (value) => (/^(on|off)$/.test(value.trim()) ? null : 'on or off.'),
  },
  { id: 'desired', label: 'desired count', first: ['4', '8'], problem: within(0, 5_000) },
]

export const DEPLOYS = [
  { id: 'good', label: 'the next revision', action: deploy },
  { id: 'slow', label: 'one that is slow to start', action: deploySlow },
  { id: 'crashing', label: 'one that crashes', action: deployCrashing },
] as const

/** The commands that set `value`, before the deployment. Empty when the service has nothing of the kind. */
export function commandsFor(setting: Setting, value: string, service: ServiceView): Command[] {
  const cluster = world.rows.clusters.get(service.clusterId)?.name ?? 'default'
  const update = (members: Record<string, unknown>): Command[] => [
    { service: 'ecs', operation: 'UpdateService', input: { cluster, service: service.name, ...members } },
  ]
  const TargetGroupArn = world.rows.targetGroups.get(service.targetGroupIds[0] ?? '')?.arn
  const elbv2 = (operation: string, input: Record<string, unknown>): Command[] =>
    TargetGroupArn ? [{ service: 'elbv2', operation, input: { TargetGroupArn, ...input } }] : []
  switch (setting) {
    case 'percents': {
      const [minimumHealthyPercent, maximumPercent] = value.split('/').map(Number)
      return update({ deploymentConfiguration: { minimumHealthyPercent, maximumPercent } })
    }
    case 'desired':
      return update({ desiredCount: Number(value) })
    case 'breaker': {
      const on = value.trim() === 'on'
      return update({ deploymentConfiguration: { deploymentCircuitBreaker: { enable: on, rollback: on } } })
    }
    case 'deregistrationDelay':
      return elbv2('ModifyTargetGroupAttributes', {
        Attributes: [{ Key: 'deregistration_delay.timeout_seconds', Value: value.trim() }],
      })
    case 'healthCheckInterval':
      return elbv2('ModifyTargetGroup', { HealthCheckIntervalSeconds: Number(value) })
  }
}

/** The deployment as plain commands; the worker puts in the revision that it registers. */
export async function deployCommands(id: (typeof DEPLOYS)[number]['id'], serviceId: string): Promise<Command[]> {
  const chosen = DEPLOYS.find((entry) => entry.id === id) ?? DEPLOYS[0]
  const steps = (await chosen.action.commands?.({ serviceId })) ?? []
  const answer = { taskDefinition: { taskDefinitionArn: 'the one registered before' } }
  return steps.map((step) => (typeof step === 'function' ? step([answer]) : step))
}
