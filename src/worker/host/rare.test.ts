import { beforeEach, expect, it, vi } from 'vitest'

beforeEach(() => {
  vi.resetModules()
  vi.doMock('../../engine/api/rare', () => import('../../engine/api/rare-late'))
})

/** A host whose engine has the rare operations to load yet, as in the built worker. */
async function builtHost() {
  const { provideRare } = await import('../../engine/api/rare-late')
  const real = await vi.importActual<typeof import('../../engine/api/rare')>('../../engine/api/rare')
  vi.doMock('./rare-operations', () => ({ provide: () => provideRare(real.rareOperations()) }))
  return new (await import('./host')).Host()
}
const tag = { resourceArn: 'arn:aws:ecs:us-east-1:123456789012:cluster/demo', tags: [{ key: 'a', value: 'b' }] }

it('a rare operation is loaded when a command needs it; commands behind it wait', async () => {
  const host = await builtHost()
  const answers = await Promise.all([
    host.call('ecs', 'CreateCluster', { clusterName: 'demo' }),
    host.call('ecs', 'TagResource', tag),
    host.call('ecs', 'DeleteCluster', { cluster: 'demo' }),
  ])
  expect(answers.map((answer) => answer.ok)).toEqual([true, true, true])
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
  const second = await builtHost()
  expect(second.callNow('ecs', 'ListTagsForResource', tag)).toMatchObject({ ok: false })
  expect(await second.restore(record, 6_000)).toMatchObject({ ok: true, error: null })
  expect(await second.read('ecs', 'ListTagsForResource', { resourceArn: tag.resourceArn })).toMatchObject({
    output: { tags: tag.tags },
  })
})
