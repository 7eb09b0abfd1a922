/** The latest deployment again, with one setting changed before it: the run as it was stays as a branch. */
import { setUi, world } from '../store'
import type { Command, LoggedCommand } from '../worker'
import { client, newGesture } from '../worker'
import { clusterName } from './definitions'
import { action, ecs, elbv2 } from './types'

export type RerunSetting = 'deregistrationDelay' | 'healthCheckInterval' | 'gracePeriod'

interface Rerun {
  serviceId: string
  setting: RerunSetting
  seconds: number
}

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

function settingCommand({ serviceId, setting, seconds }: Rerun): Command | null {
  const service = world.rows.services.get(serviceId)
  if (!service) return null
  if (setting === 'gracePeriod') {
    const cluster = clusterName(service)
    return ecs('UpdateService', { cluster, service: service.name, healthCheckGracePeriodSeconds: seconds })
  }
  const TargetGroupArn = world.rows.targetGroups.get(service.targetGroupIds[0] ?? '')?.arn
  if (!TargetGroupArn) return null
  if (setting === 'healthCheckInterval')
    return elbv2('ModifyTargetGroup', { TargetGroupArn, HealthCheckIntervalSeconds: seconds })
  const Attributes = [{ Key: 'deregistration_delay.timeout_seconds', Value: String(seconds) }]
  return elbv2('ModifyTargetGroupAttributes', { TargetGroupArn, Attributes })
}

const nameOf = (serviceId: string): string => world.rows.services.get(serviceId)?.name ?? ''

export const rerunDeployment = action<Rerun>({
  name: 'service.rerun',
  group: 'service',
  label: () => 'Change and run again',
  refusal: (args) => {
    if (latestDeployment(world.commands, nameOf(args.serviceId)).length === 0)
      return 'Deploy first: then it can run again.'
    return settingCommand(args) ? null : 'The service has no target group.'
  },
  effect: async (args) => {
    const commands = latestDeployment(world.commands, nameOf(args.serviceId))
    const change = settingCommand(args)
    const [first] = commands
    if (!first || !change) return
    setUi({ playing: false, selection: null, xray: null })
    // One millisecond before: the commands of an instant belong to it.
    await client.goTo(Math.max(0, first.atMs - 1))
    // The scenario's own steps come again by themselves, the user's do not.
    const own = commands.filter((command) => command.own)
    const again = own.map(({ service, operation, input }): Command => ({ service, operation, input }))
    const results = await client.run([change, ...again], newGesture())
    const refused = results.find((result) => !result.ok)
    if (refused && !refused.ok) return setUi({ refusal: { where: 'service.rerun', ...refused.error } })
    setUi({ playing: true })
    client.play()
  },
})
