import { accountOf, eniSlotsUsed } from '../capacity/accounts'
import type { Sim } from '../kernel'
import { setAsideOn } from './daemon'
import type { Host } from './hosts'
import type { Candidate, PlacementContext } from './types'

/** An instance with what is left of it for a request beside these daemon services (S-2, S-20, S-74). */
export function candidateOf(sim: Sim, host: Host, daemons: readonly PlacementContext[]): Candidate {
  const { ci } = host
  const account = accountOf(sim, ci.id)
  const kept = daemons.length === 0 ? null : setAsideOn(daemons, host)
  return {
    host,
    ci,
    account,
    cpuUnitsLeft: ci.cpuUnits - account.cpuUnits - (kept?.cpuUnits ?? 0),
    memoryMiBLeft: ci.memoryMiB - account.memoryMiB - (kept?.memoryMiB ?? 0),
    eniSlotsLeft: ci.eniLimit - eniSlotsUsed(sim, ci.id) - (kept?.eniSlots ?? 0),
  }
}
