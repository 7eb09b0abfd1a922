import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createEngine } from '../engine'
import { ApiError } from '../kernel'
import type { Engine } from '../types'
import { isBalanced, poorZones, richZones, sharesOf } from './rebalance/balance'

const numRuns = Number(process.env.RUNS ?? 20)

const sum = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0)

describe('shares of zones', () => {
  it('S-59 targets differ by one at most, add up, and are reached with the fewest moves', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(12), { minLength: 1, maxLength: 6 }), (counts) => {
        const total = sum(counts)
        const shares = sharesOf(new Map(counts.map((n, i) => [`z${i}`, n])), total)
        const targets = shares.map((s) => s.target)
        expect(sum(targets)).toBe(total)
        expect(Math.max(...targets) - Math.min(...targets)).toBeLessThanOrEqual(1)
        const moves = sum(poorZones(shares).map((s) => s.target - s.have))
        expect(moves).toBe(sum(richZones(shares).map((s) => s.have - s.target)))
        const larger = total % counts.length
        const each = Math.floor(total / counts.length)
        const richest = [...counts].sort((a, b) => b - a)
        expect(moves).toBe(sum(richest.map((n, i) => Math.max(0, n - each - (i < larger ? 1 : 0)))))
        expect(isBalanced(shares)).toBe(moves === 0)
      }),
      { numRuns: numRuns * 5 },
    )
  })
})

/** What happens to a cluster with a daemon, a task-set service, an early-success service and one that is rebalanced. */
const step = fc.record({
  kind: fc.constantFrom(
    'advance',
    'advance',
    'advance',
    'join',
    'drain',
    'activate',
    'terminate',
    'crash',
    'deploy',
    'scale',
    'taskSet',
    'scaleSet',
    'deleteSet',
    'primarySet',
    'protect',
    'image',
    'delete',
  ),
  a: fc.nat(200),
  b: fc.nat(100),
})
type Step = { kind: string; a: number; b: number }

const NAMES = ['daemon', 'sets', 'early', 'spread'] as const

function attempt(engine: Engine, operation: string, input: object): void {
  const [service, name] = operation.split('.') as [string, string]
  try {
    engine.call(service, name, input)
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
  }
}

function world(seed: number, digests: boolean): Engine {
  const engine = createEngine({ seed, checkInvariants: true, timings: { modelDigestResolution: digests } })
  attempt(engine, 'ecs.CreateCluster', { clusterName: 'demo' })
  attempt(engine, 'playground.AddContainerInstances', { cluster: 'demo', instanceType: 'c5.large', count: 2 })
  for (const tag of ['1', '2']) {
    attempt(engine, 'ecs.RegisterTaskDefinition', {
      family: 'app',
      containerDefinitions: [{ name: 'app', image: `app:${tag}`, cpu: 128, memory: 256 }],
    })
  }
  const create = (serviceName: string, more: object) =>
    attempt(engine, 'ecs.CreateService', { cluster: 'demo', serviceName, ...more })
  create('daemon', { taskDefinition: 'app:1', schedulingStrategy: 'DAEMON' })
  create('sets', { desiredCount: 3, deploymentController: { type: 'EXTERNAL' } })
  const earlySuccessCriteria = { enable: true, healthyPercent: 60, sourceServiceRevisionCleanup: 'DEFERRED' }
  const deploymentConfiguration = { minimumHealthyPercent: 50, maximumPercent: 200, earlySuccessCriteria }
  create('early', { taskDefinition: 'app:1', desiredCount: 4, deploymentConfiguration })
  create('spread', { taskDefinition: 'app:1', desiredCount: 5 })
  return engine
}

