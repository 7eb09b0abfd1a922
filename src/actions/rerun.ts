/** The latest deployment again, with one setting changed before it: the run as it was stays as a branch. */
import { world } from '../store'
import type { LoggedCommand } from '../worker'
import { action } from './types'

export type RerunSetting =
  | 'deregistrationDelay'
  | 'healthCheckInterval'
  | 'healthyThreshold'
  | 'unhealthyThreshold'
  | 'gracePeriod'
  | 'stopTimeout'
  | 'minimumHealthyPercent'
  | 'maximumPercent'
  | 'imageSize'
  | 'startTime'

export interface Rerun {
  serviceId: string
  setting: RerunSetting
  /** In the setting's own unit. */
  value: number
}

const OF_TARGET_GROUP = /^(deregistrationDelay|healthCheckInterval|(un)?healthyThreshold)$/

const isDeployment = ({ service, operation, input }: LoggedCommand, name: string): boolean => {
  const given = input as { service?: string; taskDefinition?: string; forceNewDeployment?: boolean }
  if (service !== 'ecs' || operation !== 'UpdateService' || given.service?.split('/').at(-1) !== name) return false
  return given.taskDefinition !== undefined || given.forceNewDeployment === true
}

/** The commands of the gesture that began the service's latest deployment; empty when the log has none. */
export function latestDeployment(log: readonly LoggedCommand[], name: string): LoggedCommand[] {
  const last = log.findLast((command) => isDeployment(command, name))
  if (!last) return []
  return last.gesture === undefined ? [last] : log.filter(({ gesture }) => gesture === last.gesture)
}

const latestOf = ({ serviceId }: Rerun): LoggedCommand[] =>
  latestDeployment(world.commands, world.rows.services.get(serviceId)?.name ?? '')

export const rerunDeployment = action<Rerun>({
  name: 'service.rerun',
  group: 'service',
  label: () => 'Change and run again',
  refusal: (args) => {
    if (latestOf(args).length === 0) return 'Deploy first: then it can run again.'
    const lacks = OF_TARGET_GROUP.test(args.setting) && !world.rows.services.get(args.serviceId)?.targetGroupIds[0]
    return lacks ? 'The service has no target group.' : null
  },
  effect: async (args) => (await import('./rerun-steps')).runAgain(args, latestOf(args)),
})

/** What the setting is now; undefined when nobody set it. */
export const rerunPresent = async (serviceId: string, setting: RerunSetting): Promise<number | undefined> =>
  (await import('./rerun-steps')).presentOf(serviceId, setting)
