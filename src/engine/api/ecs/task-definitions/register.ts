import type { RegisterTaskDefinitionCommandOutput, Tag } from '@aws-sdk/client-ecs'
import type { Sim } from '../../../kernel'
import { ApiError, invalidParameter } from '../../../kernel'
import { derive } from './derive'
import { normalise } from './normalise'
import { readRequest } from './prepare'
import { arnOf } from './reference'
import { problemsOf } from './validate'
import { taskDefinitionView } from './view'

type Answer<T> = Omit<T, '$metadata'>

/** T-8, T-217. */
const MAX_REVISIONS = 1_000_000

/** `containerDefinitions[0].memory` */
const placeText = (path: readonly (string | number)[]) =>
  path.map((key, i) => (typeof key === 'number' ? `[${key}]` : i === 0 ? key : `.${key}`)).join('')

/**
 * RegisterTaskDefinition. Takes any JSON; throws the first problem (T-10) or makes a new ACTIVE revision (T-3, T-4).
 */
export function registerTaskDefinition(sim: Sim, json: unknown): Answer<RegisterTaskDefinitionCommandOutput> {
  const { input, problems, unknownMembers } = readRequest(json)
  const unknown = unknownMembers[0]
  if (unknown && !sim.features.ignoreUnknownMembers) {
    const meant = unknown.suggestion ? `. Did you mean ${unknown.suggestion}?` : ''
    throw invalidParameter(`Unknown parameter in input: ${placeText(unknown.path)}${meant}`)
  }
  const first = problems[0] ?? problemsOf(input).next().value
  if (first) throw first.error
  const def = normalise(input)
  const family = def.family as string
  // T-3: the counter outlives the revisions.
  const revision = sim.count(`taskDefinitionRevision ${family}`)
  if (revision > MAX_REVISIONS)
    throw new ApiError('LimitExceededException', `The maximum number of revisions of family ${family} was reached.`)
  const tags: Tag[] = input.tags ?? []
  const row = sim.t.taskDefinitions.put({
    ...sim.newRow('taskDefinitions'),
    arn: arnOf(sim, family, revision),
    family,
    revision,
    status: 'ACTIVE',
    def,
    derived: derive(def),
    tags,
    registeredAtMs: sim.nowMs,
    deregisteredAtMs: null,
    deleteRequestedAtMs: null,
  })
  return { taskDefinition: taskDefinitionView(sim, row), ...(tags.length > 0 && { tags }) }
}
