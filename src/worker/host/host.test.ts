import { readFileSync } from 'node:fs'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Batch, TableDeltas } from '../protocol'
import type { ServiceView, TaskView, ViewTable, ViewTables } from '../views'
import { Host } from './host'

/** The first run's scenario: data of the app's room. */
const opening: { steps: object[] } = JSON.parse(readFileSync('src/app/opening.json', 'utf8'))

/** A page in miniature: asks for frames and keeps the tables. */
class Page {
  readonly host = new Host(() => 0)
  readonly rows = new Map<string, Map<string, { id: string }>>()
  last: Batch | null = null

  frame(dtMs = 16): Batch {
    const batch = this.host.frame(dtMs)
    if (batch.reset) this.rows.clear()
    for (const [table, delta] of Object.entries(batch.tables) as [ViewTable, TableDeltas[ViewTable]][]) {
      const rows = this.rows.get(table) ?? new Map()
      this.rows.set(table, rows)
      for (const id of delta?.removed ?? []) rows.delete(id)
      for (const view of delta?.upserts ?? []) rows.set(view.id, view)
    }
    this.last = batch
    return batch
  }
  /** Plays until `atMs` of simulated time. */
  playTo(atMs: number): void {
    this.host.play()
    for (let frames = 0; (this.last?.nowMs ?? 0) < atMs && frames < 100_000; frames++) this.frame()
    this.host.pause()
    this.frame()
  }
  table<T extends ViewTable>(table: T): ViewTables[T][] {
    return [...(this.rows.get(table)?.values() ?? [])] as unknown as ViewTables[T][]
  }
  service(): ServiceView {
    return this.table('services')[0] as ServiceView
  }
}

const commandsInOpening = opening.steps.filter((step) => 'do' in step).length

let page: Page
beforeEach(async () => {
  page = new Page()
  expect(await page.host.load(opening, { untilMs: 180_000 })).toMatchObject({
    ok: true,
    title: 'First cluster',
    nowMs: 180_000,
  })
  page.frame()
})

const call = (service: string, operation: string, input: unknown) => page.host.callNow(service, operation, input)

async function deploySecond(): Promise<void> {
  const [definition] = (page.host.worldNow(['taskDefinitions']) as { taskDefinitions: Record<string, unknown>[] })
    .taskDefinitions
  const [container] = (definition as { containerDefinitions: Record<string, unknown>[] }).containerDefinitions
  const containerDefinitions = [{ ...container, image: 'shop:2' }]
  expect(call('ecs', 'RegisterTaskDefinition', { family: 'web', containerDefinitions })).toMatchObject({ ok: true })
  expect(call('ecs', 'UpdateService', { cluster: 'demo', service: 'web', taskDefinition: 'web:2' })).toMatchObject({
    ok: true,
  })
}

describe('the first batch', () => {
  it('holds the whole world and no news of before', () => {
    const { last } = page
    expect(last?.reset).toBe(true)
    expect(last?.moments).toEqual([])
    expect(page.table('instances').map((view) => [view.label, view.zone])).toEqual([
      ['i-1', 'us-east-1a'],
      ['i-2', 'us-east-1b'],
      ['i-3', 'us-east-1c'],
    ])
    expect(page.table('tasks').map((view) => view.word)).toEqual(['healthy', 'healthy', 'healthy', 'healthy'])
    expect(page.table('loadBalancers')[0]?.requestsPerSecond).toBe(20)
    expect(last?.commands).toHaveLength(commandsInOpening)
  })

  it('shows the service steady between its bounds', () => {
    expect(page.service()).toMatchObject({
      desired: 4,
      lowerBound: 3,
      upperBound: 6,
      steady: true,
      boxes: [{ state: 'healthy', revision: 1, count: 4 }],
      why: { sentence: 'Steady: 4 of 4 healthy.', canProgress: true },
      revisions: [{ revision: 1, label: 'shop:1', tasks: 4 }],
    })
  })
})

