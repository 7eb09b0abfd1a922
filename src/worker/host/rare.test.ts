import { beforeEach, expect, it, vi } from 'vitest'

type EngineRoom = typeof import('../../engine')

let loads = 0
beforeEach(() => {
  loads = 0
  vi.resetModules()
  vi.doMock('./rare-operations', () => ({
    provide: () => {
      loads += 1
    },
  }))
  // As in the built worker, tags are not there until they were loaded.
  vi.doMock('../../engine', async (actual) => {
    const engine = await actual<EngineRoom>()
    const isMissing = (name: string) => name.includes('Tag') && loads === 0
    const createEngine: EngineRoom['createEngine'] = (options) => {
      const made = engine.createEngine(options)
      const { call } = made
      made.call = (service, operation, input) => {
        if (isMissing(operation)) throw new engine.ApiError('UnknownOperationException', `${operation} is not loaded.`)
        return call(service, operation, input)
      }
      return made
    }
    return { ...engine, isMissing, createEngine }
  })
})

const builtHost = async () => new (await import('./host')).Host()
const tag = { resourceArn: 'arn:aws:ecs:us-east-1:123456789012:cluster/demo', tags: [{ key: 'a', value: 'b' }] }

it('a rare operation is loaded when a command needs it; commands behind it wait', async () => {
  const host = await builtHost()
  const answers = await Promise.all([
    host.call('ecs', 'CreateCluster', { clusterName: 'demo' }),
    host.call('ecs', 'TagResource', tag),
    host.call('ecs', 'DeleteCluster', { cluster: 'demo' }),
  ])
  expect(answers.map((answer) => answer.ok)).toEqual([true, true, true])
  expect(loads).toBe(1)
  expect(host.record().commands.map(({ operation }) => operation)).toEqual([
    'CreateCluster',
    'TagResource',
    'DeleteCluster',
  ])
})

it('a scenario and a record bring what they name', async () => {
  const steps = [
    { at: 0, do: 'ecs.CreateCluster', with: { clusterName: 'demo' } },
    { at: '5s', do: 'ecs.TagResource', with: tag },
  ]
  const first = await builtHost()
  expect(await first.load({ format: 'ecs-playground/1', steps }, { untilMs: 6_000 })).toMatchObject({
    ok: true,
    error: null,
  })
  const record = first.record()
  expect(record.commands).toHaveLength(2)
  vi.resetModules()
  loads = 0
  const second = await builtHost()
  expect(second.callNow('ecs', 'ListTagsForResource', tag)).toMatchObject({ ok: false })
  expect(await second.restore(record, 6_000)).toMatchObject({ ok: true, error: null })
  expect(await second.read('ecs', 'ListTagsForResource', { resourceArn: tag.resourceArn })).toMatchObject({
    output: { tags: tag.tags },
  })
})

it.each([
  [
    'a draft',
    { format: 'ecs-playground/0', commands: [{ atMs: 0, service: 'ecs', operation: 'TagResource', input: tag }] },
  ],
  [
    'escapes',
    '{"format": "ecs-playground/1", "steps": [{"at": 0, "do": "ecs\\u002eListTagsForResource", "with": {}}]}',
  ],
])('however a file names it: %s', async (_, file) => {
  await (await builtHost()).load(file)
  expect(loads).toBe(1)
})
