/** EC2 and VPC rows in AWS's shapes; the world document shows the same. */
import type {
  AttachmentStatus,
  Instance,
  InstanceState,
  InternetGateway,
  IpPermission,
  NetworkInterface,
  RouteTable,
  SecurityGroup,
  Subnet,
  Vpc,
} from '@aws-sdk/client-ec2'
import { instanceType } from '../../data/instance-types'
import type { Sim } from '../../kernel'
import type {
  InstanceRow,
  InternetGatewayRow,
  NetworkInterfaceRow,
  RouteTableRow,
  SecurityGroupRow,
  SubnetRow,
  VpcRow,
} from '../../model'
import { freeAddresses, privateDnsName, publicDnsName } from '../../network'
import { awsTime } from '../time'

export function vpcView(sim: Sim, row: VpcRow): Vpc {
  return {
    VpcId: row.vpcId,
    State: 'available',
    CidrBlock: row.cidrBlock,
    IsDefault: row.isDefault,
    InstanceTenancy: 'default',
    OwnerId: sim.options.accountId,
    Tags: [],
  }
}

export function subnetView(sim: Sim, row: SubnetRow): Subnet {
  return {
    SubnetId: row.subnetId,
    SubnetArn: sim.arn('ec2', `subnet/${row.subnetId}`),
    VpcId: row.vpcId,
    State: 'available',
    CidrBlock: row.cidrBlock,
    AvailableIpAddressCount: freeAddresses(sim, row.subnetId),
    AvailabilityZone: row.zone,
    AvailabilityZoneId: zoneId(row.zone),
    DefaultForAz: row.defaultForAz,
    MapPublicIpOnLaunch: row.mapPublicIpOnLaunch,
    OwnerId: sim.options.accountId,
    Tags: [],
  }
}

/** `use1-az1` for us-east-1a. */
export function zoneId(zone: string): string {
  const [area = '', direction = '', rest = ''] = zone.split('-')
  const short = direction.replace(
    /^(north|south|central)?(east|west)?$/,
    (_, a = '', b = '') => `${a[0] ?? ''}${b[0] ?? ''}`,
  )
  return `${area}${short}${rest.slice(0, -1)}-az${rest.charCodeAt(rest.length - 1) - 96}`
}

export function securityGroupView(sim: Sim, row: SecurityGroupRow): SecurityGroup {
  return {
    GroupId: row.groupId,
    GroupName: row.groupName,
    Description: row.description,
    VpcId: row.vpcId,
    OwnerId: sim.options.accountId,
    SecurityGroupArn: sim.arn('ec2', `security-group/${row.groupId}`),
    IpPermissions: structuredPermissions(row.ingress),
    IpPermissionsEgress: structuredPermissions(row.egress),
    Tags: [],
  }
}

/** The four lists are always there in EC2's answer. */
function structuredPermissions(permissions: readonly unknown[]): IpPermission[] {
  return (permissions as IpPermission[]).map((p) => ({
    IpRanges: [],
    Ipv6Ranges: [],
    PrefixListIds: [],
    UserIdGroupPairs: [],
    ...p,
  }))
}

export function routeTableView(sim: Sim, row: RouteTableRow): RouteTable {
  const association = (subnetId: string | null, i: number) => ({
    RouteTableAssociationId: `rtbassoc-0${sim.hex(`rtbassoc ${row.routeTableId}`, i, 16)}`,
    RouteTableId: row.routeTableId,
    Main: subnetId === null,
    ...(subnetId === null ? {} : { SubnetId: subnetId }),
    AssociationState: { State: 'associated' as const },
  })
  return {
    RouteTableId: row.routeTableId,
    VpcId: row.vpcId,
    OwnerId: sim.options.accountId,
    Associations: [...(row.main ? [null] : []), ...row.subnetIds].map(association),
    Routes: row.routes.map((route) => ({
      ...route,
      State: 'active' as const,
      Origin: route.GatewayId === 'local' ? ('CreateRouteTable' as const) : ('CreateRoute' as const),
    })),
    PropagatingVgws: [],
    Tags: [],
  }
}

