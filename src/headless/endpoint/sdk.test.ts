/** The AWS SDK for JavaScript as it comes, against the endpoint: shapes, errors, waiters (D-740 … D-742). */
import {
  ECS,
  paginateListTasks,
  waitUntilServicesInactive,
  waitUntilServicesStable,
  waitUntilTasksRunning,
  waitUntilTasksStopped,
} from '@aws-sdk/client-ecs'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Speed } from './options'
import { endpoint } from './testing'

async function connect(speed: Speed, region = 'us-east-1') {
  const wire = await endpoint({ speed })
  const credentials = { accessKeyId: 'any', secretAccessKey: 'any' }
  const ecs = new ECS({ endpoint: wire.url, region, credentials, maxAttempts: 1 })
  onTestFinished(() => ecs.destroy())
  const poll = { client: ecs, maxWaitTime: 20, minDelay: 0.05, maxDelay: 0.2 }
  return { wire, ecs, poll }
}

/** A cluster `demo` with `instances` of 2 GiB, and revisions 1 and 2 of `web` (1,000 MiB: one task each). */
async function prepared(speed: Speed, instances = 3) {
  const connection = await connect(speed)
  const { wire, ecs } = connection
  await ecs.createCluster({ clusterName: 'demo' })
  await wire.call('playground.AddContainerInstances', { cluster: 'demo', instanceType: 't3.small', count: instances })
  for (const tag of ['1', '2']) await register(ecs, `web:${tag}`)
  return connection
}

const register = (ecs: ECS, image: string) =>
  ecs.registerTaskDefinition({ family: 'web', containerDefinitions: [{ name: 'web', image, memory: 1000 }] })

const web = { cluster: 'demo', service: 'web' }
const services = { cluster: 'demo', services: ['web'] }
const create = (ecs: ECS, desiredCount: number) =>
  ecs.createService({ cluster: 'demo', serviceName: 'web', taskDefinition: 'web:1', desiredCount })

const refusal = (call: Promise<unknown>) =>
  call.then(
    () => 'not refused',
    (error: Error) => `${error.name}: ${error.message}`,
  )

describe('the AWS SDK at --speed max', () => {
  it('creates, rolls, scales, runs and deletes with the real waiters', async () => {
    const { ecs, poll } = await prepared('max', 6)
    const { service } = await create(ecs, 2)
    expect(service).toMatchObject({ status: 'ACTIVE', desiredCount: 2 })
    expect(service?.createdAt).toBeInstanceOf(Date)
    const skewMs = Math.abs(Date.now() - (service?.createdAt?.getTime() ?? 0))
    expect(skewMs).toBeLessThan(30 * 86_400_000)

    const described = async () => (await ecs.describeServices(services)).services?.[0]
    await waitUntilServicesStable(poll, services)
    expect(await described()).toMatchObject({ runningCount: 2, pendingCount: 0 })

    await ecs.updateService({ ...web, taskDefinition: 'web:2' })
    await waitUntilServicesStable(poll, services)
    expect((await described())?.taskDefinition).toMatch(/task-definition\/web:2$/)

    await ecs.updateService({ ...web, desiredCount: 4 })
    await waitUntilServicesStable(poll, services)
    expect(await described()).toMatchObject({ runningCount: 4, deployments: [{ desiredCount: 4 }] })
    const arns: string[] = []
    for await (const page of paginateListTasks({ client: ecs, pageSize: 3 }, { cluster: 'demo', serviceName: 'web' }))
      arns.push(...(page.taskArns ?? []))
    expect(new Set(arns).size).toBe(4)

    const run = await ecs.runTask({ cluster: 'demo', taskDefinition: 'web:1' })
    const tasks = { cluster: 'demo', tasks: [run.tasks?.[0]?.taskArn ?? ''] }
    await waitUntilTasksRunning(poll, tasks)
    await ecs.stopTask({ cluster: 'demo', task: tasks.tasks[0], reason: 'enough' })
    await waitUntilTasksStopped(poll, tasks)
    expect((await ecs.describeTasks(tasks)).tasks?.[0]).toMatchObject({
      lastStatus: 'STOPPED',
      stopCode: 'UserInitiated',
      stoppedReason: 'enough',
      stoppedAt: expect.any(Date),
    })

    await ecs.updateService({ ...web, desiredCount: 0 })
    await waitUntilServicesStable(poll, services)
    await ecs.deleteService(web)
    await waitUntilServicesInactive(poll, services)
  })

  it('keeps stopped tasks and deleted services until a slow waiter has seen them', async () => {
    const { wire, ecs } = await prepared('max')
    await create(ecs, 1)
    await wire.advance(600)
    await ecs.deleteService({ ...web, force: true })
    // Ten polls of the CLI's waiter, 15 s apart, at an hour per second.
    await wire.advance(10 * 15 * 3_600)
    expect((await ecs.describeServices(services)).services?.[0]?.status).toBe('INACTIVE')
    const { tasks = [] } = (await wire.send('GET', '/_playground/world?tables=tasks')).json
    expect(tasks.map((task: { lastStatus: string }) => task.lastStatus)).toEqual(['STOPPED'])
  })
})

