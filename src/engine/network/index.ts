/** The network room: VPC, addresses, interfaces, host ports and which way packets can go. */
export { allocateAddress, freeAddresses } from './addresses'
export { type Cidr, contains, overlap, parseCidr, parseIp } from './cidr'
export { type CheckedNetwork, checkNetworkConfiguration, subnetInZone } from './configuration'
export {
  createInterface,
  createTaskEni,
  deleteEni,
  type InterfaceSpec,
  privateDnsName,
  publicDnsName,
  type TaskEniSpec,
} from './interfaces'
export {
  isDynamicPort,
  type PortPick,
  type PortState,
  type Protocol,
  pickDynamicPort,
  takeDynamicPort,
} from './ports'
export { reachableFromInternet, reachesInternet, type SubnetKind, subnetKind } from './reachability'
export {
  adoptUnknownNetwork,
  defaultSubnet,
  defaultVpc,
  installDefaultVpc,
  putSecurityGroup,
  putSubnet,
  zoneIsDown,
  zoneNames,
} from './vpc'
