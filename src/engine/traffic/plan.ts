/** What the rows say about new requests to a load balancer: who gets them, in what order, and how they end. */
import type { Sim } from '../kernel'
import type { RequestFacts } from '../loadbalancing'
import { candidatesOf, mainListener, routeRequest } from '../loadbalancing'
import type { LoadBalancerRow, TargetGroupRow, TargetRow } from '../model'
import { smoothCycle } from './deal'
import type { Ending } from './outcomes'
import { answeredWith, atOnce } from './outcomes'

export type Plan =
  /** Every request ends alike, without a target. */
  | { kind: 'answered'; ending: Ending }
  /** Dealt to groups by `cycle`, and within a group in turn; `empty` is the end of requests that find nobody (N-72). */
  | { kind: 'forward'; key: string; cycle: readonly number[]; groups: GroupPlan[]; empty: Ending }

export interface GroupPlan {
  group: TargetGroupRow
  /** In registration order. */
  candidates: TargetRow[]
}

/** The client that SetTraffic describes: GET / to the load balancer's own name, from the internet. */
function clientRequest(lb: LoadBalancerRow): RequestFacts {
  return { method: 'GET', host: lb.dnsName, path: '/', headers: {}, query: [], sourceIp: '198.51.100.10' }
}

/** The plan for a load balancer; one that is gone or not active has no address to call. */
export function planFor(sim: Sim, lb: LoadBalancerRow | undefined): Plan {
  if (!lb) return { kind: 'answered', ending: atOnce('refused') }
  const route = routeRequest(sim, lb, mainListener(sim, lb.id), clientRequest(lb))
  if (route.kind === 'refused') return { kind: 'answered', ending: atOnce('refused') }
  if (route.kind === 'answered') return { kind: 'answered', ending: answeredWith(route.code) }
  const empty = atOnce(lb.type === 'network' ? 'refused' : 'elb503')
  const cycle = smoothCycle(route.groups.map(({ weight }) => weight))
  if (cycle.length === 0) return { kind: 'answered', ending: empty } // N-61: weights add up to 0
  const groups = route.groups.map(({ group }) => ({ group, candidates: candidatesOf(sim, group) }))
  return { kind: 'forward', key: route.key, cycle, groups, empty }
}
