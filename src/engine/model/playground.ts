/** Rows of what AWS has no call for: images, faults, traffic, decisions. */
import type { RowBase } from '../kernel/table'

/** How an image behaves when it runs (design.md §3 "Playground calls"); every member has PutImage's default. */
export interface ImageBehaviour {
  sizeMiB: number
  pullable: boolean
  startSeconds: number
  /** null = every containerPort. */
  listensOn: number[] | null
  memoryMiB: number
  /** Somebody gave memoryMiB: only then can it alone be too much for a container's limit. */
  memoryDescribed: boolean
  memoryLeakMiBPerMinute: number
  cpuUnitsPerRequest: number
  requestMs: number
  errorPercent: number
  exitAfterSeconds: number | null
  exitCode: number
  healthyAfterSeconds: number
  unhealthyAfterSeconds: number | null
  /** null = any path answers. */
  healthCheckPath: string | null
  onSigterm: 'drain' | 'exit' | 'ignore'
  drainSeconds: number
}

export interface ImageRow extends RowBase {
  image: string
  /** sha256 of this push; a second PutImage is a new push (running containers keep the old row). */
  digest: string
  /** The newest push of its reference. */
  current: boolean
  pushedAtMs: number
  behaviour: ImageBehaviour
}

export interface FaultRow extends RowBase {
  kind: string
  target: string
  /** Row id of the target where there is one. */
  targetRowId: string | null
  detail: Record<string, unknown>
  fromMs: number
  untilMs: number | null
  clearedAtMs: number | null
}

export type TrafficShape =
  | { kind: 'constant' }
  | { kind: 'ramp'; to: number; overSeconds: number }
  | { kind: 'spike'; to: number; atSeconds: number; forSeconds: number }
  | { kind: 'wave'; to: number; periodSeconds: number }

export interface TrafficRow extends RowBase {
  /** Row id of the load balancer. */
  loadBalancerId: string
  requestsPerSecond: number
  shape: TrafficShape
  clientTimeoutSeconds: number
  fromMs: number
  endedAtMs: number | null
}

export type DecisionKind =
  | 'placement'
  | 'stopChoice'
  | 'rollingStep'
  | 'health'
  | 'breaker'
  | 'scaling'
  | 'capacity'
  | 'protection'

/** One step of a placement funnel. */
export interface FunnelStep {
  step: string
  in: number
  out: number
  reasons: Record<string, number>
}

export interface PlacementOutcome {
  /** Container instance row id or, on Fargate, the zone; null = no place. */
  chosen: string | null
  funnel: FunnelStep[]
  /** Up to 20 (all with 200 candidates or fewer): instance row id, rank from 1, values compared, tie-break that decided. */
  survivors: { id: string; rank: number; because: string }[]
  /** Up to 20 per reason (all with 200 candidates or fewer). */
  refused: { id: string; reason: string; detail: string }[]
}

export interface DecisionRow extends RowBase {
  atMs: number
  kind: DecisionKind
  /** Row id of what it is about (service, task, …). */
  subject: string
  serviceId: string | null
  rules: string[]
  /** One plain sentence. */
  because: string
  inputs: Record<string, unknown>
  outcome: Record<string, unknown> | PlacementOutcome
}
