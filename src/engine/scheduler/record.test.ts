import { expect, it } from 'vitest'
import { decidePlacement, placeOnInstance } from './place'
import { ask, cluster, instance, occupy } from './testing'

it('leaves the funnel, the survivors, the refused and a sentence (design.md, "Decisions")', () => {
  const sim = cluster()
  instance(sim, { status: 'DRAINING' })
  instance(sim)
  occupy(sim, instance(sim, { zone: 'b' }), { cpuUnits: 2048 })
  instance(sim, { agentConnected: false })
  const { decisionId, containerInstanceId } = decidePlacement(sim, ask({}), 'svc-web')
  expect(containerInstanceId).toBe('ci-2')
  const decision = sim.t.decisions.need(decisionId)
  expect(decision).toMatchObject({
    kind: 'placement',
    subject: 'svc-web',
    serviceId: 'svc-web',
    rules: ['S-17', 'S-32'],
    because: '1 of 3 instances fit. Chosen: 0 tasks in its zone, 0 tasks here.',
    inputs: { scope: 'service:web', strategy: ['spread attribute:ecs.availability-zone', 'spread instanceId'] },
  })
  expect(decision.outcome).toEqual({
    chosen: 'ci-2',
    funnel: [
      { step: 'pool', in: 4, out: 3, reasons: { DRAINING: 1 } },
      { step: 'resources', in: 3, out: 2, reasons: { 'RESOURCE:CPU': 1 } },
      { step: 'attributes', in: 2, out: 1, reasons: { AGENT: 1 } },
      { step: 'constraints', in: 1, out: 1, reasons: {} },
      { step: 'spread attribute:ecs.availability-zone', in: 1, out: 1, reasons: {} },
      { step: 'spread instanceId', in: 1, out: 1, reasons: {} },
    ],
    survivors: [{ id: 'ci-2', rank: 1, because: '0 tasks in its zone, 0 tasks here' }],
    refused: [
      { id: 'ci-3', reason: 'RESOURCE:CPU', detail: 'needs 256 CPU units, 0 left' },
      { id: 'ci-4', reason: 'AGENT', detail: 'the container agent is not connected' },
    ],
  })
  expect(structuredClone(decision)).toEqual(decision)
})

it('says how many were refused for what', () => {
  const sim = cluster()
  for (let i = 0; i < 3; i++) occupy(sim, instance(sim), { memoryMiB: i * 1800 })
  const { decisionId } = decidePlacement(
    sim,
    ask({ memory: 3705, constraints: [{ type: 'distinctInstance' }], scope: 'service:other' }),
    'svc-web',
  )
  expect(sim.t.decisions.need(decisionId).because).toBe(
    'None of 3 instances fits: 1 × DistinctInstance placement constraint unsatisfied, 2 × RESOURCE:MEMORY.',
  )
})

it('keeps 20 per list beyond 200 candidates, all of them with full detail, and chooses the same', () => {
  const sim = cluster()
  for (let i = 0; i < 240; i++) {
    const ci = instance(sim, { zone: 'abc'[i % 3] as string })
    occupy(sim, ci, { group: 'service:web', cpuUnits: i % 2 ? 2000 : (i * 7) % 900 })
  }
  const request = ask({ strategy: [{ type: 'binpack', field: 'CPU' }] })
  const brief = placeOnInstance(sim, request)
  expect([brief.outcome.survivors.length, brief.outcome.refused.length, brief.refusals.length]).toEqual([20, 20, 120])
  sim.features = { fullPlacementDetail: true }
  const full = placeOnInstance(sim, request)
  expect([full.outcome.survivors.length, full.outcome.refused.length]).toEqual([120, 120])
  expect(full.outcome.survivors.slice(0, 20)).toEqual(brief.outcome.survivors)
  expect(full.containerInstanceId).toBe(full.outcome.survivors[0]?.id)
  expect(full.containerInstanceId).toBe(brief.containerInstanceId)
})