export function internetGatewayView(sim: Sim, row: InternetGatewayRow): InternetGateway {
  return {
    InternetGatewayId: row.internetGatewayId,
    OwnerId: sim.options.accountId,
    // EC2 answers `available` here, which the SDK's enum of attachment states lacks.
    Attachments: row.vpcId ? [{ VpcId: row.vpcId, State: 'available' as AttachmentStatus }] : [],
    Tags: [],
  }
}

const DESCRIPTIONS: Record<NetworkInterfaceRow['owner'], string> = {
  task: 'ECS task network interface',
  trunk: 'ECS trunk network interface',
  instance: '',
  loadBalancer: 'ELB',
}

export function networkInterfaceView(sim: Sim, row: NetworkInterfaceRow): NetworkInterface {
  const groups = row.securityGroupIds.map((id) => ({
    GroupId: id,
    GroupName: sim.t.securityGroups.find('groupId', id)?.groupName ?? id,
  }))
  const instance = row.owner === 'instance' ? sim.t.instances.get(row.ownerId) : undefined
  const association = row.publicIp
    ? { Association: { PublicIp: row.publicIp, PublicDnsName: publicDnsName(sim, row.publicIp), IpOwnerId: 'amazon' } }
    : {}
  return {
    NetworkInterfaceId: row.networkInterfaceId,
    SubnetId: row.subnetId,
    VpcId: row.vpcId,
    AvailabilityZone: row.zone,
    Description: DESCRIPTIONS[row.owner],
    Groups: groups,
    InterfaceType: row.owner === 'trunk' ? 'trunk' : 'interface',
    MacAddress: row.mac,
    OwnerId: sim.options.accountId,
    PrivateDnsName: row.privateDnsName,
    PrivateIpAddress: row.privateIp,
    PrivateIpAddresses: [{ Primary: true, PrivateIpAddress: row.privateIp, ...association }],
    RequesterManaged: row.owner !== 'instance',
    SourceDestCheck: true,
    Status: row.status,
    ...association,
    Attachment: {
      Status: 'attached',
      DeviceIndex: instance ? 0 : 1,
      ...(instance ? { InstanceId: instance.instanceId, InstanceOwnerId: sim.options.accountId } : {}),
    },
    TagSet: [],
  }
}

const STATE_CODES: Record<InstanceRow['state'], number> = {
  pending: 0,
  running: 16,
  'shutting-down': 32,
  terminated: 48,
  stopping: 64,
  stopped: 80,
}

export const instanceState = (state: InstanceRow['state']): InstanceState => ({ Code: STATE_CODES[state], Name: state })

export function instanceView(sim: Sim, row: InstanceRow): Instance {
  const gone = row.state === 'terminated'
  const eni = sim.t.networkInterfaces.get(row.eniId ?? undefined)
  return {
    InstanceId: row.instanceId,
    InstanceType: row.instanceType as Instance['InstanceType'],
    ImageId: row.imageId,
    State: instanceState(row.state),
    Architecture: instanceType(row.instanceType)?.arch ?? 'x86_64',
    LaunchTime: awsTime(sim, row.launchedAtMs),
    Placement: { AvailabilityZone: row.zone, Tenancy: 'default', GroupName: '' },
    Monitoring: { State: 'disabled' },
    AmiLaunchIndex: 0,
    EbsOptimized: false,
    Hypervisor: 'xen',
    RootDeviceType: 'ebs',
    VirtualizationType: 'hvm',
    SecurityGroups: row.securityGroupIds.map((id) => ({
      GroupId: id,
      GroupName: sim.t.securityGroups.find('groupId', id)?.groupName ?? id,
    })),
    ...(gone
      ? {}
      : {
          SubnetId: row.subnetId,
          VpcId: row.vpcId,
          PrivateIpAddress: row.privateIp,
          PrivateDnsName: privateDnsName(sim, row.privateIp),
        }),
    ...(row.publicIp ? { PublicIpAddress: row.publicIp, PublicDnsName: publicDnsName(sim, row.publicIp) } : {}),
    NetworkInterfaces: eni ? [{ NetworkInterfaceId: eni.networkInterfaceId, PrivateIpAddress: eni.privateIp }] : [],
    Tags: row.tags.map((tag) => ({ ...tag })),
  }
}
