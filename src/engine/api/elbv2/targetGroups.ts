/** Target groups and their attributes (N-62, N-65). */
import type {
  CreateTargetGroupCommandInput,
  DeleteTargetGroupCommandInput,
  DescribeTargetGroupAttributesCommandInput,
  DescribeTargetGroupsCommandInput,
  ModifyTargetGroupAttributesCommandInput,
  ModifyTargetGroupCommandInput,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import type { Sim } from '../../kernel'
import { ApiError } from '../../kernel'
import {
  changeHealthCheck,
  dropTarget,
  groupArnsOfLoadBalancer,
  loadBalancerOf,
  routingWillChange,
} from '../../loadbalancing'
import type { TargetGroupRow } from '../../model'
import { attributeList, changedAttributes, familyOf, targetGroupDefaults } from './attributes'
import { checkName, loadBalancerByArn, pageOf, targetGroupByArn, validationError } from './errors'
import { targetGroupView } from './views'

type HealthCheck = Pick<
  TargetGroupRow,
  | 'healthCheckProtocol'
  | 'healthCheckPort'
  | 'healthCheckPath'
  | 'healthCheckIntervalSeconds'
  | 'healthCheckTimeoutSeconds'
  | 'healthyThresholdCount'
  | 'unhealthyThresholdCount'
  | 'matcher'
>

const GROUP_PROTOCOLS = ['HTTP', 'HTTPS', 'TCP', 'TLS', 'UDP', 'TCP_UDP', 'QUIC', 'TCP_QUIC']

/** N-65's defaults for the group's protocol. */
function defaultCheck(protocol: string, input: CreateTargetGroupCommandInput): HealthCheck {
  const application = familyOf(protocol) === 'application'
  const healthCheckProtocol = input.HealthCheckProtocol ?? (application ? 'HTTP' : 'TCP')
  return {
    healthCheckProtocol,
    healthCheckPort: 'traffic-port',
    healthCheckPath: '/',
    healthCheckIntervalSeconds: 30,
    healthCheckTimeoutSeconds: application ? 5 : healthCheckProtocol === 'HTTP' ? 6 : 10,
    healthyThresholdCount: 5,
    unhealthyThresholdCount: 2,
    matcher: application ? '200' : '200-399',
  }
}

/** `base` with what the input names. Throws ValidationError outside N-65's ranges. */
function checkedHealthCheck(
  base: HealthCheck,
  family: 'application' | 'network',
  input: CreateTargetGroupCommandInput | ModifyTargetGroupCommandInput,
): HealthCheck {
  if (input.HealthCheckEnabled === false)
    throw validationError('Health check enabled must be true for this target type')
  const check: HealthCheck = {
    healthCheckProtocol: input.HealthCheckProtocol ?? base.healthCheckProtocol,
    healthCheckPort: input.HealthCheckPort ?? base.healthCheckPort,
    healthCheckPath: input.HealthCheckPath ?? base.healthCheckPath,
    healthCheckIntervalSeconds: input.HealthCheckIntervalSeconds ?? base.healthCheckIntervalSeconds,
    healthCheckTimeoutSeconds: input.HealthCheckTimeoutSeconds ?? base.healthCheckTimeoutSeconds,
    healthyThresholdCount: input.HealthyThresholdCount ?? base.healthyThresholdCount,
    unhealthyThresholdCount: input.UnhealthyThresholdCount ?? base.unhealthyThresholdCount,
    matcher: input.Matcher?.HttpCode ?? base.matcher,
  }
  const allowed = family === 'application' ? ['HTTP', 'HTTPS'] : ['TCP', 'HTTP', 'HTTPS']
  if (!allowed.includes(check.healthCheckProtocol)) {
    throw validationError(`Health check protocol '${check.healthCheckProtocol}' must be one of '${allowed.join(', ')}'`)
  }
  inRange('Health check interval', check.healthCheckIntervalSeconds, 5, 300)
  inRange('Health check timeout', check.healthCheckTimeoutSeconds, 2, 120)
  inRange('Healthy threshold count', check.healthyThresholdCount, 2, 10)
  inRange('Unhealthy threshold count', check.unhealthyThresholdCount, 2, 10)
  const { healthCheckPort, healthCheckPath, healthCheckTimeoutSeconds, healthCheckIntervalSeconds } = check
  if (healthCheckPort !== 'traffic-port') inRange('Health check port', Number(healthCheckPort), 1, 65_535)
  if (!healthCheckPath.startsWith('/') || healthCheckPath.length > 1024) {
    throw validationError(
      `Health check path '${healthCheckPath}' must begin with a '/' character and have at most 1024`,
    )
  }
  if (healthCheckTimeoutSeconds >= healthCheckIntervalSeconds) {
    throw validationError(
      `Health check timeout '${healthCheckTimeoutSeconds}' must be smaller than the interval '${healthCheckIntervalSeconds}'`,
    )
  }
  checkMatcher(check.matcher, family === 'application' ? 499 : 599)
  return check
}

function inRange(what: string, value: number, low: number, high: number): void {
  if (!Number.isInteger(value) || value < low || value > high) {
    throw validationError(`${what} '${value}' must be between ${low} and ${high}`)
  }
}

function checkMatcher(matcher: string, high: number): void {
  const good = matcher.split(',').every((part) => {
    const codes = part.split('-').map(Number)
    const ordered = codes.length === 1 || (codes.length === 2 && Number(codes[0]) <= Number(codes[1]))
    return /^\d{3}(-\d{3})?$/.test(part) && ordered && codes.every((code) => code >= 200 && code <= high)
  })
  if (!good) throw validationError(`Health check matcher HTTP code '${matcher}' must be within 200 and ${high}`)
}

/** A repeat with the same name and settings answers the existing one, as AWS does. */
export function createTargetGroup(sim: Sim, input: CreateTargetGroupCommandInput) {
  const name = input.Name ?? ''
  checkName('Target group', name)
  const targetType = input.TargetType ?? 'instance'
  // N-62 names lambda and alb too; no task ever stands behind those.
  if (targetType !== 'instance' && targetType !== 'ip')
    throw validationError(`Target type '${targetType}' is not supported`)
  const protocol = input.Protocol
  if (!protocol) throw validationError('A protocol must be specified')
  if (!GROUP_PROTOCOLS.includes(protocol)) throw validationError(`Protocol '${protocol}' is not supported`)
  if (input.Port === undefined) throw validationError('A port must be specified')
  inRange('Port', input.Port, 1, 65_535)
  if (!input.VpcId) throw validationError('A VPC ID must be specified')
  if (!sim.t.vpcs.find('vpcId', input.VpcId)) throw validationError(`The VPC ID '${input.VpcId}' is not found`)
  const check = checkedHealthCheck(defaultCheck(protocol, input), familyOf(protocol), input)
  const settings = { protocol, port: input.Port, vpcId: input.VpcId, targetType, ...check }

  const same = sim.t.targetGroups.find('name', name)
  if (same) {
    const keys = Object.keys(settings) as (keyof typeof settings)[]
    if (keys.every((key) => same[key] === settings[key])) return { TargetGroups: [targetGroupView(sim, same)] }
    const text = `A target group with the same name '${name}' exists, but with different settings`
    throw new ApiError('DuplicateTargetGroupNameException', text)
  }
  const base = sim.newRow('targetGroups')
  const row = sim.t.targetGroups.put({
    ...base,
    arn: sim.arn('elasticloadbalancing', `targetgroup/${name}/${sim.hex('tg', base.n, 16)}`),
    name,
    ...settings,
    attributes: targetGroupDefaults(protocol, targetType),
    createdAtMs: sim.nowMs,
    tags: input.Tags ?? [],
  })
  return { TargetGroups: [targetGroupView(sim, row)] }
}

export function describeTargetGroups(sim: Sim, input: DescribeTargetGroupsCommandInput) {
  let rows = [...sim.t.targetGroups.values()]
  if (input.TargetGroupArns?.length) rows = input.TargetGroupArns.map((arn) => targetGroupByArn(sim, arn))
  else if (input.Names?.length) {
    rows = input.Names.map((name) => targetGroupByArn(sim, sim.t.targetGroups.find('name', name)?.arn))
  } else if (input.LoadBalancerArn) {
    const used = groupArnsOfLoadBalancer(sim, loadBalancerByArn(sim, input.LoadBalancerArn).id)
    rows = rows.filter((row) => used.includes(row.arn))
  }
  const { items, NextMarker } = pageOf(rows, input)
  return { TargetGroups: items.map((row) => targetGroupView(sim, row)), ...(NextMarker ? { NextMarker } : {}) }
}

export function modifyTargetGroup(sim: Sim, input: ModifyTargetGroupCommandInput) {
  const row = targetGroupByArn(sim, input.TargetGroupArn)
  const check = checkedHealthCheck(row, familyOf(row.protocol), input)
  return { TargetGroups: [targetGroupView(sim, changeHealthCheck(sim, row.id, check))] }
}

/** Its targets go with it, undrained; a group in a listener or rule stays (ResourceInUseException). */
export function deleteTargetGroup(sim: Sim, input: DeleteTargetGroupCommandInput) {
  const row = sim.t.targetGroups.find('arn', input.TargetGroupArn ?? '')
  if (!row) return {}
  if (loadBalancerOf(sim, row)) {
    const text = `Target group '${row.arn}' is currently in use by a listener or a rule`
    throw new ApiError('ResourceInUseException', text)
  }
  routingWillChange(sim)
  for (const target of sim.t.targets.by('targetGroup', row.id)) dropTarget(sim, target.id)
  sim.t.targetGroups.delete(row.id)
  return {}
}

/** A drain under way keeps the delay it began with. */
export function modifyTargetGroupAttributes(sim: Sim, input: ModifyTargetGroupAttributesCommandInput) {
  const row = targetGroupByArn(sim, input.TargetGroupArn)
  const attributes = changedAttributes('Target group', familyOf(row.protocol), row.attributes, input.Attributes ?? [])
  routingWillChange(sim)
  sim.t.targetGroups.patch(row.id, { attributes })
  return { Attributes: attributeList(attributes) }
}

export function describeTargetGroupAttributes(sim: Sim, input: DescribeTargetGroupAttributesCommandInput) {
  return { Attributes: attributeList(targetGroupByArn(sim, input.TargetGroupArn).attributes) }
}
