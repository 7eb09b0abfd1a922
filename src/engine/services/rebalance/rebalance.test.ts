import { describe, expect, it } from 'vitest'
import type { Any, Bench } from '../../testing'
import { since, update, vectorBench } from '../../testing'
import { isBalanced, poorZones, richZones, sharesOf } from './balance'

const ZONES = ['us-east-1a', 'us-east-1b', 'us-east-1c'] as const
const STEADY = 'has reached a steady state.'
const of = (a: number, b: number, c: number) =>
  new Map([
    [ZONES[0], a],
    [ZONES[1], b],
    [ZONES[2], c],
  ])

const inZones = (b: Bench) => {
  const counts: Record<string, number> = {}
  for (const t of b.engine.rows('tasks')) {
    if (t.desiredStatus === 'RUNNING' && t.serviceId) counts[t.zone ?? ''] = (counts[t.zone ?? ''] ?? 0) + 1
  }
  return counts
}
const actions = (b: Bench) =>
  (b.engine.world(['eventBridgeEvents']).eventBridgeEvents as Any[])
    .map((e) => e.detail.eventName as string | undefined)
    .filter((name) => name?.includes('REBALANCING'))
const lines = (b: Bench, t: number) => since(b, t).map(([at, text]) => `${at} ${text}`)

describe('the shares (S-59)', () => {
  it('scheduling V-42, V-43 3/1/1 wants one more in b, 2/1 and 2/2/1 are balanced', () => {
    const shares = sharesOf(of(3, 1, 1), 5)
    expect(shares.map((s) => s.target)).toEqual([2, 2, 1])
    expect(poorZones(shares).map((s) => s.zone)).toEqual([ZONES[1]])
    expect(richZones(shares).map((s) => s.zone)).toEqual([ZONES[0]])
    expect(isBalanced(shares)).toBe(false)
    expect(isBalanced(sharesOf(of(2, 2, 1), 5))).toBe(true)
    expect(isBalanced(sharesOf(of(1, 2, 2), 5))).toBe(true)
    expect(
      isBalanced(
        sharesOf(
          new Map([
            [ZONES[0], 2],
            [ZONES[1], 1],
          ]),
          3,
        ),
      ),
    ).toBe(true)
  })

  it('S-61 equally poor zones go by name, the poorest first', () => {
    expect(poorZones(sharesOf(of(6, 0, 0), 6)).map((s) => [s.zone, s.target])).toEqual([
      [ZONES[1], 2],
      [ZONES[2], 2],
    ])
    expect(poorZones(sharesOf(of(4, 1, 0), 5)).map((s) => s.zone)).toEqual([ZONES[2], ZONES[1]])
  })
})

describe('AZ rebalancing', () => {
  it('deployments V-56 scheduling V-42 3/1/1: start 1 in b, counted after 60 s, stop 1 in a (S-61, S-62, D-614)', () => {
    const b = vectorBench({ instances: 3, timings: { agentDisconnectDetection: 0 } })
    b.call('ecs.CreateService', { cluster: 'demo', serviceName: 'web', taskDefinition: 'app:1', desiredCount: 3 })
    b.before(100)
    const arns = b.call('ecs.ListContainerInstances', { cluster: 'demo' }).containerInstanceArns as string[]
    for (const target of arns.slice(1))
      b.call('playground.InjectFault', { kind: 'disconnectAgent', target, forSeconds: 5 })
    update(b, { desiredCount: 5 })
    b.to(160)
    expect(inZones(b)).toEqual({ [ZONES[0]]: 3, [ZONES[1]]: 1, [ZONES[2]]: 1 })
    b.to(320)
    expect(lines(b, 160)).toEqual([
      `0 ${STEADY}`,
      `60 is not AZ balanced with 3 tasks in ${ZONES[0]}, 1 tasks in ${ZONES[1]}, 1 tasks in ${ZONES[2]}. AZ Rebalancing in progress.`,
      `60 has started 1 tasks in ${ZONES[1]} to AZ Rebalance`,
      `120 has stopped 1 running tasks in ${ZONES[0]} due to AZ rebalancing`,
      `120 is AZ balanced with 2 tasks in ${ZONES[0]}, 2 tasks in ${ZONES[1]}, 1 tasks in ${ZONES[2]}.`,
      `130 ${STEADY}`,
    ])
    expect(inZones(b)).toEqual({ [ZONES[0]]: 2, [ZONES[1]]: 2, [ZONES[2]]: 1 })
    const stopped = [...b.engine.rows('tasks')].find((task) => task.desiredStatus === 'STOPPED')
    const [deployment] = b.engine.rows('deployments')
    expect(stopped).toMatchObject({
      stopCode: 'ServiceSchedulerInitiated',
      stoppedReason: `Availability-zone rebalancing initiated by (deployment ${deployment?.deploymentId})`,
    })
    expect(actions(b)).toEqual(['SERVICE_REBALANCING_STARTED', 'SERVICE_REBALANCING_COMPLETED'])
    const events = b.engine.sim.eventCount
    b.to(1000)
    expect(b.engine.sim.eventCount - events).toBeLessThan(5)
  })
})

