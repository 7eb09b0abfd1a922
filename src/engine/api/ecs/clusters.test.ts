import { describe, expect, it } from 'vitest'
import { TestEngine } from '../testing'
import { resolveCluster, resolveContainerInstance } from './clusters'

const ARN = 'arn:aws:ecs:us-east-1:123456789012:cluster'
const error = (work: () => unknown) => {
  try {
    work()
  } catch (e) {
    const { name, message } = e as Error
    return { name, message }
  }
  return null
}

describe('clusters', () => {
  it('TV-68 CreateCluster without a name makes default', () => {
    const { cluster } = new TestEngine().call('CreateCluster')
    expect(cluster).toMatchObject({
      clusterArn: `${ARN}/default`,
      clusterName: 'default',
      status: 'ACTIVE',
      registeredContainerInstancesCount: 0,
      runningTasksCount: 0,
      pendingTasksCount: 0,
      activeServicesCount: 0,
      settings: [{ name: 'containerInsights', value: 'disabled' }],
    })
  })

  it('TV-69 T-164 refuses a name with a blank', () => {
    expect(error(() => new TestEngine().call('CreateCluster', { clusterName: 'my cluster' }))).toEqual({
      name: 'InvalidParameterException',
      message: String.raw`ClusterName must match ^[a-zA-Z0-9\\-_]{1,255}$`,
    })
  })

  it('TV-70 T-165 answers unknown clusters among the failures', () => {
    const engine = new TestEngine()
    engine.call('CreateCluster')
    const { clusters, failures } = engine.call('DescribeClusters', { clusters: ['default', 'nope', 'default'] })
    expect(clusters.map((c: { clusterName: string }) => c.clusterName)).toEqual(['default'])
    expect(failures).toEqual([{ arn: `${ARN}/nope`, reason: 'MISSING' }])
    expect(engine.call('DescribeClusters').clusters).toHaveLength(1)
  })

  it('TV-71 T-163 an unknown cluster, and default before it is made, is ClusterNotFoundException', () => {
    const { sim } = new TestEngine()
    const notFound = { name: 'ClusterNotFoundException', message: 'Cluster not found.' }
    expect(error(() => resolveCluster(sim, 'nope'))).toEqual(notFound)
    expect(error(() => resolveCluster(sim))).toEqual(notFound)
  })

  it('T-162 takes a name or an ARN, not one of another account', () => {
    const engine = new TestEngine()
    engine.call('CreateCluster', { clusterName: 'demo' })
    expect(resolveCluster(engine.sim, 'demo').name).toBe('demo')
    expect(resolveCluster(engine.sim, `${ARN}/demo`).name).toBe('demo')
    const other = 'arn:aws:ecs:us-east-1:999999999999:cluster/demo'
    expect(error(() => resolveCluster(engine.sim, other))?.name).toBe('ClusterNotFoundException')
  })

  it('T-162 an instance ARN of another cluster is refused in single-resource calls, missing in Describe', () => {
    const engine = new TestEngine()
    const [ci] = engine.instances(1)
    engine.call('CreateCluster', { clusterName: 'other' })
    const arn = ci?.arn ?? ''
    const other = resolveCluster(engine.sim, 'other')
    expect(error(() => resolveContainerInstance(engine.sim, other, arn))).toEqual({
      name: 'InvalidParameterException',
      message: 'Invalid identifier: Identifier is for cluster demo. Your cluster is other',
    })
    const described = engine.call('DescribeContainerInstances', { cluster: 'other', containerInstances: [arn] })
    expect(described.failures).toEqual([{ arn, reason: 'MISSING' }])
    const demo = resolveCluster(engine.sim, 'demo')
    expect(resolveContainerInstance(engine.sim, demo, ci?.shortId ?? '').id).toBe(ci?.id)
  })

  it('T-172 creating an ACTIVE name again answers the existing cluster unchanged', () => {
    const engine = new TestEngine()
    engine.call('CreateCluster', { clusterName: 'demo', tags: [{ key: 'a', value: '1' }] })
    const again = engine.call('CreateCluster', { clusterName: 'demo', tags: [{ key: 'b', value: '2' }] })
    expect(again.cluster.tags).toEqual([{ key: 'a', value: '1' }])
    expect(engine.sim.t.clusters.size).toBe(1)
  })

  it('T-174 shows only the parts asked for', () => {
    const engine = new TestEngine()
    const [ci] = engine.instances(1)
    if (ci) engine.task(ci)
    engine.run(20)
    const plain = engine.call('DescribeClusters', { clusters: ['demo'] }).clusters[0]
    expect([plain.settings, plain.statistics, plain.tags]).toEqual([[], [], []])
    expect([plain.runningTasksCount, plain.registeredContainerInstancesCount]).toEqual([1, 1])
    const full = engine.call('DescribeClusters', { clusters: ['demo'], include: ['STATISTICS', 'SETTINGS'] })
      .clusters[0]
    expect(full.statistics).toContainEqual({ name: 'runningEC2TasksCount', value: '1' })
    expect(full.statistics).toHaveLength(12)
    expect(full.settings).toHaveLength(1)
  })

  it('T-176 UpdateCluster and UpdateClusterSettings change settings', () => {
    const engine = new TestEngine()
    engine.call('CreateCluster', { clusterName: 'demo' })
    const settings = [{ name: 'containerInsights', value: 'enhanced' }]
    expect(engine.call('UpdateClusterSettings', { cluster: 'demo', settings }).cluster.settings).toEqual(settings)
    const off = [{ name: 'containerInsights', value: 'disabled' }]
    expect(engine.call('UpdateCluster', { cluster: 'demo', settings: off }).cluster.settings).toEqual(off)
  })

  it('T-168 T-169 ListClusters pages, and refuses a foreign token and a size out of range', () => {
    const engine = new TestEngine()
    for (const name of ['a', 'b', 'c']) engine.call('CreateCluster', { clusterName: name })
    const first = engine.call('ListClusters', { maxResults: 2 })
    expect(first.clusterArns).toEqual([`${ARN}/a`, `${ARN}/b`])
    const second = engine.call('ListClusters', { maxResults: 2, nextToken: first.nextToken })
    expect(second).toEqual({ clusterArns: [`${ARN}/c`] })
    expect(error(() => engine.call('ListClusters', { nextToken: 'abc' }))?.message).toBe('Invalid token.')
    expect(error(() => engine.call('ListClusters', { maxResults: 101 }))?.message).toBe(
      'maxResults must be between 1 and 100',
    )
    const foreign = { cluster: 'a', nextToken: first.nextToken }
    expect(error(() => engine.call('ListContainerInstances', foreign))?.message).toBe('Invalid token.')
  })

  it('D-731 D-701 T-175 DeleteCluster refuses tasks before instances, then hides the cluster and frees its name', () => {
    const engine = new TestEngine({ stoppedRetention: 10 })
    const [ci] = engine.instances(1)
    if (ci) engine.task(ci)
    const remove = () => engine.call('DeleteCluster', { cluster: 'demo' })
    expect(error(remove)).toEqual({
      name: 'ClusterContainsTasksException',
      message: 'The Cluster cannot be deleted while Tasks are active.',
    })
    engine.call('DeregisterContainerInstance', { cluster: 'demo', containerInstance: ci?.arn, force: true })
    engine.instances(1)
    expect(error(remove)).toEqual({
      name: 'ClusterContainsContainerInstancesException',
      message: 'The Cluster cannot be deleted while Container Instances are active or draining.',
    })
    const [left] = engine.sim.t.containerInstances.by('cluster', ci?.clusterId ?? '')
    engine.call('DeregisterContainerInstance', { cluster: 'demo', containerInstance: left?.arn })
    expect(remove().cluster.status).toBe('INACTIVE')
    expect(engine.call('ListClusters').clusterArns).toEqual([])
    expect(engine.call('DescribeClusters', { clusters: ['demo'] }).clusters[0].status).toBe('INACTIVE')
    expect(engine.call('CreateCluster', { clusterName: 'demo' }).cluster.status).toBe('ACTIVE')
    engine.run(3600)
    expect(engine.sim.t.clusters.size).toBe(1)
  })

  it('D-701 DeleteCluster refuses an ACTIVE service first', () => {
    const engine = new TestEngine()
    const [ci] = engine.instances(1)
    const base = engine.sim.newRow('services')
    engine.sim.t.services.put({ ...base, name: 'web', clusterId: ci?.clusterId ?? '', status: 'ACTIVE' } as never)
    expect(error(() => engine.call('DeleteCluster', { cluster: 'demo' }))).toEqual({
      name: 'ClusterContainsServicesException',
      message: 'The Cluster cannot be deleted while Services are active.',
    })
  })
})

