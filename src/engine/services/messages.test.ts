/** The texts of service events, whole, and when they come (deployments section 6.1). */
import { describe, expect, it } from 'vitest'
import type { Any, Bench } from '../testing'
import { define, deploymentId, steadyService, update, vectorBench } from '../testing'
import { alb } from './shift/testing'

const tasks = (b: Bench) => [...b.engine.rows('tasks')]
/** Whole messages since a second, oldest first. */
const messages = (b: Bench, from = 0) =>
  [...b.engine.rows('serviceEvents')].filter((e) => e.atMs >= from * 1000).map((e) => e.message)
const list = (rows: { taskId: string }[]) => rows.map((t) => `(task ${t.taskId})`).join(' ')
const web = (b: Bench, desiredCount: number, more: object = {}) =>
  b.call('ecs.CreateService', { cluster: 'demo', serviceName: 'web', taskDefinition: 'app:1', desiredCount, ...more })
const check = { healthCheck: { command: ['CMD', 'true'], interval: 10, retries: 1 } }

describe('texts of service events', () => {
  it('D-601, D-602, D-605, D-608, D-624 a service begins: at most ten tasks in one event', () => {
    const b = vectorBench()
    web(b, 12)
    b.to(100)
    const [first, second] = [tasks(b).slice(0, 10), tasks(b).slice(10)]
    expect(messages(b)).toEqual([
      `(service web) has started 10 tasks: ${list(first)}.`,
      `(service web) has started 2 tasks: ${list(second)}.`,
      `(service web) (deployment ${deploymentId(b, 1)}) deployment completed.`,
      '(service web) has reached a steady state.',
    ])
  })

  it('D-604, D-604b stopped while running, and before', () => {
    const b = vectorBench()
    const t = steadyService(b, 2, 100, 200)
    update(b, { desiredCount: 4 })
    b.to(t + 5)
    update(b, { desiredCount: 2 })
    b.to(t + 10)
    expect(messages(b, t).slice(1)).toContain('(service web) stopped 2 pending tasks.')
    b.to(t + 100)
    update(b, { desiredCount: 1 })
    b.to(t + 110)
    const [gone] = tasks(b).filter((task) => task.stoppingAtMs === (t + 110) * 1000)
    expect(messages(b, t + 110)).toEqual([`(service web) has stopped 1 running tasks: (task ${gone?.taskId}).`])
  })

  it('D-624 StopTask by a user: only the replacement is told, then the steady state', () => {
    const b = vectorBench()
    const t = steadyService(b, 2, 100, 200)
    b.call('ecs.StopTask', { cluster: 'demo', task: tasks(b)[0]?.taskId })
    b.to(t + 100)
    expect(messages(b, t)).toEqual([
      `(service web) has started 1 tasks: ${list(tasks(b).slice(-1))}.`,
      '(service web) has reached a steady state.',
    ])
  })

  it('D-610a, D-610b, D-610d targets that come, go, and fail on EC2', () => {
    const { b, t, blue } = alb({ desired: 1 })
    expect(messages(b)).toContain(`(service web) registered 1 targets in (target-group ${blue})`)
    const [sick] = tasks(b)
    b.call('playground.InjectFault', { kind: 'failHealthChecks', target: sick?.taskId, check: 'target' })
    b.to(t + 300)
    const port = [...b.engine.rows('targets')].length > 0 ? sick?.containers[0]?.networkBindings[0]?.hostPort : 0
    const host = b.engine.row('containerInstances', sick?.containerInstanceId ?? '')?.ec2InstanceId
    const unhealthy = messages(b, t).find((text) => text.includes('is unhealthy in'))
    expect(unhealthy).toBe(
      `(service web) (task ${sick?.taskId}) (instance ${host}) (port ${port}) is unhealthy in (target-group ${blue}) due to (reason Health checks failed with these codes: [503]).`,
    )
    expect(messages(b, t)).toContain(`(service web) deregistered 1 targets in (target-group ${blue})`)
  })

  it('D-610h, D-603, D-622 a container check that fails', () => {
    const b = vectorBench()
    define(b, '1', check)
    web(b, 1, { taskDefinition: 'app:4' })
    b.before(200)
    const [sick] = tasks(b)
    b.call('playground.InjectFault', { kind: 'failHealthChecks', target: sick?.taskId, check: 'container' })
    b.to(300)
    const [, fresh] = tasks(b)
    expect(messages(b, 200).slice(0, 3)).toEqual([
      `(service web) has started 1 tasks: (task ${fresh?.taskId}). Amazon ECS replaced 1 tasks due to an unhealthy status.`,
      `(service web) (task ${sick?.taskId}) failed container health checks.`,
      `(service web) has stopped 1 running tasks: (task ${sick?.taskId}).`,
    ])
  })

  it('D-610f the same of a task set', () => {
    const b = vectorBench()
    define(b, '1', check)
    const service = { cluster: 'demo', service: 'web' }
    b.call('ecs.CreateService', {
      cluster: 'demo',
      serviceName: 'web',
      desiredCount: 1,
      deploymentController: { type: 'EXTERNAL' },
    })
    const { taskSet } = b.call('ecs.CreateTaskSet', {
      ...service,
      taskDefinition: 'app:4',
      scale: { value: 100, unit: 'PERCENT' },
    })
    b.before(200)
    const [sick] = tasks(b)
    b.call('playground.InjectFault', { kind: 'failHealthChecks', target: sick?.taskId, check: 'container' })
    b.to(300)
    expect(messages(b, 200)).toContain(
      `(service web, taskSet ${taskSet.id}) (task ${sick?.taskId}) failed container health checks.`,
    )
  })

  it('D-620, S-152 the same text is told again after six hours, or when its cause was gone meanwhile', () => {
    const b = vectorBench({ instances: 1, instanceType: 'c5.large' })
    define(b, '1', { cpu: 2048 })
    web(b, 2, { taskDefinition: 'app:4' })
    const refusals = () => messages(b).filter((text) => text.includes('unable to place a task')).length
    b.to(21_590)
    expect(refusals()).toBe(1)
    b.to(21_700)
    expect(refusals()).toBe(2)
    update(b, { desiredCount: 1 })
    b.before(21_800)
    update(b, { desiredCount: 2 })
    b.to(21_810)
    expect(refusals()).toBe(3)
  })
})

