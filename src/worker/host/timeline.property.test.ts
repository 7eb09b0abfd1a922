/** Time in both directions against the plain way: a fresh run of the record to the same instant. */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RunRecord } from '../protocol'
import { Host } from './host'

const opening = JSON.parse(readFileSync('public/scenarios/opening.json', 'utf8'))

const runs = Number(process.env.RUNS ?? 4)
const BEGUN_MS = 180_000

type Act =
  | { do: 'play'; ms: number }
  | { do: 'desired'; count: number }
  | { do: 'deploy' }
  | { do: 'fault' }
  | { do: 'goTo'; permille: number }
  | { do: 'stepBack' | 'stepEvent' | 'stepCause' | 'previousCause' | 'undo' | 'redo' | 'reopen' | 'reset' }

const acts: fc.Arbitrary<Act> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('play' as const), ms: fc.integer({ min: 1, max: 90_000 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('desired' as const), count: fc.integer({ min: 0, max: 8 }) }) },
  { weight: 1, arbitrary: fc.constant({ do: 'deploy' as const }) },
  { weight: 1, arbitrary: fc.constant({ do: 'fault' as const }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('goTo' as const), permille: fc.integer({ min: 0, max: 1_100 }) }),
  },
  ...(['stepBack', 'stepEvent', 'stepCause', 'previousCause', 'undo', 'redo', 'reopen', 'reset'] as const).map(
    (name) => ({ weight: 1, arbitrary: fc.constant({ do: name }) }),
  ),
)

/** A page in miniature: acts, and looks at each batch as the page does. */
class Page {
  readonly host = new Host(() => 0)
  nowMs = 0
  endMs = 0
  branches: string[] = []

  static async open(): Promise<Page> {
    const page = new Page()
    expect((await page.host.load(opening, { untilMs: BEGUN_MS })).ok).toBe(true)
    page.look()
    return page
  }
  look(dtMs = 0): void {
    const batch = this.host.frame(dtMs)
    this.nowMs = batch.nowMs
    this.endMs = batch.endMs ?? 0
    if (batch.time) this.branches = batch.time.branches.filter((row) => !row.current).map((row) => row.id)
  }
  act(act: Act): void {
    const { host } = this
    switch (act.do) {
      case 'play': {
        host.setSpeed(600)
        host.play()
        for (let left = act.ms; left > 0; left -= 9_600) this.look(16)
        host.pause()
        break
      }
      case 'desired':
        host.callNow('ecs', 'UpdateService', { cluster: 'demo', service: 'web', desiredCount: act.count })
        break
      case 'deploy':
        host.callNow('ecs', 'UpdateService', { cluster: 'demo', service: 'web', forceNewDeployment: true })
        break
      case 'fault': {
        const { tasks } = host.worldNow(['tasks']) as { tasks: { taskArn: string; lastStatus: string }[] }
        const target = tasks.find((task) => task.lastStatus === 'RUNNING')?.taskArn
        if (target) host.callNow('playground', 'InjectFault', { kind: 'stopContainer', target })
        break
      }
      case 'goTo':
        host.goTo(Math.floor((this.endMs * act.permille) / 1_000))
        break
      case 'reopen':
        host.reopenBranch(this.branches[0] ?? '')
        break
      default:
        host[act.do]()
    }
    this.look()
  }
}

/** A fresh run of the record's branch to `ms`. */
async function fresh(record: RunRecord, ms: number): Promise<Host> {
  const host = new Host(() => 0)
  expect(await host.restore(structuredClone(record), ms)).toMatchObject({ ok: true, nowMs: ms })
  return host
}

describe('the timeline', () => {
  it('is, after any acts, where a fresh run of its record is, and goes on as that does', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(acts, { minLength: 4, maxLength: 14 }), async (list) => {
        const page = await Page.open()
        for (const act of list) page.act(act)
        const { host } = page
        const record = host.record()
        const here = page.nowMs
        // The instant may be completed here and only begun there: a millisecond on, both have completed it.
        const other = await fresh(record, here)
        for (const each of [host, other]) each.goTo(here + 1)
        expect(host.digest()).toBe(other.digest())
        const later = Math.max(here, page.endMs) + 40_000
        for (const each of [host, other]) each.goTo(later)
        expect(host.digest()).toBe(other.digest())
        for (const each of [host, other]) each.goTo(here + 1)
        expect(host.digest()).toBe(other.digest())
      }),
      { numRuns: runs },
    )
  }, 120_000)

  it('keeps each branch as it was', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(acts, { minLength: 6, maxLength: 14 }), async (list) => {
        const page = await Page.open()
        for (const act of list) page.act(act)
        const { host } = page
        const record = host.record()
        for (const id of page.branches) {
          const { found, nowMs } = host.reopenBranch(id)
          if (!found) continue
          const plain = await fresh(host.record(), nowMs)
          for (const each of [host, plain]) each.goTo(nowMs + 1)
          expect(plain.digest()).toBe(host.digest())
        }
        // The record as a whole opens the same branches elsewhere.
        const other = await fresh(record, page.nowMs)
        for (const id of page.branches) {
          const at = Math.max(other.reopenBranch(id).nowMs, host.reopenBranch(id).nowMs) + 1
          if (other.record().branch !== host.record().branch) continue
          for (const each of [host, other]) each.goTo(at)
          expect(other.digest()).toBe(host.digest())
        }
      }),
      { numRuns: runs },
    )
  }, 120_000)
})
