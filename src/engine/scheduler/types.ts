/** What the scheduler is asked and what it answers. */
import type { PlacementConstraint, PlacementStrategy } from '@aws-sdk/client-ecs'
import type { Sim } from '../kernel'
import type { PlacementOutcome } from '../model'
import type { Host } from './hosts'
import type { Expression } from './query'

/** What one task takes and requires (S-84, S-85, S-88, S-19, T-100, S-22). */
export interface PlacementDemand {
  cpuUnits: number
  memoryMiB: number
  gpus: number
  tcpPorts: readonly number[]
  udpPorts: readonly number[]
  awsvpc: boolean
  /** Attribute names, `name=value` where a value is compared. */
  requiresAttributes: readonly string[]
  /** `X86_64` or `ARM64`. */
  cpuArchitecture: string
  /** In upper case, as `LINUX`. */
  operatingSystemFamily: string
  /** The definition names its architecture itself (`checkArchitectureWhenUnset`, S-22). */
  architectureNamed: boolean
}

/** S-14: by launch type every instance of that kind, by capacity provider only the provider's own. */
export type PlacementPool = { launchType: 'EC2' | 'EXTERNAL' } | { capacityProvider: string }

export interface PlacementRequest {
  clusterId: string
  pool: PlacementPool
  /** The task group (S-3). */
  scope: string
  /** Row id of the service; null for a standalone task. */
  serviceId: string | null
  demand: PlacementDemand
  /** VPC of the given subnets, awsvpc only. */
  vpcId: string | null
  /** Zones of the given subnets, awsvpc only. */
  zones: readonly string[] | null
  /** The definition's first, then the request's (S-17). */
  constraints: readonly PlacementConstraint[]
  /** [] = default: service → zone, then instance (S-35); standalone → random (S-36). */
  strategy: readonly PlacementStrategy[]
  /** Only these row ids of the pool are looked at (a daemon's instance, S-73; a zone to rebalance, S-61). */
  onlyInstances?: readonly string[]
}

export interface Refusal {
  containerInstanceId: string
  reason: string
}

export interface InstancePlacement {
  /** Row id of the chosen container instance; null when none passes. */
  containerInstanceId: string | null
  outcome: PlacementOutcome
  /** The refused instance that got furthest through S-17 (S-46); null when nothing was refused. */
  closest: Refusal | null
  /** One per refused instance, in host order (S-40). */
  refusals: Refusal[]
  /** Instances looked at (S-14). */
  poolSize: number
  pool: PlacementPool
}

/** An instance of the pool, measured for this placement (`hosts.ts`). */
export type Candidate = Host

/** What every filter and strategy of one placement may read. */
export interface PlacementContext {
  sim: Sim
  request: PlacementRequest
  /** The `memberOf` constraints in order, parsed. */
  expressions: readonly Expression[]
  distinctInstance: boolean
}

/** One check of S-17. `detail` is asked only of an instance that `accepts` refused. */
export interface Filter {
  name: string
  /** Rank of S-17; the higher, the closer the instance came. */
  rank: number
  reason: string
  /** Whether the request asks for it at all; left out = always. */
  applies?(context: PlacementContext): boolean
  accepts(context: PlacementContext, candidate: Candidate): boolean
  /** For people: what it needs and what it found, e.g. `needs 512 MiB, 300 left`. */
  detail(context: PlacementContext, candidate: Candidate): string
}
