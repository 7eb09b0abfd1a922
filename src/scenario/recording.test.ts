import { describe, expect, it } from 'vitest'
import { ScenarioError } from './error'
import { MIGRATIONS } from './migrate'
import { parseScenario } from './parse'
import type { Recording } from './recording'
import { scenarioOfRecording, scenarioText } from './recording'

const recording: Recording = {
  title: 'A run',
  seed: 7,
  timings: {},
  startTime: null,
  commands: [{ atMs: 0, service: 'ecs', operation: 'CreateCluster', input: { clusterName: 'demo' } }],
  untilMs: 61_500,
  engine: '0.1.0',
  digest: '0123456789abcdef',
}

describe('a recording', () => {
  it('is a scenario file that the parser takes', () => {
    const scenario = scenarioOfRecording(recording)
    expect(parseScenario(scenarioText(scenario))).toEqual({
      format: 'ecs-playground/1',
      title: 'A run',
      seed: 7,
      engine: '0.1.0',
      digest: '0123456789abcdef',
      until: 61_500,
      steps: [{ at: '0s', do: 'ecs.CreateCluster', with: { clusterName: 'demo' } }],
    })
    expect(parseScenario(scenarioText({ ...scenario, steps: [] })).steps).toEqual([])
  })

  it('keeps inputs literal, and steps still to come as they are', () => {
    const labels = { tags: [{ $: 'services' }, { $literal: 1 }] }
    const scenario = scenarioOfRecording({
      ...recording,
      commands: [{ atMs: 0, service: 'ecs', operation: 'TagResource', input: labels }],
      ahead: [
        {
          ...{ atMs: 90_000, service: 'ecs', operation: 'DeleteCluster', input: { cluster: { $: 'clusters[0].x' } } },
          ...{ literal: false, fails: 'ClusterContainsServicesException', save: null },
        },
      ],
    })
    expect(parseScenario(scenarioText(scenario)).steps).toEqual([
      {
        at: '0s',
        do: 'ecs.TagResource',
        with: { tags: [{ $literal: { $: 'services' } }, { $literal: { $literal: 1 } }] },
      },
      {
        ...{ at: '1m30s', do: 'ecs.DeleteCluster', with: { cluster: { $: 'clusters[0].x' } } },
        fails: 'ClusterContainsServicesException',
      },
    ])
  })

  it('that a file cannot hold is refused, not cut', () => {
    const command = { atMs: 0, service: 'ecs', operation: 'ListClusters', input: {} }
    const many = scenarioOfRecording({ ...recording, commands: Array.from({ length: 5_001 }, () => command) })
    expect(() => scenarioText(many)).toThrow('5001 commands')
    const large = { ...command, input: { nextToken: 'x'.repeat(1_048_576) } }
    expect(() => scenarioText(scenarioOfRecording({ ...recording, commands: [large] }))).toThrow(ScenarioError)
  })
})

describe('files of other formats', () => {
  const draft = {
    format: 'ecs-playground/0',
    title: 'A draft',
    seed: 3,
    nowMs: 90_000,
    commands: [{ atMs: 1_500, service: 'ecs', operation: 'CreateCluster', input: { clusterName: 'demo' } }],
  }

  it('a draft of version 0 becomes a scenario', () => {
    expect(parseScenario(JSON.stringify(draft))).toEqual({
      ...{ format: 'ecs-playground/1', title: 'A draft', seed: 3, until: 90_000 },
      steps: [{ at: 1_500, do: 'ecs.CreateCluster', with: { clusterName: 'demo' } }],
    })
  })

  it('a draft that is damaged is refused with its place', () => {
    const text = (change: object) => JSON.stringify({ ...draft, ...change })
    expect(() => parseScenario(text({ commands: 5 }))).toThrow('steps')
    expect(() => parseScenario(text({ commands: [7] }))).toThrow('steps[0]')
    expect(() => parseScenario(text({ commands: [{ atMs: 0, service: 'ecs', operation: 'Nothing' }] }))).toThrow(
      'unknown operation',
    )
  })

  it('a report opens the run that it is about; one without is refused', () => {
    const report = { format: 'ecs-playground-report/1', version: '0.1.0', scenario: scenarioOfRecording(recording) }
    expect(parseScenario(JSON.stringify(report)).title).toBe('A run')
    expect(() => parseScenario('{"format":"ecs-playground-report/1"}')).toThrow(ScenarioError)
    // A report within a report does not go round for ever.
    let nested: unknown = 1
    for (let i = 0; i < 30; i++) nested = { format: 'ecs-playground-report/1', scenario: nested }
    expect(() => parseScenario(JSON.stringify(nested))).toThrow(ScenarioError)
  })

  it('a file of a later version is refused by that name', () => {
    expect(() => parseScenario('{"format":"ecs-playground/2","steps":[]}')).toThrow('newer version')
    expect(() => parseScenario('{"format":"ecs-playground/x","steps":[]}')).toThrow('is not "ecs-playground/1"')
    expect(Object.keys(MIGRATIONS)).not.toContain('ecs-playground/1')
  })
})
