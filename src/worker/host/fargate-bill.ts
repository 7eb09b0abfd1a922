/** What Fargate bills for a task (P-1 … P-4, P-6, P-7, P-9). Pure. Money is in USD. */
import prices from './fargate-prices.json'

export const FARGATE_PRICES_OF: string = prices.asOf

export interface BilledTask {
  /** The task's size. */
  cpuUnits: number
  memoryMiB: number
  storageGib: number
  architecture: 'X86_64' | 'ARM64'
  spot: boolean
  /** null: it never came to a pull, and costs nothing (P-3). */
  pullStartedAtMs: number | null
  stoppedAtMs: number | null
}

/** USD per second of a task of this size. */
export function ratePerSecond(task: Omit<BilledTask, 'pullStartedAtMs' | 'stoppedAtMs'>): number {
  const { vcpu, gb } = prices.perHour[task.architecture]
  const { includedGib, gibHour } = prices.storage
  const compute = (task.cpuUnits / 1_024) * vcpu + (task.memoryMiB / 1_024) * gb
  const storage = Math.max(0, task.storageGib - includedGib) * gibHour
  return (compute * (task.spot ? 1 - prices.spotDiscount : 1) + storage) / 3_600
}

/** Seconds billed by `nowMs`: up to now while it runs; once it has stopped whole seconds, and at least the minimum (P-2). */
function billedSeconds({ pullStartedAtMs, stoppedAtMs }: BilledTask, nowMs: number): number {
  if (pullStartedAtMs === null || pullStartedAtMs >= nowMs) return 0
  if (stoppedAtMs === null || stoppedAtMs > nowMs) return (nowMs - pullStartedAtMs) / 1_000
  return Math.max(prices.minimumSeconds, Math.ceil((stoppedAtMs - pullStartedAtMs) / 1_000))
}

/** What the bill of a task grows by between two instants. */
export const billedBetween = (task: BilledTask, fromMs: number, toMs: number): number =>
  (billedSeconds(task, toMs) - billedSeconds(task, fromMs)) * ratePerSecond(task)
