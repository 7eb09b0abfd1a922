/** PutAttributes, DeleteAttributes, ListAttributes (S-102, T-204). */
import type {
  Attribute,
  DeleteAttributesRequest,
  ListAttributesRequest,
  ListAttributesResponse,
  PutAttributesRequest,
} from '@aws-sdk/client-ecs'
import { changeContainerInstance } from '../../capacity'
import type { Sim } from '../../kernel'
import { ApiError, invalidParameter } from '../../kernel'
import type { ClusterRow, ContainerInstanceRow } from '../../model'
import { paginate } from '../paginate'
import type { ServiceOperations } from '../types'
import { checkAttributes } from './attributes'
import { findContainerInstance, resolveCluster } from './clusters'
import { attributeShape } from './container-instance-view'

const MAX_PER_CALL = 10
const MAX_CUSTOM = 10

function checkCount(attributes: readonly Attribute[] | undefined): readonly Attribute[] {
  if (!attributes || attributes.length === 0) throw invalidParameter('attributes can not be empty')
  if (attributes.length > MAX_PER_CALL) throw invalidParameter(`Attributes cannot exceed ${MAX_PER_CALL}.`)
  return attributes
}

function target(sim: Sim, cluster: ClusterRow, attribute: Attribute): ContainerInstanceRow {
  const row = attribute.targetId ? findContainerInstance(sim, cluster, attribute.targetId) : undefined
  if (row && row.status !== 'INACTIVE') return row
  throw new ApiError('TargetNotFoundException', `Could not find ${attribute.targetId ?? ''}`)
}

/** Writes or overwrites; at most ten custom ones per instance. Used by the playground as well. */
export function putAttributes(sim: Sim, input: PutAttributesRequest): { attributes: Attribute[] } {
  const cluster = resolveCluster(sim, input.cluster)
  const given = checkCount(input.attributes)
  const checked = checkAttributes(given)
  const next = new Map<string, ContainerInstanceRow>()
  for (const [i, { name, value }] of checked.entries()) {
    const found = target(sim, cluster, given[i] as Attribute)
    const row = next.get(found.id) ?? found
    const customAttributes = row.customAttributes.includes(name)
      ? row.customAttributes
      : [...row.customAttributes, name]
    if (customAttributes.length > MAX_CUSTOM) {
      throw new ApiError(
        'AttributeLimitExceededException',
        `A container instance can have at most ${MAX_CUSTOM} custom attributes.`,
      )
    }
    next.set(row.id, { ...row, customAttributes, attributes: { ...row.attributes, [name]: value } })
  }
  for (const row of next.values()) {
    const { customAttributes, attributes } = row
    changeContainerInstance(sim, row.id, { customAttributes, attributes })
  }
  return { attributes: given.map((attribute) => ({ ...attribute })) }
}

function deleteAttributes(sim: Sim, input: DeleteAttributesRequest): { attributes: Attribute[] } {
  const cluster = resolveCluster(sim, input.cluster)
  const given = checkCount(input.attributes)
  for (const attribute of given) target(sim, cluster, attribute)
  const deleted: Attribute[] = []
  for (const attribute of given) {
    const row = target(sim, cluster, attribute)
    const name = attribute.name ?? ''
    if (!row.customAttributes.includes(name)) continue
    const { [name]: value = '', ...attributes } = row.attributes
    const customAttributes = row.customAttributes.filter((other) => other !== name)
    changeContainerInstance(sim, row.id, { attributes, customAttributes })
    deleted.push({ ...attributeShape(name, value), targetId: row.arn })
  }
  return { attributes: deleted }
}

function listAttributes(sim: Sim, input: ListAttributesRequest): ListAttributesResponse {
  if (input.targetType !== 'container-instance') throw invalidParameter('targetType must be container-instance')
  const { attributeName, attributeValue } = input
  if (attributeValue !== undefined && attributeName === undefined) {
    throw invalidParameter('attributeName is required when attributeValue is given') // ASSUMPTION: wording
  }
  const cluster = resolveCluster(sim, input.cluster)
  const found: Attribute[] = []
  for (const row of sim.t.containerInstances.by('cluster', cluster.id)) {
    for (const [name, value] of Object.entries(row.attributes)) {
      if (attributeName !== undefined && name !== attributeName) continue
      if (attributeValue !== undefined && value !== attributeValue) continue
      found.push({ ...attributeShape(name, value), targetId: row.arn })
    }
  }
  const scope = `ListAttributes ${cluster.id} ${attributeName ?? ''} ${attributeValue ?? ''}`
  const page = paginate(found, input, { max: 100, default: 100, scope })
  return { attributes: page.items, ...(page.nextToken ? { nextToken: page.nextToken } : {}) }
}

export const attributeOperations: ServiceOperations = {
  PutAttributes: putAttributes,
  DeleteAttributes: deleteAttributes,
  ListAttributes: listAttributes,
}
