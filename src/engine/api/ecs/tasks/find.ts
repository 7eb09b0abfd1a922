/** Finding tasks by id or ARN (T-162, D-100). */
import type { Sim } from '../../../kernel'
import type { ClusterRow, TaskRow } from '../../../model'
import { lastPart } from '../clusters'

/** The task of the cluster with this id or ARN, or undefined: the pre-2018 short ARN form never names one (D-100). */
export function findTask(sim: Sim, cluster: ClusterRow, reference: string): TaskRow | undefined {
  const task = sim.t.tasks.find('taskId', lastPart(reference))
  if (!task || task.clusterId !== cluster.id) return undefined
  return reference.startsWith('arn:') && reference !== task.arn ? undefined : task
}

/** The ARN an unknown task is reported under (T-165). */
export function taskArnFor(sim: Sim, cluster: ClusterRow, reference: string): string {
  return reference.startsWith('arn:') ? reference : sim.arn('ecs', `task/${cluster.name}/${reference}`)
}
