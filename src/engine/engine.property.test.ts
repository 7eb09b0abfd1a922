import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { restoreEngine } from './engine'
import type { Engine } from './types'
import type { ServicePlan, Step, WorldPlan } from './vectors/random-world'
import { KINDS, RandomWorld, STRATEGIES } from './vectors/random-world'

const numRuns = Number(process.env.RUNS ?? 15)
const TAIL_MS = 900_000

const servicePlan: fc.Arbitrary<ServicePlan> = fc.record({
  mode: fc.constantFrom('bridge', 'static', 'host', 'awsvpc', 'fargate'),
  desired: fc.integer({ min: 0, max: 6 }),
  min: fc.integer({ min: 0, max: 100 }),
  max: fc.integer({ min: 101, max: 250 }),
  loadBalancer: fc.boolean(),
  containerCheck: fc.boolean(),
  grace: fc.constantFrom(0, 0, 30, 120),
  strategy: fc.nat(STRATEGIES.length - 1),
  distinct: fc.boolean(),
  size: fc.constantFrom(64, 256, 900),
  breaker: fc.nat(2),
  daemon: fc.integer({ max: 5, min: 0 }).map((n) => n === 0),
})

const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom(...KINDS),
  pick: fc.nat(20),
  a: fc.nat(300),
  b: fc.nat(100),
  c: fc.nat(7),
})

