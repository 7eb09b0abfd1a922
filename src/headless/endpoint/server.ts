/** The HTTP server of `npm run endpoint`: loopback only, one engine per Region behind AWS's wire protocol (design.md §7). */
import type { IncomingMessage } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Scenario } from '../../scenario'
import { answerAws } from './aws'
import { checkSender, readBody } from './guard'
import type { Speed } from './options'
import { Pacer, rateOf } from './pacer'
import { Playground } from './playground'
import { Regions } from './regions'
import type { Answer } from './wire'
import { asApiError, errorAnswer, requestId, send } from './wire'

export interface EndpointOptions {
  /** 0 takes a free one. */
  port: number
  speed: Speed
  scenario?: Scenario
  /** Takes a line for the person who started it. */
  report: (line: string) => void
}

export interface Endpoint {
  /** `http://127.0.0.1:{port}` */
  url: string
  close(): Promise<void>
}

/** Between two looks at the machine's clock. */
const TICK_MS = 25
/** A waiter of the AWS CLI polls for up to 10 minutes of its own time (D-740: 40 × 15 s). */
const LONGEST_WAIT_SECONDS = 600

/**
 * Starts listening. Rejects with ScenarioError when a step of the scenario is refused, and with the error of `listen` when the port
 * cannot be had.
 */
export async function startEndpoint({ port, speed, scenario, report }: EndpointOptions): Promise<Endpoint> {
  const regions = new Regions({ timings: retention(speed), clock: Date.now, ...(scenario ? { scenario } : {}) })
  const clock = () => performance.now()
  const pacer = new Pacer({ speed, regions: () => regions.all(), clock, report })
  const playground = new Playground(regions, clock)
  let requests = 0

  const server = createServer((request, response) => {
    const id = requestId(++requests)
    handle(request, id)
      // What may be left of a refused body is not waited for.
      .catch((error: unknown) => withClose(errorAnswer(asApiError(error))))
      .then((answer) => {
        if (answer.status >= 500 && !request.errored) report(`${request.method} ${request.url}: ${answer.body}`)
        // The client may have gone while its answer was made.
        if (!response.destroyed && !response.headersSent) send(response, answer, id)
      })
  })

  async function handle(request: IncomingMessage, id: string): Promise<Answer> {
    checkSender(request)
    const body = await readBody(request)
    pacer.seen()
    const { pathname: path, searchParams: query } = urlOf(request)
    const method = request.method ?? ''
    if (method === 'POST' && path === '/') return answerAws(regions, request.headers, body, id)
    const answer = await playground.answer({ method, path, query, body })
    return answer ?? { status: 404, headers: { 'content-type': 'text/plain' }, body: 'Not found\n' }
  }

  let stopPacing = () => {}
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve))
  if (rateOf(speed) > 0) stopPacing = paced(pacer)
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        stopPacing()
        regions.close()
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/**
 * At a high speed an hour of keeping stopped tasks and deleted services is over between two polls of a waiter, which would then find
 * them MISSING (D-741, D-742): they are kept for the longest wait of the machine's time. AWS promises "at least" too.
 */
function retention(speed: Speed): { stoppedRetention: number; inactiveRetention: number } {
  const seconds = Math.max(3_600, LONGEST_WAIT_SECONDS * rateOf(speed))
  return { stoppedRetention: seconds, inactiveRetention: seconds }
}

/** Ticks until stopped; comes back at once, after waiting requests, while a slice was not enough. */
function paced(pacer: Pacer): () => void {
  let timer: NodeJS.Timeout | undefined
  let immediate: NodeJS.Immediate | undefined
  const tick = () => {
    if (pacer.tick()) immediate = setImmediate(tick)
    else timer = setTimeout(tick, TICK_MS)
  }
  tick()
  return () => {
    clearTimeout(timer)
    clearImmediate(immediate)
  }
}

function urlOf(request: IncomingMessage): URL {
  try {
    return new URL(request.url ?? '/', 'http://127.0.0.1')
  } catch {
    return new URL('http://127.0.0.1/unreadable')
  }
}

const withClose = (answer: Answer): Answer => ({ ...answer, headers: { ...answer.headers, connection: 'close' } })
