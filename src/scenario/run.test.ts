import { describe, expect, it } from 'vitest'
import type { Checkpoint, Engine } from '../engine'
import { ApiError } from '../engine'
import { checkScenario } from './parse'
import type { RunResult } from './result'
import type { EngineHost } from './run'
import { runScenario } from './run'

/**
 * A tiny engine with the front door's rules of time: a created cluster is PROVISIONING until its instant is settled, and every 5 s
 * three times over its `tags` grow by one.
 */
interface State {
  now: number
  done: boolean
  clusters: { clusterName: string; status: string; tags: number[] }[]
  queue: { atMs: number; clusterName: string }[]
  changes: number
}

const calls: string[] = []
const START = Date.UTC(2026, 0, 5, 9)

function fake(state: State): Engine {
  const settle = () => {
    const due = state.queue.filter(({ atMs }) => atMs === state.now)
    state.queue = state.queue.filter(({ atMs }) => atMs !== state.now)
    for (const { clusterName } of due) {
      state.clusters = state.clusters.map((cluster) =>
        cluster.clusterName !== clusterName
          ? cluster
          : { ...cluster, status: 'ACTIVE', tags: cluster.status === 'ACTIVE' ? [...cluster.tags, state.now] : [] },
      )
      state.changes++
    }
    state.done = true
  }
  const nextAt = () => state.queue.map(({ atMs }) => atMs).sort((a, b) => a - b)[0]
  const engine = {
    get now() {
      return state.now
    },
    options: { seed: 1, region: 'us-east-1', accountId: '123456789012', startTimeMs: START },
    operations: [],
    call(service: string, operation: string, input: { clusterName?: string; cluster?: string }) {
      if (state.done) {
        state.now += 1
        state.done = false
      }
      calls.push(`${state.now} ${service}.${operation} ${JSON.stringify(input)}`)
      if (operation === 'ListClusters')
        return { clusterArns: state.clusters.map((c) => c.clusterName), at: new Date(START) }
      if (operation === 'StopTask') {
        state.clusters = []
        throw new ApiError('ClusterNotFoundException', 'A refusal that is a defect: it left a trace.')
      }
      if (operation === 'DeleteCluster') throw new ApiError('ClusterNotFoundException', 'Cluster not found.')
      const clusterName = input.clusterName ?? 'default'
      state.clusters = [...state.clusters, { clusterName, status: 'PROVISIONING', tags: [] }]
      for (const after of [0, 5_000, 10_000, 15_000])
        state.queue = [...state.queue, { atMs: state.now + after, clusterName }]
      state.changes++
      return { cluster: { clusterName } }
    },
    settle,
    advance(ms: number) {
      const until = state.now + ms
      settle()
      for (let next = nextAt(); next !== undefined && next < until; next = nextAt()) {
        state.now = next
        settle()
      }
      state.now = until
      state.done = false
    },
    changesSince: (cursor: number) => ({
      from: cursor,
      to: state.changes,
      nowMs: state.now,
      upserts: state.changes > cursor ? { clusters: [] } : {},
      removed: {},
      serviceEvents: [],
      decisions: [],
    }),
    checkpoint: () => ({ engine: 'fake', state: structuredClone(state) }) as unknown as Checkpoint,
    world: (tables?: readonly string[]) => {
      const all: Record<string, unknown> = {
        now: new Date(START + state.now).toISOString(),
        clusters: state.clusters,
        saved: {},
      }
      return Object.fromEntries(Object.entries(all).filter(([name]) => tables === undefined || tables.includes(name)))
    },
    digest: () => JSON.stringify(state),
    nextAt,
  }
  return engine as unknown as Engine
}

const host: EngineHost = {
  version: 'fake',
  create: () => fake({ now: 0, done: false, clusters: [], queue: [], changes: 0 }),
  restore: (checkpoint) => fake(structuredClone(checkpoint.state) as unknown as State),
}

function run(...steps: unknown[]): RunResult {
  calls.length = 0
  return runScenario(checkScenario({ format: 'ecs-playground/1', seed: 1, steps }), host)
}
const create = (at: string, clusterName = 'demo') => ({ at, do: 'ecs.CreateCluster', with: { clusterName } })
const outcomes = (result: RunResult) => result.checks.map(({ ok, decidedAt }) => [ok, decidedAt?.slice(14, 19)])

