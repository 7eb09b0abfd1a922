import type { Compatibility, TaskDefinition } from '@aws-sdk/client-ecs'
import type { Sim } from '../../../kernel'
import type { TaskDefinitionRow } from '../../../model'
import { awsTime } from '../../time'

/** A revision as DescribeTaskDefinition shows it (T-97); times are Dates. */
export function taskDefinitionView(sim: Sim, row: TaskDefinitionRow): TaskDefinition {
  const { containerDefinitions, family, ...rest } = row.def
  return {
    taskDefinitionArn: row.arn,
    containerDefinitions,
    family,
    revision: row.revision,
    status: row.status,
    ...rest,
    requiresAttributes: row.derived.requiresAttributes.map((name) => ({ name })),
    compatibilities: row.derived.compatibilities as Compatibility[],
    registeredAt: awsTime(sim, row.registeredAtMs),
    registeredBy: `arn:aws:iam::${sim.options.accountId}:root`,
    ...(row.deregisteredAtMs !== null && { deregisteredAt: awsTime(sim, row.deregisteredAtMs) }),
    ...(row.deleteRequestedAtMs !== null && { deleteRequestedAt: awsTime(sim, row.deleteRequestedAtMs) }),
  }
}
