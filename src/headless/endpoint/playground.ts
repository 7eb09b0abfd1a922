/** What AWS has no call for: `/_playground/*` and moto's reset (design.md §7). */
import { ApiError, plain, WORLD_TABLES } from '../../engine'
import { MAX_TIME_MS } from '../../scenario'
import { callEngine } from './aws'
import { objectOf } from './guard'
import { runSlice, SLICE_MS } from './pacer'
import type { Region, Regions } from './regions'
import { DEFAULT_REGION } from './regions'
import type { Answer } from './wire'
import { asApiError, errorAnswer, json } from './wire'

export interface PlaygroundRequest {
  method: string
  path: string
  /** `region` for all, `tables` for the world document. */
  query: URLSearchParams
  body: Buffer
}

type Handler = (house: Playground, request: PlaygroundRequest) => unknown

const ROUTES: Record<string, Handler> = {
  'POST /_playground/call': (house, request) => house.call(request),
  'POST /_playground/advance': (house, request) => house.advance(request),
  'POST /_playground/reset': (house) => house.reset(),
  'POST /moto-api/reset': (house) => house.reset(),
  'GET /_playground/world': (house, request) => house.world(request),
}

export class Playground {
  /** Advances of one Region follow each other, so that each moves time by its whole amount. */
  private readonly queues = new Map<string, Promise<unknown>>()

  constructor(
    private readonly regions: Regions,
    private readonly clock: () => number,
  ) {}

  /** Undefined when the path is none of ours; never rejects. Times are ISO 8601, as in the world document. */
  async answer(request: PlaygroundRequest): Promise<Answer | undefined> {
    const route = `${request.method} ${request.path}`
    const handler = Object.hasOwn(ROUTES, route) ? ROUTES[route] : undefined
    if (!handler) return undefined
    try {
      return json(200, await handler(this, request))
    } catch (error) {
      return errorAnswer(asApiError(error), 'application/json')
    }
  }

  /** `{service, operation, input}` → the operation's answer. */
  call(request: PlaygroundRequest): unknown {
    const { service, operation, input = {}, ...more } = objectOf(request.body)
    if (typeof service !== 'string' || typeof operation !== 'string' || Object.keys(more).length > 0)
      throw invalid('The body is {"service": "ecs", "operation": "CreateCluster", "input": {…}}.')
    return plain(callEngine(this.region(request), service, operation, input) ?? {})
  }

  /** `{ms}`: simulated time moves on by it; answers when it has. */
  async advance(request: PlaygroundRequest): Promise<unknown> {
    const { ms, ...more } = objectOf(request.body)
    const wellFormed = Number.isSafeInteger(ms) && (ms as number) >= 0 && (ms as number) <= MAX_TIME_MS
    if (!wellFormed || Object.keys(more).length > 0)
      throw invalid(`The body is {"ms": n}, n a whole number from 0 to ${MAX_TIME_MS}.`)
    const region = this.region(request)
    const before = this.queues.get(region.name) ?? Promise.resolve()
    const done = before.then(() => this.run(region, ms as number))
    this.queues.set(
      region.name,
      done.catch(() => undefined),
    )
    await done
    return region.engine.world(['now', 'elapsedSeconds'])
  }

  private async run(region: Region, ms: number): Promise<void> {
    const { engine } = region
    const { generation } = this.regions
    for (let leftMs = ms; leftMs > 0; ) {
      const beforeMs = engine.now
      runSlice(engine, beforeMs + leftMs, this.clock, this.clock() + SLICE_MS)
      leftMs -= engine.now - beforeMs
      if (leftMs <= 0) return
      await new Promise(setImmediate)
      if (this.regions.generation !== generation) throw invalid('The endpoint was reset while time moved.')
    }
  }

  reset(): unknown {
    this.regions.reset()
    return { status: 'ok' }
  }

  /** The world document, or the tables that `?tables=a,b` names. */
  world(request: PlaygroundRequest): unknown {
    const tables = request.query.get('tables')?.split(',').filter(Boolean)
    const unknown = tables?.find((table) => !(WORLD_TABLES as readonly string[]).includes(table))
    if (unknown !== undefined) throw invalid(`The world document has no table ${unknown}.`)
    const { engine, saved } = this.region(request)
    const world = engine.world(tables)
    return 'saved' in world ? { ...world, saved } : world
  }

  private region({ query }: PlaygroundRequest): Region {
    return this.regions.get(query.get('region') ?? DEFAULT_REGION)
  }
}

const invalid = (message: string) => new ApiError('InvalidParameterException', message)
