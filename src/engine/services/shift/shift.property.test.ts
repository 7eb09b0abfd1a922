import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { restoreEngine } from '../../engine'
import type { Bench } from '../../testing'
import type { Engine } from '../../types'
import { alb } from './testing'

const numRuns = Number(process.env.RUNS ?? 12)
const ARN = 'arn:aws:lambda:us-east-1:123456789012:function:h'
const STAGES = [
  'RECONCILE_SERVICE',
  'PRE_SCALE_UP',
  'POST_SCALE_UP',
  'POST_TEST_TRAFFIC_SHIFT',
  'PRE_PRODUCTION_TRAFFIC_SHIFT',
  'POST_PRODUCTION_TRAFFIC_SHIFT',
  'TEST_TRAFFIC_SHIFT',
  'PRODUCTION_TRAFFIC_SHIFT',
]
const OUTCOMES = ['SUCCEEDED', 'SUCCEEDED', 'FAILED', 'IN_PROGRESS', 'INVALID']
const KINDS = [
  'advance',
  'advance',
  'advance',
  'deploy',
  'stop',
  'alarm',
  'continue',
  'scale',
  'outcome',
  'kill',
  'image',
]

const configuration = fc
  .record({
    strategy: fc.constantFrom('BLUE_GREEN', 'BLUE_GREEN', 'LINEAR', 'LINEAR', 'CANARY', 'ROLLING'),
    bake: fc.integer({ min: 0, max: 8 }),
    percent: fc.integer({ min: 30, max: 1000 }),
    stepBake: fc.integer({ min: 0, max: 4 }),
    lambda: fc.option(fc.constantFrom(...STAGES), { freq: 2 }),
    pause: fc.option(fc.constantFrom(...STAGES.slice(0, 6)), { freq: 2 }),
    timeout: fc.integer({ min: 1, max: 15 }),
    goesOn: fc.boolean(),
    breaker: fc.boolean(),
    alarm: fc.boolean(),
  })
  .map((c) => ({
    strategy: c.strategy,
    bakeTimeInMinutes: c.bake,
    ...(c.strategy === 'LINEAR'
      ? { linearConfiguration: { stepPercent: c.percent / 10, stepBakeTimeInMinutes: c.stepBake } }
      : {}),
    ...(c.strategy === 'CANARY'
      ? { canaryConfiguration: { canaryPercent: c.percent / 10, canaryBakeTimeInMinutes: c.stepBake } }
      : {}),
    deploymentCircuitBreaker: { enable: c.breaker, rollback: true },
    alarms: { alarmNames: ['a'], enable: c.alarm, rollback: true },
    lifecycleHooks: [
      ...(c.lambda === null ? [] : [{ hookTargetArn: ARN, lifecycleStages: [c.lambda] }]),
      ...(c.pause === null
        ? []
        : [
            {
              targetType: 'PAUSE',
              lifecycleStages: [c.pause],
              timeoutConfiguration: { timeoutInMinutes: c.timeout, action: c.goesOn ? 'CONTINUE' : 'ROLLBACK' },
            },
          ]),
    ],
  }))

const step = fc.record({ kind: fc.constantFrom(...KINDS), a: fc.nat(200), configuration })
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

const plan = fc.record({
  desired: fc.integer({ min: 1, max: 4 }),
  steps: fc.array(step, { minLength: 4, maxLength: 30, size: 'max' }),
})

/** A call that may be refused. */
function attempt(engine: Engine, service: string, operation: string, input: object): void {
  try {
    engine.call(service, operation, input)
  } catch (error) {
    if ((error as Error).name === 'EngineError') throw error
  }
}

/** Plays a step; `watch` is asked after every tick. */
function play(engine: Engine, step: Step, watch: () => void): void {
  const [service, operation, input] = callOf(engine, step)
  if (operation !== '') {
    attempt(engine, service, operation, input)
    return
  }
  const until = engine.now + (step.a + 1) * 2000
  for (let tick = Math.ceil((engine.now + 1) / 10_000) * 10_000; tick <= until; tick += 10_000) {
    engine.advance(tick - engine.now)
    engine.settle()
    watch()
  }
  engine.advance(until - engine.now)
}

function callOf(engine: Engine, { kind, a, configuration }: Step): [service: string, operation: string, input: object] {
  const own = { cluster: 'demo', service: 'web' }
  const image = `app:${1 + (a % 3)}`
  const last = [...engine.rows('serviceDeployments')].at(-1)
  const live = [...engine.rows('tasks')].filter((t) => t.lastStatus === 'RUNNING')
  const force = { forceNewDeployment: true, deploymentConfiguration: configuration }
  switch (kind) {
    case 'deploy':
      return ['ecs', 'UpdateService', { ...own, taskDefinition: image, ...force }]
    case 'stop':
      return ['ecs', 'StopServiceDeployment', { serviceDeploymentArn: last?.arn }]
    case 'alarm':
      return ['cloudwatch', 'SetAlarmState', { AlarmName: 'a', StateValue: a % 2 ? 'ALARM' : 'OK', StateReason: '' }]
    case 'continue': {
      const hookId = last?.shift?.hooks.at(-1)?.hookId ?? 'ecs-pause-none'
      const action = a % 4 === 0 ? 'ROLLBACK' : 'CONTINUE'
      return ['ecs', 'ContinueServiceDeployment', { serviceDeploymentArn: last?.arn, hookId, action }]
    }
    case 'scale':
      return ['ecs', 'UpdateService', { ...own, desiredCount: a % 5 }]
    case 'outcome':
      return ['playground', 'SetHookOutcome', { hookTarget: ARN, outcome: OUTCOMES[a % 5], afterSeconds: a * 6 }]
    case 'kill':
      return ['playground', 'InjectFault', { kind: 'stopContainer', target: live[a % live.length]?.arn ?? 'none' }]
    case 'image':
      return ['playground', 'PutImage', { image, ...GOOD, pullable: a % 2 === 0 }]
    default:
      return ['', '', {}]
  }
}

