/** Tasks of a cluster by status and launch type (T-173, T-174): an aggregate, since a full cluster has thousands. */
import type { Aggregate, Sim } from '../kernel'
import type { TaskRow } from '../model'

type ByLaunchType = Record<TaskRow['launchType'], number>

export interface ClusterTaskCounts {
  /** lastStatus RUNNING. */
  running: ByLaunchType
  /** lastStatus PENDING. */
  pending: ByLaunchType
}

const none = (): ByLaunchType => ({ EC2: 0, FARGATE: 0, EXTERNAL: 0 })

class Counts implements Aggregate<TaskRow> {
  readonly clusters = new Map<string, ClusterTaskCounts>()

  clear() {
    this.clusters.clear()
  }

  apply(prev: TaskRow | undefined, next: TaskRow | undefined) {
    if (prev?.lastStatus === next?.lastStatus) return
    if (prev) this.add(prev, -1)
    if (next) this.add(next, 1)
  }

  private add(task: TaskRow, by: number) {
    const which = task.lastStatus === 'RUNNING' ? 'running' : task.lastStatus === 'PENDING' ? 'pending' : null
    if (which === null) return
    let counts = this.clusters.get(task.clusterId)
    if (!counts) {
      counts = { running: none(), pending: none() }
      this.clusters.set(task.clusterId, counts)
    }
    counts[which][task.launchType] += by
  }
}

const countsBySim = new WeakMap<Sim, Counts>()

export function clusterTaskCounts(sim: Sim, clusterId: string): ClusterTaskCounts {
  let counts = countsBySim.get(sim)
  if (!counts) {
    counts = new Counts()
    countsBySim.set(sim, counts)
    sim.t.tasks.addAggregate(counts)
  }
  return counts.clusters.get(clusterId) ?? { running: none(), pending: none() }
}

export const total = (counts: ByLaunchType): number => counts.EC2 + counts.FARGATE + counts.EXTERNAL
