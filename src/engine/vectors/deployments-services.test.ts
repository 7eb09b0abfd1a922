import { describe, expect, it } from 'vitest'
import type { Any, Bench } from '../testing'
import { counts, define, deploymentId, since, steadyService, update, vectorBench } from '../testing'

const describeWeb = (b: Bench): Any => b.call('ecs.DescribeServices', { cluster: 'demo', services: ['web'] })
const shown = (b: Bench, from: number) =>
  since(b, from).map(([at, text]) => `${at} ${text.replace(/\(deployment ecs-svc\/\d+\) /, '').split(' because')[0]}`)

describe('deployments V-13 room 6, a seventh place at 30', () => {
  const run = (timings: object) => {
    const b = vectorBench({ instances: 1, instanceType: 't2.micro', timings })
    b.call('playground.PutImage', { image: 'holder', sizeMiB: 0, startSeconds: 0, onSigterm: 'exit' })
    const container = { name: 'app', cpu: 146, memory: 16 } // 7 × 146 of 1024
    const register = (family: string, image: string) =>
      b.call('ecs.RegisterTaskDefinition', { family, containerDefinitions: [{ ...container, image }] })
    register('holder', 'holder')
    register('fit', 'app:1')
    register('fit', 'app:2')
    const holder = b.call('ecs.RunTask', { cluster: 'demo', taskDefinition: 'holder' }).tasks[0].taskArn
    const t = steadyService(b, 6, 100, 200, { taskDefinition: 'fit:1' })
    update(b, { taskDefinition: 'fit:2' })
    b.before(t + 30)
    expect(counts(b)).toEqual({ 1: [6, 0, 0] })
    b.call('ecs.StopTask', { cluster: 'demo', task: holder })
    b.to(t + 600)
    return shown(b, t)
  }
  const rounds = (starts: number[], stops: number[]) => {
    const lines = starts.map((at) => [at, 1, `${at} has started 1 tasks`] as const)
    const ends = stops.map((at) => [at, 0, `${at} has stopped 1 running tasks`] as const)
    return [...lines, ...ends].sort((x, y) => x[0] - y[0] || x[1] - y[1]).map((x) => x[2])
  }
  const frame = (middle: string[]) => [
    '0 was unable to place a task',
    ...middle,
    '450 deployment completed.',
    '450 has reached a steady state.',
  ]
  const stops = [90, 160, 230, 300, 370, 440]
  const steps = (lines: string[]) => lines.filter((line) => !/^(?!0 )\d+ was unable/.test(line))

  it('releaseAt desiredStopped: each start in the tick of the stop (D-204, S-2, S-95)', () => {
    expect(steps(run({}))).toEqual(frame(rounds([30, 90, 160, 230, 300, 370], stops)))
  })

  it('releaseAt stopped: each start one tick later, nothing else changes (D-112)', () => {
    expect(steps(run({ releaseAt: 'stopped' }))).toEqual(frame(rounds([30, 100, 170, 240, 310, 380], stops)))
  })
})

