import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ScenarioError } from './error'
import { decodeLink, encodeLink, LinkError } from './link'
import { parseScenario } from './parse'

const numRuns = Number(process.env.RUNS ?? 100)

/** Parses; anything but a scenario or a ScenarioError with a reason is a failure. */
function parseOrRefuse(text: string): void {
  try {
    expect(parseScenario(text).format).toBe('ecs-playground/1')
  } catch (error) {
    expect(error).toBeInstanceOf(ScenarioError)
    expect((error as ScenarioError).reason).not.toBe('')
  }
}

const expression = fc.oneof(
  fc.string(),
  fc.constantFrom(
    'services[0]',
    'length(tasks)',
    '@',
    'now',
    'tasks[?a==`1`]',
    '(',
    '`{`',
    "'",
    'a.b.c',
    'map(&a, tasks)',
    '$x',
    '*',
  ),
)
const json = fc.jsonValue()
const time = fc.oneof(fc.constantFrom('0s', '5m', '1h30m'), fc.nat(), json)
const step = fc.oneof(
  json,
  fc.record(
    { at: time, do: fc.constantFrom('ecs.ListClusters', 'ecs.RunTask', 'x'), with: json },
    { requiredKeys: [] },
  ),
  fc.record({ at: time, expect: expression }),
  fc.record({ from: time, to: time, always: expression }, { requiredKeys: ['always'] }),
  fc.record({
    at: time,
    do: fc.constant('ecs.RunTask'),
    with: fc.record({ a: fc.record({ $: expression }) }),
    returns: expression,
  }),
)
const file = fc.record(
  {
    format: fc.constantFrom('ecs-playground/1', 'x'),
    seed: fc.oneof(fc.nat(), json),
    title: json,
    until: time,
    timings: json,
    steps: fc.array(step),
  },
  { requiredKeys: ['format', 'steps'] },
)

describe('the parser', () => {
  it('takes or refuses any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), parseOrRefuse), { numRuns })
  })

  it('takes or refuses any JSON', () => {
    fc.assert(fc.property(fc.json(), parseOrRefuse), { numRuns })
  })

  it('takes or refuses what looks like a draft or a report, however deep', () => {
    const command = fc.oneof(
      json,
      fc.record({
        atMs: time,
        service: fc.constantFrom('ecs', 'x'),
        operation: fc.constantFrom('RunTask', 'y'),
        input: json,
      }),
    )
    const draft = fc.record(
      { format: fc.constant('ecs-playground/0'), title: json, seed: json, nowMs: time, commands: fc.array(command) },
      { requiredKeys: ['format', 'commands'] },
    )
    const wrapped = fc.tuple(fc.oneof(draft, file, json), fc.nat(70)).map(([scenario, times]) => {
      let here: unknown = scenario
      for (let n = 0; n < times; n++) here = { format: 'ecs-playground-report/1', scenario: here }
      return here
    })
    fc.assert(
      fc.property(fc.oneof(draft, wrapped), (value) => {
        parseOrRefuse(JSON.stringify(value))
      }),
      { numRuns },
    )
  })

  it('takes or refuses a file with a bit flipped or its end missing', () => {
    const text = readFileSync('public/scenarios/opening.json', 'utf8')
    const harm = fc.record({ at: fc.nat(text.length - 1), bit: fc.nat(6), cut: fc.boolean() })
    fc.assert(
      fc.property(harm, ({ at, bit, cut }) => {
        const flipped = String.fromCharCode(text.charCodeAt(at) ^ (1 << bit))
        parseOrRefuse(cut ? text.slice(0, at) : text.slice(0, at) + flipped + text.slice(at + 1))
      }),
      { numRuns: numRuns * 2 },
    )
  })

  it('takes or refuses what looks like a scenario, with the place', () => {
    fc.assert(
      fc.property(file, (value) => {
        parseOrRefuse(JSON.stringify(value))
      }),
      { numRuns: numRuns * 5 },
    )
  })
})

describe('a share link', () => {
  it('gives back any text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 2_000 }), async (scenarioText) => {
        expect(await decodeLink(await encodeLink({ scenarioText }))).toEqual({ scenarioText })
      }),
      { numRuns },
    )
  })

  it('cut off or with a character changed is refused', async () => {
    const scenarioText = JSON.stringify({
      format: 'ecs-playground/1',
      title: 'A run',
      steps: [{ at: 0, do: 'ecs.ListClusters' }],
    })
    const fragment = await encodeLink({ scenarioText })
    const start = fragment.indexOf('&c=') + 4
    const positions = fc.integer({ min: start, max: fragment.length - 1 })
    const characters = fc.constantFrom(...'ABCxyz0189-_')
    await fc.assert(
      fc.asyncProperty(positions, characters, async (at, character) => {
        await expect(decodeLink(fragment.slice(0, at))).rejects.toThrow(LinkError)
        const changed = `${fragment.slice(0, at)}${character}${fragment.slice(at + 1)}`
        if (changed !== fragment && !'=&cs'.includes(fragment[at] ?? ''))
          await expect(decodeLink(changed)).rejects.toThrow(LinkError)
      }),
      { numRuns },
    )
  })

  it('of any text is opened or refused', async () => {
    const text = fc.oneof(
      fc.string(),
      fc.string().map((rest) => `#f=1&${rest}`),
      fc.base64String().map((s) => `#f=1&s=${s}`),
    )
    await fc.assert(
      fc.asyncProperty(text, async (fragment) => {
        await decodeLink(fragment).catch((error: unknown) => {
          expect(error).toBeInstanceOf(LinkError)
        })
      }),
      { numRuns },
    )
  })
})
