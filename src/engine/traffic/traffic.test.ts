import { describe, expect, it } from 'vitest'
import type { Sim } from '../kernel'
import { deregisterTargets } from '../loadbalancing'
import {
  at,
  balancer,
  elb,
  front,
  group,
  listen,
  network,
  putImage,
  register,
  setProcess,
  stopped,
  task,
  traffic,
} from '../loadbalancing/testing'
import { ratesNow, requestsView, trafficAt } from '.'

/** Counts that are not 0, by cause, with ok and inFlight. */
function counts(sim: Sim): Record<string, number> {
  const { byCause, ok, inFlight, total, failed4xx, failed5xx, refused, timedOut } = requestsView(sim)
  expect(ok + failed4xx + failed5xx + refused + timedOut + inFlight).toBe(total)
  return Object.fromEntries(Object.entries({ total, ok, inFlight, ...byCause }).filter(([, count]) => count > 0))
}

/** Two healthy targets before second 10; answers `[task, target row id]` of each. */
function pair(sim: Sim, tg: string) {
  const [a, b] = [task(sim), task(sim)]
  return { a, b, ta: register(sim, tg, a).id, tb: register(sim, tg, b).id }
}

describe('networking vectors', () => {
  it('networking V-23: 90/10 with an empty second group is 900 forwarded and 100 × 503', () => {
    const sim = network()
    const [full, empty] = [group(sim, 'full'), group(sim, 'empty')]
    const lb = balancer(sim)
    const ListenerArn = listen(sim, lb, full)
    const TargetGroups = [
      { TargetGroupArn: full, Weight: 90 },
      { TargetGroupArn: empty, Weight: 10 },
    ]
    elb(sim, 'ModifyListener', { ListenerArn, DefaultActions: [{ Type: 'forward', ForwardConfig: { TargetGroups } }] })
    register(sim, full, task(sim))
    at(sim, 10, () => traffic(sim, 'front', 100))
    at(sim, 20)
    expect(counts(sim)).toEqual({ total: 1000, ok: 900, elb503: 100 })
    expect(requestsView(sim)).toMatchObject({ failed5xx: 100, p50Ms: 0 })
  })

  it('networking V-24: three targets that fail a wrong health path still serve (N-71)', () => {
    const sim = network()
    const { lb, tg } = front(sim)
    putImage(sim, { healthCheckPath: '/health' })
    for (const _ of [1, 2, 3]) register(sim, tg, task(sim))
    at(sim, 100, () => traffic(sim, lb, 30))
    expect([...sim.t.targets.values()].map((target) => target.state)).toEqual(['unhealthy', 'unhealthy', 'unhealthy'])
    at(sim, 110)
    expect(counts(sim)).toEqual({ total: 300, ok: 300 })
    const answered = [...sim.t.targets.values()].map((target) => trafficAt(sim).target(target.id)?.ok)
    expect(answered).toEqual([100, 100, 100])
  })

  it.each([
    [5, { clientTimeout: 1425 }],
    [90, { elb504: 1425 }],
  ])('networking V-34: 57 s of requests to a hung target, client timeout %i', (clientTimeoutSeconds, failed) => {
    const sim = network()
    const { lb, tg } = front(sim)
    const { a, ta } = pair(sim, tg)
    at(sim, 40, () => {
      traffic(sim, lb, 50, { clientTimeoutSeconds })
      setProcess(sim, a.id, 'hung')
    })
    at(sim, 98)
    expect(trafficAt(sim).target(ta)?.sent).toBe(1425)
    at(sim, 200, () => traffic(sim, lb, 0))
    expect(counts(sim)).toEqual({ total: 8000, ok: 8000 - 1425, ...failed })
  })

  it('networking V-34: each 504 comes 60 s after its request', () => {
    const sim = network()
    const { lb, tg } = front(sim)
    const { a } = pair(sim, tg)
    at(sim, 40, () => {
      traffic(sim, lb, 50, { clientTimeoutSeconds: 90 })
      setProcess(sim, a.id, 'hung')
    })
    at(sim, 100)
    expect(counts(sim)).toMatchObject({ inFlight: 1425 })
    at(sim, 101)
    expect(counts(sim)).toMatchObject({ inFlight: 1400, elb504: 25 })
    // 25 of 1,650 ended requests: more than one in a hundred.
    expect(requestsView(sim)).toMatchObject({ p50Ms: 0, p99Ms: 60_000 })
    at(sim, 157)
    expect(counts(sim)).toMatchObject({ elb504: 1425 })
    expect(requestsView(sim).inFlight).toBe(0)
  })

  it.each([
    [30, 75],
    [60, 0],
  ])('networking V-38: requests of 45 s, delay %i: %i end as 502', (delay, cut) => {
    const sim = network()
    const { lb, tg } = front(sim, {}, delay)
    putImage(sim, { requestMs: 45_000 })
    const { ta } = pair(sim, tg)
    at(sim, 10, () => traffic(sim, lb, 10, { clientTimeoutSeconds: 60 }))
    at(sim, 200, () => deregisterTargets(sim, [ta]))
    at(sim, 200 + delay)
    expect(requestsView(sim).failed5xx).toBe(0)
    at(sim, 201 + delay)
    expect(counts(sim).elb502 ?? 0).toBe(cut)
    expect(trafficAt(sim).target(ta)).toBeUndefined()
    at(sim, 400, () => traffic(sim, lb, 0))
    at(sim, 500)
    expect(counts(sim)).toEqual({ total: 3900, ok: 3900 - cut, ...(cut ? { elb502: cut } : {}) })
  })

  it('networking V-39: a crash at 1.0 is 100 × 502, then 190 × 504 until the deregistration at 30', () => {
    const sim = network()
    const { lb, tg } = front(sim)
    // Registered 18 s before the vector's time 0, so that probes of A come at 14 and 44 after it and decide nothing.
    const { a, ta, tb } = pair(sim, tg)
    const t0 = 18
    at(sim, t0, () => traffic(sim, lb, 20))
    at(sim, t0 + 1, () => setProcess(sim, a.id, 'exited'))
    at(sim, t0 + 11, () => stopped(sim, a.id))
    at(sim, t0 + 30, () => deregisterTargets(sim, [ta]))
    at(sim, t0 + 30)
    expect(trafficAt(sim).target(ta)).toMatchObject({
      sent: 300,
      ok: 10,
      inFlight: 100,
      failed: { elb502: 100, elb504: 90 },
    })
    at(sim, t0 + 60)
    expect(counts(sim)).toEqual({ total: 1200, ok: 1200 - 290, elb502: 100, elb504: 190 })
    expect(trafficAt(sim).target(tb)).toMatchObject({ inFlight: 0, failed: {} })
  })

  it('networking V-39: a target that is scaled in loses nothing', () => {
    const sim = network()
    const { lb, tg } = front(sim)
    const { a, ta } = pair(sim, tg)
    at(sim, 10, () => traffic(sim, lb, 20))
    at(sim, 20, () => deregisterTargets(sim, [ta]))
    at(sim, 60, () => setProcess(sim, a.id, 'draining'))
    at(sim, 61, () => setProcess(sim, a.id, 'exited'))
    at(sim, 71, () => stopped(sim, a.id))
    at(sim, 100)
    expect(counts(sim)).toEqual({ total: 1800, ok: 1800 })
  })

  it('networking V-40: nobody registered in [10, 63) is 530 × 503', () => {
    const sim = network()
    const { lb, tg } = front(sim)
    const old = task(sim)
    const target = register(sim, tg, old)
    // The vector's time 0 is second 10 here.
    at(sim, 10, () => traffic(sim, lb, 10))
    at(sim, 20, () => deregisterTargets(sim, [target.id]))
    at(sim, 60, () => setProcess(sim, old.id, 'exited'))
    at(sim, 72, () => register(sim, tg, task(sim)))
    at(sim, 110)
    expect(counts(sim)).toEqual({ total: 1000, ok: 470, elb503: 530 })
  })
})