describe('deleting', () => {
  it('deployments V-49 D-730 force, DRAINING, INACTIVE, the name again', () => {
    const b = vectorBench()
    const t = steadyService(b, 2, 100, 200)
    const own = { cluster: 'demo', service: 'web' }
    expect(b.refused('ecs.DeleteService', own)).toEqual({
      name: 'InvalidParameterException',
      message: 'The service cannot be stopped while it is scaled above 0.',
    })
    // The instances' agents are cut off, so that the tasks stay on their way down for a while (D-808).
    const { service } = b.call('ecs.DeleteService', { ...own, force: true })
    const [row] = b.engine.rows('services')
    expect([service.desiredCount, since(b, t)]).toEqual([0, [[0, 'has stopped 2 running tasks']]])
    expect(['DRAINING', 'INACTIVE']).toContain(row?.status)
    expect(b.call('ecs.ListServices', { cluster: 'demo' }).serviceArns).toEqual([])
    b.to(t + 20)
    expect(describeWeb(b).services[0].status).toBe('INACTIVE')
    expect(b.refused('ecs.UpdateService', own)).toEqual({
      name: 'ServiceNotActiveException',
      message: 'Service was not ACTIVE.',
    })
    const again = b.call('ecs.CreateService', {
      cluster: 'demo',
      serviceName: 'web',
      taskDefinition: 'app:1',
      desiredCount: 1,
    })
    expect([again.service.status, again.service.serviceArn]).toEqual(['ACTIVE', row?.arn])
    expect(describeWeb(b).services).toHaveLength(1)
    b.to(t + 20 + 3700)
    expect([...b.engine.rows('services')].map((s) => s.status)).toEqual(['ACTIVE']) // the old record went after 1 h
  })

  it('deployments V-49 D-701 D-815 D-907 while DRAINING the name is taken and updates are refused', () => {
    const b = vectorBench()
    const Subnets = b.call('ec2.DescribeSubnets').Subnets
    const group = { Name: 'tg', Protocol: 'HTTP', Port: 80, VpcId: Subnets[0].VpcId, TargetType: 'instance' }
    const { TargetGroupArn } = b.call('elbv2.CreateTargetGroup', group).TargetGroups[0]
    const { LoadBalancers } = b.call('elbv2.CreateLoadBalancer', {
      Name: 'lb',
      Subnets: Subnets.map((s: Any) => s.SubnetId),
    })
    b.call('elbv2.CreateListener', {
      LoadBalancerArn: LoadBalancers[0].LoadBalancerArn,
      Protocol: 'HTTP',
      Port: 80,
      DefaultActions: [{ Type: 'forward', TargetGroupArn }],
    })
    const loadBalancers = [{ targetGroupArn: TargetGroupArn, containerName: 'app', containerPort: 80 }]
    const t = steadyService(b, 2, 100, 200, { loadBalancers })
    b.call('ecs.DeleteService', { cluster: 'demo', service: 'web', force: true })
    b.to(t + 60)
    expect(describeWeb(b).services[0].status).toBe('DRAINING')
    const create = { cluster: 'demo', serviceName: 'web', taskDefinition: 'app:1', desiredCount: 1 }
    expect(b.refused('ecs.CreateService', create)).toEqual({
      name: 'InvalidParameterException',
      message: 'Unable to Start a service that is still Draining.',
    })
    expect(b.refused('ecs.UpdateService', { cluster: 'demo', service: 'web' }).message).toBe('Service was not ACTIVE.')
    expect(b.refused('ecs.DeleteService', { cluster: 'demo', service: 'web' }).message).toBe('Service was not ACTIVE.')
    expect(b.call('ecs.ListServices', { cluster: 'demo' }).serviceArns).toEqual([])
    b.to(t + 400) // the deregistration delay of 300 s, then STOPPING
    expect(describeWeb(b).services[0].status).toBe('INACTIVE')
  })

  it('deployments V-50 D-731 D-701 a cluster goes when services, tasks and instances are gone', () => {
    const b = vectorBench({ instances: 1 })
    const t = steadyService(b, 1, 100, 200)
    const task = b.call('ecs.RunTask', { cluster: 'demo', taskDefinition: 'app:1' }).tasks[0].taskArn
    b.to(t + 30)
    const refusal = () => {
      const { name, message } = b.refused('ecs.DeleteCluster', { cluster: 'demo' })
      return `${name}: ${message}`
    }
    expect(refusal()).toBe('ClusterContainsServicesException: The Cluster cannot be deleted while Services are active.')
    b.call('ecs.DeleteService', { cluster: 'demo', service: 'web', force: true })
    b.to(t + 60)
    expect(refusal()).toBe('ClusterContainsTasksException: The Cluster cannot be deleted while Tasks are active.')
    b.call('ecs.StopTask', { cluster: 'demo', task })
    b.to(t + 90)
    expect(refusal()).toBe(
      'ClusterContainsContainerInstancesException: The Cluster cannot be deleted while Container Instances are active or draining.',
    )
    const [containerInstance] = b.call('ecs.ListContainerInstances', { cluster: 'demo' }).containerInstanceArns
    b.call('ecs.DeregisterContainerInstance', { cluster: 'demo', containerInstance })
    expect(b.call('ecs.DeleteCluster', { cluster: 'demo' }).cluster.status).toBe('INACTIVE')
    expect(b.call('ecs.ListClusters').clusterArns).toEqual([])
  })
})

