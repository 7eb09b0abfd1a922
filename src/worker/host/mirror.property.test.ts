// biome-ignore-all lint/complexity/useLiteralKeys: the way to a private member
/** What the page holds after any acts and jumps against what a new projector of the same world would send it. */
import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Projector } from '../project/projector'
import type { Batch } from '../protocol'
import { Host } from './host'

const runs = Number(process.env.RUNS ?? 3)
const FOLDER = 'public/scenarios'
const files = readdirSync(FOLDER).filter((name) => name.endsWith('.json') && name !== 'index.json')

type Rows = Map<string, Map<string, unknown>>

/** Sends the page's mirror what a batch holds, as src/store/world.ts does. */
function take(mirror: Rows, { reset, tables }: Pick<Batch, 'reset' | 'tables'>): void {
  if (reset) mirror.clear()
  for (const [table, delta] of Object.entries(tables)) {
    const rows = mirror.get(table) ?? new Map<string, unknown>()
    mirror.set(table, rows)
    for (const id of delta.removed ?? []) rows.delete(id)
    // As text: what the page was sent is a copy.
    for (const view of delta.upserts ?? []) rows.set(view.id, JSON.parse(JSON.stringify(view)))
  }
}

const plain = (mirror: Rows) =>
  Object.fromEntries(
    [...mirror].filter(([, rows]) => rows.size > 0).map(([table, rows]) => [table, Object.fromEntries([...rows])]),
  )

const act = fc.record({
  do: fc.constantFrom(
    ...(['play', 'play', 'goTo', 'goTo', 'desired', 'deploy', 'fault', 'drain'] as const),
    ...(['stepBack', 'stepEvent', 'stepCause', 'previousCause', 'undo', 'redo', 'reopen', 'reset'] as const),
  ),
  a: fc.integer({ min: 0, max: 1_000 }),
  b: fc.integer({ min: 0, max: 1_000 }),
})
type Act = typeof act extends fc.Arbitrary<infer A> ? A : never

type World = { services: Named[]; tasks: { taskArn: string; lastStatus: string }[]; containerInstances: Instance[] }
type Named = { serviceArn: string; clusterArn: string; status: string }
type Instance = { containerInstanceArn: string; clusterArn?: string }

class Page {
  readonly host = new Host(() => 0)
  readonly mirror: Rows = new Map()
  endMs = 0
  branches: string[] = []

  look(dtMs = 0): void {
    const batch = this.host.frame(dtMs)
    take(this.mirror, batch)
    this.endMs = batch.endMs ?? 0
    if (batch.time) this.branches = batch.time.branches.filter((row) => !row.current).map((row) => row.id)
  }
  /** The mirror equals what a projector that knows nothing yet makes of the world. */
  check(): void {
    const fresh: Rows = new Map()
    take(fresh, { tables: new Projector(this.host['run'].engine).take(true) })
    expect(plain(this.mirror)).toEqual(plain(fresh))
  }
  act({ do: what, a, b }: Act): void {
    const { host } = this
    const world = host.worldNow(['services', 'tasks', 'containerInstances']) as World
    const pick = <T>(list: T[]): T | undefined => list[a % Math.max(1, list.length)]
    const service = pick(world.services.filter(({ status }) => status === 'ACTIVE'))
    const named = service && { cluster: service.clusterArn, service: service.serviceArn }
    switch (what) {
      case 'play':
        host.setSpeed(600)
        host.play()
        for (let left = a * 150; left > 0; left -= 9_600) this.look(16)
        host.pause()
        break
      case 'goTo':
        host.goTo(Math.floor((this.endMs * a) / 900))
        break
      case 'desired':
        if (named) host.callNow('ecs', 'UpdateService', { ...named, desiredCount: b % 9 })
        break
      case 'deploy':
        if (named) host.callNow('ecs', 'UpdateService', { ...named, forceNewDeployment: true })
        break
      case 'fault': {
        const target = pick(world.tasks.filter(({ lastStatus }) => lastStatus === 'RUNNING'))?.taskArn
        if (target) host.callNow('playground', 'InjectFault', { kind: 'stopContainer', target })
        break
      }
      case 'drain': {
        const instance = pick(world.containerInstances)
        const cluster = instance?.containerInstanceArn.split('/')[1]
        if (!instance) break
        const containerInstances = [instance.containerInstanceArn]
        const status = b % 2 ? 'DRAINING' : 'ACTIVE'
        host.callNow('ecs', 'UpdateContainerInstancesState', { cluster, containerInstances, status })
        break
      }
      case 'reopen':
        host.reopenBranch(this.branches[a % Math.max(1, this.branches.length)] ?? '')
        break
      default:
        host[what]()
    }
    this.look()
  }
}

it('the mirror is, after any acts, what a new projector would send', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...files), fc.array(act, { minLength: 4, maxLength: 16 }), async (name, list) => {
      const page = new Page()
      const loaded = await page.host.load(JSON.parse(readFileSync(`${FOLDER}/${name}`, 'utf8')), { untilMs: 60_000 })
      expect(loaded).toMatchObject({ ok: true })
      page.look()
      for (const each of list) {
        page.act(each)
        page.check()
      }
    }),
    { numRuns: runs },
  )
}, 120_000)
