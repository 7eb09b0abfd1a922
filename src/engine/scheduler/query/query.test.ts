import { describe, expect, it } from 'vitest'
import { ApiError } from '../../kernel'
import type { InstanceSpec } from '../testing'
import { cluster, instance, occupy } from '../testing'
import { matches, parseExpression, printExpression, whyNot } from '.'
import { parseDateSeconds } from './date'

const sim = cluster()
const has = (expression: string, spec: InstanceSpec = {}) => matches(sim, expression, instance(sim, spec))
const attr = (expression: string, custom: Record<string, string>) => has(expression, { custom })

it('scheduling V-19 S-81 and binds closer than or', () => {
  const world = cluster()
  const all = [
    instance(world, { type: 't3.micro' }),
    instance(world, { zone: 'b' }),
    instance(world, { type: 't3.micro', zone: 'b' }),
  ]
  const filter = (text: string) => all.filter((ci) => matches(world, text, ci)).map(({ id }) => id)
  const [large, micro, inA] = [
    'attribute:ecs.instance-type == c5.large',
    'attribute:ecs.instance-type == t3.micro',
    'attribute:ecs.availability-zone == us-east-1a',
  ]
  expect(filter(`${large} or ${micro} and ${inA}`)).toEqual(['ci-1', 'ci-2'])
  expect(filter(`(${large} or ${micro}) and ${inA}`)).toEqual(['ci-1'])
})

it('scheduling V-20 S-82 versions number by number, tasks by desiredStatus', () => {
  const world = cluster()
  const all = ['1.9.0', '1.105.1', '1.89.2'].map((agentVersion) => instance(world, { agentVersion }))
  const two = all[1] ?? null
  occupy(world, two)
  occupy(world, two, { desiredStatus: 'STOPPED' })
  const filter = (text: string) => all.filter((ci) => matches(world, text, ci)).map(({ id }) => id)
  expect(filter('agentVersion >= 1.89.2')).toEqual(['ci-2', 'ci-3'])
  expect(filter('agentVersion == 1.9')).toEqual(['ci-1'])
  expect(filter('runningTasksCount == 1')).toEqual(['ci-2'])
  expect(filter('runningTasksCount < 1')).toEqual(['ci-1', 'ci-3'])
})

describe('S-83 errors', () => {
  const nested = `${'('.repeat(300)}attribute:a == b${')'.repeat(300)}`
  it.each([
    ['attribute:a', 'attribute:a lacks an operator at the end.'],
    ['foo == 1', "unknown subject 'foo'."],
    ['attribute == 1', "unknown subject 'attribute'."],
    ['runningTasksCount =~ 1', 'the operator =~ is not allowed for runningTasksCount.'],
    ['agentConnected exists', 'the operator exists is not allowed for agentConnected.'],
    ['attribute:a in x', "the operator in needs a list in brackets at 'x'."],
    ['attribute:a in [x', 'a closing bracket is missing at the end.'],
    ['attribute:a in []', "the operator in lacks an argument at ']'."],
    ['attribute:a in [x,]', "the operator in lacks an argument at ']'."],
    ['(attribute:a == b', 'a closing parenthesis is missing at the end.'],
    ['attribute:a == b attribute:c == d', "unexpected text at 'attribute:c == d'."],
    ['attribute:a == b)', "unexpected text at ')'."],
    ['attribute:a =~ t(2|3)', "unexpected text at '(2|3)'."],
    ['attribute:a =~ [', "the pattern '[' is not a regular expression."],
    ['attribute:a =~ a++', "the pattern 'a++' uses a possessive quantifier, which is not supported."],
    ['attribute:a =~ \\Qa\\E', "the pattern '\\Qa\\E' uses \\Q, which is not supported."],
    ["attribute:a =~ '(?i)a'", "the pattern '(?i)a' uses the group (?i, which is not supported."],
    ['attribute:a =~ \\p{Alpha}', "the pattern '\\p{Alpha}' uses \\p, which is not supported."],
    ['attribute:a =~ [a[b]]', "the pattern '[a[b]]' uses a class within a class, which is not supported."],
    ["attribute:a =~ '(a)\\1'", "the pattern '(a)\\1' uses \\1, which is not supported."],
    [
      `attribute:a =~ ${'a*'.repeat(51)}`,
      `the pattern '${'a*'.repeat(51)}' uses too many repetitions, which is not supported.`,
    ],
    ['attribute:a ==', 'the operator == lacks an argument at the end.'],
    ["attribute:a == 'b", "the operator == lacks an argument at ''b'."],
    ['attribute: == b', 'an attribute name has 1 to 128 characters.'],
    [`attribute:${'x'.repeat(129)} == b`, 'an attribute name has 1 to 128 characters.'],
    ['runningTasksCount == 1.5', "'1.5' is not an integer."],
    ['registeredAt > 2018-02-30', "'2018-02-30' is not a date."],
    ['agentVersion > new', "'new' is not a version."],
    ['', 'it is empty.'],
    ['  ', 'it is empty.'],
    [`attribute:a == ${'b'.repeat(2_000)}`, 'it is longer than 2000 characters.'],
    [nested, 'its parentheses are nested too deeply.'],
    ['not', 'a subject is missing at the end.'],
  ])('scheduling V-21 %.60s', (text, detail) => {
    const parse = () => parseExpression(text)
    expect(parse).toThrow(new ApiError('InvalidParameterException', `Invalid expression: ${detail}`))
    expect(parse).toThrow(expect.objectContaining({ name: 'InvalidParameterException' }))
  })
})

