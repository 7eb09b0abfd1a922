/** The gallery's scenarios hold what they promise, and the opening one its figures (screens.md §2, D-370). */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { ENGINE_VERSION } from '../engine'
import { parseGallery, parseScenario, runScenario } from '../scenario'
import { engineHost } from './host'
import { EXIT, simulate } from './simulate'

/** What each scenario's run comes to. When a digest changes, raise ENGINE_VERSION and write this file anew from `npm run sim`. */
const recorded: { engine: string; digests: Record<string, string> } = JSON.parse(
  readFileSync('src/headless/digests.json', 'utf8'),
)

const folder = 'public/scenarios'
const read = (path: string) => readFileSync(path, 'utf8')
const files = parseGallery(read(`${folder}/index.json`)).map(({ file }) => file)

describe('the gallery under npm run sim', () => {
  it.each(files)('%s: every check holds (D-370)', (file) => {
    const said: string[] = []
    const say = (line: string) => said.push(line)
    const code = simulate([`${folder}/${file}`], { out: say, err: say, readFile: read }, engineHost)
    expect(said.filter((line) => !line.startsWith('✔'))).toEqual([
      expect.stringMatching(/^(\d+) of \1 checks hold, .*$/),
    ])
    expect(said.length).toBeGreaterThan(1)
    expect(code).toBe(EXIT.ok)
    expect(said.at(-1)).toContain(`digest ${recorded.digests[file]}`)
  })

  it('records its digests for this engine: runs that come out otherwise want another ENGINE_VERSION', () => {
    expect(recorded.engine).toBe(ENGINE_VERSION)
    expect(Object.keys(recorded.digests)).toEqual(files)
  })
})

interface World {
  services: { playground: Record<string, unknown> }[]
  events: { elapsedSeconds: number; message: string }[]
  requests: Record<string, number>
}

/** The opening scenario with Deploy v2 pressed at `atMs`, ten minutes long. */
function deployed(atMs: number): World {
  const opening = JSON.parse(read('src/app/opening.json'))
  const register = opening.steps.find((step: { do?: string }) => step.do === 'ecs.RegisterTaskDefinition')
  const definition = JSON.parse(JSON.stringify(register.with).replace('shop:1', 'shop:2'))
  const update = { cluster: 'demo', service: 'web', taskDefinition: 'web:2' }
  opening.until = '10m'
  opening.steps.push({ at: atMs, do: 'ecs.RegisterTaskDefinition', with: definition })
  opening.steps.push({ at: atMs, do: 'ecs.UpdateService', with: update })
  const result = runScenario(parseScenario(JSON.stringify(opening)), engineHost)
  expect(result.error).toBeUndefined()
  expect(result.ok).toBe(true)
  return result.world as unknown as World
}

/** What each evaluation stopped and started: `['-1 +2', …]`. */
function decisionsOf({ events }: World, fromSeconds: number): string[] {
  const byInstant = new Map<number, string[]>()
  for (const { elapsedSeconds, message } of events) {
    const [, verb, count] = /has (stopped|started) (\d+)/.exec(message) ?? []
    if (!verb || elapsedSeconds < fromSeconds) continue
    byInstant.set(elapsedSeconds, [
      ...(byInstant.get(elapsedSeconds) ?? []),
      `${verb === 'stopped' ? '−' : '+'}${count}`,
    ])
  }
  return [...byInstant.values()].map((parts) => parts.join(' '))
}

describe('the opening scenario', () => {
  it('is the same file in the gallery and in the page', () => {
    expect(read(`${folder}/opening.json`)).toBe(read('src/app/opening.json'))
  })

  // The service scheduler looks every 10 s (D-200): up to that long passes between the click and its first decision.
  it.each([
    { pressedAtMs: 190_000, seconds: 120 },
    { pressedAtMs: 183_700, seconds: 126.3 },
  ])('Deploy v2 at $pressedAtMs ms: four decisions, $seconds s, never fewer than 3, never more than 6', (run) => {
    const world = deployed(run.pressedAtMs)
    expect(decisionsOf(world, run.pressedAtMs / 1000)).toEqual(['−1 +2', '−2', '+1', '−1 +1'])
    expect(world.services[0]?.playground).toMatchObject({
      lowestHealthy: 3,
      peakTasks: 6,
      deploymentSeconds: run.seconds,
      healthyCount: 4,
    })
    const { total = 0, ok = 0, inFlight = 0 } = world.requests
    expect(total).toBe(9_600)
    expect(ok + inFlight).toBe(total)
  })
})
