import { describe, expect, it } from 'vitest'
import { awsvpcTaskLimit, INSTANCE_TYPES, instanceType, registeredMemoryMiB } from './instance-types'

const memory = (name: string) => {
  const type = instanceType(name)
  return type ? registeredMemoryMiB(type) : null
}
const limit = (name: string, trunk: boolean) => awsvpcTaskLimit(instanceType(name), trunk)

describe('instance types', () => {
  it('has 86 types, each once, with whole positive figures', () => {
    expect(INSTANCE_TYPES).toHaveLength(86)
    expect(new Set(INSTANCE_TYPES.map((t) => t.type)).size).toBe(86)
    expect(INSTANCE_TYPES.every((t) => t.vcpu > 0 && t.memoryMiB >= 512 && t.maxEni >= 2)).toBe(true)
  })

  it('S-97 registers the measured or the fitted memory', () => {
    const names = ['m4.large', 'c5.large', 't3.nano', 't2.micro', 't3.micro', 't3.small', 't3.medium', 'm5.large']
    expect(names.map(memory)).toEqual([7985, 3705, 459, 983, 958, 1956, 3953, 7947])
    expect(['m5.xlarge', 'r5.large', 'g4dn.xlarge'].map(memory)).toEqual([15934, 15934, 15934])
  })

  it('N-30 N-31 N-34 S-20 gives the awsvpc task limit with and without a trunk', () => {
    expect([limit('c5.large', false), limit('c5.large', true)]).toEqual([2, 10])
    expect([limit('t3.medium', false), limit('t3.medium', true)]).toEqual([2, 2])
    expect([limit('m5.2xlarge', true), limit('m7g.medium', true), limit('t3.nano', false)]).toEqual([40, 4, 1])
    expect(awsvpcTaskLimit(undefined, true)).toBe(2)
  })
})
