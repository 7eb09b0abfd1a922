import { describe, expect, it } from 'vitest'
import { placeOnInstance } from './place'
import { ask, cluster, instance, occupy, placeAll, refusalsOf } from './testing'
import { placementEventText } from './texts'

const HOST = { type: 'spread', field: 'instanceId' } as const
const MEMORY = { type: 'binpack', field: 'MEMORY' } as const
const DISTINCT = { type: 'distinctInstance' } as const
const memberOf = (expression: string) => ({ type: 'memberOf', expression }) as const
const distinctRefused = 'DistinctInstance placement constraint unsatisfied.'

it('scheduling V-10 S-26 S-46 distinctInstance: three places, then the event names the first instance', () => {
  const sim = cluster()
  const [one] = ['a', 'b', 'c'].map((zone) => instance(sim, { zone }))
  const { chosen, last } = placeAll(sim, 5, { constraints: [DISTINCT] })
  expect(chosen).toEqual(['ci-1', 'ci-2', 'ci-3'])
  expect(placementEventText(sim, 'web', last)).toBe(
    '(service web) was unable to place a task because no container instance met all of its requirements. ' +
      `The closest matching (container-instance ${one?.shortId}) encountered error "${distinctRefused}". ` +
      'For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.',
  )
  expect(last.outcome.refused[0]?.detail).toBe('the instance already runs 1 of service:web')
})

it('scheduling V-11 S-28 a task with desiredStatus STOPPED does not occupy', () => {
  const sim = cluster()
  occupy(sim, instance(sim), { group: 'service:web', desiredStatus: 'STOPPED' })
  expect(placeAll(sim, 1, { constraints: [DISTINCT] }).chosen).toEqual(['ci-1'])
})

it('S-2 distinctInstance follows desiredStatus even with releaseAt stopped', () => {
  const sim = cluster({ releaseAt: 'stopped' })
  occupy(sim, instance(sim), { group: 'service:web', desiredStatus: 'STOPPED', cpuUnits: 1900 })
  expect(placeAll(sim, 1, { constraints: [DISTINCT], cpu: 100 }).chosen).toEqual(['ci-1'])
  expect(refusalsOf(placeOnInstance(sim, ask({ cpu: 256 })))).toEqual(['ci-1 RESOURCE:CPU'])
})

it('scheduling V-12 S-27 S-40 distinct within the group, failures for every instance', () => {
  const sim = cluster()
  occupy(sim, instance(sim), { group: 'family:job' })
  instance(sim)
  const { chosen, last } = placeAll(sim, 2, { scope: 'family:job', constraints: [DISTINCT], strategy: [MEMORY] })
  expect(chosen).toEqual(['ci-2'])
  expect(refusalsOf(last)).toEqual([`ci-1 ${distinctRefused}`, `ci-2 ${distinctRefused}`])
})

it('scheduling V-13 S-3 another group is another scope', () => {
  const sim = cluster()
  occupy(sim, instance(sim), { group: 'family:job' })
  instance(sim)
  const { chosen } = placeAll(sim, 2, { scope: 'nightly', constraints: [DISTINCT], strategy: [MEMORY] })
  expect(chosen).toEqual(['ci-1', 'ci-2'])
})

describe('instance types t3.medium, c5.large, t3a.large', () => {
  const make = () => {
    const sim = cluster()
    for (const type of ['t3.medium', 'c5.large', 't3a.large']) instance(sim, { type })
    return sim
  }
  const place = (pattern: string) =>
    placeAll(make(), 3, {
      scope: 'family:job',
      constraints: [memberOf(`attribute:ecs.instance-type =~ ${pattern}`)],
      strategy: [HOST],
    }).chosen

  it('scheduling V-14 S-83 the dot is any character', () => {
    expect(place('t3.*')).toEqual(['ci-1', 'ci-3', 'ci-1'])
  })
  it('scheduling V-15 S-83 an escaped dot is a dot', () => {
    expect(place('t3\\..*')).toEqual(['ci-1', 'ci-1', 'ci-1'])
  })
})

it('scheduling V-16 S-17 memberOf has its own reason', () => {
  const sim = cluster()
  instance(sim)
  const placement = placeOnInstance(sim, ask({ constraints: [memberOf('attribute:ecs.instance-type =~ t3.*')] }))
  expect(refusalsOf(placement)).toEqual(['ci-1 MemberOf placement constraint unsatisfied.'])
  expect(placement.outcome.refused[0]?.detail).toBe("attribute:ecs.instance-type =~ 't3.*' is false: it is 'c5.large'")
})

it('scheduling V-17 S-82 task:group', () => {
  const sim = cluster()
  instance(sim)
  occupy(sim, instance(sim), { group: 'databases' })
  occupy(sim, instance(sim), { group: 'service:cache' })
  const place = (expression: string) => placeAll(sim, 1, { constraints: [memberOf(expression)] }).chosen
  expect(place('task:group == databases')).toEqual(['ci-2'])
  expect(place('not(task:group == databases) and not(task:group == service:cache)')).toEqual(['ci-1'])
})

it('scheduling V-18 S-82 a missing attribute makes != false', () => {
  const sim = cluster()
  for (const stack of ['prod', 'test', undefined]) instance(sim, { custom: stack ? { stack } : {} })
  const scope = 'family:job'
  const place = (expression: string, count: number) =>
    placeAll(sim, count, { scope, constraints: [memberOf(expression)], strategy: [HOST], cpu: 1, memory: 4 }).chosen
  expect(place('attribute:stack !exists', 2)).toEqual(['ci-3', 'ci-3'])
  expect(place('attribute:stack != prod', 2)).toEqual(['ci-2', 'ci-2'])
  expect(place('not(attribute:stack == prod)', 2)).toEqual(['ci-2', 'ci-3'])
})

it('S-25 constraints of the definition and of the request must all hold', () => {
  const sim = cluster()
  instance(sim, { custom: { stack: 'prod' } })
  instance(sim, { custom: { stack: 'prod', disk: 'ssd' } })
  const constraints = [memberOf('attribute:stack == prod'), memberOf('attribute:disk == ssd')]
  expect(placeAll(sim, 1, { constraints }).chosen).toEqual(['ci-2'])
})
