/** Finding a revision by `family`, `family:revision` or ARN (T-6, T-160, T-161). */
import type { Sim } from '../../../kernel'
import { clientException, invalidParameter } from '../../../kernel'
import type { TaskDefinitionRow } from '../../../model'

export interface Reference {
  family: string
  /** As written; null when the reference names none. */
  revision: string | null
}

/** The parts of a reference; null for an ARN of something else, or of another account or Region. */
export function parseReference(sim: Sim, reference: string): Reference | null {
  let rest = reference
  if (reference.startsWith('arn:')) {
    const prefix = sim.arn('ecs', 'task-definition/')
    if (!reference.startsWith(prefix)) return null
    rest = reference.slice(prefix.length)
  }
  const colon = rest.indexOf(':')
  return colon < 0
    ? { family: rest, revision: null }
    : { family: rest.slice(0, colon), revision: rest.slice(colon + 1) }
}

export const arnOf = (sim: Sim, family: string, revision: number | string) =>
  sim.arn('ecs', `task-definition/${family}:${revision}`)

/** The revision named, or of a bare family the latest ACTIVE one; undefined when there is none. */
export function findTaskDefinition(sim: Sim, reference: string): TaskDefinitionRow | undefined {
  const parts = parseReference(sim, reference)
  if (!parts) return undefined
  if (parts.revision !== null) {
    return /^\d+$/.test(parts.revision)
      ? sim.t.taskDefinitions.find('arn', arnOf(sim, parts.family, Number(parts.revision)))
      : undefined
  }
  return sim.t.taskDefinitions
    .by('family', parts.family)
    .filter((row) => row.status === 'ACTIVE')
    .at(-1)
}

export type UsingOperation = 'RunTask' | 'StartTask' | 'CreateService' | 'UpdateService'

/**
 * The revision that an operation is about to start tasks of. Throws ClientException when there is none (D-701), and
 * when it is not ACTIVE: InvalidParameterException on RunTask and StartTask, ClientException otherwise (T-104).
 */
export function resolveTaskDefinition(sim: Sim, reference: string, forOperation: UsingOperation): TaskDefinitionRow {
  const row = findTaskDefinition(sim, reference)
  if (!row) throw clientException('TaskDefinition not found.')
  if (row.status !== 'ACTIVE') {
    const text = 'TaskDefinition is inactive'
    throw forOperation === 'RunTask' || forOperation === 'StartTask' ? invalidParameter(text) : clientException(text)
  }
  return row
}