describe('task definitions in use', () => {
  it('deployments V-51 TV-66 TV-67 D-732 D-733 a deregistered revision goes on', () => {
    const b = vectorBench()
    const t = steadyService(b, 2, 100, 200)
    b.call('ecs.DeregisterTaskDefinition', { taskDefinition: 'app:1' })
    const [victim] = b.call('ecs.ListTasks', { cluster: 'demo', serviceName: 'web' }).taskArns
    b.call('playground.InjectFault', { kind: 'stopContainer', target: victim })
    update(b, { desiredCount: 3 })
    b.to(t + 30)
    expect(counts(b)).toEqual({ 1: [3, 0, 0] })
    const inactive = { cluster: 'demo', taskDefinition: 'app:1' }
    expect(b.refused('ecs.RunTask', inactive)).toEqual({
      name: 'InvalidParameterException',
      message: 'TaskDefinition is inactive',
    })
    expect(b.refused('ecs.CreateService', { ...inactive, serviceName: 'x', desiredCount: 1 })).toEqual({
      name: 'ClientException',
      message: 'TaskDefinition is inactive',
    })
    const status = () =>
      [...b.engine.rows('taskDefinitions')].find((d) => d.family === 'app' && d.revision === 1)?.status
    b.call('ecs.DeleteTaskDefinitions', { taskDefinitions: ['app:1'] })
    expect(status()).toBe('DELETE_IN_PROGRESS')
    update(b, { taskDefinition: 'app:2' })
    b.to(t + 60)
    expect(status()).toBe('DELETE_IN_PROGRESS')
    b.to(t + 4200)
    expect(counts(b)).toEqual({ 2: [3, 0, 0] })
    // The service revision that DescribeServiceRevisions still shows keeps it; it goes with the service.
    expect(status()).toBe('DELETE_IN_PROGRESS')
    b.call('ecs.DeleteService', { cluster: 'demo', service: 'web', force: true })
    b.to(t + 4200 + 3700)
    expect(status()).toBeUndefined()
  })
})