it.each([
  'attribute:stack==prod',
  'attribute:stack equals prod',
  "attribute:stack == 'prod'",
  'attribute:stack == "prod"',
  'attribute:stack in [qa, prod]',
  'attribute:stack in[qa,prod]',
  'attribute:stack !in [test]',
  'attribute:stack not_in [test]',
  '!attribute:stack == test',
  'not not attribute:stack != test',
  '!(attribute:stack !exists) and attribute:stack not_equals test',
  'attribute:stack==prod&&attribute:stack matches pr.d',
  'attribute:stack == qa||attribute:stack not_matches te.*',
  "attribute:stack =~ 'p(r|x)od'",
])('S-81 spelling: %s holds for prod, not for test', (text) => {
  expect([attr(text, { stack: 'prod' }), attr(text, { stack: 'test' })]).toEqual([true, false])
})

describe('S-82 comparison', () => {
  it('attributes compare as numbers when both sides are, else as text', () => {
    expect(attr('attribute:n > 9', { n: '10' })).toBe(true)
    expect(attr('attribute:n > 9', { n: '10x' })).toBe(false)
    expect(attr('attribute:n <= 10.0', { n: '10' })).toBe(true)
    expect(attr('attribute:n == 10.0', { n: '10' })).toBe(false)
  })
  it.each(['== x', '!= x', '> 1', '< 1', 'in [x]', '!in [x]', '=~ .*', '!~ y', 'exists'])(
    'a missing attribute makes %s false',
    (rest) => expect(attr(`attribute:none ${rest}`, {})).toBe(false),
  )
  it('names of Object.prototype are no attributes', () => {
    expect(attr('attribute:constructor exists', {})).toBe(false)
    expect(() => parseExpression('constructor == 1')).toThrow("unknown subject 'constructor'")
  })
  it('patterns match the whole value, text is case-sensitive', () => {
    expect(attr('attribute:s =~ pro', { s: 'prod' })).toBe(false)
    expect(attr('attribute:s == Prod', { s: 'prod' })).toBe(false)
  })
  it('a set has a group if any task has it', () => {
    const world = cluster()
    const ci = instance(world)
    const holds = (text: string) => matches(world, `task:group ${text}`, ci)
    expect([holds('!= a'), holds('exists'), holds('!exists')]).toEqual([true, false, true])
    occupy(world, ci, { group: 'a' })
    occupy(world, ci, { group: 'b' })
    expect(['== a', '!= a', '=~ .', '!~ [cd]', 'in [b, c]', '!in [a]'].map(holds)).toEqual([
      true,
      false,
      true,
      true,
      true,
      false,
    ])
  })
  it('registeredAt and the connection', () => {
    // The run starts at 2026-01-05T09:00:00Z.
    const spec = { registeredAtMs: 1_500, agentConnected: false }
    for (const text of [
      'registeredAt == 2026-01-05T09:00:01Z',
      'registeredAt > 2026-01-05',
      'registeredAt < 2026-01-05T04:00:02-05:00',
      'registeredAt >= 2026-01-05T09:00:01',
      'agentConnected == false',
      'ec2InstanceId =~ i-.*',
    ]) {
      expect([text, has(text, spec)]).toEqual([text, true])
    }
  })
  it('dates agree with the calendar', () => {
    for (const text of [
      '1970-01-01',
      '2000-02-29',
      '2018-06-18T22:28:28+00:00',
      '2100-03-01',
      '1969-12-31T23:59:59Z',
    ]) {
      expect(parseDateSeconds(text)).toBe(Date.parse(text) / 1000)
    }
    expect(parseDateSeconds('1900-02-29')).toBeNull()
    expect(parseDateSeconds('2018-06-18T24:00:00Z')).toBeNull()
  })
})

it('prints the plainest spelling, and says which part is false', () => {
  const expression = parseExpression('attribute:a == 1 && (task:group exists or !attribute:b in [x,"it\'s"])')
  expect(printExpression(expression)).toBe(
    `attribute:a == '1' and (task:group exists or not(attribute:b in ['x', "it's"]))`,
  )
  expect(whyNot(sim, expression, instance(sim, { custom: { a: '2' } }))).toBe("attribute:a == '1' is false: it is '2'")
  expect(whyNot(sim, expression, instance(sim))).toBe("attribute:a == '1' is false: no such attribute")
})
