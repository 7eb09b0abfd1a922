import { describe, expect, it } from 'vitest'
import type { Any, Bench } from '../testing'
import { bench, counts, define, since, steadyService, update, VECTOR_TIMINGS, vectorBench } from '../testing'

const show = (b: Bench): Any => b.call('ecs.DescribeServices', { cluster: 'demo', services: ['web'] }).services[0]
const records = (b: Bench): Any[] => {
  const { serviceDeployments } = b.call('ecs.ListServiceDeployments', { cluster: 'demo', service: 'web' })
  const serviceDeploymentArns = serviceDeployments.map((d: Any) => d.serviceDeploymentArn)
  return b.call('ecs.DescribeServiceDeployments', { serviceDeploymentArns }).serviceDeployments
}
const breaker = { deploymentCircuitBreaker: { enable: true, rollback: true } }

function withAlarm(rollback: { breaker: boolean; alarm: boolean }) {
  const b = vectorBench({ timings: { imagePullFailure: 20 } })
  b.call('playground.PutImage', { image: 'app:2', pullable: false })
  const alarm = { AlarmName: 'errors', EvaluationPeriods: 1, ComparisonOperator: 'GreaterThanThreshold' }
  b.call('cloudwatch.PutMetricAlarm', alarm)
  const set = (StateValue: string) =>
    b.call('cloudwatch.SetAlarmState', { AlarmName: 'errors', StateValue, StateReason: 'by hand' })
  set('OK')
  const t = steadyService(b, 1, 100, 200)
  update(b, {
    taskDefinition: 'app:2',
    deploymentConfiguration: {
      deploymentCircuitBreaker: { enable: true, rollback: rollback.breaker },
      alarms: { alarmNames: ['errors'], enable: true, rollback: rollback.alarm },
    },
  })
  return { b, t, set }
}

