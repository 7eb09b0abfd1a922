import { describe, expect, it } from 'vitest'
import type { ChangeSet, RowTypes } from '../engine'
import { MomentFinder } from './moments'

const changes = (atMs: number, upserts: object, messages: string[] = []): ChangeSet => ({
  from: 0,
  to: 0,
  nowMs: atMs,
  upserts: upserts as ChangeSet['upserts'],
  removed: {},
  serviceEvents: messages.map((message) => ({ message, serviceId: 'svc-1' }) as RowTypes['serviceEvents']),
  decisions: [],
})
const task = (id: string, lastStatus: string, more: object = {}) => ({
  id,
  lastStatus,
  desiredStatus: 'RUNNING',
  countsAsHealthy: false,
  healthStatus: 'UNKNOWN',
  ...more,
})

describe('MomentFinder', () => {
  it('merges what happened to several rows into one sentence', () => {
    const finder = new MomentFinder()
    expect(finder.note(changes(1_000, { tasks: [task('task-1', 'PENDING'), task('task-2', 'PENDING')] }))).toBe(true)
    expect(finder.note(changes(2_000, { tasks: [task('task-1', 'RUNNING')] }))).toBe(true)
    expect(finder.take()).toEqual([
      { atMs: 1_000, kind: 'task', ids: ['task-1', 'task-2'], text: '2 tasks started' },
      { atMs: 1_000, kind: 'task', ids: ['task-1'], text: '1 task running' },
    ])
    expect(finder.take()).toEqual([])
  })

  it('finds none in a row that changed in nothing that is shown', () => {
    const finder = new MomentFinder()
    finder.note(changes(0, { tasks: [task('task-1', 'RUNNING')], targets: [{ id: 'target-1', state: 'initial' }] }))
    finder.take()
    const same = {
      tasks: [task('task-1', 'RUNNING', { version: 9 })],
      targets: [{ id: 'target-1', state: 'initial', probes: 2 }],
    }
    expect(finder.note(changes(5, same))).toBe(false)
    expect(finder.note(changes(6, { tasks: [task('task-1', 'RUNNING', { countsAsHealthy: true })] }))).toBe(true)
    expect(finder.take().map((moment) => moment.text)).toEqual(['1 task healthy'])
  })

  it('knows targets, instances and deployments', () => {
    const finder = new MomentFinder()
    const upserts = {
      targets: [{ id: 'target-1', state: 'draining' }],
      containerInstances: [{ id: 'ci-1', status: 'DRAINING', agentConnected: true, connectionLost: false }],
      deployments: [{ id: 'dep-1', status: 'PRIMARY', rolloutState: 'COMPLETED' }],
    }
    expect(finder.note(changes(7, upserts))).toBe(true)
    expect(finder.take().map((moment) => moment.text)).toEqual([
      '1 target draining',
      '1 instance draining',
      '1 deployment completed',
    ])
  })

  it('takes a service event for a moment unless it says that the service is steady', () => {
    const finder = new MomentFinder()
    expect(finder.note(changes(1, {}, ['(service web) has reached a steady state.']))).toBe(false)
    expect(finder.note(changes(2, {}, ['(service web) was unable to place a task.']))).toBe(true)
  })

  it('tells alarms', () => {
    const finder = new MomentFinder()
    finder.note(changes(0, { alarms: [{ id: 'alarm-1', state: 'INSUFFICIENT_DATA' }] }))
    finder.take()
    expect(finder.note(changes(5, { alarms: [{ id: 'alarm-1', state: 'ALARM' }] }))).toBe(true)
    expect(finder.take()).toEqual([{ atMs: 5, kind: 'alarm', ids: ['alarm-1'], text: '1 alarm in alarm' }])
  })
})
