import { describe, expect, it } from 'vitest'
import { sweepDeletedDefinitions } from '../../../tasks'
import { findTaskDefinition, resolveTaskDefinition } from '.'
import { ARN, B, call, F, newSim, refusal, register } from './test-kit'

const families = (sim = newSim()) => {
  for (let i = 0; i < 3; i++) register(B(), sim)
  call(sim, 'DeregisterTaskDefinition', { taskDefinition: 'web:3' })
  return sim
}

describe('life of a revision and lists', () => {
  it('TV-57 DescribeTaskDefinition of a family gives the latest ACTIVE revision', () => {
    expect(call(families(), 'DescribeTaskDefinition', { taskDefinition: 'web' }).taskDefinition.revision).toBe(2)
  })

  it('TV-58 an INACTIVE revision is described when named', () => {
    const { taskDefinition } = call(families(), 'DescribeTaskDefinition', { taskDefinition: 'web:3' })
    expect(taskDefinition).toMatchObject({ revision: 3, status: 'INACTIVE' })
    expect(taskDefinition.deregisteredAt).toEqual(new Date('2026-01-05T09:00:00Z'))
  })

  it.each([
    ['TV-59', 'web', 'ClientException: Revision is missing.'],
    ['TV-60', 'web:x', 'InvalidParameterException: Invalid revision number. Number: x'],
    ['T-102', 'web:9', 'ClientException: Unable to describe task definition.'],
    [
      'T-102',
      'arn:aws:ecs:eu-west-1:123456789012:task-definition/web:1',
      'ClientException: Unable to describe task definition.',
    ],
  ])('%s DeregisterTaskDefinition %s', (_, taskDefinition, text) => {
    expect(refusal(() => call(families(), 'DeregisterTaskDefinition', { taskDefinition }))).toBe(text)
  })

  it('T-102 deregistering twice succeeds and keeps the first time', () => {
    const sim = families()
    sim.nowMs = 60_000
    const { taskDefinition } = call(sim, 'DeregisterTaskDefinition', { taskDefinition: `${ARN}web:3` })
    expect(taskDefinition.status).toBe('INACTIVE')
    expect(taskDefinition.deregisteredAt).toEqual(new Date('2026-01-05T09:00:00Z'))
  })

  it('T-107 an unknown revision', () => {
    for (const taskDefinition of ['api', 'web:9', 'web:x', '', 'arn:aws:ecs:us-east-1:1:task-definition/web'])
      expect(refusal(() => call(families(), 'DescribeTaskDefinition', { taskDefinition }))).toBe(
        'ClientException: Unable to describe task definition.',
      )
  })

  it('T-107 tags only when asked for', () => {
    const sim = newSim()
    const tags = [{ key: 'team', value: 'a' }]
    call(sim, 'RegisterTaskDefinition', B({ tags }))
    expect(call(sim, 'DescribeTaskDefinition', { taskDefinition: 'web' })).not.toHaveProperty('tags')
    expect(call(sim, 'DescribeTaskDefinition', { taskDefinition: 'web', include: ['TAGS'] }).tags).toEqual(tags)
  })

  it('TV-61 DeleteTaskDefinitions of an ACTIVE and an INACTIVE revision', () => {
    const answer = call(families(), 'DeleteTaskDefinitions', { taskDefinitions: ['web:1', 'web:3'] })
    expect(answer.taskDefinitions).toHaveLength(1)
    expect(answer.taskDefinitions[0]).toMatchObject({ revision: 3, status: 'DELETE_IN_PROGRESS' })
    expect(answer.taskDefinitions[0].deleteRequestedAt).toEqual(new Date('2026-01-05T09:00:00Z'))
    expect(answer.failures).toEqual([
      {
        arn: 'web:1',
        reason: 'The specified task definition is still in ACTIVE status. Please deregister the target and try again.',
      },
    ])
  })

  it('T-105 references without a revision and unknown ones', () => {
    const { failures, taskDefinitions } = call(families(), 'DeleteTaskDefinitions', {
      taskDefinitions: ['web', 'api:1'],
    })
    expect(taskDefinitions).toEqual([])
    expect(failures.map((f: { reason: string }) => f.reason)).toEqual([
      'The specified task definition identifier is invalid. Specify a valid name or ARN and try again.',
      'The specified task definition does not exist. Specify a valid account, family, revision and try again.',
    ])
  })

  it('TV-62 DeleteTaskDefinitions of nothing; T-105 of eleven', () => {
    const ask = (taskDefinitions: string[]) =>
      refusal(() => call(newSim(), 'DeleteTaskDefinitions', { taskDefinitions }))
    expect(ask([])).toBe('InvalidParameterException: size of TaskDefinition references list must be greater than 0')
    expect(ask(Array.from({ length: 11 }, (_, i) => `web:${i}`))).toBe(
      'InvalidParameterException: Size of TaskDefinition references list cannot exceed 10',
    )
  })

  it('TV-63 ListTaskDefinitions takes the whole family name', () => {
    const sim = families()
    expect(call(sim, 'ListTaskDefinitions', { familyPrefix: 'we' }).taskDefinitionArns).toEqual([])
    expect(call(sim, 'ListTaskDefinitions', { familyPrefix: 'web' }).taskDefinitionArns).toHaveLength(2)
  })

  it('TV-64 ListTaskDefinitionFamilies takes a prefix', () => {
    const sim = families()
    register(F(), sim)
    expect(call(sim, 'ListTaskDefinitionFamilies', { familyPrefix: 'we' })).toEqual({ families: ['web', 'webf'] })
    expect(call(sim, 'ListTaskDefinitionFamilies', { familyPrefix: 'webf' })).toEqual({ families: ['webf'] })
  })

  it('T-109 families by status; deleted ones disappear', () => {
    const sim = newSim()
    register(B(), sim)
    register(F(), sim)
    call(sim, 'DeregisterTaskDefinition', { taskDefinition: 'web:1' })
    const list = (status?: string) => call(sim, 'ListTaskDefinitionFamilies', { status }).families
    expect([list('ACTIVE'), list('INACTIVE'), list('ALL'), list()]).toEqual([
      ['webf'],
      ['web'],
      ['web', 'webf'],
      ['web', 'webf'],
    ])
    call(sim, 'DeleteTaskDefinitions', { taskDefinitions: ['web:1'] })
    expect(list()).toEqual(['webf'])
  })

  it('TV-65 revisions are sorted as numbers; T-108 DESC reverses', () => {
    const sim = newSim()
    for (let i = 0; i < 10; i++) register(B(), sim)
    register(B({ family: 'api' }), sim)
    const arns = call(sim, 'ListTaskDefinitions', {}).taskDefinitionArns
    expect(arns.slice(-2)).toEqual([`${ARN}web:9`, `${ARN}web:10`])
    expect(arns[0]).toBe(`${ARN}api:1`)
    expect(call(sim, 'ListTaskDefinitions', { sort: 'DESC' }).taskDefinitionArns).toEqual([...arns].reverse())
  })

  it('T-168 pages; T-169 their size; a token of another list is refused', () => {
    const sim = newSim()
    for (let i = 0; i < 5; i++) register(B(), sim)
    const first = call(sim, 'ListTaskDefinitions', { maxResults: 3 })
    expect(first.taskDefinitionArns).toHaveLength(3)
    const next = call(sim, 'ListTaskDefinitions', { maxResults: 3, nextToken: first.nextToken })
    expect(next).toEqual({ taskDefinitionArns: [`${ARN}web:4`, `${ARN}web:5`] })
    const wrong = [
      { maxResults: 0 },
      { maxResults: 101 },
      { nextToken: 'x' },
      { nextToken: first.nextToken, sort: 'DESC' },
    ]
    expect(wrong.map((input) => refusal(() => call(sim, 'ListTaskDefinitions', input)))).toEqual([
      'InvalidParameterException: maxResults must be between 1 and 100',
      'InvalidParameterException: maxResults must be between 1 and 100',
      'InvalidParameterException: Invalid token.',
      'InvalidParameterException: Invalid token.',
    ])
  })

  it('T-158 an unknown status', () => {
    expect(refusal(() => call(newSim(), 'ListTaskDefinitions', { status: 'ON' }))).toBe(
      'InvalidParameterException: status should be one of [ACTIVE,INACTIVE,DELETE_IN_PROGRESS]',
    )
  })

  it('TV-66 T-103 a deregistered revision stays as it was for those who run it', () => {
    const sim = families()
    const before = findTaskDefinition(sim, 'web:2')
    call(sim, 'DeregisterTaskDefinition', { taskDefinition: 'web:2' })
    const after = sim.t.taskDefinitions.need(before?.id ?? '')
    expect(after.status).toBe('INACTIVE')
    expect([after.def, after.derived]).toEqual([before?.def, before?.derived])
  })

  it('TV-67 T-104 an inactive revision cannot be used anew', () => {
    const sim = families()
    expect(refusal(() => resolveTaskDefinition(sim, 'web:3', 'RunTask'))).toBe(
      'InvalidParameterException: TaskDefinition is inactive',
    )
    expect(refusal(() => resolveTaskDefinition(sim, 'web:3', 'UpdateService'))).toBe(
      'ClientException: TaskDefinition is inactive',
    )
    expect(refusal(() => resolveTaskDefinition(sim, 'api', 'CreateService'))).toBe(
      'ClientException: TaskDefinition not found.',
    )
  })

  it('T-6 references by family, revision and ARN', () => {
    const sim = families()
    const found = ['web', 'web:2', `${ARN}web`, `${ARN}web:2`].map((ref) => resolveTaskDefinition(sim, ref, 'RunTask'))
    expect(found.map((row) => row.revision)).toEqual([2, 2, 2, 2])
  })

  it('T-101 DELETE_IN_PROGRESS lasts until no row refers to the revision', () => {
    const sim = families()
    const row = resolveTaskDefinition(sim, 'web:2', 'RunTask')
    const task = sim.t.tasks.put({ ...sim.newRow('tasks'), taskDefinitionId: row.id } as never)
    call(sim, 'DeregisterTaskDefinition', { taskDefinition: 'web:2' })
    call(sim, 'DeleteTaskDefinitions', { taskDefinitions: ['web:2', 'web:3'] })
    const list = () => call(sim, 'ListTaskDefinitions', { status: 'DELETE_IN_PROGRESS' }).taskDefinitionArns
    expect(list()).toEqual([`${ARN}web:2`])
    expect(refusal(() => resolveTaskDefinition(sim, 'web:2', 'RunTask'))).toBe(
      'InvalidParameterException: TaskDefinition is inactive',
    )
    sim.t.tasks.delete(task.id)
    sweepDeletedDefinitions(sim)
    expect(list()).toEqual([])
  })

  it('T-8, T-217 the millionth revision is the last', () => {
    const sim = newSim()
    register(B(), sim)
    for (let i = 1; i < 1_000_000; i++) sim.count('taskDefinitionRevision web')
    expect(refusal(() => register(B(), sim))).toMatch(/^LimitExceededException: /)
  })
})
