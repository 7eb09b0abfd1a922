/** Ids and filters of EC2's Describe operations, and their pages. */
import type { Filter, Tag } from '@aws-sdk/client-ec2'
import { ApiError } from '../../kernel'
import { paginate } from '../paginate'

/** What a row answers to a filter name: one text or several; undefined when EC2 has no such filter here. */
export type FilterFields<R> = Record<string, (row: R) => string | string[]>

/** EC2's wildcards: `*` any run of characters, `?` exactly one. */
function matchesPattern(pattern: string, value: string): boolean {
  if (!/[*?]/.test(pattern)) return pattern === value
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  return new RegExp(`^${source}$`).test(value)
}

/** Rows that match every filter, each in one of its values; an unknown filter name is refused as EC2 does. */
export function applyFilters<R>(rows: R[], filters: readonly Filter[] | undefined, fields: FilterFields<R>): R[] {
  let left = rows
  for (const { Name: name = '', Values: values = [] } of filters ?? []) {
    const field = fields[name]
    if (!field) throw new ApiError('InvalidParameterValue', `The filter '${name}' is invalid`)
    left = left.filter((row) => [field(row)].flat().some((value) => values.some((v) => matchesPattern(v, value))))
  }
  return left
}

/** `tag:Key` filters of a request as fields. */
export function tagFields<R>(
  filters: readonly Filter[] | undefined,
  tagsOf: (row: R) => readonly Tag[],
): FilterFields<R> {
  const fields: FilterFields<R> = { 'tag-key': (row) => tagsOf(row).map((tag) => tag.Key ?? '') }
  for (const { Name: name = '' } of filters ?? []) {
    if (!name.startsWith('tag:')) continue
    const key = name.slice(4)
    fields[name] = (row) =>
      tagsOf(row)
        .filter((tag) => tag.Key === key)
        .map((tag) => tag.Value ?? '')
  }
  return fields
}

/** The rows of the ids asked for, in creation order, or all; the first unknown id is refused with EC2's own error. */
export function byIds<R>(
  rows: Iterable<R>,
  ids: readonly string[] | undefined,
  idOf: (row: R) => string,
  notFound: (id: string) => ApiError,
): R[] {
  const all = [...rows]
  if (!ids || ids.length === 0) return all
  const known = new Set(all.map(idOf))
  const missing = ids.find((id) => !known.has(id))
  if (missing !== undefined) throw notFound(missing)
  const wanted = new Set(ids)
  return all.filter((row) => wanted.has(idOf(row)))
}

export const subnetNotFound = (id: string) =>
  new ApiError('InvalidSubnetID.NotFound', `The subnet ID '${id}' does not exist`)
export const vpcNotFound = (id: string) => new ApiError('InvalidVpcID.NotFound', `The vpc ID '${id}' does not exist`)
export const groupNotFound = (id: string) =>
  new ApiError('InvalidGroup.NotFound', `The security group '${id}' does not exist`)
export const instanceNotFound = (id: string) =>
  new ApiError('InvalidInstanceID.NotFound', `The instance ID '${id}' does not exist`)
export const interfaceNotFound = (id: string) =>
  new ApiError('InvalidNetworkInterfaceID.NotFound', `The networkInterface ID '${id}' does not exist`)

const EVERYTHING = 1_000_000

/** One page under `member`; without MaxResults everything comes at once, as EC2 does. */
export function page<T, K extends string>(
  member: K,
  items: T[],
  input: { MaxResults?: number | undefined; NextToken?: string | undefined },
): Record<K, T[]> & { NextToken?: string } {
  const wanted = { maxResults: input.MaxResults, nextToken: input.NextToken }
  const { items: part, nextToken } = paginate(items, wanted, { max: EVERYTHING, default: EVERYTHING, scope: member })
  return { [member]: part, ...(nextToken ? { NextToken: nextToken } : {}) } as Record<K, T[]> & { NextToken?: string }
}
