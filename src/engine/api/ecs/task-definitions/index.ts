/** Task definitions: what RegisterTaskDefinition takes, refuses and stores, and the operations on revisions. */
import type { ServiceOperations } from '../../types'
import { describeTaskDefinition, listTaskDefinitionFamilies, listTaskDefinitions } from './list'
import { registerTaskDefinition } from './register'
import { deleteTaskDefinitions, deregisterTaskDefinition } from './remove'

export { checkTaskDefinition, type TaskDefinitionCheck } from './check'
export type { NotModelled } from './not-modelled'
export { type Dropped, type Prepared, prepareTaskDefinition, type UnknownMember } from './prepare'
export type { Path, Problem } from './problem'
export { findTaskDefinition, resolveTaskDefinition, type UsingOperation } from './reference'

export const taskDefinitionOperations: ServiceOperations = {
  RegisterTaskDefinition: registerTaskDefinition,
  DescribeTaskDefinition: describeTaskDefinition,
  ListTaskDefinitions: listTaskDefinitions,
  ListTaskDefinitionFamilies: listTaskDefinitionFamilies,
  DeregisterTaskDefinition: deregisterTaskDefinition,
  DeleteTaskDefinitions: deleteTaskDefinitions,
}
