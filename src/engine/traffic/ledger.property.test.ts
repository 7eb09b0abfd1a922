import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Sim } from '../kernel'
import { deregisterTargets } from '../loadbalancing'
import { at, front, network, putImage, register, setProcess, stopped, task, traffic } from '../loadbalancing/testing'
import { requestsView, trafficAt } from '.'

const numRuns = Number(process.env.RUNS ?? 40)

type Act = {
  kind: 'add' | 'drain' | 'crash' | 'hang' | 'boot' | 'gone' | 'rate'
  atMs: number
  which: number
  value: number
}

const acts: fc.Arbitrary<Act[]> = fc.array(
  fc.record({
    kind: fc.constantFrom<Act['kind']>('add', 'add', 'drain', 'crash', 'hang', 'boot', 'gone', 'rate'),
    atMs: fc.integer({ min: 0, max: 120_000 }),
    which: fc.nat(20),
    value: fc.integer({ min: 0, max: 90 }),
  }),
  { maxLength: 25 },
)

function world(requestMs: number, delay: number): { sim: Sim; lb: string; tg: string } {
  const sim = network()
  const { lb, tg } = front(sim, { HealthCheckIntervalSeconds: 10 }, delay)
  putImage(sim, { requestMs, errorPercent: 3 })
  for (const _ of [1, 2, 3]) register(sim, tg, task(sim))
  traffic(sim, lb, 47, { clientTimeoutSeconds: 20 })
  return { sim, lb, tg }
}

function act(sim: Sim, lb: string, tg: string, { kind, which, value }: Act): void {
  const tasks = [...sim.t.tasks.values()]
  const targets = [...sim.t.targets.values()]
  const chosen = tasks[which % tasks.length]
  const target = targets[which % Math.max(1, targets.length)]
  if (kind === 'add') register(sim, tg, task(sim))
  else if (kind === 'rate') traffic(sim, lb, value, { clientTimeoutSeconds: 20 })
  else if (kind === 'drain') deregisterTargets(sim, target ? [target.id] : [])
  else if (!chosen || chosen.lastStatus === 'STOPPED') return
  else if (kind === 'gone') {
    setProcess(sim, chosen.id, 'exited')
    stopped(sim, chosen.id)
  } else setProcess(sim, chosen.id, ({ crash: 'exited', hang: 'hung', boot: 'listening' } as const)[kind])
}

describe('the account of requests (N-130 … N-138)', () => {
  it('adds up at every instant, is the same however often it is read, settled, saved and loaded', () => {
    fc.assert(
      fc.property(
        acts,
        fc.integer({ min: 0, max: 40_000 }),
        fc.integer({ min: 0, max: 40 }),
        (unsorted, requestMs, delay) => {
          const sorted = [...unsorted].sort((a, b) => a.atMs - b.atMs)
          const quiet = world(requestMs, delay)
          const watched = world(requestMs, delay)
          let before = 0
          for (const next of sorted) {
            at(quiet.sim, next.atMs / 1000, () => act(quiet.sim, quiet.lb, quiet.tg, next))
            at(watched.sim, next.atMs / 4000 + (watched.sim.nowMs * 3) / 4000)
            trafficAt(watched.sim)
            at(watched.sim, next.atMs / 2000 + watched.sim.nowMs / 2000)
            const { total, ok, failed4xx, failed5xx, refused, timedOut, inFlight } = requestsView(watched.sim)
            expect(ok + failed4xx + failed5xx + refused + timedOut + inFlight).toBe(total)
            expect(ok + failed4xx + failed5xx + refused + timedOut).toBeGreaterThanOrEqual(before)
            before = ok + failed4xx + failed5xx + refused + timedOut
            for (const hook of watched.sim.hooks.beforeRoutingChange) hook(watched.sim)
            watched.sim.load(structuredClone(watched.sim.save()))
            at(watched.sim, next.atMs / 1000, () => act(watched.sim, watched.lb, watched.tg, next))
          }
          at(quiet.sim, 300)
          at(watched.sim, 300)
          expect(requestsView(watched.sim)).toEqual(requestsView(quiet.sim))
          for (const { id } of quiet.sim.t.targets.values()) {
            expect(trafficAt(watched.sim).target(id)).toEqual(trafficAt(quiet.sim).target(id))
          }
        },
      ),
      { numRuns },
    )
  })

  it('equals dealing one request at a time while targets come, crash and come back', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 12, max: 60 }), fc.nat(2), fc.boolean()), { maxLength: 10 }),
        fc.integer({ min: 1, max: 60 }),
        (unsorted, rate) => {
          const changes = [...unsorted].sort((a, b) => a[0] - b[0])
          const sim = network()
          const { lb, tg } = front(sim, { HealthCheckIntervalSeconds: 300, UnhealthyThresholdCount: 10 })
          const tasks = [1, 2, 3].map(() => task(sim))
          const targets = tasks.map((of) => register(sim, tg, of).id)
          at(sim, 10, () => traffic(sim, lb, rate))
          const up = [true, true, true]
          const ok = [0, 0, 0]
          const lost = [0, 0, 0]
          let turn = 0
          const pending = [...changes]
          // Arrival i at 10 + i / rate; a change comes before the arrivals of its own instant.
          for (let i = 0; 10 + i / rate < 70; i++) {
            while (pending[0] && pending[0][0] * rate <= 10 * rate + i) {
              const [, which, listens] = pending.shift() as [number, number, boolean]
              up[which] = listens
            }
            const counts = up[turn] ? ok : lost
            counts[turn] = (counts[turn] as number) + 1
            turn = (turn + 1) % 3
          }
          for (const [second, which, listens] of changes) {
            at(sim, second, () => setProcess(sim, tasks[which]?.id as string, listens ? 'listening' : 'exited'))
          }
          at(sim, 70)
          const seen = targets.map((id) => trafficAt(sim).target(id))
          expect(seen.map((t) => t?.ok ?? 0)).toEqual(ok)
          expect(seen.map((t) => t?.failed.elb502 ?? 0)).toEqual(lost)
        },
      ),
      { numRuns },
    )
  })

  it('a refused command leaves the account alone, and a restored run goes on identically', () => {
    const { sim, lb, tg } = world(500, 30)
    at(sim, 20)
    const before = requestsView(sim)
    expect(() =>
      sim.atomically(() => {
        traffic(sim, lb, 5)
        throw new Error('refused')
      }),
    ).toThrow('refused')
    expect(requestsView(sim)).toEqual(before)
    const saved = structuredClone(sim.save())
    const go = (s: Sim) => {
      at(s, 30, () => setProcess(s, 'task-1', 'exited'))
      at(s, 40, () => register(s, tg, task(s)))
      at(s, 80)
      return requestsView(s)
    }
    const first = go(sim)
    sim.load(saved)
    expect(go(sim)).toEqual(first)
    expect(first.total).toBe(47 * 80)
  })
})
