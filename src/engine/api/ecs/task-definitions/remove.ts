/** The end of a revision: ACTIVE → INACTIVE → DELETE_IN_PROGRESS → gone (T-101 … T-106). */
import type {
  DeleteTaskDefinitionsCommandInput,
  DeleteTaskDefinitionsCommandOutput,
  DeregisterTaskDefinitionCommandInput,
  DeregisterTaskDefinitionCommandOutput,
  Failure,
} from '@aws-sdk/client-ecs'
import type { Sim } from '../../../kernel'
import { clientException, invalidParameter } from '../../../kernel'
import type { TaskDefinitionRow } from '../../../model'
import { sweepDeletedDefinitions } from '../../../tasks'
import { findTaskDefinition, parseReference } from './reference'
import { taskDefinitionView } from './view'

type Answer<T> = Omit<T, '$metadata'>

/** DeregisterTaskDefinition (T-102); once more on an INACTIVE revision succeeds and changes nothing. */
export function deregisterTaskDefinition(
  sim: Sim,
  input: DeregisterTaskDefinitionCommandInput,
): Answer<DeregisterTaskDefinitionCommandOutput> {
  const reference = input.taskDefinition ?? ''
  const parts = parseReference(sim, reference)
  if (parts?.revision === null) throw clientException('Revision is missing.')
  if (parts && !/^\d+$/.test(parts.revision))
    throw invalidParameter(`Invalid revision number. Number: ${parts.revision}`)
  let row = findTaskDefinition(sim, reference)
  if (!row) throw clientException('Unable to describe task definition.')
  if (row.status === 'ACTIVE')
    row = sim.t.taskDefinitions.patch(row.id, { status: 'INACTIVE', deregisteredAtMs: sim.nowMs })
  return { taskDefinition: taskDefinitionView(sim, row) }
}

/** T-105: why this one is not deleted, or the revision to delete. */
function toDelete(sim: Sim, reference: string): TaskDefinitionRow | string {
  const parts = parseReference(sim, reference)
  if (!parts || parts.revision === null || !/^\d+$/.test(parts.revision))
    return 'The specified task definition identifier is invalid. Specify a valid name or ARN and try again.'
  const row = findTaskDefinition(sim, reference)
  if (!row)
    return 'The specified task definition does not exist. Specify a valid account, family, revision and try again.'
  if (row.status === 'ACTIVE')
    return 'The specified task definition is still in ACTIVE status. Please deregister the target and try again.'
  return row
}

/** DeleteTaskDefinitions (T-105): what cannot be deleted is listed under `failures`, by its reference as sent. */
export function deleteTaskDefinitions(
  sim: Sim,
  input: DeleteTaskDefinitionsCommandInput,
): Answer<DeleteTaskDefinitionsCommandOutput> {
  const references = input.taskDefinitions ?? []
  if (references.length === 0) throw invalidParameter('size of TaskDefinition references list must be greater than 0')
  if (references.length > 10) throw invalidParameter('Size of TaskDefinition references list cannot exceed 10')
  const failures: Failure[] = []
  const deleted = new Map<string, TaskDefinitionRow>()
  for (const reference of references) {
    const found = toDelete(sim, reference)
    if (typeof found === 'string') failures.push({ arn: reference, reason: found })
    else if (found.status === 'DELETE_IN_PROGRESS') deleted.set(found.id, found)
    else {
      const patch = { status: 'DELETE_IN_PROGRESS', deleteRequestedAtMs: sim.nowMs } as const
      deleted.set(found.id, sim.t.taskDefinitions.patch(found.id, patch))
    }
  }
  const taskDefinitions = [...deleted.values()].map((row) => taskDefinitionView(sim, row))
  sweepDeletedDefinitions(sim)
  return { taskDefinitions, failures }
}
