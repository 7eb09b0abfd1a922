import { describe, expect, it } from 'vitest'
import type { Engine } from '../../engine'
import { createEngine } from '../../engine'
import type { Way, WaysOut } from '../protocol'
import { waysOut } from '.'

interface Lock {
  desired: number
  min: number
  max: number
  /** Instances that hold `perInstance` tasks each. */
  instances: number
  perInstance: number
  hostPort?: number
  configuration?: object
}

const define = (engine: Engine, tag: string, memory: number, hostPort: number) =>
  engine.call('ecs', 'RegisterTaskDefinition', {
    family: 'app',
    networkMode: 'bridge',
    containerDefinitions: [
      { name: 'app', image: `app:${tag}`, cpu: 64, memory, portMappings: [{ containerPort: 80, hostPort }] },
    ],
  })

/** A steady service, then revision 2 deployed for five minutes. */
function locked({ desired, min, max, instances, perInstance, hostPort = 0, configuration = {} }: Lock) {
  const engine = createEngine({ checkInvariants: true })
  engine.call('ecs', 'CreateCluster', { clusterName: 'demo' })
  engine.call('playground', 'AddContainerInstances', { cluster: 'demo', instanceType: 'c5.large', count: instances })
  const memory = Math.floor(3_600 / perInstance)
  define(engine, '1', memory, hostPort)
  engine.advance(60_000)
  engine.call('ecs', 'CreateService', {
    cluster: 'demo',
    serviceName: 'web',
    taskDefinition: 'app:1',
    desiredCount: desired,
    deploymentConfiguration: { minimumHealthyPercent: min, maximumPercent: max, ...configuration },
  })
  engine.advance(180_000)
  const [service] = [...engine.rows('services')]
  const id = service?.id ?? ''
  expect(engine.waiting(id)).toBeNull()
  define(engine, '2', memory, hostPort)
  engine.call('ecs', 'UpdateService', { cluster: 'demo', service: 'web', taskDefinition: 'app:2' })
  engine.advance(300_000)
  engine.settle()
  return { engine, id }
}

const freed = (found: WaysOut | null) => Object.fromEntries((found?.ways ?? []).map((way) => [way.id, way]))
const input = (way: Way | undefined) => way?.commands.at(-1)?.input

describe('ways out', () => {
  it('deployments V-11 one task at 100/150: room above or below, each tried to its end', () => {
    const { engine, id } = locked({ desired: 1, min: 100, max: 150, instances: 2, perInstance: 4 })
    expect(engine.waiting(id)).toMatchObject({ kind: 'deadlock', canProgress: false })
    const before = engine.digest()
    const found = waysOut(engine, id, () => 0)
    expect(engine.digest()).toBe(before)
    const ways = freed(found)
    expect(Object.keys(ways).sort()).toEqual(['lowerMinimum', 'raiseDesired', 'raiseMaximum', 'rollBack', 'stopOld'])
    expect(input(ways.raiseMaximum)).toMatchObject({
      deploymentConfiguration: { minimumHealthyPercent: 100, maximumPercent: 200 },
    })
    expect(ways.raiseMaximum).toMatchObject({ lowestHealthy: 1, failedRequests: 0 })
    expect(ways.raiseMaximum?.seconds).toBeGreaterThan(0)
    expect(ways.lowerMinimum).toMatchObject({ lowestHealthy: 0 })
    expect(ways.stopOld).toMatchObject({ lowestHealthy: 0 })
    // The gentlest come first.
    expect(found?.ways.at(-1)?.lowestHealthy).toBe(0)
  })

  it('two tasks at 75/100 (D-322): one more desired task does not help, four do', () => {
    const { engine, id } = locked({ desired: 2, min: 75, max: 100, instances: 2, perInstance: 4 })
    const ways = freed(waysOut(engine, id, () => 0))
    expect(input(ways.raiseMaximum)).toMatchObject({ deploymentConfiguration: { maximumPercent: 150 } })
    expect(input(ways.lowerMinimum)).toMatchObject({ deploymentConfiguration: { minimumHealthyPercent: 50 } })
    expect(input(ways.raiseDesired)).toMatchObject({ desiredCount: 4 })
    expect(ways.stopOld).toBeUndefined()
    expect(ways.lowerDesired).toBeUndefined()
  })

  it('deployments V-13 no room for a seventh task: capacity, or fewer that must stay', () => {
    const { engine, id } = locked({ desired: 6, min: 100, max: 200, instances: 3, perInstance: 2 })
    expect(engine.waiting(id)).toMatchObject({ kind: 'placement', canProgress: false })
    const ways = freed(waysOut(engine, id, () => 0))
    expect(ways.addInstance).toMatchObject({ lowestHealthy: 6 })
    expect(input(ways.addInstance)).toEqual({ cluster: 'demo', instanceType: 'c5.large' })
    expect(ways.lowerMinimum).toMatchObject({ lowestHealthy: 5 })
    expect(ways.raiseMaximum).toBeUndefined()
  })

  it('N-20 host port 80 on every instance: another instance, or a port that the agent chooses', () => {
    const { engine, id } = locked({ desired: 2, min: 100, max: 200, instances: 2, perInstance: 4, hostPort: 80 })
    expect(engine.waiting(id)?.sentence).toMatch(
      /^This can never finish: no instance can take another task \(2 × host port taken\)/,
    )
    const ways = freed(waysOut(engine, id, () => 0))
    expect(ways.addInstance).toMatchObject({ lowestHealthy: 2 })
    expect(ways.dynamicPort).toMatchObject({ lowestHealthy: 2 })
    expect(ways.dynamicPort?.commands.map(({ operation }) => operation)).toEqual([
      'RegisterTaskDefinition',
      'UpdateService',
    ])
    expect(ways.lowerMinimum).toMatchObject({ lowestHealthy: 1 })
  })

  it('D-410 a breaker without rollback: what last worked is deployed again', () => {
    const configuration = { deploymentCircuitBreaker: { enable: true, rollback: false } }
    const { engine, id } = locked({ desired: 2, min: 100, max: 200, instances: 2, perInstance: 4, configuration })
    engine.call('playground', 'PutImage', { image: 'app:3', pullable: false })
    define(engine, '3', 900, 0)
    engine.call('ecs', 'UpdateService', { cluster: 'demo', service: 'web', taskDefinition: 'app:3' })
    engine.advance(3_600_000)
    expect(engine.waiting(id)).toMatchObject({ kind: 'failed', canProgress: false })
    const ways = freed(waysOut(engine, id, () => 0))
    expect(input(ways.previousRevision)).toMatchObject({ taskDefinition: 'app:2' })
  })

  it('stays within its time and says what it left out', () => {
    const { engine, id } = locked({ desired: 1, min: 100, max: 150, instances: 2, perInstance: 4 })
    let wall = 0
    const found = waysOut(engine, id, () => {
      wall += 1_000
      return wall
    })
    expect(found?.untried).toBeGreaterThan(0)
    expect(waysOut(engine, 'svc-99', () => 0)).toBeNull()
  })

  it('has nothing to offer a service that waits for nothing', () => {
    const { engine, id } = locked({ desired: 2, min: 50, max: 200, instances: 2, perInstance: 4 })
    expect(waysOut(engine, id, () => 0)).toEqual({ atMs: engine.now, ways: [], failed: [], untried: 0 })
  })
})
