import { describe, expect, it } from 'vitest'
import { checkScenario } from '../../scenario'
import { startEndpoint } from './server'
import type { Wire } from './testing'
import { endpoint } from './testing'

const definition = { family: 'web', containerDefinitions: [{ name: 'web', image: 'web:1', memory: 64 }] }

const scenario = checkScenario({
  format: 'ecs-playground/1',
  seed: 9,
  steps: [
    { at: '0s', do: 'ecs.CreateCluster', with: { clusterName: 'shop' }, save: 'shop' },
    { at: '90s', do: 'playground.AddContainerInstances', with: { cluster: 'shop', instanceType: 't3.large' } },
  ],
})

describe('/_playground', () => {
  it('call runs any operation of any service and answers in its shape, times ISO 8601', async () => {
    const wire = await endpoint()
    const { Vpcs } = await wire.call('ec2.DescribeVpcs')
    expect(Vpcs).toHaveLength(1)
    const group = { Name: 'tg', Protocol: 'HTTP', Port: 80, VpcId: Vpcs[0].VpcId, TargetType: 'ip' }
    expect((await wire.call('elbv2.CreateTargetGroup', group)).TargetGroups[0].TargetGroupName).toBe('tg')
    expect((await wire.call('playground.PutImage', { image: 'web:1' })).image).toBe('web:1')
    const { taskDefinition } = await wire.call('ecs.RegisterTaskDefinition', definition)
    expect(taskDefinition.registeredAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
  })

  it('call refuses as the wire does, the playground unknown members too', async () => {
    const wire = await endpoint()
    const post = (body: unknown) => wire.send('POST', '/_playground/call', JSON.stringify(body))
    const of = (service: string, operation: string, input = {}) => post({ service, operation, input })
    expect(await of('ecs', 'DeleteCluster', { cluster: 'x' })).toMatchObject({
      status: 400,
      json: { __type: 'ClusterNotFoundException' },
    })
    expect((await of('playground', 'PutImage', { image: 'a', colour: 1 })).json.__type).toBe(
      'InvalidParameterException',
    )
    expect((await of('constructor', 'name')).json.__type).toBe('UnknownOperationException')
    for (const body of [
      {},
      { service: 'ecs' },
      { service: 1, operation: 'x' },
      { service: 'ecs', operation: 'ListClusters', x: 1 },
    ]) {
      expect(await post(body)).toMatchObject({ status: 400, json: { __type: 'InvalidParameterException' } })
    }
    expect((await wire.send('POST', '/_playground/call', '{')).json.__type).toBe('SerializationException')
  })

  it('advance moves simulated time by whole ms, one after the other, and nothing else does at speed 0', async () => {
    const wire = await endpoint()
    const elapsed = async () => (await wire.send('GET', '/_playground/world?tables=elapsedSeconds')).json
    expect(await elapsed()).toEqual({ elapsedSeconds: 0 })
    await Promise.all([wire.advance(86_400), wire.advance(1.5), wire.advance(0)])
    expect(await elapsed()).toEqual({ elapsedSeconds: 86_401.5 })
    for (const body of ['{}', '{"ms":-1}', '{"ms":1.5}', '{"ms":"5"}', '{"ms":1e15}', '{"ms":1,"x":1}']) {
      expect((await wire.send('POST', '/_playground/advance', body)).status).toBe(400)
    }
    expect(await elapsed()).toEqual({ elapsedSeconds: 86_401.5 })
  })

  it('a long advance lets other requests in, and a reset ends it', async () => {
    const wire = await busy()
    const settled: string[] = []
    const advance = wire
      .send('POST', '/_playground/advance', '{"ms":30000000000}')
      .then((reply) => settled.push(`advance ${reply.status}`))
    await wire.ecs('ListClusters').then((reply) => settled.push(`list ${reply.status}`))
    await wire.send('POST', '/_playground/reset')
    await advance
    expect(settled).toEqual(['list 200', 'advance 400'])
  })

  it('world gives all tables or those named', async () => {
    const wire = await endpoint()
    await wire.ecs('CreateCluster', { clusterName: 'demo' })
    const { json } = await wire.send('GET', '/_playground/world')
    expect(json).toMatchObject({ elapsedSeconds: 0, clusters: [{ clusterName: 'demo' }], services: [], saved: {} })
    const some = await wire.send('GET', '/_playground/world?tables=services,now')
    expect(Object.keys(some.json).sort()).toEqual(['now', 'services'])
    const none = await wire.send('GET', '/_playground/world?tables=servces')
    expect(none).toMatchObject({ status: 400, json: { message: 'The world document has no table servces.' } })
  })

  it('each Region has its own engine, named by the credential scope or ?region=', async () => {
    const wire = await endpoint()
    await wire.ecs('CreateCluster', { clusterName: 'demo' }, 'eu-central-1')
    expect((await wire.ecs('ListClusters')).json).toEqual({ clusterArns: [] })
    const clusterArns = ['arn:aws:ecs:eu-central-1:123456789012:cluster/demo']
    expect((await wire.ecs('ListClusters', {}, 'eu-central-1')).json).toEqual({ clusterArns })
    const world = await wire.send('GET', '/_playground/world?tables=clusters&region=eu-central-1')
    expect(world.json.clusters[0].clusterArn).toBe(clusterArns[0])
    await wire.send('POST', '/_playground/advance?region=eu-central-1', '{"ms":5000}')
    expect((await wire.send('GET', '/_playground/world?tables=elapsedSeconds')).json.elapsedSeconds).toBe(0)
    const vpcs = async (region: string) =>
      (await wire.send('GET', `/_playground/world?tables=vpcs&region=${region}`)).json.vpcs[0].VpcId
    expect(await vpcs('eu-central-1')).not.toBe(await vpcs('us-east-1'))
    expect((await wire.send('GET', '/_playground/world?region=../x')).status).toBe(400)
    for (let i = 0; i < 60; i++) await wire.ecs('ListClusters', {}, `made-up-${i}`)
    expect(await wire.ecs('ListClusters', {}, 'made-up-60')).toMatchObject({
      status: 400,
      json: { __type: 'LimitExceededException' },
    })
  })

  it('an unsigned request is of us-east-1', async () => {
    const wire = await endpoint()
    const target = { 'x-amz-target': 'AmazonEC2ContainerServiceV20141113.CreateCluster' }
    const { cluster } = (await wire.send('POST', '/', '{"clusterName":"a"}', target)).json
    expect(cluster.clusterArn).toBe('arn:aws:ecs:us-east-1:123456789012:cluster/a')
  })

  it('T-168 pages through the wire, each item once, and refuses a foreign token', async () => {
    const wire = await endpoint()
    for (let i = 0; i < 5; i++) await wire.ecs('CreateCluster', { clusterName: `c${i}` })
    const names: string[] = []
    let nextToken: string | undefined
    do {
      const { json } = await wire.ecs('ListClusters', { maxResults: 2, nextToken })
      expect(json.clusterArns.length).toBeLessThanOrEqual(2)
      names.push(...json.clusterArns.map((arn: string) => arn.split('/')[1]))
      nextToken = json.nextToken
    } while (nextToken)
    expect(names).toEqual(['c0', 'c1', 'c2', 'c3', 'c4'])
    expect((await wire.ecs('ListClusters', { nextToken: 'mine' })).json).toEqual({
      __type: 'InvalidParameterException',
      message: 'Invalid token.',
    })
  })

  it('T-208 RegisterContainerInstance joins an instance that runs tasks', async () => {
    const wire = await endpoint()
    await wire.ecs('CreateCluster', { clusterName: 'demo' })
    const { json, status } = await wire.ecs('RegisterContainerInstance', {
      cluster: 'demo',
      instanceIdentityDocument: JSON.stringify({
        instanceId: 'i-00112233445566778',
        instanceType: 't3.medium',
        availabilityZone: 'us-east-1b',
      }),
      instanceIdentityDocumentSignature: 'not checked',
      totalResources: [
        { name: 'CPU', type: 'INTEGER', integerValue: 1000 },
        { name: 'MEMORY', type: 'INTEGER', integerValue: 900 },
      ],
    })
    expect([status, json.containerInstance.status, json.containerInstance.agentConnected]).toEqual([
      200,
      'ACTIVE',
      true,
    ])
    expect(json.containerInstance.ec2InstanceId).toBe('i-00112233445566778')
    await wire.ecs('RegisterTaskDefinition', definition)
    const { tasks } = (await wire.ecs('RunTask', { cluster: 'demo', taskDefinition: 'web', count: 10 })).json
    expect(tasks).toHaveLength(10)
    await wire.advance(60)
    const described = await wire.ecs('DescribeContainerInstances', {
      cluster: 'demo',
      containerInstances: [json.containerInstance.containerInstanceArn],
    })
    expect(described.json.containerInstances[0]).toMatchObject({ runningTasksCount: 10 })
    const memory = described.json.containerInstances[0].remainingResources.find(
      (r: { name: string }) => r.name === 'MEMORY',
    )
    expect(memory.integerValue).toBe(900 - 10 * 64)
  })

  it.each(['/_playground/reset', '/moto-api/reset'])(
    '%s empties every Region and plays the scenario again',
    async (path) => {
      const wire = await endpoint({ scenario })
      const names = async (region: string) =>
        (await wire.ecs('ListClusters', {}, region)).json.clusterArns.map((arn: string) => arn.split('/')[1])
      expect(await names('us-east-1')).toEqual(['shop'])
      expect(await names('eu-west-1')).toEqual([])
      await wire.ecs('CreateCluster', { clusterName: 'b' })
      await wire.ecs('CreateCluster', { clusterName: 'c' }, 'eu-west-1')
      await wire.advance(600)
      expect(await wire.send('POST', path)).toMatchObject({ status: 200, json: { status: 'ok' } })
      const { json } = await wire.send('GET', '/_playground/world')
      expect(json).toMatchObject({ elapsedSeconds: 90, containerInstances: [{}] })
      expect(json.saved.shop.cluster.clusterName).toBe('shop')
      expect(await names('us-east-1')).toEqual(['shop'])
      expect(await names('eu-west-1')).toEqual([])
    },
  )

  it('does not start on a scenario whose step is refused', async () => {
    const bad = checkScenario({
      format: 'ecs-playground/1',
      steps: [{ at: '5s', do: 'ecs.DeleteCluster', with: { cluster: 'x' } }],
    })
    await expect(startEndpoint({ port: 0, speed: 0, scenario: bad, report: () => {} })).rejects.toThrow(
      'steps[0]: ClusterNotFoundException: Cluster not found.',
    )
  })
})

/** A world in which much happens for as long as one likes: a service whose task always exits. */
async function busy(): Promise<Wire> {
  const wire = await endpoint()
  await wire.ecs('CreateCluster', { clusterName: 'demo' })
  await wire.call('playground.AddContainerInstances', { cluster: 'demo', instanceType: 'm5.4xlarge', count: 3 })
  await wire.call('playground.PutImage', { image: 'web:1', exitAfterSeconds: 30 })
  await wire.ecs('RegisterTaskDefinition', definition)
  await wire.ecs('CreateService', { cluster: 'demo', serviceName: 'web', taskDefinition: 'web', desiredCount: 30 })
  return wire
}
