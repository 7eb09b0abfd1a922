/** Going back, forks, undo and branches through the front door of the worker. */
import { readFileSync } from 'node:fs'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Batch } from '../protocol'
import { Host } from './host'

const opening = JSON.parse(readFileSync('public/scenarios/opening.json', 'utf8'))

let host: Host
let last: Batch
const look = () => {
  last = host.frame(0)
  return last
}
const desired = (desiredCount: number, gesture?: number) =>
  host.callNow('ecs', 'UpdateService', { cluster: 'demo', service: 'web', desiredCount }, gesture)
const others = () => (last.time?.branches ?? []).filter((branch) => !branch.current)

beforeEach(async () => {
  host = new Host(() => 0)
  await host.load(opening, { untilMs: 180_000 })
  look()
})

describe('going anywhere', () => {
  it('steps back to the last instant in which something changed, and on again to the same', () => {
    host.goTo(230_000)
    const digest = host.digest()
    const back = host.stepBack()
    expect(back.found).toBe(true)
    expect(back.nowMs).toBeLessThan(230_000)
    expect(look()).toMatchObject({ reset: true, nowMs: back.nowMs, moments: [], playing: false, endMs: 230_000 })
    host.goTo(230_000)
    expect(host.digest()).toBe(digest)
  })

  it('walks back over each step that it took', () => {
    desired(6)
    const places = [host.frame(0).nowMs]
    for (let n = 0; n < 12; n++) places.push(host.stepEvent().nowMs)
    const seen = [...new Set(places)]
    const again = [host.frame(0).nowMs]
    while ((again.at(-1) ?? 0) > (seen[0] ?? 0)) again.push(host.stepBack().nowMs)
    expect(again).toEqual(seen.reverse())
  })

  it('finds the previous cause, and says when there is none', () => {
    desired(6)
    const at = look().nowMs
    host.goTo(at + 120_000)
    const { nowMs } = host.previousCause()
    expect(nowMs).toBeGreaterThan(at)
    while (host.previousCause().nowMs > at);
    expect(look().nowMs).toBe(at)
    host.goTo(0)
    expect(host.stepBack()).toMatchObject({ found: false, nowMs: 0 })
  })

  it('runs until steady, at most an hour', () => {
    expect(host.runUntilSteady()).toMatchObject({ found: true, nowMs: 180_000 })
    desired(6)
    const { found, nowMs, skipped } = host.runUntilSteady()
    expect(found).toBe(true)
    expect(nowMs).toBeGreaterThan(190_000)
    expect(skipped.some(({ count }) => count > 0)).toBe(true)
    look()
    desired(60)
    const never = host.runUntilSteady()
    expect(never.found).toBe(false)
    expect(never.nowMs).toBeLessThanOrEqual(nowMs + 3_600_002)
  })

  it('tells the page marks and samples, once going forward and all of them after a jump', () => {
    desired(6)
    const told = look()
    expect(told.marks?.map(({ kind, text }) => [kind, text])).toContainEqual(['command', 'update service'])
    host.goTo(260_000)
    const grown = look().samples?.['svc-1']?.map(({ healthy }) => healthy) ?? []
    expect(grown.at(-1)).toBe(6)
    host.goTo(200_000)
    const { samples, marks } = look()
    expect(samples?.['svc-1']?.at(-1)).toMatchObject({ healthy: 6 })
    expect(samples?.['svc-1']?.[0]?.atMs).toBeLessThan(180_000)
    expect(marks?.some(({ kind }) => kind === 'deployment')).toBe(true)
    host.play()
    host.setSpeed(600)
    host.frame(100)
    // What is known already is not told again.
    expect(look().marks).toBeUndefined()
  })
})