describe('a deployment on the stream', () => {
  it('ends with the opening figures: lowest healthy 3, peak 6, no failed request', async () => {
    await deploySecond()
    page.host.setSpeed(600)
    page.playTo(420_000)
    expect(page.service()).toMatchObject({
      steady: true,
      deploying: false,
      taskDefinition: { revision: 2, image: 'shop:2' },
      figures: { lowestHealthy: 3, peakTasks: 6 },
    })
    expect(page.table('loadBalancers')[0]?.requests.failed).toBe(0)
    const live = page.table('tasks').filter((view: TaskView) => view.word === 'healthy')
    expect(live.map((view) => view.revision)).toEqual([2, 2, 2, 2])
  })

  it('renews while it plays what time alone changes: the why-line counts down, new targets get their requests', async () => {
    await deploySecond()
    page.host.play()
    let told = 0
    for (let frames = 0; frames < 6_000 && page.service().revisions.length > 0; frames++) {
      const { nowMs, load } = page.frame()
      const [, short, seconds] = page.service().why.sentence.match(/task (\w+) is drained in (\d+) s/) ?? []
      if (load.holding || !seconds) continue
      told++
      const task = page.table('tasks').find((view) => view.shortId === short)
      const target = page.table('targets').find((view) => view.taskId === task?.id)
      // 200 ms on the wall are one simulated second, and the sentence rounds up.
      if (target) expect(Math.abs((target.drainUntilMs ?? 0) - nowMs - Number(seconds) * 1_000)).toBeLessThan(2_000)
      else expect(Number(seconds)).toBeLessThan(2)
    }
    expect(told).toBeGreaterThan(100)
    expect(page.service()).toMatchObject({ steady: true, taskDefinition: { revision: 2 } })
    const rates = page.table('targets').map((view) => view.requestsPerSecond)
    expect(rates).toEqual([5, 5, 5, 5])
  })

  it('tells the figures of the instant at which it is paused', async () => {
    await deploySecond()
    page.host.play()
    const sentence = () => page.service().why.sentence
    for (let frames = 0; !sentence().includes('tick, in 5 s') && frames < 900; frames++) page.frame()
    expect(sentence()).toContain('in 5 s')
    // Told just now, so not due again within this frame of 1.5 simulated seconds.
    page.host.setSpeed(10)
    page.frame(150)
    expect(sentence()).toContain('in 5 s')
    page.host.pause()
    page.frame(0)
    expect(sentence()).toMatch(/in [34] s/)
  })

  it('tells key moments in words and holds the clock for them', async () => {
    await deploySecond()
    page.host.play()
    const words = new Set<string>()
    let held = 0
    for (let frames = 0; frames < 1_200; frames++) {
      const batch = page.frame()
      if (batch.load.holding) {
        held++
        expect(batch.tables).toEqual({})
      }
      for (const moment of batch.moments) words.add(moment.text)
    }
    expect(held).toBeGreaterThan(0)
    expect(words).toContain('2 tasks started')
    expect(words).toContain('1 task draining')
  })

  it('sends only what changed', () => {
    page.host.play()
    page.frame()
    const quiet = page.frame(0)
    expect(quiet.tables).toEqual({})
  })
})

describe('calls', () => {
  it('answer refusals as data and leave no trace', () => {
    const digest = page.host.digest()
    const refused = call('ecs', 'UpdateService', { cluster: 'demo', service: 'nobody' })
    expect(refused).toEqual({ ok: false, error: { name: 'ServiceNotFoundException', message: expect.any(String) } })
    expect(page.host.record().commands).toHaveLength(commandsInOpening)
    expect(page.host.digest()).toBe(digest)
  })

  it.each([
    ['no such service', ['nope', 'CreateCluster', {}]],
    ['no such operation', ['ecs', 'MakeCoffee', {}]],
    ['a prototype name', ['__proto__', 'constructor', {}]],
    ['no input', ['ecs', 'UpdateService', null]],
    ['a wrong shape', ['ecs', 'UpdateService', [1, 2]]],
    ['wrong types', ['ecs', 'UpdateService', { service: { a: 1 }, desiredCount: 'many' }]],
    ['numbers for names', [1, 2, 3]],
  ])('survive %s', (_, [service, operation, input]) => {
    const result = page.host.callNow(service as string, operation as string, input)
    expect(result.ok).toBe(false)
    page.host.play()
    expect(page.frame().nowMs).toBeGreaterThan(180_000)
  })

  it('answer null for unknown things', async () => {
    expect(await page.host.describe('tasks', 'nobody')).toBeNull()
    expect(await page.host.describe('nothing' as never, 'x')).toBeNull()
    expect(page.host.explain('dec-0')).toBeNull()
    expect(page.host.waiting('svc-0')).toBeNull()
    expect(page.host.decisions('svc-0')).toEqual([])
  })

  it('read without becoming commands of the run', async () => {
    const digest = page.host.digest()
    const read = await page.host.read('ecs', 'DescribeServices', { cluster: 'demo', services: ['web'] })
    expect(read).toMatchObject({ ok: true, output: { services: [{ serviceName: 'web' }] } })
    expect(await page.host.read('ecs', 'DescribeServices', {})).toMatchObject({ ok: false })
    expect(await page.host.read('ecs', 'DeleteCluster', { cluster: 'demo' })).toMatchObject({ ok: false })
    expect(await page.host.read(1 as never, 2 as never, 3)).toMatchObject({ ok: false })
    expect(page.host.record().commands).toHaveLength(commandsInOpening)
    expect(page.host.digest()).toBe(digest)
    expect((await page.host.apiModel()).ecs?.operations.CreateCluster).toEqual(['CreateClusterRequest'])
  })

  it('describe rows in the shape of AWS', async () => {
    const task = page.table('tasks')[0] as TaskView
    expect(await page.host.describe('tasks', task.id)).toMatchObject({ taskArn: task.arn, lastStatus: 'RUNNING' })
    expect(await page.host.describe('services', 'svc-1')).toMatchObject({ serviceName: 'web', desiredCount: 4 })
    expect(await page.host.describe('targets', task.targetIds[0] ?? '')).toMatchObject({
      TargetHealth: { State: 'healthy' },
    })
    expect(await page.host.describe('deployments', 'dep-1')).toMatchObject({ status: 'PRIMARY' })
  })

  it('check a task definition without registering it', async () => {
    expect(await page.host.checkTaskDefinition('{')).toMatchObject({ ok: false, problems: [{ name: 'SyntaxError' }] })
    expect((await page.host.checkTaskDefinition('{"family":"x"}')).ok).toBe(false)
    const good = { family: 'x', containerDefinitions: [{ name: 'a', image: 'a', memory: 64 }] }
    expect(await page.host.checkTaskDefinition(JSON.stringify(good))).toMatchObject({ ok: true, problems: [] })
    expect((page.host.worldNow(['taskDefinitions']) as { taskDefinitions: unknown[] }).taskDefinitions).toHaveLength(1)
  })
})

