import { describe, expect, it } from 'vitest'
import type { Sim } from '../kernel'
import type { TargetRow } from '../model'
import { describeTargetHealth, streakOf } from '.'
import { at, elb, front, network, putImage, recordStates, register, setProcess, task } from './testing'

interface Case {
  sim: Sim
  tg: string
  taskId: string
  target: TargetRow
  states: [number, string][]
}

/** One task registered at 0 in a group with these health check settings. */
function registered(check: object, process: 'booting' | 'listening' = 'listening', timings = {}): Case {
  const sim = network(timings)
  const { tg } = front(sim, check)
  const log = recordStates(sim)
  const made = task(sim, { process })
  const target = register(sim, tg, made)
  const states: [number, string][] = []
  log.length = 0
  sim.hooks.targetChanged.push(() => {
    states.splice(0, states.length, ...log.map(([seconds, , state]): [number, string] => [seconds, state]))
  })
  return { sim, tg, taskId: made.id, target, states }
}

const health = ({ sim, tg }: Case) => {
  const group = sim.t.targetGroups.find('arn', tg)
  return group && describeTargetHealth(sim, group)[0]?.TargetHealth
}

describe('health check timing (N-66, N-68)', () => {
  it('networking V-28: an app ready at 0 is healthy at 2 although H = 5', () => {
    const c = registered({})
    at(c.sim, 0.9)
    expect(health(c)).toEqual({
      State: 'initial',
      Reason: 'Elb.RegistrationInProgress',
      Description: 'Target registration is in progress',
    })
    at(c.sim, 1.5)
    expect(health(c)).toEqual({
      State: 'initial',
      Reason: 'Elb.InitialHealthChecking',
      Description: 'Initial health checks in progress',
    })
    at(c.sim, 60)
    expect(c.states).toEqual([[2, 'healthy']])
    expect(health(c)).toEqual({ State: 'healthy' })
  })

  it('networking V-29: a 404 from the start is unhealthy at 32', () => {
    const c = registered({})
    putImage(c.sim, { healthCheckPath: '/health' })
    at(c.sim, 300)
    expect(c.states).toEqual([[32, 'unhealthy']])
    expect(health(c)?.Description).toBe('Health checks failed with these codes: [404]')
  })

  it('networking V-30: an app ready at 25 is healthy at 32', () => {
    const c = registered({}, 'booting')
    at(c.sim, 25, () => setProcess(c.sim, c.taskId, 'listening'))
    at(c.sim, 300)
    expect(c.states).toEqual([[32, 'healthy']])
  })

  it.each([
    [
      {},
      [
        [32, 'unhealthy'],
        [182, 'healthy'],
      ],
    ],
    [
      { HealthyThresholdCount: 2 },
      [
        [32, 'unhealthy'],
        [92, 'healthy'],
      ],
    ],
    [
      { HealthCheckIntervalSeconds: 10 },
      [
        [12, 'unhealthy'],
        [82, 'healthy'],
      ],
    ],
    [{ UnhealthyThresholdCount: 5 }, [[62, 'healthy']]],
  ])('networking V-31: an app ready at 40 with %o', (check, states) => {
    const c = registered(check, 'booting')
    at(c.sim, 40, () => setProcess(c.sim, c.taskId, 'listening'))
    at(c.sim, 600)
    expect(c.states).toEqual(states)
  })

  it.each([
    [30, 97],
    [10, 57],
  ])('networking V-33: a hang at 40 with interval %i is seen at %i (N-69)', (HealthCheckIntervalSeconds, seconds) => {
    const c = registered({ HealthCheckIntervalSeconds })
    at(c.sim, 40, () => setProcess(c.sim, c.taskId, 'hung'))
    at(c.sim, 600)
    expect(c.states).toEqual([
      [2, 'healthy'],
      [seconds, 'unhealthy'],
    ])
    expect(health(c)).toEqual({ State: 'unhealthy', Reason: 'Target.Timeout', Description: 'Request timed out' })
  })

  it('N-68: with initialTargetHealthy healthyThreshold a new target needs H passes', () => {
    const c = registered({}, 'listening', { initialTargetHealthy: 'healthyThreshold' })
    at(c.sim, 600)
    expect(c.states).toEqual([[122, 'healthy']])
  })

  it('N-66: a target of a network load balancer is probed 90 s after registration', () => {
    const sim = network()
    const arn = elb(sim, 'CreateTargetGroup', {
      Name: 'tcp',
      Protocol: 'TCP',
      Port: 80,
      TargetType: 'ip',
      VpcId: [...sim.t.vpcs.values()][0]?.vpcId,
    }).TargetGroups[0].TargetGroupArn
    const Subnets = [...sim.t.subnets.values()].map((subnet) => subnet.subnetId)
    const lb = elb(sim, 'CreateLoadBalancer', { Name: 'net', Type: 'network', Subnets }).LoadBalancers[0]
    const DefaultActions = [{ Type: 'forward', TargetGroupArn: arn }]
    elb(sim, 'CreateListener', { LoadBalancerArn: lb.LoadBalancerArn, Protocol: 'TCP', Port: 80, DefaultActions })
    const log = recordStates(sim)
    register(sim, arn, task(sim))
    at(sim, 300)
    expect(log.map(([seconds, , state]) => [seconds, state])).toEqual([
      [0, 'initial'],
      [90, 'healthy'],
    ])
  })
})

