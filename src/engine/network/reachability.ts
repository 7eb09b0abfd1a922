/** Which way packets can go, from the route tables alone (N-47 … N-49). */
import type { Sim } from '../kernel'
import type { RouteTableRow } from '../model'

export type SubnetKind = 'public' | 'natPrivate' | 'isolated'

/** The route table in force for a subnet: its own, else the VPC's main one. */
export function routeTableOf(sim: Sim, subnetId: string): RouteTableRow | undefined {
  const subnet = sim.t.subnets.find('subnetId', subnetId)
  const tables = subnet ? sim.t.routeTables.by('vpc', subnet.vpcId) : []
  return tables.find((table) => table.subnetIds.includes(subnetId)) ?? tables.find((table) => table.main)
}

/** N-47; an unknown subnet is isolated. */
export function subnetKind(sim: Sim, subnetId: string): SubnetKind {
  const route = routeTableOf(sim, subnetId)?.routes.find((r) => r.DestinationCidrBlock === '0.0.0.0/0')
  if (route?.GatewayId?.startsWith('igw-')) return 'public'
  return route?.NatGatewayId ? 'natPrivate' : 'isolated'
}

/** N-48: whether something that sends from this subnet, with or without a public address, reaches the internet. */
export function reachesInternet(sim: Sim, from: { subnetId: string; publicIp: string | null }): boolean {
  const kind = subnetKind(sim, from.subnetId)
  return kind === 'natPrivate' || (kind === 'public' && from.publicIp !== null)
}

/** N-49: whether the internet reaches an address in this subnet. */
export function reachableFromInternet(sim: Sim, to: { subnetId: string; publicIp: string | null }): boolean {
  return to.publicIp !== null && subnetKind(sim, to.subnetId) === 'public'
}
