/** What a service's next evaluation would do, by the kind of service. */
import type { Sim } from '../kernel'
import type { ServiceRow } from '../model'
import { gatherDaemon, planDaemon } from './daemon'
import { gather } from './gather'
import type { Plan } from './plan'
import { planStep } from './plan'
import { hasTaskSets, planOfTaskSets } from './task-sets'

/** Reads only. */
export function planOf(sim: Sim, service: ServiceRow): Plan {
  if (hasTaskSets(service)) return planOfTaskSets(sim, service)
  const input = gather(sim, service)
  return service.schedulingStrategy === 'DAEMON' ? planDaemon(gatherDaemon(sim, service, input)) : planStep(input)
}
