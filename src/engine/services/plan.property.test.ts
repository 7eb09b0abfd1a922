/** The plan against the rulebook's own statement of one evaluation (D-310, D-319), written here a second time. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PlanInput, PlanTask } from './plan'
import { planStep } from './plan'

const numRuns = Number(process.env.RUNS ?? 300)

const someTask = fc.record({
  primary: fc.boolean(),
  wanted: fc.boolean(),
  phase: fc.constantFrom('pending' as const, 'running' as const, 'gone' as const),
  counted: fc.boolean(),
  protected: fc.boolean(),
})

/** As rows can be: a task on its way down stops or is gone, only a running one counts or is protected. */
function taskOf(some: typeof someTask extends fc.Arbitrary<infer T> ? T : never, i: number): PlanTask {
  const { wanted } = some
  const phase = wanted ? (some.phase === 'gone' ? 'running' : some.phase) : some.phase === 'gone' ? 'gone' : 'stopping'
  const runs = wanted && phase === 'running'
  return {
    id: `t${i}`,
    primary: some.primary,
    deploymentAge: some.primary ? 0 : 1,
    wanted,
    phase,
    counted: runs && some.counted,
    unhealthy: false,
    protected: runs && some.protected,
    onDrainingInstance: false,
    replaces: null,
  }
}

/** How many old and how many surplus tasks stop, and how many new ones start. */
function byTheBook({ desired, minimumHealthyPercent: min, maximumPercent: max, tasks, ...input }: PlanInput) {
  const lower = Math.floor((desired * min + 99) / 100)
  const upper = Math.floor((desired * max) / 100)
  const wanted = tasks.filter((t) => t.wanted)
  const fresh = wanted.filter((t) => t.primary)
  const old = wanted.filter((t) => !t.primary)
  const healthy = wanted.filter((t) => t.counted).length
  const goes = new Set<PlanTask>()
  for (const t of old) if (t.phase === 'pending') goes.add(t)
  for (const t of old.filter((o) => o.counted && !o.protected).slice(0, Math.max(0, healthy - lower))) goes.add(t)
  if (healthy >= lower) for (const t of old) if (t.phase === 'running' && !t.counted && !t.protected) goes.add(t)
  const oldStops = goes.size
  if (old.every((t) => goes.has(t))) {
    const free = fresh.filter((t) => !t.protected)
    for (const t of free.slice(0, Math.max(0, fresh.length - desired))) goes.add(t)
  }
  const left = fresh.filter((t) => !goes.has(t)).length
  const stopping = tasks.filter((t) => !t.wanted && t.phase !== 'gone').length + goes.size
  const existing = wanted.length - goes.size + (input.countStoppingTowardsMax ? stopping : 0)
  return {
    oldStops,
    surplus: goes.size - oldStops,
    starts: Math.max(0, Math.min(desired - left, upper - existing)),
  }
}

describe('one evaluation', () => {
  it('D-310, D-319 stops and starts as many as the rulebook does, whatever there is', () => {
    fc.assert(
      fc.property(
        fc.array(someTask, { maxLength: 16 }),
        fc.nat(10),
        fc.constantFrom(0, 33, 50, 75, 100),
        fc.constantFrom(100, 125, 150, 200),
        fc.boolean(),
        (some, desired, minimumHealthyPercent, maximumPercent, countStoppingTowardsMax) => {
          const input: PlanInput = {
            desired,
            minimumHealthyPercent,
            maximumPercent,
            tasks: some.map(taskOf),
            countStoppingTowardsMax,
            primaryFailed: false,
            oldLost: 0,
          }
          const plan = planStep(input)
          expect({
            oldStops: plan.stops.length + plan.oldHealthyBudget,
            surplus: plan.surplusBudget,
            starts: plan.starts,
          }).toEqual(byTheBook(input))
        },
      ),
      { numRuns },
    )
  })
})