describe('what becomes of requests (N-84)', () => {
  it('N-82: a process that dies cuts its requests; one that drains finishes them', () => {
    const sim = network()
    const { lb, tg } = front(sim)
    putImage(sim, { requestMs: 4_000 })
    const { a, b } = pair(sim, tg)
    at(sim, 10, () => traffic(sim, lb, 10))
    at(sim, 20, () => {
      setProcess(sim, a.id, 'exited')
      setProcess(sim, b.id, 'draining')
      traffic(sim, lb, 0)
    })
    at(sim, 30)
    expect(counts(sim)).toEqual({ total: 100, ok: 80, elb502: 20 })
  })

  it('a process that hangs leaves its requests to the idle timeout', () => {
    const sim = network()
    const { lb, tg } = front(sim)
    putImage(sim, { requestMs: 4_000 })
    const only = task(sim)
    register(sim, tg, only)
    at(sim, 10, () => traffic(sim, lb, 10, { clientTimeoutSeconds: 100 }))
    at(sim, 20, () => {
      setProcess(sim, only.id, 'hung')
      traffic(sim, lb, 0)
    })
    at(sim, 70)
    expect(counts(sim)).toEqual({ total: 100, ok: 60, inFlight: 40 })
    at(sim, 90)
    expect(counts(sim)).toEqual({ total: 100, ok: 60, elb504: 40 })
  })

  it('errorPercent: exactly that share of answers is a 500 of the application', () => {
    const sim = network()
    const { lb, tg } = front(sim)
    putImage(sim, { errorPercent: 7, requestMs: 300 })
    register(sim, tg, task(sim))
    at(sim, 10, () => traffic(sim, lb, 10))
    for (let second = 11; second < 110; second += 3)
      at(sim, second, () => elb(sim, 'ModifyTargetGroupAttributes', { TargetGroupArn: tg }))
    at(sim, 110, () => traffic(sim, lb, 0))
    at(sim, 120)
    expect(counts(sim)).toEqual({ total: 1000, ok: 930, target5xx: 70 })
  })

  it('fixed responses, no listener, no load balancer', () => {
    const sim = network()
    const lb = balancer(sim)
    traffic(sim, lb, 10)
    at(sim, 1)
    expect(counts(sim)).toEqual({ total: 10, refused: 10 })
    const listener = listen(sim, lb, group(sim, 'web'))
    at(sim, 2)
    expect(counts(sim)).toEqual({ total: 20, refused: 10, elb503: 10 })
    const fixed = { Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } }
    elb(sim, 'ModifyListener', { ListenerArn: listener, DefaultActions: [fixed] })
    at(sim, 3, () => elb(sim, 'DeleteLoadBalancer', { LoadBalancerArn: lb }))
    at(sim, 4)
    expect(counts(sim)).toEqual({ total: 40, refused: 20, elb503: 10, elb4xx: 10 })
    expect(requestsView(sim).failed4xx).toBe(10)
  })

  it('N-137 is not modelled, but a request longer than the idle timeout is a 504 (N-84)', () => {
    const sim = network()
    const { lb, tg } = front(sim)
    putImage(sim, { requestMs: 2_000 })
    elb(sim, 'ModifyLoadBalancerAttributes', {
      LoadBalancerArn: lb,
      Attributes: [{ Key: 'idle_timeout.timeout_seconds', Value: '1' }],
    })
    register(sim, tg, task(sim))
    at(sim, 10, () => traffic(sim, lb, 10))
    at(sim, 20)
    expect(counts(sim)).toEqual({ total: 100, elb504: 90, inFlight: 10 })
  })

  it('round robin goes on where it was, with rates to match (N-73)', () => {
    const sim = network()
    const { lb, tg } = front(sim)
    const { ta, tb } = pair(sim, tg)
    const tc = register(sim, tg, task(sim)).id
    at(sim, 10, () => traffic(sim, lb, 1))
    // Arrivals at 10 (A) and 11 (B); then B leaves: 12 is C's, 13 A's, 14 C's.
    at(sim, 11.5, () => deregisterTargets(sim, [tb]))
    at(sim, 14.5)
    const sent = [ta, tb, tc].map((id) => trafficAt(sim).target(id)?.sent)
    expect(sent).toEqual([2, 1, 2])
    const rates = ratesNow(sim)
    expect([...rates.loadBalancers.values()]).toEqual([1000])
    expect([ta, tb, tc].map((id) => rates.targets.get(id))).toEqual([500, undefined, 500])
    expect([...rates.forwards.values()]).toEqual([1000])
  })

  it('SetTraffic replaces a run, refuses what it cannot do, and queues no events', () => {
    const sim = network()
    const { lb, tg } = front(sim)
    putImage(sim, { requestMs: 700 })
    register(sim, tg, task(sim))
    at(sim, 10)
    const events = sim.pendingEvents().length
    traffic(sim, 'front', 100)
    at(sim, 12, () => traffic(sim, lb, 10))
    at(sim, 14, () => traffic(sim, lb, 0))
    expect(sim.pendingEvents()).toHaveLength(events)
    expect(counts(sim)).toEqual({ total: 220, ok: 213, inFlight: 7 })
    at(sim, 20)
    expect(counts(sim)).toEqual({ total: 220, ok: 220 })
    expect(requestsView(sim)).toMatchObject({ p50Ms: 700, p99Ms: 700 })
    expect(() => traffic(sim, 'nowhere', 1)).toThrow("There is no load balancer 'nowhere'.")
    expect(() => traffic(sim, lb, 0.0001)).toThrow('requestsPerSecond must be from 0 to 100000')
    expect(() => traffic(sim, lb, 1, { shape: { kind: 'wave', to: 5, periodSeconds: 0 } })).toThrow(
      'shape.periodSeconds',
    )
    expect(() => traffic(sim, lb, 1, { shape: { kind: 'zigzag' } })).toThrow('shape.kind must be one of')
    expect(counts(sim)).toEqual({ total: 220, ok: 220 })
  })
})

