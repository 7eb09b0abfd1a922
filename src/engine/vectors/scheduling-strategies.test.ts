import { describe, expect, it } from 'vitest'
import { fleet } from './kit'

const AZ = { type: 'spread', field: 'attribute:ecs.availability-zone' }
const HOST = { type: 'spread', field: 'instanceId' }
const MEMORY = { type: 'binpack', field: 'memory' }
const CPU = { type: 'binpack', field: 'cpu' }

describe('strategies', () => {
  it('scheduling V-1 S-33 binpack memory fills the fullest that still fits', () => {
    const f = fleet([{ used: [256, 1000] }, { used: [256, 3000] }, { used: [256, 3400] }])
    const { chosen } = f.run(f.define('job', 256, 512), { count: 3, placementStrategy: [MEMORY] })
    expect(chosen).toEqual(['ci-2', 'ci-1', 'ci-1'])
  })

  it('scheduling V-2 S-33 binpack cpu', () => {
    const f = fleet([{ used: [512, 3000] }, { used: [1024, 100] }])
    const { chosen } = f.run(f.define('job', 256, 512), { count: 5, placementStrategy: [CPU] })
    expect(chosen).toEqual(['ci-2', 'ci-2', 'ci-2', 'ci-2', 'ci-1'])
  })

  it('scheduling V-3 S-31 spread over zones, then binpack memory', () => {
    const f = fleet([{}, { used: [0, 1000] }, { zone: 'b' }, { zone: 'b', used: [0, 2000] }])
    const placementStrategy = [AZ, MEMORY]
    expect(f.service('web', f.define('web', 256, 512), 4, { placementStrategy })).toEqual([
      'ci-4',
      'ci-2',
      'ci-4',
      'ci-2',
    ])
  })

  it('scheduling V-4 S-35 a service without strategy: zones, then instances', () => {
    const f = fleet([{}, {}, { zone: 'b' }, { zone: 'c' }])
    expect(f.service('web', f.define('web', 256, 512), 6)).toEqual(['ci-1', 'ci-3', 'ci-4', 'ci-2', 'ci-3', 'ci-4'])
    const [view] = f.call('ecs.DescribeServices', { cluster: 'demo', services: ['web'] }).services
    expect(view.placementStrategy).toEqual([])
  })

  it('scheduling V-5 S-32 spread counts the own service only', () => {
    const f = fleet([{}, {}])
    const only = { placementConstraints: [{ type: 'memberOf', expression: 'attribute:first exists' }] }
    f.call('ecs.PutAttributes', { cluster: 'demo', attributes: [attribute('first', f.ci(1))] })
    f.service('b', f.define('b', 128, 128), 1, only)
    f.service('web', f.define('web', 128, 128), 1, { ...only, placementStrategy: [HOST] })
    f.call('ecs.UpdateService', { cluster: 'demo', service: 'web', desiredCount: 4, placementConstraints: [] })
    f.to(20)
    expect(f.placed('web')).toEqual(['ci-1', 'ci-2', 'ci-1', 'ci-2'])
  })

  it('scheduling V-6 S-32 tasks of another service do not matter', () => {
    const f = fleet([{}, { zone: 'b' }])
    f.service('other', f.define('other', 128, 128), 2, {
      placementConstraints: [{ type: 'memberOf', expression: 'attribute:ecs.availability-zone == us-east-1b' }],
    })
    expect(f.service('web', f.define('web', 128, 128), 2)).toEqual(['ci-1', 'ci-2'])
  })

  it('scheduling V-7 S-24 strategies are best effort', () => {
    const f = fleet([{}, { zone: 'b', used: [2048, 3000] }])
    const definition = f.define('web', 256, 512)
    expect(f.service('web', definition, 1)).toEqual(['ci-1'])
    f.call('ecs.UpdateService', { cluster: 'demo', service: 'web', desiredCount: 2 })
    f.to(10)
    expect(f.placed('web')).toEqual(['ci-1', 'ci-1'])
  })

  it('scheduling V-8 S-31 three strategies in order', () => {
    const f = fleet([{}, {}, { zone: 'b' }, { zone: 'b', used: [0, 1024] }])
    const placementStrategy = [AZ, { type: 'spread', field: 'host' }, MEMORY]
    expect(f.service('web', f.define('web', 256, 512), 5, { placementStrategy })).toEqual([
      'ci-4',
      'ci-1',
      'ci-2',
      'ci-3',
      'ci-4',
    ])
    const [view] = f.call('ecs.DescribeServices', { cluster: 'demo', services: ['web'] }).services
    expect(view.placementStrategy).toEqual([AZ, HOST, { type: 'binpack', field: 'MEMORY' }]) // S-8
  })

  it('scheduling V-9 S-32 instances without the attribute are one more value', () => {
    const rack = (r: string) => ({ attributes: { rack: r } })
    const f = fleet([rack('r1'), rack('r1'), rack('r2'), {}])
    const placementStrategy = [{ type: 'spread', field: 'attribute:rack' }, MEMORY]
    expect(f.service('web', f.define('web', 256, 512), 4, { placementStrategy })).toEqual([
      'ci-1',
      'ci-3',
      'ci-4',
      'ci-1',
    ])
  })

  it('S-36 RunTask without strategy is random, and the same for the same seed', () => {
    const once = (seed: number) => {
      const f = fleet([{}, {}, {}, {}], { seed })
      return f.run(f.define('job', 64, 64), { count: 10 }).chosen.join()
    }
    const results = new Set([1, 2, 3, 4, 5, 6].map(once))
    expect(results.size).toBeGreaterThan(3)
    expect(once(3)).toBe(once(3))
  })
})

function attribute(name: string, targetId: string) {
  return { name, value: '1', targetId, targetType: 'container-instance' }
}
