/** Operations on container instances (S-66, S-80, S-103, T-199 … T-202, T-208). */
import type {
  ContainerInstance,
  DeregisterContainerInstanceRequest,
  DescribeContainerInstancesRequest,
  DescribeContainerInstancesResponse,
  ListContainerInstancesRequest,
  ListContainerInstancesResponse,
  UpdateContainerInstancesStateRequest,
  UpdateContainerInstancesStateResponse,
} from '@aws-sdk/client-ecs'
import { changeContainerInstance, decideCapacity, deregister } from '../../capacity'
import type { Sim } from '../../kernel'
import { clientException, invalidParameter } from '../../kernel'
import type { ClusterRow, ContainerInstanceRow } from '../../model'
import { matches, parseExpression } from '../../scheduler'
import { paginate } from '../paginate'
import type { ServiceOperations } from '../types'
import { findContainerInstance, lastPart, resolveCluster, resolveContainerInstance } from './clusters'
import { containerInstanceView } from './container-instance-view'

const MAX_DESCRIBED = 100
const MAX_UPDATED = 10

/** T-170, T-171. */
function checkList(references: readonly string[] | undefined, max: number): string[] {
  if (!references || references.length === 0) throw clientException('Container Instances cannot be empty.')
  if (references.length > max) throw invalidParameter(`Container Instances cannot exceed ${max}.`)
  return [...new Set(references)]
}

/** T-165: the ARN as sent, or the one the short id would have. */
function missing(sim: Sim, cluster: ClusterRow, reference: string) {
  const arn = reference.startsWith('arn:')
    ? reference
    : sim.arn('ecs', `container-instance/${cluster.name}/${lastPart(reference)}`)
  return { arn, reason: 'MISSING' }
}

function describe(sim: Sim, input: DescribeContainerInstancesRequest): DescribeContainerInstancesResponse {
  const cluster = resolveCluster(sim, input.cluster)
  const containerInstances: ContainerInstance[] = []
  const failures: DescribeContainerInstancesResponse['failures'] = []
  for (const reference of checkList(input.containerInstances, MAX_DESCRIBED)) {
    const row = findContainerInstance(sim, cluster, reference)
    if (row) containerInstances.push(containerInstanceView(sim, row, input.include ?? []))
    else failures.push(missing(sim, cluster, reference))
  }
  return { containerInstances, failures }
}

/** T-200: filter in the cluster query language; without a status everything but INACTIVE. */
function list(sim: Sim, input: ListContainerInstancesRequest): ListContainerInstancesResponse {
  const cluster = resolveCluster(sim, input.cluster)
  const expression = input.filter !== undefined ? parseExpression(input.filter) : null
  const arns = sim.t.containerInstances
    .by('cluster', cluster.id)
    .filter((row) => !input.status || row.status === input.status)
    .filter((row) => !expression || matches(sim, expression, row))
    .map((row) => row.arn)
  const scope = `ListContainerInstances ${cluster.id} ${input.status ?? ''} ${input.filter ?? ''}`
  const page = paginate(arns, input, { max: 100, default: 100, scope })
  return { containerInstanceArns: page.items, ...(page.nextToken ? { nextToken: page.nextToken } : {}) }
}

function updateState(sim: Sim, input: UpdateContainerInstancesStateRequest): UpdateContainerInstancesStateResponse {
  const cluster = resolveCluster(sim, input.cluster)
  const status = input.status
  if (status !== 'ACTIVE' && status !== 'DRAINING') {
    throw invalidParameter('Container instance status should be one of [ACTIVE, DRAINING]')
  }
  const containerInstances: ContainerInstance[] = []
  const failures: UpdateContainerInstancesStateResponse['failures'] = []
  for (const reference of checkList(input.containerInstances, MAX_UPDATED)) {
    const row = findContainerInstance(sim, cluster, reference)
    if (!row) failures.push(missing(sim, cluster, reference))
    else if (row.status !== 'ACTIVE' && row.status !== 'DRAINING') failures.push({ arn: row.arn, reason: row.status })
    else containerInstances.push(containerInstanceView(sim, setStatus(sim, row, status), []))
  }
  return { containerInstances, failures }
}

/** S-66, S-67: what follows from it is the service scheduler's business. */
function setStatus(sim: Sim, row: ContainerInstanceRow, status: 'ACTIVE' | 'DRAINING'): ContainerInstanceRow {
  if (row.status === status) return row
  const because = status === 'DRAINING' ? 'Set to DRAINING: nothing new is placed here.' : 'Set to ACTIVE.'
  decideCapacity(sim, row, ['S-66', 'S-67'], because, { status })
  return changeContainerInstance(sim, row.id, { status })
}

/** T-202, S-80. */
function deregisterContainerInstance(
  sim: Sim,
  input: DeregisterContainerInstanceRequest,
): { containerInstance: ContainerInstance } {
  const cluster = resolveCluster(sim, input.cluster)
  const row = resolveContainerInstance(sim, cluster, input.containerInstance ?? '')
  if (!input.force && sim.t.tasks.countBy('liveOfInstance', row.id) > 0) {
    throw invalidParameter('Found running tasks on the instance.')
  }
  if (row.status !== 'DEREGISTERING') deregister(sim, row)
  return { containerInstance: containerInstanceView(sim, sim.t.containerInstances.need(row.id), []) }
}

export const containerInstanceOperations: ServiceOperations = {
  DescribeContainerInstances: describe,
  ListContainerInstances: list,
  UpdateContainerInstancesState: updateState,
  DeregisterContainerInstance: deregisterContainerInstance,
}
