import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ModelType } from './api/model'
import { modelledOperations, operationModel } from './api/model'
import { createEngine } from './engine'
import { ApiError } from './kernel'
import { vectorBench } from './testing'
import type { Engine } from './types'

const numRuns = Number(process.env.RUNS ?? 300)

const NASTY: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    '',
    ' ',
    '__proto__',
    'constructor',
    'toString',
    'arn:',
    'arn:aws:ecs:us-east-1:123456789012:service/demo/web',
    'arn:aws:ecs:us-east-1:123456789012:cluster/../demo',
    'demo',
    'web',
    'app',
    'app:1',
    'app:99999999999999999999',
    '\u0000',
    '💥'.repeat(300),
    'x'.repeat(70_000),
    -1,
    0,
    1.5,
    -0,
    2_147_483_647,
    2_147_483_648,
    9_007_199_254_740_992,
    1e308,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    true,
    [],
    {},
    [[]],
    [null],
  ),
  fc.integer(),
  fc.string(),
  fc.jsonValue({ maxDepth: 3 }),
  fc.constant(JSON.parse('{"__proto__": {"x": 1}, "constructor": {"prototype": 1}}')),
)

/** Values of the right shape whose leaves are often wrong, so that the checks behind the types are reached. */
function valueFor(type: ModelType, depth: number): fc.Arbitrary<unknown> {
  const wrong = { arbitrary: NASTY, weight: 1 }
  const mostly = (arbitrary: fc.Arbitrary<unknown>) => fc.oneof({ arbitrary, weight: 8 }, wrong)
  if (depth > 4) return NASTY
  switch (type.kind) {
    case 'string':
    case 'blob':
      return mostly(
        fc.oneof(fc.constantFrom('demo', 'web', 'app', 'app:1', 'none', '1', 'subnet-1', 'tg'), fc.string()),
      )
    case 'enum':
      return mostly(fc.constantFrom(...type.values))
    case 'boolean':
      return mostly(fc.boolean())
    case 'integer':
    case 'long':
    case 'float':
    case 'timestamp':
      return mostly(fc.oneof(fc.integer({ min: -3, max: 120 }), fc.integer()))
    case 'list':
      return mostly(fc.array(fc.oneof(valueFor(type.element, depth + 1)), { maxLength: 3 }))
    case 'map':
      return mostly(fc.dictionary(fc.string(), valueFor(type.value, depth + 1), { maxKeys: 3 }))
    case 'document':
      return NASTY
    case 'structure': {
      const members: Record<string, fc.Arbitrary<unknown>> = {}
      for (const [name, member] of type.members) members[name] = valueFor(member.type, depth + 1)
      return mostly(fc.record(members, { requiredKeys: [] }))
    }
  }
}

/** Only ApiError may come out, and then nothing is changed. */
function attempt(engine: Engine, operation: string, input: unknown): boolean {
  const before = engine.digest()
  const [service, name] = operation.split('.') as [string, string]
  try {
    engine.call(service, name, input)
    return true
  } catch (error) {
    if (!(error instanceof ApiError)) throw new Error(`${operation}: ${(error as Error).stack}`)
    expect(typeof error.message).toBe('string')
    if (engine.digest() !== before) throw new Error(`${operation} was refused but left a trace`)
    return false
  }
}

const operations = createEngine().operations
const inputs = new Map<string, fc.Arbitrary<unknown>>()
for (const operation of operations) {
  const [service, name] = operation.split('.') as [string, string]
  const model = operationModel(service, name)
  if (model)
    inputs.set(operation, fc.oneof({ arbitrary: valueFor(model.input, 0), weight: 6 }, { arbitrary: NASTY, weight: 1 }))
}

describe('hostile inputs', () => {
  it('every operation has a model to make inputs from', () => {
    expect([...operations].filter((operation) => !inputs.has(operation))).toEqual([])
    expect(modelledOperations('ecs').length).toBeGreaterThan(20)
  })

  it.each([...inputs.keys()])('T-155 %s answers or throws ApiError, whatever it is given', (operation) => {
    const make = () => {
      const b = vectorBench({ instances: 1, instanceType: 'c5.large' })
      b.call('ecs.CreateService', { cluster: 'demo', serviceName: 'web', taskDefinition: 'app', desiredCount: 1 })
      b.to(30)
      return b.engine
    }
    let engine = make()
    let done = 0
    fc.assert(
      fc.property(inputs.get(operation) as fc.Arbitrary<unknown>, (input) => {
        if (attempt(engine, operation, input)) {
          engine.advance(20_000)
          engine.world()
          if (++done % 10 === 0) engine = make()
        }
      }),
      { numRuns: Math.max(10, Math.floor(numRuns / 10)) },
    )
    engine.checkInvariants()
  })
})
