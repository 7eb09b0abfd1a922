/** Load balancers: create, describe, delete, attributes (N-56, N-57). */
import type {
  CreateLoadBalancerCommandInput,
  CreateLoadBalancerCommandOutput,
  DeleteLoadBalancerCommandInput,
  DescribeLoadBalancerAttributesCommandInput,
  DescribeLoadBalancersCommandInput,
  ModifyLoadBalancerAttributesCommandInput,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import type { Sim } from '../../kernel'
import { ApiError } from '../../kernel'
import { groupArnsOfLoadBalancer, refreshUse, routingWillChange } from '../../loadbalancing'
import type { LoadBalancerRow, SubnetRow } from '../../model'
import { adoptUnknownNetwork, createInterface, deleteEni, freeAddresses } from '../../network'
import { seconds } from '../../tasks/images'
import { attributeList, changedAttributes, loadBalancerDefaults } from './attributes'
import { checkName, invalidConfiguration, loadBalancerByArn, pageOf, validationError } from './errors'
import { loadBalancerView } from './views'

type Answer<T> = Omit<T, '$metadata'>

/** A repeat with the same name and settings answers the existing one, as AWS does. */
export function createLoadBalancer(
  sim: Sim,
  input: CreateLoadBalancerCommandInput,
): Answer<CreateLoadBalancerCommandOutput> {
  const name = input.Name ?? ''
  checkName('Load balancer', name)
  if (name.startsWith('internal-')) throw validationError(`Load balancer name '${name}' cannot begin with 'internal-'`)
  const type = input.Type ?? 'application'
  if (type === 'gateway') throw validationError("Load balancer type 'gateway' is not supported")
  const subnetIds = input.Subnets ?? (input.SubnetMappings ?? []).map((mapping) => mapping.SubnetId ?? '')
  const groupIds = input.SecurityGroups ?? []
  adoptUnknownNetwork(sim, [...subnetIds, ...groupIds])
  const subnets = checkSubnets(sim, subnetIds, type)
  const vpcId = subnets[0]?.vpcId ?? ''
  const securityGroupIds = checkGroups(sim, groupIds, type, vpcId)
  const scheme = input.Scheme ?? 'internet-facing'

  const same = sim.t.loadBalancers.find('name', name)
  if (same) {
    const zones = subnets.map((subnet) => subnet.subnetId)
    if (same.type === type && same.scheme === scheme && same.zones.every((zone) => zones.includes(zone.subnetId))) {
      return { LoadBalancers: [loadBalancerView(sim, same)] }
    }
    throw new ApiError(
      'DuplicateLoadBalancerNameException',
      `A load balancer with the same name '${name}' exists, but with different settings`,
    )
  }
  for (const subnet of subnets) {
    if (freeAddresses(sim, subnet.subnetId) >= 8) continue
    const need = 'ELB requires at least 8 free IP addresses in each subnet.'
    throw new ApiError('InvalidSubnetException', `Not enough IP space available in ${subnet.subnetId}. ${need}`)
  }
  return {
    LoadBalancers: [loadBalancerView(sim, put(sim, { name, type, scheme, vpcId, subnets, securityGroupIds, input }))],
  }
}

interface Wanted {
  name: string
  type: 'application' | 'network'
  scheme: 'internet-facing' | 'internal'
  vpcId: string
  subnets: SubnetRow[]
  securityGroupIds: string[]
  input: CreateLoadBalancerCommandInput
}

function put(sim: Sim, wanted: Wanted): LoadBalancerRow {
  const { name, type, scheme, vpcId, subnets, securityGroupIds, input } = wanted
  const base = sim.newRow('loadBalancers')
  const hex = sim.hex('lb', base.n, 16)
  const host = `${scheme === 'internal' ? 'internal-' : ''}${name}`
  const { region } = sim.options
  const provisioningMs = seconds(sim.timings.lbProvisioning)
  const row = sim.t.loadBalancers.put({
    ...base,
    arn: sim.arn('elasticloadbalancing', `loadbalancer/${type === 'application' ? 'app' : 'net'}/${name}/${hex}`),
    name,
    type,
    scheme,
    dnsName:
      type === 'application'
        ? `${host}-${sim.digits('lb', base.n, 10)}.${region}.elb.amazonaws.com`
        : `${host}-${hex}.elb.${region}.amazonaws.com`,
    vpcId,
    state: provisioningMs > 0 ? 'provisioning' : 'active',
    zones: subnets.map((subnet) => ({ zoneName: subnet.zone, subnetId: subnet.subnetId })),
    securityGroupIds,
    attributes: loadBalancerDefaults(type),
    createdAtMs: sim.nowMs,
    tags: input.Tags ?? [],
  })
  const publicIp = scheme === 'internet-facing'
  for (const { subnetId } of subnets) {
    createInterface(sim, { subnetId, securityGroupIds, owner: 'loadBalancer', ownerId: row.id, publicIp })
  }
  // N-56
  if (provisioningMs > 0) sim.schedule(sim.nowMs + provisioningMs, 0, 'loadbalancing.active', row.id)
  return row
}

function checkSubnets(sim: Sim, ids: readonly string[], type: string): SubnetRow[] {
  const subnets = ids.map((id) => {
    const subnet = sim.t.subnets.find('subnetId', id)
    if (!subnet) throw new ApiError('SubnetNotFoundException', `The subnet ID '${id}' does not exist`)
    return subnet
  })
  const zones = new Set(subnets.map((subnet) => subnet.zone))
  if (zones.size < subnets.length) {
    throw invalidConfiguration('A load balancer cannot be attached to multiple subnets in the same Availability Zone')
  }
  if (type === 'application' && zones.size < 2) {
    throw validationError('At least two subnets in two different Availability Zones must be specified')
  }
  if (subnets.length === 0) throw validationError('At least one subnet must be specified')
  if (subnets.some((subnet) => subnet.vpcId !== subnets[0]?.vpcId)) {
    throw invalidConfiguration('All subnets must belong to the same VPC')
  }
  return subnets
}

/** An Application Load Balancer without groups gets the VPC's default one; a Network one gets none. */
function checkGroups(sim: Sim, ids: readonly string[], type: string, vpcId: string): string[] {
  for (const id of ids) {
    if (sim.t.securityGroups.find('groupId', id)) continue
    throw new ApiError('InvalidSecurityGroupException', `One or more security groups are invalid: '${id}'`)
  }
  if (ids.length > 0 || type === 'network') return [...ids]
  const groups = sim.t.securityGroups.by('vpc', vpcId)
  return groups.filter((group) => group.groupName === 'default').map((group) => group.groupId)
}

export function describeLoadBalancers(sim: Sim, input: DescribeLoadBalancersCommandInput) {
  const { LoadBalancerArns: arns, Names: names } = input
  let rows = [...sim.t.loadBalancers.values()]
  if (arns?.length) rows = arns.map((arn) => loadBalancerByArn(sim, arn))
  else if (names?.length) {
    rows = names.map((name) => {
      const row = sim.t.loadBalancers.find('name', name)
      if (!row) throw new ApiError('LoadBalancerNotFoundException', `Load balancers '[${name}]' not found`)
      return row
    })
  }
  const { items, NextMarker } = pageOf(rows, input)
  return { LoadBalancers: items.map((row) => loadBalancerView(sim, row)), ...(NextMarker ? { NextMarker } : {}) }
}

/** Takes its listeners, rules and addresses with it; a load balancer that does not exist is deleted already. */
export function deleteLoadBalancer(sim: Sim, input: DeleteLoadBalancerCommandInput) {
  const row = sim.t.loadBalancers.find('arn', input.LoadBalancerArn ?? '')
  if (!row) return {}
  if (row.attributes['deletion_protection.enabled'] === 'true') {
    throw new ApiError(
      'OperationNotPermittedException',
      `Load balancer '${row.arn}' cannot be deleted because deletion protection is enabled`,
    )
  }
  routingWillChange(sim)
  const groups = groupArnsOfLoadBalancer(sim, row.id)
  for (const listener of sim.t.listeners.by('loadBalancer', row.id)) {
    for (const rule of sim.t.rules.by('listener', listener.id)) sim.t.rules.delete(rule.id)
    sim.t.listeners.delete(listener.id)
  }
  for (const eni of sim.t.networkInterfaces.by('owner', row.id)) deleteEni(sim, eni.id)
  sim.t.loadBalancers.delete(row.id)
  refreshUse(sim, groups)
  return {}
}

export function modifyLoadBalancerAttributes(sim: Sim, input: ModifyLoadBalancerAttributesCommandInput) {
  const row = loadBalancerByArn(sim, input.LoadBalancerArn)
  const attributes = changedAttributes('Load balancer', row.type, row.attributes, input.Attributes ?? [])
  routingWillChange(sim)
  sim.t.loadBalancers.patch(row.id, { attributes })
  return { Attributes: attributeList(attributes) }
}

export function describeLoadBalancerAttributes(sim: Sim, input: DescribeLoadBalancerAttributesCommandInput) {
  return { Attributes: attributeList(loadBalancerByArn(sim, input.LoadBalancerArn).attributes) }
}
