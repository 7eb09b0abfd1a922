/**
 * Two settings side by side: the present run forked twice, each with its own change and then the same deployment, run
 * to its end. Same state, traffic, faults and random streams in both. Loaded when it is first asked for.
 */
import type { Engine } from '../../engine'
import { failedRequestsOf, restoreEngine } from '../../engine'
import { projectService } from '../project/service'
import { Source } from '../project/source'
import type { Command, CompareMoment, CompareRequest, CompareSide, ComparisonOfSettings } from '../protocol'
import type { ServiceView } from '../views'
import { extraOf } from './compare-cost'
import { FARGATE_PRICES_OF } from './fargate-bill'
import { asError } from './timeline'

/** Longest that a side is followed, simulated ms, and the most work for it, wall ms. */
const FOLLOWED_MS = 3_600_000
const WORK_MS = 3_500
const MOMENTS_KEPT = 3_000
/** A service that can never go on is followed no longer than this. */
const STUCK_MS = 60_000
/** Of greater services failed requests are counted at scheduler ticks only: it costs. */
const COUNTED_ALWAYS = 200
const TICK_MS = 10_000

export function compareSettings(engine: Engine, request: CompareRequest, clock: () => number): ComparisonOfSettings {
  const [a, b] = request.changes
  const run = (change: Command[]) => follow(restoreEngine(engine.checkpoint()), change, request, clock)
  return { fromMs: engine.now, priceDate: FARGATE_PRICES_OF, sides: [run(a), run(b)] }
}

/** The commands in order; an update takes the revision that was registered before it. Throws what the engine throws. */
function act(engine: Engine, commands: readonly Command[]): void {
  let registered: string | undefined
  for (const { service, operation, input } of commands) {
    const given = input as Record<string, unknown>
    const replaced = registered && 'taskDefinition' in given ? { ...given, taskDefinition: registered } : given
    const output = engine.call(service, operation, replaced) as { taskDefinition?: { taskDefinitionArn?: string } }
    if (operation === 'RegisterTaskDefinition') registered = output.taskDefinition?.taskDefinitionArn
  }
}

function follow(engine: Engine, change: Command[], request: CompareRequest, clock: () => number): CompareSide {
  const { serviceId, deploy } = request
  const fromMs = engine.now
  const failedBefore = failedOf(engine, serviceId)
  const side: CompareSide = {
    error: null,
    moments: [],
    figures: { secondsToSteady: null, lowestHealthy: 0, peakTasks: 0, failedRequests: 0 },
    extra: null,
  }
  try {
    act(engine, change)
    act(engine, deploy)
    engine.settle()
  } catch (error) {
    return { ...side, error: asError(error) }
  }
  const source = new Source(engine)
  let cursor = engine.changesSince(0).to
  const stopAt = clock() + WORK_MS
  let stuckSinceMs: number | null = null
  for (;;) {
    const service = viewOf(engine, source, serviceId)
    if (!service) break
    const counts = service.desired <= COUNTED_ALWAYS || engine.now % TICK_MS === 0
    const failed = counts ? failedOf(engine, serviceId) - failedBefore : (side.moments.at(-1)?.failed ?? 0)
    keep(side, { atMs: engine.now, service, failed })
    // At rest, and the last task that goes is gone: until then it is in the picture and on the bill.
    if (service.steady && !service.deploying && service.counts.stopping === 0) break
    stuckSinceMs = service.why.canProgress ? null : (stuckSinceMs ?? engine.now)
    const next = engine.nextAt()
    if (next === undefined || next > fromMs + FOLLOWED_MS || clock() > stopAt) break
    if (stuckSinceMs !== null && next > stuckSinceMs + STUCK_MS) break
    if (next > engine.now) engine.advance(next - engine.now)
    engine.settle()
    const changes = engine.changesSince(cursor)
    cursor = changes.to
    source.apply(changes)
  }
  const row = engine.row('services', serviceId)
  if (!row) return side
  const { lowestHealthy, peakTasks, sinceMs, endedMs } = row.figures
  const ended = side.moments.at(-1)?.service.steady === true && endedMs !== null
  side.figures = {
    secondsToSteady: ended ? (endedMs - sinceMs) / 1_000 : null,
    lowestHealthy,
    peakTasks,
    failedRequests: failedOf(engine, serviceId) - failedBefore,
  }
  side.extra = extraOf(engine, row, fromMs)
  return side
}

function viewOf(engine: Engine, source: Source, serviceId: string): ServiceView | undefined {
  const row = engine.row('services', serviceId)
  return row && row.status !== 'INACTIVE' ? projectService(row, source) : undefined
}

/** Keeps what differs from the moment before. */
function keep(side: CompareSide, next: CompareMoment): void {
  const last = side.moments.at(-1)
  const looks = ({ failed, service: { boxes, lowerBound, upperBound, why } }: CompareMoment) =>
    JSON.stringify([failed, boxes, lowerBound, upperBound, why.sentence])
  if (last && looks(last) === looks(next)) return
  if (last?.atMs === next.atMs) side.moments.pop()
  if (side.moments.length < MOMENTS_KEPT) side.moments.push(next)
}

/** Requests that failed so far at the service's load balancers. */
function failedOf(engine: Engine, serviceId: string): number {
  const row = engine.row('services', serviceId)
  return row ? failedRequestsOf(engine.sim, row) : 0
}
