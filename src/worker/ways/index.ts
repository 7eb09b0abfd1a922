/** Ways out of a lock (interaction rule 12): small changes, each tried on a fork of the present. */
import type { Engine } from '../../engine'
import type { Way, WaysOut } from '../protocol'
import { candidatesFor } from './candidates'
import { tryOut } from './trial'

/** All trials together, wall ms: the worker does nothing else meanwhile. */
const WITHIN_WALL_MS = 3_000

/** null when there is no such service; without ways when it waits for nothing. */
export function waysOut(engine: Engine, serviceId: string, clock: () => number): WaysOut | null {
  const service = engine.row('services', serviceId)
  if (!service) return null
  const waiting = engine.waiting(serviceId)
  if (!waiting) return { atMs: engine.now, ways: [], failed: [], untried: 0 }
  const checkpoint = engine.checkpoint()
  const endsAt = clock() + WITHIN_WALL_MS
  const hasTime = () => clock() < endsAt
  const ways: Way[] = []
  const failed: Way[] = []
  let untried = 0
  for (const candidate of candidatesFor(engine, service, waiting)) {
    if (!hasTime()) {
      untried++
      continue
    }
    const way = { ...candidate, ...tryOut(checkpoint, serviceId, candidate.commands, hasTime) }
    if (way.outcome === 'freed') ways.push(way)
    else if (way.outcome === 'late' && way.note === null) untried++
    else failed.push(way)
  }
  ways.sort((a, b) => a.failedRequests - b.failedRequests || b.lowestHealthy - a.lowestHealthy)
  return { atMs: engine.now, ways, failed, untried }
}
