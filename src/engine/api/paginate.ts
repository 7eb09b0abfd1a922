/** Pages of a list, the way every ECS List operation hands them out. */
import { hash32, invalidParameter } from '../kernel'

export interface PageOptions {
  /** Largest `maxResults` allowed (T-168 table). */
  max: number
  /** Page size when none is asked for. */
  default: number
  /** Operation and filters: a token of another list is refused. */
  scope: string
}

/** Opaque to the caller: eight hex digits that bind it to its list, then the offset in hex. */
function tokenFor(scope: string, offset: number): string {
  return `${hash32(`${scope} ${offset}`).toString(16).padStart(8, '0')}${offset.toString(16)}`
}

/**
 * One page of `items`. Throws InvalidParameterException for a `maxResults` outside 1…max (T-169) and for a token this
 * list never issued (T-168). `nextToken` is absent on the last page.
 */
export function paginate<T>(
  items: T[],
  input: { maxResults?: number | undefined; nextToken?: string | undefined },
  options: PageOptions,
): { items: T[]; nextToken?: string } {
  const size = input.maxResults ?? options.default
  if (size < 1 || size > options.max) throw invalidParameter(`maxResults must be between 1 and ${options.max}`)
  let from = 0
  if (input.nextToken !== undefined && input.nextToken !== '') {
    from = Number.parseInt(input.nextToken.slice(8), 16)
    if (!(from > 0) || tokenFor(options.scope, from) !== input.nextToken) throw invalidParameter('Invalid token.')
  }
  const to = from + size
  const page = items.slice(from, to)
  return to < items.length ? { items: page, nextToken: tokenFor(options.scope, to) } : { items: page }
}
