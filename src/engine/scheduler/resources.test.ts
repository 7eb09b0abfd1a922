import { describe, expect, it } from 'vitest'
import { placeOnInstance, refusalAtStart } from './place'
import { ask, cluster, instance, occupy, placeAll, refusalsOf, settleOn } from './testing'
import { placementEventText } from './texts'

const HOST = { type: 'spread', field: 'instanceId' } as const
const MEMORY = { type: 'binpack', field: 'MEMORY' } as const
const SEE_ALSO = 'For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.'
const UNPLACED = 'was unable to place a task because no container instance met all of its requirements.'
const job = 'family:job'

it('scheduling V-22 S-19 S-46 a static host port stands once on an instance', () => {
  const sim = cluster()
  const one = instance(sim)
  instance(sim)
  const { chosen, last } = placeAll(sim, 3, { cpu: 128, memory: 256, demand: { tcpPorts: [80] }, strategy: [HOST] })
  expect(chosen).toEqual(['ci-1', 'ci-2'])
  expect(placementEventText(sim, 'web', last)).toBe(
    `(service web) ${UNPLACED} The closest matching (container-instance ${one.shortId}) ` +
      `is already using a port required by your task. ${SEE_ALSO}`,
  )
  expect(last.outcome.refused[0]?.detail).toBe('needs port 80/tcp, held by another task')
})

it('scheduling V-23 S-19 TCP and UDP are separate sets', () => {
  const sim = cluster()
  occupy(sim, instance(sim), { tcpPorts: [53] })
  expect(placeAll(sim, 1, { demand: { udpPorts: [53] } }).chosen).toEqual(['ci-1'])
  expect(refusalsOf(placeOnInstance(sim, ask({ demand: { tcpPorts: [53] } })))).toEqual(['ci-1 RESOURCE:PORTS'])
})

it('scheduling V-24 S-98 the ports that the instance keeps for itself', () => {
  const sim = cluster()
  instance(sim)
  expect(refusalsOf(placeOnInstance(sim, ask({ demand: { tcpPorts: [22] } })))).toEqual(['ci-1 RESOURCE:PORTS'])
  expect(placeAll(sim, 1, { demand: { tcpPorts: [51680] } }).chosen).toEqual(['ci-1'])
})

it('scheduling V-25 S-19 at most 100 reserved ports, the default ones counted', () => {
  const sim = cluster()
  occupy(sim, instance(sim), { tcpPorts: Array.from({ length: 94 }, (_, i) => 9000 + i) })
  expect(placeAll(sim, 1, { demand: { tcpPorts: [8080] } }).chosen).toEqual(['ci-1'])
  const refused = placeOnInstance(sim, ask({ demand: { tcpPorts: [8081] } }))
  expect(refusalsOf(refused)).toEqual(['ci-1 RESOURCE:PORTS'])
  expect(refused.outcome.refused[0]?.detail).toBe('needs 1 more host ports, 100 of 100 reserved')
})

it.each([
  ['without trunking', 2],
  ['with trunking', 10],
])('scheduling V-26 S-20 ENI attachments %s', (_name, eniLimit) => {
  const sim = cluster()
  instance(sim, { eniLimit })
  const spec = { cpu: 128, memory: 256, scope: job, demand: { awsvpc: true }, request: { zones: ['us-east-1a'] } }
  const { chosen, last } = placeAll(sim, 11, spec)
  expect(chosen).toHaveLength(eniLimit)
  expect(refusalsOf(last)).toEqual(['ci-1 RESOURCE:ENI'])
  expect(last.outcome.refused[0]?.detail).toBe(`needs 1 network interface, 0 of ${eniLimit} left`)
  expect(placeAll(sim, 1, { cpu: 128, memory: 256, scope: job }).chosen).toEqual(['ci-1'])
})

it('S-20 a stopping awsvpc task holds its slot until STOPPED, its CPU no longer', () => {
  const sim = cluster()
  const task = occupy(sim, instance(sim, { eniLimit: 1 }), { networkMode: 'awsvpc', cpuUnits: 2048 })
  sim.t.tasks.patch(task.id, { desiredStatus: 'STOPPED', lastStatus: 'DEPROVISIONING' })
  const request = ask({ demand: { awsvpc: true }, request: { zones: ['us-east-1a'] } })
  expect(refusalsOf(placeOnInstance(sim, request))).toEqual(['ci-1 RESOURCE:ENI'])
  sim.t.tasks.patch(task.id, { lastStatus: 'STOPPED' })
  expect(placeOnInstance(sim, request).containerInstanceId).toBe('ci-1')
})

