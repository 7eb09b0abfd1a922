import { describe, expect, it } from 'vitest'
import { since } from '../testing'
import type { Fleet } from './kit'
import { fleet, tally } from './kit'

const AZ = { type: 'spread', field: 'attribute:ecs.availability-zone' }
const MEMORY = { type: 'binpack', field: 'memory' }
const STUCK =
  'was unable to stop or start tasks during a deployment because of the service deployment configuration. ' +
  'Update the minimumHealthyPercent or maximumPercent value and try again.'
/** deployments.md section 10: RUNNING 20 s after the start, STOPPED 10 s after the stop. */
const TIMINGS = { imagePullBase: 0, imagePullCached: 0, containerStart: 20 }

const scale = (f: Fleet, desiredCount: number, more: object = {}) =>
  f.call('ecs.UpdateService', { cluster: 'demo', service: 'web', desiredCount, ...more })

/** A steady service with `count` tasks on `ci-{i + 1}`. */
function standing(f: Fleet, counts: number[], more: object = {}): void {
  const attributes = counts.map((_, i) => ({
    name: 'slot',
    value: String(i + 1),
    targetId: f.ci(i + 1),
    targetType: 'container-instance',
  }))
  f.call('ecs.PutAttributes', { cluster: 'demo', attributes })
  f.call('playground.PutImage', { image: 'app', sizeMiB: 0, startSeconds: 0, drainSeconds: 10 })
  const only = (i: number) => ({
    placementConstraints: [{ type: 'memberOf', expression: `attribute:slot == ${i + 1}` }],
  })
  f.service('web', f.define('web', 256, 512), 0, more)
  let total = 0
  for (const [i, count] of counts.entries()) {
    total += count
    scale(f, total, only(i))
    f.to(Math.floor(f.engine.now / 10_000) * 10 + 10)
  }
  scale(f, total, { placementConstraints: [] })
  f.before(200)
  expect(f.texts('web').at(-1)).toBe('(service web) has reached a steady state.')
}

describe('scale-in', () => {
  it('scheduling V-39 S-53 binpack empties the emptiest instance', () => {
    const f = fleet([{}, {}], { timings: TIMINGS })
    standing(f, [3, 1], { placementStrategy: [MEMORY] })
    scale(f, 3)
    f.to(200)
    expect(tally(f.placed('web'))).toEqual({ 'ci-1': 3 })
  })

  it('scheduling V-40 S-51 no strategy: the zone with the most, in it the instance with the most', () => {
    const f = fleet([{}, {}, { zone: 'b' }, { zone: 'c' }], { timings: TIMINGS })
    standing(f, [2, 1, 2, 1], { availabilityZoneRebalancing: 'DISABLED' })
    scale(f, 5)
    f.to(200)
    expect(tally(f.placed('web'))).toEqual({ 'ci-1': 1, 'ci-2': 1, 'ci-3': 2, 'ci-4': 1 })
  })

  it('scheduling V-41 S-52 ties among zones and tasks are random', () => {
    const results = new Set<string>()
    for (let seed = 1; seed <= 12; seed++) {
      const f = fleet([{}, { zone: 'b' }, { zone: 'c' }], { seed, timings: TIMINGS })
      standing(f, [2, 2, 1], { placementStrategy: [AZ] })
      scale(f, 4)
      f.to(200)
      const left = tally(f.placed('web'))
      expect(left['ci-3']).toBe(1)
      const gone = [...f.engine.rows('tasks')].find((t) => t.desiredStatus === 'STOPPED')
      results.add(`${f.nameOf(gone?.containerInstanceId)} ${gone?.n}`)
    }
    expect(results.size).toBeGreaterThan(2)
  })
})

describe('draining', () => {
  const drain = (min: number, max: number, desired: number) => {
    const f = fleet([{ type: 'm5.xlarge' }, { type: 'm5.xlarge' }], { timings: TIMINGS })
    const deploymentConfiguration = { minimumHealthyPercent: min, maximumPercent: max }
    standing(f, [desired], { deploymentConfiguration })
    f.call('ecs.UpdateContainerInstancesState', {
      cluster: 'demo',
      containerInstances: [f.ci(1)],
      status: 'DRAINING',
    })
    return f
  }
  const figures = (f: Fleet) =>
    since(f, 200).map(([at, text]) => [at, /^has (started|stopped) \d+/.exec(text)?.[0] ?? text])

  it('scheduling V-45 S-68 100/200: 4 started elsewhere, then 4 stopped', () => {
    const f = drain(100, 200, 4)
    f.to(400)
    expect(figures(f)).toEqual([
      [0, 'has started 4'],
      [60, 'has stopped 4'],
      [70, 'has reached a steady state.'],
    ])
    expect(tally(f.placed('web'))).toEqual({ 'ci-2': 4 })
    const gone = [...f.engine.rows('tasks')].filter((t) => t.lastStatus === 'STOPPED')
    for (const task of gone) {
      expect(task.stopCode).toBe('ServiceSchedulerInitiated') // S-72
      expect(task.stoppedReason).toMatch(/^Scaling activity initiated by \(deployment ecs-svc\/\d{19}\)$/)
    }
    const [ci] = f.call('ecs.DescribeContainerInstances', {
      cluster: 'demo',
      containerInstances: [f.ci(1)],
    }).containerInstances
    expect([ci.status, ci.runningTasksCount]).toEqual(['DRAINING', 0]) // S-70
  })

  it('scheduling V-46 S-68 50/100: 2 stopped, 2 started, again', () => {
    const f = drain(50, 100, 4)
    f.to(500)
    expect(figures(f)).toEqual([
      [0, 'has stopped 2'],
      [10, 'has started 2'],
      [70, 'has stopped 2'],
      [80, 'has started 2'],
      [140, 'has reached a steady state.'],
    ])
  })

  it.each([
    ['V-47', 1, 100, 150],
    ['V-48', 2, 75, 125],
  ])('scheduling %s D-322 D-819 D=%i %i/%i is stuck and says so', (_name, desired, min, max) => {
    const f = drain(min, max, desired)
    f.to(1000)
    expect(figures(f)).toEqual([[0, STUCK]])
    expect(tally(f.placed('web'))).toEqual({ 'ci-1': desired })
    scale(f, desired, { deploymentConfiguration: { maximumPercent: 200 } })
    f.to(1200)
    expect(tally(f.placed('web'))).toEqual({ 'ci-2': desired })
  })

  it('S-67 standalone tasks are left alone, service tasks not yet RUNNING go at once', () => {
    const f = fleet([{}, {}], { timings: TIMINGS })
    f.put(1, f.define('job', 64, 64))
    standing(f, [0, 1])
    f.put(1, 'job')
    scale(f, 3)
    f.to(200)
    expect(tally(f.placed('web'))).toEqual({ 'ci-1': 2, 'ci-2': 1 })
    f.call('ecs.UpdateContainerInstancesState', {
      cluster: 'demo',
      containerInstances: [f.ci(1)],
      status: 'DRAINING',
    })
    f.to(210)
    expect(tally(f.placed('web'))).toEqual({ 'ci-2': 3 })
    expect(since(f, 210).map(([, text]) => text)).toEqual(['stopped 2 pending tasks.', 'has started 2 tasks'])
    f.to(600)
    const jobs = [...f.engine.rows('tasks')].filter((t) => t.group === 'family:job')
    expect(jobs.map((t) => `${t.lastStatus} ${t.desiredStatus}`)).toEqual(['RUNNING RUNNING', 'RUNNING RUNNING'])
  })
})
