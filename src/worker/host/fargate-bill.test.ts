import { describe, expect, it } from 'vitest'
import type { BilledTask } from './fargate-bill'
import { billedBetween, ratePerSecond } from './fargate-bill'

const task = (more: Partial<BilledTask> = {}): BilledTask => ({
  ...{ cpuUnits: 256, memoryMiB: 512, storageGib: 20, architecture: 'X86_64', spot: false },
  ...{ pullStartedAtMs: 0, stoppedAtMs: null },
  ...more,
})
const DAY = 86_400_000
/** The whole bill of a task that ended. */
const bill = (seconds: number, more: Partial<BilledTask> = {}) =>
  billedBetween(task({ stoppedAtMs: seconds * 1_000, ...more }), -1, 31 * DAY)
const whole = { cpuUnits: 1_024, memoryMiB: 2_048 }

describe("Fargate's bill", () => {
  it.each([
    ['PV-1', bill(60), 0.000205708333],
    ['PV-2', bill(10), 0.000205708333],
    ['PV-3', bill(61.2), 0.00021256528],
    ['PV-4', bill(3_600, whole), 0.04937],
    ['PV-5', bill(3_600, { ...whole, architecture: 'ARM64' }), 0.0395],
    ['PV-6', bill(600, { cpuUnits: 2_048, memoryMiB: 4_096 }), 0.016456666667],
    ['PV-7', bill(2_628_000), 9.010025],
    ['PV-13', bill(3_600, { ...whole, storageGib: 100 }), 0.05825],
    ['PV-14', bill(3_600, whole), 0.04937],
    ['PV-15', bill(3_600, { ...whole, spot: true }), 0.015176338],
    ['PV-16', bill(3_600, { ...whole, spot: true, storageGib: 120 }), 0.026276338],
  ])('%s', (_, made, expected) => expect(made).toBeCloseTo(expected, 9))

  it('P-1: what lies before the pull is free, and P-3: a task without a pull costs nothing', () => {
    expect(bill(130, { pullStartedAtMs: 30_000 })).toBeCloseTo(100 * ratePerSecond(task()), 12)
    expect(bill(130, { pullStartedAtMs: null })).toBe(0)
  })

  it('P-2: a task that ends early still has its minute to pay, once', () => {
    const short = task({ stoppedAtMs: 10_000 })
    expect(billedBetween(short, 0, 5_000)).toBeCloseTo(5 * ratePerSecond(short), 12)
    expect(billedBetween(short, 5_000, 20_000)).toBeCloseTo(55 * ratePerSecond(short), 12)
    expect(billedBetween(short, 20_000, 90_000)).toBe(0)
  })
})
