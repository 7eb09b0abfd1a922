/** EC2's Describe operations over the VPC. */
import type {
  AvailabilityZone,
  DescribeAvailabilityZonesRequest,
  DescribeInternetGatewaysRequest,
  DescribeNetworkInterfacesRequest,
  DescribeRouteTablesRequest,
  DescribeSecurityGroupsRequest,
  DescribeSubnetsRequest,
  DescribeVpcsRequest,
} from '@aws-sdk/client-ec2'
import { ApiError } from '../../kernel'
import { zoneIsDown, zoneNames } from '../../network'
import type { ServiceOperations } from '../types'
import { applyFilters, byIds, groupNotFound, interfaceNotFound, page, subnetNotFound, vpcNotFound } from './filters'
import {
  internetGatewayView,
  networkInterfaceView,
  routeTableView,
  securityGroupView,
  subnetView,
  vpcView,
  zoneId,
} from './views'

const yesNo = (value: boolean) => (value ? 'true' : 'false')

export const describeOperations: ServiceOperations = {
  DescribeVpcs(sim, input: DescribeVpcsRequest) {
    const rows = byIds(sim.t.vpcs.values(), input.VpcIds, (row) => row.vpcId, vpcNotFound)
    const found = applyFilters(rows, input.Filters, {
      'vpc-id': (row) => row.vpcId,
      cidr: (row) => row.cidrBlock,
      'cidr-block': (row) => row.cidrBlock,
      'is-default': (row) => yesNo(row.isDefault),
      isDefault: (row) => yesNo(row.isDefault),
      state: () => 'available',
    })
    return page(
      'Vpcs',
      found.map((row) => vpcView(sim, row)),
      input,
    )
  },

  DescribeSubnets(sim, input: DescribeSubnetsRequest) {
    const rows = byIds(sim.t.subnets.values(), input.SubnetIds, (row) => row.subnetId, subnetNotFound)
    const found = applyFilters(rows, input.Filters, {
      'subnet-id': (row) => row.subnetId,
      'vpc-id': (row) => row.vpcId,
      'availability-zone': (row) => row.zone,
      availabilityZone: (row) => row.zone,
      cidr: (row) => row.cidrBlock,
      'cidr-block': (row) => row.cidrBlock,
      'default-for-az': (row) => yesNo(row.defaultForAz),
      defaultForAz: (row) => yesNo(row.defaultForAz),
      'map-public-ip-on-launch': (row) => yesNo(row.mapPublicIpOnLaunch),
      state: () => 'available',
    })
    return page(
      'Subnets',
      found.map((row) => subnetView(sim, row)),
      input,
    )
  },

  DescribeSecurityGroups(sim, input: DescribeSecurityGroupsRequest) {
    const names = input.GroupNames ?? []
    const missing = names.find((name) => ![...sim.t.securityGroups.values()].some((row) => row.groupName === name))
    if (missing !== undefined) throw groupNotFound(missing)
    const rows = byIds(sim.t.securityGroups.values(), input.GroupIds, (row) => row.groupId, groupNotFound)
    const found = applyFilters(rows, input.Filters, {
      'group-id': (row) => row.groupId,
      'group-name': (row) => row.groupName,
      'vpc-id': (row) => row.vpcId,
      description: (row) => row.description,
    }).filter((row) => names.length === 0 || names.includes(row.groupName))
    return page(
      'SecurityGroups',
      found.map((row) => securityGroupView(sim, row)),
      input,
    )
  },

  DescribeNetworkInterfaces(sim, input: DescribeNetworkInterfacesRequest) {
    const rows = byIds(
      sim.t.networkInterfaces.values(),
      input.NetworkInterfaceIds,
      (row) => row.networkInterfaceId,
      interfaceNotFound,
    )
    const found = applyFilters(rows, input.Filters, {
      'network-interface-id': (row) => row.networkInterfaceId,
      'subnet-id': (row) => row.subnetId,
      'vpc-id': (row) => row.vpcId,
      'availability-zone': (row) => row.zone,
      'private-ip-address': (row) => row.privateIp,
      'addresses.private-ip-address': (row) => row.privateIp,
      'association.public-ip': (row) => row.publicIp ?? [],
      'group-id': (row) => row.securityGroupIds,
      status: (row) => row.status,
      'attachment.instance-id': (row) =>
        row.owner === 'instance' ? (sim.t.instances.get(row.ownerId)?.instanceId ?? []) : [],
    })
    return page(
      'NetworkInterfaces',
      found.map((row) => networkInterfaceView(sim, row)),
      input,
    )
  },

  DescribeAvailabilityZones(sim, input: DescribeAvailabilityZonesRequest) {
    const wanted = input.ZoneNames ?? []
    const zones = zoneNames(sim)
    const unknown = wanted.find((name) => !zones.includes(name))
    if (unknown !== undefined) throw new ApiError('InvalidParameterValue', `Invalid availability zone: [${unknown}]`)
    const views = zones
      .filter((name) => wanted.length === 0 || wanted.includes(name))
      .map(
        (name): AvailabilityZone => ({
          ZoneName: name,
          ZoneId: zoneId(name),
          RegionName: sim.options.region,
          State: zoneIsDown(sim, name) ? 'unavailable' : 'available',
          ZoneType: 'availability-zone',
          GroupName: `${sim.options.region}-zg-1`,
          NetworkBorderGroup: sim.options.region,
          OptInStatus: 'opt-in-not-required',
          Messages: [],
        }),
      )
    const found = applyFilters(views, input.Filters, {
      'zone-name': (view) => view.ZoneName ?? '',
      'zone-id': (view) => view.ZoneId ?? '',
      'zone-type': (view) => view.ZoneType ?? '',
      'region-name': (view) => view.RegionName ?? '',
      state: (view) => view.State ?? '',
      'opt-in-status': (view) => view.OptInStatus ?? '',
    })
    return { AvailabilityZones: found }
  },

  DescribeRouteTables(sim, input: DescribeRouteTablesRequest) {
    const notFound = (id: string) =>
      new ApiError('InvalidRouteTableID.NotFound', `The routeTable ID '${id}' does not exist`)
    const rows = byIds(sim.t.routeTables.values(), input.RouteTableIds, (row) => row.routeTableId, notFound)
    const found = applyFilters(rows, input.Filters, {
      'route-table-id': (row) => row.routeTableId,
      'vpc-id': (row) => row.vpcId,
      'association.main': (row) => yesNo(row.main),
      'association.subnet-id': (row) => row.subnetIds,
    })
    return page(
      'RouteTables',
      found.map((row) => routeTableView(sim, row)),
      input,
    )
  },

  DescribeInternetGateways(sim, input: DescribeInternetGatewaysRequest) {
    const notFound = (id: string) =>
      new ApiError('InvalidInternetGatewayID.NotFound', `The internetGateway ID '${id}' does not exist`)
    const { InternetGatewayIds: ids } = input
    const rows = byIds(sim.t.internetGateways.values(), ids, (row) => row.internetGatewayId, notFound)
    const found = applyFilters(rows, input.Filters, {
      'internet-gateway-id': (row) => row.internetGatewayId,
      'attachment.vpc-id': (row) => row.vpcId ?? [],
    })
    return page(
      'InternetGateways',
      found.map((row) => internetGatewayView(sim, row)),
      input,
    )
  },
}
