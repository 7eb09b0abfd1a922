import { accountReader, eniSlotsUsed } from '../capacity/accounts'
import { daemonsBeside, setAsideOn } from './daemon'
import type { Host } from './hosts'
import type { Candidate, PlacementContext } from './types'

const NOTHING = { cpuUnits: 0, memoryMiB: 0, eniSlots: 0 }

/** Measures instances for this request: what tasks and daemons leave of them (S-2, S-20, S-74). */
export function measurer({ sim, request }: PlacementContext): (host: Host) => Candidate {
  const daemons = daemonsBeside(sim, request)
  const accountOf = accountReader(sim)
  const { awsvpc } = request.demand
  return (host) => {
    const account = accountOf(host.id)
    const kept = daemons.length === 0 ? NOTHING : setAsideOn(daemons, host)
    host.account = account
    host.cpuUnitsLeft = host.cpuUnits - account.cpuUnits - kept.cpuUnits
    host.memoryMiBLeft = host.memoryMiB - account.memoryMiB - kept.memoryMiB
    host.eniSlotsLeft = awsvpc ? host.eniLimit - eniSlotsUsed(sim, host.id) - kept.eniSlots : 0
    return host
  }
}
