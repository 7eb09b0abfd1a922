import type { Host } from '../hosts'
import type { Filter, PlacementContext } from '../types'

function architectureFits({ sim, request: { demand } }: PlacementContext, { architecture }: Host): boolean {
  if (!demand.architectureNamed && !sim.timings.checkArchitectureWhenUnset) return true
  return architecture === undefined || architecture === demand.cpuArchitecture
}

const systemFits = ({ request: { demand } }: PlacementContext, { osFamily }: Host) =>
  osFamily === undefined || osFamily === demand.operatingSystemFamily

/** S-22: another CPU architecture or operating system than the definition's is ATTRIBUTE. */
export const platform: Filter = {
  name: 'platform',
  rank: 6,
  reason: 'ATTRIBUTE',
  accepts: (context, host) => architectureFits(context, host) && systemFits(context, host),
  detail(context, host) {
    const { cpuArchitecture, operatingSystemFamily } = context.request.demand
    return architectureFits(context, host)
      ? `requires ecs.os-family ${operatingSystemFamily}, the instance has ${host.osFamily}`
      : `requires ecs.cpu-architecture ${cpuArchitecture.toLowerCase()}, the instance has ${host.architecture?.toLowerCase()}`
  },
}
