/** The end of a service (D-730). */
import type { Sim } from '../kernel'
import type { ServiceRow } from '../model'

/** D-730: INACTIVE when every task is STOPPING or STOPPED. */
export function finishDeleting(sim: Sim, service: ServiceRow): void {
  const gone = new Set(['STOPPING', 'DEPROVISIONING', 'STOPPED', 'DELETED'])
  const left = sim.t.tasks.by('liveOfService', service.id).some((t) => !gone.has(t.lastStatus))
  if (left) return
  for (const deployment of sim.t.deployments.by('current', service.id)) {
    sim.t.deployments.patch(deployment.id, { status: 'INACTIVE', updatedAtMs: sim.nowMs })
  }
  sim.t.services.patch(service.id, { status: 'INACTIVE', inactiveAtMs: sim.nowMs })
  sim.cancelTimer(`tick ${service.id}`)
  sim.schedule(sim.nowMs + sim.timings.inactiveRetention * 1000, 0, 'services.expire', service.id)
}
