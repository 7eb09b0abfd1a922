import { describe, expect, it } from 'vitest'
import { deregisterTargets, describeTargetHealth } from '.'
import {
  at,
  balancer,
  elb,
  front,
  group,
  listen,
  network,
  recordStates,
  register,
  setDelay,
  setProcess,
  task,
} from './testing'

const healthOf = (sim: ReturnType<typeof network>, arn: string) =>
  elb(sim, 'DescribeTargetHealth', { TargetGroupArn: arn }).TargetHealthDescriptions.map(
    (entry: { TargetHealth: object }) => entry.TargetHealth,
  )

describe('unused targets (N-64, N-101)', () => {
  it('a group in no listener is not probed; a listener brings it into use', () => {
    const sim = network()
    const tg = group(sim, 'web')
    register(sim, tg, task(sim))
    at(sim, 100)
    expect(healthOf(sim, tg)).toEqual([
      {
        State: 'unused',
        Reason: 'Target.NotInUse',
        Description: 'Target group is not configured to receive traffic from the load balancer',
      },
    ])
    const log = recordStates(sim)
    const listener = listen(sim, balancer(sim), tg)
    at(sim, 200)
    expect(log.map(([seconds, , state]) => [seconds, state])).toEqual([
      [100, 'initial'],
      [102, 'healthy'],
    ])
    elb(sim, 'DeleteListener', { ListenerArn: listener })
    expect(healthOf(sim, tg)[0].Reason).toBe('Target.NotInUse')
  })

  it('networking V-27: a task in a zone that is not enabled stays unused', () => {
    const sim = network()
    const tg = group(sim, 'web')
    listen(sim, balancer(sim, 'front', ['a', 'b']), tg)
    register(sim, tg, task(sim, { zone: 'c' }))
    at(sim, 100)
    expect(healthOf(sim, tg)).toEqual([
      {
        State: 'unused',
        Reason: 'Target.NotInUse',
        Description: 'Target is in an Availability Zone that is not enabled for the load balancer',
      },
    ])
  })

  it('N-56: nothing is probed before the load balancer is active', () => {
    const sim = network({ lbProvisioning: 60 })
    const { tg } = front(sim)
    const log = recordStates(sim)
    register(sim, tg, task(sim))
    at(sim, 100)
    expect(log.map(([seconds, , state]) => [seconds, state])).toEqual([
      [0, 'initial'],
      [62, 'healthy'],
    ])
  })
})

describe('draining (N-81)', () => {
  it('shows draining for the whole delay, then the target is gone and not registered when asked for', () => {
    const sim = network()
    const { tg } = front(sim)
    const target = register(sim, tg, task(sim))
    at(sim, 5)
    const log = recordStates(sim)
    at(sim, 10, () => expect(deregisterTargets(sim, [target.id])).toEqual({ count: 1, drainUntilMs: 40_000 }))
    at(sim, 39)
    expect(healthOf(sim, tg)).toEqual([
      {
        State: 'draining',
        Reason: 'Target.DeregistrationInProgress',
        Description: 'Target deregistration is in progress',
      },
    ])
    expect(deregisterTargets(sim, [target.id]).count).toBe(0)
    at(sim, 41)
    expect(log.map(([seconds, , state]) => [seconds, state])).toEqual([
      [10, 'draining'],
      [40, 'gone'],
    ])
    const row = sim.t.targetGroups.find('arn', tg)
    expect(row && describeTargetHealth(sim, row, [{ Id: target.targetId, Port: 80 }])[0]?.TargetHealth).toEqual({
      State: 'unused',
      Reason: 'Target.NotRegistered',
      Description: 'Target is not registered to the target group',
    })
    expect(sim.pendingEvents()).toEqual([])
  })

  it('a delay of 0 ends in the same instant; a change of the delay does not touch a drain under way', () => {
    const sim = network()
    const { tg } = front(sim, {}, 0)
    const [first, second] = [register(sim, tg, task(sim)), register(sim, tg, task(sim))]
    deregisterTargets(sim, [first.id])
    sim.settle()
    expect(sim.t.targets.has(first.id)).toBe(false)
    setDelay(sim, tg, 20)
    deregisterTargets(sim, [second.id])
    setDelay(sim, tg, 300)
    at(sim, 20)
    expect(sim.t.targets.has(second.id)).toBe(true)
    at(sim, 21)
    expect(sim.t.targets.has(second.id)).toBe(false)
  })

  it('an unused target leaves at once, and the same address registered again gives way', () => {
    const sim = network()
    const unused = group(sim, 'other')
    const made = task(sim)
    expect(deregisterTargets(sim, [register(sim, unused, made).id])).toEqual({ count: 1, drainUntilMs: 0 })
    expect(sim.t.targets.size).toBe(0)
    const { tg } = front(sim)
    const old = register(sim, tg, made)
    deregisterTargets(sim, [old.id])
    const fresh = register(sim, tg, made)
    expect([...sim.t.targets.values()].map((target) => target.id)).toEqual([fresh.id])
    at(sim, 100)
    expect(sim.t.targets.need(fresh.id).state).toBe('healthy')
  })

  it('a drained target is not probed any more', () => {
    const sim = network()
    const { tg } = front(sim)
    const made = task(sim)
    const target = register(sim, tg, made)
    at(sim, 10, () => deregisterTargets(sim, [target.id]))
    setProcess(sim, made.id, 'exited')
    at(sim, 39)
    expect(sim.t.targets.need(target.id).state).toBe('draining')
  })
})
