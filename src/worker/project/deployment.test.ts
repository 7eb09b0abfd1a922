import { describe, expect, it } from 'vitest'
import type { Engine } from '../../engine'
import { createEngine } from '../../engine'
import { historyOf, projectRecord, recordOf, settingsOf } from './deployment'

const define = (engine: Engine, image: string) =>
  engine.call('ecs', 'RegisterTaskDefinition', {
    family: 'app',
    containerDefinitions: [{ name: 'app', image, cpu: 64, memory: 128 }],
  })

/** A steady service of two; revision 2 cannot be pulled and is deployed with a breaker that rolls back. */
function tripping() {
  const engine = createEngine({ checkInvariants: true, timings: { imagePullFailure: 20 } })
  engine.call('ecs', 'CreateCluster', { clusterName: 'demo' })
  engine.call('playground', 'AddContainerInstances', { cluster: 'demo', instanceType: 'c5.large', count: 2 })
  define(engine, 'app:1')
  engine.advance(60_000)
  engine.call('ecs', 'CreateService', {
    cluster: 'demo',
    serviceName: 'web',
    taskDefinition: 'app:1',
    desiredCount: 2,
  })
  engine.advance(180_000)
  engine.call('playground', 'PutImage', { image: 'app:2', pullable: false })
  define(engine, 'app:2')
  const deploymentConfiguration = { deploymentCircuitBreaker: { enable: true, rollback: true } }
  engine.call('ecs', 'UpdateService', {
    cluster: 'demo',
    service: 'web',
    taskDefinition: 'app:2',
    deploymentConfiguration,
  })
  const service = () => {
    const [row] = [...engine.rows('services')]
    if (!row) throw new Error('no service')
    return row
  }
  const view = () => {
    const record = recordOf(service(), engine)
    return record ? projectRecord(record, engine) : null
  }
  return { engine, service, view }
}

describe('a service deployment as the page shows it', () => {
  it('D-400 … D-404 counts against the threshold, trips, and rolls back', () => {
    const { engine, view } = tripping()
    engine.settle()
    expect(view()).toMatchObject({
      strategy: 'ROLLING',
      target: 'app:2',
      sources: ['app:1'],
      breaker: { status: 'MONITORING', failureCount: 0, threshold: 3, rollback: true },
      rollbackSinceMs: null,
    })
    const seen = new Set<string>()
    for (let second = 0; second < 300; second++) {
      engine.advance(1_000)
      engine.settle()
      const shown = view()
      if (shown) seen.add(`${shown.target} ${shown.breaker.status} ${shown.breaker.failureCount}`)
    }
    expect([...seen]).toEqual(['app:2 MONITORING 0', 'app:2 MONITORING 2', 'app:2 TRIGGERED 4'])
    const [latest, first] = historyOf('svc-1', engine)
    expect(latest).toMatchObject({
      status: 'ROLLBACK_SUCCESSFUL',
      breaker: { status: 'TRIGGERED', failureCount: 4 },
      figures: { lowestHealthy: 2, peakTasks: 4, failedRequests: 0 },
    })
    expect(first).toMatchObject({ status: 'SUCCESSFUL', target: 'app:1', sources: [] })
  })

  it('tells what the next deployment will follow, with ECS’s defaults', () => {
    const { service } = tripping()
    expect(settingsOf(service())).toEqual({
      strategy: 'ROLLING',
      breaker: { enable: true, rollback: true, resetOnHealthyTask: true, type: 'BOUNDED_PERCENT', value: 50 },
      alarms: { enable: false, rollback: false, names: [] },
      bakeMinutes: 0,
      linear: { stepPercent: 10, stepBakeMinutes: 6 },
      canary: { canaryPercent: 5, canaryBakeMinutes: 10 },
      canShift: true,
    })
  })
})
