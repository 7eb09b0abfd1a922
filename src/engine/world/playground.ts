/** The `playground` members of the world document (design.md §6): what AWS does not say about its own entities. */
import { eniSlotsUsed, remaining } from '../capacity/accounts'
import type { Sim } from '../kernel'
import type { ContainerInstanceRow } from '../model'

/** Slots, ports and the agent's queue of a container instance. */
export function instancePlayground(sim: Sim, row: ContainerInstanceRow) {
  const { takenTcpPorts } = remaining(sim, row)
  return {
    enisUsed: eniSlotsUsed(sim, row.id),
    enisMax: row.eniLimit,
    portsInUse: takenTcpPorts.filter((port) => !row.reservedTcpPorts.includes(port)),
    // S-95: placed here, not yet let in by the agent.
    queuedTasks: sim.t.tasks.by('liveOfInstance', row.id).filter((task) => !task.admitted).length,
    slot: row.slot,
  }
}
