/** Stands in for rare.ts in the built worker: the names alone, until `provideRare` brings the operations. */
import type { ServiceOperations } from './types'

const NAMES: Record<string, string> = {
  ecs:
    'CreateTaskSet UpdateTaskSet DeleteTaskSet DescribeTaskSets UpdateServicePrimaryTaskSet RegisterContainerInstance ' +
    'PutAttributes DeleteAttributes ListAttributes TagResource UntagResource ListTagsForResource ListAccountSettings ' +
    'PutAccountSetting PutAccountSettingDefault DeleteAccountSetting ExecuteCommand',
  ec2:
    'DescribeVpcs DescribeSubnets DescribeSecurityGroups DescribeNetworkInterfaces DescribeAvailabilityZones ' +
    'DescribeRouteTables DescribeInternetGateways CreateSubnet CreateSecurityGroup AuthorizeSecurityGroupIngress ' +
    'RunInstances DescribeInstances TerminateInstances StopInstances StartInstances',
  cloudwatch: 'PutMetricAlarm DescribeAlarms SetAlarmState DeleteAlarms',
}

export const RARE_OPERATIONS: readonly string[] = Object.entries(NAMES).flatMap(([service, names]) =>
  names.split(' ').map((name) => `${service}.${name}`),
)

let provided: Record<string, ServiceOperations> | null = null

/** From now on these run too. */
export function provideRare(operations: Record<string, ServiceOperations>): void {
  provided = operations
}

export const rareOperations = (): Record<string, ServiceOperations> => provided ?? {}

export const isMissing = (name: string): boolean => !provided && RARE_OPERATIONS.includes(name)
