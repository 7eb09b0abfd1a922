/**
 * Placement on container instances: the pool (S-14), the checks in the order of S-17, the strategy chain (S-31), the
 * tie-break (S-4). The record that a person reads is made by the same walk that decides.
 */
import type { Sim } from '../kernel'
import type { ContainerInstanceRow, FunnelStep, PlacementOutcome } from '../model'
import { accepts, FILTERS, INSTANCE_FILTERS } from './filters'
import type { Host } from './hosts'
import { hostOf } from './hosts'
import { measurer } from './measure'
import type { Pool } from './pool'
import { contextOf, poolOf } from './pool'
import { rankSurvivors } from './rank'
import { chainOf } from './strategies'
import type { Candidate, Filter, InstancePlacement, PlacementContext, PlacementRequest } from './types'

/** design.md §3 "Decisions": up to this many candidates everything is recorded, beyond it only so many per list. */
const ALL_RECORDED = 200
const RECORDED_PER_LIST = 20

interface Refused {
  candidate: Candidate
  filter: Filter
}

interface Sifted {
  survivors: Candidate[]
  refused: Refused[]
}

/**
 * Chooses the container instance for one task; writes no row (S-30: the caller writes the task before it asks again).
 * Draws from the random stream only where a strategy does.
 * @throws ApiError InvalidParameterException when a constraint's expression is bad (S-83)
 */
export function placeOnInstance(sim: Sim, request: PlacementRequest): InstancePlacement {
  return place(contextOf(sim, request)).placement
}

/**
 * The same, and leaves the decision record `placement` about `subject` (row id of the service or task group's task).
 * Returns the placement with the record's id.
 */
export function decidePlacement(
  sim: Sim,
  request: PlacementRequest,
  subject: string,
): InstancePlacement & { decisionId: string } {
  const { placement, rules } = place(contextOf(sim, request))
  const { pool, scope, demand, constraints, vpcId, zones } = request
  const decisionId = sim.decide({
    kind: 'placement',
    subject,
    serviceId: request.serviceId,
    rules: ['S-17', ...new Set(rules)],
    because: becauseOf(placement),
    inputs: { pool, scope, demand, constraints, vpcId, zones, strategy: chainOf(request).map(({ name }) => name) },
    outcome: placement.outcome,
  })
  return { ...placement, decisionId }
}

/**
 * S-43: StartTask's judgement of one named instance, ranks 1–8 of S-17. Null when the task may start there.
 * Pass undefined for an instance that the cluster does not have.
 */
export function refusalAtStart(
  sim: Sim,
  request: PlacementRequest,
  ci: ContainerInstanceRow | undefined,
): { reason: string; detail: string } | null {
  if (!ci || ci.clusterId !== request.clusterId) return { reason: 'MISSING', detail: 'no such container instance' }
  if (ci.status !== 'ACTIVE') return { reason: 'INACTIVE', detail: `the instance is ${ci.status}` }
  const context = contextOf(sim, { ...request, constraints: [] })
  const candidate = measurer(context)(hostOf(sim, ci))
  const filter = INSTANCE_FILTERS.find((f) => !accepts(f, context, candidate))
  return filter ? { reason: filter.reason, detail: filter.detail(context, candidate) } : null
}

function place(context: PlacementContext): { placement: InstancePlacement; rules: string[] } {
  const { sim, request } = context
  const pool = poolOf(sim, request)
  const sifted = sift(context, pool.hosts)
  const all = pool.hosts.length <= ALL_RECORDED || sim.features.fullPlacementDetail === true
  const limit = all ? pool.hosts.length : RECORDED_PER_LIST
  const ranking = rankSurvivors(context, sifted.survivors, limit)
  const chosen = ranking.chosen?.id ?? null
  const outcome: PlacementOutcome = {
    chosen,
    funnel: [...funnelOf(pool, sifted), ...ranking.steps],
    survivors: ranking.survivors,
    refused: describeRefused(context, sifted.refused, limit),
  }
  const placement = {
    containerInstanceId: chosen,
    outcome,
    closest: closestOf(sifted.refused),
    refusals: sifted.refused.map(({ candidate, filter }) => refusal(candidate, filter)),
    poolSize: pool.hosts.length,
    pool: request.pool,
  }
  return { placement, rules: ranking.rules }
}

