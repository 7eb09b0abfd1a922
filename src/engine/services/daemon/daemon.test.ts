import { describe, expect, it } from 'vitest'
import type { Any, Bench } from '../../testing'
import { counts, define, since, update, vectorBench } from '../../testing'

const STEADY = 'has reached a steady state.'
const SERVICE = { cluster: 'demo', serviceName: 'web', taskDefinition: 'app:1', schedulingStrategy: 'DAEMON' }

function daemon(b: Bench, more: object = {}): number {
  b.call('ecs.CreateService', { ...SERVICE, ...more })
  b.before(200)
  return 200
}

const percent = (minimumHealthyPercent: number) => ({
  deploymentConfiguration: { minimumHealthyPercent, maximumPercent: 100 },
})
const show = (b: Bench): Any => b.call('ecs.DescribeServices', { cluster: 'demo', services: ['web'] }).services[0]
const instanceArns = (b: Bench): string[] =>
  b.call('ecs.ListContainerInstances', { cluster: 'demo' }).containerInstanceArns
const texts = (b: Bench, from: number) =>
  since(b, from).map(([at, text]) => `${at} ${text.replace(/\(deployment [^)]*\) /, '')}`)
const hostsOfWeb = (b: Bench) =>
  [...b.engine.rows('tasks')]
    .filter((t) => t.group === 'service:web' && t.desiredStatus === 'RUNNING')
    .map((t) => t.containerInstanceId)
const drain = (b: Bench, arn: string | undefined) =>
  b.call('ecs.UpdateContainerInstancesState', { cluster: 'demo', containerInstances: [arn], status: 'DRAINING' })

