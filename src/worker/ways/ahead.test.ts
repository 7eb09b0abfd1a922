import { expect, it } from 'vitest'
import type { Engine } from '../../engine'
import { createEngine } from '../../engine'
import { placesAhead } from './ahead'

function world(strategy: object[] = [], more: object = {}): Engine {
  const engine = createEngine({ checkInvariants: true })
  const ecs = (operation: string, input: object) => engine.call('ecs', operation, input)
  ecs('CreateCluster', { clusterName: 'demo' })
  engine.call('playground', 'AddContainerInstances', { cluster: 'demo', instanceType: 't3.small', count: 2 })
  ecs('RegisterTaskDefinition', { family: 'web', containerDefinitions: [{ name: 'web', image: 'a:1', memory: 400 }] })
  engine.advance(120_000)
  ecs('CreateService', {
    cluster: 'demo',
    serviceName: 'web',
    taskDefinition: 'web',
    desiredCount: 1,
    placementStrategy: strategy,
    ...more,
  })
  engine.advance(120_000)
  return engine
}
const where = (engine: Engine) => [...engine.rows('tasks')].map((task) => task.containerInstanceId)

it('says where the next tasks would go, as they then do, and how many have a place; the run is left alone', () => {
  const engine = world([{ type: 'binpack', field: 'memory' }])
  const digest = engine.digest()
  const ahead = placesAhead(engine, 'svc-1')
  expect(engine.digest()).toBe(digest)
  expect(ahead).toMatchObject({ more: false, note: null })
  // Two instances of 2 GiB hold eight or so of 400 MiB; the first is filled first.
  const places = ahead?.places ?? []
  expect(new Set(places).size).toBe(2)
  expect(places).toEqual([...places].sort())
  engine.call('ecs', 'UpdateService', { cluster: 'demo', service: 'web', desiredCount: 4 })
  engine.advance(60_000)
  expect(where(engine).slice(1)).toEqual(places.slice(0, 3))
})

it('follows strategy and constraint', () => {
  const spread = placesAhead(world([{ type: 'spread', field: 'instanceId' }]), 'svc-1')
  expect(spread?.places[0]).not.toBe(spread?.places[1])
  const single = world([], { placementConstraints: [{ type: 'distinctInstance' }] })
  expect(placesAhead(single, 'svc-1')).toMatchObject({ more: false, places: [expect.any(String)] })
})

it('says why it has no answer', () => {
  const daemon = world([], { schedulingStrategy: 'DAEMON', desiredCount: undefined })
  expect(placesAhead(daemon, 'svc-1')?.note).toContain('daemon')
  expect(placesAhead(daemon, 'svc-9')).toBeNull()
  const external = world([], { deploymentController: { type: 'EXTERNAL' }, taskDefinition: undefined })
  expect(placesAhead(external, 'svc-1')).toMatchObject({ places: [], note: expect.stringContaining('task set') })
})

it('knows Fargate by its capacity providers too', () => {
  const engine = world()
  const ecs = (operation: string, input: object) => engine.call('ecs', operation, input)
  const capacityProviders = ['FARGATE', 'FARGATE_SPOT']
  ecs('PutClusterCapacityProviders', { cluster: 'demo', capacityProviders, defaultCapacityProviderStrategy: [] })
  ecs('RegisterTaskDefinition', {
    ...{ family: 'far', networkMode: 'awsvpc', requiresCompatibilities: ['FARGATE'], cpu: '256', memory: '512' },
    containerDefinitions: [{ name: 'far', image: 'a:1' }],
  })
  const subnets = [...engine.rows('subnets')].map(({ subnetId }) => subnetId)
  ecs('CreateService', {
    ...{ cluster: 'demo', serviceName: 'far', taskDefinition: 'far', desiredCount: 1 },
    capacityProviderStrategy: [{ capacityProvider: 'FARGATE_SPOT', weight: 1 }],
    networkConfiguration: { awsvpcConfiguration: { subnets } },
  })
  expect(placesAhead(engine, 'svc-2')).toMatchObject({ places: [], note: expect.stringContaining('Fargate') })
})

it('does not say that no instance has a place when nothing was tried', () => {
  const engine = world()
  for (const { arn } of [...engine.rows('containerInstances')]) {
    const which = { cluster: 'demo', containerInstances: [arn] }
    engine.call('ecs', 'UpdateContainerInstancesState', { ...which, status: 'DRAINING' })
  }
  expect(placesAhead(engine, 'svc-1')).toMatchObject({ places: [], more: false, note: null })
  // After failed tries the scheduler waits longer and longer.
  engine.advance(100_000)
  expect(placesAhead(engine, 'svc-1')).toMatchObject({ places: [], note: expect.stringContaining('would not try') })
})
