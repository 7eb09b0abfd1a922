/** Rows as Elastic Load Balancing's Describe operations show them (world document, design.md §6). */
import type {
  Action,
  Listener,
  LoadBalancer,
  Rule,
  RuleCondition,
  TargetGroup,
  TargetHealthDescription,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import type { Sim } from '../../kernel'
import { describeTargetHealth, loadBalancerOf } from '../../loadbalancing'
import type { ListenerRow, LoadBalancerRow, RuleRow, TargetGroupRow } from '../../model'
import { awsTime } from '../time'

export function loadBalancerView(sim: Sim, row: LoadBalancerRow): LoadBalancer {
  return {
    LoadBalancerArn: row.arn,
    DNSName: row.dnsName,
    CanonicalHostedZoneId: row.type === 'application' ? 'Z35SXDOTRQ7X7K' : 'Z26RNL4JYFTOTI',
    CreatedTime: awsTime(sim, row.createdAtMs),
    LoadBalancerName: row.name,
    Scheme: row.scheme,
    VpcId: row.vpcId,
    State: { Code: row.state },
    Type: row.type,
    AvailabilityZones: row.zones.map((zone) => ({
      ZoneName: zone.zoneName,
      SubnetId: zone.subnetId,
      LoadBalancerAddresses: [],
    })),
    ...(row.securityGroupIds.length > 0 ? { SecurityGroups: row.securityGroupIds } : {}),
    IpAddressType: 'ipv4',
  }
}

export function listenerView(sim: Sim, row: ListenerRow): Listener {
  return {
    ListenerArn: row.arn,
    LoadBalancerArn: sim.t.loadBalancers.need(row.loadBalancerId).arn,
    Port: row.port,
    Protocol: row.protocol as NonNullable<Listener['Protocol']>,
    DefaultActions: row.defaultActions as Action[],
  }
}

export function ruleView(row: RuleRow): Rule {
  return {
    RuleArn: row.arn,
    Priority: row.isDefault ? 'default' : String(row.priority),
    Conditions: row.conditions as RuleCondition[],
    Actions: row.actions as Action[],
    IsDefault: row.isDefault,
  }
}

export function targetGroupView(sim: Sim, row: TargetGroupRow): TargetGroup {
  const lb = loadBalancerOf(sim, row)
  const http = row.healthCheckProtocol === 'HTTP' || row.healthCheckProtocol === 'HTTPS'
  return {
    TargetGroupArn: row.arn,
    TargetGroupName: row.name,
    Protocol: row.protocol as NonNullable<TargetGroup['Protocol']>,
    Port: row.port,
    VpcId: row.vpcId,
    HealthCheckProtocol: row.healthCheckProtocol as NonNullable<TargetGroup['HealthCheckProtocol']>,
    HealthCheckPort: row.healthCheckPort,
    HealthCheckEnabled: true,
    HealthCheckIntervalSeconds: row.healthCheckIntervalSeconds,
    HealthCheckTimeoutSeconds: row.healthCheckTimeoutSeconds,
    HealthyThresholdCount: row.healthyThresholdCount,
    UnhealthyThresholdCount: row.unhealthyThresholdCount,
    ...(http ? { HealthCheckPath: row.healthCheckPath, Matcher: { HttpCode: row.matcher } } : {}),
    LoadBalancerArns: lb ? [lb.arn] : [],
    TargetType: row.targetType,
    ...(row.protocol === 'HTTP' || row.protocol === 'HTTPS' ? { ProtocolVersion: 'HTTP1' } : {}),
    IpAddressType: 'ipv4',
  }
}

/** A target group of the world document: its Describe shape with its targets' health. */
export function targetGroupWorldView(
  sim: Sim,
  row: TargetGroupRow,
): TargetGroup & { TargetHealthDescriptions: TargetHealthDescription[] } {
  return { ...targetGroupView(sim, row), TargetHealthDescriptions: describeTargetHealth(sim, row) }
}
