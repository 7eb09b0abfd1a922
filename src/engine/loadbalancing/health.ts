/** Target health as DescribeTargetHealth shows it (N-67, N-68, N-143). */
import type { TargetDescription, TargetHealthDescription } from '@aws-sdk/client-elastic-load-balancing-v2'
import type { Sim } from '../kernel'
import type { TargetGroupRow, TargetRow } from '../model'

/** One entry per registered target in registration order, or per target asked for by id. */
export function describeTargetHealth(
  sim: Sim,
  group: TargetGroupRow,
  asked?: readonly TargetDescription[],
): TargetHealthDescription[] {
  const targets = sim.t.targets.by('targetGroup', group.id)
  if (!asked) return targets.map((target) => describeTarget(group, target))
  return asked.flatMap(({ Id, Port }) => {
    const found = targets.filter((target) => target.targetId === Id && (Port === undefined || target.port === Port))
    if (found.length > 0) return found.map((target) => describeTarget(group, target))
    return [
      {
        Target: { Id, Port: Port ?? group.port },
        TargetHealth: {
          State: 'unused',
          Reason: 'Target.NotRegistered',
          Description: 'Target is not registered to the target group',
        } as const,
      },
    ]
  })
}

function describeTarget(group: TargetGroupRow, target: TargetRow): TargetHealthDescription {
  const port = group.healthCheckPort === 'traffic-port' ? String(target.port) : group.healthCheckPort
  const reason = target.reasonCode as NonNullable<TargetHealthDescription['TargetHealth']>['Reason'] | null
  return {
    Target: {
      Id: target.targetId,
      Port: target.port,
      ...(group.targetType === 'ip' ? { AvailabilityZone: target.zone } : {}),
    },
    HealthCheckPort: port,
    TargetHealth: {
      State: target.state,
      ...(reason === null ? {} : { Reason: reason }),
      ...(target.description === null ? {} : { Description: target.description }),
    },
  }
}
