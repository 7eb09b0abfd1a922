import { beforeEach, describe, expect, it } from 'vitest'
import type { Batch, ClusterView } from '../worker'
import { historyOf } from './history'
import { sentenceOf, speak } from './speak'
import { timeline } from './timeline'
import { ui } from './ui'
import {
  flush,
  getClock,
  idsOf,
  listOf,
  onFrame,
  receive,
  subscribeIds,
  subscribeRow,
  subscribeStreams,
  subscribeTable,
  world,
} from './world'

let seq = 0
const batch = (more: Partial<Batch> = {}): Batch => ({
  seq: ++seq,
  nowMs: seq * 100,
  branch: 'main',
  tables: {},
  moments: [],
  refused: null,
  skipped: null,
  load: { workMs: 0, holding: false, behind: false },
  playing: true,
  speed: 5,
  serviceEvents: [],
  decisions: [],
  commands: [],
  ...more,
})
const cluster = (id: string, name = id): ClusterView => ({ id, name, arn: `arn:${id}`, status: 'ACTIVE' })
const clusters = (upserts: ClusterView[], removed: string[] = []) =>
  batch({ tables: { clusters: { upserts, removed } } })

beforeEach(() => {
  receive(batch({ reset: true }))
  flush()
})

describe('flush', () => {
  it('applies nothing before it is called, then all batches in order', () => {
    receive(clusters([cluster('cluster-1', 'a')]))
    receive(clusters([cluster('cluster-1', 'b'), cluster('cluster-2')]))
    expect(world.rows.clusters.size).toBe(0)
    const frame = flush()
    expect(world.rows.clusters.get('cluster-1')?.name).toBe('b')
    expect([...frame.dirty.clusters]).toEqual(['cluster-1', 'cluster-2'])
    expect(getClock()).toBe(seq * 100)
  })

  it('tells each listener once a frame, after everything is applied', () => {
    const heard: string[] = []
    const stops = [
      subscribeRow('clusters', 'cluster-1', () => heard.push(`row ${world.rows.clusters.size}`)),
      subscribeRow('clusters', 'cluster-9', () => heard.push('other row')),
      subscribeTable('clusters', () => heard.push('table')),
      subscribeTable('tasks', () => heard.push('other table')),
      subscribeIds('clusters', () => heard.push('ids')),
      subscribeStreams(() => heard.push('streams')),
      onFrame(() => heard.push('frame')),
    ]
    receive(clusters([cluster('cluster-1')]))
    receive(clusters([cluster('cluster-1', 'b'), cluster('cluster-2')]))
    flush()
    expect(heard).toEqual(['row 2', 'table', 'ids', 'frame'])
    for (const stop of stops) stop()
    receive(clusters([cluster('cluster-1', 'c')]))
    flush()
    expect(heard).toHaveLength(4)
  })

  it('keeps the ids and the list the same until they change', () => {
    receive(clusters([cluster('cluster-1'), cluster('cluster-2')]))
    flush()
    const ids = idsOf('clusters')
    const list = listOf('clusters')
    expect(ids).toEqual(['cluster-1', 'cluster-2'])
    flush()
    expect(listOf('clusters')).toBe(list)
    receive(clusters([cluster('cluster-2', 'renamed')]))
    flush()
    expect(idsOf('clusters')).toBe(ids)
    expect(listOf('clusters').map((row) => row.name)).toEqual(['cluster-1', 'renamed'])
    receive(clusters([], ['cluster-1']))
    flush()
    expect(idsOf('clusters')).toEqual(['cluster-2'])
  })

  it('forgets everything at a reset, and tells the rows that went', () => {
    receive(clusters([cluster('cluster-1')]))
    receive(batch({ commands: [{ atMs: 0, service: 'ecs', operation: 'CreateCluster', input: {} }] }))
    flush()
    let told = 0
    const stop = subscribeRow('clusters', 'cluster-1', () => told++)
    receive(batch({ reset: true, tables: { clusters: { upserts: [cluster('cluster-7')] } } }))
    expect(flush().reset).toBe(true)
    stop()
    expect(told).toBe(1)
    expect(idsOf('clusters')).toEqual(['cluster-7'])
    expect(world.commands).toEqual([])
  })

  it('is quiet without a batch', () => {
    const frame = flush()
    expect(frame.changed).toBe(false)
    expect(frame.idsChanged.size).toBe(0)
  })
})

describe('history', () => {
  const sample = (atMs: number, healthy: number) => ({ atMs, healthy, running: healthy, lower: 3, upper: 6 })
  const put = (more: Partial<Batch>) => {
    receive(batch(more))
    flush()
  }

  it('grows with the samples of batches and is replaced with a reset or new branches', () => {
    put({ samples: { 'svc-1': [sample(1, 4)] } })
    put({ samples: { 'svc-1': [sample(2, 3)] } })
    put({})
    expect(historyOf('svc-1').map(({ healthy }) => healthy)).toEqual([4, 3])
    put({ time: { branches: [], undo: null, redo: null }, samples: { 'svc-1': [sample(1, 4)] } })
    expect(historyOf('svc-1').map(({ healthy }) => healthy)).toEqual([4])
    put({ reset: true })
    expect(historyOf('svc-1')).toEqual([])
  })
})

describe('timeline', () => {
  const mark = (atMs: number) => ({ atMs, kind: 'command' as const, count: 1, text: 'update service' })
  const put = (more: Partial<Batch>) => {
    receive(batch(more))
    flush()
  }

  it('follows marks, the known end and what can be undone', () => {
    put({ reset: true, marks: [mark(1)], endMs: 10, time: { branches: [], undo: 'UpdateService', redo: null } })
    put({ marks: [mark(5)], endMs: 20 })
    expect(timeline()).toMatchObject({ endMs: 20, undo: 'UpdateService', redo: null })
    expect(timeline().marks.map(({ atMs }) => atMs)).toEqual([1, 5])
    const { marks } = timeline()
    put({ endMs: 30 })
    expect(timeline().marks).toBe(marks)
    put({ time: { branches: [], undo: null, redo: 'UpdateService' }, marks: [mark(1)], endMs: 15 })
    expect(timeline()).toMatchObject({ endMs: 15, undo: null, redo: 'UpdateService' })
    expect(timeline().marks).toHaveLength(1)
  })
})

describe('speak', () => {
  const moment = (text: string) => ({ atMs: 0, kind: 'task' as const, ids: [], text })

  it('joins moments into one sentence, each once, the rest counted', () => {
    expect(sentenceOf([])).toBe('')
    expect(sentenceOf([moment('2 tasks started'), moment(''), moment('2 tasks started')])).toBe('2 tasks started.')
    expect(sentenceOf(['a', 'b', 'c', 'd', 'e', 'f'].map(moment))).toBe('a, b, c, d and 2 more changes.')
  })

  it('speaks at most every two seconds and loses nothing between', () => {
    speak({ reset: true, moments: [moment('first')] }, 10_000)
    expect(ui().spoken).toBe('first.')
    speak({ reset: false, moments: [moment('second')] }, 11_000)
    expect(ui().spoken).toBe('first.')
    speak({ reset: false, moments: [moment('third')] }, 12_000)
    expect(ui().spoken).toBe('second, third.')
  })
})
