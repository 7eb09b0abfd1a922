/** Targets registered and taken out by hand, and their health (N-57, N-62, N-63, N-81, N-143). */
import type {
  DeregisterTargetsCommandInput,
  DescribeTargetHealthCommandInput,
  RegisterTargetsCommandInput,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import type { Sim } from '../../kernel'
import { ApiError } from '../../kernel'
import type { Registration } from '../../loadbalancing'
import { deregisterTargets, describeTargetHealth, registerTarget } from '../../loadbalancing'
import type { TargetGroupRow } from '../../model'
import { contains, parseCidr, parseIp } from '../../network'
import { targetGroupByArn } from './errors'

const TARGETS_PER_GROUP = 1000 // N-57

export function registerTargets(sim: Sim, input: RegisterTargetsCommandInput) {
  const group = targetGroupByArn(sim, input.TargetGroupArn)
  const wanted = (input.Targets ?? []).map(({ Id = '', Port, AvailabilityZone }) =>
    registration(sim, group, Id, Port ?? group.port, AvailabilityZone),
  )
  const known = (r: Registration) => sim.t.targets.find('key', `${group.id} ${r.targetId}:${r.port}`)
  const more = wanted.filter((r) => !known(r))
  if (sim.t.targets.countBy('targetGroup', group.id) + more.length > TARGETS_PER_GROUP) {
    throw new ApiError('TooManyTargetsException', `A target group can have at most ${TARGETS_PER_GROUP} targets`)
  }
  for (const r of more) registerTarget(sim, r)
  return {}
}

function registration(
  sim: Sim,
  group: TargetGroupRow,
  id: string,
  port: number,
  zone: string | undefined,
): Registration {
  const common = { targetGroupId: group.id, targetId: id, port, taskId: null, containerName: null, containerPort: port }
  if (group.targetType === 'instance') {
    const instance = sim.t.instances.find('instanceId', id)
    if (!instance)
      throw new ApiError('InvalidTargetException', `The following targets are not valid instances: '${id}'`)
    if (instance.state !== 'running') {
      const text = `The following targets are not in a running state and cannot be registered: '${id}'`
      throw new ApiError('InvalidTargetException', text)
    }
    return { ...common, zone: instance.zone }
  }
  const address = parseIp(id)
  if (address === null)
    throw new ApiError('InvalidTargetException', `The IP address '${id}' is not a valid IPv4 address`)
  const host = { base: address, size: 1, prefix: 32 }
  const inside = (block: string) => {
    const cidr = parseCidr(block)
    return cidr !== null && contains(cidr, host)
  }
  const subnet = sim.t.subnets.by('vpc', group.vpcId).find((s) => inside(s.cidrBlock))
  if (subnet) {
    const eni = sim.t.networkInterfaces.find('address', `${subnet.subnetId} ${id}`)
    if (eni?.owner === 'loadBalancer') {
      const text = 'The IP address cannot be used as a target, as it is in use by a load balancer'
      throw new ApiError('InvalidTargetException', text)
    }
    return { ...common, zone: subnet.zone }
  }
  // N-62: peers outside the VPC need a private address and are named with the zone "all".
  if (!['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'].some(inside)) {
    throw new ApiError('InvalidTargetException', `The IP address '${id}' must be a private address`)
  }
  if (zone !== 'all') {
    const text = `You must specify the Availability Zone 'all' for the IP address '${id}' because it is outside the VPC`
    throw new ApiError('InvalidTargetException', text)
  }
  return { ...common, zone: 'all' }
}

/** A target that is not registered is passed over, as AWS does. */
export function deregisterTargetsByHand(sim: Sim, input: DeregisterTargetsCommandInput) {
  const group = targetGroupByArn(sim, input.TargetGroupArn)
  const targets = sim.t.targets.by('targetGroup', group.id)
  const ids = (input.Targets ?? []).flatMap(({ Id, Port }) =>
    targets.filter((t) => t.targetId === Id && (Port === undefined || t.port === Port)).map((t) => t.id),
  )
  deregisterTargets(sim, ids)
  return {}
}

export function describeHealth(sim: Sim, input: DescribeTargetHealthCommandInput) {
  const group = targetGroupByArn(sim, input.TargetGroupArn)
  return { TargetHealthDescriptions: describeTargetHealth(sim, group, input.Targets) }
}
