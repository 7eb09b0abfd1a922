import { describe, expect, it } from 'vitest'
import { ScenarioError } from './error'
import { compileExpression } from './expression'
import { parseScenario } from './parse'

const head = { format: 'ecs-playground/1', title: 'A title', seed: 7 }
const withSteps = (...steps: unknown[]) => ({ ...head, steps })

/** The refusal of a file as "place: reason". */
function refusal(file: unknown): string {
  try {
    parseScenario(typeof file === 'string' ? file : JSON.stringify(file))
  } catch (error) {
    if (error instanceof ScenarioError) return error.message
    throw error
  }
  throw new Error('was not refused')
}

describe('a scenario file', () => {
  it('is taken as it stands, with every member of the format', () => {
    const file = {
      ...head,
      engine: '0.1.0',
      digest: '0123456789abcdef',
      until: '1h30m',
      timings: { schedulerTick: 5 },
      startTime: '2026-01-05T09:00:00Z',
      controls: ['desiredCount'],
      notes: 'For the second lesson.',
      steps: [
        {
          at: '0s',
          do: 'ecs.CreateCluster',
          with: { clusterName: 'demo' },
          returns: "cluster.status == 'ACTIVE'",
          save: 'made',
        },
        {
          at: 60_000,
          do: 'ecs.DeleteCluster',
          with: { cluster: 'x' },
          fails: { name: 'ClusterNotFoundException', message: 'not' },
        },
        { at: '12m', expect: "services[?serviceName=='web'] | [0].runningCount == `6`" },
        { from: '5m', to: '12m', always: 'length(tasks) > `1`' },
        { eventually: 'saved.made.cluster != `null`' },
      ],
    }
    expect(parseScenario(JSON.stringify(file))).toEqual(file)
  })

  it('of another format or none is refused', () => {
    expect(refusal({ ...withSteps(), format: 'ecs-playground/2' })).toBe(
      'format: the file was made by a newer version of the playground ("ecs-playground/2")',
    )
    expect(refusal({ steps: [] })).toBe('format: "ecs-playground/1" is missing')
    for (const text of ['null', '[]', '3', '"x"']) expect(refusal(text)).toBe('a scenario is a JSON object')
    expect(refusal('{"format": ')).toMatch(/not JSON: /)
  })

  it('with an unknown member is refused with a suggestion', () => {
    expect(refusal({ ...withSteps(), sed: 3 })).toBe('sed: unknown member. Did you mean seed?')
    expect(refusal(withSteps({ at: 0, do: 'ecs.ListClusters', wiht: {} }))).toBe(
      'steps[0].wiht: unknown member. Did you mean with?',
    )
    expect(refusal(withSteps({ at: 0, do: 'ecs.ListClusters', fails: { nmae: 'X' } }))).toBe(
      'steps[0].fails.nmae: unknown member. Did you mean name?',
    )
    expect(refusal(withSteps({ at: 0, expect: '`true`', zebra: 1 }))).toBe('steps[0].zebra: unknown member')
    expect(refusal({ ...withSteps(), timings: { schedulerTik: 3 } })).toBe(
      'timings: Unknown parameter in input: schedulerTik. Did you mean schedulerTick?',
    )
  })

  it('names the place of a missing or wrong member', () => {
    expect(refusal(head)).toBe('steps: is missing')
    expect(refusal(withSteps({ do: 'ecs.ListClusters' }))).toBe('steps[0].at: is missing')
    expect(refusal(withSteps({ at: '0s' }))).toBe('steps[0]: a step has one of do, expect, always, eventually')
    expect(refusal(withSteps({ at: 0, do: 'ecs.ListClusters', expect: 'now' }))).toContain('a step has one of')
    expect(refusal(withSteps({ at: '5 min', expect: 'now' }))).toMatch(/^steps\[0\]\.at: a time is text such as/)
    expect(refusal(withSteps({ from: '5m', to: '4m', always: 'now' }))).toBe('steps[0].to: lies before from')
    expect(refusal(withSteps({ at: 0, do: 'ListClusters' }))).toBe(
      'steps[0].do: an operation is written service.Operation',
    )
    expect(refusal({ ...withSteps(), startTime: '2026-13-05T09:00:00Z' })).toBe('startTime: no such time')
    expect(refusal({ ...withSteps(), seed: 1.5 })).toMatch(/^seed: /)
  })

  it('with an unknown operation is refused with a suggestion, unless the step wants a refusal', () => {
    expect(refusal(withSteps({ at: 0, do: 'ecs.CreateSevice' }))).toBe(
      'steps[0].do: unknown operation "ecs.CreateSevice". Did you mean ecs.CreateService?',
    )
    expect(refusal(withSteps({ at: 0, do: 'esc.CreateService', fails: 'XException' }))).toContain(
      'Did you mean ecs.CreateService?',
    )
    expect(() =>
      parseScenario(JSON.stringify(withSteps({ at: 0, do: 'ecs.CreateGateway', fails: 'XException' }))),
    ).not.toThrow()
  })

  it('keeps its limits: 1 MiB, 5,000 steps, depth 64, 400 days', () => {
    const step = { at: 0, do: 'ecs.ListClusters' }
    expect(parseScenario(JSON.stringify(withSteps(...Array(5_000).fill(step)))).steps).toHaveLength(5_000)
    expect(refusal(withSteps(...Array(5_001).fill(step)))).toBe('steps: at most 5000 steps')
    expect(refusal(`{"format":"ecs-playground/1","steps":[]${' '.repeat(1_048_576)}}`)).toBe(
      'the file is larger than 1 MiB',
    )
    // "é" is one character and two bytes
    expect(refusal({ ...withSteps(), notes: 'é'.repeat(600_000) })).toBe('the file is larger than 1 MiB')
    const nested = (depth: number) => JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`)
    expect(refusal({ ...withSteps(), controls: nested(100) })).toContain('nested deeper than 64 levels')
    expect(() => parseScenario(JSON.stringify({ ...withSteps(), controls: nested(60) }))).not.toThrow()
    expect(() => parseScenario(JSON.stringify(withSteps({ ...step, at: '400d' })))).not.toThrow()
    expect(refusal(withSteps({ ...step, at: '400d1ms' }))).toContain('up to 400 days')
  })

  it('refuses keys that reach a prototype, at any place', () => {
    const step = (member: string) =>
      `{"format":"ecs-playground/1","steps":[{"at":0,"do":"ecs.RunTask","with":${member}}]}`
    expect(refusal(step('{"__proto__": {}}'))).toBe('steps[0].with.__proto__: this member name is not allowed')
    expect(refusal(step('{"tags": [{"constructor": 1}]}'))).toBe(
      'steps[0].with.tags[0].constructor: this member name is not allowed',
    )
    expect(refusal('{"__proto__": {"format": "ecs-playground/1"}}')).toBe('__proto__: this member name is not allowed')
  })

  it('has its expressions checked before the run: syntax, functions, tables', () => {
    expect(refusal(withSteps({ at: 0, expect: 'services[' }))).toMatch(
      /^steps\[0\]\.expect: not a JMESPath expression: /,
    )
    expect(refusal(withSteps({ always: 'lenght(tasks)' }))).toBe(
      'steps[0].always: unknown function lenght(). Did you mean length()?',
    )
    expect(refusal(withSteps({ eventually: 'serivces[0]' }))).toBe(
      'steps[0].eventually: the world document has no table serivces. Did you mean services?',
    )
    expect(refusal(withSteps({ at: 0, do: 'ecs.RunTask', with: { taskDefinition: { $: 'taskDefinitons[0]' } } }))).toBe(
      'steps[0].with.taskDefinition.$: the world document has no table taskDefinitons. Did you mean taskDefinitions?',
    )
    expect(refusal(withSteps({ at: 0, do: 'ecs.RunTask', with: { taskDefinition: { $: 3 } } }))).toBe(
      'steps[0].with.taskDefinition.$: not a JMESPath expression',
    )
    expect(refusal(withSteps({ at: 0, expect: `${'('.repeat(9_000)}now` }))).toMatch(/^steps\[0\]\.expect: /)
    expect(refusal(withSteps({ at: 0, expect: 'now.constructor' }))).toBe(
      'steps[0].expect: the member name constructor is not allowed',
    )
  })

  it('an answer may have any member; only its syntax and functions are checked', () => {
    const step = { at: 0, do: 'ecs.ListClusters', returns: 'length(clusterArns) == `0`' }
    expect(() => parseScenario(JSON.stringify(withSteps(step)))).not.toThrow()
    expect(refusal(withSteps({ ...step, returns: 'lengt(clusterArns)' }))).toContain('Did you mean length()?')
    expect(refusal(withSteps({ ...step, fails: 'XException' }))).toBe(
      'steps[0]: a step that fails has no answer to check or save',
    )
  })
})

describe('the tables that an expression reads', () => {
  const tables = (text: string) => compileExpression(text).tables

  it('are taken from the parse tree', () => {
    expect(tables("services[?serviceName=='tasks'] | [0].runningCount")).toEqual(['services'])
    expect(tables("length(tasks[?group=='service:web']) == length(services)")).toEqual(['tasks', 'services'])
    expect(tables('$.tasks[?taskArn == $.services[0].serviceArn]')).toEqual(['tasks', 'services'])
    expect(tables('{a: tasks[].events, b: clusters[0]}')).toEqual(['tasks', 'clusters'])
    expect(tables('let $t = tasks in $t[?lastStatus]')).toEqual(['tasks'])
    expect(tables('let $all = @ in $all.events')).toEqual(['events'])
    expect(tables('map(&services, tasks)')).toEqual(['tasks'])
    expect(tables('`{"nothing": 1}`.nothing')).toEqual([])
  })

  it('are all of them when the document is looked at as a whole', () => {
    for (const text of ['@', 'keys(@)', '*', '[tasks, @]', 'tasks[?contains(to_string($), `1`)]', '!@'])
      expect(tables(text)).toBeNull()
  })

  it('say when the clock alone can change the value', () => {
    const clock = (text: string) => compileExpression(text).clock
    expect(clock("services[?serviceName=='web'] | [0].runningCount")).toBe(false)
    expect(clock('services[0].playground.deploymentSeconds')).toBe(true)
    expect(clock('to_string(services)')).toBe(true)
    expect(clock('elapsedSeconds')).toBe(true)
    expect(clock('requests.failed5xx')).toBe(true)
  })
})
