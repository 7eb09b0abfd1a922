import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ApiError } from '../../../kernel'
import { checkTaskDefinition } from '.'
import type { Member } from './members'
import { MEMBERS } from './members'
import { B, call, F, newSim, ROLE } from './test-kit'

const numRuns = Number(process.env.RUNS ?? 150)

/** A value for a member: mostly of its form, with words and names that occur in definitions, sometimes anything. */
function memberValue(member: Member, depth: number): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 12, arbitrary: ofKind(member, depth) }, { weight: 1, arbitrary: fc.jsonValue() })
}

const names = fc.constantFrom('app', 'db', 'web', 'data', 'nginx:1.27', '256', '512', '1 vCPU', '80-90', ROLE, '/', '')
const numbers = fc.oneof(fc.constantFrom(0, 1, 4, 5, 30, 60, 80, 128, 8080), fc.integer({ min: -2, max: 70_000 }))

function ofKind({ kind, words }: Member, depth: number): fc.Arbitrary<unknown> {
  if (words) return kind === 'string' ? fc.constantFrom(...words) : fc.subarray([...words])
  if (kind === 'string') return fc.oneof(names, fc.string({ maxLength: 6 }))
  if (kind === 'integer') return numbers
  if (kind === 'boolean') return fc.boolean()
  if (kind === '[string]') return fc.array(names, { maxLength: 3 })
  if (kind === '[integer]') return fc.array(numbers, { maxLength: 3 })
  if (kind === '{string}') return fc.dictionary(fc.string({ maxLength: 5 }), names, { maxKeys: 3 })
  if (kind.startsWith('[')) return fc.array(shape(kind.slice(1, -1), depth + 1), { maxLength: 3 })
  return shape(kind, depth + 1)
}

/** Members of a shape, each there or not; required ones nearly always. */
function shape(name: string, depth: number): fc.Arbitrary<unknown> {
  const members = [...(MEMBERS.get(name) ?? [])]
  return fc
    .record(
      Object.fromEntries(
        members.map(([key, member]) => [
          key,
          fc.option(memberValue(member, depth), { nil: undefined, freq: member.required ? 20 : 1 }),
        ]),
      ),
    )
    .map((record) => Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)))
}

/** Definitions that ECS mostly accepts: B or F with a few random members put over them. */
const nearlyRight = fc
  .tuple(
    fc.boolean(),
    fc.dictionary(fc.constantFrom(...(MEMBERS.get('TaskDefinition')?.keys() ?? [])), fc.constant(null), { maxKeys: 2 }),
    shape('TaskDefinition', 0),
    fc.subarray([...(MEMBERS.get('Container')?.keys() ?? [])], { maxLength: 3 }),
    shape('Container', 0),
  )
  .map(([fargate, chosen, task, members, container]) => {
    const pick = (source: unknown, keys: string[]) =>
      Object.fromEntries(
        keys.flatMap((key) =>
          (source as object)[key as never] === undefined ? [] : [[key, (source as object)[key as never]]],
        ),
      )
    const top = Object.keys(chosen).filter((key) => key !== 'containerDefinitions')
    return (fargate ? F : B)(pick(task, top), pick(container, members))
  })

const anyJson = fc.oneof(
  { weight: 3, arbitrary: shape('TaskDefinition', 0) },
  { weight: 3, arbitrary: nearlyRight },
  { weight: 1, arbitrary: fc.jsonValue() },
)

it('any JSON is registered or refused with an ApiError that leaves no trace; the check agrees', () => {
  const sim = newSim()
  fc.assert(
    fc.property(anyJson, (json) => {
      const { problems, stored, derived } = checkTaskDefinition(isWrapper(json) ? {} : json)
      if (isWrapper(json)) return
      const before = JSON.stringify([...sim.t.taskDefinitions.values()].map((row) => row.arn))
      const counted = sim.save().counters
      try {
        const { taskDefinition } = call(sim, 'RegisterTaskDefinition', json)
        expect(problems).toEqual([])
        const row = sim.t.taskDefinitions.find('arn', taskDefinition.taskDefinitionArn)
        expect([row?.def, row?.derived]).toEqual([stored, derived])
      } catch (error) {
        if (!(error instanceof ApiError)) throw error
        expect(`${problems[0]?.error.name}: ${problems[0]?.error.message}`).toBe(`${error.name}: ${error.message}`)
        expect(JSON.stringify([...sim.t.taskDefinitions.values()].map((row) => row.arn))).toBe(before)
        expect(sim.save().counters).toEqual(counted)
      }
    }),
    { numRuns },
  )
})

const isWrapper = (json: unknown) => typeof json === 'object' && json !== null && Object.hasOwn(json, 'taskDefinition')

it('T-97, T-98 registering what Describe returned stores the same definition', () => {
  let registered = 0
  fc.assert(
    fc.property(nearlyRight, (json) => {
      if (checkTaskDefinition(json).stored === null) return
      const sim = newSim()
      const described = JSON.parse(JSON.stringify(call(sim, 'RegisterTaskDefinition', json)))
      const again = checkTaskDefinition(described)
      expect([again.problems, again.unknownMembers]).toEqual([[], []])
      expect(JSON.stringify(again.stored)).toBe(JSON.stringify([...sim.t.taskDefinitions.values()][0]?.def))
      registered++
    }),
    { numRuns },
  )
  expect(registered).toBeGreaterThan(numRuns / 10)
})

it('whatever order the members come in, the same bytes are stored', () => {
  const shuffled = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(shuffled)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([key, member]) => [key, shuffled(member)]),
    )
  }
  fc.assert(
    fc.property(nearlyRight, (json) => {
      // A map of texts has no order of its own; ECS keeps the sender's.
      if (/"(dockerLabels|labels|options|driverOpts)"/.test(JSON.stringify(json))) return
      const reversed = checkTaskDefinition(shuffled(json))
      expect(JSON.stringify(reversed.stored)).toBe(JSON.stringify(checkTaskDefinition(json).stored))
    }),
    { numRuns },
  )
})
