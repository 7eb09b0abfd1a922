/** Tags of load balancers and target groups. */
import type {
  AddTagsCommandInput,
  DescribeTagsCommandInput,
  RemoveTagsCommandInput,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import type { Sim } from '../../kernel'
import { ApiError } from '../../kernel'
import { loadBalancerByArn, targetGroupByArn } from './errors'

type KeyValue = { Key?: string; Value?: string }

interface Tagged {
  tags: KeyValue[]
  write(tags: KeyValue[]): void
}

function taggedByArn(sim: Sim, arn: string): Tagged {
  if (arn.includes(':targetgroup/')) {
    const row = targetGroupByArn(sim, arn)
    return { tags: row.tags, write: (tags) => sim.t.targetGroups.patch(row.id, { tags }) }
  }
  const row = loadBalancerByArn(sim, arn)
  return { tags: row.tags, write: (tags) => sim.t.loadBalancers.patch(row.id, { tags }) }
}

export function addTags(sim: Sim, input: AddTagsCommandInput) {
  const added = (input.Tags ?? []) as KeyValue[]
  if (new Set(added.map((tag) => tag.Key)).size < added.length) {
    throw new ApiError('DuplicateTagKeysException', 'A tag key was specified more than once')
  }
  for (const arn of input.ResourceArns ?? []) {
    const { tags, write } = taggedByArn(sim, arn)
    const next = [...tags.filter((tag) => !added.some((a) => a.Key === tag.Key)), ...added]
    if (next.length > 50) throw new ApiError('TooManyTagsException', 'A resource can have at most 50 tags')
    write(next)
  }
  return {}
}

export function removeTags(sim: Sim, input: RemoveTagsCommandInput) {
  for (const arn of input.ResourceArns ?? []) {
    const { tags, write } = taggedByArn(sim, arn)
    write(tags.filter((tag) => !input.TagKeys?.includes(tag.Key ?? '')))
  }
  return {}
}

export function describeTags(sim: Sim, input: DescribeTagsCommandInput) {
  const TagDescriptions = (input.ResourceArns ?? []).map((arn) => ({
    ResourceArn: arn,
    Tags: taggedByArn(sim, arn).tags,
  }))
  return { TagDescriptions }
}
