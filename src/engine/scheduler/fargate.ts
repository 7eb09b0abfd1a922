/** Placement on Fargate: which zone and subnet (S-38, N-37). */
import { fargateTasksInZone } from '../capacity/accounts'
import type { Sim } from '../kernel'
import type { FunnelStep, PlacementOutcome, SubnetRow } from '../model'
import { freeAddresses, zoneIsDown } from '../network'
import type { PlacementDemand } from './types'

export interface FargateRequest {
  clusterId: string
  /** AWS ids in the order given; unknown ones are the caller's to refuse. */
  subnetIds: readonly string[]
  /** The task group (S-3). */
  scope: string
  serviceId: string | null
  capacityProvider: 'FARGATE' | 'FARGATE_SPOT'
  demand: Pick<PlacementDemand, 'cpuUnits' | 'memoryMiB'>
}

export type FargatePlacement = { outcome: PlacementOutcome } & ({ subnetId: string; zone: string } | { reason: string })

/** S-42, D-611b; the event text adds the full stop. */
export const FARGATE_UNAVAILABLE =
  'Capacity is unavailable at this time. Please try again later or in a different availability zone'

interface Zone {
  name: string
  /** Occupying tasks of the scope here, on this provider. */
  tasks: number
  /** With the most free addresses; the first given of equals. */
  subnet: SubnetRow
  free: number
  /** Why Fargate takes nothing here; null when it does. */
  closed: string | null
}

/**
 * The zone with the fewest tasks of the scope that has capacity and a free address; ties in the order of the subnets.
 * When every open zone is out of addresses the task is still placed, and fails on its interface (N-40).
 */
export function placeOnFargate(sim: Sim, request: FargateRequest): FargatePlacement {
  const zones = zonesOf(sim, request)
  const open = zones.filter((zone) => zone.closed === null)
  const roomy = open.filter((zone) => zone.free > 0)
  const field = roomy.length > 0 ? roomy : open
  const ranked = field
    .map((zone, given) => ({ zone, given }))
    .sort((a, b) => a.zone.tasks - b.zone.tasks || a.given - b.given)
    .map(({ zone }) => zone)
  const best = ranked[0]
  const outcome: PlacementOutcome = {
    chosen: best?.name ?? null,
    funnel: funnelOf(zones, open, field),
    survivors: ranked.map((zone, i) => ({
      id: zone.name,
      rank: i + 1,
      because: becauseOf(zone, i, ranked),
    })),
    refused: zones
      .filter((zone) => !field.includes(zone))
      .map((zone) => ({
        id: zone.name,
        reason: zone.closed ? 'RESOURCE:FARGATE' : 'addresses',
        detail: zone.closed ?? `no free address in ${zone.subnet.subnetId}`,
      })),
  }
  return best ? { subnetId: best.subnet.subnetId, zone: best.name, outcome } : { reason: FARGATE_UNAVAILABLE, outcome }
}

/** The same, and leaves the decision record `placement` about `subject`. */
export function decideFargatePlacement(
  sim: Sim,
  request: FargateRequest,
  subject: string,
): FargatePlacement & { decisionId: string } {
  const placement = placeOnFargate(sim, request)
  const { scope, capacityProvider, subnetIds, demand } = request
  const best = placement.outcome.survivors[0]
  const decisionId = sim.decide({
    kind: 'placement',
    subject,
    serviceId: request.serviceId,
    rules: ['S-38'],
    because: best ? `Chosen: ${best.id}, ${best.because}.` : `No zone of the subnets has ${capacityProvider} capacity.`,
    inputs: { pool: { capacityProvider }, scope, subnetIds, demand },
    outcome: placement.outcome,
  })
  return { ...placement, decisionId }
}

/** Zones of the subnets, in the order of the subnets. */
function zonesOf(sim: Sim, request: FargateRequest): Zone[] {
  const zones = new Map<string, Zone>()
  for (const subnetId of request.subnetIds) {
    const subnet = sim.t.subnets.find('subnetId', subnetId)
    if (!subnet) continue
    const free = freeAddresses(sim, subnetId)
    const known = zones.get(subnet.zone)
    if (!known) {
      const { clusterId, capacityProvider, scope } = request
      const tasks = fargateTasksInZone(sim, clusterId, capacityProvider, subnet.zone, scope)
      const closed = closedBecause(sim, capacityProvider, subnet.zone)
      zones.set(subnet.zone, { name: subnet.zone, tasks, subnet, free, closed })
    } else if (free > known.free) {
      Object.assign(known, { subnet, free })
    }
  }
  return [...zones.values()]
}

function closedBecause(sim: Sim, provider: string, zone: string): string | null {
  if (zoneIsDown(sim, zone)) return `${zone} is down`
  if (hasFault(sim, 'capacityUnavailable', zone)) return `no Fargate capacity in ${zone}`
  return hasFault(sim, 'capacityUnavailable', provider) ? `no ${provider} capacity` : null
}

function hasFault(sim: Sim, kind: string, target: string): boolean {
  return sim.t.faults
    .by('target', target)
    .some((f) => f.kind === kind && f.fromMs <= sim.nowMs && (f.untilMs === null || f.untilMs > sim.nowMs))
}

function funnelOf(zones: Zone[], open: Zone[], field: Zone[]): FunnelStep[] {
  const steps: FunnelStep[] = [
    {
      step: 'capacity',
      in: zones.length,
      out: open.length,
      reasons: zones.length > open.length ? { 'RESOURCE:FARGATE': zones.length - open.length } : {},
    },
  ]
  if (field.length < open.length) {
    steps.push({
      step: 'addresses',
      in: open.length,
      out: field.length,
      reasons: { addresses: open.length - field.length },
    })
  }
  if (field.length > 0)
    steps.push({ step: 'spread attribute:ecs.availability-zone', in: field.length, out: 1, reasons: {} })
  return steps
}

function becauseOf(zone: Zone, i: number, ranked: Zone[]): string {
  const held = `${zone.tasks} ${zone.tasks === 1 ? 'task' : 'tasks'} there`
  const tied = ranked.filter((other) => other.tasks === zone.tasks).length > 1
  if (i === 0) return tied ? `${held}; first of the equals in the order of the subnets` : held
  return zone.tasks === ranked[0]?.tasks ? `${held}; equal, its subnet is named later` : `${held}; behind`
}