it('scheduling V-27 N-36 no subnet in the instance’s zone is LOCATION, another VPC is ATTRIBUTE', () => {
  const sim = cluster()
  instance(sim, { zone: 'b' })
  const spec = { scope: job, demand: { awsvpc: true } }
  const inA = ask({ ...spec, request: { zones: ['us-east-1a'], vpcId: 'vpc-1' } })
  expect(refusalsOf(placeOnInstance(sim, inA))).toEqual(['ci-1 LOCATION'])
  const elsewhere = ask({ ...spec, request: { zones: ['us-east-1a'], vpcId: 'vpc-2' } })
  expect(refusalsOf(placeOnInstance(sim, elsewhere))).toEqual(['ci-1 ATTRIBUTE'])
})

describe('S-22 CPU architecture', () => {
  it('scheduling V-28 another architecture is ATTRIBUTE, behind RESOURCE:CPU', () => {
    const sim = cluster()
    instance(sim, { type: 'm7g.large' })
    occupy(sim, instance(sim), { cpuUnits: 2048, memoryMiB: 100 })
    const placement = placeOnInstance(sim, ask({ scope: job }))
    expect(refusalsOf(placement)).toEqual(['ci-1 ATTRIBUTE', 'ci-2 RESOURCE:CPU'])
    expect(placement.outcome.refused.map(({ detail }) => detail)).toEqual([
      'requires ecs.cpu-architecture x86_64, the instance has arm64',
      'needs 256 CPU units, 0 left',
    ])
  })
  it('is not checked for a definition that names none when the setting is off', () => {
    const sim = cluster({ checkArchitectureWhenUnset: false })
    instance(sim, { type: 'm7g.large' })
    expect(placeAll(sim, 1, {}).chosen).toEqual(['ci-1'])
    expect(placeAll(sim, 1, { demand: { architectureNamed: true } }).chosen).toEqual([])
  })
  it('refuses another operating system', () => {
    const sim = cluster()
    instance(sim)
    const windows = ask({ demand: { operatingSystemFamily: 'WINDOWS_SERVER_2022_CORE' } })
    expect(refusalsOf(placeOnInstance(sim, windows))).toEqual(['ci-1 ATTRIBUTE'])
  })
})

it('scheduling V-29 S-46 the closest instance is the one that came furthest', () => {
  const sim = cluster()
  const one = instance(sim, { agentConnected: false })
  occupy(sim, instance(sim), { cpuUnits: 100, memoryMiB: 3500 })
  const placement = placeOnInstance(sim, ask({}))
  expect(refusalsOf(placement)).toEqual(['ci-1 AGENT', 'ci-2 RESOURCE:MEMORY'])
  expect(placementEventText(sim, 'web', placement)).toBe(
    `(service web) ${UNPLACED} The closest matching (container-instance ${one.shortId}) ` +
      `encountered error "AGENT". ${SEE_ALSO}`,
  )
})

it('scheduling V-30 S-17 one reason per instance, in the order of the checks', () => {
  const sim = cluster()
  occupy(sim, instance(sim), { cpuUnits: 2000, memoryMiB: 10 })
  occupy(sim, instance(sim), { memoryMiB: 3600 })
  occupy(sim, instance(sim), { tcpPorts: [80] })
  const placement = placeOnInstance(sim, ask({ demand: { tcpPorts: [80] } }))
  expect(refusalsOf(placement)).toEqual(['ci-1 RESOURCE:CPU', 'ci-2 RESOURCE:MEMORY', 'ci-3 RESOURCE:PORTS'])
  expect(placement.closest).toEqual({ containerInstanceId: 'ci-3', reason: 'RESOURCE:PORTS' })
  expect(placement.outcome.refused.map(({ detail }) => detail)).toEqual([
    'needs 256 CPU units, 48 left',
    'needs 512 MiB, 105 left',
    'needs port 80/tcp, held by another task',
  ])
})

it('scheduling V-31 S-40 what fits is placed, then every instance has its reason', () => {
  const sim = cluster()
  instance(sim, { type: 't3.micro' })
  instance(sim, { type: 't3.micro' })
  const { chosen, last } = placeAll(sim, 5, { memory: 400, scope: job, strategy: [MEMORY] })
  expect(chosen).toEqual(['ci-1', 'ci-1', 'ci-2', 'ci-2'])
  expect(refusalsOf(last)).toEqual(['ci-1 RESOURCE:MEMORY', 'ci-2 RESOURCE:MEMORY'])
})

it('scheduling V-32 S-13 S-46 no ACTIVE instance: an empty pool and its event text', () => {
  const sim = cluster()
  instance(sim, { status: 'DRAINING' })
  const placement = placeOnInstance(sim, ask({}))
  expect(placement).toMatchObject({ containerInstanceId: null, poolSize: 0, closest: null, refusals: [] })
  expect(placement.outcome.funnel[0]).toEqual({ step: 'pool', in: 1, out: 0, reasons: { DRAINING: 1 } })
  expect(placementEventText(sim, 'web', placement)).toBe(
    `(service web) ${UNPLACED} Reason: No Container Instances were found in your cluster. ${SEE_ALSO}`,
  )
})