/** `web` steady with instances in these zones alone, the first of which is a. */
function onlyIn(zones: readonly string[], desired: number, more: object = {}): Bench {
  const b = vectorBench({ instances: 1 })
  if (zones.length > 1) join(b, ...zones.slice(1))
  b.call('ecs.CreateService', {
    cluster: 'demo',
    serviceName: 'web',
    taskDefinition: 'app:1',
    desiredCount: desired,
    ...more,
  })
  b.before(100)
  return b
}

const join = (b: Bench, ...availabilityZones: string[]) =>
  b.call('playground.AddContainerInstances', {
    cluster: 'demo',
    instanceType: 'm5.4xlarge',
    count: availabilityZones.length,
    availabilityZones,
  })

describe('AZ rebalancing, step by step', () => {
  it('scheduling V-43 D=3 as 2/1 over two zones: nothing happens, and nothing is queued', () => {
    const b = onlyIn([ZONES[0], ZONES[1]], 3)
    b.to(100)
    const before = b.engine.sim.eventCount
    b.to(2000)
    expect(b.engine.sim.eventCount).toBe(before)
    expect(b.events().some(([, text]) => text.includes('AZ'))).toBe(false)
  })

  it('scheduling V-44 S-58 maximumPercent 100 is not eligible: everything stays in a', () => {
    const b = onlyIn([ZONES[0]], 4, { deploymentConfiguration: { minimumHealthyPercent: 50, maximumPercent: 100 } })
    join(b, ZONES[1])
    b.to(1000)
    expect(inZones(b)).toEqual({ [ZONES[0]]: 4 })
    expect(b.call('ecs.DescribeServices', { cluster: 'demo', services: ['web'] }).services[0]).toMatchObject({
      availabilityZoneRebalancing: 'DISABLED',
    })
  })

  it('S-60 S-61 a zone that gets its first instance is filled, in batches below the upper bound', () => {
    const b = onlyIn([ZONES[0]], 6, { deploymentConfiguration: { minimumHealthyPercent: 100, maximumPercent: 120 } })
    join(b, ZONES[1])
    for (let at = 100; at <= 700; at += 10) {
      b.to(at)
      expect([...b.engine.rows('tasks')].filter((task) => task.lastStatus !== 'STOPPED').length).toBeLessThanOrEqual(7)
      expect([...b.engine.rows('tasks')].filter((task) => task.countsAsHealthy).length).toBeGreaterThanOrEqual(6)
    }
    expect(inZones(b)).toEqual({ [ZONES[0]]: 3, [ZONES[1]]: 3 })
    const said = b.events().map(([, text]) => text)
    expect(said.filter((text) => text.startsWith('has started 1 tasks in'))).toHaveLength(3)
    expect(said.filter((text) => text.includes('is not AZ balanced'))).toHaveLength(1)
    expect(said.filter((text) => text.startsWith('is AZ balanced'))).toHaveLength(1)
  })

  it('S-63 a deployment that starts ends it', () => {
    const b = onlyIn([ZONES[0]], 4)
    join(b, ZONES[1])
    b.before(140)
    update(b, { taskDefinition: 'app:2' })
    b.to(140)
    const at140 = b.events().filter(([at]) => at === 140)
    expect(at140.map(([, text]) => text)).toContain('stopped AZ Rebalancing.')
    b.to(600)
    expect(inZones(b)).toEqual({ [ZONES[0]]: 2, [ZONES[1]]: 2 })
    expect(actions(b).slice(0, 2)).toEqual(['SERVICE_REBALANCING_STARTED', 'SERVICE_REBALANCING_STOPPED'])
  })

  it('S-63 no room in the poor zone: said once, tried again at each look', () => {
    const b = onlyIn([ZONES[0]], 4)
    b.call('playground.AddContainerInstances', {
      cluster: 'demo',
      instanceType: 't3.micro',
      count: 1,
      availabilityZones: [ZONES[1]],
    })
    b.call('ecs.StartTask', {
      cluster: 'demo',
      taskDefinition: 'app:3',
      containerInstances: [b.call('ecs.ListContainerInstances', { cluster: 'demo' }).containerInstanceArns[1]],
      overrides: { cpu: '2048', memory: '900' },
    })
    b.to(900)
    const said = b.events().map(([, text]) => text)
    const full = `is unable to place a task in ${ZONES[1]} because no container instance met all of its requirements.`
    expect(said.filter((text) => text === full)).toHaveLength(1)
    expect(said.filter((text) => text === 'stopped AZ Rebalancing.')).toHaveLength(1)
    join(b, ZONES[1])
    b.to(1200)
    expect(inZones(b)).toEqual({ [ZONES[0]]: 2, [ZONES[1]]: 2 })
  })

  it('S-63 D-206 protected tasks in the rich zone: not begun, until the protection lapses', () => {
    const b = onlyIn([ZONES[0]], 4)
    const tasks = [...b.engine.rows('tasks')].map((task) => task.taskId)
    b.call('ecs.UpdateTaskProtection', { cluster: 'demo', tasks, protectionEnabled: true, expiresInMinutes: 10 })
    join(b, ZONES[1])
    b.to(600)
    const [deployment] = b.engine.rows('deployments')
    expect(inZones(b)).toEqual({ [ZONES[0]]: 4 })
    expect(
      b
        .events()
        .map(([, text]) => text)
        .filter((text) => text.includes('AZ')),
    ).toEqual([
      `was unable to AZ Rebalance because (taskSet ${deployment?.deploymentId}) was unable to scale in due to (reason 4 tasks under protection).`,
    ])
    b.to(1000)
    expect(inZones(b)).toEqual({ [ZONES[0]]: 2, [ZONES[1]]: 2 })
  })

  it('S-63 a lost task ends it: the surplus becomes the replacement', () => {
    const b = onlyIn([ZONES[0]], 4)
    join(b, ZONES[1])
    b.before(140)
    const [first] = b.engine.rows('tasks')
    b.call('playground.InjectFault', { kind: 'stopContainer', target: first?.taskId })
    b.to(150)
    expect(b.events().map(([, text]) => text)).toContain('stopped AZ Rebalancing.')
    b.to(600)
    expect(inZones(b)).toEqual({ [ZONES[0]]: 2, [ZONES[1]]: 2 })
  })

  it('S-60 on Fargate the zones are those of the subnets; a zone that is down is none of them (D-810)', () => {
    const b = vectorBench({ instances: 1 })
    const subnets = b.call('ec2.DescribeSubnets').Subnets as Any[]
    b.call('ecs.RegisterTaskDefinition', {
      family: 'fg',
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      cpu: '256',
      memory: '512',
      containerDefinitions: [{ name: 'app', image: 'app:1' }],
    })
    b.call('ecs.CreateService', {
      cluster: 'demo',
      serviceName: 'web',
      taskDefinition: 'fg',
      launchType: 'FARGATE',
      desiredCount: 4,
      networkConfiguration: { awsvpcConfiguration: { subnets: subnets.slice(0, 2).map((s) => s.SubnetId) } },
    })
    b.to(10)
    b.call('playground.InjectFault', { kind: 'zoneDown', target: subnets[1].AvailabilityZone, forSeconds: 600 })
    b.to(600)
    expect(inZones(b)).toEqual({ [subnets[0].AvailabilityZone]: 4 })
    expect(b.events().some(([, text]) => text.includes('AZ'))).toBe(false)
    b.to(1000)
    expect(inZones(b)).toEqual({ [subnets[0].AvailabilityZone]: 2, [subnets[1].AvailabilityZone]: 2 })
  })
})