describe('steps', () => {
  it('apply in time order, ties in file order, each first in its instant', () => {
    run(create('10s', 'c'), create('0s', 'a'), create('10s', 'd'), create('5s', 'b'))
    expect(calls.map((call) => call.replace(/ecs.CreateCluster /, ''))).toEqual([
      '0 {"clusterName":"a"}',
      '5000 {"clusterName":"b"}',
      '10000 {"clusterName":"c"}',
      '10000 {"clusterName":"d"}',
    ])
  })

  it('$ stands for its value over the world at that moment, $literal for itself', () => {
    const result = run(create('0s', 'first'), {
      at: '0s',
      do: 'ecs.CreateCluster',
      with: {
        clusterName: { $: 'clusters[0].clusterName' },
        tags: [{ key: { $: '`7`' }, value: { $literal: { $: 'x' } } }],
      },
    })
    expect(result.error).toBeUndefined()
    expect(calls[1]).toBe('0 ecs.CreateCluster {"clusterName":"first","tags":[{"key":7,"value":{"$":"x"}}]}')
  })

  it('a $ that yields null or fails stops the run at that step', () => {
    const nothing = run(create('0s'), {
      at: '1s',
      do: 'ecs.DeleteCluster',
      with: { cluster: { $: 'clusters[7].clusterName' } },
    })
    expect(nothing.error).toEqual({
      step: 1,
      name: 'ScenarioError',
      message: 'steps[1].with.cluster.$: clusters[7].clusterName is null',
    })
    const wrong = run({ at: '1s', do: 'ecs.DeleteCluster', with: { cluster: { $: 'length(now) == sum(now)' } } })
    expect(wrong.error?.step).toBe(0)
    expect(wrong.ok).toBe(false)
  })

  it('a refusal that nobody wanted stops the run: later checks stay undecided', () => {
    const result = run({ at: '1s', do: 'ecs.DeleteCluster' }, { at: '2s', expect: '`true`' })
    expect(result.error).toEqual({ step: 0, name: 'ClusterNotFoundException', message: 'Cluster not found.' })
    expect(outcomes(result)).toEqual([[false, undefined]])
    expect(result.ok).toBe(false)
  })

  it('fails wants exactly this name, its message as a substring, and the run goes on', () => {
    const fails = (wanted: unknown) => ({ at: '1s', do: 'ecs.DeleteCluster', fails: wanted })
    const result = run(
      fails('ClusterNotFoundException'),
      fails({ name: 'ClusterNotFoundException', message: 'not found' }),
      fails('ClusterNotFound'),
      fails({ name: 'ClusterNotFoundException', message: 'in use' }),
      { ...create('1s'), fails: 'ClusterNotFoundException' },
    )
    expect(result.error).toBeUndefined()
    expect(result.checks.map(({ ok }) => ok)).toEqual([true, true, false, false, false])
    expect(result.checks[2]?.value).toEqual({ name: 'ClusterNotFoundException', message: 'Cluster not found.' })
  })

  it('fails does not hold when the refusal changed something', () => {
    const result = run(create('0s'), { at: '1s', do: 'ecs.StopTask', fails: 'ClusterNotFoundException' })
    expect(result.checks[0]?.ok).toBe(false)
  })

  it('returns checks the answer, save keeps it as plain JSON under saved', () => {
    const result = run(
      create('0s'),
      { at: '1s', do: 'ecs.ListClusters', returns: 'length(clusterArns) == `1`', save: 'list' },
      { at: '1s', do: 'ecs.ListClusters', returns: 'length(clusterArns)' },
      { at: '2s', expect: "saved.list.at == '2026-01-05T09:00:00.000Z'" },
    )
    expect(result.checks.map(({ kind, ok, value }) => [kind, ok, value])).toEqual([
      ['returns', true, true],
      ['returns', false, 1],
      ['expect', true, true],
    ])
    expect(result.world.saved).toEqual({ list: { clusterArns: ['demo'], at: '2026-01-05T09:00:00.000Z' } })
  })
})

