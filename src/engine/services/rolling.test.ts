import { describe, expect, it } from 'vitest'
import { counts, deploymentId, healthy, since, steadyService, update, vectorBench } from '../testing'

const STEADY = 'has reached a steady state.'

describe('deployments.md timed vectors', () => {
  it('deployments V-15 D=2 100/200: start 2, stop 2 when counted, completed (D-302, D-312, D-316)', () => {
    const b = vectorBench()
    const t = steadyService(b, 2, 100, 200)
    update(b, { taskDefinition: 'app:2' })
    b.to(t)
    expect(counts(b)).toEqual({ 1: [2, 0, 0], 2: [0, 2, 0] })
    b.to(t + 20)
    expect(counts(b)).toEqual({ 1: [2, 0, 0], 2: [2, 0, 0] })
    expect(healthy(b)).toBe(2)
    b.to(t + 60)
    expect(counts(b)).toEqual({ 1: [0, 0, 2], 2: [2, 0, 0] })
    expect(healthy(b)).toBe(2)
    b.to(t + 100)
    expect(since(b, t)).toEqual([
      [0, 'has started 2 tasks'],
      [60, 'has stopped 2 running tasks'],
      [70, `(deployment ${deploymentId(b, 2)}) deployment completed.`],
      [70, STEADY],
    ])
  })

  it('deployments V-17 D=4 50/100: two rounds of stop 2, start 2', () => {
    const b = vectorBench()
    const t = steadyService(b, 4, 50, 100)
    update(b, { taskDefinition: 'app:2' })
    b.to(t + 200)
    expect(since(b, t)).toEqual([
      [0, 'has stopped 2 running tasks'],
      [10, 'has started 2 tasks'],
      [70, 'has stopped 2 running tasks'],
      [80, 'has started 2 tasks'],
      [140, `(deployment ${deploymentId(b, 2)}) deployment completed.`],
      [140, STEADY],
    ])
  })

  it('deployments V-18 D=6 100/150: stopping tasks count towards the upper bound (D-305)', () => {
    const run = (countStoppingTowardsMax: boolean) => {
      const b = vectorBench({ timings: { countStoppingTowardsMax } })
      const t = steadyService(b, 6, 100, 150)
      update(b, { taskDefinition: 'app:2' })
      b.to(t + 200)
      return since(b, t).map(([at, text]) => `${at} ${text.split(' (')[0]?.replace(/\(deployment [^)]*\) /, '')}`)
    }
    expect(run(true)).toEqual([
      '0 has started 3 tasks',
      '60 has stopped 3 running tasks',
      '70 has started 3 tasks',
      '130 has stopped 3 running tasks',
      '140 deployment completed.',
      `140 ${STEADY}`,
    ])
    expect(run(false)).toEqual([
      '0 has started 3 tasks',
      '60 has stopped 3 running tasks',
      '60 has started 3 tasks',
      '120 has stopped 3 running tasks',
      '130 deployment completed.',
      `130 ${STEADY}`,
    ])
  })

  it('deployments V-20 D=1 0/100: an outage between stop and RUNNING', () => {
    const b = vectorBench()
    const t = steadyService(b, 1, 0, 100)
    update(b, { taskDefinition: 'app:2' })
    b.to(t)
    expect(counts(b)).toEqual({ 1: [0, 0, 1] })
    b.to(t + 10)
    expect(counts(b)).toEqual({ 2: [0, 1, 0] })
    b.to(t + 29)
    expect(counts(b)).toEqual({ 2: [0, 1, 0] })
    b.to(t + 30)
    expect(counts(b)).toEqual({ 2: [1, 0, 0] })
    b.to(t + 70)
    expect(since(b, t).at(-2)).toEqual([70, `(deployment ${deploymentId(b, 2)}) deployment completed.`])
  })

  it('deployments V-21 scale-out during a deployment grows the new revision only (D-330)', () => {
    const b = vectorBench()
    const t = steadyService(b, 4, 100, 200)
    update(b, { taskDefinition: 'app:2' })
    b.before(t + 30)
    update(b, { desiredCount: 6 })
    b.to(t + 30)
    const [primary] = b.call('ecs.DescribeServices', { cluster: 'demo', services: ['web'] }).services[0].deployments
    expect(primary.desiredCount).toBe(6)
    b.to(t + 200)
    expect(since(b, t)).toEqual([
      [0, 'has started 4 tasks'],
      [30, 'has started 2 tasks'],
      [60, 'has stopped 2 running tasks'],
      [90, 'has stopped 2 running tasks'],
      [100, `(deployment ${deploymentId(b, 2)}) deployment completed.`],
      [100, STEADY],
    ])
  })

  it('deployments V-22 scale-in during a deployment: old ones first, then the surplus (D-331)', () => {
    const b = vectorBench()
    const t = steadyService(b, 4, 100, 200)
    update(b, { taskDefinition: 'app:2' })
    b.before(t + 30)
    update(b, { desiredCount: 2 })
    b.to(t + 30)
    expect(counts(b)).toEqual({ 1: [2, 0, 2], 2: [4, 0, 0] })
    b.to(t + 60)
    expect(counts(b)).toEqual({ 1: [0, 0, 2], 2: [2, 0, 2] })
    b.to(t + 70)
    expect(counts(b)).toEqual({ 2: [2, 0, 0] })
    expect(since(b, t).slice(-2)).toEqual([
      [70, `(deployment ${deploymentId(b, 2)}) deployment completed.`],
      [70, STEADY],
    ])
  })

  it('deployments V-25 desired 3 → 5 without a deployment (D-720)', () => {
    const b = vectorBench()
    const t = steadyService(b, 3, 100, 200)
    update(b, { desiredCount: 5 })
    b.to(t + 20)
    const service = b.call('ecs.DescribeServices', { cluster: 'demo', services: ['web'] }).services[0]
    expect(service.runningCount).toBe(5)
    expect(service.deployments).toHaveLength(1)
    expect(service.deployments[0].rolloutState).toBe('COMPLETED')
    b.to(t + 100)
    expect(since(b, t)).toEqual([
      [0, 'has started 2 tasks'],
      [60, STEADY],
    ])
  })

  it('deployments V-26 desired 3 → 0 (D-252, D-721, D-722)', () => {
    const b = vectorBench()
    const t = steadyService(b, 3, 100, 200)
    update(b, { desiredCount: 0 })
    b.to(t + 10)
    const service = b.call('ecs.DescribeServices', { cluster: 'demo', services: ['web'] }).services[0]
    expect([service.runningCount, service.status]).toEqual([0, 'ACTIVE'])
    b.to(t + 60)
    expect(since(b, t)).toEqual([
      [0, 'has stopped 3 running tasks'],
      [10, STEADY],
    ])
  })

  it('deployments V-27 draining one of three instances (D-734)', () => {
    for (const [min, max, expected] of [
      [100, 200, { start: 0, stop: 60, steady: 70 }],
      [50, 100, { start: 10, stop: 0, steady: 70 }],
    ] as const) {
      const b = vectorBench()
      const t = steadyService(b, 6, min, max)
      const [first] = b.engine.rows('containerInstances')
      b.call('ecs.UpdateContainerInstancesState', {
        cluster: 'demo',
        containerInstances: [first?.arn],
        status: 'DRAINING',
      })
      b.to(t + 200)
      const events = since(b, t)
      expect(events.find(([, text]) => text === 'has started 2 tasks')?.[0]).toBe(expected.start)
      expect(events.find(([, text]) => text === 'has stopped 2 running tasks')?.[0]).toBe(expected.stop)
      expect(events.find(([, text]) => text === STEADY)?.[0]).toBe(expected.steady)
      expect(
        [...b.engine.rows('tasks')].some(
          (task) => task.containerInstanceId === first?.id && task.lastStatus !== 'STOPPED',
        ),
      ).toBe(false)
    }
  })

  it('deployments V-11 D=1 100/150 is locked until the percentage changes (D-322, D-609, D-723)', () => {
    const b = vectorBench()
    const t = steadyService(b, 1, 100, 150)
    update(b, { taskDefinition: 'app:2' })
    b.to(t + 300)
    expect(since(b, t)).toEqual([
      [
        0,
        'was unable to stop or start tasks during a deployment because of the service deployment configuration. Update the minimumHealthyPercent or maximumPercent value and try again.',
      ],
    ])
    const waiting = b.engine.waiting('svc-1')
    expect(waiting?.canProgress).toBe(false)
    expect(waiting?.sentence).toBe('This can never finish: 1 of 1 must stay healthy and only 1 may exist.')
    update(b, { deploymentConfiguration: { maximumPercent: 200 } })
    b.to(t + 310)
    expect(counts(b)).toEqual({ 1: [1, 0, 0], 2: [0, 1, 0] })
  })

  it('deployments V-12 REPLICA 100/100 is refused and nothing is created (D-320)', () => {
    const b = vectorBench()
    const refused = b.refused('ecs.CreateService', {
      cluster: 'demo',
      serviceName: 'web',
      taskDefinition: 'app:1',
      desiredCount: 1,
      deploymentConfiguration: { minimumHealthyPercent: 100, maximumPercent: 100 },
    })
    expect(refused).toEqual({
      name: 'InvalidParameterException',
      message: 'Both maximumPercent and minimumHealthyPercent cannot be 100 as this will block deployments.',
    })
  })
})