describe('back-off of failing starts', () => {
  const failing = (desiredCount: number) => {
    const b = vectorBench({ timings: { imagePullFailure: 20 } })
    b.call('playground.PutImage', { image: 'app:1', pullable: false })
    web(b, desiredCount)
    return b
  }
  const starts = (b: Bench, from = 0) => messages(b, from).filter((text) => text.includes('has started'))

  it('D-243 EventBridge is told as well, once', () => {
    const b = failing(1)
    b.to(400)
    const told = (b.engine.world(['eventBridgeEvents']).eventBridgeEvents as Any[]).map((e) => e.detail.eventName)
    expect(told.filter((name) => name === 'SERVICE_TASK_START_IMPAIRED')).toHaveLength(1)
    expect(messages(b).filter((text) => text.includes('unable to consistently start'))).toEqual([
      '(service web) is unable to consistently start tasks successfully.',
    ])
  })

  it('D-244 a task that runs, or a new deployment, ends the delay', () => {
    const b = failing(1)
    b.to(170)
    expect([...b.engine.rows('services')][0]?.startThrottle?.failures).toBe(4)
    update(b, { forceNewDeployment: true })
    expect([...b.engine.rows('services')][0]?.startThrottle).toBeNull()
    b.to(180)
    expect(starts(b, 180)).toHaveLength(1)
    const other = failing(1)
    other.to(80)
    other.call('playground.PutImage', { image: 'app:1', sizeMiB: 0, startSeconds: 0 })
    other.to(120)
    expect([...other.engine.rows('services')][0]).toMatchObject({ startThrottle: null })
  })
})

describe('a steady state', () => {
  it('D-250 not while a task is not yet healthy, stands on a DRAINING instance or has been missed', () => {
    const b = vectorBench({ instances: 1 })
    const t = steadyService(b, 2, 100, 200)
    const steady = () => [...b.engine.rows('services')][0]?.steadySinceMs !== null
    expect(steady()).toBe(true)
    const [arn] = b.call('ecs.ListContainerInstances', { cluster: 'demo' }).containerInstanceArns
    b.call('ecs.UpdateContainerInstancesState', { cluster: 'demo', containerInstances: [arn], status: 'DRAINING' })
    b.to(t)
    expect(steady()).toBe(false)
    b.call('ecs.UpdateContainerInstancesState', { cluster: 'demo', containerInstances: [arn], status: 'ACTIVE' })
    b.to(t + 10)
    expect(steady()).toBe(true)
    update(b, { desiredCount: 3 })
    b.to(t + 70)
    expect(tasks(b).map((task) => task.lastStatus)).toEqual(['RUNNING', 'RUNNING', 'RUNNING'])
    expect(steady()).toBe(false)
    b.to(t + 90)
    expect(steady()).toBe(true)
  })
})
