import { describe, expect, it } from 'vitest'
import { TestEngine } from '../testing'

const PREFIX = 'arn:aws:ecs:us-east-1:123456789012'
const nameOf = (work: () => unknown) => {
  try {
    work()
  } catch (e) {
    return (e as Error).name
  }
  return null
}

describe('attributes', () => {
  const setUp = () => {
    const engine = new TestEngine()
    const [ci] = engine.instances(1)
    const put = (attributes: object[]) =>
      engine.call('PutAttributes', {
        cluster: 'demo',
        attributes: attributes.map((a) => ({ targetId: ci?.arn, ...a })),
      })
    return { engine, ci, put }
  }

  it('TV-84 S-102 the 11th custom attribute is refused, overwriting is not', () => {
    const { engine, ci, put } = setUp()
    put(Array.from({ length: 10 }, (_, i) => ({ name: `a${i}`, value: '1' })))
    expect(nameOf(() => put([{ name: 'a10', value: '1' }]))).toBe('AttributeLimitExceededException')
    put([{ name: 'a9', value: '2' }])
    expect(ci && engine.ci(ci).attributes.a9).toBe('2')
    expect(ci && engine.ci(ci).customAttributes).toHaveLength(10)
  })

  it('T-204 refuses bad names, values, system names and unknown targets', () => {
    const { put } = setUp()
    expect(() => put([])).toThrow('attributes can not be empty')
    expect(nameOf(() => put([{ name: 'a b' }]))).toBe('InvalidParameterException')
    expect(nameOf(() => put([{ name: 'a', value: ' x' }]))).toBe('InvalidParameterException')
    expect(nameOf(() => put([{ name: 'a', value: 'x y' }]))).toBeNull()
    expect(nameOf(() => put([{ name: 'ecs.ami-id', value: 'x' }]))).toBe('InvalidParameterException')
    expect(() => put([{ name: 'a', targetId: 'nope' }])).toThrow('Could not find nope')
    expect(nameOf(() => put([{ name: 'a', targetId: 'nope' }]))).toBe('TargetNotFoundException')
  })

  it('T-204 lists by name and value, deletes custom ones only', () => {
    const { engine, ci, put } = setUp()
    put([{ name: 'stack', value: 'prod' }])
    const list = (more: object) =>
      engine.call('ListAttributes', { cluster: 'demo', targetType: 'container-instance', ...more }).attributes
    const found = [{ name: 'stack', value: 'prod', targetId: ci?.arn }]
    expect(list({ attributeName: 'stack' })).toEqual(found)
    expect(list({ attributeName: 'stack', attributeValue: 'test' })).toEqual([])
    expect(() => list({ targetType: 'task' })).toThrow('targetType must be container-instance')
    const attributes = ['stack', 'ecs.os-type'].map((name) => ({ name, targetId: ci?.shortId }))
    expect(engine.call('DeleteAttributes', { cluster: 'demo', attributes }).attributes).toEqual(found)
    expect(list({ attributeName: 'stack' })).toEqual([])
    expect(list({ attributeName: 'ecs.os-type' })).toHaveLength(1)
  })
})

describe('tags', () => {
  it('TV-88 T-205 a service in the short ARN form is refused', () => {
    const tag = () => new TestEngine().call('TagResource', { resourceArn: `${PREFIX}:service/web`, tags: [] })
    expect(tag).toThrow('Long arn format must be used for tagging operations')
    expect(nameOf(tag)).toBe('InvalidParameterException')
  })

  it('T-205 adds, overwrites and removes; at most 50; no aws: prefix; no bad ARN', () => {
    const engine = new TestEngine()
    engine.call('CreateCluster', { clusterName: 'demo', tags: [{ key: 'a', value: '1' }] })
    const resourceArn = `${PREFIX}:cluster/demo`
    const tag = (tags: object[]) => engine.call('TagResource', { resourceArn, tags })
    tag([
      { key: 'a', value: '2' },
      { key: 'b', value: '3' },
    ])
    engine.call('UntagResource', { resourceArn, tagKeys: ['b', 'zz'] })
    expect(engine.call('ListTagsForResource', { resourceArn }).tags).toEqual([{ key: 'a', value: '2' }])
    expect(() => tag([{ key: 'AWS:x', value: '' }])).toThrow('reserved prefix')
    expect(() => tag(Array.from({ length: 50 }, (_, i) => ({ key: `k${i}`, value: '' })))).toThrow(
      'Tags can not have more than 50 elements.',
    )
    expect(() => engine.call('ListTagsForResource', { resourceArn: 'demo' })).toThrow('The ARN provided is invalid.')
  })

  it('T-205 container instances, tasks and task definitions can be tagged', () => {
    const engine = new TestEngine()
    const [ci] = engine.instances(1)
    const task = ci && engine.task(ci)
    const definition = [...engine.sim.t.taskDefinitions.values()][0]
    for (const resourceArn of [ci?.arn, task?.arn, definition?.arn, `${PREFIX}:capacity-provider/FARGATE`]) {
      engine.call('TagResource', { resourceArn, tags: [{ key: 'k', value: 'v' }] })
      expect(engine.call('ListTagsForResource', { resourceArn }).tags).toEqual([{ key: 'k', value: 'v' }])
    }
  })
})

describe('account settings', () => {
  const effective = (engine: TestEngine, name: string) =>
    engine.call('ListAccountSettings', { name, effectiveSettings: true }).settings[0].value

  it('T-207 own value over default over ECS, and back', () => {
    const engine = new TestEngine()
    const name = 'awsvpcTrunking'
    expect(effective(engine, name)).toBe('disabled')
    engine.call('PutAccountSettingDefault', { name, value: 'enabled' })
    expect(effective(engine, name)).toBe('enabled')
    expect(engine.call('PutAccountSetting', { name, value: 'disabled' }).setting).toEqual({
      name,
      value: 'disabled',
      principalArn: 'arn:aws:iam::123456789012:root',
      type: 'user',
    })
    expect(effective(engine, name)).toBe('disabled')
    engine.call('DeleteAccountSetting', { name })
    expect(effective(engine, name)).toBe('enabled')
  })

  it('T-207 refuses unknown names and values, lists own settings and pages by ten', () => {
    const engine = new TestEngine()
    expect(() => engine.call('PutAccountSetting', { name: 'speed', value: 'on' })).toThrow(
      'speed should be one of [serviceLongArnFormat,taskLongArnFormat,containerInstanceLongArnFormat,containerLongArnFormat,awsvpcTrunking,containerInsights,dualStackIPv6]',
    )
    expect(() => engine.call('PutAccountSetting', { name: 'awsvpcTrunking', value: 'maybe' })).toThrow()
    expect(() => engine.call('PutAccountSetting', { name: 'guardDutyActivate', value: 'off' })).toThrow(
      'managed by AWS',
    )
    expect(engine.call('ListAccountSettings').settings).toEqual([])
    const first = engine.call('ListAccountSettings', { effectiveSettings: true })
    expect(first.settings).toHaveLength(10)
    const rest = engine.call('ListAccountSettings', { effectiveSettings: true, nextToken: first.nextToken })
    expect(rest.settings).toHaveLength(2)
  })

  it('T-207 containerInsights applies to clusters created later', () => {
    const engine = new TestEngine()
    engine.call('PutAccountSetting', { name: 'containerInsights', value: 'enhanced' })
    expect(engine.call('CreateCluster').cluster.settings).toEqual([{ name: 'containerInsights', value: 'enhanced' }])
  })
})
