import { describe, expect, it } from 'vitest'
import { checkTaskDefinition, prepareTaskDefinition, taskDefinitionOperations } from '.'
import { B, call, F, newSim, refused, register } from './test-kit'

const container = (members: Record<string, unknown>) => B({}, members)

describe('T-155 wrong JSON types', () => {
  const APP = ['containerDefinitions', 0]
  it.each<[string, unknown, (string | number)[]]>([
    ['cpu: NUMBER_VALUE can not be converted to a String', F({ cpu: 256 }), ['cpu']],
    [
      'containerDefinitions[0].memory: STRING_VALUE can not be converted to an Integer',
      container({ memory: '128' }),
      [...APP, 'memory'],
    ],
    [
      'containerDefinitions[0].cpu: DECIMAL_VALUE can not be converted to an Integer',
      container({ cpu: 0.5 }),
      [...APP, 'cpu'],
    ],
    // More than 32 bits.
    [
      'containerDefinitions[0].cpu: NUMBER_VALUE can not be converted to an Integer',
      container({ cpu: 1e300 }),
      [...APP, 'cpu'],
    ],
    [
      'containerDefinitions[0].essential: STRING_VALUE can not be converted to a Boolean',
      container({ essential: 'true' }),
      [...APP, 'essential'],
    ],
    ['family: FALSE_VALUE can not be converted to a String', { ...B(), family: false }, ['family']],
    ['volumes: START_OBJECT can not be converted to a list', B({ volumes: {} }), ['volumes']],
    [
      'runtimePlatform: START_ARRAY can not be converted to a structure',
      B({ runtimePlatform: [] }),
      ['runtimePlatform'],
    ],
    ['taskRoleArn: START_OBJECT can not be converted to a String', B({ taskRoleArn: {} }), ['taskRoleArn']],
    [
      'containerDefinitions[0].dockerLabels: START_ARRAY can not be converted to a map',
      container({ dockerLabels: [] }),
      [...APP, 'dockerLabels'],
    ],
    [
      'containerDefinitions[0].dockerLabels.a: START_ARRAY can not be converted to a String',
      container({ dockerLabels: { a: [] } }),
      [...APP, 'dockerLabels', 'a'],
    ],
    [
      'containerDefinitions[0]: NULL_VALUE can not be converted to a structure',
      B({ containerDefinitions: [null] }),
      APP,
    ],
    ['input: STRING_VALUE can not be converted to a structure', 'web', []],
    ['input: NULL_VALUE can not be converted to a structure', undefined, []],
  ])('%s', (text, json, path) => {
    expect(refused(json)).toBe(`SerializationException: ${text}`)
    expect(checkTaskDefinition(json).problems[0]?.path).toEqual(path)
  })

  it('a number in quotes is taken as meant, so that no other problem follows from it', () => {
    const { problems } = checkTaskDefinition(container({ memory: '128' }))
    expect(problems.map(({ rule }) => rule)).toEqual(['T-155'])
  })

  it('an item of the wrong form does not move the others', () => {
    const { problems } = checkTaskDefinition(B({ containerDefinitions: [7, { name: 'a b', image: 'x', memory: 8 }] }))
    expect(problems.find(({ rule }) => rule === 'T-13')?.path).toEqual(['containerDefinitions', 1, 'name'])
  })
})

describe('T-156 required members and T-158 words', () => {
  it.each([
    [container({ logConfiguration: { options: {} } }), 'logDriver can not be empty.'],
    [container({ secrets: [{ name: 'A' }] }), 'valueFrom can not be empty.'],
    [container({ restartPolicy: {} }), 'enabled can not be empty.'],
    [B({ networkMode: 'vpc' }), 'networkMode should be one of [none,bridge,awsvpc,host]'],
    [
      B({ requiresCompatibilities: ['fargate'] }),
      'requiresCompatibilities should be one of [EC2,FARGATE,EXTERNAL,MANAGED_INSTANCES]',
    ],
  ])('%j', (json, text) => {
    expect(refused(json)).toBe(`InvalidParameterException: ${text}`)
  })

  it('the hint names the word that was meant', () => {
    const { problems } = checkTaskDefinition(B({ requiresCompatibilities: ['fargate'] }))
    expect(problems[0]).toMatchObject({ path: ['requiresCompatibilities', 0], hint: 'Did you mean FARGATE?' })
  })
})

