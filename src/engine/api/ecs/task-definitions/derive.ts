/** What the engine needs of a stored definition again and again. */
import type { Compatibility, ContainerDefinition } from '@aws-sdk/client-ecs'
import type { StoredTaskDefinition, TaskDefinitionDerived } from '../../../model'
import { requiredAttributes } from './attributes'
import { contextOf } from './context'
import { fitsFargate } from './validate'

/** S-85, T-33: what is set aside for one container, in MiB. */
const reservedMemory = (c: ContainerDefinition) =>
  c.memoryReservation !== undefined && c.memoryReservation > 0 ? c.memoryReservation : (c.memory ?? 0)

const sum = (values: number[]) => values.reduce((total, value) => total + value, 0)

/** S-88. `ALL` counts as one here, since the instance is not known yet; a shared GPU as none. */
function gpusOf(c: ContainerDefinition): number {
  const wanted = (c.resourceRequirements ?? []).filter((r) => r.type === 'GPU' && !r.sharingStrategy)
  return sum(wanted.map((r) => (r.value === 'ALL' ? 1 : Number(r.value))))
}

/** S-19, N-20: ports of the instance that the task takes for itself; awsvpc takes none, a dynamic port is not one. */
function staticPorts(def: StoredTaskDefinition, mode: TaskDefinitionDerived['networkMode'], protocol: 'tcp' | 'udp') {
  if (mode === 'awsvpc' || mode === 'none') return []
  const mappings = (def.containerDefinitions ?? []).flatMap((c) => c.portMappings ?? [])
  return mappings.flatMap((m) => (m.protocol === protocol && m.hostPort ? [m.hostPort] : []))
}

/** T-99, N-3. */
function compatibilitiesOf(def: StoredTaskDefinition, mode: TaskDefinitionDerived['networkMode'], windows: boolean) {
  let list: Compatibility[]
  if (mode === 'awsvpc') list = ['EC2', 'MANAGED_INSTANCES', ...(fitsFargate(def) ? (['FARGATE'] as const) : [])]
  else if (mode === 'host') list = ['EXTERNAL', 'EC2', 'MANAGED_INSTANCES']
  else list = ['EXTERNAL', 'EC2']
  return windows ? list.filter((name) => name !== 'MANAGED_INSTANCES' && name !== 'EXTERNAL') : list
}

/** CPU in units, memory in MiB. `def` is what `normalise` gave for a definition without problems. */
export function derive(def: StoredTaskDefinition): TaskDefinitionDerived {
  const { mode, windows, taskCpu, taskMemory, containers } = contextOf(def)
  return {
    networkMode: mode,
    cpuUnits: taskCpu ?? sum(containers.map((c) => c.cpu ?? 0)),
    memoryMiB: taskMemory ?? sum(containers.map(reservedMemory)),
    gpus: sum(containers.map(gpusOf)),
    tcpPorts: staticPorts(def, mode, 'tcp'),
    udpPorts: staticPorts(def, mode, 'udp'),
    requiresAttributes: requiredAttributes(def),
    compatibilities: compatibilitiesOf(def, mode, windows),
    cpuArchitecture: def.runtimePlatform?.cpuArchitecture ?? 'X86_64',
    operatingSystemFamily: def.runtimePlatform?.operatingSystemFamily ?? 'LINUX',
  }
}