it('D-611d S-46 an empty capacity provider has a text of its own', () => {
  const sim = cluster()
  instance(sim)
  const placement = placeOnInstance(sim, ask({ request: { pool: { capacityProvider: 'cp' } } }))
  expect(placementEventText(sim, 'web', placement)).toBe(
    '(service web) was unable to reach steady state. Reason: No Container Instances were found in your capacity provider.',
  )
})

it('scheduling V-33 S-18 what is registered counts, and exactly what is left fits', () => {
  const sim = cluster()
  instance(sim)
  expect(refusalsOf(placeOnInstance(sim, ask({ cpu: 0, memory: 4096 })))).toEqual(['ci-1 RESOURCE:MEMORY'])
  expect(placeAll(sim, 1, { cpu: 0, memory: 3705 }).chosen).toEqual(['ci-1'])
})

it('scheduling V-34 S-88 GPUs', () => {
  const sim = cluster()
  instance(sim, { type: 'g4dn.xlarge' })
  instance(sim)
  const { chosen, last } = placeAll(sim, 2, { cpu: 1024, memory: 2048, scope: job, demand: { gpus: 1 } })
  expect(chosen).toEqual(['ci-1'])
  expect(refusalsOf(last)).toEqual(['ci-1 RESOURCE:GPU', 'ci-2 RESOURCE:GPU'])
  expect(last.outcome.refused.map(({ detail }) => detail)).toEqual([
    'needs 1 GPU, 0 left',
    'needs 1 GPU, the instance has none',
  ])
})

it('scheduling V-35 S-85 the reservation is what a task takes', () => {
  const sim = cluster()
  instance(sim, { type: 't3.micro' })
  const { chosen, last } = placeAll(sim, 9, { cpu: 0, memory: 128, scope: job })
  expect(chosen).toHaveLength(7)
  expect(refusalsOf(last)).toEqual(['ci-1 RESOURCE:MEMORY'])
})

it('scheduling V-36 CPU 0 takes nothing', () => {
  const sim = cluster()
  instance(sim, { type: 't2.micro' })
  const { chosen, last } = placeAll(sim, 4, { cpu: 0, memory: 300, scope: job })
  expect(chosen).toHaveLength(3)
  expect(refusalsOf(last)).toEqual(['ci-1 RESOURCE:MEMORY'])
})

it('scheduling V-37 S-43 StartTask judges each instance on its own, without constraints', () => {
  const sim = cluster()
  const one = instance(sim)
  const gone = instance(sim, { status: 'INACTIVE' })
  const request = ask({ constraints: [{ type: 'memberOf', expression: 'attribute:x == y' }] })
  expect(refusalAtStart(sim, request, one)).toBeNull()
  expect(refusalAtStart(sim, request, gone)?.reason).toBe('INACTIVE')
  expect(refusalAtStart(sim, request, undefined)?.reason).toBe('MISSING')
  settleOn(sim, ask({ cpu: 2000 }), one.id)
  expect(refusalAtStart(sim, request, one)).toEqual({ reason: 'RESOURCE:CPU', detail: 'needs 256 CPU units, 48 left' })
})

it('S-21 the first attribute that is missing is named', () => {
  const sim = cluster()
  const ci = instance(sim)
  const request = ask({ demand: { requiresAttributes: ['ecs.capability.task-eni', 'ecs.capability.efs'] } })
  expect(placeOnInstance(sim, request).outcome.refused).toEqual([
    { id: 'ci-1', reason: 'ATTRIBUTE', detail: 'requires the attribute ecs.capability.efs, the instance lacks it' },
  ])
  sim.t.containerInstances.patch(ci.id, { attributes: { ...ci.attributes, 'ecs.capability.efs': '' } })
  expect(placeOnInstance(sim, request).containerInstanceId).toBe('ci-1')
})

it('S-14 pools by launch type and by capacity provider', () => {
  const sim = cluster()
  instance(sim, { capacityProviderName: 'cp' })
  instance(sim, { external: true })
  instance(sim)
  const poolOf = (pool: Parameters<typeof ask>[0]['request']) =>
    placeOnInstance(sim, ask({ request: { ...pool } })).outcome.survivors.map(({ id }) => id)
  expect(poolOf({ pool: { launchType: 'EC2' } })).toEqual(['ci-1', 'ci-3'])
  expect(poolOf({ pool: { launchType: 'EXTERNAL' } })).toEqual(['ci-2'])
  expect(poolOf({ pool: { capacityProvider: 'cp' } })).toEqual(['ci-1'])
  expect(poolOf({ onlyInstances: ['ci-3'] })).toEqual(['ci-3'])
})
