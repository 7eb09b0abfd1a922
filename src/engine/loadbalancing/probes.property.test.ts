import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ProcessState } from '../model'
import { streakOf } from '.'
import { at, front, network, recordStates, register, setProcess, task } from './testing'

const runs = Number(process.env.RUNS ?? 60)

interface Check {
  interval: number
  timeout: number
  healthy: number
  unhealthy: number
}

/** N-66 … N-68 word for word: every probe is made, one by one. */
function replay(check: Check, changes: [number, ProcessState][], untilS: number) {
  const states: [number, string][] = []
  let state = 'initial'
  let passed = 0
  let failed = 0
  let probes = 0
  for (let start = 2; start < untilS; start += check.interval) {
    let now: ProcessState = 'booting'
    for (const [second, next] of changes) if (second <= start) now = next
    probes++
    const seenAt = now === 'hung' ? start + check.timeout : start
    if (seenAt >= untilS) break
    const pass = now === 'listening'
    passed = pass ? passed + 1 : 0
    failed = pass ? 0 : failed + 1
    const next =
      pass && (state === 'initial' || passed >= check.healthy)
        ? 'healthy'
        : !pass && failed >= check.unhealthy
          ? 'unhealthy'
          : state
    if (next !== state) states.push([seenAt, next])
    state = next
  }
  return { states, passed, failed, probes }
}

const change = fc.tuple(
  fc.integer({ min: 1, max: 900 }),
  fc.constantFrom<ProcessState>('booting', 'listening', 'hung', 'exited'),
)

describe('probes replayed one by one equal the parked computation (N-66 … N-69)', () => {
  it('for random changes of the process', () => {
    fc.assert(
      fc.property(
        fc.record({
          interval: fc.integer({ min: 5, max: 40 }),
          timeout: fc.integer({ min: 2, max: 4 }),
          healthy: fc.integer({ min: 2, max: 6 }),
          unhealthy: fc.integer({ min: 2, max: 6 }),
        }),
        fc.uniqueArray(change, { maxLength: 8, selector: ([second]) => second }),
        fc.integer({ min: 1, max: 1200 }),
        (check, unsorted, untilS) => {
          const changes = [...unsorted].sort((a, b) => a[0] - b[0])
          const sim = network()
          const { tg } = front(sim, {
            HealthCheckIntervalSeconds: check.interval,
            HealthCheckTimeoutSeconds: check.timeout,
            HealthyThresholdCount: check.healthy,
            UnhealthyThresholdCount: check.unhealthy,
          })
          const made = task(sim, { process: 'booting' })
          const target = register(sim, tg, made)
          const log = recordStates(sim)
          for (const [second, process] of changes) {
            if (second < untilS) at(sim, second, () => setProcess(sim, made.id, process))
          }
          at(sim, untilS)
          const expected = replay(check, changes, untilS)
          expect(log.filter(([, , state]) => state !== 'initial').map(([s, , state]) => [s, state])).toEqual(
            expected.states,
          )
          const streak = streakOf(sim, sim.t.targets.need(target.id))
          expect(streak).toMatchObject({ passed: expected.passed, failed: expected.failed, probes: expected.probes })
        },
      ),
      { numRuns: runs },
    )
  })
})
