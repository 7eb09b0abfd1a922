/** Where the next tasks of a service would go: tried on a fork of the present by wanting more of them. */
import type { Engine } from '../../engine'
import { restoreEngine } from '../../engine'
import type { PlacesAhead } from '../protocol'

/** Tasks wanted more. */
const MORE = 30
/** UpdateService takes no more. */
const MOST_TASKS = 5_000
/** Simulated time in which the scheduler must have decided. */
const WITHIN_MS = 60_000
const MOST_EVENTS = 20_000

const ON_FARGATE = 'On Fargate each task gets a host of its own: there is no instance to fill.'

const NO_TRY = 'The scheduler would not try to place another task within the next minute.'

/** null when there is no such service. The run itself stays as it is. */
export function placesAhead(engine: Engine, serviceId: string): PlacesAhead | null {
  const service = engine.row('services', serviceId)
  if (service?.status !== 'ACTIVE') return null
  const answer: PlacesAhead = { serviceId, atMs: engine.now, places: [], more: true, note: null }
  if (service.launchType === 'FARGATE') return { ...answer, note: ON_FARGATE }
  if (service.schedulingStrategy === 'DAEMON')
    return { ...answer, note: 'A daemon service has one task on each instance, not a number of tasks.' }
  if (service.deploymentController.type === 'EXTERNAL')
    return { ...answer, note: 'With an external deployment controller each task set says how many tasks it has.' }
  const desiredCount = Math.min(MOST_TASKS, service.desiredCount + MORE)
  const more = desiredCount - service.desiredCount
  if (more <= 0) return { ...answer, note: 'The service wants as many tasks as a service can have.' }
  const fork = restoreEngine(engine.checkpoint())
  const cluster = fork.row('clusters', service.clusterId)?.arn
  try {
    fork.call('ecs', 'UpdateService', { cluster, service: service.name, desiredCount })
  } catch (error) {
    return { ...answer, note: error instanceof Error ? error.message : String(error) }
  }
  let cursor = fork.changesSince(Number.MAX_SAFE_INTEGER).to
  const until = fork.now + WITHIN_MS
  const events = fork.sim.eventCount + MOST_EVENTS
  fork.settle()
  for (;;) {
    const changes = fork.changesSince(cursor)
    cursor = changes.to
    for (const decision of changes.decisions) {
      if (decision.kind !== 'placement' || decision.serviceId !== serviceId) continue
      const { chosen } = decision.outcome as { chosen?: string | null }
      if (!chosen) return { ...answer, more: false }
      if (!fork.row('containerInstances', chosen)) return { ...answer, places: [], note: ON_FARGATE }
      answer.places.push(chosen)
      if (answer.places.length === more) return answer
    }
    const next = fork.nextAt()
    if (next === undefined || next > until || fork.sim.eventCount > events)
      return answer.places.length > 0 ? answer : { ...answer, note: NO_TRY }
    fork.advance(next - fork.now)
    fork.settle()
  }
}
