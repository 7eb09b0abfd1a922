import { describe, expect, it } from 'vitest'
import { createEngine } from '../../engine'
import type { Speed } from './options'
import { Pacer, runSlice } from './pacer'
import type { Region } from './regions'

/** A pacer whose machine clock the test turns. */
function paced(speed: Speed) {
  const region: Region = { name: 'us-east-1', engine: createEngine(), saved: {}, owedMs: 0 }
  const reports: string[] = []
  const machine = { ms: 0, perLook: 0 }
  const clock = () => {
    machine.ms += machine.perLook
    return machine.ms
  }
  const pacer = new Pacer({ speed, regions: () => [region], clock, report: (line) => reports.push(line) })
  return { pacer, region, machine, reports, engine: region.engine }
}

/** Events every simulated second for as long as one likes. */
function ticking(engine: Region['engine']) {
  engine.sim.register({
    'test.tick': (sim) => {
      sim.schedule(sim.nowMs + 1000, 0, 'test.tick')
    },
  })
  engine.sim.schedule(0, 0, 'test.tick')
}

describe('the pace of simulated time', () => {
  it.each([
    [1, 100],
    [60, 6_000],
  ] as const)('speed %s moves it by that many seconds per second', (speed, expected) => {
    const { pacer, machine, engine } = paced(speed)
    for (let i = 0; i < 300; i++) {
      machine.ms += 1 / 3
      expect(pacer.tick()).toBe(false)
    }
    expect(engine.now).toBeGreaterThanOrEqual(expected - speed)
    expect(engine.now).toBeLessThanOrEqual(expected)
  })

  it('max is one hour per second, only within 30 s of a request', () => {
    const { pacer, machine, engine } = paced('max')
    machine.ms += 500
    pacer.tick()
    expect(engine.now).toBe(0)
    pacer.seen()
    machine.ms += 500
    pacer.tick()
    expect(engine.now).toBe(1_800_000)
    machine.ms += 29_600
    pacer.tick()
    expect(engine.now).toBe(1_800_000)
    pacer.seen()
    machine.ms += 1
    pacer.tick()
    expect(engine.now).toBe(1_803_600)
  })

  it('a machine that slept makes no more than a second good', () => {
    const { pacer, machine, engine } = paced(60)
    machine.ms += 3_600_000
    pacer.tick()
    expect(engine.now).toBe(60_000)
  })

  it('a slice ends after 20 ms and the rest follows', () => {
    const { pacer, machine, engine } = paced(60)
    ticking(engine)
    machine.ms += 1_000
    machine.perLook = 5
    expect(pacer.tick()).toBe(true)
    expect(engine.now).toBe(3_000)
    machine.perLook = 0
    expect(pacer.tick()).toBe(false)
    expect(engine.now).toBeGreaterThanOrEqual(60_000)
  })

  it('slices come to the same run as one advance', () => {
    const [whole, sliced] = [createEngine(), createEngine()]
    for (const engine of [whole, sliced]) {
      engine.call('ecs', 'CreateCluster', { clusterName: 'demo' })
      engine.call('playground', 'AddContainerInstances', { cluster: 'demo', instanceType: 'c5.large' })
      engine.call('ecs', 'RegisterTaskDefinition', {
        family: 'web',
        containerDefinitions: [{ name: 'web', image: 'web', memory: 64 }],
      })
      engine.call('ecs', 'CreateService', {
        cluster: 'demo',
        serviceName: 'web',
        taskDefinition: 'web',
        desiredCount: 3,
      })
    }
    whole.advance(100_000)
    let slices = 1
    // A budget that is used up at once: one instant per slice.
    while (!runSlice(sliced, 100_000, () => 1, 0)) slices++
    expect(slices).toBeGreaterThan(5)
    expect(sliced.digest()).toBe(whole.digest())
  })

  it('a defect stops that clock and is told once', () => {
    const { pacer, machine, reports, region, engine } = paced(1)
    engine.sim.register({
      'test.defect': () => {
        throw new Error('out of joint')
      },
    })
    engine.sim.schedule(10, 0, 'test.defect')
    for (let i = 0; i < 3; i++) {
      machine.ms += 50
      pacer.tick()
    }
    expect(reports).toEqual(['us-east-1 stands still: out of joint'])
    expect(region.broken).toBeInstanceOf(Error)
  })
})
