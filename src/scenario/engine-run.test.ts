import { describe, expect, it } from 'vitest'
import { createEngine, ENGINE_VERSION, restoreEngine } from '../engine'
import { parseScenario } from './parse'
import type { RunResult } from './result'
import type { EngineHost } from './run'
import { runScenario } from './run'

const host: EngineHost = {
  version: ENGINE_VERSION,
  create: (options) => createEngine({ ...options, checkInvariants: true }),
  restore: (checkpoint) => restoreEngine(checkpoint),
}

const container = {
  name: 'web',
  image: 'shop:1',
  cpu: 256,
  memory: 512,
  portMappings: [{ containerPort: 80, hostPort: 0 }],
}

/** Three instances with a service of four tasks from 1 min on, and whatever a test adds; runs for 10 min. */
function run(...steps: unknown[]): RunResult {
  const file = {
    format: 'ecs-playground/1',
    title: 'A service of four tasks',
    seed: 7,
    until: '10m',
    steps: [
      { at: '0s', do: 'ecs.CreateCluster', with: { clusterName: 'demo' } },
      {
        at: '0s',
        do: 'playground.AddContainerInstances',
        with: { cluster: 'demo', instanceType: 'c5.large', count: 3 },
        save: 'hosts',
      },
      { at: '0s', do: 'ecs.RegisterTaskDefinition', with: { family: 'web', containerDefinitions: [container] } },
      {
        at: '1m',
        do: 'ecs.CreateService',
        with: { cluster: 'demo', serviceName: 'web', taskDefinition: 'web', desiredCount: 4 },
      },
      ...steps,
    ],
  }
  return runScenario(parseScenario(JSON.stringify(file)), host)
}

const running = "length(tasks[?group=='service:web' && lastStatus=='RUNNING'])"
const update = (at: string, change: object) => ({
  at,
  do: 'ecs.UpdateService',
  with: { cluster: 'demo', service: 'web', ...change },
})
const ok = (result: RunResult) => result.checks.map((check) => check.ok)

describe('a scenario over the engine', () => {
  it('brings a service up, rolls it and keeps what must stay', () => {
    const result = run(
      { at: '2m', expect: `${running} == \`4\`` },
      update('3m', { forceNewDeployment: true }),
      { from: '2m', to: '10m', always: "services[?serviceName=='web'] | [0].playground.healthyCount >= `4`" },
      { from: '2m', to: '10m', always: `${running} <= \`4\`` },
      { from: '3m', eventually: 'services[0].deployments | length(@) == `2`' },
      { from: '3m', eventually: 'services[0].playground.deploymentSeconds > `20`' },
      { from: '3m', eventually: "services[0].deployments[0].rolloutState == 'COMPLETED'" },
      { at: '10m', expect: "length(events[?contains(message, 'has reached a steady state.')]) == `2`" },
    )
    expect(result.error).toBeUndefined()
    expect(ok(result)).toEqual([true, true, false, true, true, true, true])
    expect(result.checks[2]?.value).toBe(false)
  })

  it('checks never change the run: the same digest with and without them', () => {
    const steps = [
      update('3m', { desiredCount: 6 }),
      { at: '4m', do: 'ecs.RunTask', with: { cluster: 'demo', taskDefinition: 'web' } },
    ]
    const plain = run(...steps)
    const checked = run(
      { at: '3m', expect: 'services[0].desiredCount == `4`' },
      ...steps,
      { from: '0s', to: '10m', always: 'clusters' },
      { always: "clusters[0].status == 'ACTIVE'" },
      { eventually: 'requests.total > `0`' },
      { at: '3m', expect: 'services[0].desiredCount == `6`' },
    )
    expect(checked.checks.map((check) => [check.kind, check.ok])).toEqual([
      ['expect', true],
      ['always', false],
      ['always', true],
      ['eventually', false],
      ['expect', true],
    ])
    expect(checked.digest).toBe(plain.digest)
    expect(run(...steps).digest).toBe(plain.digest)
  })

  it('an expect in the middle of an instant sees it settled with the steps above alone', () => {
    const result = run(
      update('3m', { desiredCount: 5 }),
      { at: '3m', expect: 'length(tasks) == `5` && services[0].desiredCount == `5`' },
      update('3m', { desiredCount: 6 }),
      { at: '3m', expect: 'length(tasks) == `6` && services[0].desiredCount == `6`' },
    )
    expect(ok(result)).toEqual([true, true])
  })

  it('$ and saved carry names from one step to the next', () => {
    const result = run(
      {
        at: '2m',
        do: 'ecs.UpdateContainerInstancesState',
        with: {
          cluster: 'demo',
          containerInstances: { $: 'containerInstances[:1].containerInstanceArn' },
          status: 'DRAINING',
        },
        returns: "containerInstances[0].status == 'DRAINING'",
      },
      { at: '5m', expect: "length(containerInstances[?status=='DRAINING' && runningTasksCount==`0`]) == `1`" },
      { at: '5m', expect: 'length(saved.hosts.containerInstances) == `3`' },
    )
    expect(result.error).toBeUndefined()
    expect(ok(result)).toEqual([true, true, true])
  })

  it('a wanted refusal is exactly that and leaves no trace', () => {
    const remove = { at: '3m', do: 'ecs.DeleteCluster', with: { cluster: 'demo' } }
    const result = run(
      { ...remove, fails: 'ClusterContainsServicesException' },
      { ...remove, fails: 'ClusterNotFoundException' },
    )
    expect(ok(result)).toEqual([true, false])
    expect(result.digest).toBe(run().digest)
    expect(run(remove).error).toMatchObject({ step: 4, name: expect.stringMatching(/^ClusterContains/) })
  })

  it('timings and startTime of the file hold', () => {
    const file = {
      format: 'ecs-playground/1',
      startTime: '2026-06-01T00:00:00Z',
      timings: { schedulerTick: 7 },
      steps: [{ at: '90s', expect: "now == '2026-06-01T00:01:30.000Z' && timings.schedulerTick == `7`" }],
    }
    expect(runScenario(parseScenario(JSON.stringify(file)), host).ok).toBe(true)
  })
})
