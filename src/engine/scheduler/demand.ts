import type { TaskDefinitionRow } from '../model'
import type { PlacementDemand } from './types'

/** What one task of a definition takes and requires; a task's overrides of cpu and memory are the caller's to put in. */
export function demandOf({ def, derived }: TaskDefinitionRow): PlacementDemand {
  return {
    cpuUnits: derived.cpuUnits,
    memoryMiB: derived.memoryMiB,
    gpus: derived.gpus,
    tcpPorts: derived.tcpPorts,
    udpPorts: derived.udpPorts,
    awsvpc: derived.networkMode === 'awsvpc',
    requiresAttributes: derived.requiresAttributes,
    cpuArchitecture: derived.cpuArchitecture,
    operatingSystemFamily: derived.operatingSystemFamily,
    architectureNamed: def.runtimePlatform?.cpuArchitecture !== undefined,
  }
}
