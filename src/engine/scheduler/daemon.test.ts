import { expect, it } from 'vitest'
import { daemonQualifies } from './daemon'
import { placeOnInstance } from './place'
import { ask, cluster, definition, instance, occupy, placeAll, refusalsOf, service } from './testing'

function withDaemon() {
  const sim = cluster()
  const taskDefinitionId = definition(sim, 128, 256).id
  const daemon = service(sim, 'log', { schedulingStrategy: 'DAEMON', taskDefinitionId })
  return { sim, daemon }
}

it('scheduling V-49 S-74 replica tasks see what the daemon leaves, even before it runs', () => {
  const { sim, daemon } = withDaemon()
  const ci = instance(sim)
  expect(refusalsOf(placeOnInstance(sim, ask({ memory: 3450 })))).toEqual(['ci-1 RESOURCE:MEMORY'])
  expect(placeOnInstance(sim, ask({ memory: 3450 })).outcome.refused[0]?.detail).toBe('needs 3450 MiB, 3449 left')
  expect(placeAll(sim, 1, { memory: 3449 }).chosen).toEqual(['ci-1'])
  const own = ask({
    cpu: 128,
    memory: 256,
    scope: 'service:log',
    request: { serviceId: daemon.id, onlyInstances: [ci.id] },
  })
  expect(placeOnInstance(sim, own).containerInstanceId).toBe('ci-1')
})

it('S-74 once the daemon runs it is not set aside twice', () => {
  const { sim } = withDaemon()
  occupy(sim, instance(sim), { group: 'service:log', cpuUnits: 128, memoryMiB: 256 })
  expect(placeAll(sim, 1, { memory: 3449 }).chosen).toEqual(['ci-1'])
})

it('S-73 S-74 nothing is set aside where the daemon does not belong, or when its service is gone', () => {
  const { sim, daemon } = withDaemon()
  const constrained = sim.t.services.patch(daemon.id, {
    placementConstraints: [{ type: 'memberOf', expression: 'attribute:logs exists' }],
  })
  const plain = instance(sim)
  const marked = instance(sim, { custom: { logs: '' } })
  expect([plain, marked].map((ci) => daemonQualifies(sim, constrained, ci))).toEqual([false, true])
  expect(refusalsOf(placeOnInstance(sim, ask({ memory: 3705 })))).toEqual(['ci-2 RESOURCE:MEMORY'])
  sim.t.services.patch(daemon.id, { status: 'DRAINING' })
  expect(refusalsOf(placeOnInstance(sim, ask({ memory: 3705 })))).toEqual([])
})

it('S-73 a draining instance does not qualify', () => {
  const { sim, daemon } = withDaemon()
  const instances = [instance(sim), instance(sim, { status: 'DRAINING' }), instance(sim, { external: true })]
  expect(instances.map((ci) => daemonQualifies(sim, daemon, ci))).toEqual([true, false, false])
})
