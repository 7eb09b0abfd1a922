/** Spot interruptions and agents cut off, through the front door (deployments V-54, V-57, D-808, D-811, D-812). */
import { describe, expect, it } from 'vitest'
import type { Any, Bench } from '../testing'
import { bench, define, vectorBench } from '../testing'

const SPOT = [{ capacityProvider: 'FARGATE_SPOT', weight: 1 }]

/** `web` on Fargate Spot, one task, steady; its process needs 10 s after SIGTERM. */
function spotService(more: object = {}): Bench {
  const b = bench()
  b.call('ecs.CreateCluster', { clusterName: 'demo', capacityProviders: ['FARGATE', 'FARGATE_SPOT'] })
  b.call('playground.PutImage', { image: 'app', drainSeconds: 10 })
  b.call('ecs.RegisterTaskDefinition', {
    family: 'app',
    networkMode: 'awsvpc',
    requiresCompatibilities: ['FARGATE'],
    cpu: '256',
    memory: '512',
    containerDefinitions: [{ name: 'app', image: 'app', stopTimeout: 120 }],
  })
  const subnets = (b.call('ec2.DescribeSubnets').Subnets as Any[]).map((s) => s.SubnetId)
  b.call('ecs.CreateService', {
    cluster: 'demo',
    serviceName: 'web',
    taskDefinition: 'app',
    desiredCount: 1,
    capacityProviderStrategy: SPOT,
    networkConfiguration: { awsvpcConfiguration: { subnets } },
    ...more,
  })
  b.before(200)
  return b
}
const tasksOf = (b: Bench) => [...b.engine.rows('tasks')].filter((t) => t.serviceId)
const events = (b: Bench) => b.engine.world(['eventBridgeEvents']).eventBridgeEvents as Any[]

describe('Fargate Spot', () => {
  it('deployments V-54 D-811 S-136 the notice, SIGTERM at once, the replacement at the same tick', () => {
    const b = spotService()
    b.call('playground.InjectFault', { kind: 'spotReclaim', target: 'FARGATE_SPOT' })
    b.to(200)
    const [old, replacement] = tasksOf(b)
    const notice = events(b).find((e) => e.detail.stopCode === 'SpotInterruption')
    expect(notice.detail).toMatchObject({
      taskArn: old?.arn,
      desiredStatus: 'STOPPED',
      lastStatus: 'RUNNING',
      stopCode: 'SpotInterruption',
      stoppedReason: 'Your Spot Task was interrupted.',
    })
    expect(replacement).toMatchObject({ capacityProviderName: 'FARGATE_SPOT', createdAtMs: 200_000 })
    b.to(300)
    expect(tasksOf(b)[0]).toMatchObject({ executionStoppedAtMs: 210_000, lastStatus: 'STOPPED' })
    expect(
      b.call('ecs.DescribeServices', { cluster: 'demo', services: ['web'] }).services[0].deployments[0],
    ).toMatchObject({
      failedTasks: 0,
      runningCount: 1,
    })
  })

  it('deployments V-54 D-611b without Spot capacity it says so and goes on asking, never on demand', () => {
    const b = spotService()
    b.call('playground.InjectFault', { kind: 'capacityUnavailable', target: 'FARGATE_SPOT', forSeconds: 400 })
    b.call('playground.InjectFault', { kind: 'spotReclaim', target: 'FARGATE_SPOT' })
    b.to(590)
    expect(tasksOf(b)).toHaveLength(1)
    expect(b.events().at(-1)?.[1]).toBe(
      'was unable to place a task. Reason: Capacity is unavailable at this time. Please try again later or in a different availability zone.',
    )
    b.to(1200)
    expect(tasksOf(b).at(-1)).toMatchObject({ capacityProviderName: 'FARGATE_SPOT', lastStatus: 'RUNNING' })
  })

  it('S-136 SIGTERM ignored: killed at stopTimeout, within the two minutes', () => {
    const b = spotService()
    b.call('playground.PutImage', { image: 'app', onSigterm: 'ignore' })
    // Only a new deployment looks at the image again (D-318).
    b.call('ecs.UpdateService', { cluster: 'demo', service: 'web', forceNewDeployment: true })
    b.before(400)
    b.call('playground.InjectFault', { kind: 'spotReclaim', target: 'FARGATE_SPOT' })
    b.to(600)
    const task = tasksOf(b).find((t) => t.stopCode === 'SpotInterruption')
    expect(task?.executionStoppedAtMs).toBe(520_000)
    expect(task?.containers[0]?.exitCode).toBe(137)
  })

  it('D-811 a zone alone; FARGATE itself is no Spot capacity', () => {
    const b = spotService({ desiredCount: 3 })
    const [first] = tasksOf(b)
    b.call('playground.InjectFault', { kind: 'spotReclaim', target: first?.zone })
    const gone = tasksOf(b).filter((t) => t.stopCode === 'SpotInterruption')
    expect(gone.map((t) => t.zone)).toEqual([first?.zone])
    expect(b.refused('playground.InjectFault', { kind: 'spotReclaim', target: 'FARGATE' }).name).toBe(
      'InvalidParameterException',
    )
  })
})

