import { describe, expect, it } from 'vitest'
import { fargateCpuSizes, fargateMemorySizes, fargateSizeError, isFargateSize } from './fargate-sizes'

describe('T-110 Fargate sizes', () => {
  it.each([
    ['LINUX', 77],
    ['WINDOWS', 43],
  ] as const)('%s has %i pairs', (os, pairs) => {
    const count = fargateCpuSizes(os).reduce((sum, cpu) => sum + fargateMemorySizes(cpu, os).length, 0)
    expect(count).toBe(pairs)
  })

  it('the ends of the table', () => {
    expect(isFargateSize(256, 512, 'LINUX')).toBe(true)
    expect(isFargateSize(32_768, 249_856, 'LINUX')).toBe(true)
    expect(isFargateSize(256, 1536, 'LINUX')).toBe(false)
    expect(isFargateSize(8192, 16_384, 'WINDOWS')).toBe(false)
    expect(fargateMemorySizes(300, 'LINUX')).toEqual([])
  })

  it('T-91 the refusal names both figures', () => {
    expect(fargateSizeError(256, 4096)).toBe(
      'No Fargate configuration exists for given values: 256 CPU, 4096 memory. See the Amazon ECS documentation for the valid values.',
    )
  })
})