describe('what begins a deployment, and its records', () => {
  it('D-301 changes of how a service is run begin none', () => {
    const b = vectorBench()
    const t = steadyService(b, 1, 100, 200)
    const [before] = show(b).deployments
    for (const input of [
      { desiredCount: 2 },
      { deploymentConfiguration: { minimumHealthyPercent: 50 } },
      { healthCheckGracePeriodSeconds: 30 },
      { placementConstraints: [{ type: 'distinctInstance' }] },
      { placementStrategy: [{ type: 'spread', field: 'instanceId' }] },
      { availabilityZoneRebalancing: 'DISABLED' },
      { enableECSManagedTags: true },
      { propagateTags: 'SERVICE' },
      { taskDefinition: 'app:1' },
    ])
      expect(update(b, input).service.deployments.map((d: Any) => d.id)).toEqual([before.id])
    b.to(t + 100)
    expect(records(b)).toHaveLength(1)
    expect(update(b, { forceNewDeployment: true }).service.deployments).toHaveLength(2)
  })

  it('D-350, D-351 each deployment has a revision of its own; the record goes from PENDING to SUCCESSFUL', () => {
    const b = vectorBench()
    const t = steadyService(b, 1, 100, 200)
    const first = records(b)[0]
    update(b, { taskDefinition: 'app:2' })
    expect(records(b)[0].status).toBe('PENDING')
    b.to(t)
    expect(records(b)[0]).toMatchObject({ status: 'IN_PROGRESS' })
    b.to(t + 30)
    const [second] = records(b)
    expect(second.targetServiceRevision.arn).not.toBe(first.targetServiceRevision.arn)
    expect(
      show(b)
        .currentServiceRevisions.map((r: Any) => r.arn)
        .sort(),
    ).toEqual([first.targetServiceRevision.arn, second.targetServiceRevision.arn].sort())
    expect(show(b).currentServiceDeployment).toBe(second.serviceDeploymentArn)
    b.to(t + 100)
    expect(records(b)[0]).toMatchObject({ status: 'SUCCESSFUL' })
    expect(show(b).currentServiceRevisions.map((r: Any) => r.arn)).toEqual([second.targetServiceRevision.arn])
    const serviceRevisionArns = [first, second].map((r) => r.targetServiceRevision.arn)
    const { serviceRevisions } = b.call('ecs.DescribeServiceRevisions', { serviceRevisionArns })
    expect(serviceRevisions.map((r: Any) => r.taskDefinition.slice(-5))).toEqual(['app:1', 'app:2'])
  })

  it('D-352, D-412 a rollback is part of the same record; after the end the breaker watches no more', () => {
    const b = vectorBench({ timings: { imagePullFailure: 20 } })
    b.call('playground.PutImage', { image: 'app:2', pullable: false })
    const t = steadyService(b, 1, 100, 200)
    const [before] = records(b)
    update(b, { taskDefinition: 'app:2', deploymentConfiguration: breaker })
    b.to(t)
    expect(records(b)[0].deploymentCircuitBreaker).toMatchObject({
      status: 'MONITORING',
      failureCount: 0,
      threshold: 3,
    })
    b.to(t + 100)
    expect(records(b)).toHaveLength(2)
    expect(records(b)[0]).toMatchObject({
      status: 'ROLLBACK_SUCCESSFUL',
      rollback: {
        reason: 'Service deployment rolled back because the circuit breaker threshold was exceeded.',
        serviceRevisionArn: before.targetServiceRevision.arn,
      },
      deploymentCircuitBreaker: { status: 'TRIGGERED', failureCount: 3, threshold: 3 },
    })
    expect(records(b)[0].finishedAt).toBeDefined()
    define(b, '3')
    update(b, { taskDefinition: 'app:3' })
    b.to(t + 300)
    expect(records(b)[0]).toMatchObject({
      status: 'SUCCESSFUL',
      deploymentCircuitBreaker: { status: 'MONITORING_COMPLETE' },
    })
    // D-412: what fails from now on is nobody's business.
    for (let n = 0; n < 5; n++) {
      const task = [...b.engine.rows('tasks')].at(-1)
      b.call('playground.InjectFault', { kind: 'stopContainer', target: task?.taskId })
      b.to(t + 350 + 50 * n)
    }
    expect(show(b).deployments.map((d: Any) => [d.rolloutState, d.status])).toEqual([['COMPLETED', 'PRIMARY']])
  })

  it('D-433 of breaker and alarms the first decides, and its own rollback counts', () => {
    const alarmFirst = withAlarm({ breaker: true, alarm: false })
    alarmFirst.b.to(alarmFirst.t + 30)
    alarmFirst.set('ALARM')
    alarmFirst.b.to(alarmFirst.t + 200)
    expect(records(alarmFirst.b)[0]).toMatchObject({ status: 'STOPPED', alarms: { status: 'TRIGGERED' } })
    expect(show(alarmFirst.b).deployments[0]).toMatchObject({ status: 'PRIMARY', rolloutState: 'FAILED' })
    const breakerFirst = withAlarm({ breaker: true, alarm: false })
    breakerFirst.b.to(breakerFirst.t + 65)
    breakerFirst.set('ALARM')
    breakerFirst.b.to(breakerFirst.t + 200)
    expect(records(breakerFirst.b)[0]).toMatchObject({
      status: 'ROLLBACK_SUCCESSFUL',
      deploymentCircuitBreaker: { status: 'TRIGGERED' },
    })
  })

  it('D-224 unhealthy tasks replaced: the surplus goes, or stays when the count was raised meanwhile', () => {
    const replaced = (raise: boolean) => {
      const b = vectorBench()
      define(b, '1', { healthCheck: { command: ['CMD', 'true'], interval: 10, retries: 1 } })
      const t = steadyService(b, 4, 100, 200, { taskDefinition: 'app:4' })
      for (const task of b.engine.rows('tasks'))
        if (task.n <= 2)
          b.call('playground.InjectFault', { kind: 'failHealthChecks', target: task.taskId, check: 'container' })
      b.to(t + 15)
      if (raise) update(b, { desiredCount: 6 })
      b.to(t + 200)
      expect([...b.engine.rows('tasks')].filter((task) => task.healthStatus === 'UNHEALTHY').length).toBe(2)
      return [counts(b)[4], since(b, t).filter(([, text]) => text.startsWith('has started')).length]
    }
    expect(replaced(false)).toEqual([[4, 0, 0], 1])
    expect(replaced(true)).toEqual([[6, 0, 0], 2])
  })
})

