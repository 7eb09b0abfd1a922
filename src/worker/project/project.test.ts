import { describe, expect, it } from 'vitest'
import type { RowTypes } from '../../engine'
import { createEngine } from '../../engine'
import type { TableDeltas } from '../protocol'
import { conditionText } from './balancing'
import { Projector } from './projector'
import { boxesOf, countTasks, shortImage } from './service'
import { failureOf, wordOf } from './task'

type Task = RowTypes['tasks']
const task = (more: Partial<Task>): Task =>
  ({
    lastStatus: 'RUNNING',
    desiredStatus: 'RUNNING',
    healthStatus: 'UNKNOWN',
    countsAsHealthy: false,
    stopCode: null,
    stoppedReason: null,
    deploymentId: 'dep-1',
    containers: [],
    ...more,
  }) as Task
const stopped = (more: Partial<Task>) => task({ lastStatus: 'STOPPED', desiredStatus: 'STOPPED', ...more })
const target = (state: string) => ({ state }) as RowTypes['targets']

describe('wordOf', () => {
  it.each([
    ['PROVISIONING', 'preparing'],
    ['PENDING', 'pending'],
    ['ACTIVATING', 'registering'],
    ['DEACTIVATING', 'draining'],
    ['STOPPING', 'stopping'],
    ['DEPROVISIONING', 'releasing'],
  ] as const)('says %s as %s', (lastStatus, word) => {
    expect(wordOf(task({ lastStatus }), [])).toBe(word)
  })

  it('tells running from counted healthy and from unhealthy', () => {
    expect(wordOf(task({}), [])).toBe('running')
    expect(wordOf(task({ countsAsHealthy: true }), [target('healthy')])).toBe('healthy')
    expect(wordOf(task({ countsAsHealthy: true }), [target('unhealthy')])).toBe('unhealthy')
    expect(wordOf(task({ healthStatus: 'UNHEALTHY' }), [])).toBe('unhealthy')
  })

  it('tells stopped from failed', () => {
    expect(wordOf(stopped({ stopCode: 'ServiceSchedulerInitiated' }), [])).toBe('stopped')
    expect(wordOf(stopped({ stopCode: 'UserInitiated' }), [])).toBe('stopped')
    expect(wordOf(stopped({ stopCode: 'TaskFailedToStart' }), [])).toBe('failed')
  })
})

describe('failureOf', () => {
  it('names the failure in a word or two', () => {
    const exited = [{ essential: true, exitCode: 137, reason: null }] as unknown as Task['containers']
    expect(failureOf(stopped({ stopCode: 'EssentialContainerExited', containers: exited }))).toBe('exit 137')
    expect(failureOf(stopped({ stoppedReason: 'CannotPullContainerError: …', stopCode: 'TaskFailedToStart' }))).toBe(
      'cannot pull',
    )
    const reason = 'Task failed ELB health checks in (target-group x)'
    expect(failureOf(stopped({ stopCode: 'ServiceSchedulerInitiated', stoppedReason: reason }))).toBe(
      'failed health check',
    )
    expect(failureOf(task({ stopCode: 'TaskFailedToStart' }))).toBeNull()
  })
})

describe('gauge counts', () => {
  const tasks = [
    task({ countsAsHealthy: true }),
    task({ deploymentId: 'dep-2' }),
    task({ deploymentId: 'dep-2', countsAsHealthy: true }),
    task({ deploymentId: 'dep-2', lastStatus: 'PENDING' }),
    task({ lastStatus: 'DEACTIVATING', desiredStatus: 'STOPPED' }),
  ]

  it('counts by state, old and new apart', () => {
    expect(countTasks(tasks, 'dep-2', true)).toEqual({
      healthyOld: 1,
      healthyNew: 1,
      notCounted: 1,
      starting: 1,
      stopping: 1,
      running: 3,
      pending: 1,
    })
  })

  it('orders boxes by state, old before new', () => {
    const boxes = boxesOf(tasks, 'dep-2', (row) => (row.deploymentId === 'dep-2' ? 2 : 1))
    expect(boxes).toEqual([
      { state: 'healthy', revision: 1, count: 1 },
      { state: 'healthy', revision: 2, count: 1 },
      { state: 'notCounted', revision: 2, count: 1 },
      { state: 'starting', revision: 2, count: 1 },
      { state: 'stopping', revision: 1, count: 1 },
    ])
  })
})

describe('words', () => {
  it('shortens an image', () => {
    expect(shortImage('registry.example/team/shop:1')).toBe('shop:1')
    expect(shortImage('shop')).toBe('shop')
  })

  it('says a rule in a few words', () => {
    expect(conditionText({ Field: 'path-pattern', Values: ['/api/*', '/v2/*'] })).toBe('/api/*, /v2/*')
    expect(conditionText({ Field: 'host-header', HostHeaderConfig: { Values: ['admin.example.com'] } })).toBe(
      'host admin.example.com',
    )
    expect(conditionText({ Field: 'query-string', QueryStringConfig: { Values: [{ Key: 'a', Value: '1' }] } })).toBe(
      '?a=1',
    )
    expect(conditionText({ Field: 'http-header', HttpHeaderConfig: { HttpHeaderName: 'X-A', Values: ['b'] } })).toBe(
      'X-A: b',
    )
  })
})

describe('Projector', () => {
  const changed = (deltas: TableDeltas) =>
    Object.entries(deltas).map(
      ([table, delta]) => `${table} +${delta.upserts?.length ?? 0} -${delta.removed?.length ?? 0}`,
    )

  it('makes only the views that a change touches, and sends none twice', () => {
    const engine = createEngine({ seed: 3 })
    const projector = new Projector(engine)
    let cursor = engine.changesSince(0).to
    const take = (force = false) => {
      const changes = engine.changesSince(cursor)
      cursor = changes.to
      projector.note(changes)
      return changed(projector.take(force))
    }
    take(true)
    engine.call('ecs', 'CreateCluster', { clusterName: 'demo' })
    expect(take()).toEqual(['clusters +1 -0'])
    engine.call('playground', 'AddContainerInstances', { cluster: 'demo', instanceType: 'c5.large', count: 2 })
    engine.settle()
    expect(take()).toEqual(['instances +2 -0', 'zones +2 -0'])
    expect(take(true)).toEqual([])
    const [first] = engine.rows('containerInstances')
    engine.call('ecs', 'UpdateContainerInstancesState', {
      cluster: 'demo',
      containerInstances: [first?.arn],
      status: 'DRAINING',
    })
    engine.settle()
    expect(take()).toEqual(['instances +1 -0'])
  })

  it('takes away what is gone', () => {
    const engine = createEngine({ seed: 3 })
    engine.call('ecs', 'CreateCluster', { clusterName: 'demo' })
    const projector = new Projector(engine)
    let cursor = engine.changesSince(0).to
    projector.take(true)
    engine.call('ecs', 'DeleteCluster', { cluster: 'demo' })
    engine.settle()
    const changes = engine.changesSince(cursor)
    cursor = changes.to
    projector.note(changes)
    expect(projector.take(false)).toEqual({ clusters: { removed: ['cluster-1'] } })
  })
})
