/** Which names of the account a member takes. */

export type NameKind =
  | 'cluster'
  | 'service'
  | 'taskDefinition'
  | 'task'
  | 'containerInstance'
  | 'capacityProvider'
  | 'serviceDeployment'
  | 'targetGroup'
  | 'loadBalancer'
  | 'listener'
  | 'rule'
  | 'vpc'
  | 'subnet'
  | 'securityGroup'
  | 'instance'
  | 'zone'
  | 'image'
  | 'fault'
  | 'alarm'

export interface NamesPort {
  /**
   * Names of a kind as a person would type them: short names of clusters, services and task definitions (`web:3`), ids of EC2
   * things, ARNs of the rest. `cluster` narrows services, tasks and container instances when the line names one.
   */
  names(kind: NameKind, cluster: string | null): readonly string[] | Promise<readonly string[]>
}

const BY_MEMBER: readonly [RegExp, NameKind][] = [
  [/^clusters?$/, 'cluster'],
  [/^services?$/, 'service'],
  [/^taskDefinitions?$/, 'taskDefinition'],
  [/^tasks?$/, 'task'],
  [/^containerInstances?$/, 'containerInstance'],
  [/^capacityProviders?$/, 'capacityProvider'],
  [/^serviceDeploymentArns?$/, 'serviceDeployment'],
  [/^targetGroupArns?$/i, 'targetGroup'],
  [/^loadBalancerArns?$/i, 'loadBalancer'],
  [/^listenerArns?$/i, 'listener'],
  [/^ruleArns?$/i, 'rule'],
  [/^vpcIds?$/i, 'vpc'],
  [/^subnet(s|Ids?)$/i, 'subnet'],
  [/^(securityGroup(s|Ids?)|GroupIds?)$/i, 'securityGroup'],
  [/^instanceIds?$/i, 'instance'],
  [/^(availabilityZones?|zoneNames?)$/i, 'zone'],
  [/^image$/, 'image'],
  [/^faultId$/, 'fault'],
  [/^alarmNames?$/i, 'alarm'],
]
/** Names that are given to something new, not taken from what is there. */
const NEW = new Set(['CreateCluster.clusterName', 'CreateService.serviceName', 'RegisterTaskDefinition.family'])

/** The kinds of names that a member of an operation takes; none when it takes no names. */
export function kindsOf(operation: string, member: string): readonly NameKind[] {
  if (NEW.has(`${operation}.${member}`)) return []
  if (member === 'serviceName') return ['service']
  if (operation === 'InjectFault' && member === 'target') return ['task', 'containerInstance', 'zone']
  if (operation === 'SetTraffic' && member === 'target') return ['loadBalancer', 'service']
  const found = BY_MEMBER.find(([pattern]) => pattern.test(member))
  return found ? [found[1]] : []
}