describe('DAEMON services', () => {
  it('scheduling V-49 D-230 exactly one task per ACTIVE instance; the count is computed', () => {
    const b = vectorBench({ instances: 4 })
    drain(b, instanceArns(b)[1])
    const { service } = b.call('ecs.CreateService', SERVICE)
    expect(service).toMatchObject({
      desiredCount: 3,
      schedulingStrategy: 'DAEMON',
      availabilityZoneRebalancing: 'DISABLED',
      deploymentConfiguration: { minimumHealthyPercent: 0, maximumPercent: 100 },
    })
    b.to(60)
    expect(hostsOfWeb(b)).toEqual(['ci-1', 'ci-3', 'ci-4'])
    expect(texts(b, 0)).toEqual(['0 has started 3 tasks', '60 deployment completed.', `60 ${STEADY}`])
    expect(b.engine.waiting('svc-1')).toBeNull()
  })

  it('S-73 S-74 a new instance gets its daemon before the replica task that waits for it', () => {
    const b = vectorBench({ instances: 1, instanceType: 'c5.large' })
    define(b, '1', { cpu: 2000, memory: 3300 })
    b.call('ecs.CreateService', {
      ...SERVICE,
      serviceName: 'big',
      schedulingStrategy: 'REPLICA',
      taskDefinition: 'app:4',
      desiredCount: 2,
    })
    b.to(10)
    daemon(b)
    b.to(200)
    expect(show(b)).toMatchObject({ desiredCount: 1, runningCount: 0 })
    expect(show(b).events[0].message).toContain('has insufficient CPU units available.')
    b.call('playground.AddContainerInstances', { cluster: 'demo', instanceType: 'c5.large', count: 1 })
    b.to(260)
    const onNew = [...b.engine.rows('tasks')].filter((t) => t.containerInstanceId === 'ci-2')
    expect(onNew.map((t) => t.group)).toEqual(['service:web'])
    expect(show(b)).toMatchObject({ desiredCount: 2, runningCount: 1 })
    // S-75: the first instance still has no room.
    expect(b.engine.waiting('svc-2')?.kind).toBe('placement')
  })

  it('deployments V-14 min 0: stop 3, start 3', () => {
    const b = vectorBench()
    const t = daemon(b)
    update(b, { taskDefinition: 'app:2' })
    b.to(t + 100)
    expect(texts(b, t)).toEqual([
      '0 has stopped 3 running tasks',
      '10 has started 3 tasks',
      '70 deployment completed.',
      `70 ${STEADY}`,
    ])
  })

  it('deployments V-14 D-231 min 50: three rounds of stop 1, start 1 on the same instance', () => {
    const b = vectorBench()
    const t = daemon(b, percent(50))
    update(b, { taskDefinition: 'app:2' })
    const places: string[][] = []
    for (let at = t; at <= t + 200; at += 10) {
      b.to(at)
      places.push(hostsOfWeb(b) as string[])
      expect([...b.engine.rows('tasks')].filter((r) => r.countsAsHealthy).length).toBeGreaterThanOrEqual(2)
    }
    const round = (at: number) => [`${at} has stopped 1 running tasks`, `${at + 10} has started 1 tasks`]
    expect(texts(b, t)).toEqual([...round(0), ...round(70), ...round(140)])
    expect(places.every((hosts) => new Set(hosts).size === hosts.length)).toBe(true)
    b.to(t + 210)
    expect(texts(b, t).slice(-2)).toEqual(['210 deployment completed.', `210 ${STEADY}`])
  })

  it('deployments V-14 D-231 min 100 locks itself; a lower percent frees it (D-609, D-322)', () => {
    const b = vectorBench()
    const t = daemon(b, percent(100))
    update(b, { taskDefinition: 'app:2' })
    b.to(t + 100)
    expect(since(b, t)).toEqual([
      [0, expect.stringMatching(/^was unable to stop or start tasks during a deployment because of the service/)],
    ])
    expect(b.engine.waiting('svc-1')).toMatchObject({ kind: 'deadlock', canProgress: false })
    b.before(t + 110)
    update(b, percent(50))
    b.to(t + 110)
    expect(counts(b)).toEqual({ 1: [2, 0, 1] })
  })

  it('S-71 a DRAINING instance loses its daemon last, after the replica tasks', () => {
    const b = vectorBench({ instances: 2 })
    const t = daemon(b)
    b.call('ecs.RunTask', { cluster: 'demo', taskDefinition: 'app:2', group: 'alone' })
    b.before(t + 40)
    const alone = [...b.engine.rows('tasks')].find((r) => r.group === 'alone')
    const instance = b.engine.row('containerInstances', alone?.containerInstanceId ?? '')
    drain(b, instance?.arn)
    b.to(t + 100)
    expect(hostsOfWeb(b)).toHaveLength(2)
    expect(show(b).desiredCount).toBe(1)
    b.call('ecs.StopTask', { cluster: 'demo', task: alone?.taskId })
    b.to(t + 130)
    expect(hostsOfWeb(b)).toHaveLength(1)
    b.to(t + 150)
    expect(texts(b, t)).toEqual(['120 has stopped 1 running tasks', `130 ${STEADY}`])
  })

  it('D-230 a constraint no longer met: stopped, and EventBridge is told', () => {
    const b = vectorBench({ instances: 2 })
    const [first, second] = instanceArns(b)
    const attribute = (targetId: string | undefined) => ({ name: 'logs', value: 'yes', targetId })
    b.call('ecs.PutAttributes', { cluster: 'demo', attributes: [attribute(first), attribute(second)] })
    const t = daemon(b, { placementConstraints: [{ type: 'memberOf', expression: 'attribute:logs == yes' }] })
    expect(hostsOfWeb(b)).toHaveLength(2)
    b.call('ecs.DeleteAttributes', { cluster: 'demo', attributes: [attribute(second)] })
    b.to(t + 20)
    expect(hostsOfWeb(b)).toEqual(['ci-1'])
    const told = (b.engine.world(['eventBridgeEvents']).eventBridgeEvents as Any[]).map((e) => e.detail.eventName)
    expect(told).toContain('SERVICE_DAEMON_PLACEMENT_CONSTRAINT_VIOLATED')
    expect(told).toContain('SERVICE_DESIRED_COUNT_UPDATED')
    b.call('ecs.PutAttributes', { cluster: 'demo', attributes: [attribute(second)] })
    b.to(t + 40)
    expect(hostsOfWeb(b)).toEqual(['ci-1', 'ci-2'])
  })

  it('D-220 a daemon that ends is started again on its instance when its place is free', () => {
    const b = vectorBench({ instances: 2 })
    const t = daemon(b)
    const [task] = b.engine.rows('tasks')
    b.call('playground.InjectFault', { kind: 'stopContainer', target: task?.taskId })
    b.to(t)
    expect(hostsOfWeb(b)).toEqual(['ci-2', 'ci-1'])
  })

  it('D-223 unhealthy daemons are replaced one at a time: stop first, start after', () => {
    const b = vectorBench({ instances: 3 })
    define(b, '1', { healthCheck: { command: ['CMD', 'true'], interval: 5, retries: 1 } })
    const t = daemon(b, { taskDefinition: 'app:4' })
    for (const task of b.engine.rows('tasks')) {
      if (task.n < 3)
        b.call('playground.InjectFault', { kind: 'failHealthChecks', target: task.taskId, check: 'container' })
    }
    b.to(t + 100)
    const starts = since(b, t).filter(([, text]) => text.startsWith('has st'))
    expect(starts).toEqual([
      [0, 'has stopped 1 running tasks'],
      [10, 'has started 1 tasks'],
      [30, 'has stopped 1 running tasks'],
      [40, 'has started 1 tasks'],
    ])
    expect(hostsOfWeb(b).sort()).toEqual(['ci-1', 'ci-2', 'ci-3'])
  })

  it('D-320 S-57 D-230 refusals, with their texts', () => {
    const b = vectorBench()
    const refusal = (input: object) => b.refused('ecs.CreateService', { ...SERVICE, ...input }).message
    expect(refusal({ desiredCount: 2 })).toBe(
      'The daemon scheduling strategy does not support a desired count for services. Remove the desired count value and try again',
    )
    expect(refusal({ placementStrategy: [{ type: 'random' }] })).toBe(
      'The daemon scheduling strategy does not support placement strategies. Remove the placement strategy and try again',
    )
    expect(refusal({ deploymentConfiguration: { maximumPercent: 150 } })).toBe(
      'The daemon scheduling strategy does not support values above 100 for maximumPercent on a deployment configuration. Change the maximumPercent value to 100, and try again',
    )
    expect(refusal({ availabilityZoneRebalancing: 'ENABLED' })).toBe(
      "The service couldn't be created because Availability Zone Rebalancing does not support DAEMON as scheduling strategy. Update scheduling strategy and try again.",
    )
    expect(refusal({ deploymentConfiguration: { maximumPercent: 90 } })).toBe('maximumPercent must be at least 100')
    expect(refusal({ launchType: 'FARGATE' })).toContain('FARGATE')
    b.call('ecs.CreateService', SERVICE)
    const update = (input: object) =>
      b.refused('ecs.UpdateService', { cluster: 'demo', service: 'web', ...input }).message
    expect(update({ desiredCount: 1 })).toContain('does not support a desired count')
    expect(update({ deploymentConfiguration: { maximumPercent: 200 } })).toContain('values above 100')
  })

  it('D-730 a daemon service is deleted without force', () => {
    const b = vectorBench()
    const t = daemon(b)
    b.call('ecs.DeleteService', { cluster: 'demo', service: 'web' })
    b.to(t + 20)
    expect(show(b).status).toBe('INACTIVE')
    expect(hostsOfWeb(b)).toEqual([])
  })
})