describe('network load balancers (N-72, N-83)', () => {
  function tcpFront(delaySeconds: number) {
    const sim = network({ nlbRegistration: 0 })
    const tg = group(sim, 'tcp', { Protocol: 'TCP' }, delaySeconds)
    const lb = balancer(sim, 'net', ['a', 'b', 'c'], { Type: 'network' })
    const DefaultActions = [{ Type: 'forward', TargetGroupArn: tg }]
    elb(sim, 'CreateListener', { LoadBalancerArn: lb, Protocol: 'TCP', Port: 80, DefaultActions })
    return { sim, lb, tg }
  }

  it('connections outlive the drain unless the group terminates them', () => {
    for (const terminate of [false, true]) {
      const { sim, lb, tg } = tcpFront(30)
      const Attributes = [{ Key: 'deregistration_delay.connection_termination.enabled', Value: String(terminate) }]
      elb(sim, 'ModifyTargetGroupAttributes', { TargetGroupArn: tg, Attributes })
      putImage(sim, { requestMs: 45_000 })
      const { ta } = pair(sim, tg)
      at(sim, 10, () => traffic(sim, lb, 10, { clientTimeoutSeconds: 60 }))
      at(sim, 100, () => deregisterTargets(sim, [ta]))
      at(sim, 200, () => traffic(sim, lb, 0))
      at(sim, 300)
      expect(counts(sim)).toEqual(terminate ? { total: 1900, ok: 1825, refused: 75 } : { total: 1900, ok: 1900 })
    }
  })

  it('make no codes: nobody there is refused, silence is the client giving up', () => {
    const { sim, lb, tg } = tcpFront(30)
    traffic(sim, lb, 10)
    at(sim, 10, () => register(sim, tg, task(sim)))
    at(sim, 20, () => setProcess(sim, 'task-1', 'hung'))
    at(sim, 30, () => setProcess(sim, 'task-1', 'exited'))
    at(sim, 40, () => traffic(sim, lb, 0))
    at(sim, 90)
    // 100 before the registration; 100 while listening; of the 100 on the hung process all are reset when it dies; 100 refused.
    expect(counts(sim)).toEqual({ total: 400, ok: 100, refused: 300 })
  })
})