const GOOD = { sizeMiB: 0, startSeconds: 0, drainSeconds: 10 }

/** Groups that the production rule sends requests to, with their weights; the rule comes first of those that are no default. */
function production(engine: Engine): Map<string, number> {
  const rule = [...engine.rows('rules')].find((r) => !r.isDefault)
  const groups = rule?.actions[0]?.ForwardConfig?.TargetGroups ?? []
  return new Map(groups.map((g) => [g.TargetGroupArn ?? '', g.Weight ?? 0]))
}

/** Counted healthy tasks that are registered in a group. */
function healthyIn(engine: Engine, arn: string): number {
  const group = [...engine.rows('targetGroups')].find((g) => g.arn === arn)
  const tasks = new Set([...engine.rows('targets')].filter((x) => x.targetGroupId === group?.id).map((x) => x.taskId))
  return [...engine.rows('tasks')].filter((t) => t.countsAsHealthy && tasks.has(t.id)).length
}

/** D-510, D-521 at an instant that is over. */
function watcher(engine: Engine): () => void {
  let before = production(engine)
  return () => {
    const now = production(engine)
    const total = [...now.values()].reduce((a, b) => a + b, 0)
    expect([100, 1000]).toContain(total)
    const desired = [...engine.rows('services')][0]?.desiredCount ?? 0
    for (const [arn, weight] of now) {
      // Traffic moves only to a group whose tasks are healthy.
      const more = weight / total > (before.get(arn) ?? 0) / [...before.values()].reduce((a, b) => a + b, 0)
      if (more && desired > 0) expect(healthyIn(engine, arn)).toBeGreaterThan(0)
    }
    before = now
    const shift = [...engine.rows('serviceDeployments')].at(-1)?.shift
    if (shift?.strategy !== 'ROLLING' && shift?.routes[0]) {
      const share = (now.get(shift.routes[0].greenGroup) ?? 0) * (1000 / total)
      if (shift.rollback !== 'relaunch') expect(share).toBe(shift.productionWeight)
    }
    for (const service of engine.rows('services')) {
      const waiting = engine.waiting(service.id)
      if (waiting) expect(waiting.sentence.length).toBeLessThanOrEqual(120)
    }
  }
}

function world(desired: number): Bench {
  const { b } = alb({ desired, timings: { imagePullFailure: 20 } })
  b.call('cloudwatch.PutMetricAlarm', {
    AlarmName: 'a',
    EvaluationPeriods: 1,
    ComparisonOperator: 'GreaterThanThreshold',
  })
  return b
}

describe('random shifts', () => {
  it('D-510 … D-521 traffic goes only where tasks are healthy, and every deployment comes to an end', () => {
    fc.assert(
      fc.property(plan, ({ desired, steps }) => {
        const { engine } = world(desired)
        const watch = watcher(engine)
        for (const s of steps) play(engine, s, watch)
        for (const n of [1, 2, 3])
          attempt(engine, 'playground', 'PutImage', {
            image: `app:${n}`,
            sizeMiB: 0,
            startSeconds: 0,
            drainSeconds: 10,
          })
        attempt(engine, 'playground', 'SetHookOutcome', { hookTarget: ARN, outcome: 'SUCCEEDED' })
        engine.advance(4 * 3_600_000)
        engine.settle()
        watch()
        engine.checkInvariants()
        for (const record of engine.rows('serviceDeployments'))
          expect(['SUCCESSFUL', 'STOPPED', 'ROLLBACK_SUCCESSFUL', 'ROLLBACK_FAILED']).toContain(record.status)
      }),
      { numRuns },
    )
  })

  it('D-510 a restored checkpoint goes on identically', () => {
    fc.assert(
      fc.property(plan, fc.nat(29), ({ desired, steps }, at) => {
        const { engine } = world(desired)
        const cut = at % steps.length
        for (const s of steps.slice(0, cut)) play(engine, s, () => {})
        const restored = restoreEngine(structuredClone(engine.checkpoint()), { checkInvariants: true })
        for (const other of [engine, restored]) for (const s of steps.slice(cut)) play(other, s, () => {})
        expect(restored.digest()).toBe(engine.digest())
      }),
      { numRuns: Math.ceil(numRuns / 2) },
    )
  })
})
