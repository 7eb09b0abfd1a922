import { expect, it } from 'vitest'
import { placeOnInstance } from './place'
import { ask, cluster, instance, occupy, placeAll } from './testing'

const AZ = { type: 'spread', field: 'attribute:ecs.availability-zone' } as const
const HOST = { type: 'spread', field: 'instanceId' } as const
const MEMORY = { type: 'binpack', field: 'MEMORY' } as const
const CPU = { type: 'binpack', field: 'CPU' } as const
const used = (cpuUnits: number, memoryMiB: number) => ({ cpuUnits, memoryMiB })

it('scheduling V-1 S-33 binpack memory fills the fullest instance that still has room', () => {
  const sim = cluster()
  for (const memory of [1000, 3000, 3400]) occupy(sim, instance(sim), used(256, memory))
  expect(placeAll(sim, 3, { strategy: [MEMORY], scope: 'family:job' }).chosen).toEqual(['ci-2', 'ci-1', 'ci-1'])
})

it('scheduling V-2 S-33 binpack cpu', () => {
  const sim = cluster()
  occupy(sim, instance(sim), used(512, 3000))
  occupy(sim, instance(sim), used(1024, 100))
  const { chosen } = placeAll(sim, 5, { strategy: [CPU], scope: 'family:job' })
  expect(chosen).toEqual(['ci-2', 'ci-2', 'ci-2', 'ci-2', 'ci-1'])
})

it('scheduling V-3 S-31 spread over zones, then binpack memory', () => {
  const sim = cluster()
  const [, two, , four] = ['a', 'a', 'b', 'b'].map((zone) => instance(sim, { zone }))
  occupy(sim, two ?? null, used(0, 1000))
  occupy(sim, four ?? null, used(0, 2000))
  expect(placeAll(sim, 4, { strategy: [AZ, MEMORY] }).chosen).toEqual(['ci-4', 'ci-2', 'ci-4', 'ci-2'])
})

it('scheduling V-4 S-35 a service without strategy spreads over zones, then instances', () => {
  const sim = cluster()
  for (const zone of ['a', 'a', 'b', 'c']) instance(sim, { zone })
  expect(placeAll(sim, 6, {}).chosen).toEqual(['ci-1', 'ci-3', 'ci-4', 'ci-2', 'ci-3', 'ci-4'])
})

it('scheduling V-5 S-32 spread counts the tasks of this service only', () => {
  const sim = cluster()
  const one = instance(sim)
  instance(sim)
  occupy(sim, one, { group: 'service:web' })
  occupy(sim, one, { group: 'service:b' })
  expect(placeAll(sim, 3, { strategy: [HOST] }).chosen).toEqual(['ci-2', 'ci-1', 'ci-2'])
})

it('scheduling V-6 S-35 tasks of another service do not weigh', () => {
  const sim = cluster()
  instance(sim)
  const two = instance(sim, { zone: 'b' })
  occupy(sim, two)
  occupy(sim, two)
  expect(placeAll(sim, 2, {}).chosen).toEqual(['ci-1', 'ci-2'])
})

it('scheduling V-7 S-24 a less even placement is taken rather than none', () => {
  const sim = cluster()
  occupy(sim, instance(sim), { group: 'service:web' })
  occupy(sim, instance(sim, { zone: 'b' }), used(2048, 3000))
  expect(placeAll(sim, 1, {}).chosen).toEqual(['ci-1'])
})

it('scheduling V-8 S-31 zone, then host, then binpack', () => {
  const sim = cluster()
  const [, , , four] = ['a', 'a', 'b', 'b'].map((zone) => instance(sim, { zone }))
  occupy(sim, four ?? null, used(0, 1024))
  const { chosen } = placeAll(sim, 5, { strategy: [AZ, { type: 'spread', field: 'host' }, MEMORY] })
  expect(chosen).toEqual(['ci-4', 'ci-1', 'ci-2', 'ci-3', 'ci-4'])
})

it('scheduling V-9 S-32 instances without the attribute are one value of their own', () => {
  const sim = cluster()
  for (const rack of ['r1', 'r1', 'r2', undefined]) instance(sim, { custom: rack ? { rack } : {} })
  const strategy = [{ type: 'spread', field: 'attribute:rack' } as const, MEMORY]
  expect(placeAll(sim, 4, { strategy }).chosen).toEqual(['ci-1', 'ci-3', 'ci-4', 'ci-1'])
})

it('S-4 host order is registeredAt first, then the order of registration', () => {
  const sim = cluster()
  instance(sim, { registeredAtMs: 9 })
  instance(sim, { registeredAtMs: 5 })
  instance(sim, { registeredAtMs: 5 })
  const { chosen } = placeAll(sim, 3, { strategy: [HOST] })
  expect(chosen).toEqual(['ci-2', 'ci-3', 'ci-1'])
})

it('S-36 RunTask without strategy draws at random: same seed, same run; no other stream is touched', () => {
  const run = (seed: number) => {
    const sim = cluster({}, seed)
    for (let i = 0; i < 6; i++) instance(sim)
    return placeAll(sim, 8, { scope: 'family:job', cpu: 1, memory: 4 }).chosen.join()
  }
  expect(run(1)).toBe(run(1))
  expect(new Set([1, 2, 3, 4, 5].map(run)).size).toBeGreaterThan(1)
})

it('S-34 what follows random has no effect, and a single candidate draws nothing', () => {
  const sim = cluster()
  instance(sim)
  const request = ask({ scope: 'family:job', strategy: [{ type: 'random' }, MEMORY] })
  placeOnInstance(sim, request)
  expect(sim.save().streams).toEqual([])
  instance(sim)
  const { outcome } = placeOnInstance(sim, request)
  expect(sim.save().streams).toHaveLength(1)
  expect(outcome.funnel.at(-1)).toEqual({ step: 'random', in: 2, out: 1, reasons: {} })
  expect(outcome.survivors.map(({ because }) => because)).toEqual(['drawn from 2 equals', 'equal, not drawn'])
})

it('S-31 the record names what each survivor had and where it fell behind', () => {
  const sim = cluster()
  const one = instance(sim)
  instance(sim, { zone: 'b' })
  instance(sim, { zone: 'c' })
  occupy(sim, one, { group: 'service:web' })
  expect(placeOnInstance(sim, ask({})).outcome.survivors).toEqual([
    { id: 'ci-2', rank: 1, because: '0 tasks in its zone, 0 tasks here; first registered of 2 equals' },
    { id: 'ci-3', rank: 2, because: '0 tasks in its zone, 0 tasks here; equal, registered later' },
    {
      id: 'ci-1',
      rank: 3,
      because: '1 task in its zone, 1 task here; behind at spread attribute:ecs.availability-zone',
    },
  ])
})
