/** External and Managed Instances (T-94, T-95), and the members that fit only some definitions (T-80 … T-84, T-89). */
import type { ContainerDefinition, ResourceRequirement } from '@aws-sdk/client-ecs'
import { ApiError, clientException } from '../../../../kernel'
import { parseExpression } from '../../../../scheduler'
import type { Context, Path, Problems } from '../problem'
import { container, count, problem } from '../problem'

/** T-94; the first text is the rule's ASSUMPTION, the others are built like it. */
export function* external(context: Context): Problems {
  if (!context.external) return
  const refuse = (what: string, path: Path, hint: string) =>
    problem('T-94', path, `External launch type does not support ${what}.`, hint)
  if (context.mode === 'awsvpc') {
    const hint = 'compatibility-1'
    yield refuse("network mode 'awsvpc'", ['networkMode'], hint)
  }
  for (const [k, volume] of (context.input.volumes ?? []).entries()) {
    if (volume.efsVolumeConfiguration)
      yield refuse('EFS volumes', ['volumes', k, 'efsVolumeConfiguration'], 'compatibility-2')
  }
  for (const [i, c] of context.containers.entries()) {
    const k = (c.resourceRequirements ?? []).findIndex((r) => r.sharingStrategy !== undefined)
    if (k >= 0) yield refuse('GPU sharing', container(i, 'resourceRequirements', k), 'compatibility-3')
  }
}

/** T-95, N-3: awsvpc and host only. */
export function* managedInstances(context: Context): Problems {
  if (!context.managedInstances) return
  const { mode, windows, input } = context
  if (windows) {
    const text = `Managed Instances do not support operating system family '${input.runtimePlatform?.operatingSystemFamily}'.`
    yield problem('T-95', ['runtimePlatform', 'operatingSystemFamily'], text, 'compatibility-4')
  } else if (mode !== 'awsvpc' && mode !== 'host') {
    const hint = 'compatibility-5'
    yield problem('T-95', ['networkMode'], `Managed Instances do not support network mode '${mode}'.`, hint)
  }
}

/** T-80, S-83. */
export function* placementConstraints({ input }: Context): Problems {
  const list = input.placementConstraints ?? []
  if (list.length > 10) {
    const hint = 'compatibility-6'
    yield problem('T-80', ['placementConstraints'], 'Too many placement constraints.', hint)
  }
  for (const [k, { expression }] of list.entries()) {
    try {
      parseExpression(expression ?? '')
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      yield {
        path: ['placementConstraints', k, 'expression'],
        error: clientException(error.message),
        rule: 'T-80',
        hint: 'compatibility-7',
      }
    }
  }
}

/** T-81; ASSUMPTION on texts. */
export function* windowsNamespaces({ input, windows }: Context): Problems {
  if (!windows) return
  const hint = 'compatibility-8'
  for (const member of ['pidMode', 'ipcMode'] as const) {
    if (input[member] !== undefined)
      yield problem('T-81', [member], `${member} is not supported on Windows containers.`, hint)
  }
  if (input.runtimePlatform?.cpuArchitecture === 'ARM64') {
    const path = ['runtimePlatform', 'cpuArchitecture']
    yield problem('T-83', path, 'ARM64 is not supported for Windows.', 'compatibility-9')
  }
}

/** T-82. */
export function* proxy({ input, byName, mode }: Context): Problems {
  const config = input.proxyConfiguration
  if (!config) return
  if (config.containerName !== undefined && !byName.has(config.containerName)) {
    const path = ['proxyConfiguration', 'containerName']
    const hint = 'compatibility-10'
    yield problem('T-82', path, `Proxy container [${config.containerName}] does not exist`, hint)
  }
  if (mode !== 'awsvpc') {
    yield problem(
      'T-82',
      ['proxyConfiguration'],
      'APPMESH proxy configuration is only supported in networkMode=awsvpc',
      'compatibility-11',
    )
  }
}

function* requirement(context: Context, r: ResourceRequirement, path: Path): Problems {
  if (r.type === 'InferenceAccelerator') {
    const hint = 'compatibility-12'
    yield problem('T-89', path, "Unsupported field 'inferenceAccelerators'.", hint)
  } else if (r.type === 'NeuronDevice' && (r.value !== 'ALL' || !context.managedInstances)) {
    const text = "Invalid 'resourceRequirements' setting: NeuronDevice requires value ALL and Managed Instances."
    yield problem('T-84', path, text, 'compatibility-13')
  } else if (r.type === 'GPU' && !r.sharingStrategy && r.value !== 'ALL' && !/^[1-9]\d{0,3}$/.test(r.value ?? '')) {
    const text = `Invalid 'resourceRequirements' setting: '${r.value ?? ''}' is not a number of GPUs.`
    yield problem('T-84', [...path, 'value'], text, 'compatibility-14')
  }
}

/** T-84; ASSUMPTION on texts. */
export function* resourceRequirements(context: Context): Problems {
  const wantsNeuron = (c: ContainerDefinition) => (c.resourceRequirements ?? []).some((r) => r.type === 'NeuronDevice')
  const firstNeuron = context.containers.findIndex(wantsNeuron)
  for (const [i, c] of context.containers.entries()) {
    for (const [k, r] of (c.resourceRequirements ?? []).entries())
      yield* requirement(context, r, container(i, 'resourceRequirements', k))
    if (firstNeuron >= 0 && i > firstNeuron && wantsNeuron(c)) {
      const text = 'Only one container may have a NeuronDevice resource requirement.'
      yield problem('T-84', container(i, 'resourceRequirements'), text, 'compatibility-15')
    }
  }
}

export function* inferenceAccelerators({ input }: Context): Problems {
  if (count(input.inferenceAccelerators) === 0) return
  const hint = 'compatibility-16'
  yield problem('T-89', ['inferenceAccelerators'], "Unsupported field 'inferenceAccelerators'.", hint)
}