describe('capacity providers', () => {
  it('TV-89 T-177 the default strategy must use providers of the cluster', () => {
    const engine = new TestEngine()
    engine.call('CreateCluster')
    const put = (capacityProviders: string[], defaultCapacityProviderStrategy: object[]) =>
      engine.call('PutClusterCapacityProviders', {
        cluster: 'default',
        capacityProviders,
        defaultCapacityProviderStrategy,
      })
    expect(error(() => put(['FARGATE'], [{ capacityProvider: 'FARGATE_SPOT', weight: 1 }]))?.message).toBe(
      'The specified capacity provider strategy cannot contain a capacity provider that is not associated with the cluster. Associate the capacity provider with the cluster or specify a valid capacity provider and try again.',
    )
    const both = ['FARGATE', 'FARGATE_SPOT']
    const twoBases = both.map((capacityProvider) => ({ capacityProvider, weight: 1, base: 1 }))
    expect(error(() => put(both, twoBases))?.message).toBe(
      'The specified capacity provider strategy contains multiple capacity providers with a base value defined. Only one capacity provider per strategy can have a base value defined.',
    )
    const { cluster } = put(both, [{ capacityProvider: 'FARGATE', weight: 1 }])
    expect(cluster.capacityProviders).toEqual(both)
    expect(cluster.defaultCapacityProviderStrategy).toEqual([{ capacityProvider: 'FARGATE', weight: 1, base: 0 }])
    expect(put([], []).cluster.capacityProviders).toEqual([])
  })

  it('T-177 a provider with tasks stays', () => {
    const engine = new TestEngine()
    engine.call('CreateCluster', { capacityProviders: ['FARGATE'] })
    const cluster = resolveCluster(engine.sim)
    const subnet = [...engine.sim.t.subnets.values()][0]
    engine.task({ clusterId: cluster.id, zone: subnet?.zone ?? '', subnetId: subnet?.subnetId ?? '' })
    const input = { cluster: 'default', capacityProviders: [], defaultCapacityProviderStrategy: [] }
    expect(error(() => engine.call('PutClusterCapacityProviders', input))).toEqual({
      name: 'ResourceInUseException',
      message: 'The specified capacity provider is in use and cannot be removed.',
    })
  })

  it('T-181 FARGATE and FARGATE_SPOT always exist', () => {
    const engine = new TestEngine()
    const { capacityProviders } = engine.call('DescribeCapacityProviders')
    expect(capacityProviders.map((p: { name: string; status: string }) => [p.name, p.status])).toEqual([
      ['FARGATE', 'ACTIVE'],
      ['FARGATE_SPOT', 'ACTIVE'],
    ])
    expect(engine.call('DescribeCapacityProviders', { capacityProviders: ['mine'] }).failures).toEqual([
      { arn: 'arn:aws:ecs:us-east-1:123456789012:capacity-provider/mine', reason: 'MISSING' },
    ])
  })
})
