/** What only Fargate refuses (T-91), in the order of that table; network mode, size, logs and timeouts stand elsewhere. */
import type { ContainerDefinition } from '@aws-sdk/client-ecs'
import type { Context, Path, Problems } from '../problem'
import { container, count, problem } from '../problem'

const ECR_IMAGE = /^\d{12}\.dkr[.-]ecr[a-z0-9-]*\.[a-z0-9.-]+\//

/** T-133. */
export const isEcrImage = (image: string | undefined) => image !== undefined && ECR_IMAGE.test(image)

function* unsupported(member: string, path: Path, hint: string): Problems {
  yield problem('T-91', path, `Fargate compatible task definitions do not support ${member}`, hint)
}

const NO_HOST = 'A Fargate task has no instance of its own whose files, devices or kernel settings it could use.'

function* taskLevel({ input }: Context): Problems {
  for (const member of ['cpu', 'memory'] as const) {
    if (input[member] !== undefined) continue
    yield problem('T-91', [member], `Fargate requires that '${member}' be defined at the task level.`, 'fargate-1')
  }
}

function* images({ input, containers }: Context): Problems {
  const index = containers.findIndex((c) => isEcrImage(c.image))
  if (index < 0 || input.executionRoleArn) return
  yield problem(
    'T-91',
    ['executionRoleArn'],
    'Fargate requires task definition to have execution role ARN to support ECR images.',
    'fargate-2',
  )
}

function* volumeKinds({ input }: Context): Problems {
  const list = [...(input.volumes ?? []).entries()]
  for (const [k, volume] of list) {
    if (volume.host?.sourcePath !== undefined)
      yield* unsupported('sourcePath', ['volumes', k, 'host', 'sourcePath'], NO_HOST)
  }
  for (const [k, volume] of list) {
    if (volume.dockerVolumeConfiguration)
      yield* unsupported('dockerVolumeConfiguration', ['volumes', k, 'dockerVolumeConfiguration'], NO_HOST)
  }
}

function* linuxParameters({ containers }: Context): Problems {
  for (const [i, c] of containers.entries()) {
    const linux = c.linuxParameters
    const at = (member: string) => container(i, 'linuxParameters', member)
    if (count(linux?.devices) > 0) yield* unsupported('devices', at('devices'), NO_HOST)
    if (linux?.sharedMemorySize !== undefined) yield* unsupported('sharedMemorySize', at('sharedMemorySize'), NO_HOST)
    if (linux?.maxSwap !== undefined) yield* unsupported('maxSwap', at('maxSwap'), NO_HOST)
    if (count(c.dockerSecurityOptions) > 0)
      yield* unsupported('dockerSecurityOptions', container(i, 'dockerSecurityOptions'), NO_HOST)
    if (count(linux?.tmpfs) > 0) yield* unsupported('tmpfs', at('tmpfs'), NO_HOST)
    if (linux?.swappiness !== undefined) yield* unsupported('swappiness', at('swappiness'), NO_HOST)
  }
}

function* namespaces({ input }: Context): Problems {
  if (count(input.placementConstraints) > 0) {
    const hint = 'fargate-3'
    yield* unsupported('constraints', ['placementConstraints'], hint)
  }
  if (input.ipcMode !== undefined) yield* unsupported('ipcMode', ['ipcMode'], NO_HOST)
  if (input.pidMode === 'host') {
    yield problem(
      'T-91',
      ['pidMode'],
      "Tasks using the Fargate launch type do not support pidMode 'host'. The supported value for pidMode is 'task'.",
      'fargate-4',
    )
  }
}

function* privileges(c: ContainerDefinition, i: number): Problems {
  if (c.privileged === true) {
    yield problem(
      'T-91',
      container(i, 'privileged'),
      'Fargate requires that the ‘privileged’ setting be ‘false’ at the container level.',
      'fargate-5',
    )
  }
  for (const [k, requirement] of (c.resourceRequirements ?? []).entries()) {
    if (requirement.type !== 'GPU') continue
    const text = 'Tasks using the Fargate launch type do not support GPU resource requirements.'
    const path = container(i, 'resourceRequirements', k)
    yield problem('T-91', path, text, 'fargate-6')
  }
  for (const [k, capability] of (c.linuxParameters?.capabilities?.add ?? []).entries()) {
    if (capability === 'SYS_PTRACE') continue
    const path = container(i, 'linuxParameters', 'capabilities', 'add', k)
    yield problem('T-91', path, `${capability} is not allowed on Fargate.`, 'fargate-7')
  }
}

function* windowsFamily({ input, windows }: Context): Problems {
  const os = input.runtimePlatform?.operatingSystemFamily
  const path = ['runtimePlatform', 'operatingSystemFamily']
  // T-118; ASSUMPTION on text
  if (windows && !/_(2019|2022|2025)_/.test(os ?? '')) {
    const hint = 'fargate-8'
    yield* unsupported(`operatingSystemFamily '${os}'`, path, hint)
  }
}

function* remoteVolumes({ input, windows }: Context): Problems {
  for (const [k, volume] of (input.volumes ?? []).entries()) {
    if (volume.fsxWindowsFileServerVolumeConfiguration) {
      const member = 'fsxWindowsFileServerVolumeConfiguration'
      yield* unsupported(member, ['volumes', k, member], 'fargate-9')
    }
    if (windows && volume.efsVolumeConfiguration) {
      // T-118; ASSUMPTION on text
      const member = 'efsVolumeConfiguration'
      yield* unsupported(member, ['volumes', k, member], 'fargate-10')
    }
  }
}

export function* fargateOnly(context: Context): Problems {
  if (!context.fargate) return
  yield* taskLevel(context)
  yield* images(context)
  yield* volumeKinds(context)
  yield* linuxParameters(context)
  yield* namespaces(context)
  for (const [i, c] of context.containers.entries()) yield* privileges(c, i)
  yield* remoteVolumes(context)
  yield* windowsFamily(context)
}
