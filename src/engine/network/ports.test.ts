import { describe, expect, it } from 'vitest'
import type { PortState } from '.'
import { pickDynamicPort } from '.'

const LINUX: PortState['range'] = [32768, 60999]

/** Picks one after the other, holding what it gets; null stands for a failed attempt. */
function host(range: PortState['range'], held = new Set<number>()) {
  let last = 0
  return {
    held,
    take(n = 1): number | null {
      const pick = pickDynamicPort({ last, range }, n, (port) => held.has(port))
      last = pick.last
      for (let i = 0; pick.port !== null && i < n; i++) held.add(pick.port + i)
      return pick.port
    },
  }
}

describe('dynamic host ports', () => {
  it('networking V-1 the first three are 32768, 32769, 32770', () => {
    const { take } = host(LINUX)
    expect([take(), take(), take()]).toEqual([32768, 32769, 32770])
  })

  it('networking V-2 a freed port is not the next one', () => {
    const { take, held } = host(LINUX)
    for (let i = 0; i < 3; i++) take()
    held.delete(32768)
    expect(take()).toBe(32771)
  })

  it('networking V-3 a full range fails once and then finds the freed port', () => {
    const { take, held } = host([32768, 32770])
    expect([take(), take(), take(), take()]).toEqual([32768, 32769, 32770, null])
    held.delete(32769)
    expect(take()).toBe(32769)
  })

  it('N-23 with nothing free above the last one the attempt fails, the next starts at the beginning', () => {
    const { take, held } = host([100, 104], new Set([103, 104]))
    expect([take(), take(), take()]).toEqual([100, 101, 102])
    held.delete(100)
    expect(take()).toBeNull()
    expect(take()).toBe(100)
  })

  it('networking V-4 a range of five avoids a port in use, the next single port follows it', () => {
    const { take } = host(LINUX, new Set([32769]))
    expect(take(5)).toBe(32770)
    expect(take()).toBe(32775)
  })

  it('scheduling V-38 two ports a task, rising over a stop', () => {
    const { take, held } = host(LINUX)
    expect([take(), take(), take(), take()]).toEqual([32768, 32769, 32770, 32771])
    held.delete(32768)
    held.delete(32769)
    expect([take(), take()]).toEqual([32772, 32773])
  })

  it('S-108 the last port of the range is followed by the first', () => {
    const { take, held } = host([100, 101])
    expect([take(), take()]).toEqual([100, 101])
    held.delete(100)
    expect(take()).toBe(100)
  })
})