describe('targets, and calls', () => {
  it('N-63 what is registered: the address and port of the task, by its network mode', () => {
    const registered = (networkMode: string, mapping: object) => {
      const b = bench({ timings: { ...VECTOR_TIMINGS, lbProvisioning: 0 } })
      b.call('ecs.CreateCluster', { clusterName: 'demo' })
      b.call('playground.AddContainerInstances', { cluster: 'demo', instanceType: 'm5.large', count: 1 })
      b.call('playground.PutImage', { image: 'app', sizeMiB: 0, startSeconds: 0 })
      b.call('ecs.RegisterTaskDefinition', {
        family: 'app',
        networkMode,
        containerDefinitions: [{ name: 'app', image: 'app', memory: 64, portMappings: [mapping] }],
      })
      const subnets = b.call('ec2.DescribeSubnets').Subnets
      const awsvpc = networkMode === 'awsvpc'
      const { LoadBalancerArn } = b.call('elbv2.CreateLoadBalancer', {
        Name: 'lb',
        Subnets: subnets.map((s: Any) => s.SubnetId),
      }).LoadBalancers[0]
      const { TargetGroupArn } = b.call('elbv2.CreateTargetGroup', {
        Name: 'tg',
        Protocol: 'HTTP',
        Port: 4711,
        VpcId: subnets[0].VpcId,
        TargetType: awsvpc ? 'ip' : 'instance',
      }).TargetGroups[0]
      const DefaultActions = [{ Type: 'forward', TargetGroupArn }]
      b.call('elbv2.CreateListener', { LoadBalancerArn, Protocol: 'HTTP', Port: 80, DefaultActions })
      b.call('ecs.CreateService', {
        cluster: 'demo',
        serviceName: 'web',
        taskDefinition: 'app',
        desiredCount: 1,
        loadBalancers: [{ targetGroupArn: TargetGroupArn, containerName: 'app', containerPort: 8080 }],
        ...(awsvpc ? { networkConfiguration: { awsvpcConfiguration: { subnets: [subnets[0].SubnetId] } } } : {}),
      })
      b.to(100)
      const [task] = b.engine.rows('tasks')
      const [instance] = b.engine.rows('containerInstances')
      const { Target } = b.call('elbv2.DescribeTargetHealth', { TargetGroupArn }).TargetHealthDescriptions[0]
      const eni = b.engine.row('networkInterfaces', task?.eniId ?? '')
      const names = { [instance?.ec2InstanceId ?? '']: 'instance', [eni?.privateIp ?? '?']: 'task' }
      return [names[Target.Id], Target.Port, task?.containers[0]?.networkBindings[0]?.hostPort]
    }
    expect(registered('awsvpc', { containerPort: 8080 })).toEqual(['task', 8080, undefined])
    expect(registered('bridge', { containerPort: 8080 })).toEqual(['instance', 32768, 32768])
    expect(registered('bridge', { containerPort: 8080, hostPort: 9000 })).toEqual(['instance', 9000, 9000])
    expect(registered('host', { containerPort: 8080 }).slice(0, 2)).toEqual(['instance', 8080])
  })

  it('T-161 ARNs are always of the long form; the old forms are taken and find nothing of that name', () => {
    const b = vectorBench()
    steadyService(b, 1, 100, 200)
    const arn = 'arn:aws:ecs:us-east-1:123456789012'
    expect(show(b).serviceArn).toBe(`${arn}:service/demo/web`)
    const old = b.call('ecs.DescribeServices', { cluster: 'demo', services: [`${arn}:service/web`] })
    expect(old.services.map((s: Any) => s.serviceArn)).toEqual([`${arn}:service/demo/web`])
  })

  it('T-188 StartTask: on the instances named, without a count; at most ten, and startedBy of 36', () => {
    const b = vectorBench()
    const arns = b.call('ecs.ListContainerInstances', { cluster: 'demo' }).containerInstanceArns
    const input = { cluster: 'demo', taskDefinition: 'app:1', startedBy: 'me' }
    const { tasks } = b.call('ecs.StartTask', { ...input, containerInstances: arns })
    expect(tasks.map((t: Any) => [t.containerInstanceArn, t.startedBy, t.group])).toEqual(
      arns.map((arn: string) => [arn, 'me', 'family:app']),
    )
    const refused = (more: object) => b.refused('ecs.StartTask', { ...input, containerInstances: arns, ...more }).name
    expect(refused({ containerInstances: [] })).toBe('InvalidParameterException')
    expect(refused({ containerInstances: Array(11).fill(arns[0]) })).toBe('InvalidParameterException')
    expect(refused({ startedBy: 'x'.repeat(37) })).toBe('InvalidParameterException')
  })

  it('T-193 CreateService: what must be given', () => {
    const b = vectorBench()
    const input = { cluster: 'demo', serviceName: 'web', taskDefinition: 'app:1', desiredCount: 1 }
    const refused = (more: object) => b.refused('ecs.CreateService', { ...input, ...more })
    expect(refused({ desiredCount: undefined })).toEqual({
      name: 'InvalidParameterException',
      message: 'DesiredCount is missing',
    })
    expect(refused({ taskDefinition: undefined }).name).toBe('InvalidParameterException')
    expect(refused({ serviceName: undefined }).name).toBe('InvalidParameterException')
    expect(refused({ launchType: 'FARGATE' }).name).toBe('InvalidParameterException')
  })
})
