/** DAEMON services (D-230, D-231, S-73 … S-75). */
import { daemonServices } from '../../capacity/accounts'
import { putServiceAction } from '../../eventbridge'
import type { Sim } from '../../kernel'
import type { ServiceRow, TaskRow } from '../../model'
import { daemonInstances } from '../../scheduler'
import { wake } from '../clock'
import type { PlanInput, PlanTask } from '../plan'
import type { DaemonInput } from './plan'

export { planDaemon } from './plan'

/** D-230: the computed desired count follows the instances. True when it changed. */
export function followInstances(sim: Sim, serviceId: string): boolean {
  const service = sim.t.services.need(serviceId)
  const desiredCount = daemonInstances(sim, service).length
  if (desiredCount === service.desiredCount) return false
  sim.t.services.patch(serviceId, { desiredCount, steadySinceMs: null })
  putServiceAction(sim, serviceId, 'INFO', 'SERVICE_DESIRED_COUNT_UPDATED')
  return true
}

/** What the daemon's plan reads beyond that of a replica service. */
export function gatherDaemon(sim: Sim, service: ServiceRow, input: PlanInput): DaemonInput {
  const rows = new Map(sim.t.tasks.by('liveOfService', service.id).map((task) => [task.id, task]))
  const withPlace = (t: PlanTask) => {
    const instanceId = rows.get(t.id)?.containerInstanceId ?? null
    return { ...t, instanceId, lastOnInstance: t.onDrainingInstance && onlyDaemonsOn(sim, instanceId) }
  }
  const qualifying = daemonInstances(sim, service)
  return { ...input, desired: qualifying.length, tasks: input.tasks.map(withPlace), qualifying }
}

function onlyDaemonsOn(sim: Sim, instanceId: string | null): boolean {
  const daemon = (task: TaskRow) => sim.t.services.get(task.serviceId ?? undefined)?.schedulingStrategy === 'DAEMON'
  return sim.t.tasks.by('liveOfInstance', instanceId ?? '').every(daemon)
}

/** S-71: a task on a DRAINING instance is over, so a daemon's may be the last one there now. */
export function wakeDaemonsBeside(sim: Sim, task: TaskRow): void {
  const instance = sim.t.containerInstances.get(task.containerInstanceId ?? undefined)
  if (instance?.status !== 'DRAINING') return
  for (const service of daemonServices(sim, instance.clusterId)) wake(sim, service.id)
}