describe('time', () => {
  it('stands while paused and goes with the speed while playing', () => {
    expect(page.frame(100).nowMs).toBe(180_000)
    page.host.setSpeed(1)
    page.host.play()
    expect(page.frame(100).nowMs).toBe(180_100)
    page.host.setSpeed(7 as never)
    expect(page.frame(100).nowMs).toBe(180_200)
  })

  it('steps to the next cause and says what it passed', async () => {
    await deploySecond()
    const { found, nowMs, skipped } = page.host.stepCause()
    expect(found).toBe(true)
    expect(nowMs).toBe(190_000)
    expect(skipped.every((item) => item.count > 0)).toBe(true)
    expect(page.frame().moments.length).toBeGreaterThan(0)
  })

  it('begins again the same after a reset', async () => {
    const digest = page.host.digest()
    await deploySecond()
    page.playTo(220_000)
    expect(page.host.digest()).not.toBe(digest)
    page.host.reset()
    expect(page.host.digest()).toBe(digest)
    expect(page.frame()).toMatchObject({ reset: true, nowMs: 180_000 })
  })

  it('restores a run from its record', async () => {
    await deploySecond()
    page.playTo(230_000)
    const at = page.last?.nowMs ?? 0
    const record = structuredClone(page.host.record())
    const digest = page.host.digest()
    const other = new Host(() => 0)
    expect(await other.restore(record, at)).toMatchObject({ ok: true, nowMs: at })
    expect(other.digest()).toBe(digest)
  })
})

describe('files', () => {
  it('tell a later step that is refused, once, and stop playing', async () => {
    const steps = [{ at: '5s', do: 'ecs.DeleteCluster', with: { cluster: 'nobody' } }]
    expect((await page.host.load({ format: 'ecs-playground/1', steps }, { playing: true })).ok).toBe(true)
    page.host.setSpeed(60)
    const batches = Array.from({ length: 12 }, () => page.frame())
    const told = batches.flatMap((batch) => (batch.refused ? [batch.refused] : []))
    expect(told).toEqual([{ name: 'ClusterNotFoundException', message: expect.any(String), place: 'steps[0]' }])
    expect(page.frame().playing).toBe(false)
  })

  it('are refused with their place, and the run stays', async () => {
    const digest = page.host.digest()
    for (const file of [
      null,
      7,
      {},
      { format: 'ecs-playground/2', steps: [] },
      { format: 'ecs-playground/1', steps: 'x' },
    ]) {
      expect((await page.host.load(file)).ok).toBe(false)
    }
    const steps = [{ at: '0s', do: 'ecs.DeleteCluster', with: { cluster: 'nobody' } }]
    const refused = await page.host.load({ format: 'ecs-playground/1', steps })
    expect(refused).toMatchObject({ ok: false, error: { name: 'ClusterNotFoundException', place: 'steps[0]' } })
    expect(page.host.digest()).toBe(digest)
  })

  it('may want a refusal and save answers', async () => {
    const steps = [
      { at: 0, do: 'ecs.CreateCluster', with: { clusterName: 'a' }, save: 'made' },
      { at: 0, do: 'ecs.DeleteCluster', with: { cluster: 'nobody' }, fails: 'ClusterNotFoundException' },
      { at: '5s', do: 'ecs.DeleteCluster', with: { cluster: { $: 'saved.made.cluster.clusterName' } } },
    ]
    expect(await page.host.load({ format: 'ecs-playground/1', steps }, { untilMs: 6_000 })).toMatchObject({ ok: true })
    expect(page.host.record().commands.map((command) => [command.atMs, command.operation])).toEqual([
      [0, 'CreateCluster'],
      [5_000, 'DeleteCluster'],
    ])
  })
})
