/**
 * Two settings side by side: the present run forked twice, each with its own change and then the same deployment, run
 * to its end. Same state, traffic, faults and random streams in both. Loaded when it is first asked for.
 */
import type { Engine, RowTypes } from '../../engine'
import { INSTANCE_PRICES_OF, instanceType, restoreEngine } from '../../engine'
import { projectService } from '../project/service'
import { Source } from '../project/source'
import type { Command, CompareRequest, CompareSide, ComparisonOfSettings } from '../protocol'
import type { ServiceView } from '../views'
import { asError } from './timeline'

/** Longest that a side is followed, simulated ms, and the most work for it, wall ms. */
const FOLLOWED_MS = 3_600_000
const WORK_MS = 3_500
const MOMENTS_KEPT = 3_000
/** A service that can never go on is followed no longer than this. */
const STUCK_MS = 60_000

export function compareSettings(engine: Engine, request: CompareRequest, clock: () => number): ComparisonOfSettings {
  const [a, b] = request.changes
  const run = (change: Command[]) => follow(restoreEngine(engine.checkpoint()), change, request, clock)
  return { fromMs: engine.now, priceDate: INSTANCE_PRICES_OF, sides: [run(a), run(b)] }
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
  const failedBefore = failedRequests(engine)
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
    keep(side, engine.now, service)
    if (service.steady && !service.deploying) break
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
    failedRequests: failedRequests(engine) - failedBefore,
  }
  side.extra = extraOf(engine, row, side)
  return side
}

function viewOf(engine: Engine, source: Source, serviceId: string): ServiceView | undefined {
  const row = engine.row('services', serviceId)
  return row && row.status !== 'INACTIVE' ? projectService(row, source) : undefined
}

/** Keeps what differs from the moment before. */
function keep(side: CompareSide, atMs: number, service: ServiceView): void {
  const last = side.moments.at(-1)
  const looks = ({ boxes, lowerBound, upperBound, why }: ServiceView) =>
    JSON.stringify([boxes, lowerBound, upperBound, why.sentence])
  if (last && looks(last.service) === looks(service)) return
  if (last?.atMs === atMs) side.moments.pop()
  if (side.moments.length < MOMENTS_KEPT) side.moments.push({ atMs, service })
}

function failedRequests(engine: Engine): number {
  const {
    failed4xx = 0,
    failed5xx = 0,
    refused = 0,
    timedOut = 0,
  } = engine.world(['requests']).requests as Record<string, number>
  return failed4xx + failed5xx + refused + timedOut
}

/**
 * Tasks beyond the desired count × time × the share of an instance that one takes (the larger of CPU and memory), in
 * instance-hours at the list price of the instance type; null on Fargate, whose prices the data has not.
 */
function extraOf(engine: Engine, row: RowTypes['services'], side: CompareSide): CompareSide['extra'] {
  const task = [...engine.rows('tasks')].findLast((t) => t.serviceId === row.id && t.containerInstanceId !== null)
  const host = engine.row('containerInstances', task?.containerInstanceId ?? '')
  const type = instanceType(engine.row('instances', host?.instanceId ?? '')?.instanceType ?? '')
  if (!task || !type) return null
  const share = Math.max(task.cpuUnits / (type.vcpu * 1_024), task.memoryMiB / type.memoryMiB)
  let taskMs = 0
  side.moments.forEach(({ atMs, service }, at) => {
    const untilMs = side.moments[at + 1]?.atMs ?? atMs
    const tasks = service.boxes.reduce((sum, box) => sum + box.count, 0)
    taskMs += Math.max(0, tasks - service.desired) * (untilMs - atMs)
  })
  const instanceHours = (taskMs / 3_600_000) * share
  return { instanceHours, usd: instanceHours * type.onDemandUsdPerHour, instanceType: type.type }
}
