/** A run saved and opened again is the same run: same digest, same future. */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Engine } from '../engine'
import { ApiError, createEngine, ENGINE_VERSION } from '../engine'
import { parseDuration } from './duration'
import { decodeLink, encodeLink } from './link'
import { parseScenario } from './parse'
import type { RecordedStep } from './recording'
import { scenarioOfRecording, scenarioText } from './recording'
import { resolveValues } from './values'

const numRuns = Number(process.env.RUNS ?? 8)
const opening = parseScenario(readFileSync('public/scenarios/opening.json', 'utf8'))

interface Logged extends RecordedStep {
  literal: boolean
}

/** Applies a command and keeps it; one that is refused leaves no trace. */
function apply(engine: Engine, log: Logged[], service: string, operation: string, input: unknown): void {
  try {
    engine.call(service, operation, input)
    log.push({ atMs: engine.now, service, operation, input, literal: true })
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
  }
}

function play(engine: Engine, log: Logged[], acts: readonly { afterMs: number; act: (e: Engine) => Act }[]): void {
  for (const step of opening.steps) {
    if (!('do' in step)) continue
    const atMs = parseDuration(step.at) ?? 0
    if (atMs > engine.now) engine.advance(atMs - engine.now)
    const [service = '', operation = ''] = step.do.split('.')
    apply(engine, log, service, operation, resolveValues(step.with ?? {}, engine.world(), 'with'))
  }
  for (const { afterMs, act } of acts) {
    engine.advance(afterMs)
    apply(engine, log, ...act(engine))
    engine.settle()
  }
}

type Act = [service: string, operation: string, input: unknown]
const target = { cluster: 'demo', service: 'web' }
const act = fc.oneof(
  fc
    .integer({ min: 0, max: 9 })
    .map((desiredCount) => (): Act => ['ecs', 'UpdateService', { ...target, desiredCount }]),
  fc.constant((): Act => ['ecs', 'UpdateService', { ...target, forceNewDeployment: true }]),
  fc.constant((): Act => ['playground', 'AddContainerInstances', { cluster: 'demo', instanceType: 'c5.large' }]),
  fc.nat().map((n) => (engine: Engine): Act => {
    const tasks = [...engine.rows('tasks')]
    return ['ecs', 'StopTask', { cluster: 'demo', task: tasks[n % Math.max(1, tasks.length)]?.arn ?? 'none' }]
  }),
  fc.constant(
    (): Act => [
      'ecs',
      'RegisterTaskDefinition',
      {
        family: 'odd',
        containerDefinitions: [
          { name: 'a', image: 'x', memory: 64, dockerLabels: { $: 'not an expression' }, environment: [] },
        ],
      },
    ],
  ),
)

/** Digest of the instant completed, on an engine that is thrown away in the caller. */
const settledDigest = (engine: Engine): string => {
  engine.settle()
  return engine.digest()
}

/** Plays a file to its `until` and no further. */
function reopen(text: string): Engine {
  const scenario = parseScenario(text)
  const engine = createEngine({ seed: scenario.seed ?? 1 })
  for (const step of scenario.steps) {
    if (!('do' in step)) throw new Error('a recording holds commands only')
    const atMs = parseDuration(step.at) ?? 0
    if (atMs > engine.now) engine.advance(atMs - engine.now)
    const [service = '', operation = ''] = step.do.split('.')
    engine.call(service, operation, resolveValues(step.with ?? {}, {}, 'with'))
  }
  engine.advance((parseDuration(scenario.until ?? 0) ?? 0) - engine.now)
  return engine
}

describe('a run saved as a file or link', () => {
  it('gives the same digest and the same future when it is opened again, at any instant', async () => {
    const acts = fc.array(fc.record({ afterMs: fc.nat(200_000), act }), { maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(fc.nat(1_000), acts, fc.nat(300_000), async (seed, list, restMs) => {
        const log: Logged[] = []
        const live = createEngine({ seed })
        play(live, log, list)
        live.advance(restMs)
        const untilMs = live.now
        const digest = settledDigest(live)
        const head = { title: 'A run', seed, timings: {}, startTime: null, engine: ENGINE_VERSION }
        const text = scenarioText(scenarioOfRecording({ ...head, commands: log, untilMs, digest }))
        const link = await decodeLink(await encodeLink({ scenarioText: text }))
        const again = reopen(link.scenarioText ?? '')
        expect(settledDigest(again)).toBe(digest)
        live.advance(400_000)
        again.advance(400_000)
        expect(again.digest()).toBe(live.digest())
      }),
      { numRuns },
    )
  })
})
