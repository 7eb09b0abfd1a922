/**
 * Whether security groups let a load balancer reach a target (N-53, N-54). Approximate: a group that nobody has edited
 * (no rule beyond the one that admits its own members) admits everything, so that a first service works without a
 * lesson in firewalls; once it has a rule of its own it is judged as AWS does. Egress and NACLs count as open.
 */
import type { Sim } from '../kernel'
import type { LoadBalancerRow, SecurityGroupRow, TargetRow, TaskRow } from '../model'
import { contains, parseCidr, parseIp } from '../network'

/** The part of EC2's IpPermission that a TCP connection is judged by. */
interface Permission {
  IpProtocol?: string
  FromPort?: number
  ToPort?: number
  IpRanges?: { CidrIp?: string }[]
  UserIdGroupPairs?: { GroupId?: string }[]
}

/** Whether TCP from the load balancer reaches `port` of the target; unknown groups admit. */
export function admits(
  sim: Sim,
  lb: LoadBalancerRow | undefined,
  target: TargetRow,
  task: TaskRow | undefined,
  port: number,
): boolean {
  if (!lb || lb.securityGroupIds.length === 0) return true
  const ids = groupIdsOf(sim, target, task)
  const groups = ids.flatMap((id) => sim.t.securityGroups.find('groupId', id) ?? [])
  if (groups.length === 0 || groups.length < ids.length || groups.some((group) => !isEdited(group))) return true
  return groups.some((group) => (group.ingress as Permission[]).some((p) => permits(sim, p, lb, port)))
}

function groupIdsOf(sim: Sim, target: TargetRow, task: TaskRow | undefined): string[] {
  if (task?.networkMode === 'awsvpc') return sim.t.networkInterfaces.get(task.eniId ?? '')?.securityGroupIds ?? []
  return sim.t.instances.find('instanceId', target.targetId)?.securityGroupIds ?? []
}

function isEdited(group: SecurityGroupRow): boolean {
  return (group.ingress as Permission[]).some(
    (p) => !(p.IpProtocol === '-1' && p.UserIdGroupPairs?.every((pair) => pair.GroupId === group.groupId)),
  )
}

function permits(sim: Sim, permission: Permission, lb: LoadBalancerRow, port: number): boolean {
  const { IpProtocol, FromPort = 0, ToPort = 65_535 } = permission
  if (IpProtocol !== '-1' && (IpProtocol !== 'tcp' || port < FromPort || port > ToPort)) return false
  if (permission.UserIdGroupPairs?.some((pair) => lb.securityGroupIds.includes(pair.GroupId ?? ''))) return true
  return (permission.IpRanges ?? []).some((range) => holdsNode(sim, range.CidrIp ?? '', lb))
}

/** Whether the range holds an address of one of the load balancer's nodes. */
function holdsNode(sim: Sim, range: string, lb: LoadBalancerRow): boolean {
  const cidr = parseCidr(range)
  if (!cidr) return false
  if (cidr.size >= 4_294_967_296) return true
  return sim.t.networkInterfaces
    .by('owner', lb.id)
    .some((eni) => contains(cidr, { base: parseIp(eni.privateIp) ?? 0, size: 1, prefix: 32 }))
}
