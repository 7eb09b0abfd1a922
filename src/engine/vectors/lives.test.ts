import { describe, expect, it } from 'vitest'
import type { Any, Bench } from '../testing'
import { bench, counts, deploymentId, since, steadyService, update, vectorBench } from '../testing'
import { awsvpc, subnetsOf } from './kit'

const STOP_CODES = [
  'TaskFailedToStart',
  'EssentialContainerExited',
  'UserInitiated',
  'ServiceSchedulerInitiated',
  'SpotInterruption',
  'TerminationNotice',
  'InfrastructureHealth',
]
const ORDER = [
  'createdAt',
  'connectivityAt',
  'pullStartedAt',
  'pullStoppedAt',
  'startedAt',
  'stoppingAt',
  'executionStoppedAt',
  'stoppedAt',
]

const all = (b: Bench): Any[] => {
  const arns = [...b.engine.rows('tasks')].map((t) => t.arn)
  return b.call('ecs.DescribeTasks', { cluster: 'demo', tasks: arns }).tasks
}

describe('lives of tasks', () => {
  it('D-114 D-115 D-118 T-137 times stand in order and every stop has one of the codes', () => {
    const b = bench()
    b.call('ecs.CreateCluster', { clusterName: 'demo', capacityProviders: ['FARGATE'] })
    b.call('playground.AddContainerInstances', { cluster: 'demo', instanceType: 'm5.large', count: 2 })
    b.call('playground.PutImage', { image: 'gone', pullable: false })
    b.call('playground.PutImage', { image: 'brief', exitAfterSeconds: 5, exitCode: 3 })
    const container = { name: 'app', image: 'app', memory: 64 }
    const register = (family: string, image: string, more: object = {}) =>
      b.call('ecs.RegisterTaskDefinition', { family, containerDefinitions: [{ ...container, image }], ...more })
    for (const image of ['app', 'gone', 'brief']) register(image, image)
    register('far', 'app', { networkMode: 'awsvpc', requiresCompatibilities: ['FARGATE'], cpu: '256', memory: '512' })
    for (const taskDefinition of ['app', 'gone', 'brief']) b.call('ecs.RunTask', { cluster: 'demo', taskDefinition })
    const far = { cluster: 'demo', taskDefinition: 'far', launchType: 'FARGATE', ...awsvpc(subnetsOf(b)) }
    const { tasks } = b.call('ecs.RunTask', far)
    b.call('ecs.CreateService', { cluster: 'demo', serviceName: 'web', taskDefinition: 'app', desiredCount: 2 })
    b.to(100)
    b.call('ecs.StopTask', { cluster: 'demo', task: tasks[0].taskArn })
    const target = [...b.engine.rows('containerInstances')][0]?.arn
    b.call('playground.InjectFault', { kind: 'terminateInstance', target })
    b.to(300)
    b.call('ecs.UpdateService', { cluster: 'demo', service: 'web', desiredCount: 0 })
    b.to(500)
    const codes = new Set<string>()
    for (const task of all(b)) {
      expect(task.lastStatus).toBe('STOPPED')
      const times = ORDER.filter((name) => task[name] !== undefined).map((name) => new Date(task[name]).getTime())
      expect(times).toEqual([...times].sort((x, y) => x - y))
      expect(STOP_CODES).toContain(task.stopCode)
      codes.add(task.stopCode)
    }
    expect(codes.size).toBeGreaterThanOrEqual(5)
  })

  it('D-103 startedBy and group of service and standalone tasks', () => {
    const b = vectorBench()
    steadyService(b, 1, 100, 200)
    b.call('ecs.RunTask', { cluster: 'demo', taskDefinition: 'app:1' })
    b.call('ecs.RunTask', { cluster: 'demo', taskDefinition: 'app:1', startedBy: 'me', group: 'night' })
    expect(all(b).map((t) => [t.group, t.startedBy])).toEqual([
      ['service:web', deploymentId(b, 1)],
      ['family:app', undefined],
      ['night', 'me'],
    ])
  })
})

describe('services over time', () => {
  it('D-202 D-220 missing tasks are started, surplus tasks are stopped', () => {
    const b = vectorBench()
    const t = steadyService(b, 3, 100, 200)
    const [victim] = [...b.engine.rows('tasks')]
    b.call('playground.InjectFault', { kind: 'stopContainer', target: victim?.arn })
    b.to(t)
    expect(counts(b)).toEqual({ 1: [2, 1, 0] })
    b.to(t + 100)
    update(b, { desiredCount: 2 })
    b.to(t + 110)
    expect(counts(b)[1]?.[0]).toBe(2)
  })

  it('D-303 D-335 T-4 forcing a deployment during a deployment supersedes it', () => {
    const b = vectorBench()
    const t = steadyService(b, 2, 100, 200)
    update(b, { taskDefinition: 'app:2' })
    b.to(t + 30)
    update(b, { forceNewDeployment: true })
    b.to(t + 200)
    expect(counts(b)).toEqual({ 2: [2, 0, 0] })
    const { deployments } = b.call('ecs.DescribeServices', { cluster: 'demo', services: ['web'] }).services[0]
    expect(deployments).toHaveLength(1)
    const records = b.call('ecs.ListServiceDeployments', { cluster: 'demo', service: 'web' }).serviceDeployments
    expect(records.map((r: Any) => r.status)).toEqual(['SUCCESSFUL', 'STOPPED', 'SUCCESSFUL'])
  })

  it('D-600 S-48 N-140 DescribeServices shows the newest 100 events, newest first', () => {
    const b = vectorBench()
    b.call('playground.PutImage', { image: 'app:1', sizeMiB: 0, exitAfterSeconds: 1 })
    b.call('ecs.CreateService', { cluster: 'demo', serviceName: 'web', taskDefinition: 'app:1', desiredCount: 1 })
    b.to(5000)
    const { events } = b.call('ecs.DescribeServices', { cluster: 'demo', services: ['web'] }).services[0]
    expect(events).toHaveLength(100)
    const times = events.map((e: Any) => new Date(e.createdAt).getTime())
    expect(times).toEqual([...times].sort((x, y) => y - x))
    expect(b.events().length).toBeGreaterThan(100)
    expect(since(b, 4900).every(([, text]) => text === 'has started 1 tasks')).toBe(true) // D-240, D-800
  })
})