/** Room for exactly n tasks: one instance whose CPU takes n tasks. */
function room(n: number, desired: number, min: number, max: number, timings = {}) {
  const b = vectorBench({ instances: 1, instanceType: 't2.micro', timings })
  const cpu = Math.floor(1024 / n)
  for (const tag of ['1', '2']) {
    b.call('ecs.RegisterTaskDefinition', {
      family: 'fit',
      containerDefinitions: [{ name: 'app', image: `app:${tag}`, cpu, memory: 16 }],
    })
  }
  const t = steadyService(b, desired, min, max, { taskDefinition: 'fit:1' })
  return { b, t }
}

/** Healthy and existing tasks after each scheduler tick of a whole deployment. */
function extremes(b: ReturnType<typeof vectorBench>, from: number, until: number) {
  let lowest = Number.POSITIVE_INFINITY
  let most = 0
  for (let s = from; s <= until; s += 1) {
    b.to(s)
    lowest = Math.min(lowest, healthy(b))
    const existing = Object.values(counts(b)).reduce((sum, [r, p]) => sum + r + p, 0)
    most = Math.max(most, existing)
  }
  return { lowest, most }
}

describe('deployments.md settled vectors', () => {
  const rows: [string, number, number, number, number, string[]][] = [
    ['V-01', 6, 100, 200, 8, ['start 2', 'stop 2', 'start 2', 'stop 2', 'start 2', 'stop 2']],
    ['V-02', 6, 50, 200, 8, ['stop 3', 'start 5', 'stop 3', 'start 1']],
    ['V-03', 6, 50, 200, 10, ['stop 3', 'start 6', 'stop 3']],
    ['V-04', 6, 50, 100, 12, ['stop 3', 'start 3', 'stop 3', 'start 3']],
    ['V-05', 6, 100, 150, 12, ['start 3', 'stop 3', 'start 3', 'stop 3']],
    ['V-06', 6, 50, 166, 10, ['stop 3', 'start 6', 'stop 3']],
    ['V-07', 4, 50, 100, 8, ['stop 2', 'start 2', 'stop 2', 'start 2']],
    ['V-08', 1, 50, 200, 4, ['start 1', 'stop 1']],
    ['V-09', 2, 0, 200, 4, ['stop 2', 'start 2']],
    ['V-10', 3, 66, 133, 6, ['stop 1', 'start 1', 'stop 1', 'start 1', 'stop 1', 'start 1']],
  ]
  for (const [name, desired, min, max, capacity, totals] of rows) {
    it(`deployments ${name} D=${desired} ${min}/${max} room ${capacity}: totals and bounds (D-304, D-311, D-312, D-370)`, () => {
      const { b, t } = room(capacity, desired, min, max)
      update(b, { taskDefinition: 'fit:2' })
      const { lowest, most } = extremes(b, t, t + 700)
      const lower = Math.floor((desired * min + 99) / 100)
      const upper = Math.floor((desired * max) / 100)
      expect(lowest).toBe(Math.min(lower, desired))
      expect(most).toBeLessThanOrEqual(Math.min(upper, capacity))
      const sum = (word: string) =>
        totals.filter((x) => x.startsWith(word)).reduce((n, x) => n + Number(x.split(' ')[1]), 0)
      const happened = (pattern: RegExp) =>
        since(b, t).reduce((n, [, text]) => n + Number(pattern.exec(text)?.[1] ?? 0), 0)
      expect(happened(/has started (\d+) tasks/)).toBe(sum('start'))
      expect(happened(/has stopped (\d+) running/)).toBe(sum('stop'))
      expect(since(b, t).at(-1)?.[1]).toBe(STEADY)
      expect(counts(b)).toEqual({ 2: [desired, 0, 0] })
    })
  }

  it('deployments V-13 room 6: stalls with D-611 until there is room for a seventh', () => {
    const { b, t } = room(6, 6, 100, 200)
    update(b, { taskDefinition: 'fit:2' })
    b.to(t + 25)
    const [, text] = since(b, t)[0] ?? []
    expect(since(b, t)).toHaveLength(1)
    expect(text).toMatch(
      /was unable to place a task because no container instance met all of its requirements\. The closest matching \(container-instance [0-9a-f]{32}\) has insufficient CPU units available\. For more information, see the Troubleshooting section of the Amazon ECS Developer Guide\.$/,
    )
    expect(counts(b)).toEqual({ 1: [6, 0, 0] })
  })
})

