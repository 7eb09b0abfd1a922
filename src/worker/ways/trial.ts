/** Tries a change on a fork of the run: whether the service comes to rest, how soon, and what that costs. */
import type { Checkpoint, Engine } from '../../engine'
import { countsOf, restoreEngine, trafficAt } from '../../engine'
import type { Command } from '../protocol'

/** Simulated time that a trial may take. */
const WITHIN_MS = 30 * 60_000
/** Events that one trial may run, so that a great service cannot hold the page up. */
const MOST_EVENTS = 150_000

export interface Trial {
  /** 'refused' by ECS, 'stuck' in another lock, 'late' when the time or the work allowed was not enough. */
  outcome: 'freed' | 'refused' | 'stuck' | 'late'
  /** Simulated seconds until it is at rest; null when it is not. */
  seconds: number | null
  lowestHealthy: number
  failedRequests: number
  /** ECS's words when it was refused, the why-line when it is stuck. */
  note: string | null
}

/** `hasTime` ends the work early: the outcome is then 'late'. */
export function tryOut(
  checkpoint: Checkpoint,
  serviceId: string,
  commands: readonly Command[],
  hasTime: () => boolean,
): Trial {
  const engine = restoreEngine(checkpoint)
  const began = engine.now
  const failedBefore = failed(engine)
  let lowestHealthy = countsOf(engine.sim, serviceId).healthy
  const answer = (outcome: Trial['outcome'], note: string | null): Trial => ({
    outcome,
    seconds: outcome === 'freed' ? Math.round((engine.now - began) / 1_000) : null,
    lowestHealthy,
    failedRequests: failed(engine) - failedBefore,
    note,
  })
  try {
    for (const { service, operation, input } of commands) engine.call(service, operation, input)
  } catch (error) {
    return answer('refused', error instanceof Error ? error.message : String(error))
  }
  const firstEvent = engine.sim.eventCount
  engine.settle()
  for (;;) {
    lowestHealthy = Math.min(lowestHealthy, countsOf(engine.sim, serviceId).healthy)
    const waiting = engine.waiting(serviceId) ?? null
    if (waiting === null) return answer('freed', null)
    const next = engine.nextAt()
    if (next === undefined) return answer('stuck', waiting.sentence)
    const over = next - began > WITHIN_MS || engine.sim.eventCount - firstEvent > MOST_EVENTS
    if (over) return waiting.canProgress ? answer('late', waiting.sentence) : answer('stuck', waiting.sentence)
    if (!hasTime()) return answer('late', null)
    engine.advance(next - engine.now)
    engine.settle()
  }
}

function failed(engine: Engine): number {
  const { total, ok, inFlight } = trafficAt(engine.sim).total
  return total - ok - inFlight
}
