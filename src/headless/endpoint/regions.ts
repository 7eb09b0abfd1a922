/** One engine per Region, made when first spoken to. */
import type { CreateEngineOptions, Engine } from '../../engine'
import { ApiError, createEngine, ENGINE_VERSION, hash32, restoreEngine } from '../../engine'
import type { Scenario } from '../../scenario'
import { engineOptions, runScenario, ScenarioError } from '../../scenario'

export const DEFAULT_REGION = 'us-east-1'

/** AWS has fewer; a client that makes names up must not fill the memory. */
const MAX_REGIONS = 50
const REGION_NAME = /^[a-z0-9](-?[a-z0-9]){0,31}$/

/** A Region's engine and how far it is behind the pace. */
export interface Region {
  readonly name: string
  readonly engine: Engine
  /** `saved` of the world document: what the scenario's steps kept. */
  readonly saved: unknown
  /** Simulated ms that the pace still asks for. */
  owedMs: number
  /** The defect that stopped its clock. */
  broken?: Error
}

export interface RegionsOptions {
  scenario?: Scenario
  /** For every Region, below what the scenario asks for. */
  timings?: CreateEngineOptions['timings']
  /** Epoch ms of the machine's clock. */
  clock: () => number
}

export class Regions {
  private regions = new Map<string, Region>()
  private count = 0

  /** Plays the scenario: throws ScenarioError when one of its steps is refused. */
  constructor(private readonly options: RegionsOptions) {
    this.get(DEFAULT_REGION)
  }

  /** A Region's engine; throws ApiError for what cannot be the name of one. */
  get(name: string): Region {
    const known = this.regions.get(name)
    if (known) return known
    if (!REGION_NAME.test(name)) throw new ApiError('InvalidParameterException', `${name} is not the name of a Region.`)
    if (this.regions.size >= MAX_REGIONS)
      throw new ApiError('LimitExceededException', `The endpoint serves at most ${MAX_REGIONS} Regions.`)
    const region = this.create(name)
    this.regions.set(name, region)
    return region
  }

  all(): readonly Region[] {
    return [...this.regions.values()]
  }

  /** Everything starts over: every Region empty again, the scenario played anew. */
  reset(): void {
    this.regions = new Map()
    this.count++
    this.get(DEFAULT_REGION)
  }

  /** Goes up with each reset and at the end: work for an older one is over. */
  get generation(): number {
    return this.count
  }

  /** Ends what still runs for these engines. */
  close(): void {
    this.count++
  }

  private create(name: string): Region {
    const { scenario, timings = {}, clock } = this.options
    const make = (options: CreateEngineOptions) =>
      createEngine({
        startTime: new Date(clock()).toISOString(),
        ...options,
        timings: { ...timings, ...options.timings },
        region: name,
        features: { acceptAnyNetworkIds: true, ignoreUnknownMembers: true },
      })
    // A scenario speaks of ARNs and zones of the Region it was written in. Ids of different Regions differ, as their seeds do.
    if (name !== DEFAULT_REGION || !scenario) {
      const seed = name === DEFAULT_REGION ? 1 : hash32(name)
      return { name, engine: make({ ...(scenario ? engineOptions(scenario) : {}), seed }), saved: {}, owedMs: 0 }
    }
    let engine: Engine | undefined
    const result = runScenario(scenario, {
      version: ENGINE_VERSION,
      create: (options) => {
        engine = make(options)
        return engine
      },
      restore: restoreEngine,
    })
    if (result.error || !engine) {
      const { step, name: kind = '', message = '' } = result.error ?? {}
      throw new ScenarioError(step === undefined ? '' : `steps[${step}]`, `${kind}: ${message}`)
    }
    return { name, engine, saved: result.world.saved ?? {}, owedMs: 0 }
  }
}
