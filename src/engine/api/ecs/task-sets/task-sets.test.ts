import { describe, expect, it } from 'vitest'
import type { Any, Bench } from '../../../testing'
import { counts, define, vectorBench } from '../../../testing'

const SERVICE = { cluster: 'demo', service: 'web' }
const show = (b: Bench): Any => b.call('ecs.DescribeServices', { cluster: 'demo', services: ['web'] }).services[0]
const percent = (value: number) => ({ value, unit: 'PERCENT' })

function external(desiredCount: number): Bench {
  const b = vectorBench()
  b.call('ecs.CreateService', {
    cluster: 'demo',
    serviceName: 'web',
    desiredCount,
    deploymentController: { type: 'EXTERNAL' },
  })
  return b
}
const addSet = (b: Bench, taskDefinition: string, scale: number, more: object = {}): Any =>
  b.call('ecs.CreateTaskSet', { ...SERVICE, taskDefinition, scale: percent(scale), ...more }).taskSet
const sets = (b: Bench): Any[] => b.call('ecs.DescribeTaskSets', SERVICE).taskSets

describe('EXTERNAL services', () => {
  it('D-560 T-196 task sets run their share, rounded up, and become steady', () => {
    const b = external(5)
    expect(show(b)).toMatchObject({ desiredCount: 5, deployments: [], taskSets: [], runningCount: 0 })
    expect(show(b)).not.toHaveProperty('taskDefinition')
    const first = addSet(b, 'app:1', 100)
    expect(first).toMatchObject({
      status: 'ACTIVE',
      computedDesiredCount: 5,
      runningCount: 0,
      stabilityStatus: 'STABILIZING',
      scale: { value: 100, unit: 'PERCENT' },
      launchType: 'EC2',
    })
    expect(first.id).toMatch(/^ecs-svc\/\d{19}$/)
    expect(first.taskSetArn).toBe(`arn:aws:ecs:us-east-1:123456789012:task-set/demo/web/${first.id}`)
    b.before(100)
    addSet(b, 'app:2', 50)
    expect(sets(b)[1].computedDesiredCount).toBe(3)
    b.to(200)
    expect(counts(b)).toEqual({ 1: [5, 0, 0], 2: [3, 0, 0] })
    expect(sets(b).map((s) => [s.stabilityStatus, s.runningCount])).toEqual([
      ['STEADY_STATE', 5],
      ['STEADY_STATE', 3],
    ])
    expect(show(b)).toMatchObject({ runningCount: 8, desiredCount: 5, deployments: [] })
    expect(show(b).taskSets).toHaveLength(2)
    const texts = show(b).events.map((e: Any) => e.message)
    expect(texts).toContain(`(service web, taskSet ${first.id}) has reached a steady state.`)
    expect(
      texts.some((t: string) => t.startsWith(`(service web, taskSet ${first.id}) has started 5 tasks: (task `)),
    ).toBe(true)
    const told = (b.engine.world(['eventBridgeEvents']).eventBridgeEvents as Any[]).map((e) => e.detail.eventName)
    expect(told.filter((name) => name === 'TASKSET_STEADY_STATE')).toHaveLength(2)
    expect(b.engine.waiting('svc-1')).toBeNull()
    const [task] = b.engine.rows('tasks')
    expect(task?.startedBy).toBe(first.id)
    expect((b.engine.world(['taskSets']).taskSets as Any[]).map((s) => s.id)).toEqual(sets(b).map((s) => s.id))
  })

  it('D-560 the shift: scale up green, make it primary, scale blue down, delete it', () => {
    const b = external(4)
    const blue = addSet(b, 'app:1', 100)
    b.call('ecs.UpdateServicePrimaryTaskSet', { ...SERVICE, primaryTaskSet: blue.id })
    b.before(100)
    const green = addSet(b, 'app:2', 100)
    b.before(200)
    const { taskSet } = b.call('ecs.UpdateServicePrimaryTaskSet', { ...SERVICE, primaryTaskSet: green.taskSetArn })
    expect(taskSet.status).toBe('PRIMARY')
    expect(sets(b).map((s) => s.status)).toEqual(['ACTIVE', 'PRIMARY'])
    expect(show(b).taskDefinition).toMatch(/app:2$/)
    const scaled = b.call('ecs.UpdateTaskSet', { ...SERVICE, taskSet: blue.id, scale: percent(25) }).taskSet
    expect(scaled).toMatchObject({ computedDesiredCount: 1, stabilityStatus: 'STABILIZING' })
    b.to(220)
    expect(counts(b)).toEqual({ 1: [1, 0, 0], 2: [4, 0, 0] })
    expect(b.refused('ecs.DeleteTaskSet', { ...SERVICE, taskSet: blue.id }).name).toBe('InvalidParameterException')
    expect(b.call('ecs.DeleteTaskSet', { ...SERVICE, taskSet: blue.id, force: true }).taskSet.status).toBe('DRAINING')
    b.to(260)
    expect(sets(b).map((s) => s.id)).toEqual([green.id])
    expect(counts(b)).toEqual({ 2: [4, 0, 0] })
  })

  it('D-560 the service scales its sets; a lost task is replaced; the percentages do not bound them (D-307)', () => {
    const b = external(2)
    addSet(b, 'app:1', 100)
    addSet(b, 'app:2', 50)
    b.before(100)
    b.call('ecs.UpdateService', { ...SERVICE, desiredCount: 6 })
    b.to(200)
    expect(counts(b)).toEqual({ 1: [6, 0, 0], 2: [3, 0, 0] })
    const [task] = b.engine.rows('tasks')
    b.call('playground.InjectFault', { kind: 'stopContainer', target: task?.taskId })
    b.to(300)
    expect(counts(b)).toEqual({ 1: [6, 0, 0], 2: [3, 0, 0] })
    b.call('ecs.UpdateService', { ...SERVICE, desiredCount: 0 })
    b.to(330)
    expect(counts(b)).toEqual({})
    expect(sets(b).map((s) => s.stabilityStatus)).toEqual(['STEADY_STATE', 'STEADY_STATE'])
  })

  it('S-67 a draining instance is left, and a set without room says so (D-611)', () => {
    const b = vectorBench({ instances: 2 })
    b.call('ecs.CreateService', {
      cluster: 'demo',
      serviceName: 'web',
      desiredCount: 2,
      deploymentController: { type: 'EXTERNAL' },
    })
    addSet(b, 'app:1', 100)
    b.before(100)
    const [arn] = b.call('ecs.ListContainerInstances', { cluster: 'demo' }).containerInstanceArns
    b.call('ecs.UpdateContainerInstancesState', { cluster: 'demo', containerInstances: [arn], status: 'DRAINING' })
    b.to(300)
    const hosts = [...b.engine.rows('tasks')]
      .filter((t) => t.desiredStatus === 'RUNNING')
      .map((t) => t.containerInstanceId)
    expect(hosts).toEqual(['ci-2', 'ci-2'])
    define(b, '1', { memory: 60_000 })
    addSet(b, 'app:4', 100)
    b.to(400)
    expect(show(b).events[0].message).toContain('unable to place a task')
    expect(b.engine.waiting('svc-1')?.kind).toBe('placement')
  })

  it('T-196 D-701 refusals and idempotency', () => {
    const b = external(2)
    const create = (more: object) =>
      b.refused('ecs.CreateService', {
        cluster: 'demo',
        serviceName: 'other',
        desiredCount: 1,
        deploymentController: { type: 'EXTERNAL' },
        ...more,
      }).message
    expect(create({ taskDefinition: 'app:1' })).toBe('TaskDefinition must be blank.')
    expect(create({ loadBalancers: [{ targetGroupArn: 'x', containerName: 'app', containerPort: 80 }] })).toBe(
      'LoadBalancers must be empty or null.',
    )
    expect(create({ desiredCount: undefined })).toBe('DesiredCount is missing')
    expect(create({ schedulingStrategy: 'DAEMON', desiredCount: undefined })).toContain('daemon')
    expect(create({ deploymentConfiguration: { strategy: 'BLUE_GREEN' } })).toContain('EXTERNAL')
    const missing = b.refused('ecs.UpdateTaskSet', { ...SERVICE, taskSet: 'ecs-svc/1', scale: percent(1) })
    expect(missing).toEqual({
      name: 'TaskSetNotFoundException',
      message: 'The specified task set does not exist.',
    })
    const described = b.call('ecs.DescribeTaskSets', { ...SERVICE, taskSets: ['ecs-svc/1'] })
    expect(described.failures).toEqual([{ arn: 'ecs-svc/1', reason: 'MISSING' }])
    for (const value of [-1, 101]) {
      const input = { ...SERVICE, taskDefinition: 'app:1', scale: percent(value) }
      expect(b.refused('ecs.CreateTaskSet', input).name).toBe('InvalidParameterException')
    }
    const once = { clientToken: 'token' }
    expect(addSet(b, 'app:1', 10, once).id).toBe(addSet(b, 'app:1', 10, once).id)
    expect(sets(b)).toHaveLength(1)
    const again = { ...SERVICE, taskDefinition: 'app:2', scale: percent(10), ...once }
    expect(b.refused('ecs.CreateTaskSet', again).name).toBe('InvalidParameterException')
    expect(b.refused('ecs.UpdateService', { ...SERVICE, taskDefinition: 'app:1' }).message).toContain(
      'Unable to update task definition on services with a EXTERNAL deployment controller.',
    )
  })

  it('D-730 the service and its sets go together', () => {
    const b = external(2)
    addSet(b, 'app:1', 100)
    b.to(100)
    b.call('ecs.DeleteService', { ...SERVICE, force: true })
    b.to(130)
    expect(show(b)).toMatchObject({ status: 'INACTIVE', taskSets: [] })
    expect(counts(b)).toEqual({})
  })
})

