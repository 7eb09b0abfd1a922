import { describe, expect, it } from 'vitest'
import type { PlanInput, PlanTask } from './plan'
import { bounds, planStep } from './plan'

const task = (id: string, more: Partial<PlanTask> = {}): PlanTask => ({
  id,
  primary: true,
  deploymentAge: 0,
  wanted: true,
  phase: 'running',
  counted: true,
  unhealthy: false,
  protected: false,
  onDrainingInstance: false,
  replaces: null,
  ...more,
})
const old = (id: string, more: Partial<PlanTask> = {}) => task(id, { primary: false, deploymentAge: 1, ...more })
const plan = (tasks: PlanTask[], more: Partial<PlanInput> = {}) =>
  planStep({
    desired: 4,
    minimumHealthyPercent: 75,
    maximumPercent: 150,
    tasks,
    countStoppingTowardsMax: true,
    primaryFailed: false,
    oldLost: 0,
    ...more,
  })

describe('planStep', () => {
  it('D-304 bounds are whole numbers: lower rounds up, upper down', () => {
    expect(bounds(6, 50, 166)).toEqual({ lower: 3, upper: 9 })
    expect(bounds(100, 100, 110)).toEqual({ lower: 100, upper: 110 })
    expect(bounds(3, 66, 133)).toEqual({ lower: 2, upper: 3 })
  })

  it('D-323 stuck exactly when ceil(D·min/100) = D and floor(D·max/100) = D', () => {
    for (let desired = 1; desired <= 6; desired++) {
      for (const [min, max] of [
        [100, 150],
        [100, 199],
        [50, 100],
        [75, 100],
        [51, 149],
        [100, 125],
        [66, 133],
        [50, 200],
      ] as const) {
        const { lower, upper } = bounds(desired, min, max)
        const tasks = Array.from({ length: desired }, (_, i) => old(`t${i}`))
        const result = plan(tasks, { desired, minimumHealthyPercent: min, maximumPercent: max })
        expect([desired, min, max, result.deadlocked]).toEqual([
          desired,
          min,
          max,
          lower === desired && upper === desired,
        ])
      }
    }
  })

  it('D-223 unhealthy old tasks that fill the room go one at a time when fewer than the lower bound are healthy', () => {
    const tasks = [
      ...['a', 'b'].map((id) => old(id)),
      ...['c', 'd', 'e', 'f'].map((id) => old(id, { counted: false, unhealthy: true })),
    ]
    const result = plan(tasks)
    expect([result.healthy, result.lower, result.existing, result.upper]).toEqual([2, 3, 6, 6])
    expect(result.unhealthyFirst).toEqual(['c', 'd', 'e', 'f'])
    expect(result.deadlocked).toBe(false)
  })

  it('D-311 pending and uncounted old tasks are retired at once while the lower bound holds', () => {
    const tasks = [
      ...['a', 'b', 'c'].map((id) => old(id)),
      old('d', { counted: false }),
      old('e', { phase: 'pending', counted: false }),
    ]
    expect(plan(tasks).stops).toEqual([
      { id: 'e', why: 'oldPending' },
      { id: 'd', why: 'oldUncounted' },
    ])
  })

  it('D-410 a failed PRIMARY starts nothing and its predecessors stay', () => {
    const result = plan(
      ['a', 'b', 'c', 'd'].map((id) => old(id)),
      { primaryFailed: true },
    )
    expect([result.starts, result.oldHealthyBudget, result.stops.length, result.deadlocked]).toEqual([0, 0, 0, false])
  })
})
