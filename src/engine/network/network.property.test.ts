import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DEFAULT_TIMINGS } from '../data/timings'
import { Sim } from '../kernel'
import { createInterface, defaultVpc, deleteEni, freeAddresses, installDefaultVpc, pickDynamicPort, putSubnet } from '.'

const numRuns = Number(process.env.RUNS ?? 50)

describe('address pool', () => {
  it('N-41 gives the lowest free address whatever was taken and released before', () => {
    const step = fc.oneof(fc.constant('take' as const), fc.nat(30))
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), fc.constantFrom(26, 27, 28), (steps, prefix) => {
        const sim = new Sim(
          { seed: 1, region: 'us-east-1', accountId: '123456789012', startTimeMs: 0 },
          DEFAULT_TIMINGS,
        )
        installDefaultVpc(sim)
        const vpcId = defaultVpc(sim)?.vpcId ?? ''
        const fields = { vpcId, zone: 'us-east-1a', cidrBlock: `10.0.0.64/${prefix}`, defaultForAz: false }
        const { subnetId } = putSubnet(sim, fields)
        const end = 64 + 2 ** (32 - prefix) - 1
        const held: { id: string; offset: number }[] = []
        for (const action of steps) {
          if (action === 'take') {
            const spec = { subnetId, securityGroupIds: [], owner: 'task' as const, ownerId: 'task-1', publicIp: false }
            const eni = createInterface(sim, spec)
            let expected = 68
            while (held.some((h) => h.offset === expected)) expected++
            expect(eni?.privateIp ?? null).toBe(expected < end ? `10.0.0.${expected}` : null)
            if (eni) held.push({ id: eni.id, offset: expected })
          } else if (held.length > 0) {
            const [gone] = held.splice(action % held.length, 1)
            deleteEni(sim, gone?.id ?? '')
          }
          expect(freeAddresses(sim, subnetId)).toBe(end - 68 - held.length)
        }
      }),
      { numRuns },
    )
  })
})

describe('dynamic ports', () => {
  it('N-23 every pick is a free run inside the range, and repeated attempts find one where one exists', () => {
    const range = [100, 119] as const
    const ports = fc.uniqueArray(fc.integer({ min: 100, max: 119 }), { maxLength: 20 })
    const last = fc.oneof(fc.constant(0), fc.integer({ min: 99, max: 118 }))
    fc.assert(
      fc.property(ports, last, fc.integer({ min: 1, max: 6 }), (taken, start, n) => {
        const inUse = (port: number) => taken.includes(port)
        const fits = (port: number) => Array.from({ length: n }, (_, i) => port + i).every((p) => p <= 119 && !inUse(p))
        const possible = Array.from({ length: 20 }, (_, i) => 100 + i).some(fits)
        let pick = pickDynamicPort({ last: start, range }, n, inUse)
        for (let tries = 0; tries < 3 && pick.port === null; tries++) {
          pick = pickDynamicPort({ last: pick.last, range }, n, inUse)
        }
        if (pick.port === null) expect(possible && n === 1).toBe(false)
        else expect(fits(pick.port)).toBe(true)
      }),
      { numRuns },
    )
  })

  it('S-108 a port is not given out again before the range wraps', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(9), { maxLength: 20 }), (releases) => {
        const range = [100, 199] as const
        const held = new Set<number>()
        let last = 0
        const given: number[] = []
        for (const release of releases) {
          const pick = pickDynamicPort({ last, range }, 1, (port) => held.has(port))
          expect(pick.port).toBe(100 + given.length)
          last = pick.last
          given.push(pick.port ?? 0)
          held.add(pick.port ?? 0)
          held.delete(given[release % given.length] ?? 0)
        }
      }),
      { numRuns },
    )
  })
})
