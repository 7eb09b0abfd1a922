/** EC2 instances: run, stop, start, terminate, describe. */
import type {
  DescribeInstancesRequest,
  InstanceStateChange,
  Reservation,
  RunInstancesRequest,
} from '@aws-sdk/client-ec2'
import { launchDelays, launchInstance, loseHost, parseAgentConfig, startInstance } from '../../capacity'
import { instanceType } from '../../data/instance-types'
import type { Sim } from '../../kernel'
import { ApiError } from '../../kernel'
import type { InstanceRow, SubnetRow } from '../../model'
import { adoptUnknownNetwork, defaultSubnet, zoneIsDown, zoneNames } from '../../network'
import type { ServiceOperations } from '../types'
import { applyFilters, byIds, groupNotFound, instanceNotFound, page, subnetNotFound, tagFields } from './filters'
import { instanceState, instanceView } from './views'

const DEFAULT_TYPE = 't3.micro'

function subnetFor(sim: Sim, input: RunInstancesRequest): SubnetRow {
  const subnetId = input.SubnetId ?? input.NetworkInterfaces?.[0]?.SubnetId
  if (subnetId !== undefined) {
    adoptUnknownNetwork(sim, [subnetId])
    const subnet = sim.t.subnets.find('subnetId', subnetId)
    if (!subnet) throw subnetNotFound(subnetId)
    return subnet
  }
  const zones = zoneNames(sim)
  const zone = input.Placement?.AvailabilityZone ?? zones.find((name) => !zoneIsDown(sim, name)) ?? zones[0]
  const subnet = defaultSubnet(sim, zone as string)
  if (!subnet) throw new ApiError('InvalidParameterValue', `Invalid availability zone: [${zone}]`)
  return subnet
}

function groupsFor(sim: Sim, input: RunInstancesRequest): string[] {
  const named = (input.SecurityGroups ?? []).map((name) => {
    const row = [...sim.t.securityGroups.values()].find((group) => group.groupName === name)
    if (!row) throw groupNotFound(name)
    return row.groupId
  })
  const ids = input.SecurityGroupIds ?? input.NetworkInterfaces?.[0]?.Groups ?? []
  adoptUnknownNetwork(sim, ids)
  for (const id of ids) if (!sim.t.securityGroups.find('groupId', id)) throw groupNotFound(id)
  return [...ids, ...named]
}

function runInstances(sim: Sim, input: RunInstancesRequest): Reservation {
  const typeName = input.InstanceType ?? DEFAULT_TYPE
  if (!instanceType(typeName)) {
    throw new ApiError('InvalidParameterValue', `The following supplied instance types do not exist: [${typeName}]`)
  }
  const { MinCount: min = 1, MaxCount: max = 1 } = input
  if (min < 1 || max < min) {
    throw new ApiError('InvalidParameterValue', `Value (${min}) for parameter minCount is invalid.`)
  }
  const subnet = subnetFor(sim, input)
  const securityGroupIds = groupsFor(sim, input)
  if (zoneIsDown(sim, subnet.zone)) {
    throw new ApiError(
      'InsufficientInstanceCapacity',
      `We currently do not have sufficient ${typeName} capacity in the Availability Zone you requested (${subnet.zone}).`,
      { httpStatus: 500 },
    )
  }
  const reservationId = `r-0${sim.hex('reservation', sim.count('reservation'), 16)}`
  const tags = (input.TagSpecifications ?? [])
    .filter((spec) => spec.ResourceType === 'instance')
    .flatMap((spec) => (spec.Tags ?? []).map((tag) => ({ ...tag })))
  const rows: InstanceRow[] = []
  while (rows.length < max) {
    const row = launchInstance(sim, {
      instanceType: typeName,
      ...(input.ImageId ? { imageId: input.ImageId } : {}),
      subnetId: subnet.subnetId,
      securityGroupIds,
      userData: input.UserData ?? null,
      agentConfig: parseAgentConfig(input.UserData),
      tags,
      reservationId,
      ...launchDelays(sim),
    })
    if (!row) break
    rows.push(row)
  }
  if (rows.length < min) {
    throw new ApiError(
      'InsufficientFreeAddressesInSubnet',
      `There are not enough free addresses in subnet '${subnet.subnetId}' to satisfy the requested number of instances.`,
    )
  }
  return reservation(sim, rows)
}

