/** An Availability Zone goes down (D-810): its instances as D-806, its Fargate tasks with the maintenance text. */
import type { Sim } from '../kernel'
import type { TaskRow } from '../model'
import { changeContainers } from '../tasks'
import { finishStop } from '../tasks/stop'
import { loseHost } from './loss'
import { seconds } from './register'

const MAINTENANCE = 'ECS is performing maintenance on the underlying infrastructure hosting the task.'

function fargateTasks(sim: Sim, zone: string): TaskRow[] {
  return [...sim.t.clusters.values()].flatMap((cluster) => sim.t.tasks.by('liveOfFargateZone', `${cluster.id} ${zone}`))
}

/** Everything in the zone falls silent at once; ECS notices `hostLossDetection` later. */
export function loseZone(sim: Sim, zone: string): void {
  for (const instance of [...sim.t.instances.values()]) {
    if (instance.zone === zone) loseHost(sim, instance, 'terminated')
  }
  for (const task of fargateTasks(sim, zone)) {
    changeContainers(sim, task.id, (c) => (c.stage === 'running' ? { process: 'hung' } : null))
  }
  const at = sim.nowMs + seconds(sim.timings.hostLossDetection)
  sim.schedule(at, 0, 'capacity.zoneGone', zone, sim.nowMs)
}

/** ECS notices: the Fargate tasks that stood in the zone when it went down are STOPPED, without exit codes. */
export function zoneGone(sim: Sim, zone: string, lostAtMs: number): void {
  for (const task of fargateTasks(sim, zone)) {
    if (task.createdAtMs > lostAtMs) continue
    const decided = task.desiredStatus === 'STOPPED'
    changeContainers(
      sim,
      task.id,
      (c) =>
        c.stage === 'stopped'
          ? null
          : { stage: 'stopped', lastStatus: 'STOPPED', process: 'none', stoppedAtMs: sim.nowMs },
      {
        desiredStatus: 'STOPPED',
        countsAsHealthy: false,
        countedSinceMs: null,
        ...(decided ? {} : { stopCode: 'TerminationNotice', stoppedReason: MAINTENANCE, stoppingAtMs: sim.nowMs }),
      },
    )
    finishStop(sim, task.id, task.startedAtMs === null ? {} : { executionStoppedAtMs: sim.nowMs })
    if (task.targetIds.length > 0) sim.schedule(sim.nowMs, 0, 'task.abruptDeregister', task.id)
  }
}
