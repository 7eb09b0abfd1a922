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
    const hint = 'An external instance stands outside the VPC, so there are no network interfaces to give to its tasks.'
    yield refuse("network mode 'awsvpc'", ['networkMode'], hint)
  }
  for (const [k, volume] of (context.input.volumes ?? []).entries()) {
    if (volume.efsVolumeConfiguration)
      yield refuse('EFS volumes', ['volumes', k, 'efsVolumeConfiguration'], 'EFS is reachable from within a VPC only.')
  }
  for (const [i, c] of context.containers.entries()) {
    const k = (c.resourceRequirements ?? []).findIndex((r) => r.sharingStrategy !== undefined)
    if (k >= 0)
      yield refuse('GPU sharing', container(i, 'resourceRequirements', k), 'Ask for whole GPUs on external instances.')
  }
}

/** T-95, N-3: awsvpc and host only. */
export function* managedInstances(context: Context): Problems {
  if (!context.managedInstances) return
  const { mode, windows, input } = context
  if (windows) {
    const text = `Managed Instances do not support operating system family '${input.runtimePlatform?.operatingSystemFamily}'.`
    yield problem('T-95', ['runtimePlatform', 'operatingSystemFamily'], text, 'Managed Instances run Linux.')
  } else if (mode !== 'awsvpc' && mode !== 'host') {
    const hint =
      'AWS owns these instances and keeps no Docker bridge on them: use awsvpc, or host. Left away it means bridge, unless MANAGED_INSTANCES is all that is listed.'
    yield problem('T-95', ['networkMode'], `Managed Instances do not support network mode '${mode}'.`, hint)
  }
}

/** T-80, S-83. */
export function* placementConstraints({ input }: Context): Problems {
  const list = input.placementConstraints ?? []
  if (list.length > 10) {
    const hint = 'At most ten constraints; several conditions can be joined by "and" in one expression.'
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
        hint: 'A constraint is written in the cluster query language, for example attribute:ecs.instance-type =~ t3\\..*',
      }
    }
  }
}

/** T-81; ASSUMPTION on texts. */
export function* windowsNamespaces({ input, windows }: Context): Problems {
  if (!windows) return
  const hint = 'Sharing process and memory namespaces is a matter of the Linux kernel.'
  for (const member of ['pidMode', 'ipcMode'] as const) {
    if (input[member] !== undefined)
      yield problem('T-81', [member], `${member} is not supported on Windows containers.`, hint)
  }
  if (input.runtimePlatform?.cpuArchitecture === 'ARM64') {
    const path = ['runtimePlatform', 'cpuArchitecture']
    yield problem('T-83', path, 'ARM64 is not supported for Windows.', 'ECS runs Windows on X86_64 only.')
  }
}

/** T-82. */
export function* proxy({ input, byName, mode }: Context): Problems {
  const config = input.proxyConfiguration
  if (!config) return
  if (config.containerName !== undefined && !byName.has(config.containerName)) {
    const path = ['proxyConfiguration', 'containerName']
    const hint = 'The proxy is itself a container of the task; name that one.'
    yield problem('T-82', path, `Proxy container [${config.containerName}] does not exist`, hint)
  }
  if (mode !== 'awsvpc') {
    yield problem(
      'T-82',
      ['proxyConfiguration'],
      'APPMESH proxy configuration is only supported in networkMode=awsvpc',
      'The proxy redirects the traffic of the task’s own network interface, which only awsvpc gives.',
    )
  }
}

function* requirement(context: Context, r: ResourceRequirement, path: Path): Problems {
  if (r.type === 'InferenceAccelerator') {
    const hint = 'Elastic Inference ended on 15 April 2023.'
    yield problem('T-89', path, "Unsupported field 'inferenceAccelerators'.", hint)
  } else if (r.type === 'NeuronDevice' && (r.value !== 'ALL' || !context.managedInstances)) {
    const text = "Invalid 'resourceRequirements' setting: NeuronDevice requires value ALL and Managed Instances."
    yield problem('T-84', path, text, 'A container gets all Neuron devices of a managed instance, or none.')
  } else if (r.type === 'GPU' && !r.sharingStrategy && r.value !== 'ALL' && !/^[1-9]\d{0,3}$/.test(r.value ?? '')) {
    const text = `Invalid 'resourceRequirements' setting: '${r.value ?? ''}' is not a number of GPUs.`
    yield problem('T-84', [...path, 'value'], text, 'Write the number of GPUs as text, like "1", or ALL.')
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
      yield problem('T-84', container(i, 'resourceRequirements'), text, 'The one that asks takes all devices.')
    }
  }
}

export function* inferenceAccelerators({ input }: Context): Problems {
  if (count(input.inferenceAccelerators) === 0) return
  const hint = 'Elastic Inference ended on 15 April 2023; remove the member.'
  yield problem('T-89', ['inferenceAccelerators'], "Unsupported field 'inferenceAccelerators'.", hint)
}