function reservation(sim: Sim, rows: readonly InstanceRow[]): Reservation {
  return {
    ReservationId: rows[0]?.reservationId ?? '',
    OwnerId: sim.options.accountId,
    Groups: [],
    Instances: rows.map((row) => instanceView(sim, row)),
  }
}

function describeInstances(sim: Sim, input: DescribeInstancesRequest) {
  const rows = byIds(sim.t.instances.values(), input.InstanceIds, (row) => row.instanceId, instanceNotFound)
  const found = applyFilters(rows, input.Filters, {
    'instance-id': (row) => row.instanceId,
    'instance-type': (row) => row.instanceType,
    'instance-state-name': (row) => row.state,
    'availability-zone': (row) => row.zone,
    'subnet-id': (row) => row.subnetId,
    'vpc-id': (row) => row.vpcId,
    'private-ip-address': (row) => row.privateIp,
    'ip-address': (row) => row.publicIp ?? [],
    'reservation-id': (row) => row.reservationId,
    'instance.group-id': (row) => row.securityGroupIds,
    ...tagFields(input.Filters, (row: InstanceRow) => row.tags),
  })
  const byReservation = new Map<string, InstanceRow[]>()
  for (const row of found) byReservation.set(row.reservationId, [...(byReservation.get(row.reservationId) ?? []), row])
  const reservations = [...byReservation.values()].map((group) => reservation(sim, group))
  return page('Reservations', reservations, input)
}

/** Checks all ids and states first, then acts; answers the changes of state. */
function changeAll(
  sim: Sim,
  ids: readonly string[] | undefined,
  verb: string,
  allowed: readonly InstanceRow['state'][],
  act: (row: InstanceRow) => void,
): InstanceStateChange[] {
  const rows = [...new Set(ids ?? [])].map((id) => {
    const row = sim.t.instances.find('instanceId', id)
    if (!row) throw instanceNotFound(id)
    return row
  })
  if (rows.length === 0) {
    throw new ApiError('MissingParameter', 'The request must contain the parameter InstanceId')
  }
  const wrong = rows.find((row) => !allowed.includes(row.state))
  if (wrong) {
    throw new ApiError(
      'IncorrectInstanceState',
      `The instance '${wrong.instanceId}' is not in a state from which it can be ${verb}.`,
    )
  }
  return rows.map((row) => {
    act(row)
    const { state } = sim.t.instances.need(row.id)
    return {
      InstanceId: row.instanceId,
      PreviousState: instanceState(row.state),
      CurrentState: instanceState(state),
    }
  })
}

const ANY: readonly InstanceRow['state'][] = [
  'pending',
  'running',
  'stopping',
  'stopped',
  'shutting-down',
  'terminated',
]

export const instanceOperations: ServiceOperations = {
  RunInstances: runInstances,
  DescribeInstances: describeInstances,
  TerminateInstances: (sim, input: { InstanceIds?: string[] }) => ({
    TerminatingInstances: changeAll(sim, input.InstanceIds, 'terminated', ANY, (row) =>
      loseHost(sim, row, 'terminated'),
    ),
  }),
  StopInstances: (sim, input: { InstanceIds?: string[] }) => ({
    StoppingInstances: changeAll(
      sim,
      input.InstanceIds,
      'stopped',
      ['pending', 'running', 'stopping', 'stopped'],
      (row) => loseHost(sim, row, 'stopped'),
    ),
  }),
  StartInstances: (sim, input: { InstanceIds?: string[] }) => ({
    StartingInstances: changeAll(sim, input.InstanceIds, 'started', ['pending', 'running', 'stopped'], (row) => {
      if (zoneIsDown(sim, row.zone)) {
        throw new ApiError('InsufficientInstanceCapacity', `There is no capacity in ${row.zone}.`, { httpStatus: 500 })
      }
      startInstance(sim, row.id)
    }),
  }),
}
