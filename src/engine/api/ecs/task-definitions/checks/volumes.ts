/** Volumes (T-74, T-77 … T-79) and what containers mount of them (T-75, T-76). */
import type { ContainerDefinition, Volume } from '@aws-sdk/client-ecs'
import type { Context, Path, Problems } from '../problem'
import { container, nameOf, problem } from '../problem'

const NAME = /^[a-zA-Z0-9_-]{1,255}$/

export function* mounts(context: Context, c: ContainerDefinition, i: number): Problems {
  for (const [k, { sourceVolume }] of (c.mountPoints ?? []).entries()) {
    if (sourceVolume !== undefined && context.volumeNames.has(sourceVolume)) continue
    yield problem(
      'T-75',
      container(i, 'mountPoints', k, 'sourceVolume'),
      `Unknown volume '${sourceVolume ?? ''}'.`,
      'volumes-1',
    )
  }
  for (const [k, { sourceContainer }] of (c.volumesFrom ?? []).entries()) {
    if (sourceContainer !== undefined && sourceContainer !== nameOf(c) && context.byName.has(sourceContainer)) continue
    yield problem(
      'T-76',
      container(i, 'volumesFrom', k, 'sourceContainer'),
      `Unknown container '${sourceContainer ?? ''}' in volumesFrom.`,
      'volumes-2',
    )
  }
}

/** T-85; ASSUMPTION on text. */
export function* ulimits(context: Context, c: ContainerDefinition, i: number): Problems {
  for (const [k, { name, softLimit = 0, hardLimit = 0 }] of (c.ulimits ?? []).entries()) {
    const path = container(i, 'ulimits', k)
    // -1 is no limit.
    if (hardLimit !== -1 && (softLimit > hardLimit || softLimit === -1)) {
      const text = `Invalid 'ulimits' setting for container '${nameOf(c)}'. 'softLimit' must be less than or equal to 'hardLimit'.`
      yield problem('T-85', path, text, 'volumes-3')
    }
    if (context.fargate && name !== undefined && name !== 'nofile') {
      const text = `Fargate compatible task definitions do not support ulimit '${name}'`
      yield problem('T-85', [...path, 'name'], text, 'volumes-4')
    }
  }
}

function* efs(volume: Volume, path: Path): Problems {
  const config = volume.efsVolumeConfiguration
  if (!config) return
  const { accessPointId, iam } = config.authorizationConfig ?? {}
  if (accessPointId && config.rootDirectory !== undefined && config.rootDirectory !== '/') {
    yield problem(
      'T-78',
      [...path, 'efsVolumeConfiguration', 'rootDirectory'],
      'When using an EFS access point, the root directory must either be set to "/" or be omitted.',
      'volumes-5',
    )
  }
  if ((accessPointId || iam === 'ENABLED') && config.transitEncryption !== 'ENABLED') {
    yield problem(
      'T-78',
      [...path, 'efsVolumeConfiguration', 'transitEncryption'],
      'EFS IAM authorization requires TransitEncryption to be enabled.',
      'volumes-6',
    )
  }
}

const KINDS = [
  'host',
  'dockerVolumeConfiguration',
  'efsVolumeConfiguration',
  's3filesVolumeConfiguration',
  'fsxWindowsFileServerVolumeConfiguration',
  'configuredAtLaunch',
] as const

/** An empty `host` and `configuredAtLaunch: false` are what Describe prints beside another kind. */
const isSet = (volume: Volume, kind: (typeof KINDS)[number]) =>
  kind === 'configuredAtLaunch'
    ? volume.configuredAtLaunch === true
    : kind === 'host'
      ? volume.host?.sourcePath !== undefined
      : volume[kind] !== undefined

function* volumeName(volume: Volume, seen: Set<string>, path: Path): Problems {
  if (!volume.name) {
    const hint = 'volumes-7'
    yield problem('T-74', path, 'Volume.name should not be null or empty.', hint)
    return
  }
  if (!NAME.test(volume.name)) {
    const hint = 'volumes-8'
    yield problem('T-74', path, 'Volume.name contains invalid characters.', hint)
  }
  if (seen.has(volume.name)) {
    const hint = 'volumes-9'
    yield problem('T-74', path, 'Volume names must be unique within a task definition.', hint)
  }
  seen.add(volume.name)
}

export function* volumes({ input }: Context): Problems {
  const names = new Set<string>()
  let atLaunch = 0
  for (const [k, volume] of (input.volumes ?? []).entries()) {
    const path = ['volumes', k]
    yield* volumeName(volume, names, [...path, 'name'])
    if (KINDS.filter((kind) => isSet(volume, kind)).length > 1) {
      // ASSUMPTION on text
      const text = `Volume '${volume.name ?? ''}' must have at most one volume configuration.`
      yield problem('T-74', path, text, 'volumes-10')
    }
    const docker = volume.dockerVolumeConfiguration
    if (docker?.autoprovision === true && docker.scope !== 'shared') {
      // T-77; ASSUMPTION on text
      const text = 'autoprovision is only supported when the volume scope is shared.'
      const hint = 'volumes-11'
      yield problem('T-77', [...path, 'dockerVolumeConfiguration', 'autoprovision'], text, hint)
    }
    yield* efs(volume, path)
    if (volume.configuredAtLaunch === true && ++atLaunch === 2) {
      const hint = 'volumes-12'
      yield problem('T-79', [...path, 'configuredAtLaunch'], 'Only one volume can be configured at launch.', hint)
    }
  }
}
