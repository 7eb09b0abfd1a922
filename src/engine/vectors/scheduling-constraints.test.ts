import { describe, expect, it } from 'vitest'
import { fleet } from './kit'

const HOST = { type: 'spread', field: 'instanceId' }
const MEMORY = { type: 'binpack', field: 'memory' }
const DISTINCT = { type: 'distinctInstance' }
const member = (expression: string) => ({ placementConstraints: [{ type: 'memberOf', expression }] })
const NOT_DISTINCT = 'DistinctInstance placement constraint unsatisfied.'
const NOT_MEMBER = 'MemberOf placement constraint unsatisfied.'

describe('constraints', () => {
  it('scheduling V-10 S-26 S-29 S-46 distinctInstance leaves two tasks missing', () => {
    const f = fleet([{}, { zone: 'b' }, { zone: 'c' }])
    const placementConstraints = [DISTINCT]
    expect(f.service('web', f.define('web', 128, 128), 5, { placementConstraints })).toEqual(['ci-1', 'ci-2', 'ci-3'])
    expect(f.texts('web').at(-1)).toBe(
      '(service web) was unable to place a task because no container instance met all of its requirements. ' +
        `The closest matching (ci-1) encountered error "${NOT_DISTINCT}". ` +
        'For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.',
    )
    const [view] = f.call('ecs.DescribeServices', { cluster: 'demo', services: ['web'] }).services
    expect([view.runningCount + view.pendingCount, view.deployments[0].rolloutState]).toEqual([3, 'IN_PROGRESS'])
  })

  it('scheduling V-11 S-28 beside a task that is still shutting down', () => {
    const f = fleet([{}])
    f.call('playground.PutImage', { image: 'app', drainSeconds: 60 })
    f.service('web', f.define('web', 128, 128, { stopTimeout: 120 }), 1, { placementConstraints: [DISTINCT] })
    f.before(60)
    const [task] = f.call('ecs.ListTasks', { cluster: 'demo' }).taskArns
    f.call('ecs.StopTask', { cluster: 'demo', task })
    f.to(60)
    expect(f.placed('web')).toEqual(['ci-1'])
    const tasks = [...f.engine.rows('tasks')].map((t) => `${t.lastStatus} ${t.desiredStatus}`)
    expect(tasks).toEqual([expect.stringMatching(/STOPPED$/), 'PENDING RUNNING'])
  })

  it('scheduling V-12 S-27 distinct within the task group, across calls', () => {
    const f = fleet([{}, {}])
    const job = f.define('job', 128, 128)
    f.put(1, job)
    const request = { count: 2, placementConstraints: [DISTINCT], placementStrategy: [MEMORY] }
    expect(f.run(job, request)).toEqual({
      chosen: ['ci-2'],
      failures: [`ci-1 ${NOT_DISTINCT}`, `ci-2 ${NOT_DISTINCT}`],
    })
  })

  it('scheduling V-13 S-3 another group is another scope', () => {
    const f = fleet([{}, {}])
    const job = f.define('job', 128, 128)
    f.put(1, job)
    const request = { count: 2, placementConstraints: [DISTINCT], placementStrategy: [MEMORY], group: 'nightly' }
    expect(f.run(job, request)).toEqual({ chosen: ['ci-1', 'ci-2'], failures: [] })
  })

  const types = [{ type: 't3.medium' }, {}, { type: 't3a.large' }]

  it('scheduling V-14 S-83 a pattern is a regular expression: t3.* also matches t3a.large', () => {
    const f = fleet(types)
    const request = { count: 3, placementStrategy: [HOST], ...member('attribute:ecs.instance-type =~ t3.*') }
    expect(f.run(f.define('job', 128, 128), request)).toEqual({ chosen: ['ci-1', 'ci-3', 'ci-1'], failures: [] })
  })

  it('scheduling V-15 S-83 with the dot escaped it does not', () => {
    const f = fleet(types)
    const request = { count: 3, placementStrategy: [HOST], ...member('attribute:ecs.instance-type =~ t3\\..*') }
    expect(f.run(f.define('job', 128, 128), request).chosen).toEqual(['ci-1', 'ci-1', 'ci-1'])
  })

  it('scheduling V-16 S-40 a refused memberOf', () => {
    const f = fleet([{}])
    expect(f.run(f.define('job', 128, 128), member('attribute:ecs.instance-type =~ t3.*'))).toEqual({
      chosen: [],
      failures: [`ci-1 ${NOT_MEMBER}`],
    })
  })

  it('scheduling V-17 S-82 task:group', () => {
    const f = fleet([{}, {}, {}])
    f.put(2, f.define('db', 128, 128), { group: 'databases' })
    f.call('ecs.PutAttributes', {
      cluster: 'demo',
      attributes: [{ name: 'third', value: '1', targetId: f.ci(3), targetType: 'container-instance' }],
    })
    expect(f.service('cache', f.define('cache', 128, 128), 1, member('attribute:third exists'))).toEqual(['ci-3'])
    const job = f.define('job', 128, 128)
    expect(f.run(job, member('task:group == databases')).chosen).toEqual(['ci-2'])
    const neither = member('not(task:group == databases) and not(task:group == service:cache)')
    expect(f.run(job, neither).chosen).toEqual(['ci-1'])
  })

  it('scheduling V-18 S-82 != lists only instances that have the attribute', () => {
    const f = fleet([{ attributes: { stack: 'prod' } }, { attributes: { stack: 'test' } }, {}])
    const job = f.define('job', 128, 128)
    expect(f.run(job, { count: 2, ...member('attribute:stack != prod') }).chosen).toEqual(['ci-2', 'ci-2'])
    const list = (filter: string) =>
      f.call('ecs.ListContainerInstances', { cluster: 'demo', filter }).containerInstanceArns.map(f.nameOf)
    expect(list('not(attribute:stack == prod)')).toEqual(['ci-2', 'ci-3'])
    expect(list('attribute:stack !exists')).toEqual(['ci-3'])
  })

  it('scheduling V-19 S-81 and binds before or', () => {
    const f = fleet([{ type: 't3.micro' }, { zone: 'b' }, { type: 't3.micro', zone: 'b' }])
    const list = (filter: string) =>
      f.call('ecs.ListContainerInstances', { cluster: 'demo', filter }).containerInstanceArns.map(f.nameOf)
    const [c5, t3, inA] = [
      'attribute:ecs.instance-type == c5.large',
      'attribute:ecs.instance-type == t3.micro',
      'attribute:ecs.availability-zone == us-east-1a',
    ]
    expect(list(`${c5} or ${t3} and ${inA}`)).toEqual(['ci-1', 'ci-2'])
    expect(list(`(${c5} or ${t3}) and ${inA}`)).toEqual(['ci-1'])
  })

  it('scheduling V-20 S-82 runningTasksCount counts by desiredStatus', () => {
    const f = fleet([{}, {}])
    f.call('playground.PutImage', { image: 'app', drainSeconds: 60 })
    const job = f.define('job', 128, 128, { stopTimeout: 120 })
    const doomed = f.put(2, job)
    f.put(2, job)
    f.to(60)
    f.call('ecs.StopTask', { cluster: 'demo', task: doomed.taskArn })
    const list = (filter: string) =>
      f.call('ecs.ListContainerInstances', { cluster: 'demo', filter }).containerInstanceArns.map(f.nameOf)
    expect(list('runningTasksCount == 1')).toEqual(['ci-2'])
    expect(list('agentVersion >= 1.89.2')).toEqual(['ci-1', 'ci-2'])
    expect(list('agentVersion < 1.9.0')).toEqual([])
  })

  it.each([
    'attribute:a',
    'foo == 1',
    'runningTasksCount =~ 1',
    'attribute:a in x',
    '(attribute:a == b',
    'attribute:a == b attribute:c == d',
    'attribute:a =~ [',
    '',
  ])('scheduling V-21 S-83 refuses the expression %j everywhere', (expression) => {
    const f = fleet([{}])
    const taskDefinition = f.define('job', 128, 128)
    f.service('web', taskDefinition, 0)
    const more = { cluster: 'demo', ...member(expression) }
    for (const [operation, input] of [
      ['ecs.RunTask', { ...more, taskDefinition }],
      ['ecs.CreateService', { ...more, taskDefinition, serviceName: 'new', desiredCount: 1 }],
      ['ecs.UpdateService', { ...more, service: 'web' }],
    ] as const) {
      expect(f.refused(operation, input).name).toBe('InvalidParameterException')
    }
    const filtered = { cluster: 'demo', filter: expression }
    expect(f.refused('ecs.ListContainerInstances', filtered).name).toBe('InvalidParameterException')
    const definition = { family: 'x', containerDefinitions: [{ name: 'app', image: 'app', memory: 8 }] }
    expect(f.refused('ecs.RegisterTaskDefinition', { ...definition, ...member(expression) }).name).toBe(
      'ClientException',
    )
  })
})
