import { describe, expect, it } from 'vitest'
import type { LoggedCommand, RunRecord } from '../worker'
import { latestDeployment } from './rerun'
import { withStopTimeout } from './rerun-steps'

const ecs = (atMs: number, operation: string, input: object, more: Partial<LoggedCommand> = {}): LoggedCommand => ({
  ...{ atMs, service: 'ecs', operation, input },
  ...more,
})
const register = (atMs: number, family: string, more: Partial<LoggedCommand> = {}) =>
  ecs(atMs, 'RegisterTaskDefinition', { family, containerDefinitions: [{ name: 'web' }, { name: 'log' }] }, more)
const own = (gesture: number) => ({ own: true as const, gesture })
const deployed = [
  register(180_000, 'web', own(1)),
  ecs(180_001, 'UpdateService', { service: 'web', taskDefinition: 'web:2' }, own(1)),
]
const scaled = ecs(300_000, 'UpdateService', { service: 'web', desiredCount: 9 }, own(2))
const record: RunRecord = {
  ...{ seed: 1, timings: {}, startTime: null },
  commands: [ecs(0, 'CreateCluster', {}), register(0, 'other'), register(0, 'web'), ...deployed, scaled],
  ahead: [{ ...register(400_000, 'web'), fails: null, place: 'steps[9]', literal: true, save: null }],
  endMs: 350_000,
  branch: 'b3',
  branchName: 'Main',
  branches: [
    { id: 'main', name: 'before', named: true, from: 'b3', shared: 3, commands: [], ahead: [], endMs: 1, leftMs: 1 },
  ],
}
const timeouts = (command: { input: unknown } | undefined) =>
  (command?.input as { containerDefinitions: { stopTimeout?: number }[] } | undefined)?.containerDefinitions.map(
    ({ stopTimeout }) => stopTimeout,
  )

describe('latestDeployment', () => {
  it('is the gesture of the last UpdateService that deploys', () => {
    expect(latestDeployment(record.commands, 'web')).toEqual(deployed)
    expect(latestDeployment(record.commands, 'other')).toEqual([])
  })
})

describe('withStopTimeout', () => {
  const changed = withStopTimeout(record, 'web:1', 7, 180_001, 320_000)

  it('changes the registration of that revision and later ones of the family, those ahead included', () => {
    expect(timeouts(changed.commands[1])).toEqual([undefined, undefined])
    expect(timeouts(changed.commands[2])).toEqual([7, 7])
    expect(timeouts(changed.commands[3])).toEqual([7, 7])
    expect(timeouts(changed.ahead?.[0])).toEqual([7, 7])
    expect(timeouts(record.commands[2])).toEqual([undefined, undefined])
  })

  it("leaves the user's later commands to the old log, which is a branch of the new one from there on", () => {
    expect(changed.commands).toHaveLength(5)
    expect(changed.branch).toBe('b4')
    expect(changed.branches?.map(({ id, from, shared }) => [id, from, shared])).toEqual([
      ['b3', 'b4', 2],
      ['main', 'b3', 3],
    ])
    expect(changed.branches?.[0]).toMatchObject({ commands: record.commands.slice(2), endMs: 350_000, leftMs: 320_000 })
    expect([...changed.commands.slice(0, 2), ...(changed.branches?.[0]?.commands ?? [])]).toEqual(record.commands)
  })

  it('counts revisions by family, and throws for one that the log does not have', () => {
    const second = withStopTimeout(record, 'web:2', 7, 180_001, 320_000)
    expect(timeouts(second.commands[2])).toEqual([undefined, undefined])
    expect(timeouts(second.commands[3])).toEqual([7, 7])
    expect(() => withStopTimeout(record, 'web:3', 7, 180_001, 320_000)).toThrow('how web:3 was registered')
  })
})
