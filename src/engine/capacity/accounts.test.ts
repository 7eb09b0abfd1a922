import { describe, expect, it } from 'vitest'
import type { TaskRow } from '../model'
import { CLUSTER, cluster, instance, occupy } from '../scheduler/testing'
import {
  accountOf,
  agentAccountOf,
  dumpAccounts,
  eniSlotsUsed,
  fargateTasksInZone,
  groupsOn,
  occupyingCount,
  recount,
  remaining,
  taskCountsOf,
  tasksInZone,
  tasksPerInstance,
} from './accounts'

const take: Partial<TaskRow> = {
  group: 'service:web',
  cpuUnits: 256,
  memoryMiB: 512,
  tcpPorts: [80],
  udpPorts: [53],
  networkMode: 'awsvpc',
}

it('S-2 S-98 S-99 a task takes from its instance; what is left, and which ports are taken', () => {
  const sim = cluster()
  const ci = instance(sim, { type: 'g4dn.xlarge' })
  occupy(sim, ci, { ...take, gpuIds: ['GPU-1-0'] })
  expect(remaining(sim, ci)).toEqual({
    cpuUnits: 4096 - 256,
    memoryMiB: 15934 - 512,
    eniSlots: 1,
    gpuIds: [],
    takenTcpPorts: [22, 80, 2375, 2376, 51678, 51679],
    takenUdpPorts: [53],
  })
})

describe('D-112 S-20 who gives back what when', () => {
  const steps: [Partial<TaskRow>, Record<'desiredStopped' | 'stopped' | 'agent' | 'eni', number>][] = [
    [
      { admitted: false, lastStatus: 'PENDING' },
      { desiredStopped: 256, stopped: 256, agent: 0, eni: 1 },
    ],
    [
      { admitted: true, lastStatus: 'RUNNING' },
      { desiredStopped: 256, stopped: 256, agent: 256, eni: 1 },
    ],
    [{ desiredStatus: 'STOPPED' }, { desiredStopped: 0, stopped: 256, agent: 256, eni: 1 }],
    [{ lastStatus: 'DEPROVISIONING' }, { desiredStopped: 0, stopped: 256, agent: 0, eni: 1 }],
    [{ lastStatus: 'STOPPED' }, { desiredStopped: 0, stopped: 0, agent: 0, eni: 0 }],
  ]
  it('follows a task through its life, under either word of releaseAt', () => {
    const sim = cluster()
    const ci = instance(sim)
    const task = occupy(sim, ci, { ...take, admitted: false, lastStatus: 'PENDING' })
    for (const [patch, expected] of steps) {
      sim.t.tasks.patch(task.id, patch)
      sim.timings.releaseAt = 'stopped'
      const stopped = accountOf(sim, ci.id).cpuUnits
      sim.timings.releaseAt = 'desiredStopped'
      const desiredStopped = accountOf(sim, ci.id).cpuUnits
      const agent = agentAccountOf(sim, ci.id).cpuUnits
      expect([patch, { desiredStopped, stopped, agent, eni: eniSlotsUsed(sim, ci.id) }]).toEqual([patch, expected])
    }
  })
})

it('S-106 running counts desiredStatus, pending lastStatus', () => {
  const sim = cluster()
  const ci = instance(sim)
  occupy(sim, ci)
  occupy(sim, ci, { lastStatus: 'PENDING' })
  occupy(sim, ci, { desiredStatus: 'STOPPED' })
  expect(taskCountsOf(sim, ci.id)).toEqual({ running: 2, pending: 1 })
})

it('S-32 S-38 counts per instance, zone, group and Fargate zone', () => {
  const sim = cluster()
  const [a, b] = [instance(sim), instance(sim, { zone: 'b' })]
  for (const ci of [a, a, b]) occupy(sim, ci, { group: 'service:web' })
  const stopping = occupy(sim, b, { group: 'service:web', desiredStatus: 'STOPPED' })
  occupy(sim, null, { group: 'service:web', launchType: 'FARGATE', zone: 'us-east-1b' })
  expect([...tasksPerInstance(sim, CLUSTER, 'service:web')]).toEqual([
    [a.id, 2],
    [b.id, 1],
  ])
  expect(tasksInZone(sim, CLUSTER, 'service:web', 'us-east-1a')).toBe(2)
  expect(occupyingCount(sim, b.id, 'service:web')).toBe(1)
  expect([...groupsOn(sim, b.id).keys()]).toEqual(['service:web'])
  expect(fargateTasksInZone(sim, CLUSTER, 'FARGATE', 'us-east-1b', 'service:web')).toBe(1)
  expect(fargateTasksInZone(sim, CLUSTER, 'FARGATE_SPOT', 'us-east-1b', 'service:web')).toBe(0)
  sim.timings.releaseAt = 'stopped'
  expect(tasksInZone(sim, CLUSTER, 'service:web', 'us-east-1b')).toBe(2)
  sim.t.tasks.delete(stopping.id)
  expect(tasksInZone(sim, CLUSTER, 'service:web', 'us-east-1b')).toBe(1)
})

it('a refused command leaves the accounts as they were, a restored checkpoint rebuilds them', () => {
  const sim = cluster()
  const ci = instance(sim)
  occupy(sim, ci, take)
  const before = dumpAccounts(sim)
  const saved = sim.save()
  expect(() =>
    sim.atomically(() => {
      occupy(sim, ci, take)
      throw new Error('refused')
    }),
  ).toThrow('refused')
  expect(dumpAccounts(sim)).toBe(before)
  const other = cluster()
  other.load(saved)
  expect(dumpAccounts(other)).toBe(before)
  expect(recount(other)).toBe(before)
})