describe('CODE_DEPLOY services', () => {
  function codeDeploy(): { b: Bench; input: Any } {
    const b = vectorBench()
    const subnets = b.call('ec2.DescribeSubnets').Subnets as Any[]
    const { LoadBalancerArn } = b.call('elbv2.CreateLoadBalancer', {
      Name: 'lb',
      Subnets: subnets.map((s) => s.SubnetId),
    }).LoadBalancers[0]
    const { TargetGroupArn } = b.call('elbv2.CreateTargetGroup', {
      Name: 'blue',
      Protocol: 'HTTP',
      Port: 80,
      VpcId: subnets[0].VpcId,
      TargetType: 'instance',
    }).TargetGroups[0]
    b.call('elbv2.CreateListener', {
      LoadBalancerArn,
      Protocol: 'HTTP',
      Port: 80,
      DefaultActions: [{ Type: 'forward', TargetGroupArn }],
    })
    const input = {
      cluster: 'demo',
      serviceName: 'web',
      taskDefinition: 'app:1',
      desiredCount: 2,
      deploymentController: { type: 'CODE_DEPLOY' },
      loadBalancers: [{ targetGroupArn: TargetGroupArn, containerName: 'app', containerPort: 80 }],
    }
    return { b, input }
  }

  it('D-550 the service has a PRIMARY task set and no deployments; its tasks run behind the load balancer', () => {
    const { b, input } = codeDeploy()
    b.call('ecs.CreateService', input)
    b.to(200)
    const service = show(b)
    expect(service).toMatchObject({ deployments: [], runningCount: 2, deploymentController: { type: 'CODE_DEPLOY' } })
    expect(service.taskSets).toHaveLength(1)
    expect(service.taskSets[0]).toMatchObject({
      status: 'PRIMARY',
      stabilityStatus: 'STEADY_STATE',
      startedBy: 'CODE_DEPLOY',
      loadBalancers: input.loadBalancers,
    })
    b.call('ecs.UpdateService', { ...SERVICE, desiredCount: 3, healthCheckGracePeriodSeconds: 60 })
    b.to(300)
    expect(show(b)).toMatchObject({ runningCount: 3, healthCheckGracePeriodSeconds: 60 })
  })

  it('D-550 refusals, with their texts', () => {
    const { b, input } = codeDeploy()
    expect(b.refused('ecs.CreateService', { ...input, loadBalancers: [] }).message).toBe(
      'When specifying the CODE_DEPLOY deployment controller type, the service requires an Application Load Balancer or Network Load Balancer.',
    )
    const breaker = { deploymentCircuitBreaker: { enable: true, rollback: true } }
    expect(b.refused('ecs.CreateService', { ...input, deploymentConfiguration: breaker }).name).toBe(
      'InvalidParameterException',
    )
    b.call('ecs.CreateService', input)
    const refusal = (more: object) => b.refused('ecs.UpdateService', { ...SERVICE, ...more })
    const ending =
      'on services with a CODE_DEPLOY deployment controller. Use AWS CodeDeploy to trigger a new deployment.'
    expect(refusal({ taskDefinition: 'app:2' })).toEqual({
      name: 'InvalidParameterException',
      message: `Unable to update task definition ${ending}`,
    })
    expect(refusal({ networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } } }).message).toBe(
      `Unable to update network parameters ${ending}`,
    )
    expect(refusal({ forceNewDeployment: true }).message).toBe(`Cannot force a new deployment ${ending}`)
    expect(b.refused('ecs.CreateTaskSet', { ...SERVICE, taskDefinition: 'app:2' }).name).toBe(
      'InvalidParameterException',
    )
  })
})