function play(engine: Engine, { kind, a, b }: Step): void {
  const cluster = 'demo'
  const service = NAMES[a % NAMES.length] as string
  const pick = <T>(rows: T[]) => rows[b % Math.max(1, rows.length)]
  const instance = pick([...engine.rows('containerInstances')].filter((ci) => ci.status !== 'INACTIVE'))
  const task = pick([...engine.rows('tasks')].filter((t) => t.lastStatus !== 'STOPPED'))
  const set = pick([...engine.rows('deployments')].filter((d) => d.taskSet && d.status !== 'INACTIVE'))
  const sets = { cluster, service: 'sets' }
  const scale = { value: b, unit: 'PERCENT' }
  switch (kind) {
    case 'advance':
      engine.advance(a * 1000 + b * 37)
      break
    case 'join':
      attempt(engine, 'playground.AddContainerInstances', { cluster, instanceType: 'c5.large', count: 1 })
      break
    case 'drain':
    case 'activate':
      attempt(engine, 'ecs.UpdateContainerInstancesState', {
        cluster,
        containerInstances: [instance?.arn],
        status: kind === 'drain' ? 'DRAINING' : 'ACTIVE',
      })
      break
    case 'terminate':
      attempt(engine, 'playground.InjectFault', { kind: 'terminateInstance', target: instance?.ec2InstanceId })
      break
    case 'crash':
      attempt(engine, 'playground.InjectFault', { kind: 'stopContainer', target: task?.taskId })
      break
    case 'deploy':
      attempt(engine, 'ecs.UpdateService', { cluster, service, taskDefinition: `app:${1 + (b % 2)}` })
      break
    case 'scale':
      attempt(engine, 'ecs.UpdateService', { cluster, service, desiredCount: b % 7 })
      break
    case 'taskSet':
      attempt(engine, 'ecs.CreateTaskSet', { ...sets, taskDefinition: `app:${1 + (a % 2)}`, scale })
      break
    case 'scaleSet':
      attempt(engine, 'ecs.UpdateTaskSet', { ...sets, taskSet: set?.deploymentId, scale })
      break
    case 'deleteSet':
      attempt(engine, 'ecs.DeleteTaskSet', { ...sets, taskSet: set?.deploymentId, force: a % 2 === 0 })
      break
    case 'primarySet':
      attempt(engine, 'ecs.UpdateServicePrimaryTaskSet', { ...sets, primaryTaskSet: set?.deploymentId })
      break
    case 'protect':
      attempt(engine, 'ecs.UpdateTaskProtection', {
        cluster,
        tasks: [task?.taskId],
        protectionEnabled: true,
        expiresInMinutes: 1 + (a % 10),
      })
      break
    case 'image':
      attempt(engine, 'playground.PutImage', { image: `app:${1 + (a % 2)}`, pullable: b % 3 !== 0 })
      break
    default:
      if (b % 5 === 0) attempt(engine, 'ecs.DeleteService', { cluster, service, force: true })
  }
}

describe('random worlds of daemons, task sets, early success and rebalancing', () => {
  it('design §3, D-230, D-231, D-560 invariants hold; what is left alone comes to rest', () => {
    fc.assert(
      fc.property(
        fc.nat(1000),
        fc.boolean(),
        fc.array(step, { maxLength: 30, size: 'max' }),
        (seed, digests, steps) => {
          const engine = world(seed, digests)
          for (const s of steps) play(engine, s)
          for (const tag of ['1', '2']) attempt(engine, 'playground.PutImage', { image: `app:${tag}`, pullable: true })
          attempt(engine, 'playground.AddContainerInstances', { cluster: 'demo', instanceType: 'm5.4xlarge', count: 3 })
          engine.advance(3 * 3_600_000)
          engine.checkInvariants()
          engine.world()
          for (const service of engine.rows('services')) {
            const waiting = engine.waiting(service.id)
            // Standalone leftovers of a drained instance may keep a daemon's task; everything else has come to rest.
            if (service.status === 'ACTIVE' && service.schedulingStrategy === 'REPLICA')
              expect([service.name, waiting?.sentence ?? null]).toEqual([service.name, null])
          }
          for (const { taskSet, status } of engine.rows('deployments')) {
            if (taskSet && status !== 'INACTIVE') expect(taskSet.stabilityStatus).toBe('STEADY_STATE')
          }
        },
      ),
      { numRuns },
    )
  })
})
