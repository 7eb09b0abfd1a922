/** EC2 takes a Spot instance back (S-135, D-812). */
import type { Sim } from '../kernel'
import type { InstanceRow } from '../model'
import { changeContainerInstance, decideCapacity } from './changes'
import { loseHost } from './loss'

const NOTICE_MS = 120_000

/** The two-minute notice: an agent told to (ECS_ENABLE_SPOT_INSTANCE_DRAINING) drains itself; then the host is gone. */
export function reclaimSpot(sim: Sim, instance: InstanceRow): void {
  if (instance.agentConfig.ECS_ENABLE_SPOT_INSTANCE_DRAINING === 'true') {
    for (const ci of sim.t.containerInstances.by('instance', instance.id)) {
      if (ci.status !== 'ACTIVE' || !ci.agentConnected || ci.connectionLost) continue
      decideCapacity(sim, ci, ['S-135', 'D-812'], 'Spot interruption notice: the agent drains itself.', {
        status: 'DRAINING',
      })
      changeContainerInstance(sim, ci.id, { status: 'DRAINING' })
    }
  }
  sim.schedule(sim.nowMs + NOTICE_MS, 0, 'capacity.spotReclaimed', instance.id)
}

export function spotReclaimed(sim: Sim, id: string): void {
  const instance = sim.t.instances.get(id)
  if (instance) loseHost(sim, instance, 'terminated')
}