const refusal = ({ id }: Candidate, { reason }: Filter) => ({ containerInstanceId: id, reason })

/** S-17: the first check that fails is the reason. */
function sift(context: PlacementContext, hosts: readonly Host[]): Sifted {
  const measure = measurer(context)
  const survivors: Candidate[] = []
  const refused: Refused[] = []
  const filters = FILTERS.filter((filter) => filter.applies?.(context) ?? true)
  for (const host of hosts) {
    const candidate = measure(host)
    const filter = firstRefusing(filters, context, candidate)
    if (filter) refused.push({ candidate, filter })
    else survivors.push(candidate)
  }
  return { survivors, refused }
}

function firstRefusing(
  filters: readonly Filter[],
  context: PlacementContext,
  candidate: Candidate,
): Filter | undefined {
  for (const filter of filters) if (!filter.accepts(context, candidate)) return filter
  return undefined
}

/** S-46: the one that fails at the highest rank; `refused` is in host order, so the first of equals stays. */
function closestOf(refused: readonly Refused[]): InstancePlacement['closest'] {
  let best: Refused | undefined
  for (const entry of refused) if (!best || entry.filter.rank > best.filter.rank) best = entry
  return best ? refusal(best.candidate, best.filter) : null
}

/** S-16: the stages that the guide names, with the highest rank of S-17 that belongs to each. */
const STAGES = [
  { step: 'resources', upTo: 5 },
  { step: 'attributes', upTo: 8 },
  { step: 'constraints', upTo: 10 },
] as const

function funnelOf(pool: Pool, { refused }: Sifted): FunnelStep[] {
  let left = pool.hosts.length
  const steps: FunnelStep[] = [{ step: 'pool', in: pool.inCluster, out: left, reasons: pool.outside }]
  const stageReasons: Record<string, number>[] = STAGES.map(() => ({}))
  for (const { filter } of refused) {
    const reasons = stageReasons[STAGES.findIndex(({ upTo }) => filter.rank <= upTo)] as Record<string, number>
    reasons[filter.reason] = (reasons[filter.reason] ?? 0) + 1
  }
  STAGES.forEach(({ step }, i) => {
    const reasons = stageReasons[i] as Record<string, number>
    const out = Object.values(reasons).reduce((rest, count) => rest - count, left)
    steps.push({ step, in: left, out, reasons })
    left = out
  })
  return steps
}

function describeRefused(
  context: PlacementContext,
  refused: readonly Refused[],
  limit: number,
): PlacementOutcome['refused'] {
  const perReason = new Map<string, number>()
  const described: PlacementOutcome['refused'] = []
  for (const { candidate, filter } of refused) {
    const count = (perReason.get(filter.reason) ?? 0) + 1
    perReason.set(filter.reason, count)
    if (count > limit) continue
    described.push({ id: candidate.id, reason: filter.reason, detail: filter.detail(context, candidate) })
  }
  return described
}

function becauseOf({ outcome, poolSize, refusals }: InstancePlacement): string {
  const instances = `${poolSize} ${poolSize === 1 ? 'instance' : 'instances'}`
  const best = outcome.survivors[0]
  if (best) return `${poolSize - refusals.length} of ${instances} fit. Chosen: ${best.because}.`
  if (poolSize === 0) return 'There is no container instance to look at.'
  const counts = new Map<string, number>()
  for (const { reason } of refusals) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  return `None of ${instances} fits: ${[...counts].map(([reason, n]) => `${n} × ${reason.replace(/\.$/, '')}`).join(', ')}.`
}
