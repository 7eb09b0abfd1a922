/** Listeners (N-56). Each has a default rule that mirrors its default actions. */
import type {
  CreateListenerCommandInput,
  DeleteListenerCommandInput,
  DescribeListenersCommandInput,
  ModifyListenerCommandInput,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import type { Sim } from '../../kernel'
import { ApiError } from '../../kernel'
import { groupArnsOf, refreshUse, routingWillChange } from '../../loadbalancing'
import type { ListenerRow, LoadBalancerRow } from '../../model'
import { checkActions } from './actions'
import { listenerByArn, loadBalancerByArn, pageOf, validationError } from './errors'
import { listenerView } from './views'

const PROTOCOLS: Record<LoadBalancerRow['type'], readonly string[]> = {
  application: ['HTTP', 'HTTPS'],
  network: ['TCP', 'TLS', 'UDP', 'TCP_UDP', 'QUIC', 'TCP_QUIC'],
}

function checkPort(sim: Sim, lb: LoadBalancerRow, port: number, except?: ListenerRow): void {
  if (port < 1 || port > 65_535) throw validationError(`Port '${port}' must be between 1 and 65535`)
  const same = sim.t.listeners.by('loadBalancer', lb.id).find((listener) => listener.port === port)
  if (!same || same.id === except?.id) return
  const text = `A listener already exists on this port for this load balancer '${lb.arn}'`
  throw new ApiError('DuplicateListenerException', text)
}

function checkProtocol(lb: LoadBalancerRow, protocol: string, certificates: readonly unknown[] | undefined): void {
  const allowed = PROTOCOLS[lb.type]
  if (!allowed.includes(protocol)) {
    throw validationError(`Listener protocol '${protocol}' must be one of '${allowed.join(', ')}'`)
  }
  if ((protocol === 'HTTPS' || protocol === 'TLS') && !certificates?.length) {
    throw new ApiError('CertificateNotFoundException', `A certificate must be specified for ${protocol} listeners`)
  }
}

export function createListener(sim: Sim, input: CreateListenerCommandInput) {
  const lb = loadBalancerByArn(sim, input.LoadBalancerArn)
  const protocol = input.Protocol ?? ''
  const port = input.Port ?? 0
  checkProtocol(lb, protocol, input.Certificates)
  checkPort(sim, lb, port)
  if (sim.t.listeners.countBy('loadBalancer', lb.id) >= 50) {
    throw new ApiError('TooManyListenersException', 'A load balancer can have at most 50 listeners') // N-57
  }
  const defaultActions = checkActions(sim, lb, input.DefaultActions ?? [])
  routingWillChange(sim)
  const base = sim.newRow('listeners')
  const path = lb.arn.split(':loadbalancer/')[1] as string
  const listenerPath = `${path}/${sim.hex('listener', base.n, 16)}`
  const arn = sim.arn('elasticloadbalancing', `listener/${listenerPath}`)
  const row = sim.t.listeners.put({
    ...base,
    arn,
    loadBalancerId: lb.id,
    port,
    protocol,
    defaultActions,
    createdAtMs: sim.nowMs,
  })
  const rule = sim.newRow('rules')
  sim.t.rules.put({
    ...rule,
    arn: sim.arn('elasticloadbalancing', `listener-rule/${listenerPath}/${sim.hex('rule', rule.n, 16)}`),
    listenerId: row.id,
    priority: 0,
    isDefault: true,
    conditions: [],
    actions: defaultActions,
    createdAtMs: sim.nowMs,
  })
  refreshUse(sim, groupArnsOf(defaultActions))
  return { Listeners: [listenerView(sim, row)] }
}

export function describeListeners(sim: Sim, input: DescribeListenersCommandInput) {
  const rows = input.ListenerArns?.length
    ? input.ListenerArns.map((arn) => listenerByArn(sim, arn))
    : sim.t.listeners.by('loadBalancer', loadBalancerByArn(sim, input.LoadBalancerArn).id)
  const { items, NextMarker } = pageOf(rows, input)
  return { Listeners: items.map((row) => listenerView(sim, row)), ...(NextMarker ? { NextMarker } : {}) }
}

export function modifyListener(sim: Sim, input: ModifyListenerCommandInput) {
  const row = listenerByArn(sim, input.ListenerArn)
  const lb = sim.t.loadBalancers.need(row.loadBalancerId)
  const protocol = input.Protocol ?? row.protocol
  if (input.Protocol && protocol !== row.protocol) checkProtocol(lb, protocol, input.Certificates)
  const port = input.Port ?? row.port
  checkPort(sim, lb, port, row)
  const defaultActions = input.DefaultActions ? checkActions(sim, lb, input.DefaultActions) : row.defaultActions
  routingWillChange(sim)
  const next = sim.t.listeners.patch(row.id, { protocol, port, defaultActions })
  const rule = sim.t.rules.by('listener', row.id).find((r) => r.isDefault)
  if (rule) sim.t.rules.patch(rule.id, { actions: defaultActions })
  refreshUse(sim, groupArnsOf([...row.defaultActions, ...defaultActions]))
  return { Listeners: [listenerView(sim, next)] }
}

export function deleteListener(sim: Sim, input: DeleteListenerCommandInput) {
  const row = listenerByArn(sim, input.ListenerArn)
  routingWillChange(sim)
  const rules = sim.t.rules.by('listener', row.id)
  for (const rule of rules) sim.t.rules.delete(rule.id)
  sim.t.listeners.delete(row.id)
  refreshUse(sim, groupArnsOf([...row.defaultActions, ...rules.flatMap((rule) => rule.actions)]))
  return {}
}
