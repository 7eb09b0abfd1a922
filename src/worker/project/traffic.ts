/** Request figures as the engine counts them up to now, per load balancer and target. */
import { ratesNow, trafficAt } from '../../engine'
import type { RequestCounts, TargetView } from '../views'
import type { TrafficFigures } from './balancing'
import type { Source } from './source'

export interface Figures {
  balancers: Map<string, TrafficFigures>
  /** Thousandths of a request a second, by the engine's `forwardKey`. */
  forwards: ReadonlyMap<string, number>
  targets: Map<string, Pick<TargetView, 'requestsPerSecond' | 'failed'>>
}

const happened = (counts: Partial<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(Object.entries(counts).filter((entry): entry is [string, number] => (entry[1] ?? 0) > 0))

function countsOf(requests: ReturnType<typeof trafficAt>['total'] | undefined): RequestCounts {
  if (!requests) return { total: 0, ok: 0, failed: 0, inFlight: 0, byCause: {} }
  const { total, ok, inFlight, byCause } = requests
  return { total, ok, failed: total - ok - inFlight, inFlight, byCause: happened(byCause) }
}

/** Figures of every load balancer and target. Rates come in thousandths of a request a second. */
export function figuresOf(source: Source): Figures {
  const { engine } = source
  const traffic = trafficAt(engine.sim)
  const rates = ratesNow(engine.sim)
  const figures: Figures = { balancers: new Map(), forwards: rates.forwards, targets: new Map() }
  for (const row of engine.rows('loadBalancers')) {
    const requestsPerSecond = (rates.loadBalancers.get(row.id) ?? 0) / 1_000
    figures.balancers.set(row.id, { requestsPerSecond, requests: countsOf(traffic.loadBalancers.get(row.id)) })
  }
  for (const row of engine.rows('targets')) {
    const requestsPerSecond = Math.round((rates.targets.get(row.id) ?? 0) / 100) / 10
    figures.targets.set(row.id, { requestsPerSecond, failed: happened(traffic.target(row.id)?.failed ?? {}) })
  }
  return figures
}
