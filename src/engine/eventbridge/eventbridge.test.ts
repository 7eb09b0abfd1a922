import { describe, expect, it } from 'vitest'
import type { Any, Bench } from '../testing'
import { bench, define, steadyService, update, vectorBench } from '../testing'
import { EVENTS_KEPT } from '.'

const eventsOf = (b: Bench): Any[] => b.engine.world(['eventBridgeEvents']).eventBridgeEvents as Any[]
const named = (b: Bench, name: string) => eventsOf(b).filter((e) => e.detail.eventName === name)

describe('EventBridge events', () => {
  it('D-637, D-630, S-49 a placement failure is the example, member for member', () => {
    const b = bench({ accountId: '111122223333', startTime: '2026-01-01T00:00:00.087Z' })
    b.call('ecs.CreateCluster', { clusterName: 'demo' })
    b.call('playground.AddContainerInstances', { cluster: 'demo', instanceType: 'c5.large', count: 1 })
    define(b, '1', { cpu: 4096 })
    b.before(5)
    b.call('ecs.CreateService', { cluster: 'demo', serviceName: 'web', taskDefinition: 'app', desiredCount: 1 })
    b.to(10)
    const [instance] = b.call('ecs.ListContainerInstances', { cluster: 'demo' }).containerInstanceArns
    expect(named(b, 'SERVICE_TASK_PLACEMENT_FAILURE')).toEqual([
      {
        version: '0',
        id: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
        'detail-type': 'ECS Service Action',
        source: 'aws.ecs',
        account: '111122223333',
        time: '2026-01-01T00:00:10Z',
        region: 'us-east-1',
        resources: ['arn:aws:ecs:us-east-1:111122223333:service/demo/web'],
        detail: {
          eventType: 'ERROR',
          eventName: 'SERVICE_TASK_PLACEMENT_FAILURE',
          clusterArn: 'arn:aws:ecs:us-east-1:111122223333:cluster/demo',
          containerInstanceArns: [instance],
          reason: 'RESOURCE:CPU',
          createdAt: '2026-01-01T00:00:10.087Z',
        },
        playground: null,
      },
    ])
    b.to(40)
    expect(named(b, 'SERVICE_TASK_PLACEMENT_FAILURE')).toHaveLength(1)
  })

  it('D-632, D-104 each state of a task is told as it was, with version 1, 2, 3 …', () => {
    const b = vectorBench({ instances: 1 })
    b.call('ecs.RunTask', { cluster: 'demo', taskDefinition: 'app:1' })
    b.to(30)
    const [task] = b.engine.rows('tasks')
    b.call('ecs.StopTask', { cluster: 'demo', task: task?.taskId, reason: 'enough' })
    b.to(60)
    const told = eventsOf(b).filter((e) => e['detail-type'] === 'ECS Task State Change')
    expect(told.map(({ detail: d }) => [d.version, d.lastStatus, d.desiredStatus, d.containers[0].lastStatus])).toEqual(
      [
        [1, 'PENDING', 'RUNNING', 'PENDING'],
        [2, 'PENDING', 'RUNNING', 'RUNNING'],
        [3, 'RUNNING', 'RUNNING', 'RUNNING'],
        [4, 'RUNNING', 'STOPPED', 'RUNNING'],
        [5, 'STOPPING', 'STOPPED', 'RUNNING'],
        [6, 'STOPPING', 'STOPPED', 'STOPPED'],
        [7, 'STOPPED', 'STOPPED', 'STOPPED'],
      ],
    )
    expect(told[2].detail).toMatchObject({ taskArn: task?.arn, startedAt: told[2].detail.updatedAt })
    expect(told[2].detail).not.toHaveProperty('stopCode')
    expect(told[2].detail.containers[0]).not.toHaveProperty('exitCode')
    expect(told[3].detail).toMatchObject({ stopCode: 'UserInitiated', stoppedReason: 'enough' })
    expect(told[6].detail.containers[0].exitCode).toBe(0)
    expect(b.call('ecs.DescribeTasks', { cluster: 'demo', tasks: [task?.taskId] }).tasks[0].version).toBe(7)
  })

  it('D-633, S-106 the instance tells of registration, placement and release', () => {
    const b = vectorBench({ instances: 1, instanceType: 'c5.large' })
    b.call('ecs.RunTask', { cluster: 'demo', taskDefinition: 'app:1' })
    b.to(30)
    const [task] = b.engine.rows('tasks')
    b.call('ecs.StopTask', { cluster: 'demo', task: task?.taskId })
    b.to(60)
    const cpu = (e: Any) => e.detail.remainingResources.find((r: Any) => r.name === 'CPU').integerValue
    const told = eventsOf(b).filter((e) => e['detail-type'] === 'ECS Container Instance State Change')
    expect(told.map(cpu)).toEqual([2048, 1920, 2048])
    const versions = told.map((e) => e.detail.version)
    expect(versions.map((v) => v - versions[0])).toEqual([0, 1, 2])
  })

  it('D-634, D-635 a deployment tells of its start, stops, end and steady state', () => {
    const b = vectorBench()
    const t = steadyService(b, 2, 100, 200)
    const before = eventsOf(b).length
    update(b, { taskDefinition: 'app:2' })
    b.to(t + 100)
    const [deployment] = b.call('ecs.DescribeServices', { cluster: 'demo', services: ['web'] }).services[0].deployments
    const told = eventsOf(b)
      .slice(before)
      .filter((e) => e.detail.eventName)
    expect(told.map((e) => [e['detail-type'], e.detail.eventType, e.detail.eventName])).toEqual([
      ['ECS Deployment State Change', 'INFO', 'SERVICE_DEPLOYMENT_IN_PROGRESS'],
      ['ECS Service Action', 'INFO', 'TASKS_STOPPED'],
      ['ECS Deployment State Change', 'INFO', 'SERVICE_DEPLOYMENT_COMPLETED'],
      ['ECS Service Action', 'INFO', 'SERVICE_STEADY_STATE'],
    ])
    expect(told[0].detail).toMatchObject({
      deploymentId: deployment.id,
      reason: `ECS deployment ${deployment.id} in progress.`,
    })
    expect(told[0].detail).not.toHaveProperty('clusterArn')
  })

  it('D-635 a tripped breaker tells FAILED in the singular, then the way back', () => {
    const b = vectorBench({ timings: { imagePullFailure: 20 } })
    const breaker = { deploymentCircuitBreaker: { enable: true, rollback: true } }
    const t = steadyService(b, 1, 100, 200, {
      deploymentConfiguration: { minimumHealthyPercent: 100, maximumPercent: 200, ...breaker },
    })
    b.call('playground.PutImage', { image: 'app:2', pullable: false })
    const [old] = b.engine.rows('deployments')
    update(b, { taskDefinition: 'app:2' })
    b.to(t + 100)
    const reasons = eventsOf(b)
      .filter((e) => e['detail-type'] === 'ECS Deployment State Change')
      .map((e) => e.detail.reason)
    expect(reasons.slice(-3)).toEqual([
      'ECS deployment circuit breaker: task failed to start.',
      `ECS deployment circuit breaker: rolling back to deploymentId ${old?.deploymentId}.`,
      `ECS deployment ${old?.deploymentId} completed.`,
    ])
  })

  it('design §3 the buffer is bounded', () => {
    const b = vectorBench({ instances: 1, timings: { stoppedRetention: 100 } })
    b.call('playground.PutImage', { image: 'app:1', exitAfterSeconds: 5, sizeMiB: 0 })
    b.call('ecs.CreateService', { cluster: 'demo', serviceName: 'web', taskDefinition: 'app:1', desiredCount: 20 })
    b.to(400)
    const kept = eventsOf(b)
    expect(kept.length).toBeLessThanOrEqual(EVENTS_KEPT + 250)
    expect(kept.length).toBeGreaterThanOrEqual(EVENTS_KEPT)
    // A task whose record has expired is still named.
    expect(kept.every((e) => e.resources[0].startsWith('arn:aws:ecs'))).toBe(true)
  })
})
