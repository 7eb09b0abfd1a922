/** Tags of ECS resources (T-205). */
import type { Tag } from '@aws-sdk/client-ecs'
import { invalidParameter } from '../../kernel'

export const MAX_TAGS = 50
export const isAwsTag = (key: string) => key.toLowerCase().startsWith('aws:')

/** Checks tags given by a user (T-205); answers them. Wordings but the first are ASSUMPTION. */
export function checkTags(tags: readonly Tag[] | undefined): Tag[] {
  const seen = new Set<string>()
  for (const { key = '', value = '' } of tags ?? []) {
    if (key.length < 1 || key.length > 128) throw invalidParameter('Tag keys must be between 1 and 128 characters.')
    if (value.length > 256) throw invalidParameter('Tag values can not have more than 256 characters.')
    if (isAwsTag(key)) throw invalidParameter(`The tag key ${key} uses the reserved prefix aws:.`)
    if (seen.has(key)) throw invalidParameter(`Duplicate tag keys found: ${key}.`)
    seen.add(key)
  }
  if (seen.size > MAX_TAGS) throw invalidParameter('Tags can not have more than 50 elements.')
  return (tags ?? []).map((tag) => ({ ...tag }))
}