describe('branches', () => {
  it('acting in the past keeps the old future under a name, and it can be reopened', () => {
    desired(6)
    host.goTo(260_000)
    const future = host.digest()
    host.goTo(200_000)
    look()
    desired(2)
    look()
    expect(last.reset).toBeUndefined()
    expect(last.endMs).toBe(200_000)
    expect(others()).toMatchObject([
      { id: 'main', name: 'before 3 min 20 s: update service', endMs: 260_000, differsFromMs: 200_000 },
    ])
    expect(others()[0]?.samples['svc-1']?.at(-1)).toMatchObject({ healthy: 6 })
    expect(last.branch).toBe('b2')
    expect(host.reopenBranch('main')).toMatchObject({ found: true, nowMs: 260_000 })
    expect(host.digest()).toBe(future)
    expect(look()).toMatchObject({ reset: true, branch: 'main' })
    expect(host.reopenBranch('nobody').found).toBe(false)
  })

  it('a refused command in the past changes nothing', () => {
    host.goTo(260_000)
    host.goTo(200_000)
    look()
    expect(host.callNow('ecs', 'DeleteCluster', { cluster: 'nobody' }).ok).toBe(false)
    expect(look()).toMatchObject({ branch: 'main', endMs: 260_000 })
    expect(last.time).toBeUndefined()
  })

  it('what the scenario itself still has to come stays in the future of a fork', async () => {
    const steps = [
      { at: 0, do: 'ecs.CreateCluster', with: { clusterName: 'a' }, save: 'made' },
      { at: '20s', do: 'ecs.DeleteCluster', with: { cluster: { $: 'saved.made.cluster.clusterName' } } },
    ]
    await host.load({ format: 'ecs-playground/1', steps }, { untilMs: 30_000 })
    host.goTo(10_000)
    host.callNow('ecs', 'CreateCluster', { clusterName: 'mine' })
    host.goTo(30_000)
    expect(host.record().commands.map(({ operation, own }) => [operation, own === true])).toEqual([
      ['CreateCluster', false],
      ['CreateCluster', true],
      ['DeleteCluster', false],
    ])
  })

  it('are renamed and deleted, never the current one', () => {
    host.goTo(260_000)
    host.goTo(200_000)
    desired(2)
    look()
    expect(host.renameBranch('main', '  as\nit was ')).toBe(true)
    expect(host.renameBranch('main', ' ')).toBe(false)
    expect(look() && others().map(({ name }) => name)).toEqual(['as it was'])
    expect(host.deleteBranch('b2')).toBe(false)
    expect(host.deleteBranch('main')).toBe(true)
    expect(look() && others()).toEqual([])
  })

  it('are compared by their first differing command and their figures', async () => {
    desired(6)
    host.goTo(260_000)
    host.goTo(179_000)
    desired(2)
    host.goTo(240_000)
    const digest = host.digest()
    expect(await host.compareBranch('main')).toMatchObject({
      here: { endMs: 240_000, services: [{ name: 'web' }] },
      there: { endMs: 260_000 },
      firstDifference: { here: { input: { desiredCount: 2 } }, there: { input: { desiredCount: 6 } } },
    })
    expect(host.digest()).toBe(digest)
    expect(await host.compareBranch('nobody')).toBeNull()
  })

  it('stay bounded in number', () => {
    for (let n = 0; n < 30; n++) {
      host.goTo(200_000 + n)
      host.goTo(190_000)
      desired(1 + (n % 4))
    }
    expect(host.timeFigures().branches).toBeLessThanOrEqual(21)
    expect(host.timeFigures().bytes).toBeLessThan(host.timeFigures().budgetBytes)
  })
})

describe('undo and redo', () => {
  it('return to the instant before the last gesture, paused, and back to where it was left', () => {
    const before = host.digest()
    desired(6, 7)
    host.callNow('ecs', 'TagResource', { resourceArn: service(), tags: [{ key: 'a', value: 'b' }] }, 7)
    host.goTo(220_000)
    const after = host.digest()
    host.play()
    expect(host.undo()).toMatchObject({ found: true, nowMs: 180_000 })
    expect(host.digest()).toBe(before)
    expect(look()).toMatchObject({ playing: false, reset: true })
    expect(last.time).toMatchObject({ undo: null, redo: 'TagResource' })
    expect(others()).toMatchObject([{ name: 'before 3 min 0 s: tag resource' }])
    expect(host.undo().found).toBe(false)
    expect(host.redo()).toMatchObject({ found: true, nowMs: 220_000 })
    expect(host.digest()).toBe(after)
    expect(look() && others()).toEqual([])
    expect(host.redo().found).toBe(false)
  })

  it('take back one gesture after another, and a new command ends what can be redone', () => {
    const digests = [host.digest()]
    for (const count of [5, 6, 7]) {
      desired(count)
      host.goTo(look().nowMs + 1_000)
      digests.push(host.digest())
    }
    host.undo()
    host.undo()
    expect(host.redo().found).toBe(true)
    expect(host.digest()).toBe(digests[2])
    expect(host.redo().found).toBe(true)
    expect(host.digest()).toBe(digests[3])
    for (let n = 0; n < 3; n++) host.undo()
    expect(host.digest()).toBe(digests[0])
    desired(1)
    expect(host.redo().found).toBe(false)
  })

  it('starting over can be undone', () => {
    desired(6)
    host.goTo(230_000)
    const digest = host.digest()
    host.reset()
    expect(look()).toMatchObject({ reset: true, nowMs: 180_000 })
    expect(last.time).toMatchObject({ undo: 'StartOver' })
    expect(host.undo()).toMatchObject({ found: true, nowMs: 230_000 })
    expect(host.digest()).toBe(digest)
  })
})

function service(): string {
  const { services } = host.worldNow(['services']) as { services: { serviceArn: string }[] }
  return services[0]?.serviceArn ?? ''
}
