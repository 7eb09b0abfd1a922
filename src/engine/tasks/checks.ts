/** Container health checks: the probe grid (D-138, D-139) and the roll-up (D-141, D-142). */
import type { HealthCheck } from '@aws-sdk/client-ecs'
import type { Sim } from '../kernel'
import type { ContainerState, HealthStatus, TaskRow } from '../model'
import { changeContainer } from './change'

/** The check with ECS's defaults filled in, in ms; null when the container has none. */
export function checkOf(sim: Sim, task: TaskRow, name: string) {
  const def = sim.t.taskDefinitions.need(task.taskDefinitionId).def
  const check: HealthCheck | undefined = def.containerDefinitions?.find((c) => c.name === name)?.healthCheck
  if (!check) return null
  return {
    intervalMs: (check.interval ?? 30) * 1000,
    timeoutMs: (check.timeout ?? 5) * 1000,
    retries: check.retries ?? 3,
    startPeriodMs: (check.startPeriod ?? 0) * 1000,
  }
}

/** First probe `interval` after container start, then every `interval` (D-139). */
export function startHealthChecks(sim: Sim, id: string, name: string): void {
  const task = sim.t.tasks.need(id)
  const check = checkOf(sim, task, name)
  if (!check) return
  changeContainer(sim, id, name, {
    healthStatus: 'UNKNOWN',
    health: { anchorMs: sim.nowMs, failures: 0, probes: 0, graceEnded: false, parkedAtProbe: null, parkedPass: false },
  })
  scheduleProbe(sim, id, name, 1)
}

/** Queues probe k of the container's present run. */
export function scheduleProbe(sim: Sim, id: string, name: string, k: number): void {
  const task = sim.t.tasks.need(id)
  const container = task.containers.find((c) => c.name === name)
  const check = checkOf(sim, task, name)
  if (!container?.health || !check) return
  const atMs = container.health.anchorMs + k * check.intervalMs
  sim.timer(`probe ${id} ${name}`, atMs, 0, 'task.probe', `${id} ${name} ${k}`, 'replace')
}

/** D-141: over essential containers; one without a check is UNKNOWN. */
export function rollUp(containers: Pick<ContainerState, 'essential' | 'healthStatus'>[]): HealthStatus {
  const essential = containers.filter((c) => c.essential)
  if (essential.some((c) => c.healthStatus === 'UNHEALTHY')) return 'UNHEALTHY'
  if (essential.some((c) => c.healthStatus === 'UNKNOWN')) return 'UNKNOWN'
  return 'HEALTHY'
}

/** D-142: what the scheduler reads, essential containers without a check left out; null when none has one. */
export function schedulerHealth(sim: Sim, task: TaskRow): HealthStatus | null {
  const checked = task.containers.filter((c) => c.essential && checkOf(sim, task, c.name) !== null)
  return checked.length === 0 ? null : rollUp(checked)
}
