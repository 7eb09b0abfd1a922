import { describe, expect, it } from 'vitest'
import type { ContainerInstanceRow, TaskRow } from '../model'
import { chooseTasksToStop } from './stop-choice'
import { cluster, instance, occupy } from './testing'

const AZ = { type: 'spread', field: 'attribute:ecs.availability-zone' } as const
const MEMORY = { type: 'binpack', field: 'MEMORY' } as const
const SERVICE = 'svc-1'
type World = ReturnType<typeof cluster>
const web = (sim: World, ci: ContainerInstanceRow | null, row: Partial<TaskRow> = {}) =>
  occupy(sim, ci, { serviceId: SERVICE, group: 'service:web', cpuUnits: 256, memoryMiB: 512, ...row })
const hostOf = (sim: World, taskId: string | undefined) => sim.t.tasks.need(taskId ?? '').containerInstanceId
const zoneOf = (sim: World, taskId: string | undefined) => sim.t.tasks.need(taskId ?? '').zone

it('scheduling V-39 S-53 binpack empties the emptiest instance', () => {
  const sim = cluster()
  const [one, two] = [instance(sim), instance(sim)]
  const tasks = [web(sim, one), web(sim, one), web(sim, one), web(sim, two)]
  const { taskIds, steps } = chooseTasksToStop(sim, SERVICE, tasks, 1, [MEMORY])
  expect(taskIds).toEqual(['task-4'])
  expect(steps[0]?.because).toBe('3705 MiB left after it')
})

it('S-53 each stop counts for the next one', () => {
  const sim = cluster()
  const [one, two] = [instance(sim), instance(sim)]
  occupy(sim, two, { memoryMiB: 1000 })
  const tasks = [web(sim, one), web(sim, one), web(sim, one), web(sim, two)]
  const { taskIds } = chooseTasksToStop(sim, SERVICE, tasks, 4, [MEMORY])
  // ci-2 would have 2705 left, ci-1 2681: then 3193 and 3705 on ci-1.
  expect(taskIds.map((id) => hostOf(sim, id))).toEqual(['ci-2', 'ci-1', 'ci-1', 'ci-1'])
})

it('scheduling V-40 S-51 no strategy: the zone with the most tasks, in it the instance with the most', () => {
  const sim = cluster()
  const [a1, a2, b, c] = ['a', 'a', 'b', 'c'].map((zone) => instance(sim, { zone })) as ContainerInstanceRow[]
  const tasks = [a1, a1, a2, b, b, c].map((ci) => web(sim, ci as ContainerInstanceRow))
  const { taskIds, decision } = chooseTasksToStop(sim, SERVICE, tasks, 1, [])
  expect(hostOf(sim, taskIds[0])).toBe('ci-1')
  expect(decision.because).toBe(
    '1 of 1 to stop; the first was healthy: 3 of the service in its zone, 2 of the service on its instance, one of 2 equals.',
  )
})

it('scheduling V-41 S-52 spread takes from the fullest zones, at random among them', () => {
  const chosen = new Set<string | null>()
  for (let seed = 1; seed <= 30; seed++) {
    const sim = cluster({}, seed)
    const [a, b, c] = ['a', 'b', 'c'].map((zone) => instance(sim, { zone })) as ContainerInstanceRow[]
    const tasks = [a, a, b, b, c].map((ci) => web(sim, ci as ContainerInstanceRow))
    const { taskIds, steps } = chooseTasksToStop(sim, SERVICE, tasks, 1, [AZ])
    expect(steps[0]?.equals).toBe(4)
    chosen.add(zoneOf(sim, taskIds[0]))
  }
  expect([...chosen].sort()).toEqual(['us-east-1a', 'us-east-1b'])
})

it('S-52 the rest stays most even over several stops', () => {
  const sim = cluster()
  const [a, b, c] = ['a', 'b', 'c'].map((zone) => instance(sim, { zone })) as ContainerInstanceRow[]
  const tasks = [a, a, a, a, b, b, c].map((ci) => web(sim, ci as ContainerInstanceRow))
  const { taskIds } = chooseTasksToStop(sim, SERVICE, tasks, 4, [AZ])
  const rest = tasks.filter((task) => !taskIds.includes(task.id)).map((task) => task.zone)
  expect(rest.sort()).toEqual(['us-east-1a', 'us-east-1b', 'us-east-1c'])
})

it('S-51 tasks of the service that are no candidates weigh as well', () => {
  const sim = cluster()
  const [a, b] = ['a', 'b'].map((zone) => instance(sim, { zone })) as ContainerInstanceRow[]
  web(sim, b as ContainerInstanceRow)
  web(sim, b as ContainerInstanceRow)
  const old = [web(sim, a as ContainerInstanceRow), web(sim, b as ContainerInstanceRow)]
  expect(chooseTasksToStop(sim, SERVICE, old, 1, []).taskIds).toEqual(['task-4'])
})

describe('S-50 classes', () => {
  it('first what does not run yet, then what is unhealthy, then the rest', () => {
    const sim = cluster()
    const ci = instance(sim)
    const tasks = [web(sim, ci), web(sim, ci, { healthStatus: 'UNHEALTHY' }), web(sim, ci, { lastStatus: 'PENDING' })]
    const { taskIds, steps } = chooseTasksToStop(sim, SERVICE, tasks, 3, [])
    expect(taskIds).toEqual(['task-3', 'task-2', 'task-1'])
    expect(steps.map((step) => step.class)).toEqual(['not yet running', 'unhealthy', 'healthy'])
  })
  it('S-50 D-206 protected tasks never go, and are counted', () => {
    const sim = cluster()
    const ci = instance(sim)
    sim.nowMs = 1_000
    const tasks = [web(sim, ci, { protectedUntilMs: 1_001 }), web(sim, ci, { protectedUntilMs: 1_000 })]
    const choice = chooseTasksToStop(sim, SERVICE, tasks, 2, [])
    expect(choice.taskIds).toEqual(['task-2'])
    expect(choice.protectedTaskIds).toEqual(['task-1'])
  })
})

describe('S-54 ties', () => {
  const make = (scaleInTie: 'random' | 'oldest', seed = 7) => {
    const sim = cluster({ scaleInTie }, seed)
    const ci = instance(sim)
    sim.nowMs = 100_000
    const tasks = [30_000, 10_000, 20_000, 10_000].map((startedAtMs) => web(sim, ci, { startedAtMs }))
    return { sim, tasks }
  }
  it('scaleInTie oldest takes the oldest startedAt', () => {
    const { sim, tasks } = make('oldest')
    expect(chooseTasksToStop(sim, SERVICE, tasks, 3, []).taskIds).toEqual(['task-2', 'task-4', 'task-3'])
  })
  it('scaleInTie random draws from the seed', () => {
    const draw = (seed: number) => {
      const { sim, tasks } = make('random', seed)
      return chooseTasksToStop(sim, SERVICE, tasks, 1, [{ type: 'random' }]).taskIds[0]
    }
    expect(draw(3)).toBe(draw(3))
    expect(new Set([1, 2, 3, 4, 5, 6, 7, 8].map(draw)).size).toBeGreaterThan(1)
  })
})

it('S-51 Fargate tasks have a zone and no instance', () => {
  const sim = cluster({ scaleInTie: 'oldest' })
  const zones = ['us-east-1a', 'us-east-1b', 'us-east-1b']
  const tasks = zones.map((zone) => web(sim, null, { zone, launchType: 'FARGATE' }))
  expect(chooseTasksToStop(sim, SERVICE, tasks, 1, []).taskIds).toEqual(['task-2'])
})
