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
  it('N-23 each attempt takes the lowest run from the last port on, or after one wrap below the highest free one', () => {
    const range = [100, 119] as const
    const all = Array.from({ length: 20 }, (_, i) => 100 + i)
    const ports = fc.uniqueArray(fc.integer({ min: 100, max: 119 }), { maxLength: 20 })
    const last = fc.oneof(fc.constant(0), fc.integer({ min: 99, max: 118 }))
    fc.assert(
      fc.property(ports, last, fc.integer({ min: 1, max: 6 }), (taken, start, n) => {
        const inUse = (port: number) => taken.includes(port)
        const free = all.filter((port) => !inUse(port))
        /** The lowest run of n free ports between two ports. */
        const run = (from: number, to: number) =>
          all.find(
            (port) =>
              port >= from &&
              port + n - 1 <= to &&
              all.slice(port - 100, port - 100 + n).every((p) => free.includes(p)),
          ) ?? null
        /** The highest free port between two ports, 0 for none. */
        const highest = (from: number, to: number) => free.filter((port) => port >= from && port <= to).at(-1) ?? 0
        let state = start
        for (let attempt = 0; attempt < 4; attempt++) {
          const from = state === 0 ? 100 : state + 1
          const wrapTo = highest(from, 119) - 1
          const above = run(from, 119)
          const expected = above ?? (state === 0 ? null : run(100, wrapTo))
          const pick = pickDynamicPort({ last: state, range }, n, inUse)
          expect(pick.port).toBe(expected)
          const failedAt = state === 0 ? highest(from, 119) : highest(100, wrapTo)
          const seen = expected === null ? failedAt : expected + n - 1
          expect(pick.last).toBe(seen === 119 ? 99 : seen)
          // From the beginning of the range nothing that is there is missed.
          if (from === 100) expect(pick.port).toBe(run(100, 119))
          // With nothing free above, the attempt fails and the next one begins there.
          if (state !== 0 && highest(from, 119) === 0) expect(pick).toEqual({ port: null, last: 0 })
          state = pick.last
        }
      }),
      { numRuns },
    )
  })

  it('N-23 a single port is found by the second attempt at the latest wherever one is free', () => {
    const range = [100, 119] as const
    const ports = fc.uniqueArray(fc.integer({ min: 100, max: 119 }), { maxLength: 20 })
    fc.assert(
      fc.property(ports, fc.integer({ min: 99, max: 118 }), (taken, start) => {
        const inUse = (port: number) => taken.includes(port)
        const first = pickDynamicPort({ last: start, range }, 1, inUse)
        const found = first.port ?? pickDynamicPort({ last: first.last, range }, 1, inUse).port
        if (taken.length === 20) expect(found).toBeNull()
        else expect(inUse(found ?? 0) || found === null).toBe(false)
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
