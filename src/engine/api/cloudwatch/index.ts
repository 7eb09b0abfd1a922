/** CloudWatch alarms as far as deployments need them (D-430): an alarm has a state, and somebody sets it. Metrics come with auto scaling. */
import type {
  DeleteAlarmsCommandInput,
  DescribeAlarmsCommandInput,
  DescribeAlarmsCommandOutput,
  MetricAlarm,
  PutMetricAlarmCommandInput,
  SetAlarmStateCommandInput,
} from '@aws-sdk/client-cloudwatch'
import type { Sim } from '../../kernel'
import { ApiError } from '../../kernel'
import type { AlarmRow } from '../../model'
import { wake } from '../../services'
import { paginate } from '../paginate'
import { awsTime } from '../time'
import type { ServiceOperations } from '../types'

const MAX_NAME = 255

/** A new alarm begins in INSUFFICIENT_DATA; putting an existing one keeps its state. */
function put(sim: Sim, input: PutMetricAlarmCommandInput): Record<string, never> {
  const name = input.AlarmName ?? ''
  if (name.length === 0 || name.length > MAX_NAME) {
    throw new ApiError('ValidationError', `AlarmName must be between 1 and ${MAX_NAME} characters.`)
  }
  const definition = { ...input } as Record<string, unknown>
  const existing = sim.t.alarms.find('name', name)
  if (existing) {
    sim.t.alarms.patch(existing.id, { definition })
    return {}
  }
  sim.t.alarms.put({
    ...sim.newRow('alarms'),
    name,
    arn: sim.arn('cloudwatch', `alarm:${name}`),
    state: 'INSUFFICIENT_DATA',
    stateReason: 'Unchecked: Initial alarm creation',
    stateUpdatedMs: sim.nowMs,
    definition,
  })
  return {}
}

/** The hand on the alarm: services that name it look at their next tick. */
function setState(sim: Sim, input: SetAlarmStateCommandInput): Record<string, never> {
  const alarm = sim.t.alarms.find('name', input.AlarmName ?? '')
  if (!alarm) throw new ApiError('ResourceNotFound', `There is no alarm ${input.AlarmName ?? ''}.`)
  sim.t.alarms.patch(alarm.id, {
    state: input.StateValue as AlarmRow['state'],
    stateReason: input.StateReason ?? '',
    stateUpdatedMs: sim.nowMs,
  })
  for (const service of sim.t.services.values()) {
    if (service.deploymentConfiguration.alarms?.alarmNames?.includes(alarm.name)) wake(sim, service.id)
  }
  return {}
}

function describe(sim: Sim, input: DescribeAlarmsCommandInput): Omit<DescribeAlarmsCommandOutput, '$metadata'> {
  const rows = [...sim.t.alarms.values()].filter(
    (alarm) =>
      (!input.AlarmNames || input.AlarmNames.includes(alarm.name)) &&
      (!input.AlarmNamePrefix || alarm.name.startsWith(input.AlarmNamePrefix)) &&
      (!input.StateValue || alarm.state === input.StateValue),
  )
  const scope = `DescribeAlarms ${input.AlarmNamePrefix ?? ''} ${input.StateValue ?? ''}`
  const page = paginate(
    rows,
    { maxResults: input.MaxRecords, nextToken: input.NextToken },
    { max: 100, default: 50, scope },
  )
  return {
    MetricAlarms: page.items.map((alarm) => alarmView(sim, alarm)),
    CompositeAlarms: [],
    ...(page.nextToken ? { NextToken: page.nextToken } : {}),
  }
}

function remove(sim: Sim, input: DeleteAlarmsCommandInput): Record<string, never> {
  const rows = (input.AlarmNames ?? []).map((name) => sim.t.alarms.find('name', name))
  const unknown = (input.AlarmNames ?? []).filter((_, i) => !rows[i])
  if (unknown.length > 0) throw new ApiError('ResourceNotFound', `There is no alarm ${unknown.join(', ')}.`)
  for (const row of rows) if (row) sim.t.alarms.delete(row.id)
  return {}
}

export function alarmView(sim: Sim, alarm: AlarmRow): MetricAlarm {
  return {
    ...(alarm.definition as Partial<MetricAlarm>),
    AlarmName: alarm.name,
    AlarmArn: alarm.arn,
    StateValue: alarm.state,
    StateReason: alarm.stateReason,
    StateUpdatedTimestamp: awsTime(sim, alarm.stateUpdatedMs),
  }
}

export const cloudwatchOperations: ServiceOperations = {
  PutMetricAlarm: put,
  DescribeAlarms: describe,
  SetAlarmState: setState,
  DeleteAlarms: remove,
}