describe('EC2 Spot', () => {
  function onSpot(draining: boolean, minimumHealthyPercent: number) {
    const b = vectorBench({ instances: 1 })
    const script = `#!/bin/bash\necho ECS_CLUSTER=demo >> /etc/ecs/ecs.config\n${draining ? 'echo ECS_ENABLE_SPOT_INSTANCE_DRAINING=true >> /etc/ecs/ecs.config' : ''}`
    b.call('ec2.RunInstances', {
      ImageId: 'ami-12345678',
      InstanceType: 'm5.4xlarge',
      MinCount: 1,
      MaxCount: 1,
      UserData: btoa(script),
    })
    b.to(100)
    b.call('ecs.CreateService', {
      cluster: 'demo',
      serviceName: 'web',
      taskDefinition: 'app:1',
      desiredCount: 4,
      availabilityZoneRebalancing: 'DISABLED',
      placementStrategy: [{ type: 'spread', field: 'instanceId' }],
      deploymentConfiguration: { minimumHealthyPercent, maximumPercent: 200 },
    })
    b.before(300)
    const spot = [...b.engine.rows('containerInstances')].at(-1)
    b.call('playground.InjectFault', { kind: 'spotReclaim', target: spot?.ec2InstanceId })
    b.to(600)
    const gone = tasksOf(b).filter((t) => t.containerInstanceId === spot?.id)
    expect(gone).toHaveLength(2)
    return gone.map((t) => [(t.stoppingAtMs ?? 0) / 1000 - 300, t.stopCode])
  }

  it('D-812 S-135 with Spot draining the tasks are replaced within the two minutes', () => {
    expect(onSpot(true, 100)).toEqual([
      [60, 'ServiceSchedulerInitiated'],
      [60, 'ServiceSchedulerInitiated'],
    ])
  })

  it('D-812 S-135 without it they go with the host, 120 s + hostLossDetection later', () => {
    expect(onSpot(false, 100)).toEqual([
      [180, 'TerminationNotice'],
      [180, 'TerminationNotice'],
    ])
  })
})

