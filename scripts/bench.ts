/**
 * `npm run bench`: what the engine costs, in CPU time of this process (design.md §11, budgets in README.md). It measures and never
 * judges: a loaded or slow machine gives other figures, not a failure.
 */
import { readFileSync } from 'node:fs'
import type { Engine } from '../src/engine'
import { createEngine, ENGINE_VERSION, restoreEngine } from '../src/engine'
import type { EngineHost, Scenario } from '../src/scenario'
import { decodeLink, encodeLink, parseGallery, parseScenario, runScenario } from '../src/scenario'
import { benchTime } from './bench/time'
import { rollingScenario, UPDATE_AT_SECONDS } from './bench-worlds'
import { isMain } from './common'

const host: EngineHost = { version: ENGINE_VERSION, create: createEngine, restore: restoreEngine }

/** CPU seconds of this process so far, all threads. */
function cpuSeconds(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}

/** CPU seconds that the work takes. */
async function timed(work: () => unknown): Promise<number> {
  const before = cpuSeconds()
  await work()
  return cpuSeconds() - before
}

/** CPU seconds of one of many runs, as often as fit into a quarter of a second after one to warm up. */
async function each(work: () => unknown): Promise<number> {
  await work()
  let runs = 0
  let spent = 0
  while (spent < 0.25) {
    spent += await timed(work)
    runs++
  }
  return spent / runs
}

const ms = (seconds: number) => `${(seconds * 1_000).toFixed(2)} ms`
const whole = (n: number) => Math.round(n).toLocaleString('en')

function table(title: string, head: string[], rows: string[][]): void {
  console.log(`\n${title}`)
  const widths = head.map((cell, i) => Math.max(...[head, ...rows].map((row) => (row[i] ?? cell).length)))
  const line = (row: string[]) =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  ')
  for (const row of [head, ...rows]) console.log(`  ${line(row).trimEnd()}`)
}

// ── placement ────────────────────────────────────────────────────────────────

const CHAINS = {
  'spread zone, spread instance': [
    { type: 'spread', field: 'attribute:ecs.availability-zone' },
    { type: 'spread', field: 'instanceId' },
  ],
  'binpack memory': [{ type: 'binpack', field: 'memory' }],
  random: [{ type: 'random' }],
  'spread instance, memberOf': [{ type: 'spread', field: 'instanceId' }],
  'binpack, distinctInstance': [{ type: 'binpack', field: 'cpu' }],
} as const

const CONSTRAINTS: Partial<
  Record<keyof typeof CHAINS, { type: 'memberOf' | 'distinctInstance'; expression?: string }[]>
> = {
  'spread instance, memberOf': [
    { type: 'memberOf', expression: 'attribute:ecs.instance-type =~ m5.* and attribute:ecs.os-type == linux' },
  ],
  'binpack, distinctInstance': [{ type: 'distinctInstance' }],
}

/** RunTask of ten small tasks at a time: found a place for, launched and on record. */
async function placements(): Promise<void> {
  const sizes = [100, 200, 1_000, 5_000]
  const names = Object.keys(CHAINS) as (keyof typeof CHAINS)[]
  const rows: string[][] = names.map((name) => [name])
  for (const instances of sizes) {
    const engine = createEngine({ seed: 7 })
    engine.call('ecs', 'CreateCluster', { clusterName: 'demo' })
    engine.call('playground', 'AddContainerInstances', { cluster: 'demo', instanceType: 'm5.large', count: instances })
    const container = { name: 'web', image: 'shop:1', cpu: 2, memory: 6 }
    engine.call('ecs', 'RegisterTaskDefinition', { family: 'web', containerDefinitions: [container] })
    engine.advance(60_000)
    for (const [i, name] of names.entries()) {
      let group = 0
      const run = () => {
        const answer = engine.call('ecs', 'RunTask', {
          cluster: 'demo',
          taskDefinition: 'web:1',
          launchType: 'EC2',
          count: 10,
          group: `${name} ${++group}`,
          placementStrategy: CHAINS[name],
          placementConstraints: CONSTRAINTS[name] ?? [],
        }) as { failures: unknown[] }
        if (answer.failures.length > 0) throw new Error(`no place with ${name}: ${JSON.stringify(answer.failures[0])}`)
      }
      rows[i]?.push(whole(10 / (await each(run))))
    }
  }
  table(
    'Tasks placed and launched per CPU second',
    ['strategy and constraint', ...sizes.map((n) => `${whole(n)} instances`)],
    rows,
  )
}

// ── rolling updates ──────────────────────────────────────────────────────────

interface Rolled {
  engine: Engine
  cpuSeconds: number
  events: number
}