describe('the AWS SDK', () => {
  it('speaks to the engine of its Region', async () => {
    const { ecs, wire } = await connect(0, 'ap-southeast-2')
    const { cluster } = await ecs.createCluster({})
    expect(cluster?.clusterArn).toBe('arn:aws:ecs:ap-southeast-2:123456789012:cluster/default')
    expect((await wire.send('GET', '/_playground/world?tables=clusters')).json.clusters).toEqual([])
  })

  it('reads errors as the exceptions they are', async () => {
    const { ecs } = await connect(0)
    const error = await ecs.deleteCluster({ cluster: 'x' }).catch((e: unknown) => e)
    expect(error).toMatchObject({
      name: 'ClusterNotFoundException',
      message: 'Cluster not found.',
      $metadata: { httpStatusCode: 400, requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    })
    expect(await refusal(ecs.listDaemons({ clusterArn: 'x' }))).toBe(
      'UnsupportedFeatureException: This operation is not available in the simulator.',
    )
  })

  it('takes any well-formed subnet and security group', async () => {
    const { ecs, wire } = await prepared(0)
    const awsvpcConfiguration = { subnets: ['subnet-0123456789abcdef0'], securityGroups: ['sg-0123456789abcdef0'] }
    await ecs.registerTaskDefinition({
      family: 'own',
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      cpu: '256',
      memory: '512',
      executionRoleArn: 'ecsTaskExecutionRole',
      containerDefinitions: [{ name: 'own', image: 'own' }],
    })
    const networkConfiguration = { awsvpcConfiguration: { ...awsvpcConfiguration, assignPublicIp: 'ENABLED' as const } }
    const { tasks, failures } = await ecs.runTask({
      cluster: 'demo',
      taskDefinition: 'own',
      launchType: 'FARGATE',
      networkConfiguration,
    })
    expect(failures).toEqual([])
    await wire.advance(120)
    const now = await ecs.describeTasks({ cluster: 'demo', tasks: [tasks?.[0]?.taskArn ?? ''] })
    expect(now.tasks?.[0]?.lastStatus).toBe('RUNNING')
  })

  it('deployments V-49 deletes a service with and without force', async () => {
    const { ecs, wire } = await prepared(0)
    await create(ecs, 2)
    // Between two looks of the scheduler (D-200).
    await wire.advance(125)
    expect(await refusal(ecs.deleteService(web))).toBe(
      'InvalidParameterException: The service cannot be stopped while it is scaled above 0.',
    )
    const { service } = await ecs.deleteService({ ...web, force: true })
    expect(service?.status).toBe('DRAINING')
    expect((await ecs.listServices({ cluster: 'demo' })).serviceArns).toEqual([])
    await wire.advance(1)
    const draining = (await ecs.describeServices(services)).services?.[0]
    expect(draining?.events?.map((event) => event.message).join()).toContain(
      '(service web) has stopped 2 running tasks: ',
    )
    expect(await refusal(create(ecs, 1))).toBe(
      'InvalidParameterException: Unable to Start a service that is still Draining.',
    )
    expect(await refusal(ecs.updateService({ ...web, desiredCount: 1 }))).toBe(
      'ServiceNotActiveException: Service was not ACTIVE.',
    )
    await wire.advance(60)
    expect((await ecs.describeServices(services)).services?.[0]?.status).toBe('INACTIVE')
    expect(await refusal(ecs.updateService({ ...web, desiredCount: 1 }))).toBe(
      'ServiceNotActiveException: Service was not ACTIVE.',
    )
    expect((await create(ecs, 1)).service?.status).toBe('ACTIVE')
  })

  it('deployments V-50 deletes a cluster only when it is empty', async () => {
    const { ecs, wire } = await prepared(0)
    await create(ecs, 2)
    const cluster = { cluster: 'demo' }
    const { tasks } = await ecs.runTask({ ...cluster, taskDefinition: 'web:1' })
    await wire.advance(120)
    const exception = async () => (await refusal(ecs.deleteCluster(cluster))).split(':')[0]
    expect(await exception()).toBe('ClusterContainsServicesException')
    await ecs.deleteService({ ...web, force: true })
    await wire.advance(120)
    expect(await exception()).toBe('ClusterContainsTasksException')
    await ecs.stopTask({ ...cluster, task: tasks?.[0]?.taskArn })
    await wire.advance(120)
    expect(await exception()).toBe('ClusterContainsContainerInstancesException')
    const { containerInstanceArns = [] } = await ecs.listContainerInstances(cluster)
    for (const containerInstance of containerInstanceArns)
      await ecs.deregisterContainerInstance({ ...cluster, containerInstance })
    expect((await ecs.deleteCluster(cluster)).cluster?.status).toBe('INACTIVE')
  })

  it('deployments V-52 ServicesStable counts deployments and tasks, nothing else', async () => {
    const { ecs, wire } = await prepared(0, 2)
    // The second poll would come after the deadline: one look, and no waiting.
    const once = { client: ecs, maxWaitTime: 0.01, minDelay: 0.0099, maxDelay: 0.0099 }
    const verdict = () =>
      waitUntilServicesStable(once, services).then(
        ({ state }) => state,
        (error: Error) => (error.name === 'TimeoutError' ? 'RETRY' : 'FAILURE'),
      )
    const counts = async () => {
      const service = (await ecs.describeServices(services)).services?.[0]
      return [service?.deployments?.length, service?.runningCount, service?.desiredCount]
    }
    expect(await verdict()).toBe('FAILURE')
    await create(ecs, 3)
    await wire.advance(120)
    expect([await counts(), await verdict()]).toEqual([[1, 2, 3], 'RETRY'])
    await wire.call('playground.AddContainerInstances', { cluster: 'demo', instanceType: 't3.small', count: 2 })
    await wire.advance(600)
    expect([await counts(), await verdict()]).toEqual([[1, 3, 3], 'SUCCESS'])
    await ecs.updateService({ ...web, taskDefinition: 'web:2' })
    expect([await counts(), await verdict()]).toEqual([[2, 3, 3], 'RETRY'])
    // Back to where it was, as a rollback does.
    await wire.advance(15)
    await ecs.updateService({ ...web, taskDefinition: 'web:1' })
    await wire.advance(900)
    expect([await counts(), await verdict()]).toEqual([[1, 3, 3], 'SUCCESS'])
    await ecs.deleteService({ ...web, force: true })
    expect(await verdict()).toBe('FAILURE')
  })
})
