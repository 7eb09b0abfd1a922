import { accountReader, eniSlotsUsed } from '../capacity/accounts'
import { daemonsBeside, setAsideOn } from './daemon'
import type { Host } from './hosts'
import type { Candidate, PlacementContext } from './types'

const NOTHING = { cpuUnits: 0, memoryMiB: 0, eniSlots: 0 }

/** Makes of an instance what is left of it for this request, beside the daemons (S-2, S-20, S-74). */
export function candidateMaker({ sim, request }: PlacementContext): (host: Host) => Candidate {
  const daemons = daemonsBeside(sim, request)
  const accountOf = accountReader(sim)
  const { awsvpc } = request.demand
  return (host) => {
    const { ci } = host
    const account = accountOf(ci.id)
    const kept = daemons.length === 0 ? NOTHING : setAsideOn(daemons, host)
    return {
      host,
      ci,
      account,
      cpuUnitsLeft: ci.cpuUnits - account.cpuUnits - kept.cpuUnits,
      memoryMiBLeft: ci.memoryMiB - account.memoryMiB - kept.memoryMiB,
      eniSlotsLeft: awsvpc ? ci.eniLimit - eniSlotsUsed(sim, ci.id) - kept.eniSlots : 0,
    }
  }
}
