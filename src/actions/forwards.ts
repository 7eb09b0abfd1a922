/** Turns the requests over to the target group that a service has moved to. */
import { onFrame, world } from '../store'
import { perform } from './perform'
import { action, elbv2 } from './types'

export const setForward = action<{ listenerId: string; targetGroupId: string }>({
  name: 'balancer.forward',
  group: 'balancer',
  label: ({ targetGroupId }) => `Forward to ${world.rows.targetGroups.get(targetGroupId)?.name ?? 'target group'}`,
  commands: ({ listenerId, targetGroupId }) => [
    elbv2('ModifyListener', {
      ListenerArn: world.rows.listeners.get(listenerId)?.arn,
      DefaultActions: [{ Type: 'forward', TargetGroupArn: world.rows.targetGroups.get(targetGroupId)?.arn }],
    }),
  ],
})

const healthyIn = (targetGroupId: string): number =>
  [...world.rows.targets.values()].filter((row) => row.targetGroupId === targetGroupId && row.state === 'healthy')
    .length

/** Default rules that name the group with weight 0, and whether it has as many healthy targets as the others. */
const waitingRules = (targetGroupId: string) =>
  [...world.rows.rules.values()]
    .filter(
      ({ isDefault, forwards }) =>
        isDefault && forwards.some((to) => to.targetGroupId === targetGroupId && to.weight === 0),
    )
    .map(({ listenerId, forwards }) => {
      const others = forwards.filter((to) => to.targetGroupId !== targetGroupId)
      const healthy = others.reduce((sum, to) => sum + healthyIn(to.targetGroupId), 0)
      return { listenerId, ready: healthyIn(targetGroupId) >= Math.max(1, healthy) }
    })

/**
 * A target group without healthy targets answers its share of the requests with 503, so the new one begins with weight 0
 * and gets all of them once as many of its targets are healthy as of the old one's.
 */
export function forwardWhenHealthy(targetGroupArn: string): void {
  let seen = false
  const stop = onFrame(() => {
    const group = [...world.rows.targetGroups.values()].find(({ arn }) => arn === targetGroupArn)
    const waiting = group ? waitingRules(group.id) : []
    if (!group || waiting.length === 0) {
      // Before: the answer is ahead of the mirror. After: somebody else changed the listener, or the run began anew.
      if (seen) stop()
      return
    }
    seen = true
    if (!waiting.every(({ ready }) => ready)) return
    stop()
    for (const { listenerId } of waiting) void perform(setForward, { listenerId, targetGroupId: group.id })
  })
}