describe('parking (design.md §3 "Events are for changes")', () => {
  it('queues no probe while the verdict repeats, and counts the streak when read', () => {
    const c = registered({})
    at(c.sim, 10)
    const events = c.sim.eventCount
    at(c.sim, 3_600)
    expect(c.sim.eventCount).toBe(events)
    // Probes at 2, 32, …, 3572: 120 of them.
    expect(streakOf(c.sim, c.sim.t.targets.need(c.target.id))).toMatchObject({ passed: 120, failed: 0, probes: 120 })
  })

  it('wakes when the image is due to fail by itself (unhealthyAfterSeconds)', () => {
    const c = registered({})
    putImage(c.sim, { unhealthyAfterSeconds: 100 })
    at(c.sim, 600)
    // Fails from 100 on: probes 122 and 152.
    expect(c.states).toEqual([
      [2, 'healthy'],
      [152, 'unhealthy'],
    ])
    expect(health(c)?.Description).toBe('Health checks failed with these codes: [503]')
  })

  it('healthyAfterSeconds: the health path answers 503 until then', () => {
    const c = registered({ HealthyThresholdCount: 2 })
    putImage(c.sim, { healthyAfterSeconds: 100 })
    at(c.sim, 600)
    // Fails at 2 and 32; passes 122 and 152.
    expect(c.states).toEqual([
      [32, 'unhealthy'],
      [152, 'healthy'],
    ])
  })

  it('failHealthChecks: the fault fails the target check with 503 and clients still get 200', () => {
    const c = registered({})
    at(c.sim, 10, () => {
      c.sim.t.faults.put({
        ...c.sim.newRow('faults'),
        kind: 'failHealthChecks',
        target: 'x',
        targetRowId: c.taskId,
        detail: { check: 'target' },
        fromMs: c.sim.nowMs,
        untilMs: 70_000,
        clearedAtMs: null,
      })
      for (const hook of c.sim.hooks.processChanged) hook(c.sim, c.taskId)
    })
    at(c.sim, 600)
    // Fails at 32 and 62, passes from 92 on: five in a row at 212.
    expect(c.states).toEqual([
      [2, 'healthy'],
      [62, 'unhealthy'],
      [212, 'healthy'],
    ])
  })

  it('N-66: ModifyTargetGroup changes the interval from the next probe on', () => {
    const c = registered({ HealthyThresholdCount: 2, UnhealthyThresholdCount: 2 })
    at(c.sim, 40, () => {
      elb(c.sim, 'ModifyTargetGroup', { TargetGroupArn: c.tg, HealthCheckIntervalSeconds: 10 })
      setProcess(c.sim, c.taskId, 'exited')
    })
    at(c.sim, 300)
    // The probe due at 62 stays, the next comes ten seconds later.
    expect(c.states).toEqual([
      [2, 'healthy'],
      [72, 'unhealthy'],
    ])
  })

  it('every change of state leaves a health decision with its streak', () => {
    const c = registered({})
    at(c.sim, 40, () => setProcess(c.sim, c.taskId, 'exited'))
    at(c.sim, 200)
    const decisions = c.sim.t.decisions.by('subject', c.target.id)
    expect(decisions.map((d) => d.outcome)).toEqual([{ state: 'healthy' }, { state: 'unhealthy' }])
    expect(decisions.every((d) => d.kind === 'health' && d.serviceId === 'svc-1')).toBe(true)
    expect(decisions[1]?.because).toContain('2 of 2 checks failed in a row (Health checks failed)')
    expect(decisions[1]?.inputs).toMatchObject({ from: 'healthy', failures: 2, neededFailures: 2 })
  })
})