/** Plays a rolling scenario; what is measured is the update and `minutes` from its beginning. */
function roll(scenario: Scenario, minutes: number): Rolled {
  const rolled: Partial<Rolled> = {}
  let begun = { cpuSeconds: 0, events: 0 }
  const create = (options: Parameters<typeof createEngine>[0]) => {
    const engine = createEngine(options)
    rolled.engine = engine
    const call: Engine['call'] = (service, operation, input) => {
      if (operation === 'UpdateService') begun = { cpuSeconds: cpuSeconds(), events: engine.sim.eventCount }
      return engine.call(service, operation, input)
    }
    const advance: Engine['advance'] = (forMs) => {
      engine.advance(forMs)
      rolled.cpuSeconds = cpuSeconds() - begun.cpuSeconds
      rolled.events = engine.sim.eventCount - begun.events
    }
    return Object.assign(Object.create(engine) as Engine, { call, advance })
  }
  const until = UPDATE_AT_SECONDS * 1_000 + minutes * 60_000
  const { error } = runScenario({ ...scenario, until }, { ...host, create })
  if (error) throw new Error(`${scenario.title}: ${error.message}`)
  return rolled as Rolled
}

function rollingUpdates(): Engine {
  const rows: string[][] = []
  const measure = (name: string, tasks: number, instances: number, requestsPerSecond: number) => {
    const rolled = roll(rollingScenario({ tasks, instances, requestsPerSecond }), 20)
    const [service] = [...rolled.engine.rows('services')]
    const took = service?.figures.endedMs ? (service.figures.endedMs - service.figures.sinceMs) / 1_000 : null
    rows.push([
      name,
      rolled.cpuSeconds.toFixed(2),
      whole(rolled.events),
      whole(rolled.events / rolled.cpuSeconds),
      whole(20 / rolled.cpuSeconds),
      took === null ? 'not done' : `${took} s`,
    ])
    return rolled.engine
  }
  measure('1,000 tasks on 200 instances', 1_000, 200, 0)
  const engine = measure('the same behind a load balancer, 1,000 requests/s', 1_000, 200, 1_000)
  measure('5,000 tasks on 500 instances', 5_000, 500, 0)
  table(
    'Rolling update at 100/150 %, 20 simulated minutes',
    ['service', 'CPU s', 'events', 'events per CPU s', 'simulated min per CPU s', 'update takes'],
    rows,
  )
  return engine
}

// ── scenarios, state, links ──────────────────────────────────────────────────

async function scenarios(): Promise<void> {
  const folder = 'public/scenarios'
  const rows: string[][] = []
  for (const { file } of parseGallery(readFileSync(`${folder}/index.json`, 'utf8'))) {
    const scenarioText = readFileSync(`${folder}/${file}`, 'utf8')
    const scenario = { ...parseScenario(scenarioText), until: '1h' }
    const cpu = await each(() => runScenario(scenario, host))
    const link = await encodeLink({ scenarioText })
    rows.push([
      file,
      whole(60 / cpu),
      `${whole(link.length)} characters`,
      ms(await each(() => encodeLink({ scenarioText }))),
      ms(await each(() => decodeLink(link))),
    ])
  }
  table(
    'Gallery, one simulated hour with its checks; as a share link',
    ['scenario', 'simulated min per CPU s', 'link', 'encode', 'decode'],
    rows,
  )
}

async function state(engine: Engine): Promise<void> {
  const checkpoint = engine.checkpoint()
  const tasks = [...engine.rows('tasks')].length
  const bytes = JSON.stringify({ ...checkpoint.state, tables: undefined }).length + tableBytes(engine, 'all')
  table(
    `State after that update behind the load balancer (${whole(tasks)} tasks, stopped ones included)`,
    ['what', 'figure'],
    [
      ['bytes of JSON in all, per task', whole(bytes / tasks)],
      ['of it the task rows, per task', whole(tableBytes(engine, 'tasks') / tasks)],
      ['checkpoint', ms(await each(() => engine.checkpoint()))],
      ['restore', ms(await each(() => restoreEngine(checkpoint)))],
      ['structuredClone of a checkpoint', ms(await each(() => structuredClone(checkpoint)))],
      ['digest', ms(await each(() => engine.digest()))],
      ['world document', ms(await each(() => engine.world()))],
    ],
  )
}

function tableBytes(engine: Engine, which: 'all' | 'tasks'): number {
  const tables = engine.checkpoint().state.tables
  const maps = which === 'tasks' ? [tables.tasks] : Object.values(tables)
  return maps.reduce((sum, rows) => sum + [...rows.values()].reduce((n, row) => n + JSON.stringify(row).length, 0), 0)
}

if (isMain(import.meta.url)) {
  console.log(`Node ${process.version}. CPU time of this process; other work on the machine still slows it.`)
  await placements()
  const engine = rollingUpdates()
  await scenarios()
  await state(engine)
  const { title, head, rows } = await benchTime()
  table(title, head, rows)
}