describe('expect', () => {
  it('sees the end of its instant', () => {
    expect(run(create('0s'), { at: '0s', expect: "clusters[0].status == 'ACTIVE'" }).ok).toBe(true)
    expect(run(create('0s'), { at: '5s', expect: 'length(clusters[0].tags) == `1`' }).ok).toBe(true)
  })

  it('sees the steps above it and not those below it of the same instant, settled, and leaves no trace', () => {
    const checked = run(
      create('3s', 'a'),
      { at: '3s', expect: "join(',', clusters[].status) == 'ACTIVE'" },
      create('3s', 'b'),
      { at: '3s', expect: "join(',', clusters[].status) == 'ACTIVE,ACTIVE'" },
    )
    expect(checked.checks.map(({ ok }) => ok)).toEqual([true, true])
    expect(calls.map((call) => call.split(' ')[0])).toEqual(['3000', '3000'])
    expect(checked.digest).toBe(run(create('3s', 'a'), create('3s', 'b')).digest)
  })

  it('holds only for exactly true; a failed evaluation says so', () => {
    const result = run(create('0s'), { at: '1s', expect: 'clusters' }, { at: '1s', expect: 'sum(clusters)' })
    expect(result.checks.map(({ ok }) => ok)).toEqual([false, false])
    expect(result.checks[1]?.value).toMatchObject({ error: expect.stringContaining('sum()') })
  })
})

describe('always and eventually', () => {
  it('always fails at the first instant at which it does not hold', () => {
    const result = run(create('0s'), { from: '1s', to: '1m', always: 'length(clusters[0].tags) < `2`' })
    expect(outcomes(result)).toEqual([[false, '00:10']])
  })

  it('always holds when it held throughout, decided at to', () => {
    const result = run(create('0s'), { from: '1s', to: '1m', always: 'length(clusters[0].tags) < `4`' })
    expect(result.checks[0]).toMatchObject({ ok: true, decidedAt: '2026-01-05T09:01:00.000Z', value: true })
  })

  it('begin at the end of from, with the steps of that instant', () => {
    expect(outcomes(run({ from: '2s', to: '3s', always: 'length(clusters) == `1`' }, create('2s')))).toEqual([
      [true, '00:03'],
    ])
  })

  it('end at to without the steps of that instant, but with its events', () => {
    const always = run(create('0s'), create('5s', 'late'), { to: '5s', always: 'length(clusters) == `1`' })
    expect(outcomes(always)).toEqual([[true, '00:05']])
    const events = run(create('0s'), create('5s', 'late'), {
      from: '1s',
      to: '5s',
      eventually: 'length(clusters[0].tags) == `1`',
    })
    expect(outcomes(events)).toEqual([[true, '00:05']])
    const steps = run(create('0s'), create('5s', 'late'), { to: '5s', eventually: 'length(clusters) == `2`' })
    expect(outcomes(steps)).toEqual([[false, '00:05']])
    // looking at the settled instant did not complete it for the command that follows
    expect(calls.map((call) => call.split(' ')[0])).toEqual(['0', '5000'])
  })

  it('eventually holds at the first instant at which it is true', () => {
    const result = run(create('0s'), { from: '1s', to: '1m', eventually: 'length(clusters[0].tags) == `2`' })
    expect(outcomes(result)).toEqual([[true, '00:10']])
  })

  it('without to they last to the end of the run, its last instant included', () => {
    const result = run({ eventually: 'length(clusters) == `2`' }, create('0s'), create('7s', 'late'))
    expect(outcomes(result)).toEqual([[true, '00:07']])
    expect(outcomes(run({ always: 'length(clusters) == `1`' }, create('0s'), create('7s', 'late')))).toEqual([
      [false, '00:07'],
    ])
  })

  it('until lengthens the run', () => {
    const scenario = { format: 'ecs-playground/1', seed: 1, until: '20s' }
    const steps = [create('0s'), { eventually: 'length(clusters[0].tags) == `3`' }]
    expect(runScenario(checkScenario({ ...scenario, steps }), host).ok).toBe(true)
    expect(runScenario(checkScenario({ ...scenario, until: 0, steps }), host).ok).toBe(false)
  })

  it('watching instant by instant gives the same run as not watching', () => {
    const steps = [create('0s'), create('7s', 'b'), { at: '30s', expect: '`true`' }]
    const watched = run(
      ...steps,
      { always: 'clusters' },
      { eventually: 'now == `1`' },
      { always: 'length(clusters) > `0`' },
    )
    expect(watched.digest).toBe(run(...steps).digest)
  })
})