describe('what waiters read', () => {
  /** The acceptors of the SDK's ServicesStable, in order (D-740). */
  const stable = (answer: Any): 'success' | 'failure' | 'retry' => {
    if (answer.failures.some((f: Any) => f.reason === 'MISSING')) return 'failure'
    const statuses = answer.services.map((s: Any) => s.status)
    if (statuses.includes('DRAINING') || statuses.includes('INACTIVE')) return 'failure'
    const settled = answer.services.every((s: Any) => s.deployments.length === 1 && s.runningCount === s.desiredCount)
    return settled ? 'success' : 'retry'
  }

  it('deployments V-52 D-340 D-342 D-740 D-741 ServicesStable over a deployment, a scale-out, a deletion', () => {
    const b = vectorBench()
    const t = steadyService(b, 2, 100, 200)
    expect(stable(describeWeb(b))).toBe('success')
    update(b, { taskDefinition: 'app:2' })
    b.to(t + 30)
    const during = describeWeb(b).services[0]
    expect(during.deployments.map((d: Any) => [d.status, d.runningCount, d.desiredCount, d.rolloutState])).toEqual([
      ['PRIMARY', 2, 2, 'IN_PROGRESS'],
      ['ACTIVE', 2, 2, 'COMPLETED'],
    ])
    expect(during.deployments.map((d: Any) => d.rolloutStateReason)).toEqual([
      `ECS deployment ${deploymentId(b, 2)} in progress.`,
      `ECS deployment ${deploymentId(b, 1)} completed.`,
    ])
    expect(stable(describeWeb(b))).toBe('retry')
    b.to(t + 100)
    expect(stable(describeWeb(b))).toBe('success')
    update(b, { desiredCount: 3 })
    expect([stable(describeWeb(b)), describeWeb(b).services[0].deployments.length]).toEqual(['retry', 1])
    b.to(t + 130)
    expect(stable(describeWeb(b))).toBe('success')
    b.call('ecs.DeleteService', { cluster: 'demo', service: 'web', force: true })
    expect(stable(describeWeb(b))).toBe('failure')
    const missing = b.call('ecs.DescribeServices', { cluster: 'demo', services: ['nobody'] })
    expect([stable(missing), missing.failures]).toEqual([
      'failure',
      [{ arn: 'arn:aws:ecs:us-east-1:123456789012:service/demo/nobody', reason: 'MISSING' }],
    ])
    b.to(t + 200)
    expect(describeWeb(b).services[0].status).toBe('INACTIVE') // ServicesInactive: success
  })

  it('D-742 D-916 T-138 TasksRunning and TasksStopped', () => {
    const b = vectorBench()
    const { taskArn } = b.call('ecs.RunTask', { cluster: 'demo', taskDefinition: 'app:1' }).tasks[0]
    const status = () => b.call('ecs.DescribeTasks', { cluster: 'demo', tasks: [taskArn] }).tasks[0].lastStatus
    expect(status()).toBe('PENDING')
    b.to(20)
    expect(status()).toBe('RUNNING')
    b.call('ecs.StopTask', { cluster: 'demo', task: taskArn })
    b.to(40)
    expect(status()).toBe('STOPPED')
    b.to(40 + 3601) // D-117
    const { failures } = b.call('ecs.DescribeTasks', { cluster: 'demo', tasks: [taskArn] })
    expect(failures).toEqual([{ arn: taskArn, reason: 'MISSING' }])
  })
})

describe('losing a host', () => {
  const lose = (more: number) => {
    const b = vectorBench({ instances: 2, instanceType: 't2.micro' })
    // 1024 CPU units: two tasks of 400, or four of 250.
    define(b, '1', { cpu: more })
    const t = steadyService(b, 4, 100, 200, {
      taskDefinition: 'app',
      placementStrategy: [{ type: 'spread', field: 'instanceId' }],
    })
    const target = [...b.engine.rows('containerInstances')][0]?.ec2InstanceId ?? ''
    b.call('playground.InjectFault', { kind: 'terminateInstance', target })
    b.to(t + 59)
    expect(describeWeb(b).services[0].runningCount).toBe(4)
    b.to(t + 60)
    const gone = [...b.engine.rows('tasks')].filter((x) => x.lastStatus === 'STOPPED')
    expect(gone.map((x) => [x.stopCode, x.stoppedReason])).toEqual(
      [1, 2].map(() => ['TerminationNotice', `Host EC2 (instance ${target}) terminated.`]),
    )
    expect(gone.map((x) => x.containers[0]?.exitCode)).toEqual([null, null])
    b.to(t + 200)
    return since(b, t)
  }

  it('deployments V-53 D-806 D-912 S-76 two tasks go after 60 s and start again on the other', () => {
    expect(lose(250)).toEqual([
      [60, 'has started 2 tasks'],
      [120, 'has reached a steady state.'],
    ])
  })

  it('deployments V-53 D-611 D-816 without room it says so', () => {
    const texts = lose(400)
    expect(texts).toHaveLength(1)
    expect(texts[0]?.[0]).toBe(60)
    expect(texts[0]?.[1]).toMatch(/has insufficient CPU units available\. For more information/)
  })
})
