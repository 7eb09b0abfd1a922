/** When a start may be tried again: no place (S-152), failing starts (D-242), launch limits (D-205). */
import { putServiceAction } from '../eventbridge'
import type { Sim } from '../kernel'
import type { ServiceRow } from '../model'
import { tickAfter, tickAtOrAfter } from '../tasks'
import { countFailure } from './breaker'
import { wake } from './clock'
import { emitStanding, impairedText, resolveStanding } from './events'
import type { NoPlace } from './place'

const STARTS_PER_MINUTE = 500

/** D-205: how many tasks the service may still start at `atMs`, and when there are more again. */
export function launchLimit(service: ServiceRow, atMs: number): { left: number; moreAtMs: number } {
  const recent = service.recentStarts.filter(([startedMs]) => startedMs > atMs - 60_000)
  const left = STARTS_PER_MINUTE - recent.reduce((sum, [, n]) => sum + n, 0)
  return { left: Math.max(0, left), moreAtMs: (recent[0]?.[0] ?? atMs) + 60_000 }
}

/** D-205, D-242, S-152: how many starts may be tried in this evaluation. */
export function startsAllowed(sim: Sim, service: ServiceRow, wanted: boolean): number {
  const limit = launchLimit(service, sim.nowMs)
  let allowed = limit.left
  if (allowed === 0) wake(sim, service.id, limit.moreAtMs)
  if (service.placementRetry && sim.nowMs < service.placementRetry.nextMs) {
    wake(sim, service.id, service.placementRetry.nextMs)
    return 0
  }
  const throttle = service.startThrottle
  if (throttle && throttle.failures >= 3) {
    if (sim.nowMs < throttle.nextStartMs) {
      // D-243: said when the delay is applied, that is when a start is held back.
      if (wanted) emitStanding(sim, service.id, 'D-607', impairedText(service.name))
      wake(sim, service.id, throttle.nextStartMs)
      return 0
    }
    allowed = Math.min(allowed, 1)
  }
  return allowed
}

export function placementFailed(sim: Sim, serviceId: string, failure: NoPlace): void {
  const service = sim.t.services.need(serviceId)
  const firstMs = service.placementRetry?.firstMs ?? sim.nowMs
  // D-403a: the tries of the first 50 s count once together, each later one once.
  const counts = !service.placementRetry || sim.nowMs - firstMs > sim.timings.placementRetryFast * 1000
  if (sim.timings.capacityCountsAsFailure && counts) countFailure(sim, serviceId, null, 'A task found no place')
  const fast = sim.nowMs - firstMs < sim.timings.placementRetryFast * 1000
  const nextMs = fast
    ? tickAfter(sim, sim.nowMs)
    : tickAtOrAfter(sim, sim.nowMs + sim.timings.placementRetrySlow * 1000)
  sim.t.services.patch(serviceId, {
    placementRetry: { firstMs, nextMs, reasons: failure.reasons, decisionId: failure.decisionId },
  })
  if (emitStanding(sim, serviceId, 'D-611', failure.text, failure.decisionId)) {
    const more = { ...failure.resources, reason: failure.reason }
    putServiceAction(sim, serviceId, 'ERROR', 'SERVICE_TASK_PLACEMENT_FAILURE', more)
  }
  wake(sim, serviceId, nextMs)
}

export function placementSucceeded(sim: Sim, serviceId: string): void {
  const service = sim.t.services.need(serviceId)
  if (service.placementRetry) sim.t.services.patch(serviceId, { placementRetry: null })
  resolveStanding(sim, serviceId, (m) => m.includes('unable to place a task'))
}

/** S-152: room may have appeared somewhere in the cluster; the next tick tries again. */
export function placementMayHaveChanged(sim: Sim, clusterId: string): void {
  if (!sim.timings.placementRetryOnChange) return
  for (const service of sim.t.services.by('cluster', clusterId)) {
    if (!service.placementRetry || service.status !== 'ACTIVE') continue
    const nextMs = tickAtOrAfter(sim, sim.nowMs)
    if (nextMs < service.placementRetry.nextMs) {
      sim.t.services.patch(service.id, { placementRetry: { ...service.placementRetry, nextMs } })
    }
    wake(sim, service.id)
  }
}

/** D-240 … D-244: a task of the PRIMARY deployment ended without ever running, or ran. */
export function noteStart(sim: Sim, serviceId: string, outcome: 'neverRan' | 'ran'): void {
  const service = sim.t.services.need(serviceId)
  if (outcome === 'ran') {
    if (service.startThrottle) sim.t.services.patch(serviceId, { startThrottle: null })
    resolveStanding(sim, serviceId, (m) => m === impairedText(service.name))
    return
  }
  const failures = (service.startThrottle?.failures ?? 0) + 1
  let delayS = sim.timings.startThrottleBase
  for (let k = 3; k < failures && delayS < sim.timings.startThrottleMax; k++) delayS *= 2
  const nextStartMs = failures < 3 ? sim.nowMs : sim.nowMs + Math.min(delayS, sim.timings.startThrottleMax) * 1000
  sim.t.services.patch(serviceId, { startThrottle: { failures, nextStartMs } })
}