describe('capacity of stopping tasks', () => {
  it('deployments V-19 D=6 50/200 room 8: newcomers are placed at once and wait in PENDING (S-2, S-95, D-112)', () => {
    const { b, t } = room(8, 6, 50, 200)
    update(b, { taskDefinition: 'fit:2' })
    b.to(t)
    expect(counts(b)).toEqual({ 1: [3, 0, 3], 2: [0, 5, 0] })
    expect(healthy(b)).toBe(3)
    b.to(t + 20)
    expect(counts(b)[2]).toEqual([2, 3, 0])
    b.to(t + 30)
    expect(counts(b)[2]).toEqual([5, 0, 0])
    b.to(t + 60)
    expect(healthy(b)).toBe(3)
    expect(counts(b)).toEqual({ 1: [1, 0, 2], 2: [5, 1, 0] })
    b.to(t + 70)
    expect(healthy(b)).toBe(5)
    b.to(t + 130)
    expect(healthy(b)).toBe(6)
    expect(since(b, t).at(-2)).toEqual([130, `(deployment ${deploymentId(b, 2)}) deployment completed.`])
  })

  it('deployments V-19 with releaseAt stopped: start 2 at 0, 3 at 10, 1 at 70', () => {
    const { b, t } = room(8, 6, 50, 200, { releaseAt: 'stopped' })
    update(b, { taskDefinition: 'fit:2' })
    b.to(t + 200)
    const starts = since(b, t).filter(([, text]) => text.startsWith('has started'))
    expect(starts).toEqual([
      [0, 'has started 2 tasks'],
      [10, 'has started 3 tasks'],
      [70, 'has started 1 tasks'],
    ])
  })
})
