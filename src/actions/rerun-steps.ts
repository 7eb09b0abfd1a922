/** How a deployment is run again with one setting changed, and what the setting is now. Loaded when it is asked for. */
import { setUi, world } from '../store'
import type { Command, LoggedCommand, RunRecord, ServiceView } from '../worker'
import { client, newGesture } from '../worker'
import type { Rerun, RerunSetting } from './rerun'

type Row = Record<string, unknown>
type Tables = Record<string, Row[] | undefined>

const WHERE = 'service.rerun'

const ecs = (operation: string, input: Row): Command => ({ service: 'ecs', operation, input })
const serviceOf = (serviceId: string): ServiceView => {
  const service = world.rows.services.get(serviceId)
  if (!service) throw new Error('The service is gone.')
  return service
}
const groupOf = (service: ServiceView) => world.rows.targetGroups.get(service.targetGroupIds[0] ?? '')

const tablesOf = async (...tables: string[]): Promise<Tables> => ((await client.world(tables)) ?? {}) as Tables

/** The definition `family:revision` as ECS describes it; undefined when it does no more. */
async function definition(name: string | undefined): Promise<Row | undefined> {
  const { taskDefinitions = [] } = await tablesOf('taskDefinitions')
  return taskDefinitions.find(({ family, revision }) => `${family}:${revision}` === name)
}
const containersOf = (row: unknown): Row[] =>
  ((row as { containerDefinitions?: Row[] } | undefined)?.containerDefinitions ?? []) as Row[]

/** The latest deployment's old and new revision, "web:1". */
const ends = ({ deployment }: ServiceView) => ({
  old: deployment?.sources[0] ?? deployment?.target,
  new: deployment?.target,
})

/** What is known of the image that the deployment brought; its reference when it was never described. */
async function imageOf(service: ServiceView): Promise<Row> {
  const brought = String(containersOf(await definition(ends(service).new))[0]?.image ?? service.taskDefinition.image)
  const { images = [] } = await tablesOf('images')
  const row = images.find(({ image, current }) => current && (image === brought || image === `${brought}:latest`))
  const {
    imageDigest: _,
    current: __,
    pushedAt: ___,
    memoryDescribed: ____,
    playground: _____,
    ...behaviour
  } = row ?? {}
  return { ...behaviour, image: brought }
}
const IMAGE_MEMBERS = { imageSize: 'sizeMiB', startTime: 'startSeconds' } as const
const memberOf = (setting: RerunSetting) => IMAGE_MEMBERS[setting as keyof typeof IMAGE_MEMBERS]

/** What the setting is now; undefined when nobody set it. */
export async function presentOf(serviceId: string, setting: RerunSetting): Promise<number | undefined> {
  const service = serviceOf(serviceId)
  const group = groupOf(service)
  switch (setting) {
    case 'deregistrationDelay':
      return group?.deregistrationDelaySeconds
    case 'healthCheckInterval':
      return group?.healthCheck.intervalSeconds
    case 'healthyThreshold':
      return group?.healthCheck.healthy
    case 'unhealthyThreshold':
      return group?.healthCheck.unhealthy
    case 'gracePeriod':
      return service.healthCheckGracePeriodSeconds
    case 'minimumHealthyPercent':
    case 'maximumPercent':
      return service[setting]
    case 'stopTimeout':
      return containersOf(await definition(ends(service).old))[0]?.stopTimeout as number | undefined
    default:
      return (await imageOf(service))[memberOf(setting)] as number | undefined
  }
}

/** The commands that change the setting before the deployment comes again. */
async function changesOf({ serviceId, setting, value }: Rerun): Promise<Command[]> {
  const service = serviceOf(serviceId)
  const cluster = world.rows.clusters.get(service.clusterId)?.name ?? 'default'
  const update = (members: Row) => [ecs('UpdateService', { cluster, service: service.name, ...members })]
  const elbv2 = (operation: string, members: Row): Command[] => {
    const TargetGroupArn = groupOf(service)?.arn
    return [{ service: 'elbv2', operation, input: { TargetGroupArn, ...members } }]
  }
  switch (setting) {
    case 'deregistrationDelay':
      return elbv2('ModifyTargetGroupAttributes', {
        Attributes: [{ Key: 'deregistration_delay.timeout_seconds', Value: String(value) }],
      })
    case 'healthCheckInterval':
      return elbv2('ModifyTargetGroup', { HealthCheckIntervalSeconds: value })
    case 'healthyThreshold':
      return elbv2('ModifyTargetGroup', { HealthyThresholdCount: value })
    case 'unhealthyThreshold':
      return elbv2('ModifyTargetGroup', { UnhealthyThresholdCount: value })
    case 'gracePeriod':
      return update({ healthCheckGracePeriodSeconds: value })
    case 'minimumHealthyPercent':
    case 'maximumPercent':
      return update({ deploymentConfiguration: { [setting]: value } })
    case 'stopTimeout':
      return []
    default: {
      const input = { ...(await imageOf(service)), [memberOf(setting)]: value }
      return [{ service: 'playground', operation: 'PutImage', input }]
    }
  }
}

