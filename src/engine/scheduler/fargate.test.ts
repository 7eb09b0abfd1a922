import { expect, it } from 'vitest'
import type { Sim } from '../kernel'
import type { FargateRequest } from './fargate'
import { decideFargatePlacement, placeOnFargate } from './fargate'
import { CLUSTER, cluster, occupy, subnet } from './testing'
import { placementEventText } from './texts'

const request = (row: Partial<FargateRequest> = {}): FargateRequest => ({
  clusterId: CLUSTER,
  subnetIds: ['subnet-a', 'subnet-b', 'subnet-c'],
  scope: 'service:web',
  serviceId: 'svc-1',
  capacityProvider: 'FARGATE',
  demand: { cpuUnits: 256, memoryMiB: 512 },
  ...row,
})

function threeZones(): Sim {
  const sim = cluster()
  for (const zone of ['a', 'b', 'c']) subnet(sim, zone)
  return sim
}

function placeAll(sim: Sim, count: number, row: Partial<FargateRequest> = {}): string {
  let zones = ''
  for (let i = 0; i < count; i++) {
    const placed = placeOnFargate(sim, request(row))
    if (!('zone' in placed)) return `${zones}!`
    zones += placed.zone.at(-1)
    const provider = row.capacityProvider ?? null
    occupy(sim, null, {
      group: row.scope ?? 'service:web',
      zone: placed.zone,
      subnetId: placed.subnetId,
      launchType: 'FARGATE',
      capacityProviderName: provider,
    })
  }
  return zones
}

const fault = (sim: Sim, kind: string, target: string, untilMs: number | null = null) =>
  sim.t.faults.put({
    ...sim.newRow('faults'),
    kind,
    target,
    targetRowId: null,
    detail: {},
    fromMs: sim.nowMs,
    untilMs,
    clearedAtMs: null,
  })

it('scheduling V-63 S-38 Fargate spreads over the zones in the order of the subnets', () => {
  expect(placeAll(threeZones(), 7)).toBe('abcabca')
})

it('S-38 FARGATE and FARGATE_SPOT, and other scopes, are counted apart', () => {
  const sim = threeZones()
  expect(placeAll(sim, 1)).toBe('a')
  expect(placeAll(sim, 2, { capacityProvider: 'FARGATE_SPOT' })).toBe('ab')
  expect(placeAll(sim, 1, { scope: 'service:b' })).toBe('a')
  expect(placeAll(sim, 1)).toBe('b')
})

it('S-38 N-37 inside a zone the subnet with the most free addresses', () => {
  const sim = cluster()
  subnet(sim, 'a', 'subnet-small', 11)
  subnet(sim, 'a', 'subnet-large', 251)
  const placed = placeOnFargate(sim, request({ subnetIds: ['subnet-small', 'subnet-large'] }))
  expect(placed).toMatchObject({ subnetId: 'subnet-large', zone: 'us-east-1a' })
})

it('S-38 a zone without capacity or addresses gives way to the next', () => {
  const sim = cluster()
  subnet(sim, 'a', 'subnet-a', 0)
  subnet(sim, 'b')
  subnet(sim, 'c')
  fault(sim, 'capacityUnavailable', 'us-east-1b')
  expect(placeAll(sim, 2)).toBe('cc')
  expect(placeOnFargate(sim, request()).outcome.refused).toEqual([
    { id: 'us-east-1a', reason: 'addresses', detail: 'no free address in subnet-a' },
    { id: 'us-east-1b', reason: 'RESOURCE:FARGATE', detail: 'no Fargate capacity in us-east-1b' },
  ])
})

it('S-42 D-611b no capacity anywhere', () => {
  const sim = threeZones()
  fault(sim, 'capacityUnavailable', 'FARGATE', 5_000)
  const placed = placeOnFargate(sim, request())
  if (!('reason' in placed)) throw new Error('placed')
  expect(placed.reason).toBe(
    'Capacity is unavailable at this time. Please try again later or in a different availability zone',
  )
  expect(placementEventText(sim, 'web', placed)).toBe(
    '(service web) was unable to place a task. Reason: Capacity is unavailable at this time. ' +
      'Please try again later or in a different availability zone.',
  )
  expect(placeAll(sim, 1, { capacityProvider: 'FARGATE_SPOT' })).toBe('a')
  sim.nowMs = 5_000
  expect(placeAll(sim, 1)).toBe('a')
})

it('D-810 nothing is placed in a zone that is down', () => {
  const sim = threeZones()
  fault(sim, 'zoneDown', 'us-east-1a')
  expect(placeAll(sim, 3)).toBe('bcb')
})

it('N-40 with every subnet full the task is placed all the same, and fails on its interface', () => {
  const sim = cluster()
  subnet(sim, 'a', 'subnet-a', 0)
  expect(placeAll(sim, 1)).toBe('a')
})

it('leaves a decision that the world keeps', () => {
  const sim = threeZones()
  const { decisionId } = decideFargatePlacement(sim, request(), 'svc-1')
  expect(sim.t.decisions.need(decisionId)).toMatchObject({
    kind: 'placement',
    rules: ['S-38'],
    because: 'Chosen: us-east-1a, 0 tasks there; first of the equals in the order of the subnets.',
  })
})