const worldPlan: fc.Arbitrary<WorldPlan> = fc.record({
  seed: fc.nat(1000),
  timings: fc.record({
    releaseAt: fc.constantFrom('desiredStopped', 'stopped'),
    scaleInTie: fc.constantFrom('random', 'oldest'),
    countStoppingTowardsMax: fc.boolean(),
    drainOnStopTask: fc.boolean(),
    initialTargetHealthy: fc.constantFrom('oneCheck', 'healthyThreshold'),
    placementRetryOnChange: fc.boolean(),
    lbProvisioning: fc.constantFrom(0, 60),
  }) as fc.Arbitrary<WorldPlan['timings']>,
  instances: fc.array(
    fc.record({
      type: fc.constantFrom('t3.micro', 'c5.large', 'm5.large', 'm7g.large', 't3.medium'),
      count: fc.integer({ min: 1, max: 4 }),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  services: fc.array(servicePlan, { minLength: 1, maxLength: 3 }),
  steps: fc.array(step, { minLength: 5, maxLength: 40, size: 'max' }),
})

describe('random worlds', () => {
  it('design §3 never an EngineError; invariants hold after every event and at the end', () => {
    fc.assert(
      fc.property(worldPlan, (plan) => {
        const { engine } = new RandomWorld(plan).runAll()
        engine.advance(TAIL_MS)
        engine.checkInvariants()
        engine.world()
        for (const service of engine.rows('services')) engine.waiting(service.id)
        expect(engine.now).toBeGreaterThanOrEqual(TAIL_MS)
      }),
      { numRuns },
    )
  })

  it('D-304, D-305, D-311 the scheduler never starts above the upper bound nor stops healthy old tasks below the lower', () => {
    fc.assert(
      fc.property(worldPlan, (plan) => {
        const world = new RandomWorld(plan)
        watchBounds(world.engine)
        world.runAll()
        world.engine.advance(TAIL_MS)
      }),
      { numRuns },
    )
  })

  it('D-107 D-105 a task moves through its statuses in one direction, and once told to stop it stays so', () => {
    const order = [
      'PROVISIONING',
      'PENDING',
      'ACTIVATING',
      'RUNNING',
      'DEACTIVATING',
      'STOPPING',
      'DEPROVISIONING',
      'STOPPED',
    ]
    fc.assert(
      fc.property(worldPlan, (plan) => {
        const world = new RandomWorld(plan)
        const check = world.engine.sim.afterEvent
        const seen = new Map<string, [number, string]>()
        world.engine.sim.afterEvent = (sim, touched) => {
          check?.(sim, touched)
          for (const { table, id } of touched) {
            const task = table === 'tasks' ? sim.t.tasks.get(id) : undefined
            if (!task) continue
            const [before, desired] = seen.get(id) ?? [0, 'RUNNING']
            const now = order.indexOf(task.lastStatus)
            if (now < before || (desired === 'STOPPED' && task.desiredStatus !== 'STOPPED'))
              throw new Error(`D-107: ${id} went back to ${task.lastStatus} ${task.desiredStatus}`)
            seen.set(id, [now, task.desiredStatus])
          }
        }
        world.runAll()
        world.engine.advance(TAIL_MS)
      }),
      { numRuns },
    )
  })

  it('design §3 a checkpoint through structuredClone changes nothing: same digest, same future', () => {
    fc.assert(
      fc.property(worldPlan, fc.nat(39), fc.boolean(), (plan, cut, settled) => {
        const original = new RandomWorld(plan)
        const at = cut % (plan.steps.length + 1)
        original.runAll(plan.steps.slice(0, at))
        if (settled) original.engine.settle()
        const copy = original.over(restoreEngine(structuredClone(original.engine.checkpoint())))
        expect(copy.engine.digest()).toBe(original.engine.digest())
        for (const world of [original, copy]) {
          world.runAll(plan.steps.slice(at))
          world.engine.advance(TAIL_MS)
        }
        expect(copy.engine.digest()).toBe(original.engine.digest())
        expect(copy.engine.world()).toEqual(original.engine.world())
      }),
      { numRuns },
    )
  })

  it('design §3 the same log twice gives the same digest; reading changes nothing', () => {
    fc.assert(
      fc.property(worldPlan, (plan) => {
        const first = new RandomWorld(plan).runAll()
        const second = new RandomWorld(plan)
        for (const step of plan.steps) {
          second.run(step)
          read(second.engine)
        }
        for (const { engine } of [first, second]) engine.advance(TAIL_MS)
        expect(second.engine.digest()).toBe(first.engine.digest())
      }),
      { numRuns },
    )
  })

  it('design §3 a refused call leaves no trace, now or later', () => {
    fc.assert(
      fc.property(worldPlan, (plan) => {
        const refused: string[] = []
        const watcher = {
          refused(operation: string, _: unknown, before: string) {
            refused.push(operation)
            if (world.engine.digest() !== before) throw new Error(`${operation} left a trace`)
          },
        }
        const world: RandomWorld = new RandomWorld(plan, watcher)
        world.runAll()
        for (const service of ['none', 'svc-0']) world.call('ecs.UpdateService', { cluster: 'nowhere', service })
        expect(refused.length).toBeGreaterThanOrEqual(2)
      }),
      { numRuns },
    )
  })

  it('design §3 how the time is cut into advances does not matter', () => {
    fc.assert(
      fc.property(worldPlan, fc.array(fc.integer({ min: 1, max: 90_000 }), { maxLength: 30 }), (plan, cuts) => {
        const whole = new RandomWorld(plan).runAll().engine
        const pieces = new RandomWorld(plan).runAll().engine
        const end = whole.now + TAIL_MS
        whole.advance(TAIL_MS)
        for (const cut of cuts) if (pieces.now + cut < end) pieces.advance(cut)
        pieces.advance(end - pieces.now)
        expect(pieces.digest()).toBe(whole.digest())
      }),
      { numRuns },
    )
  })
})

function read(engine: Engine): void {
  engine.world()
  engine.changesSince(0)
  engine.checkpoint()
  for (const service of engine.rows('services')) engine.waiting(service.id)
}

/** An independent look at every evaluation: what it did against the bounds worked out from the rows before it. */
function watchBounds(engine: Engine): void {
  const check = engine.sim.afterEvent
  let before = picture(engine)
  engine.sim.afterEvent = (sim, touched) => {
    check?.(sim, touched)
    if (!touched.some((c) => c.table === 'tasks' || c.table === 'services' || c.table === 'containerInstances')) return
    const after = picture(engine)
    for (const [id, now] of after) {
      const was = before.get(id)
      const service = engine.row('services', id)
      if (!was || service?.status !== 'ACTIVE' || service.schedulingStrategy === 'DAEMON') continue
      const { minimumHealthyPercent = 100, maximumPercent = 200 } = service.deploymentConfiguration
      const lower = Math.floor((service.desiredCount * (minimumHealthyPercent ?? 100) + 99) / 100)
      const upper = Math.floor((service.desiredCount * (maximumPercent ?? 200)) / 100)
      const started = [...now.all].filter((t) => !was.all.has(t)).length
      const counted = engine.sim.timings.countStoppingTowardsMax ? now.existing : now.existing - now.stopping
      if (started > 0 && counted > upper)
        throw new Error(`D-305: ${id} started ${started} and has ${counted} of ${upper} (now ${engine.now})`)
      const retired = [...was.leavingHealthy].filter((t) => now.stoppedByScheduler.has(t)).length
      if (retired > Math.max(0, was.healthy - lower))
        throw new Error(`D-311: ${id} retired ${retired} of ${was.healthy} healthy, lower bound ${lower}`)
    }
    before = after
  }
}

interface Picture {
  all: Set<string>
  existing: number
  stopping: number
  healthy: number
  leavingHealthy: Set<string>
  stoppedByScheduler: Set<string>
}

function picture(engine: Engine): Map<string, Picture> {
  const map = new Map<string, Picture>()
  for (const service of engine.rows('services')) {
    map.set(service.id, {
      all: new Set(),
      existing: 0,
      stopping: 0,
      healthy: 0,
      leavingHealthy: new Set(),
      stoppedByScheduler: new Set(),
    })
  }
  for (const task of engine.rows('tasks')) {
    const p = map.get(task.serviceId ?? '')
    if (!p) continue
    p.all.add(task.id)
    const service = engine.row('services', task.serviceId ?? '')
    const draining = engine.row('containerInstances', task.containerInstanceId ?? '')?.status === 'DRAINING'
    if (task.stopCode === 'ServiceSchedulerInitiated' && task.stoppedReason?.startsWith('Scaling'))
      p.stoppedByScheduler.add(task.id)
    if (['STOPPED', 'DEPROVISIONING', 'DELETED'].includes(task.lastStatus)) continue
    p.existing++
    if (task.desiredStatus === 'STOPPED') p.stopping++
    if (!task.countsAsHealthy) continue
    p.healthy++
    if (task.deploymentId !== service?.primaryId || draining) p.leavingHealthy.add(task.id)
  }
  return map
}
