/** TagResource, UntagResource, ListTagsForResource (T-205). */
import type {
  ListTagsForResourceRequest,
  ListTagsForResourceResponse,
  Tag,
  TagResourceRequest,
  UntagResourceRequest,
} from '@aws-sdk/client-ecs'
import type { Sim } from '../../kernel'
import { invalidParameter } from '../../kernel'
import type { ServiceOperations } from '../types'
import { lastPart } from './clusters'
import { checkTags, isAwsTag, MAX_TAGS } from './tags'

/** `more` over `tags`; refuses more than 50 of the user's own. */
function mergeTags(tags: readonly Tag[], more: readonly Tag[]): Tag[] {
  const byKey = new Map(tags.map((tag) => [tag.key ?? '', tag]))
  for (const tag of checkTags(more)) byKey.set(tag.key ?? '', tag)
  const merged = [...byKey.values()]
  if (merged.filter((tag) => !isAwsTag(tag.key ?? '')).length > MAX_TAGS) {
    throw invalidParameter('Tags can not have more than 50 elements.')
  }
  return merged
}

interface Tagged {
  tags: Tag[]
  write(tags: Tag[]): void
}

interface TagTable {
  find(index: string, key: string): { id: string; tags: Tag[] } | undefined
  patch(id: string, patch: { tags: Tag[] }): unknown
}

function taggedRow(table: TagTable, index: string, key: string): Tagged | null {
  const row = table.find(index, key)
  return row ? { tags: row.tags, write: (tags) => void table.patch(row.id, { tags }) } : null
}

/** The resource an ARN names; throws the texts of T-205. */
function taggedResource(sim: Sim, arn: string): Tagged {
  const match = /^arn:aws:ecs:([a-z0-9-]+):(\d{12}):([a-z-]+)\/(.+)$/.exec(arn)
  const kind = match?.[3]
  if (!match || !kind) throw invalidParameter('The ARN provided is invalid.')
  const parts = (match[4] as string).split('/')
  if (['service', 'task', 'container-instance'].includes(kind) && parts.length === 1) {
    throw invalidParameter('Long arn format must be used for tagging operations')
  }
  const found = match[2] === sim.options.accountId ? lookUp(sim, kind, arn, parts) : null
  // ASSUMPTION: the wording for a well-formed ARN of something that does not exist.
  if (!found) throw invalidParameter('The specified resource could not be found.')
  return found
}

function lookUp(sim: Sim, kind: string, arn: string, parts: string[]): Tagged | null {
  const { t } = sim
  switch (kind) {
    case 'cluster':
      return taggedRow(t.clusters as TagTable, 'name', lastPart(arn))
    case 'capacity-provider':
      return taggedRow(t.capacityProviders as TagTable, 'name', lastPart(arn))
    case 'task-definition':
      return taggedRow(t.taskDefinitions as TagTable, 'arn', arn)
    case 'task':
      return taggedRow(t.tasks as TagTable, 'arn', arn)
    case 'container-instance':
      return taggedRow(t.containerInstances as TagTable, 'arn', arn)
    case 'service': {
      const cluster = t.clusters.find('name', parts[0] ?? '')
      return cluster ? taggedRow(t.services as TagTable, 'latest', `${cluster.id}/${parts[1]}`) : null
    }
    default:
      return null
  }
}

export const tagOperations: ServiceOperations = {
  TagResource(sim, input: TagResourceRequest) {
    const resource = taggedResource(sim, input.resourceArn ?? '')
    resource.write(mergeTags(resource.tags, input.tags ?? []))
    return {}
  },
  UntagResource(sim, input: UntagResourceRequest) {
    const resource = taggedResource(sim, input.resourceArn ?? '')
    resource.write(resource.tags.filter((tag) => !input.tagKeys?.includes(tag.key ?? '')))
    return {}
  },
  ListTagsForResource(sim, input: ListTagsForResourceRequest): ListTagsForResourceResponse {
    return { tags: taggedResource(sim, input.resourceArn ?? '').tags.map((tag) => ({ ...tag })) }
  },
}
