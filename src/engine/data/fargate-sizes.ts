/** The CPU and memory pairs Fargate offers (T-110; table of the Developer Guide, October 2026). */
import table from './fargate-sizes.json'

export type FargateOs = 'LINUX' | 'WINDOWS'

/** A row of the table: single sizes, or a run of them. MiB. */
interface Size {
  cpu: number
  osFamilies: readonly string[]
  only?: readonly number[]
  from?: number
  to?: number
  step?: number
}

/** Memory sizes in MiB that go with `cpuUnits` on this operating system; empty when Fargate has no such CPU size. */
export function fargateMemorySizes(cpuUnits: number, os: FargateOs): readonly number[] {
  const size = (table.sizes as readonly Size[]).find((each) => each.cpu === cpuUnits && each.osFamilies.includes(os))
  if (!size) return []
  const sizes = [...(size.only ?? [])]
  for (let memoryMiB = size.from ?? 0; size.step && memoryMiB <= (size.to ?? 0); memoryMiB += size.step)
    sizes.push(memoryMiB)
  return sizes
}

/** T-110: whether the pair is on the list. */
export function isFargateSize(cpuUnits: number, memoryMiB: number, os: FargateOs): boolean {
  return fargateMemorySizes(cpuUnits, os).includes(memoryMiB)
}

/** All CPU sizes of this operating system in CPU units, ascending. */
export function fargateCpuSizes(os: FargateOs): number[] {
  return table.sizes.filter((size) => size.osFamilies.includes(os)).map((size) => size.cpu)
}

/** T-91: what ECS answers to a pair that is not on the list (the exception's class differs by operation, T-111). */
export function fargateSizeError(cpuUnits: number, memoryMiB: number): string {
  return table.errorTemplate.replace('{cpu}', String(cpuUnits)).replace('{memoryMiB}', String(memoryMiB))
}

/** T-93, in GiB. */
export const FARGATE_EPHEMERAL_STORAGE = table.ephemeralStorageGiB