describe('unknown members', () => {
  it('are refused at the front door, where a slip should be seen, with the place and what was meant', () => {
    const sim = newSim()
    sim.features = {}
    expect(() => taskDefinitionOperations.RegisterTaskDefinition?.(sim, B({}, { memmory: 64 }))).toThrow(
      'Unknown parameter in input: containerDefinitions[0].memmory. Did you mean memory?',
    )
    expect(sim.t.taskDefinitions.size).toBe(0)
  })

  it('are ignored on the wire (T-155) and named by the check with what was meant', () => {
    const json = JSON.parse(`{
      "Family": "x", "family": "web", "constructor": 1, "__proto__": {"polluted": true},
      "containerDefinitions": [{"name": "app", "image": "nginx", "memory_reservation": 64, "memory": 128,
        "portMapping": [], "healthcheck": {}, "zzz": 1}]
    }`)
    expect(register(json).family).toBe('web')
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
    expect(prepareTaskDefinition(json).unknownMembers).toEqual([
      { path: ['Family'], suggestion: 'family' },
      { path: ['constructor'], suggestion: null },
      { path: ['__proto__'], suggestion: null },
      { path: ['containerDefinitions', 0, 'memory_reservation'], suggestion: 'memoryReservation' },
      { path: ['containerDefinitions', 0, 'portMapping'], suggestion: 'portMappings' },
      { path: ['containerDefinitions', 0, 'healthcheck'], suggestion: 'healthCheck' },
      { path: ['containerDefinitions', 0, 'zzz'], suggestion: null },
    ])
  })

  it('a label named __proto__ is a label like any other', () => {
    const json = JSON.parse(
      '{"family":"web","containerDefinitions":[{"name":"a","image":"b","memory":8,"dockerLabels":{"__proto__":"x"}}]}',
    )
    expect(JSON.stringify(register(json).containerDefinitions[0].dockerLabels)).toBe('{"__proto__":"x"}')
  })
})

describe('what DescribeTaskDefinition printed', () => {
  it('is taken with its wrapper; read-only members are dropped with a reason', () => {
    const sim = newSim()
    const tags = [{ key: 'team', value: 'a' }]
    call(sim, 'RegisterTaskDefinition', F({ tags }))
    const described = JSON.parse(
      JSON.stringify(call(sim, 'DescribeTaskDefinition', { taskDefinition: 'webf', include: ['TAGS'] })),
    )
    const { input, dropped, unknownMembers } = prepareTaskDefinition({ ...described, ResponseMetadata: {} })
    expect(input.tags).toEqual(tags)
    expect(unknownMembers).toEqual([])
    expect(dropped.map(({ path }) => path.join('.')).sort()).toEqual([
      'ResponseMetadata',
      ...['compatibilities', 'registeredAt', 'registeredBy', 'requiresAttributes', 'revision', 'status'].map(
        (name) => `taskDefinition.${name}`,
      ),
      'taskDefinition.taskDefinitionArn',
    ])
    for (const { why } of dropped) expect(why).not.toBe('')
    expect(checkTaskDefinition(described).problems).toEqual([])
  })

  it('problems are located inside the wrapper, those of its tags beside it', () => {
    const { problems } = checkTaskDefinition({ taskDefinition: F({ family: 'a b' }), tags: [{ key: 1 }] })
    expect(problems.map(({ path }) => path)).toEqual([
      ['tags', 0, 'key'],
      ['taskDefinition', 'family'],
    ])
    expect(checkTaskDefinition({ taskDefinition: F(), tags: Array(51).fill({}) }).problems[0]?.path).toEqual(['tags'])
  })

  it('the operation itself knows no wrapper', () => {
    expect(refused({ taskDefinition: B() })).toBe('ClientException: Family should not be null or empty.')
  })

  it('nulls and the empty list of a retired feature, as old CLI versions print them', () => {
    const json = B(
      { ipcMode: null, executionRoleArn: null, inferenceAccelerators: [], pidMode: null },
      { dnsServers: null, logConfiguration: null, healthCheck: null },
    )
    const { stored, dropped, problems } = checkTaskDefinition(json)
    expect(problems).toEqual([])
    expect(stored).not.toHaveProperty('ipcMode')
    expect(dropped).toEqual([{ path: ['inferenceAccelerators'], why: 'an empty list of a retired feature' }])
  })
})

describe('large and strange input', () => {
  it('2 MB of containers, links in one long chain and deep nesting end quickly and in order', () => {
    const many = Array.from({ length: 20_000 }, (_, i) => ({
      name: `c${i}`,
      image: 'x',
      memory: 8,
      links: [`c${i + 1}`],
    }))
    const { problems } = checkTaskDefinition(B({ containerDefinitions: many }))
    expect(problems.map(({ rule }) => rule)).toEqual(['T-12', 'T-7'])
    let deep: unknown = {}
    for (let i = 0; i < 100_000; i++) deep = { command: [deep] }
    const [first] = checkTaskDefinition(B({}, { command: deep })).problems
    expect(first?.error.name).toBe('SerializationException')
  })

  it('no more than 200 problems and 200 unknown members are listed', () => {
    const containers = Array.from({ length: 1000 }, () => ({ x: 1 }))
    const { problems, unknownMembers } = checkTaskDefinition({ containerDefinitions: containers })
    expect([problems.length, unknownMembers.length]).toEqual([200, 200])
  })
})

describe('notModelled', () => {
  it('lists what changes nothing, where it stands', () => {
    const json = {
      taskDefinition: B(
        { pidMode: 'task', volumes: [{ name: 'data' }] },
        {
          ...{ ulimits: [{ name: 'nofile', softLimit: 1, hardLimit: 2 }], environment: [], privileged: false },
          healthCheck: { command: ['CMD', 'true'] },
        },
      ),
    }
    expect(checkTaskDefinition(json).notModelled.map(({ path }) => path.join('.'))).toEqual([
      'taskDefinition.pidMode',
      'taskDefinition.containerDefinitions.0.ulimits',
      'taskDefinition.containerDefinitions.0.healthCheck.command',
      'taskDefinition.volumes.0',
    ])
  })
})
