import type { StoredTaskDefinition, TaskDefinitionDerived } from '../../../model'
import { derive } from './derive'
import { HINTS } from './hints'
import { normalise } from './normalise'
import type { NotModelled } from './not-modelled'
import { notModelledIn } from './not-modelled'
import type { Dropped, UnknownMember } from './prepare'
import { prepareTaskDefinition } from './prepare'
import type { Problem, Problems } from './problem'
import { problemsOf } from './validate'

export interface TaskDefinitionCheck {
  /** Everything that is wrong, in the order in which ECS would say it one by one; at most 200. */
  problems: Problem[]
  dropped: Dropped[]
  unknownMembers: UnknownMember[]
  /** What ECS would store and what follows from it; null while there are problems. */
  stored: StoredTaskDefinition | null
  derived: TaskDefinitionDerived | null
  notModelled: NotModelled[]
}

const MOST = 200

function upTo(n: number, problems: Problems): Problem[] {
  const list: Problem[] = []
  for (const found of problems) if (list.push(found) === n) break
  return list
}

/**
 * What the editor shows of any JSON, as RegisterTaskDefinition would judge it. Pure; never throws. Paths are places in
 * `json`, a wrapper `{taskDefinition: …}` included.
 */
export function checkTaskDefinition(json: unknown): TaskDefinitionCheck {
  const { input, dropped, unknownMembers, problems: formProblems, locate } = prepareTaskDefinition(json)
  const problems = [
    ...formProblems,
    ...upTo(MOST, problemsOf(input)).map((found) => ({ ...found, path: locate(found.path) })),
  ]
    .slice(0, MOST)
    .map((found) => ({ ...found, hint: HINTS[found.hint] ?? found.hint }))
  const stored = problems.length === 0 ? normalise(input) : null
  const notModelled = notModelledIn(input)
    .slice(0, MOST)
    .map((found) => ({ ...found, path: locate(found.path) }))
  return { problems, dropped, unknownMembers, stored, derived: stored && derive(stored), notModelled }
}