describe('an agent cut off', () => {
  it('deployments V-57 D-808 S-79 nothing is replaced; a stop waits for the agent', () => {
    const b = vectorBench({ instances: 2, timings: { agentDisconnectDetection: 0 } })
    b.call('ecs.CreateService', {
      cluster: 'demo',
      serviceName: 'web',
      taskDefinition: 'app:1',
      desiredCount: 4,
      placementStrategy: [{ type: 'spread', field: 'instanceId' }],
    })
    b.before(200)
    const [first] = [...b.engine.rows('containerInstances')]
    const told = events(b).length
    const said = b.events().length
    b.call('playground.InjectFault', { kind: 'disconnectAgent', target: first?.arn, forSeconds: 300 })
    b.to(299)
    const instance = { cluster: 'demo', containerInstances: [first?.arn] }
    expect(b.call('ecs.DescribeContainerInstances', instance).containerInstances[0].agentConnected).toBe(false)
    expect(tasksOf(b).filter((t) => t.lastStatus === 'RUNNING')).toHaveLength(4)
    expect(b.events()).toHaveLength(said)
    expect(
      events(b)
        .slice(told)
        .map((e) => [e['detail-type'], e.detail.agentConnected]),
    ).toEqual([['ECS Container Instance State Change', false]])
    const { tasks } = b.call('ecs.RunTask', { cluster: 'demo', taskDefinition: 'app:2', count: 3 })
    expect(new Set(tasks.map((t: Any) => t.containerInstanceArn))).not.toContain(first?.arn)
    b.before(300)
    const [victim] = tasksOf(b).filter((t) => t.containerInstanceId === first?.id)
    b.call('ecs.StopTask', { cluster: 'demo', task: victim?.taskId })
    b.to(499)
    expect(b.engine.row('tasks', victim?.id ?? '')).toMatchObject({ desiredStatus: 'STOPPED', stoppingAtMs: 300_000 })
    expect(b.engine.row('tasks', victim?.id ?? '')?.lastStatus).not.toBe('STOPPED')
    b.to(520)
    expect(b.engine.row('tasks', victim?.id ?? '')).toMatchObject({ lastStatus: 'STOPPED', stoppedAtMs: 510_000 })
  })

  it('D-137 without its agent a container is not restarted', () => {
    const b = vectorBench({ instances: 1, timings: { agentDisconnectDetection: 0 } })
    b.call('ecs.RegisterTaskDefinition', {
      family: 'again',
      containerDefinitions: [
        { name: 'app', image: 'app:1', memory: 128, restartPolicy: { enabled: true, restartAttemptPeriod: 60 } },
      ],
    })
    b.call('ecs.RunTask', { cluster: 'demo', taskDefinition: 'again', count: 2 })
    b.to(100)
    const [first, second] = [...b.engine.rows('tasks')]
    b.call('playground.InjectFault', { kind: 'stopContainer', target: first?.taskId })
    const [instance] = b.engine.rows('containerInstances')
    const cut = b.call('playground.InjectFault', { kind: 'disconnectAgent', target: instance?.arn })
    b.call('playground.InjectFault', { kind: 'stopContainer', target: second?.taskId })
    b.to(130)
    expect(b.engine.row('tasks', first?.id ?? '')).toMatchObject({
      lastStatus: 'RUNNING',
      containers: [{ restartCount: 1 }],
    })
    const other = () => b.engine.row('tasks', second?.id ?? '')
    // D-808: what ECS cannot know it does not show.
    expect(other()).toMatchObject({
      lastStatus: 'RUNNING',
      desiredStatus: 'RUNNING',
      containers: [{ restartCount: 0 }],
    })
    expect(b.refused('playground.InjectFault', { kind: 'stopContainer', target: second?.taskId }).message).toContain(
      'not running',
    )
    b.call('playground.ClearFault', { faultId: cut.faultId })
    expect(other()).toMatchObject({ stopCode: 'EssentialContainerExited', containers: [{ restartCount: 0 }] })
    b.to(140)
    expect(other()).toMatchObject({ lastStatus: 'STOPPED', containers: [{ exitCode: 1 }] })
  })

  /** `web` of two tasks with a check every 10 s, the first of which stands on an instance that is cut off at 200. */
  function cutOff(forSeconds: number) {
    const b = vectorBench({ instances: 2, timings: { agentDisconnectDetection: 0 } })
    define(b, '1', { healthCheck: { command: ['CMD', 'true'], interval: 10, retries: 2 } })
    b.call('ecs.CreateService', {
      cluster: 'demo',
      serviceName: 'web',
      taskDefinition: 'app:4',
      desiredCount: 2,
      placementStrategy: [{ type: 'spread', field: 'instanceId' }],
    })
    b.before(200)
    const [first] = [...b.engine.rows('containerInstances')]
    const task = tasksOf(b).find((t) => t.containerInstanceId === first?.id)
    b.call('playground.InjectFault', { kind: 'disconnectAgent', target: first?.arn, forSeconds })
    return { b, task, now: () => b.engine.row('tasks', task?.id ?? '') }
  }

  it('D-143, D-808 the last known health stands until the agent is back, and is caught up at once', () => {
    const { b, task, now } = cutOff(200)
    const said = b.events().length
    b.call('playground.InjectFault', { kind: 'failHealthChecks', target: task?.taskId, check: 'container' })
    b.to(399)
    expect(now()).toMatchObject({ healthStatus: 'HEALTHY', countsAsHealthy: true, lastStatus: 'RUNNING' })
    expect(b.events()).toHaveLength(said)
    b.to(400)
    expect(now()).toMatchObject({ healthStatus: 'UNHEALTHY', countsAsHealthy: false })
    expect(b.events()).toHaveLength(said + 1)
    expect(b.events().at(-1)?.[1]).toContain('due to an unhealthy status')
  })

  it('D-808 a container that ends meanwhile is seen to have ended when the agent is back', () => {
    const { b, task, now } = cutOff(200)
    const said = b.events().length
    b.call('playground.InjectFault', { kind: 'stopContainer', target: task?.taskId, exitCode: 3 })
    b.to(399)
    expect(now()).toMatchObject({ lastStatus: 'RUNNING', desiredStatus: 'RUNNING', containers: [{ exitCode: null }] })
    expect(b.events()).toHaveLength(said)
    b.to(400)
    expect(now()).toMatchObject({ stopCode: 'EssentialContainerExited', containers: [{ exitCode: 3 }] })
    expect(b.events().slice(said)).toEqual([[400, 'has started 1 tasks']])
  })

  it('D-806 a container that ends on a lost host is never heard of', () => {
    const b = vectorBench({ instances: 1 })
    b.call('playground.PutImage', { image: 'short', sizeMiB: 0, startSeconds: 0, exitAfterSeconds: 100 })
    define(b, '1', { image: 'short' })
    b.call('ecs.RunTask', { cluster: 'demo', taskDefinition: 'app:4' })
    b.to(110)
    const [instance] = b.engine.rows('containerInstances')
    b.call('playground.InjectFault', { kind: 'terminateInstance', target: instance?.arn })
    b.to(169)
    expect([...b.engine.rows('tasks')][0]).toMatchObject({ lastStatus: 'RUNNING', desiredStatus: 'RUNNING' })
    b.to(171)
    expect([...b.engine.rows('tasks')][0]).toMatchObject({
      lastStatus: 'STOPPED',
      stopCode: 'TerminationNotice',
      containers: [{ exitCode: null }],
    })
  })

  it('D-808 a stop decided meanwhile waits, also of a task that does not run yet', () => {
    const b = vectorBench({ instances: 1, timings: { agentDisconnectDetection: 0, imagePullFailure: 60 } })
    b.call('playground.PutImage', { image: 'app:1', pullable: false })
    b.call('ecs.RunTask', { cluster: 'demo', taskDefinition: 'app:1' })
    const [instance] = b.engine.rows('containerInstances')
    b.to(10)
    b.call('playground.InjectFault', { kind: 'disconnectAgent', target: instance?.arn, forSeconds: 100 })
    b.call('ecs.StopTask', { cluster: 'demo', task: [...b.engine.rows('tasks')][0]?.taskId })
    b.to(109)
    expect([...b.engine.rows('tasks')][0]).toMatchObject({ lastStatus: 'STOPPING', desiredStatus: 'STOPPED' })
    b.to(111)
    expect([...b.engine.rows('tasks')][0]).toMatchObject({ lastStatus: 'STOPPED', startedAtMs: null })
  })
})
