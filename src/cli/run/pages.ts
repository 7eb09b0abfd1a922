/** An operation's pages put together, as the AWS CLI does unless told `--no-paginate`. */
import type { OperationModel } from '../../engine'
import type { Input } from '../command/flags'
import type { Options } from '../command/globals'
import { pagingOf } from '../command/paging'

type Answer = Record<string, unknown>
type Call = (input: Input) => Promise<Answer>

/** No answer has more pages: a service that repeats its token must not hold the page. */
const MOST_PAGES = 1_000

/** The whole answer: one call, or as many as there are pages, or as many items as `--max-items` wants. */
export async function callPages(
  operation: OperationModel,
  input: Input,
  options: Options,
  call: Call,
): Promise<Answer> {
  const paging = pagingOf(operation)
  // Who sets a token or a limit of the API's own asks for one page.
  const isManual = paging && [paging.inputToken, paging.limit].some((name) => name && input[name] !== undefined)
  if (!paging || !options.paginate || isManual) return call(input)
  const { inputToken, outputToken, limit, result, others } = paging
  const start = readToken(options.startingToken)
  const most = options.maxItems ?? Number.POSITIVE_INFINITY
  const asked: Input = limit && options.pageSize !== null ? { ...input, [limit]: options.pageSize } : { ...input }
  const items: unknown[] = []
  let token = start.token
  let skip = start.skip
  let whole: Answer = {}
  for (let page = 0; page < MOST_PAGES; page++) {
    const answer = await call(token === null ? asked : { ...asked, [inputToken]: token })
    if (page === 0) whole = withoutToken(answer, outputToken)
    else for (const name of others) whole[name] = [...list(whole[name]), ...list(answer[name])]
    const found = list(answer[result])
    const fresh = found.slice(skip)
    const room = most - items.length
    items.push(...fresh.slice(0, room))
    const next = (answer[outputToken] ?? null) as string | null
    if (fresh.length > room) return { ...whole, [result]: items, NextToken: writeToken(token, skip + room) }
    if (next === null || next === '') break
    token = next
    skip = 0
    if (items.length >= most) return { ...whole, [result]: items, NextToken: writeToken(token, 0) }
  }
  return { ...whole, [result]: items }
}

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])

function withoutToken(answer: Answer, name: string): Answer {
  const { [name]: _, ...rest } = answer
  return rest
}

/** Where to go on: the service's token, and how many items of that page were shown already (botocore's form, base64 of JSON). */
function writeToken(token: string | null, skip: number): string {
  return btoa(JSON.stringify({ nextToken: token, ...(skip > 0 ? { boto_truncate_amount: skip } : {}) }))
}

function readToken(text: string | null): { token: string | null; skip: number } {
  if (text === null) return { token: null, skip: 0 }
  try {
    const { nextToken, boto_truncate_amount: skip } = JSON.parse(atob(text))
    if (nextToken === null || typeof nextToken === 'string')
      return { token: nextToken, skip: Number.isSafeInteger(skip) && skip > 0 ? skip : 0 }
  } catch {
    // A token of the service itself.
  }
  return { token: text, skip: 0 }
}