/** Goes back before `commands`, changes the setting and gives those of the user again; refusals go to their place. */
export async function runAgain(args: Rerun, commands: readonly LoggedCommand[]): Promise<void> {
  const [first] = commands
  if (!first) return
  // One millisecond before: the commands of an instant belong to it.
  const fromMs = Math.max(0, first.atMs - 1)
  setUi({ playing: false, selection: null, xray: null })
  try {
    if (args.setting === 'stopTimeout') await openChanged(args, commands, fromMs)
    else await actAgain(await changesOf(args), commands, fromMs)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return setUi({ refusal: { where: WHERE, name: '', message } })
  }
  setUi({ playing: true, refusal: null })
  client.play()
}

async function actAgain(changes: Command[], commands: readonly LoggedCommand[], fromMs: number): Promise<void> {
  await client.goTo(fromMs)
  // The scenario's own steps come again by themselves, the user's do not.
  const again = commands.flatMap(({ own, service, operation, input }) => (own ? [{ service, operation, input }] : []))
  // An image that the deployment itself describes is described once, as changed.
  const described = changes.flatMap(({ operation, input }) => (operation === 'PutImage' ? [input as Row] : []))
  const same = ({ operation, input }: Command) =>
    operation === 'PutImage' && described.some(({ image }) => image === (input as Row).image)
  const results = await client.run([...changes, ...again.filter((command) => !same(command))], newGesture())
  const refused = results.find((result) => !result.ok)
  if (refused && !refused.ok) throw new Error(refused.error.message)
}

/**
 * A stopTimeout belongs to the revision that is stopped, which was registered long before: the run is played from its log
 * with that registration changed, and later ones of the family as copies of it would be. The log as it was is a branch.
 */
async function openChanged(args: Rerun, commands: readonly LoggedCommand[], fromMs: number): Promise<void> {
  const old = ends(serviceOf(args.serviceId)).old ?? ''
  const { record, nowMs } = await client.snapshot()
  const changed = withStopTimeout(record, old, args.value, commands.at(-1)?.atMs ?? fromMs, nowMs)
  const result = await client.open({ ...changed, endMs: fromMs }, fromMs)
  if (!result.ok) throw new Error(result.error?.message ?? 'The run could not be played again.')
  await client.keeper?.()
}

/** Pure. `lastMs`: the user's commands after it are left to the old branch. Throws when the log has no such registration. */
export function withStopTimeout(
  record: RunRecord,
  old: string,
  seconds: number,
  lastMs: number,
  nowMs: number,
): RunRecord {
  const [family, revision] = [old.slice(0, old.lastIndexOf(':')), Number(old.slice(old.lastIndexOf(':') + 1))]
  const registers = ({ operation, input }: Command) =>
    operation === 'RegisterTaskDefinition' && (input as Row).family === family
  // Every registration that was accepted is in the log, and numbers are never given twice.
  let number = 0
  const shared = record.commands.findIndex((command) => registers(command) && ++number === revision)
  if (shared < 0) throw new Error(`The log does not say how ${old} was registered.`)
  const change = <C extends Command>(command: C): C => {
    if (!registers(command)) return command
    const containers = containersOf(command.input).map((container) => ({ ...container, stopTimeout: seconds }))
    return { ...command, input: { ...(command.input as Row), containerDefinitions: containers } }
  }
  const kept = record.commands.filter(({ own, atMs }, at) => at < shared || !own || atMs <= lastMs)
  const { branch = 'main', branchName = 'Main', branches = [], ahead = [], endMs = nowMs } = record
  const taken = [branch, ...branches.map(({ id }) => id)].map((id) => Number(/^b(\d+)$/.exec(id)?.[1] ?? 1))
  return {
    ...record,
    commands: kept.map((command, at) => (at < shared ? command : change(command))),
    ahead: ahead.map(change),
    branch: `b${Math.max(...taken) + 1}`,
    branches: [
      {
        ...{ id: branch, name: branchName === 'Main' ? `before stopTimeout ${seconds} s` : branchName, named: false },
        ...{ from: `b${Math.max(...taken) + 1}`, shared, commands: record.commands.slice(shared) },
        ...{ ahead, endMs, leftMs: nowMs },
      },
      ...branches,
    ],
  }
}
