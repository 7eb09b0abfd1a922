/** Which operations come in pages, and by which members. */
import type { OperationModel } from '../../engine'

export interface Paging {
  /** Member of the input that takes the token, and member of the output that gives it. */
  inputToken: string
  outputToken: string
  /** Member of the input that sets the size of a page. */
  limit: string | null
  /** Member of the output that holds the items. */
  result: string
  /** Further lists of the output, gathered page by page beside it. */
  others: readonly string[]
}

/** Operations with tokens for which the AWS CLI has no paginator (botocore paginators, October 2026). */
const ONE_PAGE = new Set(['ListServiceDeployments', 'DescribeCapacityProviders'])

/** How an operation's pages are asked for; null for one that the AWS CLI asks once. */
export function pagingOf({ operation, input, output }: OperationModel): Paging | null {
  if (ONE_PAGE.has(operation)) return null
  const has = (type: typeof input, ...names: string[]) => names.find((name) => type.members.has(name)) ?? null
  const inputToken = has(input, 'nextToken', 'NextToken', 'Marker')
  const outputToken = has(output, 'nextToken', 'NextToken', 'NextMarker')
  const lists = [...output.members.values()].filter(({ type }) => type.kind === 'list').map(({ name }) => name)
  // CloudWatch gives two lists; its paginator counts this one.
  const result = lists.find((name) => name === 'MetricAlarms') ?? lists[0]
  if (!inputToken || !outputToken || result === undefined) return null
  const limit = has(input, 'maxResults', 'MaxResults', 'PageSize', 'MaxRecords')
  return { inputToken, outputToken, limit, result, others: lists.filter((name) => name !== result) }
}
