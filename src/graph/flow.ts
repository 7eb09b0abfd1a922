/** What runs along each edge: requests a second, draining, failing. Renewed in the frame, told edge by edge. */
import type { FrameInfo } from '../store'
import { onFrame, world } from '../store'
import type { RequestCounts, TargetView } from '../worker'
import { getLayout, subscribeLayout, targetsByEdge } from './scene'

export interface EdgeFlow {
  requestsPerSecond: number
  /** Every target behind it is draining. */
  draining: boolean
  /** A request failed here in the last simulated seconds. */
  failing: boolean
  /** Percent of the rule's requests, where a rule forwards to several groups. */
  sharePercent: number | null
}

/** A run of failures at one object. */
export interface Failure {
  /** Failed since the run began. */
  count: number
  cause: string
  lastMs: number
}

/** How long after the last failure its run goes on, and how long its badge stays; simulated ms. */
const RUN_MS = 10_000
const BADGE_MS = 40_000

const still: EdgeFlow = { requestsPerSecond: 0, draining: false, failing: false, sharePercent: null }
const flows = new Map<string, EdgeFlow>()
const failures = new Map<string, Failure>()
const totals = new Map<string, { total: number; byCause: Record<string, number> }>()
const listeners = new Map<string, Set<() => void>>()

export const flowOf = (edgeId: string): EdgeFlow => flows.get(edgeId) ?? still
/** The failures at an object (`loadBalancer:ID`, `target:ID`), null when there were none lately. */
export const failureAt = (key: string): Failure | null => failures.get(key) ?? null

/** Listens to an edge or an object by its id or key. */
export function subscribeFlow(key: string, listener: () => void): () => void {
  const own = listeners.get(key) ?? new Set()
  listeners.set(key, own.add(listener))
  return () => {
    own.delete(listener)
  }
}

const tell = (key: string) => {
  for (const listener of listeners.get(key) ?? []) listener()
}

/** Width of an edge in px: 2 to 8 by requests a second, on a log scale. */
export function flowWidth(requestsPerSecond: number): number {
  if (requestsPerSecond <= 0) return 2
  return Math.min(8, 2 + 2 * Math.log10(1 + requestsPerSecond))
}

/** Px between two dots that run at `speed` px a second; null when there are too many or none to be told apart. */
export function dotGap(requestsPerSecond: number, speed: number): number | null {
  if (requestsPerSecond <= 0 || requestsPerSecond > 40) return null
  return Math.max(9, Math.round(speed / requestsPerSecond))
}

/** Keeps the run of failures of one object up to date. True when its badge changed. */
function follow(key: string, counts: Record<string, number>, nowMs: number): boolean {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0)
  const before = totals.get(key)
  totals.set(key, { total, byCause: counts })
  if (!before || total <= before.total) return false
  const run = failures.get(key)
  const cause = mostOf(counts, before.byCause)
  const fresh = !run || nowMs - run.lastMs > RUN_MS
  failures.set(key, { count: (fresh ? 0 : run.count) + total - before.total, cause, lastMs: nowMs })
  return true
}

function mostOf(counts: Record<string, number>, before: Record<string, number>): string {
  let most = ''
  let grewMost = 0
  for (const [cause, count] of Object.entries(counts)) {
    const grew = count - (before[cause] ?? 0)
    if (grew > grewMost) [most, grewMost] = [cause, grew]
  }
  return most
}

const failedCounts = (requests: RequestCounts): Record<string, number> =>
  Object.keys(requests.byCause).length > 0 ? requests.byCause : { failed: requests.failed }

function renew(frame: FrameInfo): void {
  if (!frame.changed) return
  if (frame.reset) {
    totals.clear()
    for (const key of [...failures.keys()]) {
      failures.delete(key)
      tell(key)
    }
  }
  for (const id of frame.dirty.loadBalancers) {
    const view = world.rows.loadBalancers.get(id)
    if (view && follow(`loadBalancer:${id}`, failedCounts(view.requests), frame.nowMs)) tell(`loadBalancer:${id}`)
  }
  for (const id of frame.dirty.targets) {
    const view = world.rows.targets.get(id)
    if (view && follow(`target:${id}`, view.failed, frame.nowMs)) tell(`target:${id}`)
  }
  let ended = false
  for (const [key, failure] of failures) {
    const age = frame.nowMs - failure.lastMs
    if (age > RUN_MS) ended = true
    if (age <= BADGE_MS && age >= 0) continue
    failures.delete(key)
    tell(key)
  }
  const { dirty } = frame
  if (frame.reset || ended || dirty.loadBalancers.size + dirty.rules.size + dirty.targets.size > 0) renewEdges()
}

function renewEdges(): void {
  for (const edge of getLayout().edges) set(edge.id, flowNow(edge.id, edge.kind, edge.from, edge.to))
}

function flowNow(id: string, kind: string, from: string, to: string): EdgeFlow {
  if (kind === 'target')
    return flowOfTargets((targetsByEdge.get(id) ?? []).flatMap((t) => world.rows.targets.get(t) ?? []))
  if (kind === 'clients') {
    const balancer = world.rows.loadBalancers.get(idIn(to))
    return { ...still, requestsPerSecond: balancer?.requestsPerSecond ?? 0, failing: isFailing(to) }
  }
  const rule = world.rows.rules.get(idIn(kind === 'rule' ? to : from))
  if (!rule) return still
  if (kind === 'forward') {
    const forward = rule.forwards.find(({ targetGroupId }) => targetGroupId === idIn(to))
    return forward
      ? { ...still, requestsPerSecond: forward.requestsPerSecond, sharePercent: forward.sharePercent }
      : still
  }
  const requestsPerSecond = rule.forwards.reduce((sum, forward) => sum + forward.requestsPerSecond, 0)
  return { ...still, requestsPerSecond }
}

function flowOfTargets(targets: TargetView[]): EdgeFlow {
  return {
    ...still,
    requestsPerSecond: targets.reduce((sum, target) => sum + target.requestsPerSecond, 0),
    draining: targets.length > 0 && targets.every((target) => target.state === 'draining'),
    failing: targets.some((target) => isFailing(`target:${target.id}`)),
  }
}

const isFailing = (key: string): boolean => world.nowMs - (failures.get(key)?.lastMs ?? -1e12) <= RUN_MS
const idIn = (key: string): string => key.slice(key.indexOf(':') + 1)

function set(id: string, flow: EdgeFlow): void {
  const old = flows.get(id) ?? still
  flows.set(id, flow)
  if (
    old.requestsPerSecond !== flow.requestsPerSecond ||
    old.draining !== flow.draining ||
    old.failing !== flow.failing ||
    old.sharePercent !== flow.sharePercent
  )
    tell(id)
}

onFrame(renew)
subscribeLayout(renewEdges)
