/** Attributes of load balancers and target groups: defaults, and what values they take (N-73 … N-75, N-81, N-83). */
import { validationError } from './errors'

type Check = (value: string) => boolean

const flag: Check = (value) => value === 'true' || value === 'false'
const whole =
  (low: number, high: number): Check =>
  (value) =>
    /^\d{1,6}$/.test(value) && Number(value) >= low && Number(value) <= high
const oneOf =
  (...words: string[]): Check =>
  (value) =>
    words.includes(value)
const countOrOff: Check = (value) => value === 'off' || whole(1, 100)(value)
const anything: Check = () => true

/** [key, default, check]; the order is the order of the answer. */
type Spec = readonly (readonly [key: string, initial: string, check: Check])[]

const EVERY_LOAD_BALANCER: Spec = [
  ['deletion_protection.enabled', 'false', flag],
  ['access_logs.s3.enabled', 'false', flag],
  ['access_logs.s3.bucket', '', anything],
  ['access_logs.s3.prefix', '', anything],
]

const LOAD_BALANCER: Record<string, Spec> = {
  application: [
    ...EVERY_LOAD_BALANCER,
    ['idle_timeout.timeout_seconds', '60', whole(1, 4000)],
    ['client_keep_alive.seconds', '3600', whole(60, 604_800)],
    ['routing.http2.enabled', 'true', flag],
    ['routing.http.drop_invalid_header_fields.enabled', 'false', flag],
    ['load_balancing.cross_zone.enabled', 'true', oneOf('true')],
  ],
  network: [...EVERY_LOAD_BALANCER, ['load_balancing.cross_zone.enabled', 'false', flag]],
}

const EVERY_GROUP: Spec = [
  ['deregistration_delay.timeout_seconds', '300', whole(0, 3600)],
  ['stickiness.enabled', 'false', flag],
  [
    'load_balancing.cross_zone.enabled',
    'use_load_balancer_configuration',
    oneOf('true', 'false', 'use_load_balancer_configuration'),
  ],
  ['target_group_health.dns_failover.minimum_healthy_targets.count', '1', countOrOff],
  ['target_group_health.dns_failover.minimum_healthy_targets.percentage', 'off', countOrOff],
  ['target_group_health.unhealthy_state_routing.minimum_healthy_targets.count', '1', whole(1, 1000)],
  ['target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage', 'off', countOrOff],
]

const GROUP: Record<string, Spec> = {
  application: [
    ...EVERY_GROUP,
    ['stickiness.type', 'lb_cookie', oneOf('lb_cookie', 'app_cookie')],
    ['stickiness.lb_cookie.duration_seconds', '86400', whole(1, 604_800)],
    ['slow_start.duration_seconds', '0', (value) => value === '0' || whole(30, 900)(value)],
    [
      'load_balancing.algorithm.type',
      'round_robin',
      oneOf('round_robin', 'least_outstanding_requests', 'weighted_random'),
    ],
    ['load_balancing.algorithm.anomaly_mitigation', 'off', oneOf('on', 'off')],
  ],
  network: [
    ...EVERY_GROUP,
    ['stickiness.type', 'source_ip', oneOf('source_ip')],
    ['deregistration_delay.connection_termination.enabled', 'false', flag],
    ['proxy_protocol_v2.enabled', 'false', flag],
    ['preserve_client_ip.enabled', 'false', flag],
    ['target_health_state.unhealthy.connection_termination.enabled', 'true', flag],
    ['target_health_state.unhealthy.draining_interval_seconds', '0', whole(0, 360_000)],
  ],
}

export function loadBalancerDefaults(type: 'application' | 'network'): Record<string, string> {
  return defaultsOf(LOAD_BALANCER[type] ?? [])
}

/** N-77, N-83: UDP groups terminate connections and keep the client's address; instance targets keep it too. */
export function targetGroupDefaults(protocol: string, targetType: string): Record<string, string> {
  const defaults = defaultsOf(GROUP[familyOf(protocol)] ?? [])
  if (familyOf(protocol) === 'application') return defaults
  const udp = protocol === 'UDP' || protocol === 'TCP_UDP'
  return {
    ...defaults,
    'deregistration_delay.connection_termination.enabled': String(udp),
    'preserve_client_ip.enabled': String(udp || targetType === 'instance'),
  }
}

/** Which kind of load balancer a protocol belongs to (N-56). */
export function familyOf(protocol: string): 'application' | 'network' {
  return protocol === 'HTTP' || protocol === 'HTTPS' ? 'application' : 'network'
}

function defaultsOf(spec: Spec): Record<string, string> {
  return Object.fromEntries(spec.map(([key, initial]) => [key, initial]))
}

type KeyValue = { Key?: string | undefined; Value?: string | undefined }

/** `current` with the changes applied. Throws ValidationError for a key or a value that does not exist. */
export function changedAttributes(
  what: 'Load balancer' | 'Target group',
  family: 'application' | 'network',
  current: Record<string, string>,
  changes: readonly KeyValue[],
): Record<string, string> {
  const spec = (what === 'Load balancer' ? LOAD_BALANCER : GROUP)[family] ?? []
  const next = { ...current }
  for (const { Key = '', Value = '' } of changes) {
    const found = spec.find(([key]) => key === Key)
    if (!found) throw validationError(`${what} attribute key '${Key}' is not recognized`)
    if (!found[2](Value)) throw validationError(`${what} attribute '${Key}' does not accept the value '${Value}'`)
    next[Key] = Value
  }
  return next
}

export function attributeList(attributes: Record<string, string>): { Key: string; Value: string }[] {
  return Object.entries(attributes).map(([Key, Value]) => ({ Key, Value }))
}
